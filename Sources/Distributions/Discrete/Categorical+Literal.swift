// Categorical distributions over numbers as text, and compared.

extension Categorical where Value == Double {
  /// Lets whole literals stand for numbers: `Categorical(probabilities: [1, 0])`.
  public init(probabilities: [Double]) {
    self.init(row: .probabilities(Tensor(probabilities)))
  }

  /// Lets whole literals stand for numbers: `Categorical(logits: [0, 1])`.
  public init(logits: [Double]) {
    self.init(row: .logits(Tensor(logits)))
  }
}

extension Categorical: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([LiteralParameter("probabilities", .numbers)]) {
        Categorical(probabilities: try $0.numbers("probabilities"))
      },
      LiteralSpelling([LiteralParameter("logits", .numbers)]) {
        Categorical(logits: try $0.numbers("logits"))
      },
    ]
  }
}

extension Categorical: Equatable, Hashable where Value: BinaryFloatingPoint {
  public static func == (x: Categorical, y: Categorical) -> Bool {
    switch (x.parameter, y.parameter) {
    case (.probabilities(let a), .probabilities(let b)), (.logits(let a), .logits(let b)):
      a.scalars == b.scalars
    default: false
    }
  }

  public func hash(into hasher: inout Hasher) {
    switch parameter {
    case .probabilities(let p): hasher.combine(p.scalars)
    case .logits(let l): hasher.combine(l.scalars)
    }
  }
}

extension Categorical: Codable where Value: BinaryFloatingPoint {
  private enum Key: CodingKey { case probabilities, logits }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    if let p = try container.decodeIfPresent([Double].self, forKey: .probabilities) {
      self.init(probabilities: p.map { Value($0) })
    } else {
      let logits = try container.decode([Double].self, forKey: .logits)
      self.init(logits: logits.map { Value($0) })
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch parameter {
    case .probabilities(let p):
      try container.encode(p.scalars.map { Double($0) }, forKey: .probabilities)
    case .logits(let l): try container.encode(l.scalars.map { Double($0) }, forKey: .logits)
    }
  }
}
