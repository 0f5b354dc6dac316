import SpecialFunctions
import Tensors

/// Points of a sample: numbers, or vectors of one length.
struct SamplePoints: Sendable {
  let count: Int
  let length: Int
  private let scalars: [Double]

  /// nil for a tensor that is neither a list of numbers nor a list of vectors.
  init?(_ sample: Tensor<Double>) {
    guard sample.rank == 1 || sample.rank == 2 else { return nil }
    count = sample.shape[0]
    length = sample.rank == 1 ? 1 : sample.shape[1]
    let scalars = sample.scalars
    self.scalars = length == 1 ? scalars.sorted() : scalars
  }

  var isFinite: Bool { scalars.allSatisfy(\.isFinite) }

  /// The distance of a point of this sample to the nearest but `rank` − 1 of another one, or of its own
  /// without itself.
  func distance(of index: Int, toNearest rank: Int, of other: SamplePoints, isOwn: Bool) -> Double {
    length == 1
      ? lineDistance(of: index, toNearest: rank, of: other, isOwn: isOwn)
      : spaceDistance(of: index, toNearest: rank, of: other, isOwn: isOwn)
  }

  /// Numbers are in order: the nearest are around where this one would be.
  private func lineDistance(
    of index: Int, toNearest rank: Int, of other: SamplePoints, isOwn: Bool
  ) -> Double {
    let x = scalars[index]
    var (low, high) = (index - 1, index + 1)
    if !isOwn {
      var (first, last) = (0, other.count)
      while first < last {
        let middle = (first + last) / 2
        if other.scalars[middle] < x { first = middle + 1 } else { last = middle }
      }
      (low, high) = (first - 1, first)
    }
    var distance = 0.0
    for _ in 0..<rank {
      let below = low >= 0 ? x - other.scalars[low] : .infinity
      let above = high < other.count ? other.scalars[high] - x : .infinity
      distance = min(below, above)
      if below <= above { low -= 1 } else { high += 1 }
    }
    return distance
  }

  private func spaceDistance(
    of index: Int, toNearest rank: Int, of other: SamplePoints, isOwn: Bool
  ) -> Double {
    var nearest = [Double](repeating: .infinity, count: rank)
    for place in 0..<other.count where !(isOwn && place == index) {
      var square = 0.0
      for axis in 0..<length {
        let difference = scalars[index * length + axis] - other.scalars[place * length + axis]
        square += difference * difference
      }
      guard square < nearest[rank - 1] else { continue }
      var slot = rank - 1
      while slot > 0, nearest[slot - 1] > square {
        nearest[slot] = nearest[slot - 1]
        slot -= 1
      }
      nearest[slot] = square
    }
    return nearest[rank - 1].squareRoot()
  }

  /// One number of the sample, in order.
  subscript(index: Int) -> Double { scalars[index] }
}

