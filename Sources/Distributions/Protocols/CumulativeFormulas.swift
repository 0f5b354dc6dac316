import Tensors

/// The cumulative functions and quantiles of a law, in the order of their kernels.
@usableFromInline enum CumulativeFunction: Int32, Sendable {
  case cdf = 0
  case logCDF, quantile
  /// Of laws whose reflection is not one of the family.
  case survival, logSurvival, survivalQuantile
}

/// A law of one or two parameters whose cumulative functions and quantiles tensors compute in one kernel each,
/// plain numbers by a formula in single operations, of which derivatives are taken.
@usableFromInline protocol CumulativeFormulas<Value>: UnivariateDistribution {
  /// The parameters as the kernels take them; a single one twice.
  var parameterPair: (Value, Value) { get }
  init(parameterPair: (Value, Value))
  /// The function at a point, or at a probability, in single operations.
  func formula(_ function: CumulativeFunction, _ x: Value) -> Value
  /// The number of the family's first kernel, that of the cdf.
  static var firstKernel: Int32 { get }
}

extension CumulativeFormulas {
  @inlinable @inline(__always)
  func computed(_ function: CumulativeFunction, _ x: Value) -> Value {
    Value.self == Value.Scalar.self ? formula(function, x) : inOneKernel(function, x)
  }

  @usableFromInline func inOneKernel(_ function: CumulativeFunction, _ x: Value) -> Value {
    guard let kernel = TernaryFunction(rawValue: Self.firstKernel + function.rawValue)
    else { return formula(function, x) }
    let (first, second) = parameterPair
    return fused(kernel, x, first, second) { x, first, second in
      Self(parameterPair: (first, second)).formula(function, x)
    }
  }
}

/// A law whose reflection is one of the family.
@usableFromInline protocol SymmetricFormulas<Value>: CumulativeFormulas {
  /// The law of −X, whose tails are the other ones.
  var reflected: Self { get }
}

extension SymmetricFormulas {
  /// The functions of the upper tail.
  @inlinable func mirrored(_ function: CumulativeFunction, _ x: Value) -> Value {
    switch function {
    case .survival: return reflected.formula(.cdf, -x)
    case .logSurvival: return reflected.formula(.logCDF, -x)
    default: return -reflected.formula(.quantile, x)
    }
  }
}
