import SpecialFunctions
import Tensors

/// The normal (Gaussian) distribution.
///
/// ```
/// p(x) = exp(−z²/2) / (σ √(2π)),   z = (x − μ)/σ
/// ```
///
/// - `mean` μ: finite.
/// - `standardDeviation` σ: positive and finite.
///
/// The logs of both tails hold as far as numbers go: log Φ is computed through erfcx, never as the
/// logarithm of Φ.
///
/// Elsewhere: TFP `Normal(loc, scale)`; torch `Normal(loc, scale)`; Distributions.jl
/// `Normal(μ, σ)`; scipy `norm(loc, scale)`.
///
/// Sources: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 1,
/// 2nd ed., 1994, ch. 13.
public struct Normal<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// μ, the centre.
  public let mean: Value
  /// σ, the distance from the centre to the points of inflection.
  public let standardDeviation: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - mean: μ, finite.
  ///   - standardDeviation: σ, positive and finite.
  @inlinable public init(mean: Value, standardDeviation: Value) {
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  public static var familyName: String { "Normal" }

  public func validate() throws(ParameterError) {
    try requireFinite("mean", mean)
    try requirePositive("standardDeviation", standardDeviation)
  }

  @inlinable var isValid: Value.Mask { isFinite(mean) .& isPositive(standardDeviation) }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .wholeLine }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let mean = number(mean), let deviation = number(standardDeviation) else { return nil }
    // (t ∓ μ)²/(2σ²)
    let precision = TailBehaviour.positiveCoefficient(1 / deviation / deviation)
    let slope = end == .upper ? -mean : mean
    return TailBehaviour([
      .init(0.5 * precision, .power(exponent: 2)), .init(slope * precision, .power(exponent: 1)),
    ])
  }

  // MARK: - Density

  @inlinable func standardized(_ x: Value) -> Value { (x - mean) / standardDeviation }

  /// −z²/2 − log σ − ½ log 2π.
  @inlinable func logDensity(standardized z: Value) -> Value {
    let logDeviation: Value = log(standardDeviation)
    // log σ is NaN for σ < 0 and infinite for 0 and infinity; what is added is 0 or NaN.
    let normalizer: Value = logDeviation + Value(0.91893853320467274178)
    return -0.5 * square(z) - normalizer + zeroIfFinite(mean + logDeviation)
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    if Value.self == Value.Scalar.self { return logDensity(standardized: standardized(x)) }
    return fusedLogProbability(of: x)
  }

  @usableFromInline func fusedLogProbability(of x: Value) -> Value {
    fused(.normalLogDensity, x, mean, standardDeviation) { x, mean, deviation in
      let law = Normal(mean: mean, standardDeviation: deviation)
      return law.logDensity(standardized: law.standardized(x))
    }
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    let distance: Value = (point.anchor - mean) + point.offset
    return logDensity(standardized: distance / standardDeviation)
  }

  // MARK: - Cumulative functions

  @specialized(where Value == Double)
  @inlinable public func cdf(_ x: Value) -> Value { computed(.cdf, x) }

  @specialized(where Value == Double)
  @inlinable public func survival(_ x: Value) -> Value { reflected.cdf(-x) }

  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value { computed(.logCDF, x) }

  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value { reflected.logCDF(-x) }

  @specialized(where Value == Double)
  @inlinable public func quantile(_ u: Value) -> Value { computed(.quantile, u) }

  @specialized(where Value == Double)
  @inlinable public func survivalQuantile(_ u: Value) -> Value { -reflected.quantile(u) }

  /// The law of −X, whose tails are the other ones.
  @inlinable var reflected: Self { Normal(mean: -mean, standardDeviation: standardDeviation) }

  /// log P(a < X ≤ b) of tensors, from the differences within a tail or the rest of both.
  func logMass(from a: Value, to b: Value) -> Value {
    fused(.normalLogMass, a, b, mean, standardDeviation) { a, b, mean, deviation in
      let law = Normal(mean: mean, standardDeviation: deviation)
      let high: Value = law.formula(.logCDF, b)
      let other: Value = law.formula(.logSurvival, a)
      let isLower = high .< other
      let whole: Value = select(isLower, high, other)
      let part: Value = select(isLower, law.formula(.logCDF, a), law.formula(.logSurvival, b))
      let isEmpty = whole .== -Value.infinity
      return whole + logOneMinusExp(minimum(select(isEmpty, 0, part - whole), 0))
    }
  }

  /// In single operations.
  @inlinable @inline(__always)
  func formula(_ function: CumulativeFunction, _ x: Value) -> Value {
    switch function {
    case .cdf:
      // Of numbers by erfc itself.
      let value = ofNumbers(x, mean, standardDeviation) { x, mean, deviation in
        isPlaced(mean, deviation) ? normalCDF((x - mean) / deviation) : .nan
      }
      return value ?? exp(formula(.logCDF, x))
    case .logCDF: return nanUnless(isValid, normalLogCDF(standardized(x)))
    case .quantile: return nanUnless(isValid, mean + standardDeviation * normalQuantile(x))
    default: return mirrored(function, x)
    }
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    AnchoredPoint(anchor: mean, offset: standardDeviation * normalQuantile(u))
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    AnchoredPoint(anchor: mean, offset: -standardDeviation * normalQuantile(u))
  }

  // MARK: - Statistics

  @inlinable public var variance: Value { nanUnless(isValid, square(standardDeviation)) }
  @inlinable public var skewness: Value { nanUnless(isValid, 0) }
  @inlinable public var excessKurtosis: Value { nanUnless(isValid, 0) }
  @inlinable public var mode: Value { nanUnless(isValid, mean) }
  @inlinable public var median: Value { nanUnless(isValid, mean) }

  // MARK: - Entropy

  /// ½ + ½ log 2π + log σ.
  @inlinable public var entropy: Value {
    scaledEntropy(1.41893853320467274178, scale: standardDeviation, location: mean)
  }

  // MARK: - Draws

  /// Reparameterised: gradients flow to mean and standard deviation.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    if Value.self == Value.Scalar.self {
      return mean + standardDeviation * Value.standardNormal(shape: [], using: &generator)
    }
    return draw([], using: &generator)
  }

  /// Reparameterised: gradients flow to mean and standard deviation.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    Normal<Tensor<Value.Scalar>>(
      mean: mean.tensor, standardDeviation: standardDeviation.tensor
    ).draw(shape, using: &generator)
  }

  @inlinable func draw(_ shape: [Int], using generator: inout some RandomNumberGenerator) -> Value {
    let batch = batchShape(Self.familyName, mean, standardDeviation)
    return mean + standardDeviation * Value.standardNormal(shape: shape + batch, using: &generator)
  }

  public func elements() -> DistributionElements {
    DistributionElements(mean, standardDeviation) {
      Normal<Double>(mean: $0[0], standardDeviation: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("mean", mean), ("standardDeviation", standardDeviation))
  }
}

extension Normal: SymmetricFormulas {
  @usableFromInline static var firstKernel: Int32 { TernaryFunction.normalCDF.rawValue }
  @usableFromInline var parameterPair: (Value, Value) { (mean, standardDeviation) }
  @inlinable init(parameterPair: (Value, Value)) {
    self.init(mean: parameterPair.0, standardDeviation: parameterPair.1)
  }
}

extension Normal where Value == Double {
  /// Lets whole literals stand for numbers: `Normal(mean: 0, standardDeviation: 1)`.
  @inlinable public init(mean: Double, standardDeviation: Double) {
    self.mean = mean
    self.standardDeviation = standardDeviation
  }
}

extension Normal: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "mean", "standardDeviation") {
        Normal(mean: $0[0], standardDeviation: $0[1])
      }
    ]
  }
}

extension Normal: Equatable where Value: Equatable {}
extension Normal: Hashable where Value: Hashable {}
extension Normal: Codable where Value == Double {}
