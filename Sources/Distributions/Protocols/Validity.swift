// Invalid parameters give NaN, element by element, wherever they are used.

/// Whether a number is positive and finite.
@inlinable func isPositive<Value: RealValue>(_ x: Value) -> Value.Mask {
  (x .> 0) .& (x .< Value.infinity)
}

/// Whether a number is finite.
@inlinable func isFinite<Value: RealValue>(_ x: Value) -> Value.Mask {
  abs(x) .< Value.infinity
}

/// Whether a number is a probability.
@inlinable func isProbability<Value: RealValue>(_ x: Value) -> Value.Mask {
  (x .>= 0) .& (x .<= 1)
}

/// Whether a number is whole.
@inlinable func isWhole<Value: RealValue>(_ x: Value) -> Value.Mask {
  isFinite(x) .& (floor(x) .== x)
}

/// Whether a number is whole and not negative.
@inlinable func isCount<Value: RealValue>(_ x: Value) -> Value.Mask { isWhole(x) .& (x .>= 0) }

/// `x` where the mask is true, else NaN.
@inlinable func nanUnless<Value: RealValue>(_ valid: Value.Mask, _ x: Value) -> Value {
  select(valid, x, Value.nan)
}

/// 0 where `x` is finite, else NaN: added to a sum of logarithms, it costs less than a selection.
@inlinable func zeroIfFinite<Value: RealValue>(_ x: Value) -> Value { 0 * x }

/// log s + H, the entropy of a law of scale s from that of the law of scale 1; NaN unless the scale is
/// positive and finite.
@inlinable func scaledEntropy<Value: RealValue>(_ standard: Double, scale: Value) -> Value {
  scaledEntropy(standard, scale: scale, location: 0)
}

/// The same; NaN where the location is not finite either.
@inlinable func scaledEntropy<Value: RealValue>(
  _ standard: Double, scale: Value, location: Value
) -> Value {
  Value.self == Value.Scalar.self
    ? plainScaledEntropy(scale, location, Value(standard))
    : fusedScaledEntropy(scale, location, Value(standard))
}

/// In single operations.
@inlinable func plainScaledEntropy<Value: RealValue>(
  _ scale: Value, _ location: Value, _ standard: Value
) -> Value {
  // −∞ and +∞ times 0 are NaN.
  let size: Value = log(scale)
  return (size + standard) + zeroIfFinite(location + size)
}

@usableFromInline func fusedScaledEntropy<Value: RealValue>(
  _ scale: Value, _ location: Value, _ standard: Value
) -> Value {
  fused(.scaledEntropy, scale, location, standard) { plainScaledEntropy($0, $1, $2) }
}

/// The number, of one distribution; nil for a batch of several.
func number<Value: RealValue>(_ x: Value) -> Double? {
  if Value.self == Double.self { return x as? Double }
  let tensor = x.tensor
  return tensor.scalarCount == 1 ? Double(tensor.scalar) : nil
}

extension ParameterError {
  static let finite = "finite"
  static let positive = "positive and finite"
}

extension Distribution {
  /// Throws unless every element is positive and finite.
  func requirePositive(_ parameter: String, _ value: Value) throws(ParameterError) {
    try require(parameter, value, ParameterError.positive) { $0 > 0 && $0.isFinite }
  }

  /// Throws unless every element is finite.
  func requireFinite(_ parameter: String, _ value: Value) throws(ParameterError) {
    try require(parameter, value, ParameterError.finite) { $0.isFinite }
  }

  /// Throws unless every element is a whole number, not negative.
  func requireCount(_ parameter: String, _ value: Value) throws(ParameterError) {
    try require(parameter, value, "a whole number, not negative") {
      $0 >= 0 && $0.isFinite && $0 == $0.rounded()
    }
  }

  /// Throws unless every element is a probability.
  func requireProbability(_ parameter: String, _ value: Value) throws(ParameterError) {
    try require(parameter, value, "from 0 to 1") { $0 >= 0 && $0 <= 1 }
  }

  /// Throws unless every element is above the other parameter's.
  func requireOrder(
    _ parameter: String, _ value: Value, above other: String, _ bound: Value
  ) throws(ParameterError) {
    guard let shape = broadcastShape(value.shape, bound.shape) else {
      throw ParameterError(
        family: Self.familyName, parameter: parameter, value: "of shape \(value.shape)",
        requirement: "of a shape that fits \(other)'s, \(bound.shape)")
    }
    let values = value.tensor.broadcast(to: shape).scalars
    let bounds = bound.tensor.broadcast(to: shape).scalars
    for index in values.indices where !(values[index] > bounds[index]) {
      throw ParameterError(
        family: Self.familyName, parameter: parameter, index: shape.isEmpty ? nil : index,
        value: "\(values[index])", requirement: "above \(other), which is \(bounds[index])")
    }
  }

  /// Throws unless every element is at least the other parameter's.
  func requireNotBelow(
    _ parameter: String, _ value: Value, _ other: String, _ bound: Value
  ) throws(ParameterError) {
    guard let shape = broadcastShape(value.shape, bound.shape) else {
      throw ParameterError(
        family: Self.familyName, parameter: parameter, value: "of shape \(value.shape)",
        requirement: "of a shape that fits \(other)'s, \(bound.shape)")
    }
    let values = value.tensor.broadcast(to: shape).scalars
    let bounds = bound.tensor.broadcast(to: shape).scalars
    for index in values.indices where !(values[index] >= bounds[index]) {
      throw ParameterError(
        family: Self.familyName, parameter: parameter, index: shape.isEmpty ? nil : index,
        value: "\(values[index])", requirement: "not below \(other), which is \(bounds[index])")
    }
  }
}
