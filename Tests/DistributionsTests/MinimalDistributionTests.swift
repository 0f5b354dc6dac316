import DistributionLaws
import Distributions
import Testing

/// A family that implements what the protocols require and nothing else, so that every default is
/// used: one that called itself through another would overflow the stack here.
private struct Triangle: ContinuousDistribution {
  typealias Value = Double
  typealias Element = Double

  static let familyName = "Triangle"
  var description: String { "Triangle()" }
  func validate() throws(ParameterError) {}

  func logProbability(of x: Double) -> Double {
    x.isNaN ? x : x < 0 || x > 1 ? -.infinity : log(2 * x)
  }
  func sample(using generator: inout some RandomNumberGenerator) -> Double {
    OpenUnitInterval.double(using: &generator).squareRoot()
  }
  func sample(shape: [Int], using generator: inout some RandomNumberGenerator) -> Tensor<Double> {
    sqrt(Tensor(standardUniform: shape, using: &generator))
  }
  func elements() -> DistributionElements {
    DistributionElements(shape: [], distributions: [self])
  }
  var entropy: Double { 0.5 - log(2.0) }

  func logCDF(_ x: Double) -> Double { x <= 0 ? -.infinity : x >= 1 ? 0 : 2 * log(x) }
  func logSurvival(_ x: Double) -> Double {
    x <= 0 ? 0 : x >= 1 ? -.infinity : x < 0.5 ? log(onePlus: -x * x) : log(1 - x) + log(onePlus: x)
  }
  func quantile(_ u: Double) -> Double { u >= 0 && u <= 1 ? u.squareRoot() : .nan }
  func survivalQuantile(_ u: Double) -> Double {
    u >= 0 && u <= 1 ? (1 - u).squareRoot() : .nan
  }
  var mean: Double { 2.0 / 3 }
  var variance: Double { 1.0 / 18 }
  var skewness: Double { -2 * 2.0.squareRoot() / 5 }
  var excessKurtosis: Double { -0.6 }
  var mode: Double { 1 }
  var support: Support<Double> { .unitInterval }
  func tail(towards end: SupportEnd) -> TailBehaviour? {
    end == .lower ? TailBehaviour([.init(1, .log)]) : .bounded
  }
}

/// The same for whole numbers: a coin with a mass of its own.
private struct Coin: DiscreteDistribution {
  typealias Value = Double
  typealias Element = Int64

  static let familyName = "Coin"
  var description: String { "Coin()" }
  func validate() throws(ParameterError) {}

  func logProbability(of x: Int) -> Double { logMass(at: Double(x)) }
  func logMass(at x: Double) -> Double {
    x.isNaN ? x : x == 0 ? log(0.25) : x == 1 ? log(0.75) : -.infinity
  }
  func sample(using generator: inout some RandomNumberGenerator) -> Int {
    OpenUnitInterval.double(using: &generator) < 0.75 ? 1 : 0
  }
  func sample(shape: [Int], using generator: inout some RandomNumberGenerator) -> Tensor<Int64> {
    Tensor<Int64>(flooring: Tensor<Double>(standardUniform: shape, using: &generator) + 0.75)
  }
  func elements() -> DistributionElements {
    DistributionElements(shape: [], distributions: [self])
  }
  var entropy: Double { -0.25 * log(0.25) - 0.75 * log(0.75) }
  func logCDF(_ x: Double) -> Double {
    x.isNaN ? x : x < 0 ? -.infinity : x < 1 ? log(0.25) : 0
  }
  func logSurvival(_ x: Double) -> Double {
    x.isNaN ? x : x < 0 ? 0 : x < 1 ? log(0.75) : -.infinity
  }
  func quantile(_ u: Double) -> Double { u >= 0 && u <= 1 ? (u <= 0.25 ? 0 : 1) : .nan }
  func survivalQuantile(_ u: Double) -> Double { u >= 0 && u <= 1 ? (u >= 0.75 ? 0 : 1) : .nan }
  var mean: Double { 0.75 }
  var variance: Double { 0.1875 }
  var skewness: Double { -0.5 / 0.1875.squareRoot() }
  var excessKurtosis: Double { 1 / 0.1875 - 6 }
  var mode: Double { 1 }
  var support: Support<Double> { .unitInterval }
  func tail(towards end: SupportEnd) -> TailBehaviour? { .bounded }
}

@Suite struct MinimalDistributionTests {
  @Test func defaultsHoldForAContinuousFamily() {
    for violation in checkDistributionLaws(Triangle()) { Issue.record("\(violation)") }
  }

  @Test func defaultsHoldForADiscreteFamily() {
    for violation in checkDistributionLaws(Coin()) { Issue.record("\(violation)") }
  }

  /// A family whose cdf belongs to another density is told so.
  @Test func lawsFindWhatIsWrong() {
    let violations = checkDistributionLaws(Wrong())
    #expect(violations.contains { $0.law.hasPrefix("the density integrates") })
    #expect(violations.contains { $0.law == "the variance is the integral" })
    #expect(violations.contains { $0.law.hasPrefix("draws follow") })
  }
}

/// A normal distribution that states half its variance and draws and integrates accordingly.
private struct Wrong: ContinuousDistribution {
  typealias Value = Double
  typealias Element = Double
  let right = Normal(mean: 0, standardDeviation: 1)
  let other = Normal(mean: 0, standardDeviation: 0.5)

  static let familyName = "Wrong"
  var description: String { "Wrong()" }
  func validate() throws(ParameterError) {}
  func logProbability(of x: Double) -> Double { other.logProbability(of: x) }
  func sample(using generator: inout some RandomNumberGenerator) -> Double {
    other.sample(using: &generator)
  }
  func sample(shape: [Int], using generator: inout some RandomNumberGenerator) -> Tensor<Double> {
    other.sample(shape: shape, using: &generator)
  }
  func elements() -> DistributionElements {
    DistributionElements(shape: [], distributions: [self])
  }
  var entropy: Double { right.entropy }
  func logCDF(_ x: Double) -> Double { right.logCDF(x) }
  func logSurvival(_ x: Double) -> Double { right.logSurvival(x) }
  func quantile(_ u: Double) -> Double { right.quantile(u) }
  func survivalQuantile(_ u: Double) -> Double { right.survivalQuantile(u) }
  var mean: Double { 0 }
  var variance: Double { 0.5 }
  var skewness: Double { 0 }
  var excessKurtosis: Double { 0 }
  var mode: Double { 0 }
  var support: Support<Double> { .wholeLine }
  func tail(towards end: SupportEnd) -> TailBehaviour? { nil }
}
