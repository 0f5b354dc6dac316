/// How the planner treats a node.
enum NodeKind {
  case leaf, constant, elementwise, view, reduction, bulk
  /// Another node computes the same.
  case repeated
  /// The node that uses it computes it.
  case absorbed
}

/// A sum of two matrix products as one step: `product` is added to `addend` in its memory.
struct ProductSum {
  let product: Int
  let addend: Int
}

extension Operation {
  var kind: NodeKind {
    switch self {
    case .data: .leaf
    case .constant: .constant
    case .random, .unary, .polygamma, .binary, .compare, .and, .or, .not, .select, .convert,
      .custom, .fused, .stopGradient:
      .elementwise
    case .reshape, .broadcast, .transpose, .slice: .view
    case .reduce: .reduction
    case .argmax, .cumulativeSum, .concatenate, .pad, .gather, .scatterAdd, .multiplyMatrices,
      .cholesky, .triangularSolve, .rows:
      .bulk
    }
  }

  /// Roughly the nanoseconds an element takes.
  var cost: Float {
    switch self {
    case .binary(.power), .binary(.atan2), .binary(.xLogY), .binary(.xLogOnePlusY),
      .binary(.ratioRemainder), .binary(.massDivergence):
      2
    case .unary(let function):
      switch function {
      case .negate, .absolute, .sign, .square, .floor, .ceil, .round, .truncate: 0.1
      case .squareRoot, .reciprocal: 0.3
      case .exp, .log, .expMinusOne, .logOnePlus: 0.6
      default: 2
      }
    case .random(.logGamma, _, _), .random(.gamma, _, _), .random(.beta, _, _),
      .random(.poisson, _, _), .random(.binomial, _, _), .random(.vonMises, _, _):
      4
    case .random: 1
    case .custom(let function):
      switch function.evaluate {
      case .kernel(.gate, _): 0.1
      case .kernel: 2
      default: 50
      }
    case .polygamma: 50
    case .fused(let fused):
      switch fused.formula {
      case .ternary(.blend), .ternary(.squareBlend), .ternary(.rootRatio): 0.3
      case .ternary(.normalLogDensity): 1
      default: 4
      }
    default: 0.1
    }
  }
}

extension View {
  /// Whether each matrix of the last two axes is a plain or transposed matrix to BLAS.
  func hasMatrixStrides(_ shape: [Int]) -> Bool {
    let rank = shape.count
    let (m, n) = (shape[rank - 2], shape[rank - 1])
    let (row, column) = (strides[rank - 2], strides[rank - 1])
    let plain = (column == 1 || n == 1) && (row >= max(n, 1) || m == 1)
    let transposed = (row == 1 || m == 1) && (column >= max(m, 1) || n == 1)
    return plain || transposed
  }
}
