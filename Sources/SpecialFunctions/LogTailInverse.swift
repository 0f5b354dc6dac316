#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The quantile of a continuous law, from the logarithms of its tails and of its density.
///
/// Newton's method on the logarithm of the smaller tail, whose slope is the density over the tail,
/// inside an interval that encloses the point; a step that leaves it is replaced by a division of the
/// interval, so that every start converges, also where the logarithm is not concave. On a half-line
/// the steps are those of the point's logarithm.
struct LogTailInverse {
  /// Whether the law lives on (0, infinity).
  let isPositive: Bool
  let tails: (Double) -> TailProbabilities
  let logDensity: (Double) -> Double

  /// The point with the given tail, to about the rounding of the tails over their slope.
  func point(_ given: Tail, from start: Double) -> Double {
    let tail = given.smaller
    var low = isPositive ? 0 : -Double.infinity
    var high = Double.infinity
    var x = start > low && start < high ? start : (isPositive ? 1 : 0)
    var previous = Double.infinity
    var reach = 4.0
    for _ in 0..<300 {
      let value: Double
      let isLower: Bool
      switch tail {
      case .lower: (value, isLower) = (tails(x).logLower, true)
      case .upper: (value, isLower) = (tails(x).logUpper, false)
      }
      let gap = tail.log - value
      if gap == 0 || gap.isNaN { return gap == 0 ? x : .nan }
      if (gap > 0) == isLower { low = x } else { high = x }
      let step = (isLower ? gap : -gap) * exp(value - logDensity(x))
      var next = isPositive ? x + x * expm1(max(-40, min(40, step / x))) : x + step
      if next > low && next < high {
        let size = abs(next - x)
        let unit = isPositive ? abs(x) : max(abs(x), 1)
        if size <= 0x1p-54 * abs(x) || size < 1e-30 * unit { return next }
        // Once rounding makes the steps grow again, the digits are exhausted.
        if size < 1e-9 * unit, size >= 0.5 * previous { return next }
        previous = size
      } else {
        if next == x { return x }
        next = division(low, high, &reach)
        if next == low || next == high { return x }
        previous = .infinity
      }
      x = next
    }
    return x
  }

  /// A point inside the interval: its middle, or one further out where an end is infinite.
  private func division(_ low: Double, _ high: Double, _ reach: inout Double) -> Double {
    defer { reach = min(reach * reach, 1e60) }
    if isPositive {
      if low == 0 { return high / reach }
      if high == .infinity { return low * reach }
      return high > 4 * low ? low.squareRoot() * high.squareRoot() : low + 0.5 * (high - low)
    }
    if low == -.infinity { return high - reach }
    if high == .infinity { return low + reach }
    return low + 0.5 * (high - low)
  }
}

/// The tail of a probability given as a number: the smaller one, in logarithm.
func tail(lower p: Double) -> Tail { p > 0.5 ? .upper(log: log1p(-p)) : .lower(log: log(p)) }

/// The tail of a probability above the point.
func tail(upper p: Double) -> Tail { p > 0.5 ? .lower(log: log1p(-p)) : .upper(log: log(p)) }
