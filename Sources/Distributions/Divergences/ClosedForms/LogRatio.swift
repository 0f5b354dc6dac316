/// log(a/b) for a, b > 0, with the digits of a − b near equality.
@inlinable func logRatio<Value: RealValue>(_ a: Value, _ b: Value) -> Value {
  let near: Value.Mask = (a .>= 0.5 * b) .& (a .<= 2 * b)
  let difference: Value = select(near, (a - b) / b, 0)
  let ratio: Value = select(near, 1, a) / b
  let isExtreme: Value.Mask = (ratio .< Value(1e-290)) .| (ratio .> Value(1e290))
  let far: Value = select(isExtreme, log(a) - log(b), log(select(isExtreme, 1, ratio)))
  return select(near, log(onePlus: difference), far)
}
