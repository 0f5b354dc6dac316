import Distributions
import Losses

/// Why a request has no value: a code for programs and a sentence for people.
struct Failure: Error {
  enum Code: String {
    case badJSON
    case badLiteral
    case parameterOutOfDomain
    case unknownOperation
    /// A field is missing, of the wrong kind, or out of its range.
    case badArgument
    /// The question has no meaning for this family.
    case notApplicable
    case differentSpaces
    case shapesDoNotFit
    case toleranceNotReached
    /// No method that was allowed gives an answer.
    case noMethod
    case undefined
    case lineTooLong
  }

  let code: Code
  let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  init(_ error: LiteralError) {
    if case .invalidParameter = error.problem {
      self.init(.parameterOutOfDomain, error.message)
    } else {
      self.init(.badLiteral, error.description)
    }
  }

  init(_ error: DivergenceError) {
    self.init(Code(rawValue: error.code) ?? .undefined, error.description)
  }

  /// Of any error that the package throws.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as LiteralError: self.init(error)
    case let error as DivergenceError: self.init(error)
    case let error as ParameterError: self.init(.parameterOutOfDomain, error.description)
    case let error as LossError: self.init(.badArgument, error.description)
    default: self.init(.undefined, "\(error)")
    }
  }
}
