import SpecialFunctions
import Tensors

/// Student's t distribution, with a location and a scale.
///
/// ```
/// p(x) = Γ((ν+1)/2) / (Γ(ν/2) √(νπ) σ) · (1 + z²/ν)^(−(ν+1)/2),   z = (x − μ)/σ
/// ```
///
/// - `degreesOfFreedom` ν: positive and finite.
/// - `location` μ: finite; the median and the mode.
/// - `scale` σ: positive and finite.
///
/// The log-density keeps its digits for any ν: the two log Γ are subtracted before they are large,
/// and log(1 + z²/ν) is one function. Derivatives of the cumulative
/// functions by ν are taken from differences, with about ten digits.
///
/// Elsewhere: TFP `StudentT(df, loc, scale)`; torch `StudentT(df, loc, scale)`; Distributions.jl
/// `LocationScale(μ, σ, TDist(ν))`; scipy `t(df, loc, scale)`.
///
/// Sources: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 2,
/// 2nd ed., 1995, ch. 28; draws by R. W. Bailey, "Polar generation of random variates with the
/// t-distribution", Math. Comp. 62 (1994) 779-781.
public struct StudentT<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// ν, which sets the weight of the tails.
  public let degreesOfFreedom: Value
  /// μ, the centre.
  public let location: Value
  /// σ; not the standard deviation.
  public let scale: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - degreesOfFreedom: ν, positive and finite.
  ///   - location: μ, finite; 0 unless told.
  ///   - scale: σ, positive and finite; 1 unless told.
  @inlinable public init(degreesOfFreedom: Value, location: Value = 0, scale: Value = 1) {
    self.degreesOfFreedom = degreesOfFreedom
    self.location = location
    self.scale = scale
  }

  public static var familyName: String { "StudentT" }

  public func validate() throws(ParameterError) {
    try requirePositive("degreesOfFreedom", degreesOfFreedom)
    try requireFinite("location", location)
    try requirePositive("scale", scale)
  }

  @inlinable var isValid: Value.Mask {
    isPositive(degreesOfFreedom) .& isFinite(location) .& isPositive(scale)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .wholeLine }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let degrees = number(degreesOfFreedom) else { return nil }
    return TailBehaviour([.init(degrees + 1, .log)])
  }

  // MARK: - Density

  /// log(1 + z²/ν), from the distance to the location.
  @inlinable func logGrowth(distance: Value, logMagnitude: Value) -> Value {
    let z: Value = distance / scale
    return logGrowth(z, z / degreesOfFreedom, logMagnitude: logMagnitude)
  }

  /// The same, from z, z/ν and the logarithm of the distance.
  @inlinable func logGrowth(_ z: Value, _ part: Value, logMagnitude: Value) -> Value {
    // From 10¹⁸ on the 1 is less than half a unit in the last place of the result.
    let isLarge = z * part .> 1e18
    let (safe, safePart): (Value, Value) = (select(isLarge, 0, z), select(isLarge, 0, part))
    let near: Value = log(onePlus: safe * safePart)
    let far: Value = 2 * (logMagnitude - log(scale)) - log(degreesOfFreedom)
    return select(isLarge, far, near)
  }

  @inlinable func logDensity(distance: Value, logMagnitude: Value) -> Value {
    let growth: Value = logGrowth(distance: distance, logMagnitude: logMagnitude)
    let power: Value = (0.5 * degreesOfFreedom + 0.5) * growth
    let normalizer: Value = studentTLogNormalizer(degreesOfFreedom) - log(scale)
    return nanUnless(isValid, normalizer - power)
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    let value = ofNumbers(x, degreesOfFreedom, location, scale) {
      studentTLogDensity($0, degreesOfFreedom: $1, location: $2, scale: $3)
    }
    if let value { return value }
    return Value.self == Value.Scalar.self ? plainLogProbability(of: x) : fusedLogProbability(of: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @inlinable func plainLogProbability(of x: Value) -> Value {
    let distance: Value = x - location
    return logDensity(distance: distance, logMagnitude: safeLogMagnitude(distance))
  }

  @usableFromInline func fusedLogProbability(of x: Value) -> Value {
    fused(
      .studentTLogDensity, x, degreesOfFreedom, location, scale,
      slopes: { x, degrees, location, scale in
        let law = StudentT(degreesOfFreedom: degrees, location: location, scale: scale)
        return law.slopes(at: x)
      }
    ) { x, degrees, location, scale in
      StudentT(degreesOfFreedom: degrees, location: location, scale: scale)
        .plainLogProbability(of: x)
    }
  }

  /// The derivatives of the log-density by the point, ν, the location and the scale: with
  /// g = z/(ν + z²), of which z g lies between 0 and 1,
  ///
  /// ```
  /// −(ν + 1) g/s,   n(ν) + ((1 + 1/ν) z g − log(1 + z²/ν))/2,   (ν + 1) g/s,   ((ν + 1) z g − 1)/s
  /// ```
  ///
  /// where n is the derivative of the logarithm of the normaliser. The terms of the second cancel where ν is
  /// large: what is lost is a rounding of terms of the size of z²/ν and 1/ν². With i = 1/max(|z|, 1) and
  /// u = z i, g is u i/(ν i² + u²), in which no square overflows.
  private func slopes(at x: Value) -> [Value?] {
    let distance: Value = x - location
    let (inverse, inverseDegrees): (Value, Value) = (1 / scale, 1 / degreesOfFreedom)
    let z: Value = distance * inverse
    let isOuter = abs(z) .> 1
    let shrink: Value = 1 / select(isOuter, abs(z), 1)
    let unit: Value = select(isOuter, sign(z), z)
    let share: Value = square(unit)
    let part: Value = 1 / (degreesOfFreedom * square(shrink) + share)
    let power: Value = degreesOfFreedom + 1
    let slope: Value = (power * inverse) * (unit * shrink * part)
    let pull: Value = share * part
    let growth: Value = logGrowth(
      z, z * inverseDegrees, logMagnitude: safeLogMagnitude(distance))
    let rise: Value = studentTLogNormalizerSlope(degreesOfFreedom)
    return [
      -slope, rise + 0.5 * ((power * inverseDegrees) * pull - growth), slope,
      (power * pull - 1) * inverse,
    ]
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    let distance = point.distance(from: location)
    return logDensity(distance: distance.value, logMagnitude: distance.logMagnitude)
  }

  // MARK: - Cumulative functions

  /// log P(T ≤ z) of the standard distribution.
  func logLowerTail(_ z: Value) -> Value {
    nanUnless(isValid, logStudentTCDF(z, degreesOfFreedom: degreesOfFreedom))
  }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value { logLowerTail((x - location) / scale) }
  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value { logLowerTail((location - x) / scale) }

  public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  /// The distance from the location, signed by the side of it that u is on.
  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    let z = Value.elementwise(
      "Student's t quantile", u, degreesOfFreedom,
      { studentTQuantile($0, degreesOfFreedom: $1) },
      derivatives: (
        { u, degrees in
          let standard = StudentT(degreesOfFreedom: degrees, location: 0, scale: 1)
          return exp(-standard.logProbability(of: standard.quantile(u)))
        },
        { u, degrees in
          // −(∂F/∂ν)/f
          let standard = StudentT(degreesOfFreedom: degrees, location: 0, scale: 1)
          let z = standard.quantile(u)
          let slope: Value = logStudentTCDFDegreesDerivative(z, degreesOfFreedom: degrees)
          return -u * slope * exp(-standard.logProbability(of: z))
        }
      ))
    let logMagnitude = Value.elementwise(
      "Student's t quantile", u, degreesOfFreedom,
      { Self.logMagnitude(quantile: $0, $1) }, derivatives: (nil, nil))
    return AnchoredPoint(
      anchor: location, offset: nanUnless(isValid, scale * z),
      logMagnitude: log(scale) + logMagnitude)
  }

  /// log |t| with P(T ≤ t) = u, also where t leaves the range of numbers: there the tail is the
  /// first term of its series, t^−ν ν^(ν/2 − 1)/B(ν/2, ½).
  private static func logMagnitude(quantile u: Double, _ degrees: Double) -> Double {
    let t = abs(studentTQuantile(u, degreesOfFreedom: degrees))
    guard t == .infinity, u > 0, u < 1 else { return Double.log(t) }
    let constant = Double.log(degrees) + SpecialFunctions.logBeta(0.5 * degrees, 0.5)
    return 0.5 * Double.log(degrees) - (Double.log(min(u, 1 - u)) + constant) / degrees
  }

  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    let point = anchoredQuantile(u)
    return AnchoredPoint(
      anchor: location, offset: -point.offset, logMagnitude: point.logMagnitude)
  }

  // MARK: - Statistics

  /// NaN for ν ≤ 1.
  @inlinable public var mean: Value { nanUnless(isValid .& (degreesOfFreedom .> 1), location) }

  /// σ²ν/(ν − 2), infinite for 1 < ν ≤ 2, NaN for ν ≤ 1.
  @inlinable public var variance: Value {
    let isFinite = degreesOfFreedom .> 2
    let excess: Value = select(isFinite, degreesOfFreedom, 3) - 2
    let finite: Value = square(scale) * (degreesOfFreedom / excess)
    let isDefined: Value.Mask = isValid .& (degreesOfFreedom .> 1)
    return nanUnless(isDefined, select(isFinite, finite, Value.infinity))
  }

  /// 0; NaN for ν ≤ 3.
  @inlinable public var skewness: Value { nanUnless(isValid .& (degreesOfFreedom .> 3), 0) }

  /// 6/(ν − 4), infinite for 2 < ν ≤ 4, NaN for ν ≤ 2.
  @inlinable public var excessKurtosis: Value {
    let isFinite = degreesOfFreedom .> 4
    let excess: Value = select(isFinite, degreesOfFreedom, 5) - 4
    let isDefined: Value.Mask = isValid .& (degreesOfFreedom .> 2)
    return nanUnless(isDefined, select(isFinite, 6 / excess, Value.infinity))
  }

  @inlinable public var mode: Value { nanUnless(isValid, location) }
  @inlinable public var median: Value { nanUnless(isValid, location) }

  // MARK: - Entropy

  /// (ν+1)/2 (ψ((ν+1)/2) − ψ(ν/2)) − log p(μ).
  @inlinable public var entropy: Value {
    let a: Value = 0.5 * degreesOfFreedom
    let spread: Value = (a + 0.5) * digammaHalfStep(a)
    return nanUnless(isValid, spread - studentTLogNormalizer(degreesOfFreedom) + log(scale))
  }

  /// ψ(a + ½) − ψ(a); for large a by 1/(2a) + Σ B₂ₖ (1 − 4⁻ᵏ)/(k a²ᵏ), which follows from the
  /// duplication formula and the asymptotic series of ψ (DLMF 5.5.8, 5.11.2).
  @inlinable func digammaHalfStep(_ a: Value) -> Value {
    let isLarge = a .> 12
    let q: Value = 1 / select(isLarge, a, 12)
    let s: Value = square(q)
    var series: Value = Value(5461.0 / 32768)
    for coefficient in [
      -691.0 / 16384, 31.0 / 2048, -17.0 / 2048, 1.0 / 128, -1.0 / 64, 1.0 / 8,
    ] {
      series = series * s + Value(coefficient)
    }
    let near: Value = select(isLarge, 1, a)
    return select(isLarge, 0.5 * q + s * series, digamma(near + 0.5) - digamma(near))
  }

  // MARK: - Draws

  /// Reparameterised: gradients flow to all parameters.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    draw([], using: &generator)
  }

  /// Reparameterised: gradients flow to all parameters.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    StudentT<Tensor<Value.Scalar>>(
      degreesOfFreedom: degreesOfFreedom.tensor, location: location.tensor, scale: scale.tensor
    ).draw(shape, using: &generator)
  }

  /// √(ν (U^(−2/ν) − 1)) cos 2πV, for uniform U and V: Box and Muller's method as ν grows.
  @inlinable func draw(_ shape: [Int], using generator: inout some RandomNumberGenerator) -> Value {
    let shape = fullShape(shape, Self.familyName, degreesOfFreedom, location, scale)
    let u = Value.standardUniform(shape: shape, using: &generator)
    let v = Value.standardUniform(shape: shape, using: &generator)
    let y: Value = -2 / degreesOfFreedom * log(u)
    // √(e^y − 1) as e^(y/2) √(1 − e^−y), which overflows only where the draw does.
    let radius: Value = exp(0.5 * y) * sqrt(-degreesOfFreedom * expMinusOne(-y))
    return location + scale * (radius * cos(Value(6.2831853071795864769) * v))
  }

  public func elements() -> DistributionElements {
    DistributionElements(degreesOfFreedom, location, scale) {
      StudentT<Double>(degreesOfFreedom: $0[0], location: $0[1], scale: $0[2])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(
      Self.familyName, ("degreesOfFreedom", degreesOfFreedom), ("location", location),
      ("scale", scale))
  }
}

