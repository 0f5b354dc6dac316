/// A family that can be written as text: `Gamma(shape: 2.5, rate: 1)`.
///
/// `description` prints the first spelling with labels, and parsing that gives an equal
/// distribution. The families that text is parsed to are listed in ``LiteralFamilies``.
public protocol LiteralFamily: Distribution<Double> {
  /// The spellings, one for each initialiser, in the order of preference: positional text means
  /// the first one whose parameters fit.
  static var spellings: [LiteralSpelling] { get }
}

/// One way to write a family as text: labels and what they take, and how to make the distribution.
public struct LiteralSpelling: Sendable {
  public let parameters: [LiteralParameter]
  public let make: @Sendable (LiteralArguments) throws -> any Distribution<Double>

  public init(
    _ parameters: [LiteralParameter],
    make: @escaping @Sendable (LiteralArguments) throws -> any Distribution<Double>
  ) {
    self.parameters = parameters
    self.make = make
  }

  /// A family whose parameters are all numbers.
  public init(
    numbers labels: String..., make: @escaping @Sendable ([Double]) -> any Distribution<Double>
  ) {
    self.init(labels.map { LiteralParameter($0, .number) }) { arguments in
      make(try labels.map { try arguments.number($0) })
    }
  }
}

/// A label of a literal and what it takes.
public struct LiteralParameter: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case number, numbers, matrix, wholeNumber, distribution, distributions, bijection, bijections
    /// A distribution, or one whose parameters are lists: as many as these are long.
    case batch
  }

  public let label: String
  public let kind: Kind
  /// Whether the literal may leave it out.
  public let isOptional: Bool

  public init(_ label: String, _ kind: Kind, isOptional: Bool = false) {
    self.label = label
    self.kind = kind
    self.isOptional = isOptional
  }
}
