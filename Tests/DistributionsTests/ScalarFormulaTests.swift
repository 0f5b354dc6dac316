import Distributions
import Foundation
import Testing

/// Single numbers have formulas of their own beside those of tensors: against 60-digit arithmetic, each other
/// and what is said of their edges.
@Suite struct ScalarFormulaTests {
  struct File: Decodable {
    struct Point: Decodable {
      let p: String
      let x: Double
      let cdf: String
      let survival: String
    }
    struct Quantile: Decodable {
      let p: String
      let u: Double
      let quantile: String
    }
    let cases: [Point]
    let quantiles: [Quantile]
  }

  static func load() throws -> File {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "References/scalar_tails.json")
    return try JSONDecoder().decode(File.self, from: Data(contentsOf: path))
  }

  private func law(_ text: String) throws -> any UnivariateDistribution<Double> {
    try #require(try distribution(parsing: text) as? any UnivariateDistribution<Double>)
  }

  /// Both tails keep their digits as far as normal numbers go.
  @Test func tailsAgreeWithReferences() throws {
    let file = try Self.load()
    #expect(file.cases.count >= 100)
    for entry in file.cases {
      let p = try law(entry.p)
      for (found, text) in [
        (p.cdf(entry.x), entry.cdf), (p.survival(entry.x), entry.survival),
      ] {
        let expected = try #require(Double(text))
        if expected < Double.leastNormalMagnitude {
          #expect(
            found <= Double.leastNormalMagnitude && found >= 0, "\(p) at \(entry.x): \(found)")
          continue
        }
        // Rounding the standardized argument costs its slope: of a power 40 that much.
        #expect(
          abs(found / expected - 1) < 2e-14, "\(p) at \(entry.x): \(found), exactly \(text)")
      }
    }
  }

  @Test func quantilesAgreeWithReferences() throws {
    let file = try Self.load()
    #expect(file.quantiles.count >= 40)
    for entry in file.quantiles {
      let p = try law(entry.p)
      let expected = try #require(Double(entry.quantile))
      let found = p.quantile(entry.u)
      #expect(
        abs(found - expected) <= 1e-15 * abs(expected) + 1e-16,
        "\(p) of \(entry.u): \(found), exactly \(entry.quantile)")
      #expect(p.survivalQuantile(entry.u) == -found)
    }
  }

  /// The laws of location and scale whose numbers have formulas of their own, by their parameters.
  static let placed: [@Sendable (Double, Double) -> any ContinuousDistribution<Double>] = [
    { Normal(mean: $0, standardDeviation: $1) },
    { LogNormal(logMean: $0, logStandardDeviation: $1) },
    { Logistic(location: $0, scale: $1) },
    { Laplace(location: $0, scale: $1) },
    { Cauchy(location: $0, scale: $1) },
    { StudentT(degreesOfFreedom: 3, location: $0, scale: $1) },
    { Uniform(lowerBound: $0, upperBound: $0 + $1) },
  ]

  @Test func invalidParametersGiveNaN() {
    for make in Self.placed {
      for (location, scale) in [
        (0.5, -1), (0.5, 0), (0.5, .infinity), (0.5, .nan), (.nan, 1), (.infinity, 1),
        (-.infinity, 1),
      ] as [(Double, Double)] {
        let p = make(location, scale)
        for x in [-1, 0.25, 2, .infinity, -.infinity] as [Double] {
          #expect(p.cdf(x).isNaN && p.survival(x).isNaN, "\(p) at \(x)")
          #expect(p.logProbability(of: x).isNaN, "\(p) at \(x)")
        }
        for u in [0, 0.1, 0.5, 0.9, 1] as [Double] {
          #expect(p.quantile(u).isNaN && p.survivalQuantile(u).isNaN, "\(p) of \(u)")
        }
      }
    }
    for (shape, scale) in [(-1, 1), (0, 1), (.infinity, 1), (2, -1), (2, 0), (2, .infinity)]
      as [(Double, Double)]
    {
      for x in [-1, 0.5, 2, .infinity] as [Double] {
        for p in [
          Weibull(shape: shape, scale: scale), Gamma(shape: shape, rate: scale),
          Beta(alpha: shape, beta: scale),
        ] as [any ContinuousDistribution<Double>] {
          #expect(p.cdf(x).isNaN && p.survival(x).isNaN, "\(p) at \(x)")
          #expect(p.logProbability(of: x).isNaN, "\(p) at \(x)")
        }
      }
    }
  }

  @Test func endsAreExact() {
    for make in Self.placed {
      let p = make(0.5, 2)
      #expect(p.cdf(.infinity) == 1 && p.survival(.infinity) == 0, "\(p)")
      #expect(p.cdf(-.infinity) == 0 && p.survival(-.infinity) == 1, "\(p)")
      #expect(p.cdf(.nan).isNaN && p.survival(.nan).isNaN && p.quantile(.nan).isNaN, "\(p)")
      #expect(p.quantile(-0.1).isNaN && p.quantile(1.1).isNaN, "\(p)")
      #expect(
        p.quantile(0) == p.support.lowerBound && p.quantile(1) == p.support.upperBound, "\(p)")
      #expect(p.survivalQuantile(0) == p.support.upperBound, "\(p)")
    }
    let p = Weibull(shape: 2, scale: 3)
    #expect(p.cdf(-1) == 0 && p.cdf(0) == 0 && p.survival(0) == 1 && p.survival(-1) == 1)
    #expect(p.cdf(.infinity) == 1 && p.survival(.infinity) == 0 && p.cdf(.nan).isNaN)
  }

  /// What a tensor's kernels give of the same numbers.
  @Test func tensorsAgree() {
    var generator = Philox4x32(seed: 3)
    let x = Tensor<Double>(standardNormal: [200], using: &generator).scalars.map { 4 * $0 }
    let tensor = Tensor(x)
    func check(
      _ name: String, _ p: any ContinuousDistribution<Double>,
      _ q: any ContinuousDistribution<Tensor<Double>>
    ) {
      let densities = q.logProbability(of: tensor).scalars
      let lower = q.cdf(tensor).scalars
      for (i, point) in x.enumerated() {
        let density = p.logProbability(of: point)
        #expect(
          density == densities[i]
            || abs(density - densities[i]) < 2e-14 * max(1, abs(density)), "\(name) at \(point)")
        #expect(abs(p.cdf(point) - lower[i]) <= 2e-14 * lower[i], "\(name) at \(point)")
      }
    }
    func one(_ value: Double) -> Tensor<Double> { Tensor(value) }
    check(
      "Normal", Normal(mean: 0.5, standardDeviation: 2),
      Normal(mean: one(0.5), standardDeviation: one(2)))
    check(
      "StudentT", StudentT(degreesOfFreedom: 3, location: 0.5, scale: 2),
      StudentT(degreesOfFreedom: one(3), location: one(0.5), scale: one(2)))
    check(
      "Cauchy", Cauchy(location: 0.5, scale: 2), Cauchy(location: one(0.5), scale: one(2)))
    check(
      "Logistic", Logistic(location: 0.5, scale: 2), Logistic(location: one(0.5), scale: one(2)))
    check(
      "Weibull", Weibull(shape: 2.5, scale: 2), Weibull(shape: one(2.5), scale: one(2)))
    check("Gamma", Gamma(shape: 2.5, rate: 2), Gamma(shape: one(2.5), rate: one(2)))
  }

  /// A draw is the class at which the cumulative probability reaches the uniform number.
  @Test func categoricalDrawsFollowTheirUniformNumbers() {
    var weights: [Double] = [0, 0.1, 0, 0, 0.25, 1e-9, 0.3, 0.2, 0]
    for count in [9, 40, 1000] {
      while weights.count < count { weights.append(Double((weights.count * 7919) % 13)) }
      let sum = weights.reduce(0, +)
      let p = Categorical<Double>(probabilities: weights.map { $0 / sum })
      var generator = Philox4x32(seed: 11)
      var same = generator
      for _ in 0..<5000 {
        let u = OpenUnitInterval.double(using: &same)
        #expect(Double(p.sample(using: &generator)) == p.quantile(u))
      }
    }
    var generator = Philox4x32(seed: 11)
    #expect(Categorical<Double>(probabilities: [.nan, 0.5]).sample(using: &generator) == -1)
    #expect(Categorical<Double>(probabilities: [1]).sample(using: &generator) == 0)
    #expect(Categorical<Double>(probabilities: [0, 0, 1]).sample(using: &generator) == 2)
  }
}
