/// Why there is no divergence, cross-entropy or entropy.
public enum DivergenceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The two distributions are over different kinds of values.
  case differentSpaces(p: String, pSpace: Space, q: String, qSpace: Space)
  /// The shapes of two batches cannot be broadcast against each other.
  case shapesDoNotFit(p: [Int], q: [Int])
  /// The best value that was found is not as exact as was asked for.
  case toleranceNotReached(value: Double, error: Double, tolerance: Double, tried: [String])
  /// No method that was allowed gives an answer: what was tried, and why it did not.
  case noMethod(quantity: String, tried: [String])
  /// The quantity has no meaning for these arguments.
  case undefined(String)

  /// A short name for programs: `differentSpaces`, `toleranceNotReached`, ...
  public var code: String {
    switch self {
    case .differentSpaces: "differentSpaces"
    case .shapesDoNotFit: "shapesDoNotFit"
    case .toleranceNotReached: "toleranceNotReached"
    case .noMethod: "noMethod"
    case .undefined: "undefined"
    }
  }

  public var description: String {
    switch self {
    case .differentSpaces(let p, let pSpace, let q, let qSpace):
      return "\(p) is over \(pSpace), but \(q) is over \(qSpace); only distributions over the same "
        + "space can be compared."
    case .shapesDoNotFit(let p, let q):
      return "Batches of shapes \(p) and \(q) cannot be broadcast against each other."
    case .toleranceNotReached(let value, let error, let tolerance, let tried):
      let story = tried.isEmpty ? "" : " Tried: \(tried.joined(separator: "; "))."
      return "The relative tolerance \(tolerance) was not reached: \(value) with an error of up to "
        + "\(error).\(story)"
    case .noMethod(let quantity, let tried):
      return "No allowed method gives \(quantity). Tried: \(tried.joined(separator: "; "))."
    case .undefined(let sentence):
      return sentence
    }
  }
}
