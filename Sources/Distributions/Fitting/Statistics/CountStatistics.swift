import SpecialFunctions

/// The weight, the mean and the mean of log k! of counts: what ``Poisson`` and ``Geometric`` need.
public struct CountStatistics: SufficientStatistics {
  private var tally = Tally()
  private var counts = RunningMoments()
  private var logFactorials = RunningMoments()

  public init() {}

  public var totalWeight: Double { tally.weight }
  /// The weighted mean.
  public var mean: Double { counts.mean }
  /// The weighted sum.
  public var sum: Double { counts.mean * tally.weight }
  /// The weighted mean of log k!.
  public var meanLogFactorial: Double { logFactorials.mean }

  public mutating func add(_ k: Int, weight: Double) throws(FittingError) {
    try tally.require(Double(k), "CountStatistics", "not negative", k >= 0)
    guard let share = try tally.share(of: weight) else { return }
    counts.add(Double(k), share: share)
    logFactorials.add(logGammaOnePlus(Double(k)), share: share)
  }

  public mutating func merge(_ other: CountStatistics) {
    let share = tally.merge(other.tally)
    counts.merge(other.counts, share: share)
    logFactorials.merge(other.logFactorials, share: share)
  }

  func requireData() throws(FittingError) { try tally.requireData() }
}

/// How often each of two outcomes was seen: what ``Bernoulli`` needs.
public struct OutcomeStatistics: SufficientStatistics {
  /// The weight of `true`.
  public private(set) var successes = 0.0
  /// The weight of `false`.
  public private(set) var failures = 0.0
  private var count = 0

  public init() {}

  /// - Parameters:
  ///   - successes: How often `true` was seen; not negative.
  ///   - failures: How often `false` was.
  public init(successes: Double, failures: Double) {
    self.successes = successes
    self.failures = failures
  }

  public var totalWeight: Double { successes + failures }

  public mutating func add(_ outcome: Bool, weight: Double) throws(FittingError) {
    guard weight >= 0, weight < .infinity else {
      throw .invalidWeight(weight: weight, index: count)
    }
    count += 1
    if outcome { successes += weight } else { failures += weight }
  }

  public mutating func merge(_ other: OutcomeStatistics) {
    successes += other.successes
    failures += other.failures
    count += other.count
  }
}

/// How often each class was seen: what ``Categorical`` needs.
public struct ClassStatistics: SufficientStatistics {
  /// The weight of each class, 0 to the greatest seen.
  public private(set) var weights: [Double] = []
  private var count = 0

  public init() {}

  /// - Parameter weights: How often each class was seen; not negative.
  public init(weights: [Double]) { self.weights = weights }

  public var totalWeight: Double { weights.reduce(0, +) }

  /// The greatest class index that is taken.
  static let limit = 100_000

  public mutating func add(_ index: Int, weight: Double) throws(FittingError) {
    guard weight >= 0, weight < .infinity else {
      throw .invalidWeight(weight: weight, index: count)
    }
    guard (0..<Self.limit).contains(index) else {
      throw .outsideSupport(
        family: Categorical<Double>.familyName, value: Double(index), index: count,
        requirement: "a class index, from 0 and below \(Self.limit)")
    }
    count += 1
    grow(to: index + 1)
    weights[index] += weight
  }

  public mutating func merge(_ other: ClassStatistics) {
    grow(to: other.weights.count)
    for (index, weight) in other.weights.enumerated() { weights[index] += weight }
    count += other.count
  }

  private mutating func grow(to length: Int) {
    if weights.count < length {
      weights += [Double](repeating: 0, count: length - weights.count)
    }
  }
}
