import Quadrature
import Tensors

/// A divergence between two samples.
///
/// Wasserstein's distances, the energy distance, the discrepancy and the total variation are those of the samples
/// themselves, each number having the same mass, and exact but for rounding; the Kullback–Leibler
/// divergence is that of the laws that they were drawn from, by nearest neighbours. The others have no
/// meaning for samples of laws with densities.
///
/// - Parameters:
///   - divergence: which one.
///   - p: numbers, at least one.
///   - q: numbers, at least one.
/// - Throws: ``DivergenceError``.
public func divergenceEstimate(
  _ divergence: Divergence, ofSample p: [Double], fromSample q: [Double]
) throws(DivergenceError) -> Estimate<Double> {
  try requireNumbers(p)
  try requireNumbers(q)
  let (xs, ys) = (p.sorted(), q.sorted())
  switch divergence {
  case .kullbackLeibler:
    return try klEstimate(ofSample: Tensor(p), fromSample: Tensor(q))
  case .wasserstein(let order) where order >= 1 && order < .infinity:
    var terms: [Double] = []
    forEachStep(xs.count, ys.count) { i, j, mass in
      terms.append(pow(abs(xs[i] - ys[j]), order) * mass)
    }
    let sum = compensatedSum(terms)
    return exact(order == 1 ? sum : pow(sum, 1 / order))
  case .energy:
    // 2 ∫ (P − Q)² over the pieces between the numbers of both.
    let points = (xs + ys).sorted()
    var terms: [Double] = []
    var (i, j) = (0, 0)
    for (x, next) in zip(points, points.dropFirst()) {
      while i < xs.count, xs[i] <= x { i += 1 }
      while j < ys.count, ys[j] <= x { j += 1 }
      let gap = Double(i) / Double(xs.count) - Double(j) / Double(ys.count)
      terms.append(2 * gap * gap * (next - x))
    }
    return exact(compensatedSum(terms))
  case .totalVariation:
    let counts = Dictionary(xs.map { ($0, 1.0) }, uniquingKeysWith: +)
    let others = Dictionary(ys.map { ($0, 1.0) }, uniquingKeysWith: +)
    let terms = Set(counts.keys).union(others.keys).map { x in
      abs(counts[x, default: 0] / Double(xs.count) - others[x, default: 0] / Double(ys.count))
    }
    return exact(0.5 * compensatedSum(terms.sorted()))
  case .maximumMeanDiscrepancy(let bandwidth) where bandwidth > 0 && bandwidth < .infinity:
    return discrepancy(xs, ys, bandwidth: bandwidth)
  default:
    throw .noMethod(
      quantity: "\(divergence) of two samples", tried: ["samples have no densities to compare"])
  }
}

/// A divergence between a sample, each of whose numbers has the same mass, and a law on the line; the
/// Kullback–Leibler divergence is that of the law that the sample was drawn from.
///
/// - Parameters:
///   - divergence: which one.
///   - sample: numbers, at least one.
///   - q: a law with a density.
///   - tolerance: the relative error allowed of integrals.
/// - Throws: ``DivergenceError``.
public func divergenceEstimate(
  _ divergence: Divergence, ofSample sample: [Double],
  from q: any ContinuousDistribution<Double>, tolerance: Double = 1e-10
) throws(DivergenceError) -> Estimate<Double> {
  try requireNumbers(sample)
  let distances = SampleDistances(points: sample.sorted(), law: q, tolerance: tolerance)
  do {
    switch divergence {
    case .kullbackLeibler: return try klEstimate(ofSample: sample, from: q)
    case .wasserstein(let order) where order >= 1 && order < .infinity:
      return try distances.wasserstein(order)
    case .energy: return try distances.energy()
    case .totalVariation: return Estimate(value: 1, error: 0, method: .closedForm)
    case .maximumMeanDiscrepancy(let bandwidth) where bandwidth > 0 && bandwidth < .infinity:
      return try distances.discrepancy(bandwidth: bandwidth)
    default: break
    }
  } catch let error as DivergenceError {
    throw error
  } catch QuadratureError.divergent {
    return Estimate(value: .infinity, error: 0, method: .closedForm)
  } catch {
    throw .noMethod(quantity: "\(divergence) of a sample", tried: ["quadrature: \(error)"])
  }
  throw .noMethod(
    quantity: "\(divergence) of a sample", tried: ["a sample has no density to compare"])
}

