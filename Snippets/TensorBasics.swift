// Tensors: computed when asked for, broadcast, differentiable.

import Tensors

let m = Tensor<Double>([[1, 2, 3], [4, 5, 6]])
let row = Tensor<Double>([10, 20, 30])
print(m + row)
print(m.sum(alongAxes: 1), m.mean(), m.max(alongAxes: 0, keepRank: true))
print(m.matmul(m.transposed()))
print(m.logSumExp(alongAxes: 1), m.argmax())

// Both branches of a select are evaluated, so the untaken one gets an input that does no harm.
let t = Tensor<Double>([-1, 0, 2])
let isPositive = t .> 0
let root = Tensor.select(isPositive, sqrt(Tensor.select(isPositive, t, 1)), 0)
print(root, try gradient(of: root, at: t))
