import SpecialFunctions

/// The noncentral t distribution: that of (Z + δ)/√(χ²/ν), a normal variable over the root of an
/// independent mean square.
///
/// - `degreesOfFreedom` ν: positive and finite.
/// - `noncentrality` δ: finite; at 0 the distribution is Student's t.
///
/// Density and tails are integrals over the scale √(χ²/ν) of the normal density and tails, whose
/// integrands have one summit; nothing is subtracted. Mean, variance, skewness and kurtosis exist as
/// Student's do. The log-density has first derivatives by all arguments, the cumulative functions by
/// the value.
///
/// Elsewhere: Distributions.jl `NoncentralT(ν, λ)`; scipy `nct(df, nc)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 2,
/// 2nd ed., 1995, ch. 31.
public struct NoncentralT<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// ν, which sets the weight of the tails.
  public let degreesOfFreedom: Value
  /// δ, the mean of the normal variable.
  public let noncentrality: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - degreesOfFreedom: ν, positive and finite.
  ///   - noncentrality: δ, finite.
  @inlinable public init(degreesOfFreedom: Value, noncentrality: Value) {
    self.degreesOfFreedom = degreesOfFreedom
    self.noncentrality = noncentrality
  }

  public static var familyName: String { "NoncentralT" }

  public func validate() throws(ParameterError) {
    try requirePositive("degreesOfFreedom", degreesOfFreedom)
    try requireFinite("noncentrality", noncentrality)
  }

  @inlinable var isValid: Value.Mask {
    isPositive(degreesOfFreedom) .& isFinite(noncentrality)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .wholeLine }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let degrees = number(degreesOfFreedom) else { return nil }
    return TailBehaviour([.init(degrees + 1, .log)])
  }

  // MARK: - Density

  /// Where |x| is within the range of squares.
  func logDensity(inside x: Value) -> Value {
    Value.elementwise(
      "noncentral t log-density", x, degreesOfFreedom, noncentrality,
      { noncentralTLogDensity($0, degreesOfFreedom: $1, noncentrality: $2) },
      derivatives: (
        { x, degrees, noncentrality in
          Value.elementwise(
            "derivative of the noncentral t log-density", x, degrees, noncentrality,
            { x, degrees, noncentrality in
              let means = noncentralTMixtureMeans(
                x, degreesOfFreedom: degrees, noncentrality: noncentrality)
              return -means.slope / degrees.squareRoot()
            }, derivatives: (nil, nil, nil))
        },
        { x, degrees, noncentrality in
          Value.elementwise(
            "derivative of the noncentral t log-density", x, degrees, noncentrality,
            { x, degrees, noncentrality in
              let means = noncentralTMixtureMeans(
                x, degreesOfFreedom: degrees, noncentrality: noncentrality)
              let drift = 0.5 * (x / degrees.squareRoot() * means.slope - 1) / degrees
              let size = means.log - 0.34657359027997265471
              return drift + size - 0.5 * SpecialFunctions.digamma(0.5 * degrees)
            }, derivatives: (nil, nil, nil))
        },
        { x, degrees, noncentrality in
          Value.elementwise(
            "derivative of the noncentral t log-density", x, degrees, noncentrality,
            {
              noncentralTMixtureMeans($0, degreesOfFreedom: $1, noncentrality: $2).excess
            }, derivatives: (nil, nil, nil))
        }
      ))
  }

  /// Beyond 10³⁰ the density is a power of x, by its logarithm.
  func logDensity(_ x: Value, logMagnitude: Value) -> Value {
    let isFar: Value.Mask = abs(x) .> 1e30
    let inside: Value = logDensity(inside: select(isFar, sign(x) * 1e30, x))
    let fall: Value = select(isFar, logMagnitude - Value(69.077552789821370521), 0)
    return nanUnless(isValid, inside - (degreesOfFreedom + 1) * fall)
  }

  public func logProbability(of x: Value) -> Value {
    logDensity(x, logMagnitude: safeLogMagnitude(x))
  }

  @specialized(where Value == Double)
  public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    let distance = point.distance(from: 0)
    return logDensity(distance.value, logMagnitude: distance.logMagnitude)
  }

  // MARK: - Cumulative functions

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    let log = Value.elementwise(
      "noncentral t log-cdf", x, degreesOfFreedom, noncentrality,
      { noncentralTTails($0, degreesOfFreedom: $1, noncentrality: $2).logLower },
      derivatives: (
        { x, degrees, noncentrality in
          let p = NoncentralT(degreesOfFreedom: degrees, noncentrality: noncentrality)
          return exp(p.logProbability(of: x) - p.logCDF(x))
        }, nil, nil
      ))
    return nanUnless(isValid, log)
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    NoncentralT(degreesOfFreedom: degreesOfFreedom, noncentrality: -noncentrality).logCDF(-x)
  }

  public func quantile(_ u: Value) -> Value {
    let t = Value.elementwise(
      "noncentral t quantile", u, degreesOfFreedom, noncentrality,
      { noncentralTQuantile(lower: $0, degreesOfFreedom: $1, noncentrality: $2) },
      derivatives: (nil, nil, nil))
    return nanUnless(isValid, t)
  }

  public func survivalQuantile(_ u: Value) -> Value {
    let t = Value.elementwise(
      "noncentral t quantile", u, degreesOfFreedom, noncentrality,
      { noncentralTQuantile(upper: $0, degreesOfFreedom: $1, noncentrality: $2) },
      derivatives: (nil, nil, nil))
    return nanUnless(isValid, t)
  }

  // MARK: - Statistics

  private func fact(_ name: String, _ fact: @escaping @Sendable (Double, Double) -> Double) -> Value
  {
    let value = Value.elementwise(
      name, degreesOfFreedom, noncentrality, fact, derivatives: (nil, nil))
    return nanUnless(isValid, value)
  }

  /// δ √(ν/2) Γ((ν−1)/2)/Γ(ν/2); NaN for ν ≤ 1.
  public var mean: Value {
    fact("noncentral t mean") { noncentralTMoments(degreesOfFreedom: $0, noncentrality: $1).mean }
  }
  /// (1 + δ²) ν/(ν − 2) − mean²; infinite for 1 < ν ≤ 2, NaN for ν ≤ 1.
  public var variance: Value {
    fact("noncentral t variance") {
      noncentralTMoments(degreesOfFreedom: $0, noncentrality: $1).variance
    }
  }
  /// NaN for ν ≤ 3.
  public var skewness: Value {
    fact("noncentral t skewness") {
      let m = noncentralTMoments(degreesOfFreedom: $0, noncentrality: $1)
      return m.third / (m.variance * m.variance.squareRoot())
    }
  }
  /// Infinite for 2 < ν ≤ 4, NaN for ν ≤ 2.
  public var excessKurtosis: Value {
    fact("noncentral t kurtosis") {
      let m = noncentralTMoments(degreesOfFreedom: $0, noncentrality: $1)
      return m.fourthExcess / (m.variance * m.variance)
    }
  }
  /// The root of the density's slope.
  public var mode: Value {
    fact("noncentral t mode") { noncentralTMode(degreesOfFreedom: $0, noncentrality: $1) }
  }

  // MARK: - Entropy

  /// By quadrature.
  public var entropy: Value {
    fact("noncentral t entropy") { noncentralTEntropy(degreesOfFreedom: $0, noncentrality: $1) }
  }

  // MARK: - Draws

  /// Not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    drawValue([degreesOfFreedom, noncentrality], using: &generator) { p, generator in
      drawNoncentralT(degreesOfFreedom: p[0], noncentrality: p[1], using: &generator)
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
      drawNoncentralT(degreesOfFreedom: p[0], noncentrality: p[1], using: &generator)
    }
  }

  public func elements() -> DistributionElements {
    DistributionElements(degreesOfFreedom, noncentrality) {
      NoncentralT<Double>(degreesOfFreedom: $0[0], noncentrality: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(
      Self.familyName, ("degreesOfFreedom", degreesOfFreedom), ("noncentrality", noncentrality))
  }
}

extension NoncentralT where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(degreesOfFreedom: Double, noncentrality: Double) {
    self.degreesOfFreedom = degreesOfFreedom
    self.noncentrality = noncentrality
  }
}

extension NoncentralT: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "degreesOfFreedom", "noncentrality") {
        NoncentralT(degreesOfFreedom: $0[0], noncentrality: $0[1])
      }
    ]
  }
}

extension NoncentralT: Equatable where Value: Equatable {}
extension NoncentralT: Hashable where Value: Hashable {}
extension NoncentralT: Codable where Value == Double {}
