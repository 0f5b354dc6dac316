/// Why a family was not fitted to data: what is wrong, where, and what would be right.
public enum FittingError: Error, Hashable, Sendable {
  /// There are no observations, or all weights are 0.
  case noData
  /// An observation is NaN.
  case notANumber(index: Int)
  /// An observation is infinite.
  case infinite(value: Double, index: Int)
  /// There are more or fewer weights than observations.
  case weightCount(weights: Int, observations: Int)
  /// A weight is negative, infinite or NaN.
  case invalidWeight(weight: Double, index: Int)
  /// Fewer different values than the family has parameters to be told apart.
  case tooFewValues(family: String, distinct: Int, needed: Int)
  /// The family gives no mass to an observation.
  case outsideSupport(family: String, value: Double, index: Int, requirement: String)
  /// An observation of several numbers does not fit: its length, its sum, what else.
  case malformed(family: String, index: Int, problem: String)
  /// The likelihood has no greatest value: it grows without end, or towards a limit that is not
  /// in the family.
  case noMaximum(family: String, reason: String)
  /// The search ended before it found the maximum.
  case notConverged(family: String, reason: String)
}

extension FittingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noData:
      "There is nothing to fit: no observation has a positive weight."
    case .notANumber(let index):
      "The observation at index \(index) is not a number."
    case .infinite(let value, let index):
      "The observation at index \(index) is \(value); only finite ones can be fitted."
    case .weightCount(let weights, let observations):
      "There are \(weights) weights for \(observations) observations; each needs its own."
    case .invalidWeight(let weight, let index):
      "The weight at index \(index) is \(weight), but must be finite and not negative."
    case .tooFewValues(let family, 1, let needed):
      "\(family): all observations are equal; at least \(needed) different values are needed."
    case .tooFewValues(let family, let distinct, let needed):
      "\(family): there are \(distinct) different values; at least \(needed) are needed."
    case .outsideSupport(let family, let value, let index, let requirement):
      "\(family): the observation at index \(index) is \(value), but must be \(requirement)."
    case .malformed(let family, let index, let problem):
      "\(family): the observation at index \(index) \(problem)."
    case .noMaximum(let family, let reason):
      "\(family): the likelihood has no maximum: \(reason)."
    case .notConverged(let family, let reason):
      "\(family): the maximum of the likelihood was not found: \(reason)."
    }
  }
}
