import CVectorMath

/// exp(x²) erfc(x).
@inlinable public func erfcx(_ x: Double) -> Double { vm_erfcx(x) }
/// Φ⁻¹(p).
@inlinable public func normalQuantile(_ p: Double) -> Double { vm_normal_quantile(p) }
/// log Φ(x).
@inlinable public func normalLogCDF(_ x: Double) -> Double { vm_normal_log_cdf(x) }
