import Tensors

/// Independent numbers side by side, as a vector.
///
/// ```
/// log p(x) = Σ log pᵢ(xᵢ)
/// ```
///
/// - `components`: univariate distributions of any families, all continuous or all on whole numbers.
///
/// Batches are those of the components, broadcast against each other.
///
/// Elsewhere: TFP `JointDistributionSequential([...])`; Distributions.jl
/// `product_distribution([...])`.
public struct Product<Value: RealValue>: MultivariateDistribution {
  public typealias Sample = Tensor<Value.Scalar>
  public typealias Element = Value.Scalar

  /// The distribution of each number.
  public let components: [any UnivariateDistribution<Value>]

  // MARK: - Parameters

  /// - Parameter components: at least one, all continuous or all on whole numbers.
  public init(_ components: [any UnivariateDistribution<Value>]) { self.components = components }

  public static var familyName: String { "Product" }

  public func validate() throws(ParameterError) {
    guard let first = components.first else {
      throw ParameterError(
        family: Self.familyName, parameter: "components", value: "[]",
        requirement: "a list of at least one distribution")
    }
    for component in components {
      try component.validate()
      guard component.space == first.space else {
        throw ParameterError(
          family: Self.familyName, parameter: "components",
          value: "over \(first.space) and over \(component.space)",
          requirement: "over values of one kind")
      }
    }
  }

  // MARK: - Support

  public var eventShape: [Int] { [components.count] }
  public var space: Space {
    components.first?.space == .integers
      ? .countVectors(components.count) : .vectors(components.count)
  }

  // MARK: - Density or mass

  public func logProbability(of x: Tensor<Value.Scalar>) -> Value {
    var sum: Value = 0
    for (index, component) in components.enumerated() {
      let part = x.sliced(index..<index + 1, alongAxis: -1).squeezingShape(at: -1)
      sum = sum + logProbability(component, Value(tensor: part))
    }
    return components.isEmpty ? Value.nan : sum
  }

  private func logProbability(
    _ component: any UnivariateDistribution<Value>, _ x: Value
  ) -> Value {
    switch component {
    case let component as any ContinuousDistribution<Value>:
      component.logDensity(at: AnchoredPoint(x))
    case let component as any DiscreteDistribution<Value>: component.logMass(at: x)
    default: Value.nan
    }
  }

  // MARK: - Statistics

  private func vector(
    _ fact: (any UnivariateDistribution<Value>) -> Value
  ) -> Tensor<Value.Scalar> {
    let values = components.map { fact($0).tensor }
    guard let shape = broadcastShape(values.map(\.shape)), !values.isEmpty else {
      return Tensor.nan
    }
    return Tensor(stacking: values.map { $0.broadcast(to: shape) }, alongAxis: -1)
  }

  public var mean: Tensor<Value.Scalar> { vector { $0.mean } }
  public var covariance: Tensor<Value.Scalar> { vector { $0.variance }.diagonal() }
  public var mode: Tensor<Value.Scalar> { vector { $0.mode } }

  // MARK: - Entropy

  /// The sum of the components'.
  public var entropy: Value {
    components.isEmpty ? Value.nan : total(components.map { $0.entropy })
  }

  // MARK: - Draws

  public func sample(using generator: inout some RandomNumberGenerator) -> Tensor<Value.Scalar> {
    sample(shape: [], using: &generator)
  }

  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    let batches = components.map { batchShape(of: $0) }
    guard let batch = broadcastShape(batches), !components.isEmpty else {
      preconditionFailure("Product: components of shapes \(batches) do not fit")
    }
    var columns: [Tensor<Value.Scalar>] = []
    for (component, own) in zip(components, batches) {
      columns.append(
        Self.draws(component, own: own, shape: shape, batch: batch, using: &generator))
    }
    return Tensor(stacking: columns, alongAxis: -1)
  }

  private static func draws<Part: UnivariateDistribution<Value>>(
    _ part: Part, own: [Int], shape: [Int], batch: [Int],
    using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    part.lineValues(
      independentDraws(part, own: own, shape: shape, batch: batch, using: &generator))
  }

  public func elements() -> DistributionElements {
    if let single = self as? Product<Double> {
      return DistributionElements(shape: [], distributions: [single])
    }
    return composedElements(components, []) { parts, _ in
      Product<Double>(parts.compactMap { $0 as? any UnivariateDistribution<Double> })
    }
  }

  // MARK: - Description

  public var description: String {
    "\(Self.familyName)([\(components.map(\.description).joined(separator: ", "))])"
  }
}

extension Product: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([LiteralParameter("components", .distributions)]) {
        let components = try $0.distributions("components")
        let parts = components.compactMap { $0 as? any UnivariateDistribution<Double> }
        guard parts.count == components.count else {
          throw CompositionError(reason: "components must be over numbers")
        }
        return Product(parts)
      }
    ]
  }
}

extension Product: Equatable where Value == Double {
  public static func == (x: Product, y: Product) -> Bool {
    x.components.count == y.components.count
      && zip(x.components, y.components).allSatisfy { areEqual($0, $1) }
  }
}

extension Product: Hashable where Value == Double {
  public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

extension Product: Codable where Value == Double {}
