import SpecialFunctions

/// The noncentral chi-squared distribution: the squared length of a normal vector whose mean is not 0.
///
/// ```
/// p(x) = ½ exp(−(x + λ)/2) (x/λ)^(k/4 − ½) I_(k/2 − 1)(√(λx))   for x ≥ 0
/// ```
///
/// - `degreesOfFreedom` k: positive and finite.
/// - `noncentrality` λ: not negative and finite, the squared length of the mean; at 0 the distribution
///   is chi-squared.
///
/// The density joins the exponents of the formula and of Debye's expansion of I into two deviances
/// that are never negative, so that k and λ of 10¹² cost no digits; the tails are integrals of it. The
/// mode is a root, the entropy an integral. The log-density has derivatives by value and noncentrality
/// to any order, by k to the first; the cumulative functions have them by the value only.
///
/// Elsewhere: TFP `NoncentralChi2(df, noncentrality)`; Distributions.jl `NoncentralChisq(ν, λ)`;
/// scipy `ncx2(df, nc)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 2,
/// 2nd ed., 1995, ch. 29.
public struct NoncentralChiSquared<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// k, how many squares are added.
  public let degreesOfFreedom: Value
  /// λ, the sum of the squared means.
  public let noncentrality: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - degreesOfFreedom: k, positive and finite.
  ///   - noncentrality: λ, not negative and finite.
  @inlinable public init(degreesOfFreedom: Value, noncentrality: Value) {
    self.degreesOfFreedom = degreesOfFreedom
    self.noncentrality = noncentrality
  }

  public static var familyName: String { "NoncentralChiSquared" }

  public func validate() throws(ParameterError) {
    try requirePositive("degreesOfFreedom", degreesOfFreedom)
    try require("noncentrality", noncentrality, "not negative and finite") {
      $0 >= 0 && $0 < .infinity
    }
  }

  @inlinable var isValid: Value.Mask {
    isPositive(degreesOfFreedom) .& (noncentrality .>= 0) .& (noncentrality .< Value.infinity)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let degrees = number(degreesOfFreedom), let noncentrality = number(noncentrality)
    else { return nil }
    guard end == .upper else { return TailBehaviour([.init(0.5 * degrees - 1, .log)]) }
    if noncentrality == 0 {
      return TailBehaviour([.init(0.5, .power(exponent: 1)), .init(1 - 0.5 * degrees, .log)])
    }
    return TailBehaviour([
      .init(0.5, .power(exponent: 1)), .init(-noncentrality.squareRoot(), .power(exponent: 0.5)),
      .init(0.25 * (3 - degrees), .log),
    ])
  }

  // MARK: - Density

  /// Inside the support.
  func logDensity(inside x: Value) -> Value {
    Value.elementwise(
      "noncentral chi-squared log-density", x, degreesOfFreedom, noncentrality,
      { noncentralChiSquaredLogDensity($0, degreesOfFreedom: $1, noncentrality: $2) },
      derivatives: (
        { x, degrees, noncentrality in
          let p = NoncentralChiSquared(degreesOfFreedom: degrees, noncentrality: noncentrality)
          let power: Value = 0.5 * degrees - 1 + 0.5 * noncentrality * p.nextRatio(x)
          return power / x - 0.5
        },
        { x, degrees, noncentrality in
          Value.elementwise(
            "derivative of the noncentral chi-squared log-density", x, degrees, noncentrality,
            { noncentralChiSquaredSlope($0, degreesOfFreedom: $1, noncentrality: $2) },
            derivatives: (nil, nil, nil))
        },
        { x, degrees, noncentrality in
          let p = NoncentralChiSquared(degreesOfFreedom: degrees, noncentrality: noncentrality)
          return 0.5 * (p.nextRatio(x) - 1)
        }
      ))
  }

  /// The density for k + 2 over that for k, of which the derivatives are made.
  private func nextRatio(_ x: Value) -> Value {
    let next = NoncentralChiSquared(
      degreesOfFreedom: degreesOfFreedom + 2, noncentrality: noncentrality)
    return exp(next.logDensity(inside: x) - logDensity(inside: x))
  }

  func logDensity(_ point: HalfLinePoint<Value>) -> Value {
    let half: Value = 0.5 * degreesOfFreedom
    let log2 = Value(0.69314718055994530942)
    // Where the distance leaves the range of numbers the density is a power of it.
    let isTiny: Value.Mask = point.distance .< 1e-280
    let front: Value = 0.5 * noncentrality + logGamma(half) + half * log2
    let tiny: Value = (half - 1) * point.logDistance - front
    let inside: Value = select(isTiny, tiny, logDensity(inside: select(isTiny, 1, point.distance)))
    let atTwo: Value = -log2 - 0.5 * noncentrality
    return point.density(
      where: isValid, end: limitAtEnd(power: half - 1, atTwo), inside: inside)
  }

  public func logProbability(of x: Value) -> Value { logDensity(HalfLinePoint(x)) }

  @specialized(where Value == Double)
  public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(HalfLinePoint(point, from: 0))
  }

  // MARK: - Cumulative functions

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    let inside = Value.elementwise(
      "noncentral chi-squared log-cdf", point.distance, degreesOfFreedom, noncentrality,
      { noncentralChiSquaredTails($0, degreesOfFreedom: $1, noncentrality: $2).logLower },
      derivatives: (
        { x, degrees, noncentrality in
          let p = NoncentralChiSquared(degreesOfFreedom: degrees, noncentrality: noncentrality)
          return exp(p.logDensity(inside: x) - p.logCDF(x))
        }, nil, nil
      ))
    return point.tail(where: isValid, below: -Value.infinity, beyond: 0, inside: inside)
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    let inside = Value.elementwise(
      "noncentral chi-squared log-survival", point.distance, degreesOfFreedom, noncentrality,
      { noncentralChiSquaredTails($0, degreesOfFreedom: $1, noncentrality: $2).logUpper },
      derivatives: (
        { x, degrees, noncentrality in
          let p = NoncentralChiSquared(degreesOfFreedom: degrees, noncentrality: noncentrality)
          return -exp(p.logDensity(inside: x) - p.logSurvival(x))
        }, nil, nil
      ))
    return point.tail(where: isValid, below: 0, beyond: -Value.infinity, inside: inside)
  }

  public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(u, log(u)) {
      noncentralChiSquaredQuantile(lower: $0, degreesOfFreedom: $1, noncentrality: $2)
    }
  }

  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(u, log(onePlus: -u)) {
      noncentralChiSquaredQuantile(upper: $0, degreesOfFreedom: $1, noncentrality: $2)
    }
  }

  /// Where the point leaves the range of numbers the lower tail is the first term of its series,
  /// (x/2)^(k/2) e^(−λ/2)/Γ(1 + k/2).
  func point(
    _ u: Value, _ logLower: Value,
    _ quantile: @escaping @Sendable (Double, Double, Double) -> Double
  ) -> AnchoredPoint<Value> {
    let x = Value.elementwise(
      "noncentral chi-squared quantile", u, degreesOfFreedom, noncentrality, quantile,
      derivatives: (nil, nil, nil))
    let half: Value = 0.5 * degreesOfFreedom
    let front: Value = logLower + 0.5 * noncentrality + logGammaOnePlus(half)
    let isTiny: Value.Mask = x .< 1e-290
    let logTiny: Value = front / half + Value(0.69314718055994530942)
    return AnchoredPoint(
      anchor: 0, offset: nanUnless(isValid, x),
      logMagnitude: select(isTiny, logTiny, log(select(isTiny, 1, x))))
  }

  // MARK: - Statistics

  /// k + λ.
  @inlinable public var mean: Value { nanUnless(isValid, degreesOfFreedom + noncentrality) }
  /// 2 (k + 2λ).
  @inlinable public var variance: Value {
    nanUnless(isValid, 2 * (degreesOfFreedom + 2 * noncentrality))
  }
  /// 2√2 (k + 3λ)/(k + 2λ)^(3/2).
  @inlinable public var skewness: Value {
    let spread: Value = degreesOfFreedom + 2 * noncentrality
    let ratio: Value = (degreesOfFreedom + 3 * noncentrality) / spread
    return nanUnless(isValid, Value(2.8284271247461900976) * ratio / sqrt(spread))
  }
  /// 12 (k + 4λ)/(k + 2λ)².
  @inlinable public var excessKurtosis: Value {
    let spread: Value = degreesOfFreedom + 2 * noncentrality
    let ratio: Value = (degreesOfFreedom + 4 * noncentrality) / spread
    return nanUnless(isValid, 12 * ratio / spread)
  }
  /// 0 for k < 2, where the density is infinite there, and for k = 2, λ ≤ 2; else the only root of the
  /// density's slope.
  public var mode: Value {
    let mode = Value.elementwise(
      "noncentral chi-squared mode", degreesOfFreedom, noncentrality,
      { noncentralChiSquaredMode(degreesOfFreedom: $0, noncentrality: $1) },
      derivatives: (nil, nil))
    return nanUnless(isValid, mode)
  }

  // MARK: - Entropy

  /// By quadrature.
  public var entropy: Value {
    let entropy = Value.elementwise(
      "noncentral chi-squared entropy", degreesOfFreedom, noncentrality,
      { noncentralChiSquaredEntropy(degreesOfFreedom: $0, noncentrality: $1) },
      derivatives: (nil, nil))
    return nanUnless(isValid, entropy)
  }

  // MARK: - Draws

  /// Not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    drawValue([degreesOfFreedom, noncentrality], using: &generator) { p, generator in
      drawNoncentralChiSquared(
        degreesOfFreedom: p[0], noncentrality: p[1], using: &generator)
    }
  }

  /// Not differentiable.
  @inlinable public func sample(
    shape lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    drawValues(
      Self.familyName, [degreesOfFreedom, noncentrality], shape: lengths, using: &generator
    ) {
      p, generator in
      drawNoncentralChiSquared(
        degreesOfFreedom: p[0], noncentrality: p[1], using: &generator)
    }
  }

  public func elements() -> DistributionElements {
    DistributionElements(degreesOfFreedom, noncentrality) {
      NoncentralChiSquared<Double>(degreesOfFreedom: $0[0], noncentrality: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(
      Self.familyName, ("degreesOfFreedom", degreesOfFreedom), ("noncentrality", noncentrality))
  }
}

extension NoncentralChiSquared where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(degreesOfFreedom: Double, noncentrality: Double) {
    self.degreesOfFreedom = degreesOfFreedom
    self.noncentrality = noncentrality
  }
}

extension NoncentralChiSquared: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "degreesOfFreedom", "noncentrality") {
        NoncentralChiSquared(degreesOfFreedom: $0[0], noncentrality: $0[1])
      }
    ]
  }
}

extension NoncentralChiSquared: Equatable where Value: Equatable {}
extension NoncentralChiSquared: Hashable where Value: Hashable {}
extension NoncentralChiSquared: Codable where Value == Double {}
