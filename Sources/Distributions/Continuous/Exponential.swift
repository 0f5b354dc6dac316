/// The exponential distribution: the waiting time for an event of a given rate.
///
/// ```
/// p(x) = β e^(−βx),   x ≥ 0
/// ```
///
/// - `rate` β: positive and finite.
///
/// Elsewhere: TFP `Exponential(rate)`; torch `Exponential(rate)`; Distributions.jl
/// `Exponential(1 / rate)`; scipy `expon(scale=1 / rate)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 1,
/// 2nd ed., 1994, ch. 19.
public struct Exponential<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// β, the number of events in a unit of time.
  public let rate: Value

  // MARK: - Parameters

  /// - Parameter rate: β, positive and finite.
  @inlinable public init(rate: Value) {
    self.rate = rate
  }

  public static var familyName: String { "Exponential" }

  public func validate() throws(ParameterError) {
    try requirePositive("rate", rate)
  }

  @inlinable var isValid: Value.Mask { isPositive(rate) }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard end == .upper else { return .bounded }
    guard let rate = number(rate) else { return nil }
    return TailBehaviour([.init(rate, .power(exponent: 1))])
  }

  // MARK: - Density

  /// log β − βx, of βx and where x is below 0.
  @inlinable func logDensity(_ scaled: Value, isOutside: Value.Mask) -> Value {
    nanUnless(isValid, select(isOutside, -Value.infinity, log(rate) - scaled))
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    Value.self == Value.Scalar.self ? plainLogProbability(of: x) : fusedLogProbability(of: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @inlinable func plainLogProbability(of x: Value) -> Value {
    logDensity(rate * x, isOutside: x .< 0)
  }

  @usableFromInline func fusedLogProbability(of x: Value) -> Value {
    fused(
      .exponentialLogDensity, x, rate, rate,
      slopes: { x, rate, _ in
        let isOutside: Value.Mask = x .< 0
        let slope: Value = fused(.exponentialSlope, x, 1 / rate, 1 / rate) { x, mean, _ in
          select(x .< 0, 0, mean - x)
        }
        return [select(isOutside, 0, -rate), slope, nil]
      }
    ) { x, rate, _ in
      Exponential(rate: rate).plainLogProbability(of: x)
    }
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    let distance = point.distance(from: 0)
    let isBeyond = distance.value .== Value.infinity
    // Beyond the range of numbers the logarithm of the distance is still known.
    let far: Value = exp(log(rate) + select(isBeyond, distance.logMagnitude, 0))
    let scaled: Value = select(isBeyond, far, rate * distance.value)
    return logDensity(scaled, isOutside: distance.value .< 0)
  }

  // MARK: - Cumulative functions

  @specialized(where Value == Double)
  @inlinable public func cdf(_ x: Value) -> Value { computed(.cdf, x) }

  @specialized(where Value == Double)
  @inlinable public func survival(_ x: Value) -> Value { computed(.survival, x) }

  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value { computed(.logCDF, x) }

  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value { computed(.logSurvival, x) }

  @specialized(where Value == Double)
  @inlinable public func quantile(_ u: Value) -> Value { computed(.quantile, u) }

  @specialized(where Value == Double)
  @inlinable public func survivalQuantile(_ u: Value) -> Value { computed(.survivalQuantile, u) }

  /// In single operations.
  @inlinable @inline(__always)
  func formula(_ function: CumulativeFunction, _ x: Value) -> Value {
    switch function {
    case .cdf: return -expMinusOne(-scaled(x))
    case .survival: return exp(-scaled(x))
    case .logCDF:
      let t: Value = scaled(x)
      // Where βx is near the end of the range of numbers, the cdf is βx.
      let isTiny = t .< 1e-290
      let logScaled: Value = log(rate) + log(select(isTiny, maximum(x, 0), 1))
      return select(isTiny, logScaled, logOneMinusExp(-select(isTiny, 1, t)))
    case .logSurvival: return -scaled(x)
    case .quantile: return anchoredQuantile(x).value
    case .survivalQuantile: return anchoredSurvivalQuantile(x).value
    }
  }

  /// βx, 0 below the support.
  @inlinable func scaled(_ x: Value) -> Value { nanUnless(isValid, rate * maximum(x, 0)) }

  /// t/β, from the quantile t of the standard distribution.
  @inlinable func point(_ t: Value, _ u: Value) -> AnchoredPoint<Value> {
    let t: Value = nanUnless(isValid .& isProbability(u), t)
    return AnchoredPoint(anchor: 0, offset: t / rate, logMagnitude: log(t) - log(rate))
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(-log(onePlus: -u), u)
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(0 - log(u), u)
  }

  // MARK: - Statistics

  @inlinable public var mean: Value { nanUnless(isValid, 1 / rate) }
  @inlinable public var variance: Value { square(mean) }
  @inlinable public var standardDeviation: Value { mean }
  @inlinable public var skewness: Value { nanUnless(isValid, 2) }
  @inlinable public var excessKurtosis: Value { nanUnless(isValid, 6) }
  @inlinable public var mode: Value { nanUnless(isValid, 0) }
  /// log 2/β.
  @inlinable public var median: Value { Value(0.69314718055994530942) * mean }

  // MARK: - Entropy

  /// 1 − log β.
  @inlinable public var entropy: Value {
    let size: Value = log(rate)
    return (1 - size) + zeroIfFinite(size)
  }

  // MARK: - Draws

  /// Reparameterised: gradients flow to the rate.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    draw([], using: &generator)
  }

  /// Reparameterised: gradients flow to the rate.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    Exponential<Tensor<Value.Scalar>>(rate: rate.tensor)
      .draw(shape, using: &generator)
  }

  @inlinable func draw(_ shape: [Int], using generator: inout some RandomNumberGenerator) -> Value {
    let shape = fullShape(shape, Self.familyName, rate)
    return -log(Value.standardUniform(shape: shape, using: &generator)) / rate
  }

  public func elements() -> DistributionElements {
    DistributionElements(rate) { Exponential<Double>(rate: $0[0]) }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("rate", rate))
  }
}

extension Exponential: CumulativeFormulas {
  @usableFromInline static var firstKernel: Int32 { TernaryFunction.exponentialCDF.rawValue }
  @usableFromInline var parameterPair: (Value, Value) { (rate, rate) }
  @inlinable init(parameterPair: (Value, Value)) {
    self.init(rate: parameterPair.0)
  }
}

extension Exponential where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(rate: Double) {
    self.rate = rate
  }
}

extension Exponential: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "rate") {
        Exponential(rate: $0[0])
      }
    ]
  }
}

extension Exponential: Equatable where Value: Equatable {}
extension Exponential: Hashable where Value: Hashable {}
extension Exponential: Codable where Value == Double {}