extension StudentT where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(degreesOfFreedom: Double, location: Double = 0, scale: Double = 1) {
    self.degreesOfFreedom = degreesOfFreedom
    self.location = location
    self.scale = scale
  }
}

extension StudentT: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(
        [
          LiteralParameter("degreesOfFreedom", .number),
          LiteralParameter("location", .number, isOptional: true),
          LiteralParameter("scale", .number, isOptional: true),
        ]
      ) {
        StudentT(
          degreesOfFreedom: try $0.number("degreesOfFreedom"),
          location: $0.optionalNumber("location") ?? 0, scale: $0.optionalNumber("scale") ?? 1)
      }
    ]
  }
}

extension StudentT: Equatable where Value: Equatable {}
extension StudentT: Hashable where Value: Hashable {}
extension StudentT: Codable where Value == Double {}

/// log of the standard density at 0: log Γ((ν+1)/2) − log Γ(ν/2) − ½ log νπ.
///
/// With a = ν/2 the logarithms of Γ differ by ½ log a − a r(1/(2a)) + δ(a + ½) − δ(a), r(x) = x −
/// log(1 + x) and δ what Stirling's formula leaves out; nothing large is left to cancel.
@inlinable func studentTLogNormalizer<Value: RealValue>(_ degrees: Value) -> Value {
  let a: Value = 0.5 * degrees
  let remainder: Value = a * logOnePlusRemainder(1 / degrees)
  let correction: Value = logGammaCorrection(a + 0.5) - logGammaCorrection(a)
  return correction - remainder - Value(0.91893853320467274178)
}

/// Its derivative, (ψ(a + ½) − ψ(a) − 1/ν)/2, a = ν/2: with ψ(x) = log x − 1/(2x) + c(x)
///
/// ```
/// (c(a + ½) − c(a) + log(1 + 1/ν) − 1/ν + 1/(ν (ν + 1)))/2
/// ```
func studentTLogNormalizerSlope<Value: RealValue>(_ degrees: Value) -> Value {
  let a: Value = 0.5 * degrees
  let inverse: Value = 1 / degrees
  let correction: Value = digammaCorrection(a + 0.5) - digammaCorrection(a)
  return 0.5 * (correction - logOnePlusRemainder(inverse) + inverse / (degrees + 1))
}
