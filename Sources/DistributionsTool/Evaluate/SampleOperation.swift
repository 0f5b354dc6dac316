import Distributions

extension Answering {
  static let sampleOperations: [String: Operation] = [
    "sample": { request in
      let p = try request.distribution("p")
      let count = try request.optionalWholeNumber("count") ?? 1
      let limit = sampleLimit / UInt64(max(p.space.numbersInADraw, 1))
      guard count <= limit else {
        throw Failure(.badArgument, "count is \(count), but may be at most \(limit).")
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
  private static let sampleLimit: UInt64 = 5_000_000
}

extension Space {
  /// How many numbers make one draw.
  fileprivate var numbersInADraw: Int {
    switch self {
    case .realLine, .integers: 1
    case .vectors(let length), .countVectors(let length), .simplex(let length),
      .sphere(let length):
      length
    case .matrices(let rows, let columns): rows * columns
    case .correlationFactors(let rows): rows * rows
    }
  }
}
