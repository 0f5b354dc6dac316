import Distributions
import Testing

/// Log-masses and entropies of rows of classes, in bulk.
@Suite struct ClassMassTests {
  private static func numbers(_ shape: [Int], _ bounds: ClosedRange<Double>) -> Tensor<Double> {
    var generator = Philox4x32(seed: 3)
    return Tensor(
      shape: shape,
      scalars: (0..<shape.reduce(1, *)).map { _ in Double.random(in: bounds, using: &generator) })
  }

  /// Laws as rows, by weights or by logits.
  private static func laws(_ rows: Tensor<Double>, logits: Bool) -> Categorical<Tensor<Double>> {
    logits ? Categorical(logits: rows) : Categorical(probabilities: exp(rows))
  }

  @Test(arguments: [2, 24, 25, 200], [false, true])
  func equalTheLawsOneByOne(_ classes: Int, _ logits: Bool) {
    let rows = Self.numbers([9, classes], -8...8)
    let indices = (0..<9).map { Int64($0 * 3 % (classes + 1)) }
    let laws = Self.laws(rows, logits: logits)
    let logs = laws.logProbability(of: Tensor<Int64>(indices)).scalars
    let (entropies, all) = (laws.entropy.scalars, laws.logProbabilities.scalars)
    for row in 0..<9 {
      let own = all[row * classes..<(row + 1) * classes]
      let entropy = -own.reduce(0) { $0 + exp($1) * $1 }
      #expect(abs(entropies[row] - entropy) <= 1e-13 * entropy)
      let log = indices[row] < classes ? own[row * classes + Int(indices[row])] : -.infinity
      #expect(logs[row] == log || abs(logs[row] - log) <= 1e-14 * abs(log))
    }
    let floats = Tensor<Float>(rows)
    let single: Categorical<Tensor<Float>> =
      logits ? Categorical(logits: floats) : Categorical(probabilities: exp(floats))
    for (a, b) in zip(single.entropy.scalars, entropies) {
      #expect(abs(Double(a) - b) <= 2e-5 * b)
    }
    for (a, b) in zip(single.logProbability(of: Tensor<Int64>(indices)).scalars, logs) {
      #expect(Double(a) == b || abs(Double(a) - b) <= 2e-5 * max(1, abs(b)))
    }
  }

