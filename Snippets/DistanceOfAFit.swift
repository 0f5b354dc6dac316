// How far a fitted law is from the data it was fitted to, and from the law behind them.
import Distributions

let truth = Gamma(shape: 2.0, rate: 0.5)
var generator = Philox4x32(seed: 5)
let data = truth.sample(count: 3000, using: &generator)
let observations = try Observations(data)

let candidates = FittableFamilies([
  Gamma<Double>.self, Weibull<Double>.self, LogNormal<Double>.self, Exponential<Double>.self,
])
for fit in candidates.ranking(of: observations).fits {
  let test = fit.kolmogorovSmirnov(of: observations)
  print(fit.familyName, "AIC", fit.aic, "KS", test.distance, "p", test.pValue)
}

// With the law behind the data at hand, the loss of a wrong family is a divergence.
let gamma = try Gamma.fit(to: data).distribution
let logNormal = try LogNormal.fit(to: data).distribution
print("of the truth from the gamma fit:", try klEstimate(of: truth, from: gamma))
print("of the truth from the log-normal fit:", try klEstimate(of: truth, from: logNormal))
let transport = try divergence(.wasserstein(order: 1), of: truth, from: logNormal)
print("Wasserstein-1 to the log-normal fit:", transport)
