import CVectorMath

// Log-densities and divergences at one point, as the kernels for many compute them: the same formulas, and
// what they say of the ends of the support and of invalid parameters.

/// log(x^(a − 1) e^(−βx) β^a/Γ(a)) of a gamma law: −infinity below 0, NaN of a shape or rate that is not
/// positive.
@inlinable package func gammaLogDensity(_ x: Double, shape: Double, rate: Double) -> Double {
  vm_gamma_log_density(x, shape, rate)
}

/// log(x^(a − 1) (1 − x)^(b − 1)/B(a, b)) of a beta law: −infinity outside [0, 1], NaN of a parameter that
/// is not positive.
@inlinable package func betaLogDensity(_ x: Double, _ a: Double, _ b: Double) -> Double {
  vm_beta_log_density(x, a, b)
}

/// log(Γ((ν + 1)/2)/(Γ(ν/2) √(νπ) s) (1 + z²/ν)^(−(ν + 1)/2)), z = (x − location)/s, of Student's law: NaN
/// of degrees or a scale that are not positive and of a location that is not finite.
@inlinable package func studentTLogDensity(
  _ x: Double, degreesOfFreedom: Double, location: Double, scale: Double
) -> Double {
  vm_student_t_log_density(x, degreesOfFreedom, location, scale)
}

/// −log(πs (1 + z²)), z = (x − location)/s: NaN of a scale that is not positive and of a location that is
/// not finite.
@inlinable package func cauchyLogDensity(_ x: Double, location: Double, scale: Double) -> Double {
  vm_cauchy_log_density(x, location, scale)
}

/// log(k/l) + (k − 1) log(x/l) − (x/l)^k of a Weibull law: −infinity below 0, NaN of a shape or scale that
/// is not positive.
@inlinable package func weibullLogDensity(_ x: Double, shape: Double, scale: Double) -> Double {
  vm_weibull_log_density(x, shape, scale)
}

/// log(λ^k e^(−λ)/k!) of a Poisson law: −infinity of a number that is not whole or negative, NaN of a
/// negative or infinite rate.
@inlinable package func poissonLogMass(_ k: Double, rate: Double) -> Double {
  vm_poisson_log_mass(k, rate)
}

/// The log-mass of k successes in n trials: −infinity of a number that is not whole or outside 0 to n, NaN
/// of trials that are no count or a probability that is none.
@inlinable package func binomialLogMass(
  _ k: Double, trials: Double, probability: Double
) -> Double {
  vm_binomial_log_mass(k, trials, probability)
}

/// The log-mass of k failures before success r: −infinity of a number that is not whole or negative, NaN
/// of successes that are not positive or a probability that is none, or 0.
@inlinable package func negativeBinomialLogMass(
  _ k: Double, successes: Double, probability: Double
) -> Double {
  vm_negative_binomial_log_mass(k, successes, probability)
}

/// KL(p‖q) of two normal laws: (δ² + d²)/2 + δ − log(1 + δ), δ = σp/σq − 1, d = (μp − μq)/σq; NaN unless
/// the means are finite and the deviations positive and finite.
@inlinable package func normalDivergence(
  _ mean: Double, _ otherMean: Double, _ deviation: Double, _ otherDeviation: Double
) -> Double {
  vm_normal_divergence(mean, otherMean, deviation, otherDeviation)
}
