/// log(1 + z²) for any z, also where z² or z itself overflows.
///
/// - Parameters:
///   - z: The number; only its size counts.
///   - logMagnitude: log |z|, used where z² dwarfs the 1.
@inlinable func logOnePlusSquare<Value: RealValue>(
  _ z: Value, logMagnitude: Value
) -> Value {
  // From 10⁹ on the 1 is less than half a unit in the last place of the result.
  let isLarge = abs(z) .> 1e9
  let near: Value = log(onePlus: square(select(isLarge, 0, z)))
  return select(isLarge, 2 * logMagnitude, near)
}

/// log |x|, and 0 at 0, so that a gradient through a branch that is not taken there is no NaN.
@inlinable func safeLogMagnitude<Value: RealValue>(_ x: Value) -> Value {
  log(select(x .== 0, 1, abs(x)))
}
