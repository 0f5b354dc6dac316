// Elementary and special functions of any ``RealValue``, in the notation of mathematics.

/// |x|.
@inlinable public func abs<Value: RealValue>(_ x: Value) -> Value { Value.unary(.absolute, x) }
/// −1, 0 or 1; NaN for NaN.
@inlinable public func sign<Value: RealValue>(_ x: Value) -> Value { Value.unary(.sign, x) }
/// √x, NaN below 0.
@inlinable public func sqrt<Value: RealValue>(_ x: Value) -> Value { Value.unary(.squareRoot, x) }
/// x².
@inlinable public func square<Value: RealValue>(_ x: Value) -> Value { Value.unary(.square, x) }
/// The greatest whole number not above x.
@inlinable public func floor<Value: RealValue>(_ x: Value) -> Value { Value.unary(.floor, x) }
/// The least whole number not below x.
@inlinable public func ceil<Value: RealValue>(_ x: Value) -> Value { Value.unary(.ceil, x) }
/// The nearest whole number, halves to even.
@inlinable public func round<Value: RealValue>(_ x: Value) -> Value { Value.unary(.round, x) }
/// The whole part, towards 0.
@inlinable public func trunc<Value: RealValue>(_ x: Value) -> Value { Value.unary(.truncate, x) }

/// eˣ.
@inlinable public func exp<Value: RealValue>(_ x: Value) -> Value { Value.unary(.exp, x) }
/// eˣ − 1 without cancellation near 0.
@inlinable public func expMinusOne<Value: RealValue>(_ x: Value) -> Value {
  Value.unary(.expMinusOne, x)
}
/// The natural logarithm.
@inlinable public func log<Value: RealValue>(_ x: Value) -> Value { Value.unary(.log, x) }
/// log(1 + x) without cancellation near 0.
@inlinable public func log<Value: RealValue>(onePlus x: Value) -> Value {
  Value.unary(.logOnePlus, x)
}
/// xʸ.
@inlinable public func pow<Value: RealValue>(_ x: Value, _ y: Value) -> Value {
  Value.binary(.power, x, y)
}

/// The sine of x radians.
@inlinable public func sin<Value: RealValue>(_ x: Value) -> Value { Value.unary(.sin, x) }
/// The cosine of x radians.
@inlinable public func cos<Value: RealValue>(_ x: Value) -> Value { Value.unary(.cos, x) }
/// The tangent of x radians.
@inlinable public func tan<Value: RealValue>(_ x: Value) -> Value { Value.unary(.tan, x) }
/// The angle in [−π/2, π/2] whose sine is x.
@inlinable public func asin<Value: RealValue>(_ x: Value) -> Value { Value.unary(.asin, x) }
/// The angle in [0, π] whose cosine is x.
@inlinable public func acos<Value: RealValue>(_ x: Value) -> Value { Value.unary(.acos, x) }
/// The angle in (−π/2, π/2) whose tangent is x.
@inlinable public func atan<Value: RealValue>(_ x: Value) -> Value { Value.unary(.atan, x) }
/// The angle in [−π, π] of the point (x, y).
@inlinable public func atan2<Value: RealValue>(y: Value, x: Value) -> Value {
  Value.binary(.atan2, y, x)
}
/// (eˣ − e⁻ˣ)/2.
@inlinable public func sinh<Value: RealValue>(_ x: Value) -> Value { Value.unary(.sinh, x) }
/// (eˣ + e⁻ˣ)/2.
@inlinable public func cosh<Value: RealValue>(_ x: Value) -> Value { Value.unary(.cosh, x) }
/// sinh x / cosh x.
@inlinable public func tanh<Value: RealValue>(_ x: Value) -> Value { Value.unary(.tanh, x) }
/// The inverse of sinh.
@inlinable public func asinh<Value: RealValue>(_ x: Value) -> Value { Value.unary(.asinh, x) }
/// The inverse of cosh, for x ≥ 1.
@inlinable public func acosh<Value: RealValue>(_ x: Value) -> Value { Value.unary(.acosh, x) }
/// The inverse of tanh, for |x| ≤ 1.
@inlinable public func atanh<Value: RealValue>(_ x: Value) -> Value { Value.unary(.atanh, x) }

