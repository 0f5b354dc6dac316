// The gradient penalty of a Wasserstein GAN, and its gradient by the critic's weights: a second
// derivative that needs no code of its own.
import GAN

var random = Philox4x32(seed: 1)
let critic = Sequential<Double>(
  inputs: 2, hidden: [16, 16], outputs: 1, activation: .softplus, using: &random)
let rows = Normal<Double>(mean: 0, standardDeviation: 1).sample(shape: [5, 2], using: &random)

let slopes = try gradient(of: critic(rows), at: rows)
print("slopes", slopes)
let penalty = try Wasserstein().gradientPenalty(of: { critic($0).squeezingShape(at: 1) }, at: rows)
let byWeights = try gradient(of: penalty, at: critic.parameters)
for (parameter, derivative) in zip(critic.namedParameters, byWeights) {
  print(parameter.name, derivative.shape, square(derivative).sum().scalar)
}
