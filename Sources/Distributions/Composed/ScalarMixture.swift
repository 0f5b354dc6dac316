import Quadrature

/// What a mixture over numbers finds by searching: quantiles and the mode.
struct ScalarMixture {
  private let parts: [any UnivariateDistribution<Double>]
  private let logWeights: [Double]
  private let isDiscrete: Bool

  init(_ components: [any UnivariateDistribution<Double>], _ weights: [Double]) {
    let logs = normalizedLogs(weights, count: components.count)
    let present = components.indices.filter { logs[$0] != -.infinity }
    parts = present.map { components[$0] }
    logWeights = present.map { logs[$0] }
    isDiscrete = parts.allSatisfy { $0 is any DiscreteDistribution<Double> }
  }

  private var isValid: Bool { !logWeights.isEmpty && !logWeights.contains { $0.isNaN } }

  private func logSum(_ value: (any UnivariateDistribution<Double>) -> Double) -> Double {
    let logs = zip(logWeights, parts).map { $0 + value($1) }
    guard let highest = logs.max(), highest.isFinite else { return logs.max() ?? .nan }
    return highest + log(logs.reduce(0) { $0 + exp($1 - highest) })
  }

  private func logCDF(_ x: Double) -> Double { logSum { $0.logCDF(x) } }
  private func logSurvival(_ x: Double) -> Double { logSum { $0.logSurvival(x) } }

  func quantile(_ u: Double) -> Double {
    guard isValid, u >= 0, u <= 1 else { return .nan }
    let ends = range(parts.map { $0.quantile(u) })
    if u == 0 || u == 1 { return u == 0 ? ends.lower : ends.upper }
    // 1 − u is exact in the upper half.
    if u > 0.5 {
      let target = log(onePlus: -u)
      return search(ends) { target - logSurvival($0) }
    }
    let target = log(u)
    return search(ends) { logCDF($0) - target }
  }

  func survivalQuantile(_ u: Double) -> Double {
    guard isValid, u >= 0, u <= 1 else { return .nan }
    let ends = range(parts.map { $0.survivalQuantile(u) })
    if u == 0 || u == 1 { return u == 0 ? ends.upper : ends.lower }
    if u > 0.5 {
      let target = log(onePlus: -u)
      return search(ends) { logCDF($0) - target }
    }
    let target = log(u)
    return search(ends) { target - logSurvival($0) }
  }

  /// The quantile lies between those of the components.
  private func range(_ points: [Double]) -> (lower: Double, upper: Double) {
    guard let lower = points.min(), let upper = points.max(), !points.contains(where: \.isNaN)
    else { return (.nan, .nan) }
    return (lower, upper)
  }

  /// The smallest point of the range from which on a rising function is not negative.
  private func search(
    _ range: (lower: Double, upper: Double), _ function: (Double) -> Double
  ) -> Double {
    guard !range.lower.isNaN, range.lower < range.upper else { return range.lower }
    // A function that is not a number, a difference of equal infinities, has arrived.
    func reached(_ x: Double) -> Bool { !(function(x) < 0) }
    if isDiscrete {
      return LogQuantile.smallestWhole(from: range.lower, to: range.upper) { reached($0) }
    }
    let largest = Double.greatestFiniteMagnitude
    let lower = max(range.lower, -largest)
    let upper = min(range.upper, largest)
    if reached(lower) { return range.lower }
    guard reached(upper) else { return range.upper }
    guard var found = try? root(of: function, between: lower, and: upper) else { return .nan }
    // At a finite end the next number may be the first with so little beyond it.
    for _ in 0..<8 where !reached(found) && found < upper { found = found.nextUp }
    // Between components the function is flat: its first point counts.
    let width = upper - lower
    let before = found - max(abs(found), width) * 0x1p-30
    guard before > lower, reached(before) else { return found }
    var low = lower
    var high = before
    while true {
      let middle = low + 0.5 * (high - low)
      if middle <= low || middle >= high { return high }
      if reached(middle) { high = middle } else { low = middle }
    }
  }

  /// The highest point: the best of the components' modes, then the top of the hill around it.
  var mode: Double {
    guard isValid else { return .nan }
    let height: (Double) -> Double = { x in logSum { logDensity($0, x) } }
    let candidates = parts.map { $0.mode }.filter { !$0.isNaN }.sorted()
    if isDiscrete { return discreteMode(candidates, height) }
    var best = candidates.first ?? .nan
    var top = -Double.infinity
    for (index, candidate) in candidates.enumerated() {
      let level = height(candidate)
      if level > top { (best, top) = (candidate, level) }
      guard level.isFinite else { continue }
      for (other, isAbove) in [
        (index > 0 ? candidates[index - 1] : candidate, false),
        (index + 1 < candidates.count ? candidates[index + 1] : candidate, true),
      ] where other != candidate {
        let lower = isAbove ? candidate : other
        let upper = isAbove ? other : candidate
        guard let found = try? minimum(of: { -height($0) }, between: lower, and: upper) else {
          continue
        }
        if -found.value > top { (best, top) = (found.point, -found.value) }
      }
    }
    return best
  }

  /// The highest whole number between the components' modes, where all of them are.
  private func discreteMode(_ candidates: [Double], _ height: (Double) -> Double) -> Double {
    guard var best = candidates.first, let last = candidates.last else { return .nan }
    var top = height(best)
    for start in candidates {
      // Uphill from each mode.
      var x = start
      var level = height(x)
      while x < last, case let next = height(x + 1), next > level { (x, level) = (x + 1, next) }
      while case let next = height(x - 1), next >= level, x > candidates[0] {
        (x, level) = (x - 1, next)
      }
      if level > top || level == top && x < best { (best, top) = (x, level) }
    }
    return best
  }

  private func logDensity(_ part: any UnivariateDistribution<Double>, _ x: Double) -> Double {
    switch part {
    case let part as any ContinuousDistribution<Double>:
      part.logDensity(at: AnchoredPoint(anchor: x, offset: 0))
    case let part as any DiscreteDistribution<Double>: part.logMass(at: x)
    default: .nan
    }
  }
}