/// The squared maximum mean discrepancy of the laws that two samples were drawn from, for the kernel
/// exp(−|x − y|²/(2 h²)).
///
/// ```
/// E k(X, X′) + E k(Y, Y′) − 2 E k(X, Y)
/// ```
///
/// without the pairs of a draw with itself, so that it is unbiased, and may be negative.
///
/// Source: A. Gretton et al., "A kernel two-sample test", J. Mach. Learn. Res. 13 (2012) 723-773.
///
/// - Parameters:
///   - p: draws of the first law: numbers, or vectors along the last axis.
///   - q: draws of the second one.
///   - bandwidth: h; the median distance of the points unless told.
/// - Returns: the value with a standard error by the jackknife over pairs.
/// - Throws: ``DivergenceError`` if there are fewer than four of either.
public func maximumMeanDiscrepancy(
  ofSample p: Tensor<Double>, fromSample q: Tensor<Double>, bandwidth: Double? = nil
) throws(DivergenceError) -> Estimate<Double> {
  let (xs, ys) = (rows(p), rows(q))
  let lengths = Set((xs + ys).map(\.count))
  guard xs.count >= 4, ys.count >= 4, lengths.count == 1 else {
    throw .undefined("A discrepancy needs two samples of at least four points of one kind.")
  }
  let h = bandwidth ?? medianDistance(xs + ys)
  guard h > 0, h < .infinity else { throw .undefined("A bandwidth must be positive and finite.") }
  // The mean of the kernel with the own sample and with the other one, for each point.
  let (n, m) = (Double(xs.count), Double(ys.count))
  let own = concurrentMap(xs) { x in
    ((kernelSum(x, xs, h) - 1) / (n - 1), kernelSum(x, ys, h) / m)
  }
  let other = concurrentMap(ys) { y in
    ((kernelSum(y, ys, h) - 1) / (m - 1), kernelSum(y, xs, h) / n)
  }
  let (first, cross) = (average(own.map(\.0)), average(own.map(\.1)))
  let second = average(other.map(\.0))
  let value = first + second - 2 * cross
  // Of the leading part of a U-statistic: twice the mean over points.
  let spread =
    variance(own.map { 2 * ($0.0 - $0.1) }) / n + variance(other.map { 2 * ($0.0 - $0.1) }) / m
  return Estimate(
    value: value, error: spread.squareRoot(), method: .monteCarlo(draws: xs.count + ys.count))
}

// MARK: - A sample and a law

/// Distances between a law and a sample in order.
struct SampleDistances {
  let points: [Double]
  let law: any ContinuousDistribution<Double>
  let tolerance: Double

  private var count: Double { Double(points.count) }

  /// Σ ∫ |Q⁻¹(u) − xᵢ|^k du over u from (i − 1)/n to i/n: from either end to the middle, the outermost
  /// pieces over log u.
  func wasserstein(_ order: Double) throws -> Estimate<Double> {
    for end in SupportEnd.allCases {
      let bound = end == .lower ? law.support.lowerBound : law.support.upperBound
      if bound.isInfinite, let leading = law.tail(towards: end)?.terms.first,
        case .log = leading.growth, leading.coefficient <= order + 1
      {
        return Estimate(value: .infinity, error: 0, method: .closedForm)
      }
    }
    var sum = 0.0
    var error = 0.0
    func add(_ result: IntegrationResult) {
      sum += result.value
      error += result.error + 0x1p-46 * result.magnitude
    }
    for isUpper in [false, true] {
      for index in points.indices {
        // Levels from this end.
        let x = points[isUpper ? points.count - 1 - index : index]
        let (low, high) = (Double(index) / count, min(Double(index + 1) / count, 0.5))
        if low >= high { break }
        func distance(_ u: Double) -> Double {
          pow(abs((isUpper ? law.survivalQuantile(u) : law.quantile(u)) - x), order)
        }
        let crossing = isUpper ? law.survival(x) : law.cdf(x)
        if index > 0 {
          let edges = crossing > low && crossing < high ? [low, crossing, high] : [low, high]
          add(
            try integrate(
              distance, over: edges, relativeTolerance: tolerance / 4,
              absoluteTolerance: tolerance / 8 * sum))
          continue
        }
        let start = crossing > 0 && crossing < high ? crossing : high
        func inLogarithm(_ s: Double) -> Double {
          let u = exp(s)
          let value = u == 0 ? 0 : distance(u)
          return value == 0 || !value.isFinite ? 0 : value * u
        }
        if start < high {
          add(try integrate(distance, over: [start, high], relativeTolerance: tolerance / 4))
        }
        add(
          try integrateTail(
            inLogarithm, from: log(start), to: -700, firstPiece: 1, reference: sum,
            relativeTolerance: tolerance / 4))
      }
    }
    let root = order == 1 ? sum : pow(sum, 1 / order)
    let slope = sum > 0 ? root / (order * sum) : 1
    return Estimate(value: root, error: slope * error, method: .quadrature)
  }

