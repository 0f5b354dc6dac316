import SpecialFunctions
import Tensors

/// The beta distribution on the unit interval.
///
/// ```
/// p(x) = x^(α−1) (1 − x)^(β−1)/B(α, β),   0 ≤ x ≤ 1
/// ```
///
/// - `alpha` α and `beta` β: positive and finite.
///
/// Near the mean the log-density is the saddle-point form, with s = α + β, u = (s x − α)/α,
/// v = (s (1 − x) − β)/β, r(t) = t − log(1 + t) and c the remainder of Stirling's formula,
///
/// ```
/// −α r(u) − β r(v) − log x − log(1 − x)
///   + ½ log(αβ/s) − c(α) − c(β) + c(s) − ½ log 2π
/// ```
///
/// so that parameters of 10¹² lose no digits. A point given by its distance from 1 keeps it. Derivatives
/// of the cumulative functions by the parameters are taken from differences, with about ten digits.
///
/// Elsewhere: TFP `Beta(concentration1=alpha, concentration0=beta)`; torch
/// `Beta(concentration1, concentration0)`; Distributions.jl `Beta(α, β)`; scipy `beta(a, b)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 2,
/// 2nd ed., 1995, ch. 25.
public struct Beta<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// α, the exponent at 0, above it by 1.
  public let alpha: Value
  /// β, the exponent at 1, above it by 1.
  public let beta: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - alpha: α, positive and finite.
  ///   - beta: β, positive and finite.
  @inlinable public init(alpha: Value, beta: Value) {
    self.alpha = alpha
    self.beta = beta
  }

  public static var familyName: String { "Beta" }

  public func validate() throws(ParameterError) {
    try requirePositive("alpha", alpha)
    try requirePositive("beta", beta)
  }

  @inlinable var isValid: Value.Mask { isPositive(alpha) .& isPositive(beta) }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .unitInterval }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let exponent = number(end == .lower ? alpha : beta) else { return nil }
    return TailBehaviour([.init(exponent - 1, .log)])
  }

  // MARK: - Density

  /// A distance from an end of the interval, with its logarithm, which counts where the distance
  /// itself is beyond the range of numbers.
  typealias Distance = (value: Value, logMagnitude: Value)

  /// What the power a − 1 of the distance from one end adds.
  ///
  /// - Parameter excess: s x − a of the distance x.
  func powerTerm(_ a: Value, _ distance: Distance, excess: Value) -> Value {
    let total: Value = alpha + beta
    let mean: Value = a / total
    let ratio: Value = distance.value / mean
    let isNear = (ratio .> 0.25) .& (ratio .< 4)
    let isFlat = (distance.value .== 0) .& (a .== 1)
    let logX: Value = select(isFlat, 0, distance.logMagnitude)
    let near: Value = -a * logOnePlusRemainder(select(isNear, excess, 0) / a) - logX
    // Far from the mean: of a small exponent, and near the end, the powers are joined.
    let isJoined = (a .< 2) .| (ratio .< 1e-290)
    let joined: Value = (a - 1) * logX + a * (log(total) - log(a))
    let apart: Value = a * log(select(isNear .| isJoined, 1, ratio)) - logX
    let far: Value = select(isJoined, joined, apart) - select(isNear, 0, excess)
    return select(isNear, near, far)
  }

  /// ½ log a − c(a).
  func stirlingTerm(_ a: Value) -> Value { 0.5 * log(a) - logGammaCorrection(a) }

  /// α − s x, rounded once.
  static func excess(_ name: String, _ a: Value, _ b: Value, _ x: Value) -> Value {
    Value.elementwise(
      name, a, b, x,
      { a, b, x in
        let sum = a + b
        let rest = a > b ? b - (sum - a) : a - (sum - b)
        return a.addingProduct(-sum, x) - rest * x
      },
      derivatives: ({ _, _, x in 1 - x }, { _, _, x in -x }, { a, b, x in -(a + b) + 0 * x }))
  }

  func logDensity(lower: Distance, upper: Distance) -> Value {
    let isLower = lower.value .<= 0.5
    // α (1 − x) − β x from the nearer end, whose distance has the digits.
    let fromLower: Value = Self.excess("beta excess", alpha, beta, select(isLower, lower.value, 0))
    let fromUpper: Value = Self.excess("beta excess", beta, alpha, select(isLower, 0, upper.value))
    return logDensity(
      lower: lower, upper: upper, shortfall: select(isLower, fromLower, -fromUpper))
  }

  /// - Parameter shortfall: α (1 − x) − β x, for those who know it better than the distances do.
  func logDensity(lower: Distance, upper: Distance, shortfall: Value) -> Value {
    let powers: Value =
      powerTerm(alpha, lower, excess: -shortfall) + powerTerm(beta, upper, excess: shortfall)
    let constant: Value =
      (stirlingTerm(alpha) + stirlingTerm(beta)) - stirlingTerm(alpha + beta)
      - Value(0.91893853320467274178)
    return powers + constant
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    ofNumbers(x, alpha, beta) { betaLogDensity($0, $1, $2) } ?? fusedLogProbability(of: x)
  }

  @usableFromInline func fusedLogProbability(of x: Value) -> Value {
    if Value.self == Value.Scalar.self { return composedLogProbability(of: x) }
    return fused(
      .betaLogDensity, x, alpha, beta,
      slopes: { x, alpha, beta in
        // At an end whose power is 0 its logarithm does not count.
        let isOutside: Value.Mask = (x .< 0) .| (x .> 1)
        let isLower: Value.Mask = isOutside .| ((x .== 0) .& (alpha .== 1))
        let isUpper: Value.Mask = isOutside .| ((x .== 1) .& (beta .== 1))
        let lower: Value = select(isLower, 1, x)
        let upper: Value = select(isUpper, 0, x)
        let whole: Value = digamma(alpha + beta)
        return [
          select(isOutside, 0, (alpha - 1) / lower - (beta - 1) / (1 - upper)),
          select(isOutside, 0, log(lower) - (digamma(alpha) - whole)),
          select(isOutside, 0, log(onePlus: -upper) - (digamma(beta) - whole)),
        ]
      }
    ) {
      Beta(alpha: $1, beta: $2).composedLogProbability(of: $0)
    }
  }

  private func composedLogProbability(of x: Value) -> Value {
    let isOutside = (x .< 0) .| (x .> 1)
    let inside: Value = select(isOutside, 0.5, x)
    let rest: Value = 1 - inside
    // At an end the logarithm is infinite, and with it the density of a power that is not 0.
    let logLower: Value = log(select((inside .== 0) .& (alpha .== 1), 1, inside))
    let isFlat = (rest .== 0) .& (beta .== 1)
    let logUpper: Value = log(onePlus: -select(isFlat, 0, inside))
    let value: Value = logDensity(lower: (inside, logLower), upper: (rest, logUpper))
    return nanUnless(isValid, select(isOutside, -Value.infinity, value))
  }

  @specialized(where Value == Double)
  public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    let lower = point.distance(from: 0)
    let upper = point.distance(from: 1)
    let isOutside = (lower.value .< 0) .| (upper.value .> 0)
    let x: Value = select(isOutside, 0.5, lower.value)
    let y: Value = select(isOutside, 0.5, -upper.value)
    // Of the end further off the logarithm follows from the distance to the nearer one.
    let isLower = x .<= 0.5
    let logX: Value = select(
      isLower, lower.logMagnitude, log(onePlus: -select(isLower, 0, y)))
    let logY: Value = select(
      isLower, log(onePlus: -select(isLower, x, 0)), upper.logMagnitude)
    let isNearLower = x .<= 0.5
    let fromLower: Value = Self.excess("beta excess", alpha, beta, select(isNearLower, x, 0))
    let fromUpper: Value = Self.excess("beta excess", beta, alpha, select(isNearLower, 0, y))
    // From an anchor near the mean the offset has the digits.
    let isOffset = (point.anchor .!= 0) .& (point.anchor .!= 1) .& (.!isOutside)
    let fromAnchor: Value = Self.excess("beta excess", alpha, beta, point.anchor)
    let near: Value = fromAnchor - (alpha + beta) * select(isOffset, point.offset, 0)
    let value: Value = logDensity(
      lower: (x, logX), upper: (y, logY),
      shortfall: select(isOffset, near, select(isNearLower, fromLower, -fromUpper)))
    return nanUnless(isValid, select(isOutside, -Value.infinity, value))
  }

  // MARK: - Cumulative functions

  /// The log of a tail anywhere, from what it is below and above.
  private func clamped(_ x: Value, below: Value, above: Value, _ f: (Value) -> Value) -> Value {
    let isBelow = x .<= 0
    let isAbove = x .>= 1
    let inner = f(select(isBelow .| isAbove, 0.5, x))
    return nanUnless(isValid, select(isBelow, below, select(isAbove, above, inner)))
  }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    clamped(x, below: -Value.infinity, above: 0) {
      logRegularizedBeta($0, alpha, beta, tail: .lower)
    }
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    clamped(x, below: 0, above: -Value.infinity) {
      logRegularizedBeta($0, alpha, beta, tail: .upper)
    }
  }

  public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(u, .lower) { u, a, b in
      let point = inverseRegularizedBeta(a, b, lower: u)
      return BetaQuantile(a, b, point, logLower: .log(u), logUpper: .log(onePlus: -u))
    }
  }

  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(u, .upper) { u, a, b in
      let point = inverseRegularizedBeta(a, b, upper: u)
      return BetaQuantile(a, b, point, logLower: .log(onePlus: -u), logUpper: .log(u))
    }
  }

  /// The offset from the nearer end, and its logarithm.
  private func point(
    _ u: Value, _ tail: TailSide,
    _ quantile: @escaping @Sendable (Double, Double, Double) -> BetaQuantile
  ) -> AnchoredPoint<Value> {
    typealias Slope = @Sendable (Value, Value, Value) -> Value
    func part(
      _ part: @escaping @Sendable (BetaQuantile) -> Double, _ slopes: (Slope?, Slope?, Slope?)
    ) -> Value {
      Value.elementwise(
        "beta quantile", u, alpha, beta, { part(quantile($0, $1, $2)) }, derivatives: slopes)
    }
    let nothing: Slope = { u, _, _ in 0 * u }
    let end: Value = part({ $0.anchor }, (nothing, nothing, nothing))
    let offset: Value = nanUnless(isValid, part({ $0.offset }, Self.quantileDerivatives(tail)))
    let logMagnitude: Value = part({ $0.logMagnitude }, (nil, nil, nil))
    // A narrow law is told from its mean.
    let isNarrow = (alpha .>= 1e4) .& (beta .>= 1e4)
    let anchor: Value = select(isNarrow, alpha / (alpha + beta), end)
    let fromMean: Value = (end - anchor) + offset
    return AnchoredPoint(
      anchor: anchor, offset: select(isNarrow, fromMean, offset),
      logMagnitude: select(isNarrow, log(abs(fromMean)), logMagnitude))
  }

  /// The derivatives of a quantile x by its probability, ±1/f(x), and by a parameter, −F′/f.
  private static func quantileDerivatives(_ tail: TailSide) -> (
    (@Sendable (Value, Value, Value) -> Value)?, (@Sendable (Value, Value, Value) -> Value)?,
    (@Sendable (Value, Value, Value) -> Value)?
  ) {
    @Sendable func spread(
      _ u: Value, _ a: Value, _ b: Value, _ slope: (Value) -> Value
    ) -> Value {
      let law = Beta(alpha: a, beta: b)
      let x = tail == .lower ? law.quantile(u) : law.survivalQuantile(u)
      let value: Value = slope(x) * exp(-law.logProbability(of: x))
      return tail == .lower ? value : -value
    }
    return (
      { u, a, b in spread(u, a, b) { 0 * $0 + 1 } },
      { u, a, b in
        spread(u, a, b) { -u * logRegularizedBetaShapeDerivative($0, a, b, tail: tail, of: .first) }
      },
      { u, a, b in
        spread(u, a, b) {
          -u * logRegularizedBetaShapeDerivative($0, a, b, tail: tail, of: .second)
        }
      }
    )
  }

  // MARK: - Statistics

  /// α/(α + β).
  @inlinable public var mean: Value { nanUnless(isValid, alpha / (alpha + beta)) }
  /// αβ/(s² (s + 1)), s = α + β.
  @inlinable public var variance: Value {
    let total: Value = alpha + beta
    return mean * (beta / total) / (total + 1)
  }
  /// 2 (β − α) √(s + 1)/((s + 2) √(αβ)).
  @inlinable public var skewness: Value {
    let total: Value = alpha + beta
    let spread: Value = sqrt(total + 1) / sqrt(alpha) / sqrt(beta)
    return nanUnless(isValid, 2 * ((beta - alpha) / (total + 2)) * spread)
  }
  /// 6 ((α − β)² (s + 1)/(αβ (s + 2)) − 1)/(s + 3).
  @inlinable public var excessKurtosis: Value {
    let total: Value = alpha + beta
    let difference: Value = alpha - beta
    let spread: Value = (difference / alpha) * (difference / beta)
    let ratio: Value = spread * ((total + 1) / (total + 2))
    return nanUnless(isValid, 6 * (ratio - 1) / (total + 3))
  }
  /// (α − 1)/(α + β − 2) if both are above 1; otherwise the end of higher density, of two 0.
  @inlinable public var mode: Value {
    let isInside = (alpha .> 1) .& (beta .> 1)
    let a: Value = select(isInside, alpha - 1, 1)
    let b: Value = select(isInside, beta - 1, 1)
    let isUpper = ((alpha .>= 1) .& (beta .< 1)) .| ((alpha .> 1) .& (beta .<= 1))
    return nanUnless(isValid, select(isInside, a / (a + b), select(isUpper, 1, 0)))
  }

  // MARK: - Entropy

  /// log B(α, β) + (s − 2) ψ(s) − (α − 1) ψ(α) − (β − 1) ψ(β), with Stirling's parts joined before
  /// they are large: the sum over α and β of ½ log a − 1/(2a) + c(a) − (a − 1) c′(a), less that of
  /// s, which is 3/2 log s − 1/s + c(s) − (s − 2) c′(s), and ½ (1 + log 2π).
  public var entropy: Value {
    let total: Value = alpha + beta
    func own(_ a: Value) -> Value {
      let small: Value = logGammaCorrection(a) - 0.5 / a
      return 0.5 * log(a) + (small - (a - 1) * digammaCorrection(a))
    }
    let small: Value = logGammaCorrection(total) - (total - 2) * digammaCorrection(total)
    let whole: Value = 1.5 * log(total) + (small - 1 / total)
    let sum: Value = (own(alpha) + own(beta)) - whole
    return nanUnless(isValid, sum + Value(1.41893853320467274178))
  }

  // MARK: - Draws

  /// From the logarithms of two gamma variables, so that tiny parameters draw both ends.
  /// Gradients flow to both parameters by implicit differentiation.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    if Value.self == Double.self, let a = alpha as? Double, let b = beta as? Double {
      if a >= 1, b >= 1 {
        // Neither variable underflows.
        let first = GammaDraw.value(shape: a, using: &generator)
        let second = GammaDraw.value(shape: b, using: &generator)
        if let draw = first / (first + second) as? Value { return draw }
      }
      let first = GammaDraw.log(shape: a, using: &generator)
      let second = GammaDraw.log(shape: b, using: &generator)
      if let draw = sigmoid(first - second) as? Value { return draw }
    }
    return Value(tensor: sample(shape: [], using: &generator))
  }

  /// From the logarithms of two gamma variables where parameters are tensors, so that tiny ones draw both
  /// ends. Gradients flow to such parameters by implicit differentiation.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    if let a = number(alpha), let b = number(beta), Value.self == Value.Scalar.self {
      return Tensor(betaOf: a, b, shape: shape, using: &generator)
    }
    let full = fullShape(shape, Self.familyName, alpha, beta)
    let first = logGammaDraws(alpha.tensor, shape: full, using: &generator)
    let second = logGammaDraws(beta.tensor, shape: full, using: &generator)
    return sigmoid(first - second)
  }

  public func elements() -> DistributionElements {
    DistributionElements(alpha, beta) { Beta<Double>(alpha: $0[0], beta: $0[1]) }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("alpha", alpha), ("beta", beta))
  }
}

