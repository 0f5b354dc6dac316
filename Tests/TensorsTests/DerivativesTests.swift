import Tensors
import Testing

@Suite struct DerivativesTests {
  /// Where each function is smooth.
  static func domain(of function: UnaryFunction) -> ClosedRange<Double> {
    switch function {
    case .squareRoot, .log, .reciprocal, .logGamma, .digamma, .trigamma, .logGammaCorrection,
      .digammaCorrection, .trigammaCorrection:
      0.3...4
    case .asin, .acos, .atanh, .logOnePlus, .logOnePlusRemainder: -0.7...0.8
    case .acosh: 1.3...4
    case .normalQuantile: 0.05...0.95
    case .logOneMinusExp: -3 ... -0.2
    case .absolute, .sign: 0.2...2
    case .floor, .ceil, .round, .truncate: 0.1...0.4
    case .tan: -1...1
    default: -2...2
    }
  }

  @Test(arguments: UnaryFunction.allCases)
  func unaryFunctions(_ function: UnaryFunction) throws {
    let x = uniform([7], Self.domain(of: function))
    try expectDerivatives("\(function)", at: x) { Tensor.unary(function, $0) }
  }

  @Test(arguments: BinaryFunction.allCases)
  func binaryFunctions(_ function: BinaryFunction) throws {
    let x = uniform([3, 1], 0.5...2, seed: 2)
    let y = uniform([4], 0.6...2.1, seed: 3)
    try expectDerivatives("\(function) by x", at: x) { Tensor.binary(function, $0, y) }
    try expectDerivatives("\(function) by y", at: y) { Tensor.binary(function, x, $0) }
    try expectDerivatives("\(function) of x and x²", at: x) {
      Tensor.binary(function, $0, $0 * $0)
    }
  }

  @Test func polygamma() throws {
    try expectDerivatives("polygamma(2)", at: uniform([4], 0.8...4)) { Tensor.polygamma(2, $0) }
  }

  @Test func selection() throws {
    let x = uniform([6], 0.1...2)
    try expectDerivatives("select", at: x) { Tensor.select($0 .< 1, $0 * $0, exp($0)) }
    // The untaken branch's input is made safe, so its infinite derivative does not show.
    let zero = Tensor<Double>([0, 4])
    let mask = zero .> 0
    let root = Tensor.select(mask, sqrt(Tensor.select(mask, zero, 1)), 0)
    #expect(try gradient(of: root, at: zero).scalars == [0, 0.25])
  }

