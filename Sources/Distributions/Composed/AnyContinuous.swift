/// A continuous distribution on the line of any family: what mixtures of different families and
/// distributions read from text are made of.
///
/// It is written and printed as the distribution that it holds.
public struct AnyContinuous<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// The distribution itself.
  public let base: any ContinuousDistribution<Value>

  /// - Parameter base: a distribution; of a held one, the one that it holds.
  public init(_ base: any ContinuousDistribution<Value>) {
    self.base = (base as? AnyContinuous<Value>)?.base ?? base
  }

  public static var familyName: String { "AnyContinuous" }
  public func validate() throws(ParameterError) { try base.validate() }
  public var space: Space { base.space }

  public var support: Support<Value> { base.support }
  public func tail(towards end: SupportEnd) -> TailBehaviour? { base.tail(towards: end) }

  public func logProbability(of x: Value) -> Value { Self.logDensity(base, x) }
  public func density(at x: Value) -> Value { base.density(at: x) }
  public func logDensity(at point: AnchoredPoint<Value>) -> Value { base.logDensity(at: point) }
  public var breakpoints: [Value] { base.breakpoints }
  public var period: Value? { base.period }

  public func logCDF(_ x: Value) -> Value { base.logCDF(x) }
  public func logSurvival(_ x: Value) -> Value { base.logSurvival(x) }
  public func cdf(_ x: Value) -> Value { base.cdf(x) }
  public func survival(_ x: Value) -> Value { base.survival(x) }
  public func quantile(_ u: Value) -> Value { base.quantile(u) }
  public func survivalQuantile(_ u: Value) -> Value { base.survivalQuantile(u) }
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> { base.anchoredQuantile(u) }
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    base.anchoredSurvivalQuantile(u)
  }

  public var mean: Value { base.mean }
  public var variance: Value { base.variance }
  public var standardDeviation: Value { base.standardDeviation }
  public var skewness: Value { base.skewness }
  public var excessKurtosis: Value { base.excessKurtosis }
  public var mode: Value { base.mode }
  public var median: Value { base.median }
  public var entropy: Value { base.entropy }

  public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    Self.draw(base, &generator)
  }

  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    Self.draws(base, shape, &generator)
  }

  public func elements() -> DistributionElements { base.elements() }
  public var description: String { base.description }

  private static func logDensity<Base: ContinuousDistribution<Value>>(
    _ base: Base, _ x: Value
  ) -> Value { base.logProbability(of: x) }

  private static func draw<Base: ContinuousDistribution<Value>>(
    _ base: Base, _ generator: inout some RandomNumberGenerator
  ) -> Value { base.sample(using: &generator) }

  /// A family whose elements are of another type draws one at a time.
  private static func draws<Base: ContinuousDistribution<Value>>(
    _ base: Base, _ shape: [Int], _ generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    let draws = base.sample(shape: shape, using: &generator)
    if let draws = draws as? Tensor<Value.Scalar> { return draws }
    let count = shape.reduce(1, *)
    let each = (0..<count).map { _ in base.sample(using: &generator).tensor }
    return Tensor(stacking: each).reshaped(to: shape + (each.first?.shape ?? []))
  }
}

extension AnyContinuous: Equatable where Value == Double {
  public static func == (x: AnyContinuous, y: AnyContinuous) -> Bool { areEqual(x.base, y.base) }
}

extension AnyContinuous: Hashable where Value == Double {
  public func hash(into hasher: inout Hasher) { hasher.combine(base.description) }
}

extension AnyContinuous: Codable where Value == Double {
  /// As text.
  public init(from decoder: any Decoder) throws {
    self = try decodedLiteral(from: decoder) { read in
      (read as? any ContinuousDistribution<Double>).map { AnyContinuous($0) }
    }
  }

  /// As text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Whether two distributions are of one type and equal.
func areEqual(_ x: any Distribution<Double>, _ y: any Distribution<Double>) -> Bool {
  func compare<X: Equatable>(_ x: X, _ y: Any) -> Bool { (y as? X) == x }
  guard let x = x as? any Equatable else {
    return type(of: x) == type(of: y) && x.description == y.description
  }
  return compare(x, y)
}
