import Distributions

/// One request of `evaluate`: the members of its object, asked for by name.
struct Request {
  private let members: [JSONMember]
  /// The text that ranges refer to.
  private let bytes: [UInt8]

  init(members: [JSONMember], bytes: [UInt8]) {
    self.members = members
    self.bytes = bytes
  }

  /// Every name that some operation asks for.
  private static let names: Set<String> = [
    "id", "op", "p", "q", "ps", "qs", "x", "u", "count", "seed", "name", "order", "method",
    "tolerance", "draws", "logits", "labels", "positiveWeight", "gradient",
  ]

  /// Fails where a member is all but called like one that counts: a misspelt tolerance must not
  /// be passed over. Others that no operation asks for are the sender's own.
  func checkNames() throws(Failure) {
    for member in members where !Self.names.contains(member.name) {
      guard let meant = NearestName.misspelled(member.name, of: Self.names) else { continue }
      throw Failure(
        .badArgument, "No field is called \(member.name); did you mean \(meant)?")
    }
  }

  /// The member of this name, the last of several; null is none.
  private func member(_ name: String) -> JSONMember? {
    guard let member = members.last(where: { $0.name == name }) else { return nil }
    if case .null = member.value { return nil }
    return member
  }

  func optional(_ name: String) -> JSONValue? { member(name)?.value }

  func value(_ name: String) throws(Failure) -> JSONValue {
    guard let value = optional(name) else {
      throw Failure(.badArgument, "\(name) is missing.")
    }
    return value
  }

  func string(_ name: String) throws(Failure) -> String {
    let value = try value(name)
    guard case .string(let string) = value else {
      throw Failure(.badArgument, "\(name) is \(value.kindName), but must be a string.")
    }
    return string
  }

  func optionalBool(_ name: String) throws(Failure) -> Bool? {
    guard let value = optional(name) else { return nil }
    guard case .bool(let bool) = value else {
      throw Failure(.badArgument, "\(name) is \(value.kindName), but must be true or false.")
    }
    return bool
  }

  func optionalNumber(_ name: String) throws(Failure) -> Double? {
    guard let value = optional(name) else { return nil }
    guard let number = value.number else {
      throw Failure(.badArgument, "\(name) is \(value.kindName), but must be a number.")
    }
    return number
  }

  /// A whole number that is not negative, to its last digit.
  func optionalWholeNumber(_ name: String) throws(Failure) -> UInt64? {
    guard let member = member(name) else { return nil }
    if case .number(let number) = member.value {
      // The text is exact where the double is not.
      let text = String(decoding: bytes[member.range], as: UTF8.self)
      if let whole = UInt64(text) ?? UInt64(exactly: number) { return whole }
      throw Failure(
        .badArgument, "\(name) is \(text), but must be a whole number from 0 to \(UInt64.max).")
    }
    throw Failure(
      .badArgument, "\(name) is \(member.value.kindName), but must be a whole number.")
  }

  func distribution(_ name: String) throws(Failure) -> any Distribution<Double> {
    try Self.distribution(try string(name))
  }

  func distributions(_ name: String) throws(Failure) -> [any Distribution<Double>] {
    let value = try value(name)
    guard case .array(let elements) = value else {
      throw Failure(
        .badArgument, "\(name) is \(value.kindName), but must be a list of distribution literals.")
    }
    var distributions: [any Distribution<Double>] = []
    for (index, element) in elements.enumerated() {
      guard case .string(let literal) = element else {
        throw Failure(
          .badArgument, "\(name)[\(index)] is \(element.kindName), but must be a literal.")
      }
      distributions.append(try Self.distribution(literal))
    }
    return distributions
  }

  private static func distribution(
    _ literal: String
  ) throws(Failure) -> any Distribution<Double> {
    do {
      return try Distributions.distribution(parsing: literal)
    } catch {
      throw Failure(error)
    }
  }
}

extension JSONValue {
  /// The number that this is or writes: `"inf"`, `"-inf"` and `"nan"` are numbers.
  var number: Double? {
    switch self {
    case .number(let number): number
    case .string("inf"): .infinity
    case .string("-inf"): -.infinity
    case .string("nan"): .nan
    default: nil
    }
  }
}