  /// 2 ∫ (Q(x) − i/n)² dx between the numbers, and beyond them 2 ∫ u² dx with dx = du/q.
  func energy() throws -> Estimate<Double> {
    var sum = 0.0
    var error = 0.0
    for (index, (x, next)) in zip(points, points.dropFirst()).enumerated() where next > x {
      let share = Double(index + 1) / count
      // From the nearer tail.
      func gap(_ t: Double) -> Double {
        share < 0.5 ? law.cdf(t) - share : (1 - share) - law.survival(t)
      }
      let result = try integrate(
        { 2 * gap($0) * gap($0) }, over: [x, next], relativeTolerance: tolerance / 4,
        absoluteTolerance: tolerance / 8 * sum)
      sum += result.value
      error += result.error + 0x1p-46 * result.magnitude
    }
    for isUpper in [false, true] {
      let start = isUpper ? law.survival(points[points.count - 1]) : law.cdf(points[0])
      guard start > 0 else { continue }
      func integrand(_ s: Double) -> Double {
        let u = exp(s)
        let point = isUpper ? law.anchoredSurvivalQuantile(u) : law.anchoredQuantile(u)
        let value = exp(3 * s - law.logDensity(at: point))
        return value.isFinite ? 2 * value : 0
      }
      // A number below nearly all of the law leaves most of it to this integral.
      let middle = min(start, 0.5)
      if start > middle {
        let body = try integrate(
          { u in
            let point = isUpper ? law.anchoredSurvivalQuantile(u) : law.anchoredQuantile(u)
            return 2 * u * u * exp(-law.logDensity(at: point))
          }, over: [middle, start], relativeTolerance: tolerance / 4)
        sum += body.value
        error += body.error
      }
      let tail = try integrateTail(
        integrand, from: log(middle), to: -700, firstPiece: 1, reference: sum,
        relativeTolerance: tolerance / 4)
      sum += tail.value
      error += tail.error + 0x1p-46 * tail.magnitude
    }
    return Estimate(value: sum, error: error, method: .quadrature)
  }
}

// MARK: - Parts

private func exact(_ value: Double) -> Estimate<Double> {
  Estimate(value: value, error: 0x1p-48 * abs(value), method: .summation)
}

private func requireNumbers(_ sample: [Double]) throws(DivergenceError) {
  guard !sample.isEmpty, sample.allSatisfy(\.isFinite) else {
    throw .undefined("A sample must be of finite numbers, at least one.")
  }
}

/// Calls `body` for the pieces of [0, 1] on which both step functions of n and m steps are constant.
private func forEachStep(_ n: Int, _ m: Int, _ body: (Int, Int, Double) -> Void) {
  var (i, j) = (0, 0)
  // In units of 1/(nm), without rounding.
  var done = 0
  while i < n, j < m {
    let next = min((i + 1) * m, (j + 1) * n)
    body(i, j, Double(next - done) / (Double(n) * Double(m)))
    if next == (i + 1) * m { i += 1 }
    if next == (j + 1) * n { j += 1 }
    done = next
  }
}

private func rows(_ sample: Tensor<Double>) -> [[Double]] {
  guard sample.rank == 1 || sample.rank == 2 else { return [] }
  let length = sample.rank == 1 ? 1 : sample.shape[1]
  let scalars = sample.scalars
  return (0..<sample.shape[0]).map { Array(scalars[($0 * length)..<(($0 + 1) * length)]) }
}

private func squaredDistance(_ x: [Double], _ y: [Double]) -> Double {
  var sum = 0.0
  for axis in x.indices { sum += (x[axis] - y[axis]) * (x[axis] - y[axis]) }
  return sum
}

private func kernelSum(_ x: [Double], _ points: [[Double]], _ h: Double) -> Double {
  var sum = 0.0
  for point in points { sum += exp(-squaredDistance(x, point) / (2 * h * h)) }
  return sum
}

/// The median distance of at most some ten thousand pairs, spread evenly.
private func medianDistance(_ points: [[Double]]) -> Double {
  let step = max(1, points.count / 150)
  let some = stride(from: 0, to: points.count, by: step).map { points[$0] }
  var distances: [Double] = []
  for i in some.indices {
    for j in 0..<i { distances.append(squaredDistance(some[i], some[j]).squareRoot()) }
  }
  return distances.isEmpty ? 0 : distances.sorted()[distances.count / 2]
}

private func average(_ values: [Double]) -> Double {
  compensatedSum(values) / Double(values.count)
}

private func variance(_ values: [Double]) -> Double {
  let mean = average(values)
  return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
}
