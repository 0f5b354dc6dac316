/// Bijections as text: `Exp()`, `Power(exponent: 2)`, `Compose([Exp(), AffineMap(1, 2)])`.
extension LiteralResolver {
  /// The labels of each bijection's numbers.
  private static let labels: [String: [String]] = [
    "Exp": [], "Log": [], "Sigmoid": [], "Softplus": [], "Tanh": [], "Power": ["exponent"],
    "AffineMap": ["shift", "scale"],
  ]

  func bijection(_ call: LiteralCall) throws(LiteralError) -> any Bijection {
    if call.name == "Compose" { return try compose(call) }
    guard let labels = Self.labels[call.name] else {
      let names = Self.labels.keys.sorted() + ["Compose"]
      let suggestion = NearestName.suggestion(for: call.name, among: names)
      let advice = suggestion.map { "; did you mean \($0)?" } ?? "."
      throw error(
        call.nameRange, .unknownFamily(call.name, suggestion: suggestion),
        "No bijection is called \(call.name)\(advice)")
    }
    let spelling = LiteralSpelling(labels.map { LiteralParameter($0, .number) }) { _ in
      PointMass<Double>(at: 0)
    }
    guard case .success(let match) = LiteralMatch.match(call, spelling) else {
      throw error(
        call.nameRange, .rejected, "\(call.name) is written \(spelling.signature(call.name)).")
    }
    let numbers = match.arguments.map { index -> Double in
      guard let index, case .number(let number) = call.arguments[index].value.value else {
        return .nan
      }
      return number
    }
    switch (call.name, numbers.count) {
    case ("Exp", _): return Exp()
    case ("Log", _): return Log()
    case ("Sigmoid", _): return Sigmoid()
    case ("Softplus", _): return Softplus()
    case ("Tanh", _): return Tanh()
    case ("Power", 1): return Power(exponent: numbers[0])
    default: return AffineMap(shift: numbers[0], scale: numbers[1])
    }
  }

  private func compose(_ call: LiteralCall) throws(LiteralError) -> any Bijection {
    guard call.arguments.count == 1 else {
      throw error(call.nameRange, .rejected, "Compose takes a list of bijections.")
    }
    switch call.arguments[0].value.value {
    case .numbers(let numbers) where numbers.isEmpty: return Compose([])
    case .list(let elements): return Compose(try bijections(elements))
    default:
      throw error(
        call.arguments[0].value.range, .rejected, "Compose takes a list of bijections.")
    }
  }

  func bijections(_ elements: [LiteralNode]) throws(LiteralError) -> [any Bijection] {
    var steps: [any Bijection] = []
    for element in elements {
      guard case .call(let call) = element.value else {
        throw error(element.range, .rejected, "\(element.kindName) is not a bijection.")
      }
      steps.append(try bijection(call))
    }
    return steps
  }
}
