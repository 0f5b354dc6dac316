/// Which argument of a call goes to which parameter of a spelling.
struct LiteralMatch {
  /// For each parameter the index of its argument, or nil where it is left out.
  let arguments: [Int?]

  static func match(
    _ call: LiteralCall, _ spelling: LiteralSpelling
  ) -> Result<LiteralMatch, LiteralMismatch> {
    let parameters = spelling.parameters
    var slots = [Int?](repeating: nil, count: parameters.count)
    for (index, argument) in call.arguments.enumerated() {
      var slot = index
      if let label = argument.label {
        guard let found = parameters.firstIndex(where: { $0.label == label }) else {
          return .failure(.init(.unknownLabel(label, argument.labelRange), progress: 0))
        }
        slot = found
      }
      guard slot < parameters.count else {
        return .failure(.init(.tooMany(argument.value.range), progress: 1))
      }
      guard slots[slot] == nil else {
        let range = argument.label == nil ? argument.value.range : argument.labelRange
        return .failure(.init(.duplicate(parameters[slot].label, range), progress: 1))
      }
      slots[slot] = index
    }
    for (slot, parameter) in parameters.enumerated() where slots[slot] == nil {
      if !parameter.isOptional {
        return .failure(.init(.missing(parameter.label), progress: 2))
      }
    }
    for (slot, parameter) in parameters.enumerated() {
      guard let index = slots[slot] else { continue }
      let node = call.arguments[index].value
      if let wrong = node.mismatch(with: parameter.kind) {
        return .failure(
          .init(.wrongKind(parameter, wrong.range, found: wrong.found), progress: 3))
      }
    }
    return .success(LiteralMatch(arguments: slots))
  }
}

/// Why a call does not fit a spelling, and how far it came: of several spellings the one that it
/// came farthest with was meant.
struct LiteralMismatch: Error {
  enum Reason {
    case unknownLabel(String, Range<Int>)
    case duplicate(String, Range<Int>)
    case tooMany(Range<Int>)
    case missing(String)
    case wrongKind(LiteralParameter, Range<Int>, found: String)
  }

  let reason: Reason
  let progress: Int

  init(_ reason: Reason, progress: Int) {
    self.reason = reason
    self.progress = progress
  }
}

extension LiteralNode {
  /// What in this value is not of the kind: the place and what stands there; nil where all is.
  func mismatch(with kind: LiteralParameter.Kind) -> (range: Range<Int>, found: String)? {
    switch (value, kind) {
    case (.number, .number), (.numbers, .numbers), (.call, .distribution), (.call, .bijection),
      (.call, .batch):
      return nil
    case (.number(let number), .wholeNumber):
      return number == number.rounded() && number.isFinite ? nil : (range, "\(number)")
    case (.numbers(let numbers), .matrix), (.numbers(let numbers), .distributions),
      (.numbers(let numbers), .bijections):
      return numbers.isEmpty ? nil : (range, kindName)
    case (.list(let rows), .matrix):
      return Self.raggedRow(rows)
    case (.list(let elements), .distributions), (.list(let elements), .bijections):
      for element in elements {
        if case .call = element.value { continue }
        return (element.range, "a list with \(element.kindName)")
      }
      return nil
    case (.list(let elements), .numbers):
      for element in elements {
        if case .number = element.value { continue }
        return (element.range, "a list with \(element.kindName)")
      }
      return nil
    default:
      return (range, kindName)
    }
  }

  /// The first row that is not a list of numbers or not as long as the first.
  private static func raggedRow(_ rows: [LiteralNode]) -> (range: Range<Int>, found: String)? {
    var columns: Int?
    for row in rows {
      guard case .numbers(let numbers) = row.value else {
        return (row.range, "a list with \(row.kindName)")
      }
      if let columns, numbers.count != columns {
        return (row.range, "rows of \(columns) and of \(numbers.count)")
      }
      columns = numbers.count
    }
    return nil
  }
}