/// The error function, 2/√π ∫₀ˣ exp(−t²) dt.
@inlinable public func erf<Value: RealValue>(_ x: Value) -> Value { Value.unary(.erf, x) }
/// 1 − erf(x) without cancellation.
@inlinable public func erfc<Value: RealValue>(_ x: Value) -> Value { Value.unary(.erfc, x) }
/// exp(x²) erfc(x), which does not underflow.
@inlinable public func erfcx<Value: RealValue>(_ x: Value) -> Value { Value.unary(.erfcx, x) }
/// log |Γ(x)|.
@inlinable public func logGamma<Value: RealValue>(_ x: Value) -> Value {
  Value.unary(.logGamma, x)
}
/// ψ(x), the derivative of log Γ.
@inlinable public func digamma<Value: RealValue>(_ x: Value) -> Value { Value.unary(.digamma, x) }
/// ψ′(x).
@inlinable public func trigamma<Value: RealValue>(_ x: Value) -> Value {
  Value.unary(.trigamma, x)
}
/// 1 / (1 + e⁻ˣ).
@inlinable public func sigmoid<Value: RealValue>(_ x: Value) -> Value { Value.unary(.sigmoid, x) }
/// log(1 / (1 + e⁻ˣ)), accurate for any x.
@inlinable public func logSigmoid<Value: RealValue>(_ x: Value) -> Value {
  Value.unary(.logSigmoid, x)
}
/// log(1 + eˣ), accurate for any x.
@inlinable public func softplus<Value: RealValue>(_ x: Value) -> Value {
  Value.unary(.softplus, x)
}
/// log Φ(x), the log of the standard normal cumulative function, as far as it goes.
@inlinable public func normalLogCDF<Value: RealValue>(_ x: Value) -> Value {
  Value.unary(.normalLogCDF, x)
}
/// Φ⁻¹(p), the standard normal quantile; ±infinity at 1 and 0.
@inlinable public func normalQuantile<Value: RealValue>(_ p: Value) -> Value {
  Value.unary(.normalQuantile, p)
}
/// x − log(1 + x) ≥ 0, without cancellation near 0; the r − 1 − log r of Kullback–Leibler
/// divergences at r = 1 + x.
@inlinable public func logOnePlusRemainder<Value: RealValue>(_ x: Value) -> Value {
  Value.unary(.logOnePlusRemainder, x)
}
/// eˣ − 1 − x ≥ 0, without cancellation near 0.
@inlinable public func expRemainder<Value: RealValue>(_ x: Value) -> Value {
  Value.unary(.expRemainder, x)
}
/// log(1 − eˣ) for x ≤ 0.
@inlinable public func logOneMinusExp<Value: RealValue>(_ x: Value) -> Value {
  Value.unary(.logOneMinusExp, x)
}
/// log Γ(x) − ((x − ½) log x − x + ½ log 2π) for x > 0: what Stirling's formula leaves out.
@inlinable public func logGammaCorrection<Value: RealValue>(_ x: Value) -> Value {
  Value.unary(.logGammaCorrection, x)
}
/// ψ(x) − log x + 1/(2x) for x > 0: what Stirling's formula leaves out of the digamma function.
@inlinable public func digammaCorrection<Value: RealValue>(_ x: Value) -> Value {
  Value.unary(.digammaCorrection, x)
}
/// ψ′(x) − 1/x − 1/(2x²) for x > 0: what Stirling's formula leaves out of the trigamma function.
@inlinable public func trigammaCorrection<Value: RealValue>(_ x: Value) -> Value {
  Value.unary(.trigammaCorrection, x)
}
/// x log y, and 0 where x is 0 whatever y is (but NaN).
@inlinable public func xLogY<Value: RealValue>(_ x: Value, _ y: Value) -> Value {
  Value.binary(.xLogY, x, y)
}
/// x log(1 + y), and 0 where x is 0 whatever y is (but NaN).
@inlinable public func xLogOnePlusY<Value: RealValue>(_ x: Value, _ y: Value) -> Value {
  Value.binary(.xLogOnePlusY, x, y)
}
/// The smaller of two; NaN if either is.
@inlinable public func minimum<Value: RealValue>(_ x: Value, _ y: Value) -> Value {
  Value.binary(.minimum, x, y)
}
/// The larger of two; NaN if either is.
@inlinable public func maximum<Value: RealValue>(_ x: Value, _ y: Value) -> Value {
  Value.binary(.maximum, x, y)
}
/// `x` where the mask is true, else `y`; both are evaluated.
@inlinable public func select<Value: RealValue>(
  _ mask: Value.Mask, _ x: Value, _ y: Value
) -> Value {
  Value.select(mask, x, y)
}

/// x/y − 1 − log(x/y) ≥ 0 for x, y > 0, with the digits of x − y near equality.
@inlinable public func ratioRemainder<Value: RealValue>(_ x: Value, _ y: Value) -> Value {
  Value.binary(.ratioRemainder, x, y)
}

/// x log(x/y) − x + y ≥ 0 for x, y ≥ 0, with the digits of x − y near equality: y at x = 0, infinite at
/// y = 0 < x. Its derivative by x at 0 is −infinity.
@inlinable public func massDivergence<Value: RealValue>(_ x: Value, _ y: Value) -> Value {
  Value.binary(.massDivergence, x, y)
}
