import CVectorMath

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// log Γ(a + h) - log Γ(a) - h ψ(a), for a > 0 and a + h > 0: never negative, because log Γ is convex.
///
/// It is what the divergences of gamma, beta and Dirichlet laws are made of. Relative error about
/// 1e-15 however small h is beside a; every part is of one sign, or small. With t = h/a:
///
/// ```
/// a ((1 + t) log(1 + t) - t) + (t - log(1 + t))/2 + the remainder of Stirling's series
/// ```
///
/// each term c_k a^(-m) of the series giving c_k a^(-m) ((1 + t)^(-m) - 1 + m t), which a recurrence of
/// positive terms finds. Below 12 the recurrence log Γ(a) = log Γ(a + 1) - log a adds
/// t - log(1 + t) for each step. NaN outside the domain.
public func logGammaRemainder(_ a: Double, _ h: Double) -> Double {
  guard a > 0, a < .infinity, a + h > 0, h < .infinity else {
    return a > 0 && a < .infinity && (h == .infinity || a + h == 0) ? .infinity : .nan
  }
  var base = a
  var shifted = 0.0
  while base < 12 || base + h < 12 {
    // A step of a far negative h starts from a large base: few steps reach the border of a + h.
    shifted += logOnePlusRemainder(h / base)
    base += 1
  }
  // h/a itself overflows: so does the value.
  if shifted == .infinity { return shifted }
  return shifted + largeRemainder(base, h)
}

private func largeRemainder(_ a: Double, _ h: Double) -> Double {
  let t = h / a
  let r = logOnePlusRemainder(t)
  let main: Double
  if abs(t) < 1e-3 {
    // ((1 + t) log(1 + t) - t) / t^2 by its series, so that t^2 may underflow.
    let series: Double =
      1.0 / 2 + t * (-1.0 / 6 + t * (1.0 / 12 + t * (-1.0 / 20 + t * (1.0 / 30 - t / 42))))
    main = h * (t * series)
  } else if t < 1 {
    main = a * (t * t - (1 + t) * r)
  } else {
    main = a * ((1 + t) * log1p(t) - t)
  }
  return main + (0.5 * r + vm_stirling_remainder(a, t))
}
