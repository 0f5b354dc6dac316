// Fitting: maximum likelihood, ranked families, sufficient statistics, posteriors.

import Distributions

let truth = Gamma(shape: 2.5, rate: 0.5)
var generator = Philox4x32(seed: 4)
let waits = truth.sample(count: 2000, using: &generator)

let fit = try Gamma.fit(to: waits)
print(fit.distribution, "log-likelihood", fit.logLikelihood, "AIC", fit.aic)
for parameter in fit.parameters {
  print(parameter.label, parameter.value, "±", parameter.standardError)
}

// Several families on the same observations, the smallest AIC first.
let observations = try Observations(waits)
let families = FittableFamilies([
  Gamma<Double>.self, Weibull<Double>.self, LogNormal<Double>.self,
])
for fit in families.ranking(of: observations).fits {
  print(fit.familyName, fit.aic, fit.kolmogorovSmirnov(of: observations).distance)
}

// What does not fit says why.
do {
  _ = try Gamma.fit(to: [1, 2, -3])
} catch {
  print(error)
}

// A stream: what is kept of it are a few sums.
var statistics = PositiveStatistics()
for wait in waits { try statistics.add(wait) }
print(try Gamma.fit(to: statistics).distribution)

// Beta's law of a probability, before and after 42 successes in 1,000 trials.
let prior = Beta(alpha: 1, beta: 1)
let trials = OutcomeStatistics(successes: 42, failures: 958)
let posterior = prior.posterior(given: trials)
print(posterior, posterior.quantile(0.025), posterior.quantile(0.975))
print(posterior.predictive, prior.logMarginalLikelihood(of: trials))
