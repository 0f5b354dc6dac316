import CVectorMath

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// MARK: - Exponentials and logarithms near their zeros

/// log(e^x - 1), for x > 0.
///
/// Above log 2 it is x + log(1 - e^(-x)), below it log(expm1 x), so neither end cancels nor
/// overflows. `-infinity` at 0, NaN below.
public func logExpMinusOne(_ x: Double) -> Double {
  x > 0.6931471805599453 ? x + logOneMinusExp(-x) : log(expm1(x))
}

/// log(1 - e^x), for x <= 0.
///
/// log(-expm1 x) above -log 2, log1p(-e^x) below (Mächler, "Accurately computing
/// log(1 - exp(-|a|))", 2012). Within 2 ulp; `-infinity` at 0, NaN above.
@inlinable public func logOneMinusExp(_ x: Double) -> Double { vm_log_one_minus_exp(x) }

/// x - log(1 + x), never negative, for x >= -1.
///
/// Relative error below 1e-15 everywhere, also where x is tiny and the value is x^2/2. It is what the
/// divergences of normal, gamma and Poisson laws are made of.
@inlinable public func logOnePlusRemainder(_ x: Double) -> Double {
  vm_log_one_plus_remainder(x)
}

/// e^x - 1 - x, never negative. Relative error below 1e-15 everywhere.
@inlinable public func expRemainder(_ x: Double) -> Double { vm_exp_remainder(x) }

/// log(1 + e^x) without overflow or cancellation.
@inlinable public func softplus(_ x: Double) -> Double { vm_softplus(x) }

/// 1 / (1 + e^(-x)); relative accuracy also where it is tiny.
@inlinable public func sigmoid(_ x: Double) -> Double { vm_sigmoid(x) }

/// log(1 / (1 + e^(-x))) = -softplus(-x).
@inlinable public func logSigmoid(_ x: Double) -> Double { vm_log_sigmoid(x) }

/// log(e^a + e^b) without overflow; `-infinity` only where both are, NaN where either is.
public func logSumExp(_ a: Double, _ b: Double) -> Double {
  if a.isNaN || b.isNaN { return .nan }
  let high = max(a, b)
  let low = min(a, b)
  if high == -.infinity || high == .infinity { return high }
  return high + log1p(exp(low - high))
}

/// x log y, and 0 where x is 0 whatever y is (NaN excepted): the convention of entropies.
public func xLogY(_ x: Double, _ y: Double) -> Double {
  x == 0 && !y.isNaN ? 0 : x * log(y)
}

/// x log(1 + y), and 0 where x is 0 whatever y is (NaN excepted).
public func xLogOnePlusY(_ x: Double, _ y: Double) -> Double {
  x == 0 && !y.isNaN ? 0 : x * log1p(y)
}

/// x/y − 1 − log(x/y) ≥ 0 for x, y > 0, with the digits of x − y near equality.
@inlinable public func ratioRemainder(_ x: Double, _ y: Double) -> Double {
  vm_ratio_remainder(x, y)
}

/// x log(x/y) − x + y ≥ 0 for x, y ≥ 0, with the digits of x − y near equality: y at x = 0, infinite at
/// y = 0 < x. NaN where either is negative.
@inlinable public func massDivergence(_ x: Double, _ y: Double) -> Double {
  vm_mass_divergence(x, y)
}
