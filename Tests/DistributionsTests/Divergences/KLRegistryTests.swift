import Distributions
import Testing

@Suite struct KLRegistryTests {
  /// A family of one's own, with no more than the protocol asks for.
  struct Spike<Value: RealValue>: Distribution {
    let place: Value
    static var familyName: String { "Spike" }
    func validate() throws(ParameterError) {}
    var space: Space { .realLine }
    func logProbability(of x: Value) -> Value { -abs(x - place) }
    func sample(using generator: inout some RandomNumberGenerator) -> Value { place }
    func sample(
      shape: [Int], using generator: inout some RandomNumberGenerator
    ) -> Tensor<Value.Scalar> { place.tensor.broadcast(to: shape) }
    func elements() -> DistributionElements {
      DistributionElements(place) { Spike<Double>(place: $0[0]) }
    }
    var entropy: Value { 0 }
    var description: String { "Spike(place: \(place))" }
  }

  @Test func standardHasEachPairOnce() throws {
    let registry = try KLRegistry<Double>(rules: KLRegistry<Double>.standardRules)
    #expect(registry.count == KLRegistry<Double>.standardRules.count)
    #expect(registry.pairs == KLRegistry<Double>.standard.pairs)
  }

  @Test func isTheSameForEveryValue() {
    let pairs = KLRegistry<Double>.standard.pairs
    #expect(KLRegistry<Float>.standard.pairs == pairs)
    #expect(KLRegistry<Tensor<Double>>.standard.pairs == pairs)
    #expect(KLRegistry<Tensor<Float>>.standard.pairs == pairs)
    #expect(KLRegistry<Double>.empty.isEmpty)
  }

  @Test func takesNewPairsAndRefusesDuplicates() throws {
    var registry = KLRegistry<Double>.standard
    let count = registry.count
    try registry.register { (p: Spike<Double>, q: Spike<Double>) in abs(p.place - q.place) }
    #expect(registry.count == count + 1)
    #expect(registry.contains(Spike<Double>.self, Spike<Double>.self))
    #expect(registry.pairs.contains(KLPair(p: "Spike", q: "Spike")))
    let p = Spike(place: 1.0)
    let q = Spike(place: 3.5)
    #expect(try klDivergence(of: p, from: q, using: registry) == 2.5)
    let erased: any Distribution<Double> = p
    #expect(try klDivergence(of: erased, from: q, using: registry) == 2.5)

    #expect(throws: KLRegistryError.duplicate(KLPair(p: "Spike", q: "Spike"))) {
      try registry.register { (p: Spike<Double>, q: Spike<Double>) in p.place }
    }
    registry.replace { (p: Spike<Double>, q: Spike<Double>) in 7 }
    #expect(try klDivergence(of: p, from: q, using: registry) == 7)
    registry.remove(Spike<Double>.self, Spike<Double>.self)
    #expect(registry.pairs == KLRegistry<Double>.standard.pairs)
    // The standard registry is a value: nothing of this has reached it.
    #expect(!KLRegistry<Double>.standard.contains(Spike<Double>.self, Spike<Double>.self))
  }

  @Test func givesGradientsOfNewPairs() throws {
    var registry = KLRegistry<Tensor<Double>>.standard
    try registry.register { (p: Spike<Tensor<Double>>, q: Spike<Tensor<Double>>) in
      square(p.place - q.place)
    }
    let x = Tensor<Double>([1, 2])
    let slope = try gradient(at: x) { x in
      try klDivergence(
        of: Spike(place: x), from: Spike(place: Tensor<Double>(0)), using: registry)
    }
    #expect(slope.scalars == [2, 4])
  }

  @Test func anUnknownPairSaysWhatWasTried() throws {
    let p = Spike(place: 1.0)
    #expect {
      try klDivergence(of: p, from: Spike(place: 2.0))
    } throws: { error in
      guard case DivergenceError.noMethod(_, let tried)? = error as? DivergenceError else {
        return false
      }
      return !tried.isEmpty && "\(error)".contains("Spike(place: 1.0)")
    }
  }

  @Test func differentSpacesAreNamed() throws {
    let p = Normal(mean: 0, standardDeviation: 1)
    let q = Bernoulli(probability: 0.5)
    #expect {
      try klDivergence(of: p, from: q)
    } throws: { error in
      guard let error = error as? DivergenceError else { return false }
      return error.code == "differentSpaces" && "\(error)".contains("the real line")
        && "\(error)".contains("whole numbers")
    }
  }
}
