import CVectorMath

/// log(x^(a − 1) e^(−βx) β^a/Γ(a)), the log-density of a gamma law at one point, as the kernel for many
/// computes it: −infinity below 0, NaN of a shape or rate that is not positive.
package func gammaLogDensity(_ x: Double, shape: Double, rate: Double) -> Double {
  vm_gamma_log_density(x, shape, rate)
}

/// log(x^(a − 1) (1 − x)^(b − 1)/B(a, b)), the log-density of a beta law at one point, as the kernel for
/// many computes it: −infinity outside [0, 1], NaN of a parameter that is not positive.
package func betaLogDensity(_ x: Double, _ a: Double, _ b: Double) -> Double {
  vm_beta_log_density(x, a, b)
}
