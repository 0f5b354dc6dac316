import SpecialFunctions
import Tensors

/// Fisher's F distribution: that of the quotient of two independent chi-squared variables, each over
/// its degrees of freedom.
///
/// ```
/// p(x) = (m/n) w^(m/2−1) (1 + w)^(−(m+n)/2)/B(m/2, n/2),   w = m x/n,   x ≥ 0
/// ```
///
/// - `numeratorDegreesOfFreedom` m: positive and finite.
/// - `denominatorDegreesOfFreedom` n: positive and finite.
///
/// It is n/m times a `BetaPrime` variable of half the degrees of freedom, with the distance from the
/// centre taken from x − 1, so that 10¹² degrees of freedom lose no digits. The cumulative functions
/// have no derivative by the parameters.
///
/// Elsewhere: TFP —; torch `FisherSnedecor(df1, df2)`; Distributions.jl `FDist(ν1, ν2)`; scipy
/// `f(dfn, dfd)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 2,
/// 2nd ed., 1995, ch. 27.
public struct FisherF<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// m, the degrees of freedom of the numerator.
  public let numeratorDegreesOfFreedom: Value
  /// n, the degrees of freedom of the denominator.
  public let denominatorDegreesOfFreedom: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - numeratorDegreesOfFreedom: m, positive and finite.
  ///   - denominatorDegreesOfFreedom: n, positive and finite.
  @inlinable public init(numeratorDegreesOfFreedom: Value, denominatorDegreesOfFreedom: Value) {
    self.numeratorDegreesOfFreedom = numeratorDegreesOfFreedom
    self.denominatorDegreesOfFreedom = denominatorDegreesOfFreedom
  }

  public static var familyName: String { "FisherF" }

  public func validate() throws(ParameterError) {
    try requirePositive("numeratorDegreesOfFreedom", numeratorDegreesOfFreedom)
    try requirePositive("denominatorDegreesOfFreedom", denominatorDegreesOfFreedom)
  }

  @inlinable var isValid: Value.Mask {
    isPositive(numeratorDegreesOfFreedom) .& isPositive(denominatorDegreesOfFreedom)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? { base.tail(towards: end) }

  // MARK: - Density

  /// The law of w = m x/n.
  var base: BetaPrime<Value> {
    BetaPrime(alpha: 0.5 * numeratorDegreesOfFreedom, beta: 0.5 * denominatorDegreesOfFreedom)
  }

  /// n/m.
  @inlinable var scale: Value { denominatorDegreesOfFreedom / numeratorDegreesOfFreedom }

  func logDensity(_ point: HalfLinePoint<Value>) -> Value {
    let logScale: Value = log(denominatorDegreesOfFreedom) - log(numeratorDegreesOfFreedom)
    // β w − α = (m/2)(x − 1).
    let inside: Value = base.logDensity(
      point.distance / scale, logMagnitude: point.logDistance - logScale,
      difference: 0.5 * numeratorDegreesOfFreedom * (point.distance - 1))
    let end: Value = limitAtEnd(power: 0.5 * numeratorDegreesOfFreedom - 1, zeroIfFinite(logScale))
    return point.density(where: isValid, end: end, inside: inside - logScale)
  }

  @specialized(where Value == Double)
  public func logProbability(of x: Value) -> Value {
    Value.self == Value.Scalar.self ? plainLogProbability(of: x) : fusedLogProbability(of: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  func plainLogProbability(of x: Value) -> Value {
    logDensity(HalfLinePoint(x))
  }

  func fusedLogProbability(of x: Value) -> Value {
    fused(.fisherFLogDensity, x, numeratorDegreesOfFreedom, denominatorDegreesOfFreedom) {
      x, m, n in
      FisherF(numeratorDegreesOfFreedom: m, denominatorDegreesOfFreedom: n).plainLogProbability(
        of: x)
    }
  }

  @specialized(where Value == Double)
  public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(HalfLinePoint(point, from: 0))
  }

  // MARK: - Cumulative functions

  /// The log of a tail between the ends; its derivative by x is the density over it.
  private func logTail(
    _ name: String, _ x: Value, sign: Value,
    _ tail: @escaping @Sendable (TailProbabilities) -> Double
  ) -> Value {
    Value.elementwise(
      name, x, numeratorDegreesOfFreedom, denominatorDegreesOfFreedom,
      { tail(fisherTails($0, $1, $2)) },
      derivatives: (
        { x, m, n in
          let p = FisherF(numeratorDegreesOfFreedom: m, denominatorDegreesOfFreedom: n)
          return sign * exp(p.logProbability(of: x) - p.logTail(name, x, sign: sign, tail))
        }, nil, nil
      ))
  }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    return point.tail(
      where: isValid, below: -Value.infinity, beyond: 0,
      inside: logTail("F log-cdf", point.distance, sign: 1) { $0.logLower })
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    return point.tail(
      where: isValid, below: 0, beyond: -Value.infinity,
      inside: logTail("F log-survival", point.distance, sign: -1) { $0.logUpper })
  }

  public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  private func scaled(_ point: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    let offset: Value = scale * point.offset
    let logScale: Value = log(denominatorDegreesOfFreedom) - log(numeratorDegreesOfFreedom)
    return AnchoredPoint(
      anchor: 0, offset: offset, logMagnitude: point.logMagnitude + logScale)
  }

  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    scaled(base.anchoredQuantile(u))
  }

  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    scaled(base.anchoredSurvivalQuantile(u))
  }

  // MARK: - Statistics

  /// n/(n − 2); infinite for n ≤ 2.
  public var mean: Value { scale * base.mean }
  /// 2n² (m + n − 2)/(m (n − 2)² (n − 4)); infinite for n ≤ 4.
  public var variance: Value { square(scale) * base.variance }
  /// (2m + n − 2) √(8 (n − 4))/((n − 6) √(m (m + n − 2))); infinite for 4 < n ≤ 6, NaN for less.
  public var skewness: Value { base.skewness }
  /// 12 (m (5n − 22)(m + n − 2) + (n − 4)(n − 2)²)/(m (n − 6)(n − 8)(m + n − 2)); infinite for
  /// 4 < n ≤ 8, NaN for less.
  public var excessKurtosis: Value { base.excessKurtosis }
  /// (m − 2) n/(m (n + 2)); 0 for m ≤ 2.
  public var mode: Value { scale * base.mode }

  // MARK: - Entropy

  /// That of the beta prime law, plus log(n/m).
  public var entropy: Value {
    base.entropy + (log(denominatorDegreesOfFreedom) - log(numeratorDegreesOfFreedom))
  }

  // MARK: - Draws

  /// Gradients flow to both parameters by implicit differentiation.
  public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    base.sample(using: &generator) * scale
  }

  /// Gradients flow to both parameters by implicit differentiation.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    base.sample(shape: shape, using: &generator) * scale.tensor
  }

  public func elements() -> DistributionElements {
    DistributionElements(numeratorDegreesOfFreedom, denominatorDegreesOfFreedom) {
      FisherF<Double>(numeratorDegreesOfFreedom: $0[0], denominatorDegreesOfFreedom: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(
      Self.familyName, ("numeratorDegreesOfFreedom", numeratorDegreesOfFreedom),
      ("denominatorDegreesOfFreedom", denominatorDegreesOfFreedom))
  }
}

extension FisherF where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(numeratorDegreesOfFreedom: Double, denominatorDegreesOfFreedom: Double) {
    self.numeratorDegreesOfFreedom = numeratorDegreesOfFreedom
    self.denominatorDegreesOfFreedom = denominatorDegreesOfFreedom
  }
}

