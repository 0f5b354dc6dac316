import Quadrature

/// Where a density on the line is highest: the best of its kinks and ends and of 63 quantiles, then
/// the top of the hill around it. An end where the density is infinite is the mode.
func highestPoint(of p: any ContinuousDistribution<Double>) -> Double {
  let support = p.support
  guard support.lowerBound < support.upperBound else { return .nan }
  let height: (AnchoredPoint<Double>) -> Double = { p.logDensity(at: $0) }
  var candidates = [support.lowerBound, support.upperBound].filter { $0.isFinite }
    .map { AnchoredPoint<Double>(anchor: $0, offset: 0) }
  candidates += p.breakpoints.filter { $0 > support.lowerBound && $0 < support.upperBound }
    .map { AnchoredPoint<Double>(anchor: $0, offset: 0) }
  candidates += (1...63).map { p.anchoredQuantile(Double($0) / 64) }
  for level in [1e-9, 1e-5, 1e-3] {
    candidates += [p.anchoredQuantile(level), p.anchoredSurvivalQuantile(level)]
  }
  candidates.sort { $0.value < $1.value }
  var best = AnchoredPoint<Double>(anchor: 0, offset: .nan)
  var top = -Double.infinity
  for candidate in candidates {
    let level = height(candidate)
    if level > top { (best, top) = (candidate, level) }
  }
  guard top.isFinite else { return best.value }
  let anchor = best.anchor
  let offsets = candidates.map { ($0.anchor - anchor) + $0.offset }
  let before = offsets.last { $0 < best.offset } ?? best.offset
  let after = offsets.first { $0 > best.offset } ?? best.offset
  guard
    let found = try? minimum(
      of: { -height(AnchoredPoint(anchor: anchor, offset: $0)) }, between: before, and: after),
    -found.value > top
  else { return best.value }
  return anchor
    + summit(near: found.point, between: before, and: after) {
      height(AnchoredPoint(anchor: anchor, offset: $0))
    }
}

/// The point where the slope of a smooth function vanishes, from a maximum that its values tell to
/// half of the digits; that one where the slope does not change its sign around it.
private func summit(
  near point: Double, between lower: Double, and upper: Double,
  _ function: (Double) -> Double
) -> Double {
  let room = min(point - lower, upper - point)
  guard room > 0 else { return point }
  let reach = min(room / 4, max(1e-6 * abs(point), 1e-3 * room))
  let slope: (Double) -> Double = { x in
    derivative(of: function, at: x, step: room / 4).value
  }
  let found = try? root(
    of: slope, between: point - reach, and: point + reach, relativeTolerance: 1e-14)
  return found ?? point
}
