import CVectorMath

/// exp(x²) erfc(x), which does not underflow.
@inlinable
public func erfcx(_ x: Double) -> Double { vm_erfcx(x) }

/// log Φ(x), the log of the standard normal cumulative function, in both tails.
@inlinable
public func normalLogCDF(_ x: Double) -> Double { vm_normal_log_cdf(x) }

/// Φ⁻¹(p), the standard normal quantile; ±infinity at 1 and 0.
@inlinable
public func normalQuantile(_ p: Double) -> Double { vm_normal_quantile(p) }
