// A mixture of two normal laws, fitted by expectation and maximisation.
import Distributions

let truth = Mixture(
  weights: [0.35, 0.65],
  components: [
    Normal(mean: 2, standardDeviation: 0.4), Normal(mean: 4.3, standardDeviation: 0.5),
  ])
var generator = Philox4x32(seed: 3)
let data = truth.sample(count: 5000, using: &generator)

var mixture = Mixture(
  weights: [0.5, 0.5],
  components: [
    Normal(mean: 1, standardDeviation: 1), Normal(mean: 5, standardDeviation: 1),
  ])
for iteration in 1...60 {
  // Expectation: how much of each observation belongs to each component.
  let shares = data.map { x in
    zip(mixture.weights, mixture.components).map { weight, component in
      weight * exp(component.logProbability(of: x) - mixture.logProbability(of: x))
    }
  }
  // Maximisation: each component is fitted to its share.
  let fits = try mixture.components.indices.map { k in
    try Normal<Double>.fit(to: data, weights: shares.map { $0[k] }).distribution
  }
  let sizes = mixture.components.indices.map { k in shares.reduce(0) { $0 + $1[k] } }
  mixture = Mixture(weights: sizes.map { $0 / Double(data.count) }, components: fits)
  if iteration % 20 == 0 {
    let logLikelihood = data.reduce(0) { $0 + mixture.logProbability(of: $1) }
    print("iteration \(iteration): mean log-likelihood", logLikelihood / Double(data.count))
  }
}
print(mixture)

// How far the fit is from the law that made the data, with an error that covers the true one.
print(try klEstimate(of: truth, from: mixture))
