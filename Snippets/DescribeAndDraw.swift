// Distributions: densities, tails, facts and draws.

import Distributions

let height = Normal(mean: 170, standardDeviation: 8)
print(height.density(at: 181), height.logProbability(of: 181))
print(height.survival(190), height.quantile(0.95), height.entropy)
print("40 deviations out, log P(X > x) =", height.logSurvival(490))

var generator = Philox4x32(seed: 1)
print(height.sample(count: 3, using: &generator))

let coin = Bernoulli(logit: 2)
let die = Categorical(probabilities: [0.1, 0.1, 0.1, 0.1, 0.1, 0.5])
print(coin.sample(using: &generator), die.sample(using: &generator), die.mean)

// A batch of distributions is one whose parameters are tensors.
let batch = Normal(mean: Tensor<Double>([0, 1, 2]), standardDeviation: 1)
print(batch.logProbability(of: 1.5))
