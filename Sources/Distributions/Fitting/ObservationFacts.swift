/// Values in rising order, with the weight of all up to each.
struct SortedObservations: Sendable {
  let values: [Double]
  let weights: [Double]?
  /// The weight of the values up to and with each; nil where it is its place.
  let cumulative: [Double]?

  init(_ observations: Observations) {
    guard let weights = observations.weights else {
      values = observations.values.sorted()
      self.weights = nil
      cumulative = nil
      return
    }
    var pairs = zip(observations.values, weights).map { (value: $0, weight: $1) }
    pairs.sort { $0.value < $1.value }
    values = pairs.map(\.value)
    self.weights = pairs.map(\.weight)
    var sum = 0.0
    cumulative = pairs.map {
      sum += $0.weight
      return sum
    }
  }

  var count: Int { values.count }
  func weight(_ i: Int) -> Double { weights.map { $0[i] } ?? 1 }
  /// The weight of the values up to and with the one at a place; of none before the first.
  func weightThrough(_ i: Int) -> Double {
    if i < 0 { return 0 }
    return cumulative.map { $0[i] } ?? Double(i + 1)
  }

  /// The first place whose weight, with all before, is at least `weight`.
  func place(ofWeight weight: Double) -> Int {
    guard let cumulative else {
      return min(max(Int(weight.rounded(.up)) - 1, 0), values.count - 1)
    }
    var (low, high) = (0, values.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] >= weight { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension Observations {
  /// The values as a tensor of rank 1.
  public var tensor: Tensor<Double> { cache.tensor.value { Tensor(values) } }
  /// The weights as a tensor of rank 1; nil where all are 1.
  public var weightTensor: Tensor<Double>? {
    cache.weightTensor.value { weights.map { Tensor($0) } }
  }

  /// The values in rising order.
  var sorted: SortedObservations { cache.sorted.value { SortedObservations(self) } }

  /// The weighted means of functions of the values, in one pass over memory.
  public func means(_ functions: (Tensor<Double>) -> [Tensor<Double>]) -> [Double] {
    let sums = functions(tensor).map { terms in
      (weightTensor.map { $0 * terms } ?? terms.broadcast(to: [values.count])).sum()
    }
    return Tensor.materialized(sums).map { $0.scalar / totalWeight }
  }

  /// The weighted mean of a function of the values.
  public func mean(_ function: (Tensor<Double>) -> Tensor<Double>) -> Double {
    means { [function($0)] }[0]
  }

  /// The weighted mean, corrected by the mean of the differences from it.
  public var mean: Double {
    cache.mean.value {
      // In units of half the range, so that nothing overflows.
      let centre = 0.5 * minimum + 0.5 * maximum
      let first = centre + mean { $0 - Tensor(centre) }
      return first + mean { $0 - Tensor(first) }
    }
  }

  /// The weighted mean of the squared differences from the mean.
  public var variance: Double {
    cache.variance.value {
      let centre = mean
      return mean { square($0 - Tensor(centre)) }
    }
  }

  /// The middle of the values with at least a share `u` of the weight up to them and 1 − u from
  /// them on.
  public func quantile(_ u: Double) -> Double {
    let place = sorted.place(ofWeight: u * totalWeight)
    let value = sorted.values[place]
    guard sorted.weightThrough(place) == u * totalWeight, place + 1 < sorted.count else {
      return value
    }
    return 0.5 * value + 0.5 * sorted.values[place + 1]
  }

  /// The middle value: the middle of all that are.
  public var median: Double { quantile(0.5) }

  /// Half the distance of the quartiles; where these are equal, the standard deviation.
  var halfWidth: Double {
    let half = 0.5 * quantile(0.75) - 0.5 * quantile(0.25)
    return half > 0 ? half : variance.squareRoot()
  }

  /// The observations of a function of the values.
  func map(_ function: (Double) -> Double) -> Observations {
    Observations(
      checked: values.map(function), weights: weights, totalWeight: totalWeight, like: self)
  }

  /// The observations of a function of the values, computed as a tensor.
  func mapTensor(_ function: (Tensor<Double>) -> Tensor<Double>) -> Observations {
    Observations(
      checked: function(tensor).scalars, weights: weights, totalWeight: totalWeight, like: self)
  }

  /// The logarithms of positive observations.
  var logarithms: Observations { cache.logarithms.value { mapTensor { log($0) } } }

  /// Whether all values are whole numbers.
  public var isWhole: Bool {
    cache.isWhole.value {
      for value in values where value != value.rounded() { return false }
      return true
    }
  }
}

// MARK: - Requirements

extension Observations {
  /// Throws for the first value that does not meet a condition.
  public func require(
    _ family: String, _ requirement: String, _ condition: (Double) -> Bool
  ) throws(FittingError) {
    for (position, value) in values.enumerated() where !condition(value) {
      throw .outsideSupport(
        family: family, value: value, index: index(position), requirement: requirement)
    }
  }

  /// Throws unless all values are positive.
  public func requirePositive(_ family: String) throws(FittingError) {
    if minimum <= 0 { try require(family, "positive") { $0 > 0 } }
  }

  /// Throws unless no value is negative.
  public func requireNonNegative(_ family: String) throws(FittingError) {
    if minimum < 0 { try require(family, "not negative") { $0 >= 0 } }
  }

  /// Throws unless all values are between 0 and 1, both excluded.
  public func requireInsideUnitInterval(_ family: String) throws(FittingError) {
    if minimum <= 0 || maximum >= 1 {
      try require(family, "above 0 and below 1") { $0 > 0 && $0 < 1 }
    }
  }

  /// Throws unless all values are whole numbers.
  public func requireWhole(_ family: String) throws(FittingError) {
    if !isWhole { try require(family, "a whole number") { $0 == $0.rounded() } }
  }

  /// Throws unless all values are whole numbers, not below a least one.
  public func requireCounts(_ family: String, from least: Double = 0) throws(FittingError) {
    let requirement =
      least == 0 ? "a whole number, not negative" : "a whole number from \(Int(least))"
    if minimum < least || !isWhole {
      try require(family, requirement) { $0 >= least && $0 == $0.rounded() }
    }
  }

  /// Throws unless there are at least two (or `needed`) different values.
  public func requireDistinct(_ family: String, values needed: Int = 2) throws(FittingError) {
    var distinct: [Double] = []
    for value in values where !distinct.contains(value) {
      distinct.append(value)
      if distinct.count >= needed { return }
    }
    throw .tooFewValues(family: family, distinct: distinct.count, needed: needed)
  }
}
