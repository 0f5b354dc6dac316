import SpecialFunctions
import Tensors

/// The normal-inverse Gaussian distribution: a normal law whose variance V is inverse Gaussian and whose
/// mean moves with it, μ + βV.
///
/// ```
/// p(x) = αδ K₁(αq) e^(δγ + β(x − μ))/(πq),   q = √(δ² + (x − μ)²),  γ = √(α² − β²)
/// ```
///
/// - `location` μ: finite.
/// - `scale` δ: positive and finite.
/// - `alpha` α: finite and above |β|, in units of 1/x; the rate at which the tails fall.
/// - `beta` β: finite, in units of 1/x; the tails fall at the rates α − β and α + β.
///
/// With x = μ + δ sinh t and β/γ = sinh t₀ the density by t is
///
/// ```
/// (αδ/π) K₁(αδ cosh t) e^(αδ cosh t) e^(−2δγ sinh²((t − t₀)/2))
/// ```
///
/// in which nothing cancels, and which is integrated over t for the tails (panels of Gauss and
/// Legendre's rule, outwards from the thinner tail). The cumulative functions have derivatives by the
/// value only.
///
/// Elsewhere: TFP `NormalInverseGaussian(loc, scale, tailweight=alpha, skewness=beta)`; torch —;
/// Distributions.jl `NormalInverseGaussian(μ, α, β, δ)`; scipy
/// `norminvgauss(a=alpha·scale, b=beta·scale, loc, scale)`.
///
/// Source: O. E. Barndorff-Nielsen, "Normal inverse Gaussian distributions and stochastic volatility
/// modelling", Scand. J. Statist. 24 (1997) 1-13.
public struct NormalInverseGaussian<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// μ.
  public let location: Value
  /// δ.
  public let scale: Value
  /// α, the steepness.
  public let alpha: Value
  /// β, the asymmetry.
  public let beta: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - location: μ, finite.
  ///   - scale: δ, positive and finite.
  ///   - alpha: α, finite, above |β|.
  ///   - beta: β, finite.
  @inlinable public init(location: Value, scale: Value, alpha: Value, beta: Value) {
    self.location = location
    self.scale = scale
    self.alpha = alpha
    self.beta = beta
  }

  public static var familyName: String { "NormalInverseGaussian" }

  public func validate() throws(ParameterError) {
    try requireFinite("location", location)
    try requirePositive("scale", scale)
    try requirePositive("alpha", alpha)
    try requireFinite("beta", beta)
    try requireOrder("alpha", alpha, above: "|beta|", abs(beta))
  }

  @inlinable var isValid: Value.Mask {
    isFinite(location) .& isPositive(scale) .& isPositive(alpha) .& isFinite(beta)
      .& (alpha .> abs(beta))
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .wholeLine }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let alpha = number(alpha), let beta = number(beta) else { return nil }
    let rate = end == .upper ? alpha - beta : alpha + beta
    return TailBehaviour([
      .init(TailBehaviour.positiveCoefficient(rate), .power(exponent: 1)), .init(1.5, .log),
    ])
  }

  // MARK: - Density

  /// γ = √(α² − β²).
  @inlinable var gamma: Value { sqrt(alpha - beta) * sqrt(alpha + beta) }

  /// log α − log π + log(δ/q) + log K₁(αq) e^(αq) − E with the deviance
  /// E = αq − βd − δγ = (γd − βδ)²/(αq + βd + δγ), d = x − μ.
  func logDensity(distance d: Value) -> Value {
    let isInfinite: Value.Mask = abs(d) .== Value.infinity
    let z: Value = select(isInfinite, 0, d) / scale
    let (a, b, w): (Value, Value, Value) = (alpha * scale, beta * scale, gamma * scale)
    let isFar: Value.Mask = abs(z) .> 1e9
    let near: Value = sqrt(1 + square(select(isFar, 0, z)))
    let q: Value = select(isFar, abs(z), near)
    // αq + βd, where the two are of different signs (α²q² − β²d²)/(αq − βd), over δ.
    let lean: Value = b * z
    // Not │βd│, which has no derivative at β = 0.
    let spread: Value = a * q + select(lean .< 0, -lean, lean)
    let difference: Value = (square(a / spread) + square(w * (z / spread))) * spread
    let total: Value = select(lean .< 0, difference, spread) + w
    let shift: Value = w * z - b
    let deviance: Value = shift * (shift / total)
    let bessel: Value = logScaledBesselK1(a * q)
    let front: Value = log(alpha) - Value(1.1447298858494001741) - log(q)
    let inside: Value = front + bessel - deviance
    return nanUnless(isValid .& (d .== d), select(isInfinite, -Value.infinity, inside))
  }

  public func logProbability(of x: Value) -> Value { logDensity(distance: x - location) }

  @specialized(where Value == Double)
  public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(distance: point.distance(from: location).value)
  }

  // MARK: - Cumulative functions

  /// log P(X ≤ μ + δz) by γδ and βδ; its derivative by z is the density over it.
  func logLowerTail(_ z: Value, _ w: Value, _ b: Value) -> Value {
    let log = Value.elementwise(
      "normal-inverse Gaussian log-cdf", z, w, b,
      { NormalInverseGaussianPieces(omega: $1, b: $2).tails($0).logLower },
      derivatives: (
        { z, w, b in
          let alpha: Value = sqrt(square(w) + square(b))
          let standard = NormalInverseGaussian(location: 0, scale: 1, alpha: alpha, beta: b)
          return exp(standard.logProbability(of: z) - standard.logLowerTail(z, w, b))
        }, nil, nil
      ))
    return nanUnless(isValid, log)
  }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    logLowerTail((x - location) / scale, gamma * scale, beta * scale)
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    logLowerTail((location - x) / scale, gamma * scale, -beta * scale)
  }

  public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(u, isUpper: false)
  }

  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(u, isUpper: true)
  }

  private func point(_ u: Value, isUpper: Bool) -> AnchoredPoint<Value> {
    let z = Value.elementwise(
      "normal-inverse Gaussian quantile", u, gamma * scale, beta * scale,
      { NormalInverseGaussianPieces(omega: $1, b: $2).quantile($0, isUpper: isUpper) },
      derivatives: (nil, nil, nil))
    return AnchoredPoint(anchor: location, offset: nanUnless(isValid, scale * z))
  }

  // MARK: - Statistics

  /// μ + δβ/γ.
  @inlinable public var mean: Value { nanUnless(isValid, location + scale * (beta / gamma)) }
  /// δα²/γ³.
  @inlinable public var variance: Value {
    nanUnless(isValid, (scale / gamma) * square(alpha / gamma))
  }
  /// 3β/(α √(δγ)).
  @inlinable public var skewness: Value {
    nanUnless(isValid, 3 * (beta / alpha) / sqrt(scale * gamma))
  }
  /// 3 (1 + 4β²/α²)/(δγ).
  @inlinable public var excessKurtosis: Value {
    nanUnless(isValid, 3 * (1 + 4 * square(beta / alpha)) / (scale * gamma))
  }
  /// Between μ and the mean, by its equation in t.
  public var mode: Value {
    let z = Value.elementwise(
      "normal-inverse Gaussian mode", gamma * scale, beta * scale,
      { NormalInverseGaussianPieces(omega: $0, b: $1).mode }, derivatives: (nil, nil))
    return nanUnless(isValid, location + scale * z)
  }

  // MARK: - Entropy

  /// log δ and the entropy of δ = 1, by quadrature.
  public var entropy: Value {
    let standard = Value.elementwise(
      "normal-inverse Gaussian entropy", gamma * scale, beta * scale,
      { NormalInverseGaussianPieces(omega: $0, b: $1).entropy }, derivatives: (nil, nil))
    return nanUnless(isValid, log(scale) + standard)
  }

  // MARK: - Draws

  /// Not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    drawValue([location, scale, alpha, beta], using: &generator) { p, generator in
      drawNormalInverseGaussian(
        location: p[0], scale: p[1], alpha: p[2], beta: p[3], using: &generator)
    }
  }

  /// Not differentiable.
  @inlinable public func sample(
    shape lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    drawValues(Self.familyName, [location, scale, alpha, beta], shape: lengths, using: &generator) {
      p, generator in
      drawNormalInverseGaussian(
        location: p[0], scale: p[1], alpha: p[2], beta: p[3], using: &generator)
    }
  }

  public func elements() -> DistributionElements {
    DistributionElements(location, scale, alpha, beta) {
      NormalInverseGaussian<Double>(location: $0[0], scale: $0[1], alpha: $0[2], beta: $0[3])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(
      Self.familyName, ("location", location), ("scale", scale), ("alpha", alpha), ("beta", beta))
  }
}

extension NormalInverseGaussian where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(location: Double, scale: Double, alpha: Double, beta: Double) {
    self.location = location
    self.scale = scale
    self.alpha = alpha
    self.beta = beta
  }
}

extension NormalInverseGaussian: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "location", "scale", "alpha", "beta") {
        NormalInverseGaussian(location: $0[0], scale: $0[1], alpha: $0[2], beta: $0[3])
      }
    ]
  }
}

extension NormalInverseGaussian: Equatable where Value: Equatable {}
extension NormalInverseGaussian: Hashable where Value: Hashable {}
extension NormalInverseGaussian: Codable where Value == Double {}

/// μ + βV + √V Z for an inverse Gaussian V and a normal Z.
@inlinable func drawNormalInverseGaussian(
  location: Double, scale: Double, alpha: Double, beta: Double,
  using generator: inout some RandomNumberGenerator
) -> Double {
  let gamma = (alpha - beta).squareRoot() * (alpha + beta).squareRoot()
  let variance = drawInverseGaussian(
    mean: scale / gamma, shape: scale * scale, using: &generator)
  let z = Double.standardNormal(shape: [], using: &generator)
  return location + beta * variance + variance.squareRoot() * z
}
