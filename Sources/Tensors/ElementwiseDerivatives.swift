import SpecialFunctions

// The derivatives of the elementwise functions, as expressions of the operands and the result.

extension Differentiation {
  /// d function(x) / dx, or nil where it is 0.
  static func unaryRule(
    _ function: UnaryFunction, _ x: Node, _ y: Node
  ) throws(TensorError) -> Node? {
    func c(_ value: Double) -> Node { .constant(value, x.type) }
    func f(_ function: UnaryFunction, _ x: Node) -> Node { .unary(function, x) }
    switch function {
    case .negate: return c(-1)
    case .absolute: return f(.sign, x)
    case .sign, .floor, .ceil, .round, .truncate: return nil
    case .squareRoot: return c(0.5) / y
    case .square: return c(2) * x
    case .reciprocal: return -f(.square, y)
    case .exp: return y
    case .expMinusOne: return f(.exp, x)
    case .log: return f(.reciprocal, x)
    case .logOnePlus: return f(.reciprocal, x + 1)
    case .sin: return f(.cos, x)
    case .cos: return -f(.sin, x)
    case .tan: return f(.square, y) + 1
    case .asin: return f(.reciprocal, f(.squareRoot, (1 - x) * (x + 1)))
    case .acos: return -f(.reciprocal, f(.squareRoot, (1 - x) * (x + 1)))
    case .atan: return f(.reciprocal, f(.square, x) + 1)
    case .sinh: return f(.cosh, x)
    case .cosh: return f(.sinh, x)
    // 1 − tanh² = 4 σ(2x) σ(−2x) neither cancels nor overflows.
    case .tanh: return c(4) * f(.sigmoid, c(2) * x) * f(.sigmoid, c(-2) * x)
    case .asinh: return f(.reciprocal, f(.squareRoot, f(.square, x) + 1))
    case .acosh: return f(.reciprocal, f(.squareRoot, (x + (-1)) * (x + 1)))
    case .atanh: return f(.reciprocal, (1 - x) * (x + 1))
    case .erf: return c(2 / Double.pi.squareRoot()) * f(.exp, -f(.square, x))
    case .erfc: return c(-2 / Double.pi.squareRoot()) * f(.exp, -f(.square, x))
    case .erfcx: return 2 * x * y + (-2 / Double.pi.squareRoot())
    case .logGamma: return f(.digamma, x)
    case .digamma: return f(.trigamma, x)
    case .trigamma: return .polygamma(2, x)
    // σ(x) σ(−x): the product keeps the digits that y (1 − y) loses.
    case .sigmoid: return y * f(.sigmoid, -x)
    case .logSigmoid: return f(.sigmoid, -x)
    case .softplus: return f(.sigmoid, x)
    // φ/Φ = exp(−x²/2 − log Φ)/√2π; through erfcx on the left, where both logs are large.
    case .normalLogCDF:
      let left = Node.compare(.less, x, c(0))
      let ratio =
        c((2 / Double.pi).squareRoot())
        / f(.erfcx, .select(left, c(-0.5.squareRoot()) * x, c(0)))
      let right = .select(left, c(0), x) as Node
      let density =
        c(1 / (2 * Double.pi).squareRoot())
        * f(.exp, c(-0.5) * f(.square, right) - f(.normalLogCDF, right))
      return .select(left, ratio, density)
    // 1/φ(Φ⁻¹(p)).
    case .normalQuantile:
      return c((2 * Double.pi).squareRoot()) * f(.exp, 0.5 * f(.square, y))
    // x/(1 + x).
    case .logOnePlusRemainder: return x / (x + 1)
    case .expRemainder: return f(.expMinusOne, x)
    // −eˣ/(1 − eˣ) = −1/(e⁻ˣ − 1).
    case .logOneMinusExp: return -f(.reciprocal, f(.expMinusOne, -x))
    case .logGammaCorrection: return f(.digammaCorrection, x)
    case .digammaCorrection: return f(.trigammaCorrection, x)
    case .trigammaCorrection: return .custom(logGammaCorrectionDerivative(order: 3), [x])
    }
  }

  /// The contribution to input `index` of a function of two numbers.
  static func binaryRule(
    _ function: BinaryFunction, _ x: Node, _ y: Node, _ z: Node, by index: Int, upstream g: Node
  ) throws(TensorError) -> Node? {
    let first = index == 0
    func c(_ value: Double) -> Node { .constant(value, x.type) }
    switch function {
    case .add: return g
    case .subtract: return first ? g : -g
    case .multiply: return g * (first ? y : x)
    case .divide: return first ? g / y : -(g * z / y)
    case .power:
      if first {
        // y xʸ⁻¹, and 0 where y is 0 though x may be.
        let zero = Node.compare(.equal, y, c(0))
        let safe = Node.select(zero, c(1), y)
        return g * .select(zero, c(0), safe * .binary(.power, x, safe + (-1)))
      }
      // xʸ log x, and 0 where x is 0.
      let positive = Node.compare(.greater, x, c(0))
      let safe = Node.select(positive, x, c(1))
      return g * .select(positive, z * .unary(.log, safe), c(0))
    case .atan2:
      // d atan2(x, y) by its first argument is y/(x² + y²), by its second −x/(x² + y²).
      let norm = Node.unary(.square, x) + .unary(.square, y)
      return first ? g * y / norm : -(g * x / norm)
    case .minimum, .maximum:
      let order: Comparison = function == .maximum ? .greater : .less
      let mine = first ? x : y
      let other = first ? y : x
      let share = Node.select(
        .compare(order, mine, other), c(1), .select(.compare(.equal, x, y), c(0.5), c(0)))
      return g * share
    case .xLogY:
      // By x: log y; by y: x/y, 0 where x is 0.
      if first { return g * .unary(.log, y) }
      let zero = Node.compare(.equal, x, c(0))
      return g * .select(zero, c(0), x / .select(zero, c(1), y))
    case .xLogOnePlusY:
      if first { return g * .unary(.logOnePlus, y) }
      let zero = Node.compare(.equal, x, c(0))
      return g * .select(zero, c(0), x / .select(zero, c(1), y + 1))
    case .ratioRemainder:
      // 1/y − 1/x by x, −(x − y)/y² by y.
      let change = (x - y) / y
      return first ? g * (change / x) : -(g * (change / y))
    case .massDivergence:
      // By x: log(x/y), −log(1 + (y − x)/x) near equality, −∞ at 0; by y: 1 − x/y.
      let change = (y - x)
      guard first else { return g * .select(.compare(.equal, x, c(0)), c(1), change / y) }
      let half = Node.select(.compare(.less, x, y), x, y)
      let near = Node.compare(.less, .unary(.absolute, change), half)
      let safe = Node.select(near, x, c(1))
      let close = Node.unary(.logOnePlus, .select(near, change, c(0)) / safe)
      // At x = 0 it is −∞ whatever y is.
      let other = Node.select(near, c(1), .select(.compare(.equal, x, c(0)), c(1), y))
      let far = Node.unary(.log, .select(near, c(1), x)) - .unary(.log, other)
      return g * .select(near, -close, far)
    }
  }
}

/// The higher derivatives of the logarithm of Gamma beyond Stirling's formula, each the next one's
/// integral; as differences of polygamma functions they would cancel.
private func logGammaCorrectionDerivative(order: Int) -> CustomFunction {
  CustomFunction(
    name: "logGammaCorrection",
    evaluate: .one { SpecialFunctions.logGammaCorrectionDerivative(order: order, $0) },
    derivatives: [
      { inputs in .custom(logGammaCorrectionDerivative(order: order + 1), [inputs[0]]) }
    ])
}
