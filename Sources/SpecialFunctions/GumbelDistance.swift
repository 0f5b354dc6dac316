#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// E |X − z| of the standard Gumbel law.
///
/// ```
/// γ − z + 2 E₁(e^−z)
/// ```
///
/// because E (z − X)⁺ is the integral of the cumulative function e^(−e^−x) up to z. Far above 0, where
/// E₁ is z − γ to the last digit, it is z − γ. NaN for NaN.
public func gumbelDistance(_ z: Double) -> Double {
  let euler = 0.57721566490153286061
  if z > 40 { return z - euler }
  let t = exp(-z)
  // e^−t is 0 long before t is infinite.
  let tail = t > 800 ? 0 : exp(-t) * scaledExponentialIntegral(t)
  return (euler - z) + 2 * tail
}
