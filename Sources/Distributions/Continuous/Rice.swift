import SpecialFunctions

/// The Rice distribution: the distance from the origin of a point of the plane that is scattered
/// normally around another.
///
/// ```
/// p(x) = (x/σ²) exp(−(x² + ν²)/(2σ²)) I₀(xν/σ²)   for x ≥ 0
/// ```
///
/// - `noncentrality` ν: not negative and finite, in the units of x: how far the centre is from the
///   origin; at 0 the distribution is Rayleigh's.
/// - `scale` σ: positive and finite, the standard deviation along each axis.
///
/// The density is written with the distance x − ν and I₀(t) e^−t, so that a ν of 10⁸ σ costs no
/// digits. Moments and entropy are integrals, the mode is a root. The cumulative functions have
/// derivatives by the value only, the facts none.
///
/// Elsewhere: Distributions.jl `Rician(ν, σ)`; scipy `rice(b=noncentrality / scale, scale)`.
///
/// Source: S. O. Rice, "Mathematical analysis of random noise", Bell Syst. Tech. J. 24 (1945) 46-156.
public struct Rice<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// ν, the distance of the centre from the origin.
  public let noncentrality: Value
  /// σ, the standard deviation along each axis.
  public let scale: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - noncentrality: ν, not negative and finite.
  ///   - scale: σ, positive and finite.
  @inlinable public init(noncentrality: Value, scale: Value) {
    self.noncentrality = noncentrality
    self.scale = scale
  }

  public static var familyName: String { "Rice" }

  public func validate() throws(ParameterError) {
    try require("noncentrality", noncentrality, "not negative and finite") {
      $0 >= 0 && $0 < .infinity
    }
    try requirePositive("scale", scale)
  }

  @inlinable var isValid: Value.Mask {
    (noncentrality .>= 0) .& (noncentrality .< Value.infinity) .& isPositive(scale)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let noncentrality = number(noncentrality), let scale = number(scale) else { return nil }
    guard end == .upper else { return TailBehaviour([.init(1, .log)]) }
    return TailBehaviour([
      .init(0.5 / scale / scale, .power(exponent: 2)),
      .init(-noncentrality / scale / scale, .power(exponent: 1)),
      .init(noncentrality > 0 ? -0.5 : -1, .log),
    ])
  }

  // MARK: - Density

  /// log(x/σ) − log σ − ½((x − ν)/σ)² + log(I₀(t) e^−t),  t = xν/σ².
  func logDensity(_ point: HalfLinePoint<Value>, excess: Value) -> Value {
    let isOutside: Value.Mask = point.isBelow .| point.isInfinite .| point.isEnd
    let z: Value = select(isOutside, 0, excess) / scale
    let bessel: Value = logScaledBesselI0((point.distance / scale) * (noncentrality / scale))
    let front: Value = point.logRatio(to: scale) - log(scale)
    return point.density(
      where: isValid, end: -Value.infinity, inside: front - 0.5 * square(z) + bessel)
  }

  public func logProbability(of x: Value) -> Value {
    logDensity(HalfLinePoint(x), excess: x - noncentrality)
  }

  @specialized(where Value == Double)
  public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(
      HalfLinePoint(point, from: 0), excess: point.distance(from: noncentrality).value)
  }

  // MARK: - Cumulative functions

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    let inside = Value.elementwise(
      "Rice log-cdf", point.distance, noncentrality, scale,
      { riceTails($0, noncentrality: $1, scale: $2).logLower },
      derivatives: (
        { x, noncentrality, scale in
          let p = Rice(noncentrality: noncentrality, scale: scale)
          return exp(p.logProbability(of: x) - p.logCDF(x))
        }, nil, nil
      ))
    return point.tail(where: isValid, below: -Value.infinity, beyond: 0, inside: inside)
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    let inside = Value.elementwise(
      "Rice log-survival", point.distance, noncentrality, scale,
      { riceTails($0, noncentrality: $1, scale: $2).logUpper },
      derivatives: (
        { x, noncentrality, scale in
          let p = Rice(noncentrality: noncentrality, scale: scale)
          return -exp(p.logProbability(of: x) - p.logSurvival(x))
        }, nil, nil
      ))
    return point.tail(where: isValid, below: 0, beyond: -Value.infinity, inside: inside)
  }

  public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(u) { riceQuantile(lower: $0, noncentrality: $1, scale: $2) }
  }

  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(u) { riceQuantile(upper: $0, noncentrality: $1, scale: $2) }
  }

  /// From ν = 40σ on as a distance from ν, else from 0.
  func point(
    _ u: Value,
    _ quantile: @escaping @Sendable (Double, Double, Double) -> (point: Double, distance: Double)
  ) -> AnchoredPoint<Value> {
    let offset = Value.elementwise(
      "Rice quantile", u, noncentrality, scale,
      { u, noncentrality, scale in
        let found = quantile(u, noncentrality, scale)
        return noncentrality > 40 * scale ? found.distance : found.point
      }, derivatives: (nil, nil, nil))
    let anchor: Value = select(noncentrality .> 40 * scale, noncentrality, 0)
    return AnchoredPoint(anchor: anchor, offset: nanUnless(isValid, scale * offset))
  }

  // MARK: - Statistics

  private func fact(_ name: String, _ fact: @escaping @Sendable (Double) -> Double) -> Value {
    nanUnless(
      isValid, Value.elementwise(name, noncentrality / scale, fact, derivative: nil))
  }

  /// σ √(π/2) L(−ν²/(2σ²)), L Laguerre's function of order ½; by quadrature, as the other moments.
  public var mean: Value { noncentrality + scale * fact("Rice mean") { riceFacts($0).shift } }
  /// 2σ² + ν² − mean².
  public var variance: Value {
    square(scale) * fact("Rice variance") { riceFacts($0).variance }
  }
  public var skewness: Value { fact("Rice skewness") { riceFacts($0).skewness } }
  public var excessKurtosis: Value { fact("Rice kurtosis") { riceFacts($0).kurtosis } }
  /// The root of x(x − ν) + xν (1 − I₁(t)/I₀(t)) = σ², t = xν/σ².
  public var mode: Value { scale * fact("Rice mode") { riceMode(noncentrality: $0) } }

  // MARK: - Entropy

  /// By quadrature.
  public var entropy: Value { log(scale) + fact("Rice entropy") { riceFacts($0).entropy } }

  // MARK: - Draws

  /// Reparameterised: gradients flow to all parameters.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    draw([], using: &generator)
  }

  /// Reparameterised: gradients flow to all parameters.
  @inlinable public func sample(
    shape lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    Rice<Tensor<Value.Scalar>>(noncentrality: noncentrality.tensor, scale: scale.tensor)
      .draw(lengths, using: &generator)
  }

  /// The length of (ν + σU, σV) for standard normal U and V.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, noncentrality, scale)
    let u = Value.standardNormal(shape: lengths, using: &generator)
    let v = Value.standardNormal(shape: lengths, using: &generator)
    let safe: Value = nanUnless(isValid, scale)
    return safe * sqrt(square(noncentrality / scale + u) + square(v))
  }

  public func elements() -> DistributionElements {
    DistributionElements(noncentrality, scale) {
      Rice<Double>(noncentrality: $0[0], scale: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("noncentrality", noncentrality), ("scale", scale))
  }
}

extension Rice where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(noncentrality: Double, scale: Double) {
    self.noncentrality = noncentrality
    self.scale = scale
  }
}

extension Rice: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "noncentrality", "scale") {
        Rice(noncentrality: $0[0], scale: $0[1])
      }
    ]
  }
}

extension Rice: Equatable where Value: Equatable {}
extension Rice: Hashable where Value: Hashable {}
extension Rice: Codable where Value == Double {}
