import CVectorMath

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What ``logGammaRemainder(_:_:)`` has beside its leading part, for a > 0 and a + h > 0:
///
/// ```
/// log Γ(a + h) − log Γ(a) − h ψ(a) − (b log(b/a) − h),   b = a + h
///   = (t − log(1 + t))/2 + c(b) − c(a) − h c′(a),   t = h/a
/// ```
///
/// with c the remainder of Stirling's formula. Where several remainders meet, as in the divergences
/// of gamma, beta and Dirichlet laws, their leading parts cancel to the last digit; joined on paper,
/// what is left are these, each of the size of 1 at any a. Never negative; relative error about
/// 1e-14 however small h is. NaN outside the domain.
public func logGammaExcess(_ a: Double, _ h: Double) -> Double {
  let b = a + h
  guard a > 0, a < .infinity, b > 0, b < .infinity else {
    return a > 0 && a < .infinity && (b == 0 || b == .infinity) ? .infinity : .nan
  }
  let t = h / a
  if abs(t) >= 0.1 {
    return 0.5 * logOnePlusRemainder(t)
      + ((logGammaCorrection(b) - logGammaCorrection(a)) - h * digammaCorrection(a))
  }
  if a >= 12 {
    return 0.5 * logOnePlusRemainder(t) + stirlingRemainder(a, t)
  }
  // a ((1 + t) log(1 + t) − t) by its series, of which the remainder is at least a 24th part.
  var series = 0.0
  for k in stride(from: 18, through: 2, by: -1) {
    series = 1 / Double(k * (k - 1)) - t * series
  }
  return logGammaRemainder(a, h) - h * (t * series)
}

/// c′(x) = ψ(x) − log x + 1/(2 x) for x > 0: what Stirling's formula leaves of ψ.
///
/// About −1/(12 x²) for large x, with all its digits. NaN below 0, −infinity at 0.
public func digammaCorrection(_ x: Double) -> Double {
  guard x > 0 else { return x == 0 ? -.infinity : .nan }
  var x = x
  var shifted = 0.0
  while x < 12 {
    shifted += 0.5 / (x * (x + 1)) - logOnePlusRemainder(1 / x)
    x += 1
  }
  let y = 1 / (x * x)
  let series: Double =
    1.0 / 12 - y
    * (1.0 / 120 - y
      * (1.0 / 252 - y
        * (1.0 / 240 - y
          * (1.0 / 132 - y
            * (691.0 / 32760 - y * (1.0 / 12 - y * 3617.0 / 8160))))))
  return shifted - y * series
}

/// c″(x) = ψ′(x) − 1/x − 1/(2 x²) for x > 0: what Stirling's formula leaves of ψ′.
///
/// About 1/(6 x³) for large x, with all its digits. NaN below 0, +infinity at 0.
public func trigammaCorrection(_ x: Double) -> Double {
  guard x > 0 else { return x == 0 ? .infinity : .nan }
  var x = x
  var shifted = 0.0
  while x < 12 {
    // ψ′(x) − ψ′(x + 1) = 1/x², and the differences of 1/x and 1/(2 x²).
    let next = x + 1
    shifted += 0.5 / (x * x * next * next)
    x = next
  }
  let y = 1 / (x * x)
  let series: Double =
    1.0 / 6 - y
    * (1.0 / 30 - y
      * (1.0 / 42 - y
        * (1.0 / 30 - y
          * (5.0 / 66 - y
            * (691.0 / 2730 - y * (7.0 / 6 - y * 3617.0 / 510))))))
  return shifted + y / x * series
}