  @Test func customFunctions() throws {
    let cube: @Sendable (Double) -> Double = { $0 * $0 * $0 }
    try expectDerivatives("custom", at: uniform([4], 0.5...2)) { x in
      Tensor.elementwise("cube", x, cube) { 3 * $0 * $0 }
    }
    let x = uniform([3], 0.5...1)
    try expectDerivatives("custom of two", at: x) { x in
      Tensor.elementwise(
        "product", x, x * x, { $0 * $1 }, derivatives: ({ _, y in y }, { x, _ in x }))
    }
    let opaque = Tensor.elementwise("opaque", x, cube, derivative: nil)
    #expect(throws: TensorError.notDifferentiable(operation: "opaque")) {
      try gradient(of: opaque, at: x)
    }
  }

  @Test func views() throws {
    let x = uniform([2, 3, 4], -1...1)
    try expectDerivatives("reshape", at: x) { square($0.reshaped(to: [4, 6])) }
    try expectDerivatives("transpose", at: x) {
      exp($0.transposed(permutation: 2, 0, 1)) * uniform([4, 2, 3], 0...1)
    }
    try expectDerivatives("broadcast", at: uniform([3, 1], -1...1)) {
      exp($0.broadcast(to: [2, 3, 4])) * x
    }
    try expectDerivatives("slice", at: x) {
      exp($0.sliced(1..<3, alongAxis: 1)) * $0.sliced(0..<2, alongAxis: 1)
    }
    try expectDerivatives("strided slice", at: x) {
      square($0.sliced(start: 1, end: 4, step: 2, alongAxis: 2))
    }
    let other = uniform([2, 3, 4], -1...1, seed: 9)
    try expectDerivatives("concatenate", at: x) {
      square(Tensor(concatenating: [$0, 2 * $0, other], alongAxis: 1))
    }
    try expectDerivatives("stack", at: x) { exp(Tensor(stacking: [$0, other], alongAxis: 1)) }
    let rows = Tensor<Int64>([2, 0, 2])
    try expectDerivatives("gather", at: x) {
      square($0.gathering(atIndices: rows, alongAxis: 1))
    }
  }

  @Test func reductions() throws {
    let x = uniform([2, 3, 4], -1...1)
    for axes in [[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]] {
      try expectDerivatives("sum \(axes)", at: x) { exp(square($0).sum(alongAxes: axes)) }
      try expectDerivatives("mean \(axes)", at: x) { square(exp($0).mean(alongAxes: axes)) }
      try expectDerivatives("logSumExp \(axes)", at: x) { $0.logSumExp(alongAxes: axes) }
      try expectDerivatives("max \(axes)", at: x) { square($0.max(alongAxes: axes)) }
      try expectDerivatives("min \(axes)", at: x) { square($0.min(alongAxes: axes)) }
    }
    try expectDerivatives("softmax", at: x) { square($0.softmax()) }
    try expectDerivatives("variance", at: x) { $0.variance(alongAxes: [1]) }
    for axis in 0..<3 {
      try expectDerivatives("cumulativeSum", at: x) { square($0.cumulativeSum(alongAxis: axis)) }
    }
  }

  @Test func linearAlgebra() throws {
    let a = uniform([2, 3, 4], -1...1)
    let b = uniform([4, 2], -1...1, seed: 5)
    try expectDerivatives("matmul by the first", at: a) { square($0.matmul(b)) }
    try expectDerivatives("matmul by the second", at: b) { square(a.matmul($0)) }
    try expectDerivatives("matmul of a transpose", at: a) {
      $0.matrixTransposed().matmul(exp($0))
    }
    let root = uniform([2, 3, 3], -1...1, seed: 7)
    func positive(_ x: Tensor<Double>) -> Tensor<Double> {
      x.matmul(x.matrixTransposed()) + Tensor(ones: [3]).diagonal()
    }
    try expectDerivatives("cholesky", at: root) { exp(positive($0).cholesky()) }
    let right = uniform([3, 2], -1...1, seed: 8)
    for transpose in [false, true] {
      for lower in [false, true] {
        let triangle = positive(root).materialized()
        try expectDerivatives("solve by the matrix", at: triangle) {
          square($0.triangularSolve(right, lower: lower, transpose: transpose))
        }
        try expectDerivatives("solve by the right side", at: right) {
          square(triangle.triangularSolve($0, lower: lower, transpose: transpose))
        }
      }
    }
  }

  @Test func aVariableThatDoesNotCountHasDerivativeZero() throws {
    let x = uniform([3], 0...1)
    let y = uniform([2], 0...1)
    #expect(try gradient(of: exp(x), at: [y])[0].scalars == [0, 0])
    #expect(try gradient(of: x.stoppingGradient() * x, at: x).scalars == x.scalars)
  }

  @Test func closuresAndSeveralVariables() throws {
    let x = Tensor<Double>([1, 2])
    #expect(try gradient(at: x) { $0 * $0 }.scalars == [2, 4])
    let (value, gradients) = try valueWithGradient(at: [x, Tensor(3)]) { ($0[0] * $0[1]).sum() }
    #expect(value.scalar == 9)
    #expect(gradients[0].scalars == [3, 3])
    #expect(gradients[1].scalars == [3])
    #expect(gradients[1].shape == [])
  }

  @Test func derivativesOfXLogYAtZero() throws {
    let x = Tensor<Double>([0, 0.5])
    let y = Tensor<Double>([0, 0.25])
    #expect(try gradient(of: xLogY(x, y), at: y).scalars == [0, 2])
    #expect(try gradient(of: xLogY(x, y), at: x).scalars[0] == -.infinity)
  }
}

/// Derivatives where a function has run into its limit.
@Suite struct SaturatedDerivativeTests {
  @Test func hyperbolicTangentFarOut() throws {
    let x = Tensor<Float>([-200, -50, 0, 50, 200])
    let slope = try gradient(of: tanh(x), at: x)
    let curvature = try gradient(of: slope, at: x)
    #expect(slope.scalars == [0, 4 * exp(-100), 1, 4 * exp(-100), 0])
    #expect(curvature.scalars.allSatisfy { $0.isFinite })
  }
}

/// A variable that was written as a number is not the same as that number elsewhere.
@Suite struct LiteralVariableTests {
  @Test func aLiteralVariableStandsForItselfAlone() throws {
    let x: Tensor<Double> = 0.5
    let y = Tensor<Double>(0.5)
    let u = Tensor<Double>([1, 2])
    #expect(try gradient(of: (x * (u + 0.5)).sum(), at: x).scalar == 4)
    #expect(try gradient(of: (y * (u + 0.5)).sum(), at: y).scalar == 4)
    let one: Tensor<Double> = 1
    #expect(try gradient(of: one * u, at: one).scalar == 3)
    #expect(try gradient(at: x) { $0 * $0 }.scalar == 1)
    #expect(try gradient(of: exp(2 * x) + u, at: x).scalar == 4 * exp(1.0))
    let folded = x * 2
    #expect(try gradient(of: (folded * (u + 1)).sum(), at: folded).scalar == 5)
  }
}
