import Tensors

/// A function of tensors with parameters that training changes.
///
/// A module is a value: the function is pure, and other parameters make another module. Yours needs
/// two members, the function and a walk through its parameters:
///
/// ```swift
/// struct Scaled: Module {
///   var inner: Dense<Float>
///   var gain = Tensor<Float>(1)
///   func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { gain * inner(input) }
///   mutating func forEachParameter(_ body: (String, inout Tensor<Float>) -> Void) {
///     inner.forEachParameter { name, parameter in body("inner." + name, &parameter) }
///     body("gain", &gain)
///   }
/// }
/// ```
///
/// The gradient penalty takes second derivatives, so a critic must be made of operations that have
/// them: all of this package's are.
public protocol Module<Scalar>: Sendable {
  associatedtype Scalar: FloatingPointTensorScalar

  /// The function: rows in, rows out.
  func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar>

  /// The same function in two parts, of which the first is affine: it takes a point between two rows to
  /// the point as far between what it makes of them. Nil unless told.
  var affineStart: AffineStart<Scalar>? { get }

  /// Calls `body` with each parameter and its name, always in the same order. Names are unique
  /// within the module; those of a part are prefixed by the part's name and a dot.
  mutating func forEachParameter(
    _ body: (_ name: String, _ parameter: inout Tensor<Scalar>) -> Void)
}

/// A function of rows in two parts, one after the other.
public struct AffineStart<Scalar: FloatingPointTensorScalar>: Sendable {
  /// The affine part.
  public let start: @Sendable (Tensor<Scalar>) -> Tensor<Scalar>
  /// The rest.
  public let rest: @Sendable (Tensor<Scalar>) -> Tensor<Scalar>

  public init(
    start: @escaping @Sendable (Tensor<Scalar>) -> Tensor<Scalar>,
    rest: @escaping @Sendable (Tensor<Scalar>) -> Tensor<Scalar>
  ) {
    self.start = start
    self.rest = rest
  }
}

/// A parameter of a module and what it is called there: `layers.0.weight`.
public struct NamedParameter<Scalar: FloatingPointTensorScalar>: Sendable {
  public let name: String
  public let value: Tensor<Scalar>

  public init(name: String, value: Tensor<Scalar>) {
    self.name = name
    self.value = value
  }
}

extension Module {
  public var affineStart: AffineStart<Scalar>? { nil }

  /// The parameters with their names, in order.
  public var namedParameters: [NamedParameter<Scalar>] {
    var copy = self
    var list: [NamedParameter<Scalar>] = []
    copy.forEachParameter { list.append(NamedParameter(name: $0, value: $1)) }
    return list
  }

  /// The parameters in order.
  public var parameters: [Tensor<Scalar>] {
    var copy = self
    var list: [Tensor<Scalar>] = []
    copy.forEachParameter { _, parameter in list.append(parameter) }
    return list
  }

  /// How many numbers the parameters hold.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.scalarCount } }

  /// The same function with other parameters, in the order of ``parameters``.
  ///
  /// - Precondition: As many as there are, of the same shapes.
  public func with(parameters: [Tensor<Scalar>]) -> Self {
    var copy = self
    var index = 0
    copy.forEachParameter { name, parameter in
      precondition(
        index < parameters.count && parameters[index].shape == parameter.shape,
        "with(parameters:): \(name) has shape \(parameter.shape)")
      parameter = parameters[index]
      index += 1
    }
    precondition(index == parameters.count, "with(parameters:): \(parameters.count) of \(index)")
    return copy
  }

  /// The same function with the parameters of these names, as read from a file.
  ///
  /// - Throws: ``ParameterMismatch`` where one is missing, has another shape, or is not used.
  public func with(
    namedParameters: [String: Tensor<Scalar>]
  ) throws(ParameterMismatch) -> Self {
    var unused = Set(namedParameters.keys)
    var values: [Tensor<Scalar>] = []
    for (name, shape) in self.namedParameters.map({ ($0.name, $0.value.shape) }) {
      guard let value = namedParameters[name] else {
        throw ParameterMismatch(name: name, expected: shape, found: nil)
      }
      guard value.shape == shape else {
        throw ParameterMismatch(name: name, expected: shape, found: value.shape)
      }
      unused.remove(name)
      values.append(value)
    }
    if let name = unused.min() {
      throw ParameterMismatch(name: name, expected: nil, found: namedParameters[name]?.shape)
    }
    return with(parameters: values)
  }
}

/// Parameters that are not those of the module they were given to.
public struct ParameterMismatch: Error, Equatable, CustomStringConvertible {
  /// The parameter's name.
  public let name: String
  /// The shape it has in the module; nil where the module has no such parameter.
  public let expected: [Int]?
  /// The shape it was given with; nil where it was not given.
  public let found: [Int]?

  public init(name: String, expected: [Int]?, found: [Int]?) {
    self.name = name
    self.expected = expected
    self.found = found
  }

  public var description: String {
    switch (expected, found) {
    case (let expected?, nil): "Parameter \(name) of shape \(expected) is missing."
    case (let expected?, let found?):
      "Parameter \(name) has shape \(found), but the network needs \(expected)."
    case (nil, _): "The network has no parameter \(name)."
    }
  }
}
