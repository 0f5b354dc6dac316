import Tensors

/// A formula of three or four numbers that tensors compute in one kernel; `meaning` is the same in single
/// operations, of which derivatives are taken. Of plain numbers a family takes its own formula.
func fused<Value: RealValue>(
  _ function: TernaryFunction, _ x: Value, _ y: Value, _ z: Value,
  meaning: @escaping @Sendable (Value, Value, Value) -> Value
) -> Value {
  let result = Tensor.fused(function, x.tensor, y.tensor, z.tensor) { x, y, z in
    meaning(Value(tensor: x), Value(tensor: y), Value(tensor: z)).tensor
  }
  return Value(tensor: result)
}

func fused<Value: RealValue>(
  _ function: QuaternaryFunction, _ x: Value, _ y: Value, _ z: Value, _ w: Value,
  meaning: @escaping @Sendable (Value, Value, Value, Value) -> Value
) -> Value {
  let result = Tensor.fused(function, x.tensor, y.tensor, z.tensor, w.tensor) { x, y, z, w in
    meaning(Value(tensor: x), Value(tensor: y), Value(tensor: z), Value(tensor: w)).tensor
  }
  return Value(tensor: result)
}
