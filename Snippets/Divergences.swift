// Kullback–Leibler divergences: one pair, a batch, all pairs.

import Distributions

let p = Normal(mean: 0, standardDeviation: 1)
let q = Normal(mean: 1, standardDeviation: 2)
let divergence = try klEstimate(of: p, from: q)
print(divergence.value, "±", divergence.error, divergence.method)

// Rows of probabilities. The gradient flows through the divergence.
let rows = Tensor<Double>([[0.25, 0.1, 0.65], [0.8, 0.15, 0.05]])
let others = Tensor<Double>([[0.7, 0.2, 0.1], [0.15, 0.8, 0.05]])
print(
  try klDivergence(
    of: Categorical(probabilities: rows), from: Categorical(probabilities: others)))

// What p has and q has not makes it infinite; what q has and p has not costs nothing.
let wide = Categorical(probabilities: [0.2, 0.3, 0.5])
let narrow = Categorical(probabilities: [0.4, 0.6, 0])
print(try klDivergence(of: wide, from: narrow), try klDivergence(of: narrow, from: wide))

// Every pair of two lists, as a matrix.
print(try pairwiseKLDivergence(of: [p, q], from: [p, q]))
