/// All mass at one point.
///
/// - `at`: a finite number.
///
/// It is a discrete distribution wherever its point is: over whole numbers where that is one, else
/// over the line, where a divergence of it from a density is infinite.
///
/// Elsewhere: TFP `Deterministic(loc), VectorDeterministic(loc)`; Distributions.jl `Dirac(x)`.
public struct PointMass<Value: RealValue>: DiscreteDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// The point.
  public let point: Value

  // MARK: - Parameters

  /// - Parameter point: a finite number.
  public init(at point: Value) { self.point = point }

  public static var familyName: String { "PointMass" }
  public func validate() throws(ParameterError) { try requireFinite("at", point) }

  private var isValid: Value.Mask { isFinite(point) }

  /// Whole numbers where all points are.
  public var space: Space {
    point.tensor.scalars.allSatisfy { $0 == $0.rounded() } ? .integers : .realLine
  }

  // MARK: - Support

  public var support: Support<Value> {
    Support(lowerBound: nanUnless(isValid, point), upperBound: nanUnless(isValid, point))
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? { .bounded }

  // MARK: - Mass

  public func logProbability(of x: Value) -> Value { logMass(at: x) }

  public func logMass(at x: Value) -> Value {
    nanUnless(isValid .& (x .== x), select(x .== point, 0, -Value.infinity))
  }

  // MARK: - Cumulative functions

  public func logCDF(_ x: Value) -> Value {
    nanUnless(isValid .& (x .== x), select(x .>= point, 0, -Value.infinity))
  }

  public func logSurvival(_ x: Value) -> Value {
    nanUnless(isValid .& (x .== x), select(x .>= point, -Value.infinity, 0))
  }

  public func quantile(_ u: Value) -> Value {
    nanUnless(isValid .& isProbability(u), point + 0 * u)
  }

  public func survivalQuantile(_ u: Value) -> Value { quantile(u) }

  // MARK: - Statistics

  public var mean: Value { nanUnless(isValid, point) }
  public var variance: Value { nanUnless(isValid, 0 * point) }
  /// NaN: there is no spread.
  public var skewness: Value { nanUnless(Value.Mask(false), point) }
  /// NaN: there is no spread.
  public var excessKurtosis: Value { nanUnless(Value.Mask(false), point) }
  public var mode: Value { mean }

  // MARK: - Entropy

  public var entropy: Value { variance }

  // MARK: - Draws

  public func sample(using generator: inout some RandomNumberGenerator) -> Value { mean }

  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    mean.tensor.broadcast(to: shape + point.shape)
  }

  public func elements() -> DistributionElements {
    DistributionElements(point) { PointMass<Double>(at: $0[0]) }
  }

  // MARK: - Description

  public var description: String { literal(Self.familyName, ("at", point)) }
}

extension PointMass: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [LiteralSpelling(numbers: "at") { PointMass(at: $0[0]) }]
  }
}

extension PointMass: Equatable where Value: Equatable {}
extension PointMass: Hashable where Value: Hashable {}
extension PointMass: Codable where Value == Double {}
