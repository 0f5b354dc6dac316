import CVectorMath

private let sigmoidCost = CustomFunction(
  name: "sigmoidCrossEntropy",
  evaluate: .kernel(
    .sigmoidCost,
    { x, z, q in
      let (a, b) = (q * z, 1 - z)
      let first = a == 0 && x == -.infinity ? 0 : a * vm_softplus(-x)
      let second = b == 0 && x == .infinity ? 0 : b * vm_softplus(x)
      return first + second
    }),
  derivatives: [
    { .custom(sigmoidSlope, $0) },
    { inputs in
      let (x, q) = (inputs[0], inputs[2])
      return q * .unary(.softplus, -x) - .unary(.softplus, x)
    },
    { inputs in
      let (x, z) = (inputs[0], inputs[1])
      // A term of weight 0 is 0 for every q; only an infinite logit is replaced, so that for finite
      // ones the derivative by z stays softplus(−x).
      let zero = Node.constant(0, x.type)
      let isFree = Node.logical(
        .and, .compare(.equal, z, zero),
        .compare(.equal, x, .constant(-.infinity, x.type)))
      return z * .unary(.softplus, .select(isFree, zero, -x))
    },
  ])

private let sigmoidSlope = CustomFunction(
  name: "sigmoidCrossEntropy",
  evaluate: .kernel(
    .sigmoidSlope,
    { x, z, q in
      (1 - z) * vm_sigmoid(x) - q * z * vm_sigmoid(-x)
    }),
  derivatives: [
    { inputs in
      let (x, z, q) = (inputs[0], inputs[1], inputs[2])
      return (1 - z + q * z) * (.unary(.sigmoid, x) * .unary(.sigmoid, -x))
    },
    { inputs in
      let (x, q) = (inputs[0], inputs[2])
      return -.unary(.sigmoid, x) - q * .unary(.sigmoid, -x)
    },
    { inputs in
      let (x, z) = (inputs[0], inputs[1])
      return -(z * .unary(.sigmoid, -x))
    },
  ])

extension Tensor where Scalar: FloatingPointTensorScalar {
  /// q z softplus(−x) + (1 − z) softplus(x) with logits x and labels z, element by element.
  package static func sigmoidCrossEntropy(
    logits: Tensor, labels: Tensor, positiveWeight: Tensor
  ) -> Tensor {
    Tensor(node: .custom(sigmoidCost, [logits.node, labels.node, positiveWeight.node]))
  }
}
