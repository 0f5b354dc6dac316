// A variational autoencoder of handwritten digits: its loss is the Kullback-Leibler divergence of a
// batch of normal laws and a Bernoulli likelihood of the pixels.
import GAN

struct Autoencoder: Module {
  var encoder: Sequential<Float>
  var decoder: Sequential<Float>
  let latent: Int

  /// The law of the code of each image.
  func code(of images: Tensor<Float>) -> Normal<Tensor<Float>> {
    let parts = encoder(images)
    let mean = parts.sliced(0..<latent, alongAxis: 1)
    let raw = parts.sliced(latent..<(2 * latent), alongAxis: 1)
    return Normal(mean: mean, standardDeviation: softplus(raw) + 1e-3)
  }

  func callAsFunction(_ images: Tensor<Float>) -> Tensor<Float> { decoder(code(of: images).mean) }

  /// −log p(x|z) + KL(q(z|x) ‖ p(z)), the mean over the images; one draw of the code of each, made of
  /// `noise` so that gradients flow through it.
  func loss(_ images: Tensor<Float>, noise: Tensor<Float>) throws -> Tensor<Float> {
    let code = code(of: images)
    let draw = code.mean + code.standardDeviation * noise
    let pixels = sigmoidCrossEntropy(logits: decoder(draw), labels: images).sum(alongAxes: [1])
    let standard = Normal<Tensor<Float>>(
      mean: Tensor(zeros: noise.shape), standardDeviation: Tensor(ones: noise.shape))
    let divergence = try klDivergence(of: code, from: standard).sum(alongAxes: [1])
    return (pixels + divergence).mean()
  }

  mutating func forEachParameter(_ body: (String, inout Tensor<Float>) -> Void) {
    encoder.forEachParameter { name, parameter in body("encoder." + name, &parameter) }
    decoder.forEachParameter { name, parameter in body("decoder." + name, &parameter) }
  }
}

let digits = try Table.digits()
let rows = digits.numericColumns.map(\.values)
let images = Tensor<Float>(
  shape: [rows.count, digits.rowCount], scalars: rows.flatMap { $0.map { Float($0) / 16 } }
).transposed().materialized()

var generator = Philox4x32(seed: 1)
var model = Autoencoder(
  encoder: Sequential(
    inputs: 64, hidden: [128], outputs: 16, activation: .relu, using: &generator),
  decoder: Sequential(
    inputs: 8, hidden: [128], outputs: 64, activation: .relu, using: &generator),
  latent: 8)

let adam = Adam(learningRate: 2e-3, beta1: 0.9, beta2: 0.999)
var moments = Adam.Moments<Float>(for: model.parameters)
let batch = 128
let noise = Normal<Float>(mean: 0, standardDeviation: 1)
let order = DiscreteUniform(lowerBound: 0.0, upperBound: Double(digits.rowCount - batch))

// The loss and its gradients, traced once and replayed for each batch.
let count = model.parameters.count
let examples = model.parameters + [images.sliced(0..<batch), Tensor(zeros: [batch, 8])]
let step = try TracedFunction(like: examples) { arguments in
  let traced = model.with(parameters: Array(arguments[..<count]))
  let loss = try traced.loss(arguments[count], noise: arguments[count + 1])
  return [loss] + (try gradient(of: loss, at: Array(arguments[..<count])))
}
for iteration in 1...1200 {
  let start = order.sample(using: &generator)
  let results = step(
    model.parameters + [
      images.sliced(start..<(start + batch)), noise.sample(shape: [batch, 8], using: &generator),
    ])
  let moved = adam.step(model.parameters, gradients: Array(results[1...]), moments: moments)
  // What the next step starts from is computed now, or its graph would hold all steps before it.
  model = model.with(parameters: moved.parameters.map { $0.materialized() })
  moments = Adam.Moments(
    step: moved.moments.step, first: moved.moments.first.map { $0.materialized() },
    second: moved.moments.second.map { $0.materialized() })
  if iteration % 300 == 0 { print("iteration \(iteration): loss", results[0].scalar) }
}

// A new digit: a code from the prior, and the probability of ink in each pixel.
let imagined = sigmoid(model.decoder(noise.sample(shape: [1, 8], using: &generator))).scalars
for row in 0..<8 {
  print(
    String(
      (0..<8).map { column -> Character in
        let ink = imagined[8 * row + column]
        return ink > 0.75 ? "#" : ink > 0.4 ? "+" : ink > 0.15 ? "." : " "
      }))
}