extension FisherF: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "numeratorDegreesOfFreedom", "denominatorDegreesOfFreedom") {
        FisherF(numeratorDegreesOfFreedom: $0[0], denominatorDegreesOfFreedom: $0[1])
      }
    ]
  }
}

extension FisherF: Equatable where Value: Equatable {}
extension FisherF: Hashable where Value: Hashable {}
extension FisherF: Codable where Value == Double {}

/// Both tails at x, from the first term of their series where m x/n leaves the range of numbers.
private func fisherTails(_ x: Double, _ m: Double, _ n: Double) -> TailProbabilities {
  let (a, b) = (0.5 * m, 0.5 * n)
  guard a > 0, a < .infinity, b > 0, b < .infinity else {
    return TailProbabilities(logLower: .nan, logUpper: .nan)
  }
  let odds = x / (n / m)
  if odds > 1e-290, odds < 1e290 {
    return regularizedBeta(odds: odds, difference: a * (x - 1), a, b)
  }
  let logOdds = Double.log(x) - (Double.log(n) - Double.log(m))
  let logBeta = SpecialFunctions.logBeta(a, b)
  if logOdds < 0 {
    let log = min(a * logOdds - (Double.log(a) + logBeta), 0)
    return TailProbabilities(logLower: log, logUpper: SpecialFunctions.logOneMinusExp(log))
  }
  let log = min(-b * logOdds - (Double.log(b) + logBeta), 0)
  return TailProbabilities(logLower: SpecialFunctions.logOneMinusExp(log), logUpper: log)
}
