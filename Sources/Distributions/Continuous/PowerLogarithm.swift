// The logarithm of extreme-value laws and its inverse, which a shape of 0 turns into the identity.

/// log(1 + ξz)/ξ at z = distance/scale, which is z at ξ = 0; infinite where 1 + ξz is not positive.
///
/// Near the finite end it is log((σ + ξ·distance)/σ)/ξ with one rounding of the sum.
///
/// - Parameters:
///   - logDistance: log |distance|, used where ξz dwarfs the 1.
@inlinable func powerLogarithm<Value: RealValue>(
  distance: Value, logDistance: Value, scale: Value, shape: Value
) -> Value {
  let isZero: Value.Mask = shape .== 0
  let z: Value = distance / scale
  let t: Value = shape * select(isZero .& (abs(z) .== Value.infinity), 1, z)
  let isSmall: Value.Mask = abs(t) .< 1e-4
  let isFar: Value.Mask = t .> 1e18
  let isLow: Value.Mask = t .< -0.5
  let safeShape: Value = select(isZero, 1, shape)
  let s: Value = select(isSmall, t, 0)
  let series: Value = 1 - s * (Value(0.5) - s * (Value(1.0 / 3) - s * (Value(0.25) - 0.2 * s)))
  let near: Value = log(onePlus: select(isSmall .| isFar .| isLow, 1, t)) / safeShape
  let logFar: Value = log(abs(safeShape)) + (logDistance - log(scale))
  let far: Value = select(isFar, logFar, 0) / safeShape
  let rest: Value = scalePlusProduct(select(isLow, distance, 0), shape, scale)
  let isOut: Value.Mask = isLow .& (rest .<= 0)
  let low: Value = log(select(isLow .& .!isOut, rest / scale, 1)) / safeShape
  let end: Value = select(shape .> 0, -Value.infinity, Value.infinity)
  let lower: Value = select(isOut, end, low)
  let outer: Value = select(isFar, far, select(isLow, lower, near))
  return select(isSmall, select(isSmall, z, 0) * series, outer)
}

/// σ + ξ·distance, rounded once.
@inlinable func scalePlusProduct<Value: RealValue>(
  _ distance: Value, _ shape: Value, _ scale: Value
) -> Value {
  Value.elementwise(
    "σ + ξx", distance, shape, scale, { $2.addingProduct($0, $1) },
    derivatives: ({ _, shape, _ in shape }, { x, _, _ in x }, { _, _, scale in 0 * scale + 1 }))
}

/// (e^(ξw) − 1)/ξ, which is w at ξ = 0, and the logarithm of its size.
@inlinable func powerExponential<Value: RealValue>(
  _ w: Value, shape: Value
) -> (value: Value, logMagnitude: Value) {
  let isZero: Value.Mask = shape .== 0
  let t: Value = shape * select(isZero .& (abs(w) .== Value.infinity), 1, w)
  let isSmall: Value.Mask = abs(t) .< 1e-4
  let s: Value = select(isSmall, t, 0)
  let series: Value = 1 + s * (Value(0.5) + s * (Value(1.0 / 6) + s * Value(1.0 / 24)))
  let far: Value = expMinusOne(select(isSmall, 1, t)) / select(isZero, 1, shape)
  let z: Value = select(isSmall, select(isSmall, w, 0) * series, far)
  let isHuge: Value.Mask = t .> 40
  let logHuge: Value = select(isHuge, t, 0) - log(abs(select(isZero, 1, shape)))
  return (z, select(isHuge, logHuge, log(abs(select(isHuge, 1, z)))))
}
