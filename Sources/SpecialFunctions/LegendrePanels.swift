#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The integral of a function outward from 0, by Gauss and Legendre's rule of twenty points
/// on panels that follow its scale, until a panel adds nothing.
///
/// The rule is exact to rounding for an exponent that changes by 10 over a panel, and for a Gaussian
/// on a panel of four standard deviations. Where every term is positive the error is relative.
///
/// - Parameters:
///   - limit: The end of the range, which may be infinite.
///   - width: The length of the panel that begins at a point.
///   - f: The integrand; past its summit it falls.
func outwardIntegral(
  limit: Double, width: (Double) -> Double, _ f: (Double) -> Double
) -> Double {
  var start = 0.0
  var sum = 0.0
  var magnitude = 0.0
  for _ in 0..<20_000 where start < limit {
    let end = min(limit, start + width(start))
    guard end > start else { break }
    let half = 0.5 * (end - start)
    let middle = start + half
    var panel = 0.0
    for (node, weight) in zip(legendreNodes, legendreWeights) {
      panel += weight * (f(middle - half * node) + f(middle + half * node))
    }
    panel *= half
    sum += panel
    magnitude += abs(panel)
    if abs(panel) <= 1e-18 * magnitude || panel.isNaN { break }
    start = end
  }
  return sum
}
