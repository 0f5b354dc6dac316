/// The greatest distance of two cumulative functions, and how often chance makes it greater.
public struct KolmogorovSmirnov: Sendable, Hashable {
  /// sup |F̂(x) − F(x)|.
  public let distance: Double
  /// The probability of a distance at least as great for as many draws of the distribution. It is
  /// too large where the distribution was fitted to the data, or is discrete.
  public let pValue: Double
}

extension UnivariateDistribution where Value == Double {
  /// How far data are from this distribution: the greatest distance of their shares from its
  /// cumulative function, by Kolmogorov and Smirnov, with its p-value (two-sided, exact for up to
  /// 1,000 observations).
  ///
  /// The cumulative function is called where the distance can be greatest, some thousand times
  /// whatever the number of observations: between two of them both functions lie between their
  /// values there.
  ///
  /// - Throws: ``FittingError`` for data that are not finite numbers, or empty.
  public func kolmogorovSmirnov(
    of data: [Double], weights: [Double]? = nil
  ) throws(FittingError) -> KolmogorovSmirnov {
    kolmogorovSmirnov(of: try Observations(data, weights: weights))
  }

  /// Likewise.
  public func kolmogorovSmirnov(of data: Observations) -> KolmogorovSmirnov {
    let distance = KolmogorovDistance(data.sorted, total: data.totalWeight, distribution: self)
      .value
    return KolmogorovSmirnov(
      distance: distance,
      pValue: kolmogorovSurvival(distance, count: data.totalWeight))
  }
}

/// The greatest distance, by halving the ranks and leaving out the parts that cannot hold it.
private struct KolmogorovDistance<P: UnivariateDistribution<Double>> {
  private let sorted: SortedObservations
  private let total: Double
  private let distribution: P
  private let isDiscrete: Bool
  private(set) var value = 0.0

  init(_ sorted: SortedObservations, total: Double, distribution: P) {
    self.sorted = sorted
    self.total = total
    self.distribution = distribution
    isDiscrete = distribution is any DiscreteDistribution<Double>
    let last = sorted.count - 1
    let ends = (distances(0), distances(last))
    guard !ends.0.isNaN, !ends.1.isNaN else {
      value = .nan
      return
    }
    search(0, last, ends.0, ends.1)
  }

  /// F below and at an observation, of which a discrete distribution has two.
  private struct Cumulative {
    let before: Double
    let at: Double
    var isNaN: Bool { before.isNaN || at.isNaN }
  }

  /// The cumulative function at a place; what is found there counts.
  private mutating func distances(_ i: Int) -> Cumulative {
    let x = sorted.values[i]
    let at = distribution.cdf(x)
    let before = isDiscrete ? distribution.cdf(x - 1) : at
    // Of equal values the shares below the first and with the last count.
    var first = i
    while first > 0, sorted.values[first - 1] == x { first -= 1 }
    var last = i
    while last + 1 < sorted.count, sorted.values[last + 1] == x { last += 1 }
    let below = sorted.weightThrough(first - 1) / total
    let through = sorted.weightThrough(last) / total
    value = max(value, abs(through - at), abs(before - below))
    return Cumulative(before: before, at: at)
  }

  private mutating func search(_ low: Int, _ high: Int, _ atLow: Cumulative, _ atHigh: Cumulative) {
    guard high - low > 1, sorted.values[low] < sorted.values[high] else { return }
    // In between F̂ is from that of `low` to that before `high`, F likewise.
    let above = sorted.weightThrough(high - 1) / total - atLow.at
    let below = atHigh.before - sorted.weightThrough(low) / total
    guard max(above, below) > value else { return }
    let middle = low + (high - low) / 2
    let atMiddle = distances(middle)
    guard !atMiddle.isNaN else {
      value = .nan
      return
    }
    search(low, middle, atLow, atMiddle)
    search(middle, high, atMiddle, atHigh)
  }
}
