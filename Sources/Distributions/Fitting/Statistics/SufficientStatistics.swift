/// What a sample tells about the parameters of an exponential family, in a few numbers: it is fed one
/// observation after another, and two are merged to that of both samples together.
public protocol SufficientStatistics: Sendable, Hashable {
  /// A draw of the family.
  associatedtype Observation

  /// Those of no observations.
  init()

  /// The sum of the weights: the number of observations where all weights are 1.
  var totalWeight: Double { get }

  /// Adds an observation that counts `weight` times.
  ///
  /// - Throws: ``FittingError`` for an observation that the family cannot have drawn, with the number
  ///   of those before it as its index, and for a weight that is negative or not finite.
  mutating func add(_ observation: Observation, weight: Double) throws(FittingError)

  /// Adds the observations of another sample.
  mutating func merge(_ other: Self)
}

extension SufficientStatistics {
  /// Those of a sample.
  public init(
    _ observations: some Sequence<Observation>
  ) throws(FittingError) {
    self.init()
    for observation in observations { try add(observation) }
  }

  /// Adds an observation that counts once.
  public mutating func add(_ observation: Observation) throws(FittingError) {
    try add(observation, weight: 1)
  }

  /// Those of two samples together.
  public func merging(_ other: Self) -> Self {
    var both = self
    both.merge(other)
    return both
  }
}

/// A family of the form p(x) = h(x) exp(η·T(x) − A(η)).
///
/// Its likelihood depends on a sample through the sum of T only, so a fit needs no more than its
/// ``Statistics``, however long the sample was.
///
/// Source: L. D. Brown, *Fundamentals of Statistical Exponential Families*, 1986.
public protocol ExponentialFamily: Distribution where Value == Double {
  /// What is kept of a sample.
  associatedtype Statistics: SufficientStatistics where Statistics.Observation == Sample

  /// η.
  var naturalParameters: [Double] { get }
  /// A(η), the log of the integral of h(x) exp(η·T(x)).
  var logPartition: Double { get }
  /// T(x).
  static func sufficientStatistic(of x: Sample) -> [Double]
  /// log h(x), for x in the support.
  static func logBaseMeasure(of x: Sample) -> Double

  /// The distribution under which the sample is most likely.
  ///
  /// - Throws: ``FittingError``, as the fit to the sample itself.
  static func fit(to statistics: Statistics) throws(FittingError) -> Fit<Self>
}

/// Checks a weight, and counts observations, for statistics that are being fed.
struct Tally: Sendable, Hashable {
  /// The sum of the weights.
  private(set) var weight = 0.0
  /// The number of observations.
  private(set) var count = 0

  /// The share that an observation has in the weight with it; nil where it counts for nothing.
  mutating func share(of weight: Double) throws(FittingError) -> Double? {
    guard weight >= 0, weight < .infinity else {
      throw .invalidWeight(weight: weight, index: count)
    }
    count += 1
    guard weight > 0 else { return nil }
    self.weight += weight
    return weight / self.weight
  }

  /// The share of another's weight in that of both.
  mutating func merge(_ other: Tally) -> Double {
    weight += other.weight
    count += other.count
    return weight > 0 ? other.weight / weight : 0
  }

  func requireData() throws(FittingError) {
    if !(weight > 0) { throw .noData }
  }

  /// Throws unless an observation is a finite number of the right kind.
  func require(
    _ x: Double, _ family: String, _ requirement: String, _ condition: Bool
  ) throws(FittingError) {
    if x.isNaN { throw .notANumber(index: count) }
    if x.isInfinite { throw .infinite(value: x, index: count) }
    if !condition {
      throw .outsideSupport(family: family, value: x, index: count, requirement: requirement)
    }
  }
}

/// A mean and the mean squared difference from it, of which one more is taken in without loss.
///
/// Both are kept relative to the first value, so that a narrow sample far from 0 keeps its digits.
///
/// Source: B. P. Welford, "Note on a method for calculating corrected sums of squares and products",
/// Technometrics 4 (1962), 419-420; for merging T. F. Chan, G. H. Golub, R. J. LeVeque, "Updating
/// formulae and a pairwise algorithm for computing sample variances", 1979.
struct RunningMoments: Sendable, Hashable {
  private(set) var variance: Double
  private var anchor: Double?
  /// The mean − the anchor.
  private var offset = 0.0

  init() { variance = 0 }

  init(mean: Double, variance: Double) {
    anchor = mean
    self.variance = variance
  }

  var mean: Double { (anchor ?? 0) + offset }

  /// - Parameter share: That of the observation in the weight with it.
  mutating func add(_ x: Double, share: Double) {
    let anchor = anchor ?? x
    self.anchor = anchor
    let difference = (x - anchor) - offset
    offset += share * difference
    variance += share * ((1 - share) * difference * difference - variance)
  }

  /// - Parameter share: That of the other sample in the weight of both.
  mutating func merge(_ other: RunningMoments, share: Double) {
    guard let theirs = other.anchor else { return }
    guard let ours = anchor else {
      self = other
      return
    }
    let difference = (theirs - ours) + (other.offset - offset)
    offset += share * difference
    variance +=
      share * (other.variance - variance) + share * (1 - share) * difference * difference
  }
}
