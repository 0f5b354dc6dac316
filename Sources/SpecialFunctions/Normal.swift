import CVectorMath

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// MARK: - Error functions and the normal law

#if canImport(Glibc)
  private func platformErf(_ x: Double) -> Double { Glibc.erf(x) }
  private func platformErfc(_ x: Double) -> Double { Glibc.erfc(x) }
#else
  private func platformErf(_ x: Double) -> Double { Darwin.erf(x) }
  private func platformErfc(_ x: Double) -> Double { Darwin.erfc(x) }
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
public func erfcx(_ x: Double) -> Double { vm_erfcx(x) }

/// The standard normal distribution function Φ(x) = erfc(-x/√2)/2, with relative accuracy in the
/// lower tail down to the smallest number.
public func normalCDF(_ x: Double) -> Double { vm_normal_cdf(x) }

/// log Φ(x), with relative accuracy from the upper tail, where it is -Φ(-x), down to x = -1e150.
public func normalLogCDF(_ x: Double) -> Double { vm_normal_log_cdf(x) }
