/// log(x/(1 − x)) between 0 and 1, from the difference 2x − 1 around ½.
@inlinable func logit<Value: RealValue>(_ x: Value) -> Value {
  let isMiddle: Value.Mask = (x .> 0.25) .& (x .< 0.75)
  let near: Value = 2 * atanh(select(isMiddle, 2 * x - 1, 0))
  let safe: Value = select(isMiddle, 0.25, x)
  return select(isMiddle, near, log(safe) - log(onePlus: -safe))
}
