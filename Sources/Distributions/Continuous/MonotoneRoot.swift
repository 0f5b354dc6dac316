/// The root of a monotone function in a bracket, by Newton's method kept inside it.
///
/// A step that leaves the bracket, or does not halve what is left of it within three steps, is
/// replaced by bisection, so the root is found whatever the function does; where it is smooth the
/// last step is Newton's and the result is as good as the function's value there.
///
/// - Parameters:
///   - start: A first guess; outside the bracket, or NaN, the middle is taken.
///   - bracket: Where the function changes its sign, both ends finite. If it does not, the end
///     with the smaller value is found.
///   - function: The value and the slope at a point. NaN ends the search with NaN.
func monotoneRoot(
  from start: Double, in bracket: ClosedRange<Double>, isIncreasing: Bool,
  _ function: (Double) -> (value: Double, slope: Double)
) -> Double {
  var low = bracket.lowerBound
  var high = bracket.upperBound
  var x = start > low && start < high ? start : low + 0.5 * (high - low)
  var previousWidth = high - low
  for iteration in 1...400 {
    let (value, slope) = function(x)
    if value.isNaN { return .nan }
    if value == 0 { return x }
    if (value < 0) == isIncreasing { low = x } else { high = x }
    let next = x - value / slope
    let tolerance = 1e-16 * abs(x)
    if abs(next - x) <= tolerance { return next >= low && next <= high ? next : x }
    let middle = low + 0.5 * (high - low)
    if middle <= low || middle >= high { return x }
    var isSlow = false
    if iteration % 3 == 0 {
      isSlow = high - low > 0.5 * previousWidth && iteration > 12
      previousWidth = high - low
    }
    x = next > low && next < high && !isSlow ? next : middle
  }
  return x
}
