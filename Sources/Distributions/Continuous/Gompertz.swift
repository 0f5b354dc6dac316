import SpecialFunctions
import Tensors

/// The Gompertz distribution: lifetimes whose hazard grows exponentially.
///
/// ```
/// p(x) = η b e^(bx) exp(−η (e^(bx) − 1))   for x ≥ 0
/// ```
///
/// - `shape` η: positive and finite; the hazard at 0 is ηb.
/// - `rate` b: positive and finite, at which the hazard grows.
///
/// The variance, the skewness and the excess kurtosis are integrals over the survival's logarithm, by
/// quadrature, and have no derivatives.
///
/// Elsewhere: TFP —; torch —; numpyro `Gompertz(concentration=shape, rate)`; Distributions.jl —; scipy
/// `gompertz(c=shape, scale=1 / rate)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 2,
/// 2nd ed., 1995, ch. 22.8; A. Lenart, "The moments of the Gompertz distribution and maximum likelihood
/// estimation of its parameters", Scand. Actuar. J. 2014, 255-277.
public struct Gompertz<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// η; the hazard at 0 is ηb.
  public let shape: Value
  /// b, at which the hazard grows.
  public let rate: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - shape: η, positive and finite.
  ///   - rate: b, positive and finite.
  @inlinable public init(shape: Value, rate: Value) {
    self.shape = shape
    self.rate = rate
  }

  /// - Parameters:
  ///   - shape: η, positive and finite.
  ///   - scale: 1/b, positive and finite.
  @inlinable public init(shape: Value, scale: Value) {
    self.init(shape: shape, rate: 1 / scale)
  }

  public static var familyName: String { "Gompertz" }

  public func validate() throws(ParameterError) {
    try requirePositive("shape", shape)
    try requirePositive("rate", rate)
  }

  @inlinable var isValid: Value.Mask {
    isPositive(shape) .& isPositive(rate)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard end == .upper else { return .bounded }
    guard let shape = number(shape), let rate = number(rate) else { return nil }
    return TailBehaviour([
      .init(shape, .exponential(rate: rate)), .init(-rate, .power(exponent: 1)),
    ])
  }

  // MARK: - Density

  /// bx less its rounded value t, of which the exponential would lose |t| roundings.
  @inlinable func rounding(_ x: Value, _ t: Value) -> Value {
    Value.elementwise(
      "rounding of a product", x, rate, t,
      { $2 > 0.5 && $2 < 800 ? (-$2).addingProduct($0, $1) : 0 },
      derivatives: ({ x, _, _ in 0 * x }, { x, _, _ in 0 * x }, { x, _, _ in 0 * x }))
  }

  /// t = bx, h = η (eᵗ − 1), which is −log of the survival, and log h.
  @inlinable func hazard(_ point: HalfLinePoint<Value>) -> (time: Value, value: Value, log: Value) {
    let t: Value = minimum(rate * point.distance, 1e300)
    let rest: Value = rounding(point.distance, t)
    let isTiny: Value.Mask = t .< 1e-290
    let isFar: Value.Mask = t .> 40
    let start: Value = expMinusOne(select(isTiny .| isFar, 1, t))
    let rise: Value = start + (1 + start) * rest
    let logTiny: Value = log(rate) + point.logDistance
    let logRise: Value = select(isFar, t, select(isTiny, logTiny, log(rise)))
    let logHazard: Value = log(shape) + logRise
    // The product has more digits than an exponential, where it is within range.
    let isProduct: Value.Mask = isFar .& (t .< 700)
    let product: Value = shape * (exp(select(isProduct, t, 0)) * (1 + rest))
    let beyond: Value = exp(select(isFar, logHazard, 0))
    let far: Value = select(isProduct, product, beyond)
    let near: Value = shape * select(isTiny, t, rise)
    return (t, select(isFar, far, near), logHazard)
  }

  /// log η + log b + bx − h.
  @inlinable func logDensity(_ point: HalfLinePoint<Value>) -> Value {
    let start: Value = log(shape) + log(rate)
    let hazard = hazard(point)
    return point.density(
      where: isValid, end: start, inside: start + (hazard.time - hazard.value))
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    logDensity(HalfLinePoint(x))
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(HalfLinePoint(point, from: 0))
  }

  // MARK: - Cumulative functions

  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    let hazard = hazard(point)
    return point.tail(
      where: isValid, below: -Value.infinity, beyond: 0,
      inside: logOneMinusExpOfNegative(hazard.value, log: hazard.log))
  }

  /// −η (e^(bx) − 1).
  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    return point.tail(
      where: isValid, below: 0, beyond: -Value.infinity, inside: -hazard(point).value)
  }

  @specialized(where Value == Double)
  @inlinable public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  @specialized(where Value == Double)
  @inlinable public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    quantile(hazard: negativeLog(complement: u))
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    quantile(hazard: negativeLog(u))
  }

  /// log(1 + h/η)/b.
  @inlinable func quantile(hazard h: Value) -> AnchoredPoint<Value> {
    let ratio: Value = h / shape
    let logRatio: Value = log(h) - log(shape)
    let isFar: Value.Mask = (ratio .> 1e290) .& (h .< Value.infinity)
    let isTiny: Value.Mask = ratio .< 1e-290
    let near: Value = log(onePlus: select(isFar .| isTiny, 1, ratio))
    let time: Value = select(isFar, logRatio, select(isTiny, ratio, near))
    let logTime: Value = select(isTiny, logRatio, log(select(isTiny, 1, time)))
    return AnchoredPoint(
      anchor: 0, offset: nanUnless(isValid, time / rate), logMagnitude: logTime - log(rate))
  }

  // MARK: - Statistics

  /// A fact of the law of rate 1.
  private func standard(_ fact: @escaping @Sendable (GompertzMoments) -> Double) -> Value {
    Value.elementwise(
      "Gompertz moment", shape, { fact(GompertzMoments(shape: $0)) }, derivative: nil)
  }

  /// e^η E₁(η)/b.
  public var mean: Value { nanUnless(isValid, standard { $0.mean } / rate) }
  public var variance: Value { nanUnless(isValid, standard { $0.variance } / rate / rate) }
  public var skewness: Value { nanUnless(isValid, standard { $0.skewness }) }
  public var excessKurtosis: Value { nanUnless(isValid, standard { $0.excessKurtosis }) }
  /// −log η/b, and 0 for η ≥ 1.
  @inlinable public var mode: Value {
    nanUnless(isValid, (0 - log(minimum(shape, 1))) / rate)
  }

  // MARK: - Entropy

  /// 1 − log η − log b − e^η E₁(η).
  public var entropy: Value {
    nanUnless(isValid, (1 - standard { $0.mean }) - (log(shape) + log(rate)))
  }

  // MARK: - Draws

  /// Reparameterised: gradients flow to all parameters.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    draw([], using: &generator)
  }

  /// Reparameterised: gradients flow to all parameters.
  @inlinable public func sample(
    shape lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    Gompertz<Tensor<Value.Scalar>>(shape: shape.tensor, rate: rate.tensor)
      .draw(lengths, using: &generator)
  }

  /// By the quantile function.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, shape, rate)
    let u = Value.standardUniform(shape: lengths, using: &generator)
    return survivalQuantile(u)
  }

  public func elements() -> DistributionElements {
    DistributionElements(shape, rate) {
      Gompertz<Double>(shape: $0[0], rate: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("shape", shape), ("rate", rate))
  }
}

