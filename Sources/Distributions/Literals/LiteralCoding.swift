extension LiteralFamily where Self: Encodable {
  /// Encodes the distribution as its literal: one string, `"Normal(mean: 0.0, standardDeviation: 1.0)"`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension LiteralFamily where Self: Decodable {
  /// Decodes a distribution from its literal.
  ///
  /// - Throws: `DecodingError.dataCorrupted` with the sentence of the ``LiteralError`` where the string
  ///   is no literal, and where it writes a distribution of another type.
  public init(from decoder: any Decoder) throws {
    self = try decodedLiteral(from: decoder) { $0 as? Self }
  }
}

/// What a literal writes, where it is of the type that is wanted.
///
/// - Parameter convert: nil for a distribution of another type.
func decodedLiteral<Wanted>(
  from decoder: any Decoder, convert: (any Distribution<Double>) -> Wanted?
) throws -> Wanted {
  let container = try decoder.singleValueContainer()
  let text = try container.decode(String.self)
  let read: any Distribution<Double>
  do {
    read = try distribution(parsing: text)
  } catch {
    throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
  }
  guard let wanted = convert(read) else {
    throw DecodingError.dataCorruptedError(
      in: container, debugDescription: "\(text) is not of the type \(Wanted.self)")
  }
  return wanted
}
