// The derivatives of the normal log-density −z²/2 − log σ, z = (x − μ)/σ, one kernel each.

extension Differentiation {
  /// What a normal log-density of x, μ, σ passes on to each: −z/σ, z/σ and (z² − 1)/σ of what comes from
  /// above.
  static func normalContributions(
    _ x: Node, _ mean: Node, _ deviation: Node, upstream g: Node
  ) -> [Node?] {
    let operands = [x, mean, deviation]
    let slope = g * .custom(meanSlope, operands)
    return [-slope, slope, g * .custom(deviationSlope, operands)]
  }
}

/// z/σ: by x 1/σ², by μ −1/σ², by σ −2 z/σ².
private let meanSlope = CustomFunction(
  name: "normal slope",
  evaluate: .kernel(.normalMeanSlope) { x, mean, deviation in
    (x - mean) / deviation / deviation
  },
  derivatives: [
    { precision(of: $0[2]) }, { -precision(of: $0[2]) },
    { (-2) * Node.custom(meanSlope, $0) / $0[2] },
  ])

/// (z² − 1)/σ: by x 2 z/σ², by μ −2 z/σ², by σ (1 − 3 z²)/σ².
private let deviationSlope = CustomFunction(
  name: "normal slope",
  evaluate: .kernel(.normalDeviationSlope) { x, mean, deviation in
    let z = (x - mean) / deviation
    return (z - 1) * (z + 1) / deviation
  },
  derivatives: [
    { 2 * Node.custom(meanSlope, $0) / $0[2] }, { (-2) * Node.custom(meanSlope, $0) / $0[2] },
    { operands in
      let z = (operands[0] - operands[1]) / operands[2]
      return (1 - 3 * .unary(.square, z)) / operands[2] / operands[2]
    },
  ])

/// 1/σ².
private func precision(of deviation: Node) -> Node {
  .unary(.square, .unary(.reciprocal, deviation))
}
