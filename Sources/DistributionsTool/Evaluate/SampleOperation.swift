import Distributions

extension Answering {
  static let sampleOperations: [String: Operation] = [
    "sample": { request in
      let p = try request.distribution("p")
      let count = try request.optionalWholeNumber("count") ?? 1
      guard count <= sampleLimit else {
        throw Failure(.badArgument, "count is \(count), but may be at most \(sampleLimit).")
      }
      let draws = Draws(
        distribution: p, count: Int(count),
        seed: try request.optionalWholeNumber("seed") ?? 0)
      var text = JSONWriter()
      try draws.write(to: &text)
      let bytes = text.bytes
      return Answer { $0.raw(bytes[...]) }
    }
  ]

  /// The most numbers that one answer holds.
  private static let sampleLimit: UInt64 = 10_000_000
}
