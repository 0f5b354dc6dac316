import Tensors

let x = Tensor<Double>([1, 2, 3])
print(square(x).sum())
