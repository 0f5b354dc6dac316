// Two versions of a page, the visitors who bought, and what is known of the two rates.
import Distributions

let prior = Beta(alpha: 1, beta: 1)
let a = prior.posterior(given: OutcomeStatistics(successes: 182, failures: 2318))
let b = prior.posterior(given: OutcomeStatistics(successes: 221, failures: 2279))
for (name, rate) in [("A", a), ("B", b)] {
  print(name, rate.mean, "in", rate.quantile(0.025), "...", rate.quantile(0.975))
}

// P(B > A): both rates drawn, as often as the answer should be sure.
var generator = Philox4x32(seed: 7)
let count = 200_000
let ratesA = a.sample(shape: [count], using: &generator).scalars
let ratesB = b.sample(shape: [count], using: &generator).scalars
let wins = zip(ratesA, ratesB).filter { $0 < $1 }.count
print("P(B > A) =", Double(wins) / Double(count))

// What is lost, on average, by switching to B if A should be the better one.
let regret = zip(ratesA, ratesB).reduce(0.0) { $0 + max($1.0 - $1.1, 0) }
print("expected loss of choosing B:", regret / Double(count))

// How much the experiment has told: the information gained over the prior, in nats.
print("gained on A:", try klDivergence(of: a, from: prior))
print("gained on B:", try klDivergence(of: b, from: prior))

// How far apart the two beliefs are.
print(try klEstimate(of: b, from: a))
