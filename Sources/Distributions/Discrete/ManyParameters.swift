import Tensors

/// A function of four numbers, applied to each element of a batch; not differentiable.
///
/// Kernels of tensors take three operands. One more makes the batch be computed at once rather than
/// when it is asked for; the result still throws where a gradient is taken through it.
func elementwiseOfFour<Value: RealValue>(
  _ name: String, _ x: Value, _ parameters: (Value, Value, Value),
  _ function: @escaping @Sendable (Double, Double, Double, Double) -> Double
) -> Value {
  let (a, b, c) = parameters
  if let x = scalarNumber(x), let a = scalarNumber(a), let b = scalarNumber(b),
    let c = scalarNumber(c)
  {
    return Value(function(x, a, b, c))
  }
  let (shape, rows) = parameterRows(name, [x, a, b, c])
  let values = rows.map { Value.Scalar(function($0[0], $0[1], $0[2], $0[3])) }
  let constant = Value(tensor: Tensor(shape: shape, scalars: values))
  // Through the operands a gradient would flow, which is not known.
  return Value.elementwise(
    name, constant, x + (a + b), c, { value, _, _ in value }, derivatives: (nil, nil, nil))
}

/// The number where the type is one of numbers; nil where it is one of batches.
@inlinable func scalarNumber<Value: RealValue>(_ x: Value) -> Double? {
  if let x = x as? Double { return x }
  return (x as? Float).map { Double($0) }
}

/// 0, of a known derivative by a variable: what is added to a value that was computed at once to make
/// it differentiable.
///
/// - Parameters:
///   - slope: The derivative, computed at once too; its own derivatives are not known, and a gradient
///     of the gradient throws.
///   - parameters: A sum of all that the slope depends on.
func zero<Value: RealValue>(
  _ name: String, slope: Value, by variable: Value, dependingOn parameters: Value
) -> Value {
  Value.elementwise(
    name, slope, variable, { _, _ in 0 },
    derivatives: (
      { slope, _ in 0 * slope },
      { slope, _ in
        Value.elementwise(
          "the derivative of " + name, slope, parameters, { slope, _ in slope },
          derivatives: (nil, nil))
      }
    ))
}
