import SpecialFunctions

/// The second to fourth moments in units of powers of the mean: E Xⁿ/(E X)ⁿ − 1, from their
/// logarithms, so that narrow laws keep their digits.
struct MomentRatios<Value: RealValue> {
  let second: Value
  let third: Value
  let fourth: Value

  /// - Parameter logRatio: log E Xⁿ − n log E X.
  init(logRatio: (Double) -> Value) {
    second = expMinusOne(logRatio(2))
    third = expMinusOne(logRatio(3))
    fourth = expMinusOne(logRatio(4))
  }

  /// The variance in units of the squared mean.
  var variance: Value { second }
  /// (r₃ − 3r₂)/r₂^(3/2).
  var skewness: Value { (third - 3 * second) / second / sqrt(second) }
  /// (r₄ − 4r₃ + 6r₂)/r₂² − 3.
  var excessKurtosis: Value { (fourth - 4 * third + 6 * second) / second / second - 3 }
}

/// log Γ(1 + nh) − n log Γ(1 + h), what raw moments of powers of an exponential draw are made of.
func logGammaPowerRatio<Value: RealValue>(_ n: Double, _ h: Value) -> Value {
  logGammaRemainder(Value(1), Value(n) * h) - Value(n) * logGammaRemainder(Value(1), h)
}

/// log(sinh(x)/x).
func logSinhQuotient<Value: RealValue>(_ x: Value) -> Value {
  Value.elementwise(
    "log(sinh(x)/x)", x,
    { x in
      let s = x * x
      // x²/6 − x⁴/180 + x⁶/2835 − ..., to 10⁻¹⁷ below ¼.
      if s < 0.0625 {
        return s
          * (1.0 / 6 - s
            * (1.0 / 180 - s
              * (1.0 / 2835 - s * (1.0 / 37800 - s * (1.0 / 467_775 - s * 691 / 3_831_077_250)))))
      }
      let size = x.magnitude
      return size + (Double.log(onePlus: -Double.exp(-2 * size)) - Double.log(2 * size))
    }, derivative: { langevin($0) })
}

/// log(x/sin(x)) for |x| < π; NaN beyond.
func logSineQuotient<Value: RealValue>(_ x: Value) -> Value {
  Value.elementwise(
    "log(x/sin(x))", x,
    { x in
      let s = x * x
      if s < 0.0625 {
        return s
          * (1.0 / 6 + s
            * (1.0 / 180 + s
              * (1.0 / 2835 + s * (1.0 / 37800 + s * (1.0 / 467_775 + s * 691 / 3_831_077_250)))))
      }
      return x.magnitude < Double.pi ? -Double.log(Double.sin(x) / x) : .nan
    },
    derivative: { x in
      // 1/x − cot x
      let isSmall: Value.Mask = abs(x) .< 0.1
      let t: Value = square(x)
      let near: Value =
        x * (Value(1.0 / 3) + t * (Value(1.0 / 45) + t * (Value(2.0 / 945) + t / 4725)))
      let safe: Value = select(isSmall, 1, x)
      return select(isSmall, near, 1 / safe - 1 / tan(safe))
    })
}

/// The polynomial with these coefficients, the constant first.
@usableFromInline func horner<Value: RealValue>(_ x: Value, _ coefficients: [Double]) -> Value {
  coefficients.reversed().reduce(Value(0)) { $0 * x + Value($1) }
}
