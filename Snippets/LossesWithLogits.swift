// The four losses with logits, and their gradients.

import Losses
import Tensors

let logits = Tensor<Double>([[12, 3, 2], [3, 10, 1], [1, 2, 5], [4, 6.5, 1.2], [3, 6, 1]])
let labels = Tensor<Double>([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [0, 1, 0]])
print(sigmoidCrossEntropy(logits: logits, labels: labels))
print(weightedSigmoidCrossEntropy(logits: logits, labels: labels, positiveWeight: 2))
print(softmaxCrossEntropy(logits: logits, labels: labels, reduction: .mean))

let classes = [0, 1, 2, 1, 1]
let loss = try sparseSoftmaxCrossEntropy(logits: logits, labels: classes)
print(loss)
print(try gradient(of: loss, at: logits))

// Neither overflow nor cancellation: log(1 + e⁻⁴⁰), and logits of ±1000.
print(sigmoidCrossEntropy(logits: Tensor<Double>([-40, 1000, -1000]), labels: 0))
