import Foundation
import GAN
import Testing

/// A module of one's own: what its documentation promises.
private struct Scaled: Module {
  var inner: Dense<Double>
  var gain = Tensor<Double>(2.0)

  func callAsFunction(_ input: Tensor<Double>) -> Tensor<Double> { gain * inner(input) }

  mutating func forEachParameter(_ body: (String, inout Tensor<Double>) -> Void) {
    inner.forEachParameter { name, parameter in body("inner." + name, &parameter) }
    body("gain", &gain)
  }
}

@Suite struct NetworkTests {
  @Test func denseLayerIsTheFormula() {
    let layer = Dense<Double>(
      weight: Tensor([[1.0, 2], [3, 4], [5, 6]]), bias: Tensor([0.5, -50, 0]), activation: .relu)
    let rows = Tensor([[1.0, 10], [-1, 0]])
    #expect(layer(rows).scalars == [21.5, 0, 65, 0, 0, 0])
  }

  @Test func activationsAreTheirFormulas() {
    let x = Tensor([-2.0, 0, 3])
    #expect(Activation.identity(x).scalars == [-2, 0, 3])
    #expect(Activation.relu(x).scalars == [0, 0, 3])
    #expect(Activation.leakyReLU(slope: 0.25)(x).scalars == [-0.5, 0, 3])
    for (activation, function) in [
      (Activation.tanh, { Foundation.tanh($0) }),
      (.softplus, { Foundation.log1p(Foundation.exp($0)) }),
      (.sigmoid, { 1 / (1 + Foundation.exp(-$0)) }),
    ] as [(Activation, (Double) -> Double)] {
      for (value, input) in zip(activation(x).scalars, x.scalars) {
        #expect(abs(value - function(input)) < 1e-15)
      }
    }
  }

  @Test func layerNormalizationCentresAndScales() {
    let x = Tensor([[1.0, 2, 3, 6], [5, 5, 5, 5]])
    let y = LayerNormalization<Double>(features: 4, epsilon: 0)(x[0].expandingShape(at: 0)).scalars
    // Mean 3, variance (4 + 1 + 0 + 9)/4 = 3.5.
    for (value, wanted) in zip(y, [-2.0, -1, 0, 3]) {
      #expect(abs(value - wanted / 3.5.squareRoot()) < 1e-15)
    }
    #expect(LayerNormalization<Double>(features: 4)(x).scalars[4...].allSatisfy { $0 == 0 })
  }

  @Test func parametersHaveNamesAndCanBeReplaced() throws {
    var random = Philox4x32(seed: 3)
    let module = Scaled(inner: Dense(inputs: 2, outputs: 2, using: &random))
    #expect(module.namedParameters.map(\.name) == ["inner.weight", "inner.bias", "gain"])
    #expect(module.parameterCount == 7)
    let other = module.with(parameters: [
      Tensor([[1.0, 0], [0, 1]]), Tensor([1.0, 1]), Tensor(3.0),
    ])
    #expect(other(Tensor([[1.0, 2]])).scalars == [6, 9])
    #expect(module.gain.scalar == 2)

    let network = Sequential<Float>(
      inputs: 3, hidden: [4, 4], outputs: 2, normalization: .layer, isResidual: true,
      using: &random)
    #expect(
      network.namedParameters.map(\.name) == [
        "layers.0.layers.0.weight", "layers.0.layers.0.bias", "layers.0.layers.1.weight",
        "layers.0.layers.1.bias", "layers.1.inner.layers.0.weight", "layers.1.inner.layers.0.bias",
        "layers.1.inner.layers.1.weight", "layers.1.inner.layers.1.bias", "layers.2.weight",
        "layers.2.bias",
      ])
    let read = try Sequential<Float>(
      inputs: 3, hidden: [4, 4], outputs: 2, normalization: .layer, isResidual: true,
      using: &random
    ).with(Safetensors(network.safetensors().encoded()))
    let rows = Tensor<Float>([[1, 2, 3]])
    #expect(read(rows).scalars == network(rows).scalars)
  }

  @Test func parametersOfAnotherNetworkAreErrors() {
    var random = Philox4x32(seed: 3)
    let layer = Dense<Float>(inputs: 2, outputs: 2, using: &random)
    let weight = Tensor<Float>([[1, 2], [3, 4]])
    #expect(throws: ParameterMismatch(name: "bias", expected: [2], found: nil)) {
      try layer.with(namedParameters: ["weight": weight])
    }
    #expect(throws: ParameterMismatch(name: "weight", expected: [2, 2], found: [1])) {
      try layer.with(namedParameters: ["weight": Tensor([1]), "bias": Tensor([1, 2])])
    }
    #expect(throws: ParameterMismatch(name: "extra", expected: nil, found: [1])) {
      try layer.with(
        namedParameters: ["weight": weight, "bias": Tensor([1, 2]), "extra": Tensor([1])])
    }
  }

  /// A residual block is the identity plus its inner module.
  @Test func residualAddsItsInput() {
    let layer = Dense<Double>(weight: Tensor([[0.0, 1], [1, 0]]), bias: Tensor([1.0, 0]))
    #expect(Residual<Double>(layer)(Tensor([[2.0, 5]])).scalars == [8, 7])
  }

  /// Standard deviations of 40,000 weights: their relative error is 1/√80,000 = 0.35%; 1.5% is four
  /// of these.
  @Test func weightsStartWithTheSpreadTheyShould() {
    var random = Philox4x32(seed: 8)
    let he = (2.0 / 400).squareRoot()
    let glorot = (2.0 / 500).squareRoot()
    let cases: [(Initialization, Double)] = [
      (.heNormal, he), (.heUniform, he), (.glorotNormal, glorot), (.glorotUniform, glorot),
    ]
    for (initialization, deviation) in cases {
      let weights: Tensor<Double> = initialization.weights(
        inputs: 400, outputs: 100, activation: .relu, using: &random)
      #expect(weights.shape == [100, 400])
      let found = weights.variance().scalar.squareRoot()
      #expect(abs(found / deviation - 1) < 0.015, "\(initialization)")
      #expect(abs(weights.mean().scalar) < 5 * deviation / 200, "\(initialization)")
    }
  }
}
