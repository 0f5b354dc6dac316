/// A number let through where another is positive, else multiplied by a slope: what rectifiers and their
/// derivatives are made of, as one kernel.
private let gate = CustomFunction(
  name: "gate",
  evaluate: .kernel(.gate) { x, y, slope in x > 0 ? y : slope * y },
  // The first two are stated in `Differentiation.contribution`.
  derivatives: [
    nil, nil,
    { operands in
      let zero = Node.constant(0, operands[0].type)
      return .select(.compare(.greater, operands[0], zero), zero, operands[1])
    },
  ])

extension CustomFunction {
  var isGate: Bool { if case .kernel(.gate, _) = evaluate { true } else { false } }
}

extension Tensor where Scalar: FloatingPointTensorScalar {
  /// `self` where `control` is positive, else `self` times `slope`.
  package func gated(by control: Tensor, slope: Double) -> Tensor {
    Tensor(node: .custom(gate, [control.node, node, Tensor(slope).node]))
  }
}
