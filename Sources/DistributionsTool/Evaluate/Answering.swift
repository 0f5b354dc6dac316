import Distributions

/// Answers requests, each by itself.
enum Answering {
  typealias Operation = @Sendable (Request) throws -> Answer

  /// Every operation by its name.
  static let operations: [String: Operation] = {
    var operations: [String: Operation] = [:]
    for group in [
      divergenceOperations, factOperations, pointOperations, sampleOperations, lossOperations,
    ] {
      operations.merge(group) { first, _ in first }
    }
    return operations
  }()

  /// Appends the answer to one line.
  ///
  /// - Returns: Whether it is a value.
  static func answer(_ line: LineReader.Line, to writer: inout JSONWriter) -> Bool {
    switch line {
    case .tooLong(let beginning):
      // The line is no text of its own, but its id may stand in what is left of it.
      var id: Range<Int>?
      _ = try? JSONReader.members(of: beginning, idRange: &id)
      let failure = Failure(
        .lineTooLong, "The line is longer than \(LineReader.limit >> 20) MiB.")
      writer.failure(failure, id: id.map { beginning[$0] })
      return false
    case .line(let bytes):
      var id: Range<Int>?
      do {
        let request = Request(
          members: try JSONReader.members(of: bytes, idRange: &id), bytes: bytes)
        let answer = try answer(request)
        writer.answer(answer, id: id.map { bytes[$0] })
        return true
      } catch let error as JSONError {
        let failure = Failure(.badJSON, "\(error.message) (byte \(error.position))")
        writer.failure(failure, id: id.map { bytes[$0] })
      } catch {
        writer.failure(Failure(error), id: id.map { bytes[$0] })
      }
      return false
    }
  }

  private static func answer(_ request: Request) throws -> Answer {
    guard request.optional("op") != nil else {
      throw Failure(.unknownOperation, "op is missing: the name of what is asked for.")
    }
    let name = try request.string("op")
    guard let operation = operations[name] else {
      let nearest = NearestName.suggestion(for: name, among: operations.keys.sorted())
      throw Failure(
        .unknownOperation,
        "No operation is called \(name)\(nearest.map { "; did you mean \($0)?" } ?? ".")")
    }
    try request.checkNames()
    return try operation(request)
  }
}
