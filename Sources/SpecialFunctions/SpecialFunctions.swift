import CVectorMath
// The kernels' functions at one argument.
@inlinable public func erfcx(_ x: Double) -> Double { vm_erfcx(x) }
@inlinable public func logGamma(_ x: Double) -> Double { vm_log_gamma(x) }
@inlinable public func digamma(_ x: Double) -> Double { vm_digamma(x) }
@inlinable public func trigamma(_ x: Double) -> Double { vm_trigamma(x) }
@inlinable public func polygamma(_ order: Int, _ x: Double) -> Double { vm_polygamma(Int32(clamping: order), x) }
@inlinable public func sigmoid(_ x: Double) -> Double { vm_sigmoid(x) }
@inlinable public func logSigmoid(_ x: Double) -> Double { vm_log_sigmoid(x) }
@inlinable public func softplus(_ x: Double) -> Double { vm_softplus(x) }
@inlinable public func normalLogCDF(_ x: Double) -> Double { vm_normal_log_cdf(x) }
@inlinable public func normalQuantile(_ p: Double) -> Double { vm_normal_quantile(p) }
@inlinable public func logOnePlusRemainder(_ x: Double) -> Double { vm_log_one_plus_remainder(x) }
@inlinable public func expRemainder(_ x: Double) -> Double { vm_exp_remainder(x) }
@inlinable public func logOneMinusExp(_ x: Double) -> Double { vm_log_one_minus_exp(x) }
@inlinable public func logGammaCorrection(_ x: Double) -> Double { vm_log_gamma_correction(x) }
@inlinable public func xLogY(_ x: Double, _ y: Double) -> Double { x == 0 && y == y ? 0 : x * _log(y) }
@inlinable public func xLogOnePlusY(_ x: Double, _ y: Double) -> Double { x == 0 && y == y ? 0 : x * _log1p(y) }
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
@inlinable func _log(_ x: Double) -> Double { log(x) }
@inlinable func _log1p(_ x: Double) -> Double { log1p(x) }
