import SpecialFunctions
import Tensors

/// The gamma distribution.
///
/// ```
/// p(x) = βᵃ x^(a−1) e^(−βx)/Γ(a),   x ≥ 0
/// ```
///
/// - `shape` a: positive and finite.
/// - `rate` β: positive and finite, one over the scale.
///
/// Near the mean the log-density is the saddle-point form
///
/// ```
/// −a (u − log(1 + u)) − log x + ½ log a − c(a) − ½ log 2π,   u = (βx − a)/a
/// ```
///
/// c the remainder of Stirling's formula, with βx − a rounded once, so that shapes of 10¹² lose no
/// digits. Derivatives of the cumulative functions by the shape are taken from
/// differences, with about ten digits.
///
/// Elsewhere: TFP `Gamma(concentration, rate)`; torch `Gamma(concentration, rate)`;
/// Distributions.jl `Gamma(shape, 1 / rate)`; scipy `gamma(a, scale=1 / rate)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 1,
/// 2nd ed., 1994, ch. 17; C. Loader, "Fast and accurate computation of binomial probabilities", 2000.
public struct Gamma<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// a, the number of exponential waits that it is the sum of.
  public let shape: Value
  /// β, one over the scale.
  public let rate: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - shape: a, positive and finite.
  ///   - rate: β, positive and finite.
  @inlinable public init(shape: Value, rate: Value) {
    self.shape = shape
    self.rate = rate
  }

  /// - Parameters:
  ///   - shape: a, positive and finite.
  ///   - scale: 1/β, positive and finite.
  @inlinable public init(shape: Value, scale: Value) {
    self.init(shape: shape, rate: 1 / scale)
  }

  public static var familyName: String { "Gamma" }

  public func validate() throws(ParameterError) {
    try requirePositive("shape", shape)
    try requirePositive("rate", rate)
  }

  @inlinable var isValid: Value.Mask { isPositive(shape) .& isPositive(rate) }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let shape = number(shape), let rate = number(rate) else { return nil }
    guard end == .upper else { return TailBehaviour([.init(shape - 1, .log)]) }
    return TailBehaviour([.init(rate, .power(exponent: 1)), .init(1 - shape, .log)])
  }

  // MARK: - Density

  /// At x with its logarithm, which counts where x is beyond the range of numbers.
  ///
  /// - Parameter excess: βx − a.
  func logDensity(_ x: Value, logMagnitude: Value, excess: Value) -> Value {
    let ratio: Value = rate * x / shape
    let isNear = (ratio .> 0.25) .& (ratio .< 1e10)
    let logX: Value = select((x .== 0) .& (shape .== 1), 0, logMagnitude)
    let near: Value = -shape * logOnePlusRemainder(select(isNear, excess, 0) / shape) - logX
    // Far from the mean: of a small shape, and near 0, the powers of x are joined.
    let isJoined = (shape .< 2) .| (ratio .< 1e-290)
    let joined: Value = (shape - 1) * logX + shape * (log(rate) - log(shape))
    let apart: Value = shape * log(select(isNear .| isJoined, 1, ratio)) - logX
    let far: Value = select(isJoined, joined, apart) - select(isNear, 0, excess)
    let constant: Value =
      0.5 * log(shape) - logGammaCorrection(shape) - Value(0.91893853320467274178)
    return select(isNear, near, far) + constant
  }

  /// βx − a, rounded once.
  func shapeExcess(_ x: Value) -> Value {
    Value.elementwise(
      "gamma excess", rate, x, shape, { (-$2).addingProduct($0, $1) },
      derivatives: ({ _, x, _ in x }, { rate, _, _ in rate }, { _, _, a in 0 * a - 1 }))
  }

  /// The log-density where it is a number; −infinity below 0 and where βx is infinite.
  func logDensity(
    _ x: Value, logMagnitude: (Value) -> Value, excess: ((Value) -> Value)? = nil
  ) -> Value {
    let isOutside = (x .< 0) .| (rate * x .== Value.infinity)
    let inside: Value = select(isOutside, 1, x)
    let value: Value = logDensity(
      inside, logMagnitude: logMagnitude(inside),
      excess: excess?(inside) ?? shapeExcess(inside))
    return nanUnless(isValid, select(isOutside, -Value.infinity, value))
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    ofNumbers(x, shape, rate) { gammaLogDensity($0, shape: $1, rate: $2) }
      ?? fusedLogProbability(of: x)
  }

  @usableFromInline func fusedLogProbability(of x: Value) -> Value {
    if Value.self == Value.Scalar.self { return composedLogProbability(of: x) }
    return fused(
      .gammaLogDensity, x, shape, rate,
      slopes: { x, shape, rate in
        let isOutside: Value.Mask = (x .< 0) .| (rate * x .== Value.infinity)
        // At 0 the logarithm of a power that is 0 does not count.
        let isFlat: Value.Mask = isOutside .| ((x .== 0) .& (shape .== 1))
        let inside: Value = select(isFlat, 1, x)
        let byShape: Value = fused(.gammaShapeSlope, x, shape, rate, log(rate) - digamma(shape)) {
          x, shape, rate, offset in
          let isOutside: Value.Mask = (x .< 0) .| (rate * x .== Value.infinity)
          let isFlat: Value.Mask = isOutside .| ((x .== 0) .& (shape .== 1))
          return select(isOutside, 0, log(select(isFlat, 1, x)) + offset)
        }
        let byRate: Value = fused(.gammaRateSlope, x, rate, shape / rate) { x, rate, mean in
          select((x .< 0) .| (rate * x .== Value.infinity), 0, mean - x)
        }
        return [select(isOutside, 0, (shape - 1) / inside - rate), byShape, byRate]
      }
    ) {
      Gamma(shape: $1, rate: $2).composedLogProbability(of: $0)
    }
  }

  private func composedLogProbability(of x: Value) -> Value {
    // At 0 the logarithm is infinite, and with it the density of a shape that is not 1.
    logDensity(x) { inside in log(select((inside .== 0) .& (shape .== 1), 1, inside)) }
  }

  @specialized(where Value == Double)
  public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    let distance = point.distance(from: 0)
    return logDensity(
      distance.value,
      logMagnitude: { inside in select(inside .== distance.value, distance.logMagnitude, 0) },
      excess: { inside in
        // From an anchor near the mean the offset has the digits.
        let isOffset = (point.anchor .!= 0) .& (inside .== distance.value)
        let near: Value = shapeExcess(point.anchor) + rate * select(isOffset, point.offset, 0)
        return select(isOffset, near, shapeExcess(inside))
      })
  }

  // MARK: - Cumulative functions

  /// The standard distribution of this shape at βx.
  private func logTail(_ x: Value, _ tail: TailSide, below: Value) -> Value {
    let isBelow = x .<= 0
    let inner: Value = logRegularizedGamma(shape, rate * select(isBelow, 1, x), tail: tail)
    return nanUnless(isValid, select(isBelow, below, inner))
  }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value { logTail(x, .lower, below: -Value.infinity) }
  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value { logTail(x, .upper, below: 0) }

  public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(
      u, .lower, { inverseRegularizedGamma($1, lower: $0) },
      { gammaLogQuantile($1, logLower: .log($0), inverseRegularizedGamma($1, lower: $0)) })
  }

  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(
      u, .upper, { inverseRegularizedGamma($1, upper: $0) },
      {
        gammaLogQuantile(
          $1, logLower: .log(onePlus: -$0), inverseRegularizedGamma($1, upper: $0))
      })
  }

  private func point(
    _ u: Value, _ tail: TailSide, _ quantile: @escaping @Sendable (Double, Double) -> Double,
    _ logQuantile: @escaping @Sendable (Double, Double) -> Double
  ) -> AnchoredPoint<Value> {
    let t = Value.elementwise(
      "gamma quantile", u, shape, quantile,
      derivatives: gammaQuantileDerivatives(tail) { u, a in
        let law = Gamma(shape: a, rate: 1)
        return tail == .lower ? law.quantile(u) : law.survivalQuantile(u)
      })
    let logT = Value.elementwise(
      "gamma quantile", u, shape, logQuantile, derivatives: (nil, nil))
    let x: Value = nanUnless(isValid, t / rate)
    // A narrow law is told from its mean.
    let isNarrow = shape .>= 1e4
    let anchor: Value = select(isNarrow, shape / rate, 0)
    let logMagnitude: Value = select(isNarrow, log(abs(x - anchor)), logT - log(rate))
    return AnchoredPoint(anchor: anchor, offset: x - anchor, logMagnitude: logMagnitude)
  }

  // MARK: - Statistics

  /// a/β.
  @inlinable public var mean: Value { nanUnless(isValid, shape / rate) }
  /// a/β².
  @inlinable public var variance: Value { nanUnless(isValid, shape / rate / rate) }
  /// 2/√a.
  @inlinable public var skewness: Value { nanUnless(isValid, 2 / sqrt(shape)) }
  /// 6/a.
  @inlinable public var excessKurtosis: Value { nanUnless(isValid, 6 / shape) }
  /// (a − 1)/β; 0 for a ≤ 1.
  @inlinable public var mode: Value { nanUnless(isValid, maximum(shape - 1, 0) / rate) }

  // MARK: - Entropy

  /// a − log β + log Γ(a) + (1 − a) ψ(a), with Stirling's parts joined before they are large:
  ///
  /// ```
  /// ½ log a + ½ (1 + log 2π) − 1/(2a) + c(a) + (1 − a) c′(a) − log β
  /// ```
  public var entropy: Value {
    let logs: Value = 0.5 * log(shape) - log(rate) + Value(1.41893853320467274178)
    let small: Value = logGammaCorrection(shape) - 0.5 / shape
    return nanUnless(isValid, logs + (small + (1 - shape) * digammaCorrection(shape)))
  }

  // MARK: - Draws

  /// Gradients flow to both parameters, to the shape by implicit differentiation.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    if Value.self == Double.self, let a = self.shape as? Double, let rate = rate as? Double,
      let draw = GammaDraw.value(shape: a, using: &generator) / rate as? Value
    {
      return draw
    }
    return Value(tensor: sample(shape: [], using: &generator))
  }

  /// Gradients flow to both parameters, to the shape by implicit differentiation.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    let full = fullShape(shape, Self.familyName, self.shape, rate)
    return gammaDraws(self.shape.tensor, shape: full, using: &generator) / rate.tensor
  }

  public func elements() -> DistributionElements {
    DistributionElements(shape, rate) { Gamma<Double>(shape: $0[0], rate: $0[1]) }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("shape", shape), ("rate", rate))
  }
}

extension Gamma where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(shape: Double, rate: Double) {
    self.shape = shape
    self.rate = rate
  }

  /// Lets whole literals stand for numbers.
  @inlinable public init(shape: Double, scale: Double) {
    self.init(shape: shape, rate: 1 / scale)
  }
}

extension Gamma: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "shape", "rate") { Gamma(shape: $0[0], rate: $0[1]) },
      LiteralSpelling(numbers: "shape", "scale") { Gamma(shape: $0[0], scale: $0[1]) },
    ]
  }
}

extension Gamma: Equatable where Value: Equatable {}
extension Gamma: Hashable where Value: Hashable {}
extension Gamma: Codable where Value == Double {}

/// The logarithm of the standard quantile x of a lower tail; where x leaves the range of numbers
/// the tail is the first term of its series, xᵃ/Γ(1 + a).
func gammaLogQuantile(_ shape: Double, logLower: Double, _ x: Double) -> Double {
  guard x < 1e-290, logLower > -.infinity else { return Double.log(x) }
  return (logLower + logGammaOnePlus(shape)) / shape
}
