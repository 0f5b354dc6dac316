// Cross-entropy of continuous distributions, by quadrature where there is no formula.

import Distributions

let p = Normal(mean: 0, standardDeviation: 1)
let q = Cauchy(location: 0, scale: 1)
let crossing = try crossEntropyEstimate(of: p, under: q)
print(crossing.value, "±", crossing.error, crossing.method)

// H(p, q) = H(p) + KL(p‖q).
print(p.entropy + (try klDivergence(of: p, from: q)))

// The tails say that this one is infinite, before any point is evaluated.
print(try crossEntropy(of: q, under: p))

// A narrow density far from 0 keeps its digits: integrals run over the distance from its centre.
let here = Normal(mean: 1e6, standardDeviation: 1e-3)
let there = Normal(mean: 1_000_001, standardDeviation: 0.002)
print(try crossEntropy(of: here, under: there))
