import CVectorMath

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// MARK: - Error functions and the normal law

#if canImport(Glibc)
  private func platformErf(_ x: Double) -> Double { Glibc.erf(x) }
  @inlinable func platformErfc(_ x: Double) -> Double { Glibc.erfc(x) }
#else
  private func platformErf(_ x: Double) -> Double { Darwin.erf(x) }
  @inlinable func platformErfc(_ x: Double) -> Double { Darwin.erfc(x) }
#endif

/// The error function, 2/√π ∫_0^x e^(-t²) dt.
///
/// The C library's function of this name is preferred where both are visible: they are the same.
@_disfavoredOverload
public func erf(_ x: Double) -> Double { platformErf(x) }

/// 1 - erf(x), with relative accuracy until it underflows (near 27).
@_disfavoredOverload
public func erfc(_ x: Double) -> Double { platformErfc(x) }

/// e^(x²) erfc(x): what remains of erfc where it underflows. About 1/(x √π) for large x.
@inlinable public func erfcx(_ x: Double) -> Double { vm_erfcx(x) }

/// The standard normal distribution function Φ(x) = erfc(-x/√2)/2, with relative accuracy in the
/// lower tail down to the smallest number.
///
/// Where the slope of its logarithm, which grows like -x, would make much of the rounding of x/√2, by
/// e^(-x²/2) of the square with its rounding error.
@inlinable public func normalCDF(_ x: Double) -> Double {
  x > -1 ? 0.5 * platformErfc(x * -0.70710678118654752440) : vm_normal_cdf(x)
}

/// log Φ(x), with relative accuracy from the upper tail, where it is -Φ(-x), down to x = -1e150.
@inlinable public func normalLogCDF(_ x: Double) -> Double {
  // In the middle, where x/√2 may be rounded.
  guard x > -1, x < 1 else { return vm_normal_log_cdf(x) }
  let tail: Double = 0.5 * platformErfc(x.magnitude * 0.70710678118654752440)
  return x > 0 ? log1p(-tail) : log(tail)
}
