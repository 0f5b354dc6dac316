public import GSL

/// Why there is no integral, sum, root or minimum.
public enum QuadratureError: Error, Sendable, Hashable {
  /// What was found is not as exact as was asked for; no further evaluation betters it.
  case toleranceNotReached(value: Double, error: Double, tolerance: Double)

  /// The number of evaluations allowed is used up, and this is how far it went.
  case tooManyEvaluations(value: Double, error: Double, tolerance: Double, evaluations: Int)

  /// The integrand, or the term, is infinite or not a number at this point.
  case nonFiniteIntegrand(at: Double)

  /// The integral or sum is infinite, as far as its behaviour up to here says.
  case divergent(upTo: Double, partial: Double)

  /// No change of sign between these points, where the function has these values.
  case notBracketed(lower: Double, upper: Double, atLower: Double, atUpper: Double)

  /// The request makes no sense: which argument, and what is required of it.
  case invalidArgument(String)

  /// GSL reports an error.
  case gsl(GSLError)
}

extension QuadratureError: CustomStringConvertible {
  /// A sentence with the numbers.
  public var description: String {
    switch self {
    case .toleranceNotReached(let value, let error, let tolerance):
      "the tolerance \(tolerance) was not reached: \(value) with an error of up to \(error)"
    case .tooManyEvaluations(let value, let error, let tolerance, let evaluations):
      "the tolerance \(tolerance) was not reached in \(evaluations) evaluations: \(value) with an "
        + "error of up to \(error)"
    case .nonFiniteIntegrand(let point):
      "the function is infinite or not a number at \(point)"
    case .divergent(let point, let partial):
      "the integral or sum diverges: it is \(partial) up to \(point) and does not settle"
    case .notBracketed(let lower, let upper, let atLower, let atUpper):
      "no change of sign between \(lower) and \(upper), where the function is \(atLower) and "
        + "\(atUpper)"
    case .invalidArgument(let sentence):
      sentence
    case .gsl(let error):
      error.description
    }
  }
}
