import Losses
import Tensors

private let rowCount = 4_096
private let classes = 1_000

/// The losses over [4096, 1000] logits in single precision, alone and with their gradient.
let lossCases: [Case] = [
  loss("sigmoid cross-entropy") { logits, labels, _ in
    sigmoidCrossEntropy(logits: logits, labels: labels, reduction: .mean)
  },
  loss("softmax cross-entropy") { logits, labels, _ in
    softmaxCrossEntropy(logits: logits, labels: labels, reduction: .mean)
  },
  loss("sparse softmax cross-entropy") { logits, _, indices in
    try sparseSoftmaxCrossEntropy(logits: logits, labels: indices, reduction: .mean)
  },
  loss("weighted sigmoid cross-entropy") { logits, labels, _ in
    weightedSigmoidCrossEntropy(
      logits: logits, labels: labels, positiveWeight: 2, reduction: .mean)
  },
].flatMap { $0 }

private typealias Loss =
  @Sendable (
    _ logits: Tensor<Float>, _ labels: Tensor<Float>, _ indices: Tensor<Int64>
  ) throws -> Tensor<Float>

private func loss(_ name: String, _ function: @escaping Loss) -> [Case] {
  let size = "[4096, 1000] floats"
  return [
    Case("\(name), \(size)", elements: rowCount * classes) {
      let data = Batch()
      return {
        if let y = try? function(data.logits, data.labels, data.indices) { evaluate(y) }
      }
    },
    Case("\(name) and its gradient, \(size)", elements: rowCount * classes) {
      let data = Batch()
      return {
        guard let y = try? function(data.logits, data.labels, data.indices),
          let slope = try? gradient(of: y, at: data.logits)
        else { return }
        evaluate(y, slope)
      }
    },
  ]
}

/// Logits between −4 and 4, and one right class a row.
private struct Batch {
  let logits: Tensor<Float>
  let labels: Tensor<Float>
  let indices: Tensor<Int64>

  init() {
    logits = Tensor(
      shape: [rowCount, classes],
      scalars: sequence(rowCount * classes, from: 1).map { Float(8 * $0 - 4) })
    indices = Tensor((0..<rowCount).map { Int64($0 * 7 % classes) })
    labels = Tensor<Float>(oneHot: indices, depth: classes).materialized()
  }
}
