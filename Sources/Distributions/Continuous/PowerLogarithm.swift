// The logarithm of extreme-value laws and its inverse, which a shape of 0 turns into the identity.

/// log(1 + ξz)/ξ, which is z at ξ = 0; infinite where 1 + ξz is not positive.
///
/// - Parameters:
///   - logMagnitude: log |z|, used where z is beyond the range of numbers.
@inlinable func powerLogarithm<Value: RealValue>(
  _ z: Value, logMagnitude: Value, shape: Value
) -> Value {
  let isZero: Value.Mask = shape .== 0
  let t: Value = select(isZero, 0, shape) * select(isZero, 1, z)
  let isSmall: Value.Mask = abs(t) .< 1e-4
  let isFar: Value.Mask = t .> 1e18
  let safe: Value = select(isSmall .| isFar, 1, maximum(t, -1))
  let s: Value = select(isSmall, t, 0)
  let series: Value = 1 - s * (Value(0.5) - s * (Value(1.0 / 3) - s * (Value(0.25) - 0.2 * s)))
  let safeShape: Value = select(isZero, 1, shape)
  let near: Value = log(onePlus: safe) / safeShape
  let logFar: Value = log(abs(safeShape)) + logMagnitude
  let far: Value = select(isFar, logFar, 0) / safeShape
  return select(isSmall, select(isSmall, z, 0) * series, select(isFar, far, near))
}

/// (e^(ξw) − 1)/ξ, which is w at ξ = 0, and the logarithm of its size.
@inlinable func powerExponential<Value: RealValue>(
  _ w: Value, shape: Value
) -> (value: Value, logMagnitude: Value) {
  let isZero: Value.Mask = shape .== 0
  let t: Value = select(isZero, 0, shape) * select(isZero, 1, w)
  let isSmall: Value.Mask = abs(t) .< 1e-4
  let s: Value = select(isSmall, t, 0)
  let series: Value = 1 + s * (Value(0.5) + s * (Value(1.0 / 6) + s * Value(1.0 / 24)))
  let far: Value = expMinusOne(select(isSmall, 1, t)) / select(isZero, 1, shape)
  let z: Value = select(isSmall, w * series, far)
  let isHuge: Value.Mask = t .> 40
  let logHuge: Value = select(isHuge, t, 0) - log(abs(select(isZero, 1, shape)))
  return (z, select(isHuge, logHuge, log(abs(select(isHuge, 1, z)))))
}
