/// A distribution on the real line or the whole numbers.
///
/// Only the logs, quantiles and facts are requirements; ``cdf(_:)``, ``survival(_:)`` and
/// ``standardDeviation`` have defaults, and a family overrides each one that loses digits.
/// No two defaults are defined by each other.
public protocol UnivariateDistribution<Value>: Distribution {
  /// log P(X ≤ x), accurate in both tails.
  func logCDF(_ x: Value) -> Value
  /// log P(X > x), accurate in both tails.
  func logSurvival(_ x: Value) -> Value
  /// P(X ≤ x).
  func cdf(_ x: Value) -> Value
  /// P(X > x).
  func survival(_ x: Value) -> Value
  /// The smallest x of the support with P(X ≤ x) ≥ u; NaN outside [0, 1].
  func quantile(_ u: Value) -> Value
  /// The quantile from the other tail: the smallest x of the support with P(X > x) ≤ u.
  func survivalQuantile(_ u: Value) -> Value

  /// E X; NaN where undefined, infinite where it is.
  var mean: Value { get }
  /// E (X − mean)²; NaN where undefined, infinite where it is.
  var variance: Value { get }
  /// √variance.
  var standardDeviation: Value { get }
  /// E ((X − mean)/σ)³.
  var skewness: Value { get }
  /// E ((X − mean)/σ)⁴ − 3.
  var excessKurtosis: Value { get }
  /// The most likely value, the smallest if there are several.
  var mode: Value { get }
  /// The quantile of ½.
  var median: Value { get }

  /// The smallest closed interval that holds every draw.
  var support: Support<Value> { get }

  /// How −log of the density (or mass) grows towards an end of the support, for one distribution;
  /// nil where the density just ends there at a finite positive value, or where it is not known.
  func tail(towards end: SupportEnd) -> TailBehaviour?
}

extension UnivariateDistribution {
  @inlinable public func cdf(_ x: Value) -> Value { exp(logCDF(x)) }
  @inlinable public func survival(_ x: Value) -> Value { exp(logSurvival(x)) }
  @inlinable public var standardDeviation: Value { sqrt(variance) }
  @inlinable public var median: Value { quantile(0.5) }
}

/// A distribution with a density on the real line.
public protocol ContinuousDistribution<Value>: UnivariateDistribution where Sample == Value {
  /// The density; at a finite end of the support, its limit there.
  func density(at x: Value) -> Value

  /// The log-density at the point `anchor + offset`, whose offset is exact where the sum is not.
  ///
  /// Integrals run over offsets from an anchor (a location, a finite end of a support), so that
  /// a narrow density far from 0 and a singular end keep their digits.
  func logDensity(at point: AnchoredPoint<Value>) -> Value

  /// The quantile of u as an offset from an anchor of the family's choice: its location, or the
  /// end of the support that is nearer in probability.
  func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value>
  /// Likewise from the upper tail.
  func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value>

  /// Finite points where the density has a kink, a jump or a singularity, or a mode of its own
  /// that quantiles may miss; the ends of the support need not be named.
  var breakpoints: [Value] { get }

  /// The length of the circle of a law of angles, whose density goes on beyond the support with this
  /// period; nil for a law on the line.
  ///
  /// Two laws of one period live on the same circle, wherever their supports begin.
  var period: Value? { get }
}

extension ContinuousDistribution {
  @inlinable public func density(at x: Value) -> Value { exp(logProbability(of: x)) }
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logProbability(of: point.anchor + point.offset)
  }
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    AnchoredPoint(anchor: 0, offset: quantile(u))
  }
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    AnchoredPoint(anchor: 0, offset: survivalQuantile(u))
  }
  @inlinable public var breakpoints: [Value] { [] }
  @inlinable public var period: Value? { nil }
  @inlinable public var space: Space { .realLine }
}

/// A distribution on whole numbers.
public protocol DiscreteDistribution<Value>: UnivariateDistribution {
  /// P(X = x).
  func probability(of x: Sample) -> Value
  /// The log of the mass at a whole number given as a real one; −infinity between whole numbers.
  func logMass(at x: Value) -> Value
}

extension DiscreteDistribution {
  @inlinable public func probability(of x: Sample) -> Value { exp(logProbability(of: x)) }
  @inlinable public var space: Space { .integers }
}

/// A distribution of vectors or matrices.
public protocol MultivariateDistribution<Value>: Distribution where Sample == Tensor<Value.Scalar> {
  /// E X, of the event's shape after the batch's.
  var mean: Tensor<Value.Scalar> { get }
  /// The covariance of the event's numbers.
  var covariance: Tensor<Value.Scalar> { get }
  /// A most likely value.
  var mode: Tensor<Value.Scalar> { get }
  /// The shape of one draw.
  var eventShape: [Int] { get }
}
