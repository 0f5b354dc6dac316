// Derivatives to any order, and a maximum-likelihood fit by gradient descent.

import Distributions

let x = Tensor<Double>([1, 2, 4])
let y = (x * log(x)).sum()
let first = try gradient(of: y, at: x)
let second = try gradient(of: first, at: x)
print("log x + 1 =", first)
print("1/x       =", second)

let data = Tensor<Double>([4.9, 5.1, 4.6, 5.4, 5.0, 4.4])
var mean = Tensor<Double>(0)
var logDeviation = Tensor<Double>(0)
for _ in 0..<500 {
  let p = Normal(mean: mean, standardDeviation: exp(logDeviation))
  let loss = -p.logProbability(of: data).mean()
  let slopes = try gradient(of: loss, at: [mean, logDeviation])
  // What an iteration carries over is computed here, or the graph would grow.
  mean = (mean - 0.05 * slopes[0]).materialized()
  logDeviation = (logDeviation - 0.05 * slopes[1]).materialized()
}
print("fitted mean \(mean), standard deviation \(exp(logDeviation))")
