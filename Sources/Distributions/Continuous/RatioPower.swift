/// (x/s)ᵏ and its logarithm for a point at distance x: near s by the difference, far from it by the
/// power itself, which is exact to rounding where an exponential of a large logarithm is not.
@inlinable func ratioPower<Value: RealValue>(
  _ point: HalfLinePoint<Value>, to scale: Value, _ power: Value
) -> (value: Value, log: Value) {
  let logPower: Value = power * point.logRatio(to: scale)
  let ratio: Value = point.distance / scale
  let isFar: Value.Mask =
    ((ratio .>= 2) .& (ratio .< 1e300)) .| ((ratio .<= 0.5) .& (ratio .> 1e-300))
  let near: Value = exp(select(isFar, 0, logPower))
  let far: Value = pow(select(isFar, ratio, 1), power)
  return (select(isFar, far, near), logPower)
}

/// log(1 − e^−x) for x > 0 given with its logarithm, also where x is below the range of numbers.
@inlinable func logOneMinusExpOfNegative<Value: RealValue>(_ x: Value, log logX: Value) -> Value {
  let isTiny: Value.Mask = logX .< -600
  return select(isTiny, logX, logOneMinusExp(-select(isTiny, 1, x)))
}
