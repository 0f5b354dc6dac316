@_exported import RandomGenerators
@_exported import Tensors

/// A probability distribution whose parameters are numbers or batches of them.
///
/// Parameters are not inspected at construction: an invalid one gives NaN wherever it is used,
/// element by element; ``validate()`` says what is wrong.
public protocol Distribution<Value>: Sendable, CustomStringConvertible {
  /// The type of parameters, densities and facts: a number, or a tensor of them.
  associatedtype Value: RealValue
  /// The type of one draw: `Double`, `Bool`, `Int`, a vector; or a tensor of them.
  associatedtype Sample: Sendable
  /// The type of one number within many draws held in a tensor.
  associatedtype Element: TensorScalar

  /// The family's name, as in literals: `"Normal"`.
  static var familyName: String { get }

  /// Throws what is wrong with the parameters: family, parameter, index, value and bound.
  func validate() throws(ParameterError)

  /// The values that a draw can take: on what line, in how many dimensions.
  var space: Space { get }

  /// The log of the density (or of the mass) at a value; −infinity outside the support, NaN where
  /// the value or a parameter is NaN or invalid.
  func logProbability(of x: Sample) -> Value

  /// One draw; of a batch of distributions, one of each.
  func sample(using generator: inout some RandomNumberGenerator) -> Sample

  /// Draws of the given shape, followed by the shape of the batch and of the event, in a tensor.
  func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Element>

  /// The distribution's elements over `Double`, in row-major order: itself for a number. What has
  /// no closed form is computed through them, one by one.
  func elements() -> DistributionElements

  /// −E log p(X), in nats; for a continuous family the differential entropy. NaN where the family
  /// has no closed form for it (``entropyEstimate(of:)`` computes it then).
  var entropy: Value { get }
}

extension Distribution {
  /// Independent draws, one after another.
  public func sample(
    count: Int, using generator: inout some RandomNumberGenerator
  ) -> [Sample] {
    (0..<max(count, 0)).map { _ in sample(using: &generator) }
  }
}

/// A batch of distributions taken apart.
public struct DistributionElements: Sendable {
  /// The shape of the batch; `[]` for one distribution.
  public let shape: [Int]
  /// The distributions over `Double`, as many as the shape has elements.
  public let distributions: [any Distribution<Double>]

  public init(shape: [Int], distributions: [any Distribution<Double>]) {
    self.shape = shape
    self.distributions = distributions
  }

  /// The elements of a batch with the given parameters, broadcast against each other; parameters
  /// that do not fit give no elements.
  public init<Value: RealValue>(
    _ parameters: Value..., make: ([Double]) -> any Distribution<Double>
  ) {
    guard let shape = broadcastShape(parameters.map(\.shape)) else {
      self.init(shape: [0], distributions: [])
      return
    }
    let columns = parameters.map { $0.tensor.broadcast(to: shape).scalars.map { Double($0) } }
    let count = shape.reduce(1, *)
    self.init(
      shape: shape,
      distributions: (0..<count).map { i in make(columns.map { $0[i] }) })
  }
}

/// What kind of values a distribution is over. Divergences need both arguments in one space.
public enum Space: Hashable, Sendable, CustomStringConvertible {
  /// Real numbers.
  case realLine
  /// Whole numbers, with `false` and `true` as 0 and 1 and class indices.
  case integers
  /// Vectors of a length.
  case vectors(Int)
  /// Vectors of counts of a length.
  case countVectors(Int)
  /// Points of a simplex: vectors of a length that are not negative and sum to 1.
  case simplex(Int)
  /// Vectors of a length of which each has length 1 in space: points of a sphere.
  case sphere(Int)
  /// Matrices.
  case matrices(Int, Int)
  /// Lower triangular factors of correlation matrices of as many rows.
  case correlationFactors(Int)

  public var description: String {
    switch self {
    case .realLine: "the real line"
    case .integers: "whole numbers"
    case .vectors(let n): "vectors of length \(n)"
    case .countVectors(let n): "vectors of \(n) counts"
    case .simplex(let n): "the simplex of \(n) shares"
    case .sphere(let n): "the unit sphere of \(n)-dimensional space"
    case .matrices(let m, let n): "\(m) × \(n) matrices"
    case .correlationFactors(let n): "factors of \(n) × \(n) correlation matrices"
    }
  }
}

/// A parameter outside its domain.
public struct ParameterError: Error, Equatable, CustomStringConvertible {
  /// The family, as in literals.
  public let family: String
  /// The parameter's label.
  public let parameter: String
  /// Which element of a batch, in row-major order; nil for a single distribution.
  public let index: Int?
  /// The offending value, as text that reads back exactly.
  public let value: String
  /// What the value must be: "positive and finite".
  public let requirement: String

  public init(
    family: String, parameter: String, index: Int? = nil, value: String, requirement: String
  ) {
    self.family = family
    self.parameter = parameter
    self.index = index
    self.value = value
    self.requirement = requirement
  }

  public var description: String {
    let place = index.map { " (element \($0))" } ?? ""
    return "\(family): \(parameter) is \(value)\(place), but must be \(requirement)."
  }
}

extension Distribution {
  /// Throws unless every element of a parameter meets `condition`.
  public func require(
    _ parameter: String, _ value: Value, _ requirement: String, _ condition: (Double) -> Bool
  ) throws(ParameterError) {
    // A single number needs no tensor: literals are validated many thousand times a second.
    if let number = value as? Double {
      guard !condition(number) else { return }
      throw ParameterError(
        family: Self.familyName, parameter: parameter, value: "\(number)",
        requirement: requirement)
    }
    let scalars = value.tensor.scalars
    for (index, scalar) in scalars.enumerated() where !condition(Double(scalar)) {
      throw ParameterError(
        family: Self.familyName, parameter: parameter,
        index: value.shape.isEmpty ? nil : index, value: "\(scalar)", requirement: requirement)
    }
  }
}
