/// A distribution on whole numbers of any family: what mixtures of different families and
/// distributions read from text are made of.
///
/// Draws are whole numbers, `false` and `true` becoming 0 and 1. It is written and printed as the
/// distribution that it holds.
public struct AnyDiscrete<Value: RealValue>: DiscreteDistribution {
  public typealias Sample = Value.Count
  public typealias Element = Int64

  /// The distribution itself.
  public let base: any DiscreteDistribution<Value>

  /// - Parameter base: a distribution on whole numbers; of a held one, the one that it holds.
  public init(_ base: any DiscreteDistribution<Value>) {
    self.base = (base as? AnyDiscrete<Value>)?.base ?? base
  }

  public static var familyName: String { "AnyDiscrete" }

  public func validate() throws(ParameterError) {
    try base.validate()
    guard base.space == .integers else {
      throw ParameterError(
        family: type(of: base).familyName, parameter: "", value: "over \(base.space)",
        requirement: "over whole numbers to be part of a distribution of counts")
    }
  }

  public var space: Space { base.space }
  public var support: Support<Value> { base.support }
  public func tail(towards end: SupportEnd) -> TailBehaviour? { base.tail(towards: end) }

  public func logProbability(of x: Value.Count) -> Value { base.logMass(at: Value(count: x)) }
  public func logMass(at x: Value) -> Value { base.logMass(at: x) }

  public func logCDF(_ x: Value) -> Value { base.logCDF(x) }
  public func logSurvival(_ x: Value) -> Value { base.logSurvival(x) }
  public func cdf(_ x: Value) -> Value { base.cdf(x) }
  public func survival(_ x: Value) -> Value { base.survival(x) }
  public func quantile(_ u: Value) -> Value { base.quantile(u) }
  public func survivalQuantile(_ u: Value) -> Value { base.survivalQuantile(u) }

  public var mean: Value { base.mean }
  public var variance: Value { base.variance }
  public var standardDeviation: Value { base.standardDeviation }
  public var skewness: Value { base.skewness }
  public var excessKurtosis: Value { base.excessKurtosis }
  public var mode: Value { base.mode }
  public var median: Value { base.median }
  public var entropy: Value { base.entropy }

  public func sample(using generator: inout some RandomNumberGenerator) -> Value.Count {
    Self.draw(base, &generator)
  }

  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Int64> {
    Self.draws(base, shape, &generator)
  }

  public func elements() -> DistributionElements { base.elements() }
  public var description: String { base.description }

  private static func draw<Base: DiscreteDistribution<Value>>(
    _ base: Base, _ generator: inout some RandomNumberGenerator
  ) -> Value.Count {
    switch base.sample(using: &generator) {
    case let count as Value.Count: count
    case let mask as Value.Mask: Value.flooring(Value(mask: mask))
    case let value as Value: Value.flooring(value)
    default: Value.flooring(Value.nan)
    }
  }

  private static func draws<Base: DiscreteDistribution<Value>>(
    _ base: Base, _ shape: [Int], _ generator: inout some RandomNumberGenerator
  ) -> Tensor<Int64> {
    switch base.sample(shape: shape, using: &generator) {
    case let counts as Tensor<Int64>: counts
    case let masks as Tensor<Bool>: Tensor<Int64>(flooring: Tensor<Double>(masks))
    case let values as Tensor<Value.Scalar>: Tensor<Int64>(flooring: values)
    default: Tensor<Int64>(flooring: Tensor<Double>(repeating: .nan, shape: shape))
    }
  }
}

extension AnyDiscrete: Equatable where Value == Double {
  public static func == (x: AnyDiscrete, y: AnyDiscrete) -> Bool { areEqual(x.base, y.base) }
}

extension AnyDiscrete: Hashable where Value == Double {
  public func hash(into hasher: inout Hasher) { hasher.combine(base.description) }
}

extension AnyDiscrete: Codable where Value == Double {
  /// As text.
  public init(from decoder: any Decoder) throws {
    self = try decodedLiteral(from: decoder) { read in
      (read as? any DiscreteDistribution<Double>).map { AnyDiscrete($0) }
    }
  }

  /// As text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