  /// d log P(c)/dlₖ = δ(k, c) − pₖ, and dH/dlₖ = −pₖ (log pₖ + H); by differences once more.
  @Test(arguments: [3, 30]) func derivatives(_ classes: Int) throws {
    let rows = Self.numbers([2, classes], -2...2)
    let indices = Tensor<Int64>([1, Int64(classes) - 1])
    let laws = Categorical(logits: rows)
    let (masses, logs) = (laws.probabilities.scalars, laws.logProbabilities.scalars)
    func logMass(_ x: Tensor<Double>) -> Tensor<Double> {
      Categorical(logits: x).logProbability(of: indices)
    }
    func entropy(_ x: Tensor<Double>) -> Tensor<Double> { Categorical(logits: x).entropy }
    let slopes = try Distributions.gradient(at: rows) { logMass($0).sum() }.scalars
    let entropySlopes = try Distributions.gradient(at: rows) { entropy($0).sum() }.scalars
    let entropies = laws.entropy.scalars
    for place in 0..<2 * classes {
      let row = place / classes
      let isChosen = place % classes == [1, classes - 1][row]
      #expect(abs(slopes[place] - ((isChosen ? 1 : 0) - masses[place])) <= 1e-14)
      let slope = -masses[place] * (logs[place] + entropies[row])
      #expect(abs(entropySlopes[place] - slope) <= 1e-14)
    }
    // The same of weights e^x, and of both to order two.
    for (name, function) in [
      ("logits", { square(logMass($0)) + square(entropy($0)) }),
      (
        "weights",
        { (x: Tensor<Double>) in
          let p = Categorical(probabilities: exp(x))
          return square(p.logProbability(of: indices)) + square(p.entropy)
        }
      ),
    ] as [(String, (Tensor<Double>) -> Tensor<Double>)] {
      let slope = { (x: Tensor<Double>) in
        try Distributions.gradient(at: x) { function($0).sum() }
      }
      for (f, order) in [
        ({ (x: Tensor<Double>) in function(x).sum() }, 1),
        ({ (x: Tensor<Double>) in try square(slope(x)).sum() }, 2),
      ] as [((Tensor<Double>) throws -> Tensor<Double>, Int)] {
        let found = try Distributions.gradient(at: rows, of: f).scalars
        for place in [0, 1, classes, 2 * classes - 1] {
          var (up, down) = (rows.scalars, rows.scalars)
          (up[place], down[place]) = (up[place] + 1e-4, down[place] - 1e-4)
          let (high, low) = (
            try f(Tensor(shape: rows.shape, scalars: up)).scalar,
            try f(Tensor(shape: rows.shape, scalars: down)).scalar
          )
          let difference = (high - low) / 2e-4
          #expect(
            abs(found[place] - difference) <= 1e-5 * max(1, abs(difference)), "\(name), \(order)")
        }
      }
    }
  }

  /// Weights of 0 and logits of −∞ have no part in the gradient where they are not chosen.
  @Test(arguments: [false, true]) func absentClasses(_ logits: Bool) throws {
    let none = logits ? -Double.infinity : 0
    let x = Tensor<Double>([[0.5, none, 0.5], [none, 0.25, 0.75]])
    let slopes = try Distributions.gradient(at: x) { x in
      let p: Categorical<Tensor<Double>> =
        logits ? Categorical(logits: x) : Categorical(probabilities: x)
      return (p.logProbability(of: Tensor<Int64>([0, 2])) + p.entropy).sum()
    }
    #expect(
      slopes.scalars.enumerated().allSatisfy { $1.isFinite || (!logits && [1, 3].contains($0)) })
    if logits { #expect(slopes.scalars[1] == 0 && slopes.scalars[3] == 0) }
  }

  /// What is no class has no mass, and what is no law none that is a number.
  @Test func outsideAndInvalid() {
    let p = Categorical(
      probabilities: Tensor<Double>([
        [0.5, 0.5], [0.5, 0.5], [-0.5, 1.5], [0, 0], [.nan, 1], [.infinity, 1],
      ]))
    let logs = p.logProbability(of: Tensor<Int64>([2, -1, 1, 0, 5, 0])).scalars
    #expect(logs[0] == -.infinity && logs[1] == -.infinity)
    #expect(logs[2...].allSatisfy(\.isNaN) && p.entropy.scalars[2...].allSatisfy(\.isNaN))
    let one = Categorical(logits: Tensor<Double>([0, -.infinity]))
    #expect(
      one.logProbability(of: Tensor<Int64>([0, 1, 2, -1])).scalars[1...] == [
        -.infinity, -.infinity, -.infinity,
      ])
    let invalid = Categorical(probabilities: Tensor<Double>([-0.5, 1.5]))
    let undefined = invalid.logProbability(of: Tensor<Int64>([0, 1, 2])).scalars
    #expect(undefined.allSatisfy { $0.isNaN })
  }

  /// One-hot points of one law and of a law each: as the categorical law of their classes.
  @Test(arguments: [3, 40]) func oneHotPoints(_ classes: Int) throws {
    let rows = exp(Self.numbers([6, classes], -3...3)).materialized()
    let indices = Tensor<Int64>((0..<6).map { Int64($0 * 5 % classes) })
    let points = Tensor<Double>(oneHot: indices, depth: classes).materialized()
    let each = OneHotCategorical(probabilities: rows).logProbability(of: points)
    #expect(
      each.scalars == Categorical(probabilities: rows).logProbability(of: indices).scalars)
    let first = Tensor(Array(rows.scalars[0..<classes]))
    let one = OneHotCategorical(probabilities: first).logProbability(of: points)
    #expect(one.scalars == Categorical(probabilities: first).logProbability(of: indices).scalars)
    let slope = try Distributions.gradient(at: rows) {
      OneHotCategorical(probabilities: $0).logProbability(of: points).sum()
    }
    let expected = try Distributions.gradient(at: rows) {
      Categorical(probabilities: $0).logProbability(of: indices).sum()
    }
    for (a, b) in zip(slope.scalars, expected.scalars) { #expect(abs(a - b) <= 1e-13) }
    let none = try Distributions.gradient(at: points) {
      OneHotCategorical(probabilities: rows).logProbability(of: $0).sum()
    }
    #expect(none.scalars.allSatisfy { $0 == 0 })
  }

  @Test func oneHotOutside() {
    let x = Tensor<Double>([[1, 0], [1, 1], [0.5, 0.5], [.nan, 1], [0, 0], [2, -1]])
    let one = OneHotCategorical(probabilities: Tensor<Double>([0.5, 0.5]))
    let each = OneHotCategorical(probabilities: Tensor<Double>(repeating: 0.5, shape: [6, 2]))
    for logs in [one.logProbability(of: x).scalars, each.logProbability(of: x).scalars] {
      #expect(abs(logs[0] + 0.6931471805599453) <= 1e-15)
      #expect([1, 2, 4, 5].allSatisfy { logs[$0] == -.infinity } && logs[3].isNaN)
    }
  }

  /// Of logits whose difference is no number, the mass and its logarithm are those of none.
  @Test func pairsOfLogitsFarApart() throws {
    let p = Categorical<Double>(logits: [0, 0, 0])
    let q = Categorical<Double>(logits: [1e308, 9e307, -1e308])
    let matrix = try pairwiseKLDivergence(of: [p, p], from: [q, p]).scalars
    #expect(matrix == [.infinity, 0, .infinity, 0])
    #expect(try klDivergence(of: p, from: q) == .infinity)
  }
}
