import Tensors

/// A batch of distributions as one distribution of arrays: the trailing axes of the batch become
/// axes of the event.
///
/// ```
/// log p(x) = Σ log pᵢ(xᵢ)   over the trailing axes
/// ```
///
/// - `base`: a batch.
/// - `eventAxes`: how many of its trailing axes belong to the event, from 0 to as many as it has.
///
/// As text the parameters of the base are lists, `Independent(Normal(mean: [0, 1],
/// standardDeviation: [1, 2]), eventAxes: 1)`; read over numbers that is a ``Product``.
///
/// Elsewhere: TFP `Independent(d, reinterpreted_batch_ndims)`; torch `Independent(d, n)`.
public struct Independent<Base: Distribution>: Distribution {
  public typealias Value = Base.Value
  public typealias Sample = Base.Sample
  public typealias Element = Base.Element

  /// The batch.
  public let base: Base
  /// How many trailing axes are the event's.
  public let eventAxes: Int

  // MARK: - Parameters

  /// - Parameters:
  ///   - base: a batch.
  ///   - eventAxes: how many of its trailing axes belong to the event.
  public init(_ base: Base, eventAxes: Int) {
    self.base = base
    self.eventAxes = eventAxes
  }

  public static var familyName: String { "Independent" }

  public func validate() throws(ParameterError) {
    try base.validate()
    let rank = base.entropy.shape.count
    guard eventAxes >= 0, eventAxes <= rank else {
      throw ParameterError(
        family: Self.familyName, parameter: "eventAxes", value: "\(eventAxes)",
        requirement: "from 0 to \(rank), the number of axes of \(base)")
    }
  }

  // MARK: - Support

  /// The lengths of the axes that the batch gives to the event.
  public var eventShape: [Int] { Array(base.entropy.shape.suffix(max(eventAxes, 0))) }

  public var space: Space {
    let shape = eventShape
    switch (shape.count, base.space) {
    case (0, let space): return space
    case (1, .integers): return .countVectors(shape[0])
    case (2, .realLine): return .matrices(shape[0], shape[1])
    default: return .vectors(shape.reduce(1, *))
    }
  }

  // MARK: - Density or mass

  /// The sum over the axes of the event.
  private func summed(_ value: Value) -> Value {
    guard eventAxes > 0 else { return value }
    let shape = broadcastShape(value.shape, base.entropy.shape) ?? value.shape
    let axes = (1...eventAxes).map { -$0 }
    return Value(tensor: value.tensor.broadcast(to: shape).sum(alongAxes: axes))
  }

  public func logProbability(of x: Base.Sample) -> Value { summed(base.logProbability(of: x)) }

  // MARK: - Entropy

  public var entropy: Value { summed(base.entropy) }

  // MARK: - Draws

  public func sample(using generator: inout some RandomNumberGenerator) -> Base.Sample {
    base.sample(using: &generator)
  }

  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Base.Element> {
    base.sample(shape: shape, using: &generator)
  }

  /// Products of the base's elements.
  public func elements() -> DistributionElements {
    let elements = base.elements()
    let size = elements.shape.suffix(max(eventAxes, 0)).reduce(1, *)
    guard eventAxes > 0, size > 0 else { return elements }
    let products = stride(from: 0, to: elements.distributions.count, by: size).map { start in
      Product<Double>(
        elements.distributions[start..<start + size].compactMap {
          $0 as? any UnivariateDistribution<Double>
        }) as any Distribution<Double>
    }
    return DistributionElements(
      shape: Array(elements.shape.dropLast(eventAxes)), distributions: products)
  }

  // MARK: - Description

  public var description: String { "\(Self.familyName)(\(base), eventAxes: \(eventAxes))" }
}

extension Independent where Base: UnivariateDistribution {
  /// The base's means, of the shape of the batch.
  public var mean: Value { base.mean }
  /// The base's variances, of the shape of the batch.
  public var variance: Value { base.variance }
  /// The base's modes, of the shape of the batch.
  public var mode: Value { base.mode }
}

extension Independent: LiteralFamily where Base.Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([
        LiteralParameter("base", .batch), LiteralParameter("eventAxes", .wholeNumber),
      ]) {
        let parts = try $0.distributions("base")
        switch (try $0.wholeNumber("eventAxes"), parts.count) {
        case (0, 1): return parts[0]
        case (1, _):
          let numbers = parts.compactMap { $0 as? any UnivariateDistribution<Double> }
          guard numbers.count == parts.count else {
            throw CompositionError(reason: "the base must be over numbers")
          }
          return Product(numbers)
        default:
          throw CompositionError(
            reason: "eventAxes must be 1 where parameters are lists, else 0")
        }
      }
    ]
  }
}

extension Independent: Equatable where Base: Equatable {}
extension Independent: Hashable where Base: Hashable {}

extension Independent: Codable where Base.Value == Double {}
