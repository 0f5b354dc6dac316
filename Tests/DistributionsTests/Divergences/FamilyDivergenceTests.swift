import Distributions
import Testing

/// The divergence of two laws of a family that is known when the program is compiled.
@Suite struct FamilyDivergenceTests {
  /// The same number as from the registry.
  private func check<P: FamilyDivergence>(_ laws: [P]) throws {
    for p in laws {
      for q in laws {
        let value = try klDivergence(of: p, from: q)
        let general = try klDivergence(of: p, from: q, using: .standard)
        #expect(value == general || (value.isNaN && general.isNaN), "\(p) from \(q)")
        let isValid = (try? p.validate()) != nil && (try? q.validate()) != nil
        #expect(isValid ? value >= 0 : value.isNaN, "\(p) from \(q): \(value)")
        guard isValid else { continue }
        let estimate = try klEstimate(of: p as any Distribution<Double>, from: q)
        #expect(value == estimate.value, "\(p) from \(q)")
        // Of Poisson laws it is a sum, which may be too long.
        let entropy = try? crossEntropy(of: p, under: q)
        let wanted = try? crossEntropy(of: p, under: q, using: .standard)
        #expect(entropy == wanted, "\(p) under \(q)")
      }
      if (try? p.validate()) != nil { #expect(try klDivergence(of: p, from: p) == 0, "\(p)") }
    }
  }

  private let numbers: [Double] = [1e-300, 1e-3, 0.25, 1, 1 + 1e-9, 3, 1e5, 1e300]
  private let invalid: [Double] = [-1, 0, .infinity, .nan]

  @Test func agreesWithTheRegistry() throws {
    try check((numbers + invalid).map { Normal(mean: 0.5, standardDeviation: $0) })
    try check(
      [-1e308, -3, 0, 1e-9, 2, 1e308, .infinity].map { Normal(mean: $0, standardDeviation: 2) })
    try check((numbers + invalid).map { LogNormal(logMean: 0.5, logStandardDeviation: $0) })
    try check((numbers + invalid).map { Exponential(rate: $0) })
    try check((numbers + [0, -1, .infinity]).map { Poisson(rate: $0) })
    try check((numbers + invalid).map { Laplace(location: 1, scale: $0) })
    try check((numbers + invalid).map { Cauchy(location: 1, scale: $0) })
    try check(
      [0.5, 1, 3].map { Uniform(lowerBound: -$0, upperBound: $0) } + [
        Uniform(lowerBound: 1, upperBound: 0)
      ])
    try check([1e-9, 0.25, 0.5, 1, 2, .nan].map { Geometric(probability: $0) })
    try check([0, 1e-9, 0.25, 0.5, 1, 2, .nan].map { Bernoulli(probability: $0) })
    try check(
      [-40, 0, 1, 800, .infinity, .nan].map { Bernoulli(logit: $0) } + [Bernoulli(probability: 0.3)]
    )
  }

  /// By hand: log 2 − ½ + ⅛ + ⅛, log 4 + ¼ − 1, 2 log 2 − 1 and log 2.
  @Test func givesKnownValues() throws {
    let p = Normal(mean: 0, standardDeviation: 1)
    let q = Normal(mean: 1, standardDeviation: 2)
    #expect(abs(try klDivergence(of: p, from: q) - 0.44314718055994530942) < 1e-16)
    let fast = Exponential(rate: 4)
    #expect(
      abs(try klDivergence(of: fast, from: Exponential(rate: 1)) - 0.63629436111989061883) < 2e-16)
    #expect(
      abs(try klDivergence(of: Poisson(rate: 2), from: Poisson(rate: 1)) - 0.38629436111989061883)
        < 1e-16)
    let half = try klDivergence(of: Bernoulli(probability: 1), from: Bernoulli(probability: 0.5))
    #expect(abs(half - 0.69314718055994530942) < 1e-16)
    // Near equality by its series: δ² − …
    let near = try klDivergence(of: p, from: Normal(mean: 1e-9, standardDeviation: 1))
    #expect(abs(near / 5e-19 - 1) < 1e-15)
  }
}
