/// The arguments of a literal, by label, already checked to be of the kinds its spelling takes.
public struct LiteralArguments: Sendable {
  public enum Argument: Sendable {
    case number(Double)
    case numbers([Double])
    case matrix([[Double]])
    case distribution(any Distribution<Double>)
    case distributions([any Distribution<Double>])
  }

  private let arguments: [String: Argument]

  public init(_ arguments: [String: Argument]) { self.arguments = arguments }

  public func number(_ label: String) throws -> Double {
    if case .number(let value)? = arguments[label] { return value }
    throw MissingArgument(label: label)
  }

  public func optionalNumber(_ label: String) -> Double? {
    if case .number(let value)? = arguments[label] { return value }
    return nil
  }

  public func numbers(_ label: String) throws -> [Double] {
    if case .numbers(let values)? = arguments[label] { return values }
    throw MissingArgument(label: label)
  }

  public func matrix(_ label: String) throws -> [[Double]] {
    if case .matrix(let rows)? = arguments[label] { return rows }
    throw MissingArgument(label: label)
  }

  public func distribution(_ label: String) throws -> any Distribution<Double> {
    if case .distribution(let value)? = arguments[label] { return value }
    throw MissingArgument(label: label)
  }

  public func distributions(_ label: String) throws -> [any Distribution<Double>] {
    if case .distributions(let values)? = arguments[label] { return values }
    throw MissingArgument(label: label)
  }

  /// A spelling asked for an argument that it does not list.
  struct MissingArgument: Error, CustomStringConvertible {
    let label: String
    var description: String { "no argument is called \(label)" }
  }
}
