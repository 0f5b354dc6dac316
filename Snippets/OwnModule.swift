// A network of one's own: a dense layer whose output is scaled by a learned number.
import GAN

struct Scaled: Module {
  var inner: Dense<Float>
  var gain = Tensor<Float>(1)

  func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { gain * inner(input) }

  mutating func forEachParameter(_ body: (String, inout Tensor<Float>) -> Void) {
    inner.forEachParameter { name, parameter in body("inner." + name, &parameter) }
    body("gain", &gain)
  }
}

var random = Philox4x32(seed: 2)
let network = Scaled(inner: Dense(inputs: 3, outputs: 2, activation: .tanh, using: &random))
print(network.namedParameters.map(\.name))
print(network(Tensor<Float>([[1, 2, 3]])))
let file = network.safetensors()
print("\(file.encoded().count) bytes that PyTorch reads")
