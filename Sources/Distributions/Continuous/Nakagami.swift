import SpecialFunctions
import Tensors

/// The Nakagami distribution: the root of a gamma variable of mean Ω, in use for fading signals.
///
/// ```
/// p(x) = 2 (m/Ω)ᵐ x^(2m−1) exp(−m x²/Ω)/Γ(m)   for x ≥ 0
/// ```
///
/// - `shape` m: positive and finite.
/// - `spread` Ω: positive and finite, the mean of the square.
///
/// Near √Ω the log-density is the saddle-point form of ``Gamma`` with x² − Ω rounded once, and the
/// tails take account of the rounding of m x²/Ω, so that shapes of 10¹² lose no digits. Derivatives of
/// the cumulative functions by the shape are taken from differences, with about ten digits.
///
/// Elsewhere: TFP —; torch —; Distributions.jl —; scipy `nakagami(nu=shape, scale=√spread)`.
///
/// Source: M. Nakagami, "The m-distribution, a general formula of intensity distribution of rapid
/// fading", in *Statistical Methods in Radio Wave Propagation*, 1960, 3-36.
public struct Nakagami<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// m; ½ is the half-normal, 1 the Rayleigh law.
  public let shape: Value
  /// Ω, the mean of the square.
  public let spread: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - shape: m, positive and finite.
  ///   - spread: Ω, positive and finite.
  @inlinable public init(shape: Value, spread: Value) {
    self.shape = shape
    self.spread = spread
  }

  public static var familyName: String { "Nakagami" }

  public func validate() throws(ParameterError) {
    try requirePositive("shape", shape)
    try requirePositive("spread", spread)
  }

  @inlinable var isValid: Value.Mask {
    isPositive(shape) .& isPositive(spread)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let shape = number(shape), let spread = number(spread) else { return nil }
    switch end {
    case .lower: return TailBehaviour([.init(2 * shape - 1, .log)])
    case .upper:
      return TailBehaviour([
        .init(TailBehaviour.positiveCoefficient(shape / spread), .power(exponent: 2)),
        .init(1 - 2 * shape, .log),
      ])
    }
  }

  // MARK: - Density

  /// x² − Ω, rounded once.
  func excess(_ x: Value) -> Value {
    Value.elementwise(
      "Nakagami excess", x, spread, { (-$1).addingProduct($0, $0) },
      derivatives: ({ x, _ in 2 * x }, { _, spread in 0 * spread - 1 }))
  }

  /// log 2 − log x + ½ log m − c(m) − ½ log 2π − m (q − 1 − log q), q = x²/Ω.
  func logDensity(_ point: HalfLinePoint<Value>) -> Value {
    let x: Value = point.distance
    let logRatio: Value = 2 * point.logDistance - log(spread)
    let isNear: Value.Mask = abs(logRatio) .< 0.7
    let near: Value =
      -shape * logOnePlusRemainder(excess(select(isNear, x, sqrt(spread))) / spread)
      - point.logDistance
    // Far from the middle; of a small shape the powers of x are joined.
    let isJoined: Value.Mask = shape .< 2
    let farLog: Value = select(isNear, 0, logRatio)
    let fall: Value = shape * (1 - exp(farLog))
    let joined: Value = (2 * shape - 1) * point.logDistance - shape * log(spread)
    let apart: Value = shape * farLog - point.logDistance
    let far: Value = select(isJoined, joined, apart) + fall
    let constant: Value =
      0.5 * log(shape) - logGammaCorrection(shape) - Value(0.22579135264472743236)
    // At 0 for m = ½: ½ log(2/(πΩ)).
    let end: Value = limitAtEnd(
      power: 2 * shape - 1, -Value(0.22579135264472743236) - 0.5 * log(spread))
    return point.density(
      where: isValid, end: end, inside: select(isNear, near, far) + constant)
  }

  public func logProbability(of x: Value) -> Value { logDensity(HalfLinePoint(x)) }

  @specialized(where Value == Double)
  public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(HalfLinePoint(point, from: 0))
  }

  // MARK: - Cumulative functions

  /// m x²/Ω, and what its rounding has left out.
  private func power(_ x: Value) -> (value: Value, rest: Value) {
    let value: Value = shape * (square(x) / spread)
    let rest = Value.elementwise(
      "rounding of a power", x, shape, spread, { nakagamiRounding($0, shape: $1, spread: $2) },
      derivatives: ({ x, _, _ in 0 * x }, { x, _, _ in 0 * x }, { x, _, _ in 0 * x }))
    return (value, rest)
  }

  /// A tail of the gamma law of shape m at m x²/Ω, with the rest of that as the first order term.
  private func logTail(_ point: HalfLinePoint<Value>, _ tail: TailSide, tiny: Value) -> Value {
    let logPower: Value = 2 * point.logDistance + (log(shape) - log(spread))
    let isTiny: Value.Mask = logPower .< -600
    let (t, rest) = power(select(isTiny, sqrt(spread), point.distance))
    let log: Value = logRegularizedGamma(shape, t, tail: tail)
    // The density of t over the tail.
    let slope: Value = exp(logGammaPrefactor(shape, t) - log) / t
    let isKnown: Value.Mask = slope .< Value.infinity
    let correction: Value = rest * select(isKnown, slope, 0)
    return select(isTiny, tiny, tail == .lower ? log + correction : log - correction)
  }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    let logPower: Value = 2 * point.logDistance + (log(shape) - log(spread))
    let tiny: Value = shape * logPower - logGammaOnePlus(shape)
    return point.tail(
      where: isValid, below: -Value.infinity, beyond: 0,
      inside: logTail(point, .lower, tiny: tiny))
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    let logPower: Value = 2 * point.logDistance + (log(shape) - log(spread))
    let tiny: Value = logOneMinusExp(minimum(shape * logPower - logGammaOnePlus(shape), 0))
    return point.tail(
      where: isValid, below: 0, beyond: -Value.infinity,
      inside: logTail(point, .upper, tiny: tiny))
  }

  public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> { point(u, isUpper: false) }

  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(u, isUpper: true)
  }

  /// √(Ω t/m) at the gamma law's quantile t.
  private func point(_ u: Value, isUpper: Bool) -> AnchoredPoint<Value> {
    let (t, logT) = gammaQuantile(u, shape: shape, isUpper: isUpper)
    let logMagnitude: Value = 0.5 * (logT + (log(spread) - log(shape)))
    let isTiny: Value.Mask = t .< 1e-290
    let inside: Value = sqrt(spread) * sqrt(select(isTiny, 1, t) / shape)
    return AnchoredPoint(
      anchor: 0, offset: nanUnless(isValid, select(isTiny, exp(logMagnitude), inside)),
      logMagnitude: logMagnitude)
  }

  // MARK: - Statistics

  /// The law is √(Ω/(2m)) times this one.
  @inlinable var chi: Chi<Value> { Chi(degreesOfFreedom: 2 * shape) }

  /// √(Ω/m) Γ(m + ½)/Γ(m).
  @inlinable public var mean: Value {
    nanUnless(isValid, sqrt(spread) * exp(chi.logShrinkage))
  }
  /// Ω − mean².
  @inlinable public var variance: Value {
    nanUnless(isValid, -spread * expMinusOne(2 * chi.logShrinkage))
  }
  /// That of the chi law of 2m degrees of freedom.
  @inlinable public var skewness: Value { nanUnless(isValid, chi.skewness) }
  @inlinable public var excessKurtosis: Value { nanUnless(isValid, chi.excessKurtosis) }
  /// √(Ω (1 − 1/(2m))), and 0 for m ≤ ½.
  @inlinable public var mode: Value {
    nanUnless(isValid, sqrt(spread * (maximum(shape - 0.5, 0) / shape)))
  }

  // MARK: - Entropy

  /// That of the gamma law of shape m, − ½ (ψ(m) + log 4 − log(Ω/m)).
  public var entropy: Value {
    let logs: Value = 0.5 * (log(spread) - log(shape)) - Value(0.69314718055994530942)
    return nanUnless(isValid, gammaEntropy(shape: shape) - 0.5 * digamma(shape) + logs)
  }

  // MARK: - Draws

  /// Not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    drawValue([shape, spread], using: &generator) { p, generator in
      exp(0.5 * (logGammaDraw(shape: p[0], using: &generator) + (log(p[1]) - log(p[0]))))
    }
  }

  /// Not differentiable.
  @inlinable public func sample(
    shape lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    drawValues(Self.familyName, [shape, spread], shape: lengths, using: &generator) {
      p, generator in
      exp(0.5 * (logGammaDraw(shape: p[0], using: &generator) + (log(p[1]) - log(p[0]))))
    }
  }

  public func elements() -> DistributionElements {
    DistributionElements(shape, spread) {
      Nakagami<Double>(shape: $0[0], spread: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("shape", shape), ("spread", spread))
  }
}

extension Nakagami where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(shape: Double, spread: Double) {
    self.shape = shape
    self.spread = spread
  }
}

extension Nakagami: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "shape", "spread") {
        Nakagami(shape: $0[0], spread: $0[1])
      }
    ]
  }
}

extension Nakagami: Equatable where Value: Equatable {}
extension Nakagami: Hashable where Value: Hashable {}
extension Nakagami: Codable where Value == Double {}

/// m x²/Ω less its rounded value m · (x²/Ω), by exact products.
private func nakagamiRounding(_ x: Double, shape m: Double, spread: Double) -> Double {
  let square = x * x
  let quotient = square / spread
  let value = m * quotient
  guard value.isFinite, square > 1e-280, quotient > 1e-280 else { return 0 }
  let squareRest = (-square).addingProduct(x, x)
  let quotientRest = (square.addingProduct(-quotient, spread) + squareRest) / spread
  return (-value).addingProduct(m, quotient) + m * quotientRest
}
