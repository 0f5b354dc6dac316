import SpecialFunctions
import Tensors

// Logarithm and ratio of modified Bessel functions, as functions of any value.

/// log(I₀(x) e^−x) for x ≥ 0.
func logScaledBesselI0<Value: RealValue>(_ x: Value) -> Value {
  Value.elementwise(
    "logScaledBesselI0", x, { SpecialFunctions.logScaledBesselI0($0) },
    derivative: { -besselRatioComplement($0) })
}

/// 1 − I₁(x)/I₀(x) for x ≥ 0.
func besselRatioComplement<Value: RealValue>(_ x: Value) -> Value {
  Value.elementwise(
    "besselRatioComplement", x, { SpecialFunctions.besselRatioComplement($0) },
    derivative: { -besselRatioDerivative($0) })
}

/// I₁(x)/I₀(x), with relative accuracy near 0.
func besselRatio<Value: RealValue>(_ x: Value) -> Value {
  Value.elementwise(
    "besselRatio", x, { SpecialFunctions.besselRatio($0) },
    derivative: { besselRatioDerivative($0) })
}

/// The derivative of I₁(x)/I₀(x).
func besselRatioDerivative<Value: RealValue>(_ x: Value) -> Value {
  Value.elementwise(
    "besselRatioDerivative", x, { SpecialFunctions.besselRatioDerivative($0) },
    derivative: { x in
      // From A′ = 1 − A/x − A²; at 0 the second derivative is 0.
      let safe: Value = select(x .== 0, 1, x)
      let ratio: Value = besselRatio(safe)
      let slope: Value = besselRatioDerivative(safe)
      let value: Value = (ratio / safe - slope) / safe - 2 * ratio * slope
      return select(x .== 0, 0, value)
    })
}
