/// The families that text is parsed to: a value, which a caller copies and adds its own to.
///
/// ```swift
/// var families = LiteralFamilies.standard
/// try families.register(Bump<Double>.self)
/// let p = try distribution(parsing: "Bump(width: 2)", families: families)
/// ```
public struct LiteralFamilies: Sendable {
  private var spellingsByName: [String: [LiteralSpelling]] = [:]

  /// No family at all.
  public init() {}

  /// Families with different names; of two with the same name the first counts.
  init(listed families: [any LiteralFamily.Type]) {
    spellingsByName.reserveCapacity(families.count)
    for family in families where spellingsByName[family.familyName] == nil {
      spellingsByName[family.familyName] = family.spellings
    }
  }

  /// Adds a family.
  ///
  /// - Throws: ``DuplicateFamily`` where a family of that name is there already.
  public mutating func register(_ family: any LiteralFamily.Type) throws(DuplicateFamily) {
    guard spellingsByName[family.familyName] == nil else {
      throw DuplicateFamily(name: family.familyName)
    }
    spellingsByName[family.familyName] = family.spellings
  }

  /// The names of the families, in alphabetical order.
  public var names: [String] { spellingsByName.keys.sorted() }

  /// How a family is written, the preferred way first; nil where there is no such family.
  public func spellings(of name: String) -> [LiteralSpelling]? { spellingsByName[name] }

  /// A family was registered twice.
  public struct DuplicateFamily: Error, Equatable, CustomStringConvertible {
    /// The family's name.
    public let name: String
    public var description: String { "The family \(name) is already registered." }
  }
}
