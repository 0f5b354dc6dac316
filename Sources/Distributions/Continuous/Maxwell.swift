/// The Maxwell–Boltzmann distribution: the length of a vector of three independent normal variables.
///
/// ```
/// p(x) = √(2/π) (x²/a³) exp(−x²/(2a²))   for x ≥ 0
/// ```
///
/// - `scale` a: positive and finite; the standard deviation of each of the three.
///
/// Elsewhere: TFP —; torch —; Distributions.jl `Chi(3) * a`; scipy `maxwell(scale)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 1,
/// 2nd ed., 1994, ch. 18.
public struct Maxwell<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// a, the standard deviation of each component.
  public let scale: Value

  // MARK: - Parameters

  /// - Parameter scale: a, positive and finite.
  @inlinable public init(scale: Value) {
    self.scale = scale
  }

  public static var familyName: String { "Maxwell" }

  public func validate() throws(ParameterError) {
    try requirePositive("scale", scale)
  }

  @inlinable var isValid: Value.Mask {
    isPositive(scale)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let scale = number(scale) else { return nil }
    switch end {
    case .lower: return TailBehaviour([.init(2, .log)])
    case .upper:
      return TailBehaviour([
        .init(TailBehaviour.positiveCoefficient(0.5 / scale / scale), .power(exponent: 2)),
        .init(-2, .log),
      ])
    }
  }

  // MARK: - Density

  /// ½ log(2/π) + 2 log(x/a) − log a − x²/(2a²).
  @inlinable func logDensity(_ point: HalfLinePoint<Value>) -> Value {
    let power: Value = 0.5 * square(point.distance / scale)
    let front: Value = 2 * point.logRatio(to: scale) - Value(0.22579135264472743236)
    return point.density(
      where: isValid, end: -Value.infinity, inside: front - log(scale) - power)
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

  /// x²/(2a²), and whether it is below the range of numbers.
  private func power(_ point: HalfLinePoint<Value>) -> (value: Value, isTiny: Value.Mask) {
    let ratio: Value = point.distance / scale
    let isTiny: Value.Mask = ratio .< 1e-140
    return (0.5 * square(select(isTiny, 1, ratio)), isTiny)
  }

  /// The lower tail of the gamma law of shape 3/2 at x²/(2a²), near 0 the first term of its series.
  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    let power = power(point)
    let shape: Value = 1.5 + 0 * power.value
    let tiny: Value = 3 * point.logRatio(to: scale) - Value(1.3244036413128371)
    return point.tail(
      where: isValid, below: -Value.infinity, beyond: 0,
      inside: select(power.isTiny, tiny, gammaLogLower(power.value, shape: shape)))
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    let power = power(point)
    let shape: Value = 1.5 + 0 * power.value
    return point.tail(
      where: isValid, below: 0, beyond: -Value.infinity,
      inside: select(power.isTiny, 0, gammaLogUpper(power.value, shape: shape)))
  }

  public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(Chi(degreesOfFreedom: 3 + 0 * u).anchoredQuantile(u))
  }

  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(Chi(degreesOfFreedom: 3 + 0 * u).anchoredSurvivalQuantile(u))
  }

  private func point(_ standard: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    AnchoredPoint(
      anchor: 0, offset: nanUnless(isValid, scale * standard.offset),
      logMagnitude: log(scale) + standard.logMagnitude)
  }

  // MARK: - Statistics

  /// 2a √(2/π).
  @inlinable public var mean: Value { nanUnless(isValid, scale * Value(1.5957691216057307118)) }
  /// a² (3 − 8/π).
  @inlinable public var variance: Value {
    nanUnless(isValid, square(scale) * Value(0.4535209105296746277))
  }
  @inlinable public var standardDeviation: Value {
    nanUnless(isValid, scale * Value(0.67343961164285148374))
  }
  /// 2 √2 (16 − 5π)/(3π − 8)^(3/2).
  @inlinable public var skewness: Value { nanUnless(isValid, Value(0.48569282804959080866)) }
  /// 4 (40π − 96 − 3π²)/(3π − 8)².
  @inlinable public var excessKurtosis: Value { nanUnless(isValid, Value(0.10816384281629414695)) }
  /// a √2.
  @inlinable public var mode: Value { nanUnless(isValid, scale * Value(1.4142135623730950488)) }
  @inlinable public var median: Value { nanUnless(isValid, scale * Value(1.5381722544550523344)) }

  // MARK: - Entropy

  /// log(a √2π) + γ − ½, γ Euler's constant.
  @inlinable public var entropy: Value {
    scaledEntropy(0.99615419810620560239, scale: scale)
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
    Maxwell<Tensor<Value.Scalar>>(scale: scale.tensor)
      .draw(lengths, using: &generator)
  }

  /// The length of three normal draws.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, scale)
    let first = Value.standardNormal(shape: lengths, using: &generator)
    let second = Value.standardNormal(shape: lengths, using: &generator)
    let third = Value.standardNormal(shape: lengths, using: &generator)
    return scale * sqrt(square(first) + square(second) + square(third))
  }

  public func elements() -> DistributionElements {
    DistributionElements(scale) {
      Maxwell<Double>(scale: $0[0])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("scale", scale))
  }
}

extension Maxwell where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(scale: Double) {
    self.scale = scale
  }
}

extension Maxwell: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "scale") {
        Maxwell(scale: $0[0])
      }
    ]
  }
}

extension Maxwell: Equatable where Value: Equatable {}
extension Maxwell: Hashable where Value: Hashable {}
extension Maxwell: Codable where Value == Double {}