/// The divergence of the law that one sample was drawn from, from that of another, by the distances to
/// the k-th nearest neighbours.
///
/// ```
/// (d/n) Σ log(ν(i)/ρ(i)) + log(m/(n − 1))
/// ```
///
/// with ρ(i) the distance of point i of the first sample, of n points in d dimensions, to its k-th
/// neighbour in it, and ν(i) that to the k-th nearest of the m of the second one. It becomes exact as
/// both grow, but not for samples of laws with atoms, where neighbours coincide. It may be negative.
///
/// Source: Q. Wang, S. R. Kulkarni, S. Verdú, "Divergence estimation for multidimensional densities via
/// k-nearest-neighbor distances", IEEE Trans. Inf. Theory 55 (2009) 2392-2405.
///
/// - Parameters:
///   - p: draws of the first law: numbers, or vectors along the last axis.
///   - q: draws of the second one.
///   - neighbours: k; few follow the densities, many vary less.
/// - Returns: the mean with its standard error, which knows nothing of the bias.
/// - Throws: ``DivergenceError`` if there are too few points, or equal ones.
public func klEstimate(
  ofSample p: Tensor<Double>, fromSample q: Tensor<Double>, neighbours: Int = 5
) throws(DivergenceError) -> Estimate<Double> {
  guard let own = SamplePoints(p), let other = SamplePoints(q), own.length == other.length else {
    throw .undefined(
      "Samples of shapes \(p.shape) and \(q.shape) are not lists of numbers, or of vectors of one "
        + "length.")
  }
  try requirePoints(own, more: neighbours)
  try requirePoints(other, more: neighbours - 1)
  let logs = try concurrentMap(Array(0..<own.count)) { (index) throws(DivergenceError) -> Double in
    let near = own.distance(of: index, toNearest: neighbours, of: own, isOwn: true)
    let far = own.distance(of: index, toNearest: neighbours, of: other, isOwn: false)
    guard near > 0, far > 0 else { throw .undefined(equalNeighbours) }
    return Double(own.length) * log(far / near)
  }
  return mean(of: logs, plus: log(Double(other.count) / Double(own.count - 1)))
}

/// The divergence of the law that a sample was drawn from, from a given one: −H − (1/n) Σ log q(xᵢ),
/// with the entropy H by the distances to the k-th nearest neighbours.
///
/// ```
/// H = ψ(n) − ψ(k) + log 2 + (1/n) Σ log ρ(i)
/// ```
///
/// Source: L. F. Kozachenko, N. N. Leonenko, "Sample estimate of the entropy of a random vector", Probl.
/// Inf. Transm. 23 (1987) 95-101.
///
/// - Parameters:
///   - sample: numbers.
///   - q: a law on the line.
///   - neighbours: k.
/// - Returns: the mean with its standard error, which knows nothing of the bias; `+infinity` where a
///   number of the sample is outside q's support.
/// - Throws: ``DivergenceError`` if there are too few points, or equal ones.
public func klEstimate(
  ofSample sample: [Double], from q: any ContinuousDistribution<Double>, neighbours: Int = 5
) throws(DivergenceError) -> Estimate<Double> {
  guard let points = SamplePoints(Tensor(sample)) else {
    throw .undefined("A sample must be a list of numbers.")
  }
  try requirePoints(points, more: neighbours)
  let logs = try concurrentMap(Array(0..<points.count)) {
    (index) throws(DivergenceError) -> Double in
    let near = points.distance(of: index, toNearest: neighbours, of: points, isOwn: true)
    guard near > 0 else { throw .undefined(equalNeighbours) }
    return -log(near) - q.logDensity(at: AnchoredPoint(anchor: 0, offset: points[index]))
  }
  if logs.contains(.infinity) {
    return Estimate(value: .infinity, error: 0, method: .monteCarlo(draws: sample.count))
  }
  let constant =
    SpecialFunctions.digamma(Double(neighbours)) - SpecialFunctions.digamma(Double(points.count))
    - 0.69314718055994530942
  return mean(of: logs, plus: constant)
}

private let equalNeighbours =
  "Equal numbers in a sample have no distance: by nearest neighbours only laws with densities are "
  + "told apart."

private func requirePoints(
  _ points: SamplePoints, more neighbours: Int
) throws(DivergenceError) {
  guard neighbours >= 0, points.count > max(neighbours, 1), points.length > 0 else {
    throw .undefined(
      "A sample of \(points.count) points has not as many as \(neighbours + 1) of them.")
  }
  guard points.isFinite else { throw .undefined("A sample must be of finite numbers.") }
}

/// The mean and its standard error.
private func mean(of values: [Double], plus constant: Double) -> Estimate<Double> {
  let count = Double(values.count)
  let mean = compensatedSum(values) / count
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return Estimate(
    value: mean + constant, error: (squares / (count * (count - 1))).squareRoot(),
    method: .monteCarlo(draws: values.count))
}
