/// The arguments of a literal, by label, already checked to be of the kinds its spelling takes.
public struct LiteralArguments: Sendable {
  /// A value, of one of the kinds of ``LiteralParameter/Kind``.
  public enum Argument: Sendable {
    case number(Double)
    case numbers([Double])
    /// Rows of one length.
    case matrix([[Double]])
    case distribution(any Distribution<Double>)
    case distributions([any Distribution<Double>])
    case bijection(any Bijection)
    case bijections([any Bijection])
  }

  // A spelling has few parameters: looking along them is faster than hashing.
  private let arguments: [(label: String, value: Argument)]

  /// Values by label, for the parameters of a spelling; labels that it has not are left out.
  public init(_ values: [String: Argument], for spelling: LiteralSpelling) {
    arguments = spelling.parameters.compactMap { parameter in
      values[parameter.label].map { (label: parameter.label, value: $0) }
    }
  }

  /// Arguments in any order, each label once.
  init(_ arguments: [(label: String, value: Argument)]) { self.arguments = arguments }

  private subscript(_ label: String) -> Argument? {
    arguments.first { $0.label == label }?.value
  }

  /// The number of this label.
  public func number(_ label: String) throws -> Double {
    if case .number(let value)? = self[label] { return value }
    throw MissingArgument(label: label)
  }

  /// The number of this label, or nil where the literal leaves it out.
  public func optionalNumber(_ label: String) -> Double? {
    if case .number(let value)? = self[label] { return value }
    return nil
  }

  /// The whole number of this label.
  ///
  /// - Throws: where it is beyond the range of `Int`.
  public func wholeNumber(_ label: String) throws -> Int {
    guard case .number(let value)? = self[label] else { throw MissingArgument(label: label) }
    guard let whole = Int(exactly: value) else {
      throw OutOfRange(label: label, value: value)
    }
    return whole
  }

  /// The list of numbers of this label.
  public func numbers(_ label: String) throws -> [Double] {
    if case .numbers(let values)? = self[label] { return values }
    throw MissingArgument(label: label)
  }

  /// The rows of this label, all of one length.
  public func matrix(_ label: String) throws -> [[Double]] {
    if case .matrix(let rows)? = self[label] { return rows }
    throw MissingArgument(label: label)
  }

  /// The distribution of this label.
  public func distribution(_ label: String) throws -> any Distribution<Double> {
    if case .distribution(let value)? = self[label] { return value }
    throw MissingArgument(label: label)
  }

  /// The distributions of this label.
  public func distributions(_ label: String) throws -> [any Distribution<Double>] {
    if case .distributions(let values)? = self[label] { return values }
    throw MissingArgument(label: label)
  }

  /// The bijection of this label.
  public func bijection(_ label: String) throws -> any Bijection {
    if case .bijection(let value)? = self[label] { return value }
    throw MissingArgument(label: label)
  }

  /// A spelling asked for an argument that it does not list.
  struct MissingArgument: Error, CustomStringConvertible {
    let label: String
    var description: String { "no argument is called \(label)" }
  }

  /// A whole number beyond the range of `Int`.
  struct OutOfRange: Error, CustomStringConvertible {
    let label: String
    let value: Double
    var description: String { "\(label) is \(value), which is too large" }
  }
}
