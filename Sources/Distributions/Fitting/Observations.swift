import Quadrature
import Synchronization

/// Finite numbers, each with a weight: what a family is fitted to.
///
/// A weight w counts as w equal observations (frequency weights): fits, log-likelihoods and
/// standard errors are those of the repeated data. Observations of weight 0 do not count.
///
/// What many families ask for — the sorted values, their logarithms, their mean — is computed once,
/// when it is first asked for, and shared by copies.
public struct Observations: Sendable {
  /// The observations of positive weight.
  public let values: [Double]
  /// Their weights; nil where all are 1.
  public let weights: [Double]?
  /// The sum of the weights; the number of observations where all weights are 1.
  public let totalWeight: Double
  /// The smallest value.
  public let minimum: Double
  /// The greatest value.
  public let maximum: Double
  /// Where each value stood in the data; nil where none was left out.
  private let indices: [Int]?
  let cache = ObservationsCache()

  /// - Parameters:
  ///   - values: The observations, all finite.
  ///   - weights: How often each counts: finite, not negative; nil for once.
  /// - Throws: ``FittingError`` that names the first value or weight that is wrong; `.noData` where
  ///   nothing has a positive weight.
  public init(_ values: [Double], weights: [Double]? = nil) throws(FittingError) {
    if let weights {
      guard weights.count == values.count else {
        throw .weightCount(weights: weights.count, observations: values.count)
      }
      if let index = weights.firstIndex(where: { !($0 >= 0 && $0 < .infinity) }) {
        throw .invalidWeight(weight: weights[index], index: index)
      }
    }
    // A sum is finite only if all its terms are.
    if !values.reduce(0, { $0 + $1 * 0 }).isFinite {
      for (index, value) in values.enumerated() where !value.isFinite {
        throw value.isNaN ? .notANumber(index: index) : .infinite(value: value, index: index)
      }
    }
    if let weights, weights.contains(0) {
      let kept = values.indices.filter { weights[$0] > 0 }
      self.values = kept.map { values[$0] }
      self.weights = kept.map { weights[$0] }
      indices = kept
    } else {
      self.values = values
      self.weights = weights
      indices = nil
    }
    guard var least = self.values.first else { throw .noData }
    var greatest = least
    for value in self.values {
      least = Swift.min(least, value)
      greatest = Swift.max(greatest, value)
    }
    minimum = least
    maximum = greatest
    if let weights = self.weights {
      var sum = CompensatedSum()
      for weight in weights { sum.add(weight) }
      totalWeight = sum.value
    } else {
      totalWeight = Double(self.values.count)
    }
    guard totalWeight > 0, totalWeight < .infinity else { throw .noData }
  }

  /// Values that are known to be finite, with weights that are known to be positive.
  init(checked values: [Double], weights: [Double]?, totalWeight: Double, like other: Observations)
  {
    self.values = values
    self.weights = weights
    self.totalWeight = totalWeight
    minimum = values.min() ?? .nan
    maximum = values.max() ?? .nan
    indices = other.values.count == values.count ? other.indices : nil
  }

  /// Where the value at a position stood in the data.
  func index(_ position: Int) -> Int { indices.map { $0[position] } ?? position }
}

/// What is computed of observations when it is first asked for.
final class ObservationsCache: Sendable {
  let mean = Lazily<Double>()
  let variance = Lazily<Double>()
  let tensor = Lazily<Tensor<Double>>()
  let weightTensor = Lazily<Tensor<Double>?>()
  let sorted = Lazily<SortedObservations>()
  let groups = Lazily<Observations?>()
  let condensed = Lazily<Observations>()
  let logarithms = Lazily<Observations>()
  let isWhole = Lazily<Bool>()
}

/// A value computed when it is first asked for, once, whichever thread asks.
final class Lazily<Value: Sendable>: Sendable {
  private let state = Mutex<Value?>(nil)

  func value(_ make: () -> Value) -> Value {
    state.withLock { value in
      if let value { return value }
      let made = make()
      value = made
      return made
    }
  }
}