extension Gompertz where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(shape: Double, rate: Double) {
    self.shape = shape
    self.rate = rate
  }

  /// Lets whole literals stand for numbers.
  ///
  /// - Parameters:
  ///   - shape: η, positive and finite.
  ///   - scale: 1/b, positive and finite.
  @inlinable public init(shape: Double, scale: Double) {
    self.init(shape: shape, rate: 1 / scale)
  }
}

extension Gompertz: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "shape", "rate") {
        Gompertz(shape: $0[0], rate: $0[1])
      },
      LiteralSpelling(numbers: "shape", "scale") {
        Gompertz(shape: $0[0], scale: $0[1])
      },
    ]
  }
}

extension Gompertz: Equatable where Value: Equatable {}
extension Gompertz: Hashable where Value: Hashable {}
extension Gompertz: Codable where Value == Double {}

/// Moments of log(1 + E/η) for an exponential draw E.
private struct GompertzMoments {
  let shape: Double

  /// e^η E₁(η).
  var mean: Double {
    shape < .infinity ? SpecialFunctions.scaledExponentialIntegral(shape) : .nan
  }

  var variance: Double { central(2) }

  var skewness: Double {
    let variance = central(2)
    return central(3) / variance / variance.squareRoot()
  }

  var excessKurtosis: Double {
    let variance = central(2)
    return central(4) / variance / variance - 3
  }

  /// E (T − E T)ᵏ, over s = log E, where the integrand is smooth and falls on both sides.
  private func central(_ order: Int) -> Double {
    guard shape > 0, shape < .infinity else { return .nan }
    let mean = mean
    var sum = 0.0
    for panel in -120..<14 {
      for (node, weight) in legendreRule {
        let s = 0.5 * (Double(panel) + node)
        let draw = Double.exp(s)
        // log(1 + e^s/η), also where the quotient is beyond the range of numbers.
        let ratio = draw / shape
        let time = ratio < 1e290 ? Double.log(onePlus: ratio) : s - Double.log(shape)
        sum += weight * Double.pow(time - mean, order) * Double.exp(s - draw)
      }
    }
    return 0.5 * sum
  }
}