extension Beta where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(alpha: Double, beta: Double) {
    self.alpha = alpha
    self.beta = beta
  }
}

extension Beta: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "alpha", "beta") {
        Beta(alpha: $0[0], beta: $0[1])
      }
    ]
  }
}

extension Beta: Equatable where Value: Equatable {}
extension Beta: Hashable where Value: Hashable {}
extension Beta: Codable where Value == Double {}

/// A quantile as an offset from the nearer end of the unit interval.
struct BetaQuantile {
  let anchor: Double
  let offset: Double
  let logMagnitude: Double

  init(
    _ a: Double, _ b: Double, _ point: (x: Double, oneMinusX: Double), logLower: Double,
    logUpper: Double
  ) {
    let isLower = !(point.x > 0.5)
    let distance = isLower ? point.x : point.oneMinusX
    anchor = isLower ? 0 : 1
    offset = isLower ? distance : -distance
    // Where the distance leaves the range of numbers the tail is the first term of its series,
    // xᵃ/(a B(a, b)).
    let exponent = isLower ? a : b
    let log = isLower ? logLower : logUpper
    logMagnitude =
      distance < 1e-290 && log > -.infinity
      ? (log + Double.log(exponent) + SpecialFunctions.logBeta(a, b)) / exponent
      : Double.log(distance)
  }
}
