import Tensors

/// A formula of three or four numbers that tensors compute in one kernel; `meaning` is the same in single
/// operations, of which derivatives are taken unless `slopes` gives them. Of plain numbers a family takes
/// its own formula.
///
/// - Parameter slopes: The derivatives by each operand, nil of one that is another once more.
func fused<Value: RealValue>(
  _ function: TernaryFunction, _ x: Value, _ y: Value, _ z: Value,
  slopes: (@Sendable (Value, Value, Value) -> [Value?])? = nil,
  meaning: @escaping @Sendable (Value, Value, Value) -> Value
) -> Value {
  typealias Numbers = Tensor<Value.Scalar>
  var ofTensors: (@Sendable (Numbers, Numbers, Numbers) -> [Numbers?])?
  if let slopes {
    ofTensors = { x, y, z in
      slopes(Value(tensor: x), Value(tensor: y), Value(tensor: z)).map { $0?.tensor }
    }
  }
  let result = Tensor.fused(
    function, x.tensor, y.tensor, z.tensor,
    meaning: { x, y, z in
      meaning(Value(tensor: x), Value(tensor: y), Value(tensor: z)).tensor
    }, slopes: ofTensors)
  return Value(tensor: result)
}

/// The derivative of −log s + g(z), z = (x − location)/s, by s, given −g′(z)/s, that by the location.
func scaleSlope<Value: RealValue>(
  _ slope: Value, _ x: Value, _ location: Value, _ inverse: Value
) -> Value {
  fused(.scaleSlope, slope, x, location, inverse) { slope, x, location, inverse in
    (x - location) * inverse * slope - inverse
  }
}

func fused<Value: RealValue>(
  _ function: QuaternaryFunction, _ x: Value, _ y: Value, _ z: Value, _ w: Value,
  slopes: (@Sendable (Value, Value, Value, Value) -> [Value?])? = nil,
  meaning: @escaping @Sendable (Value, Value, Value, Value) -> Value
) -> Value {
  typealias Numbers = Tensor<Value.Scalar>
  var ofTensors: (@Sendable (Numbers, Numbers, Numbers, Numbers) -> [Numbers?])?
  if let slopes {
    ofTensors = { x, y, z, w in
      slopes(Value(tensor: x), Value(tensor: y), Value(tensor: z), Value(tensor: w))
        .map { $0?.tensor }
    }
  }
  let result = Tensor.fused(
    function, x.tensor, y.tensor, z.tensor, w.tensor,
    meaning: { x, y, z, w in
      meaning(Value(tensor: x), Value(tensor: y), Value(tensor: z), Value(tensor: w)).tensor
    }, slopes: ofTensors)
  return Value(tensor: result)
}
