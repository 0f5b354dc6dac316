import Tensors

/// The Erlang distribution: the time of a number of waits of equal rate, one after another.
///
/// ```
/// p(x) = βᵏ x^(k−1) e^(−βx)/(k − 1)!   for x ≥ 0
/// ```
///
/// - `shape` k: a whole number, at least 1.
/// - `rate` β: positive and finite, one over the scale.
///
/// It is the ``Gamma`` law of a whole shape, whose formulas it takes.
///
/// Elsewhere: TFP `Gamma(concentration=shape, rate)`; torch `Gamma(shape, rate)`; Distributions.jl
/// `Erlang(shape, 1 / rate)`; scipy `erlang(a=shape, scale=1 / rate)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 1,
/// 2nd ed., 1994, ch. 17.
public struct Erlang<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// k, the number of waits.
  public let shape: Value
  /// β, one over the mean of each wait.
  public let rate: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - shape: k, a whole number, at least 1.
  ///   - rate: β, positive and finite.
  @inlinable public init(shape: Value, rate: Value) {
    self.shape = shape
    self.rate = rate
  }

  /// - Parameters:
  ///   - shape: k, a whole number, at least 1.
  ///   - scale: 1/β, positive and finite.
  @inlinable public init(shape: Value, scale: Value) {
    self.init(shape: shape, rate: 1 / scale)
  }

  public static var familyName: String { "Erlang" }

  public func validate() throws(ParameterError) {
    try require("shape", shape, "a whole number, at least 1") {
      $0 >= 1 && $0.isFinite && $0 == $0.rounded()
    }
    try requirePositive("rate", rate)
  }

  @inlinable var isValid: Value.Mask {
    isWhole(shape) .& isPositive(shape) .& isPositive(rate)
  }

  /// The gamma law, of a shape that is NaN where it is no whole number.
  @inlinable public var gamma: Gamma<Value> {
    Gamma(shape: nanUnless(isWhole(shape), shape), rate: rate)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? { gamma.tail(towards: end) }

  // MARK: - Density

  public func logProbability(of x: Value) -> Value { gamma.logProbability(of: x) }
  @specialized(where Value == Double)
  public func logDensity(at point: AnchoredPoint<Value>) -> Value { gamma.logDensity(at: point) }

  // MARK: - Cumulative functions

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value { gamma.logCDF(x) }
  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value { gamma.logSurvival(x) }
  public func quantile(_ u: Value) -> Value { gamma.quantile(u) }
  public func survivalQuantile(_ u: Value) -> Value { gamma.survivalQuantile(u) }

  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> { gamma.anchoredQuantile(u) }
  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    gamma.anchoredSurvivalQuantile(u)
  }

  // MARK: - Statistics

  /// k/β.
  @inlinable public var mean: Value { gamma.mean }
  /// k/β².
  @inlinable public var variance: Value { gamma.variance }
  /// 2/√k.
  @inlinable public var skewness: Value { gamma.skewness }
  /// 6/k.
  @inlinable public var excessKurtosis: Value { gamma.excessKurtosis }
  /// (k − 1)/β.
  @inlinable public var mode: Value { gamma.mode }

  // MARK: - Entropy

  public var entropy: Value { gamma.entropy }

  // MARK: - Draws

  /// Gradients flow to the rate.
  public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    gamma.sample(using: &generator)
  }

  /// Gradients flow to the rate.
  public func sample(
    shape lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    gamma.sample(shape: lengths, using: &generator)
  }

  public func elements() -> DistributionElements {
    DistributionElements(shape, rate) { Erlang<Double>(shape: $0[0], rate: $0[1]) }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("shape", shape), ("rate", rate))
  }
}

extension Erlang where Value == Double {
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

extension Erlang: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "shape", "rate") { Erlang(shape: $0[0], rate: $0[1]) },
      LiteralSpelling(numbers: "shape", "scale") { Erlang(shape: $0[0], scale: $0[1]) },
    ]
  }
}

extension Erlang: Equatable where Value: Equatable {}
extension Erlang: Hashable where Value: Hashable {}
extension Erlang: Codable where Value == Double {}
