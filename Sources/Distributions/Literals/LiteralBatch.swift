/// Batches as text: `Normal(mean: [0, 1], standardDeviation: 2)` is two distributions.
extension LiteralResolver {
  /// The distributions of a call, some of whose numbers may be lists of one length.
  func batch(_ call: LiteralCall) throws(LiteralError) -> [any Distribution<Double>] {
    let single: LiteralError
    do {
      return [try distribution(call)]
    } catch {
      single = error
    }
    let lengths = call.arguments.compactMap { argument -> Int? in
      if case .numbers(let numbers) = argument.value.value { return numbers.count }
      return nil
    }
    guard let length = lengths.max(), length > 0, lengths.allSatisfy({ $0 == length || $0 == 1 })
    else { throw single }
    var distributions: [any Distribution<Double>] = []
    for index in 0..<length {
      let arguments = call.arguments.map { argument -> LiteralCall.Argument in
        guard case .numbers(let numbers) = argument.value.value else { return argument }
        let number = numbers.count == 1 ? numbers[0] : numbers[index]
        return LiteralCall.Argument(
          label: argument.label, labelRange: argument.labelRange,
          equalsSign: argument.equalsSign,
          value: LiteralNode(value: .number(number), range: argument.value.range))
      }
      distributions.append(
        try distribution(
          LiteralCall(
            name: call.name, nameRange: call.nameRange, arguments: arguments, end: call.end)))
    }
    return distributions
  }
}
