import SpecialFunctions
import Tensors

/// KL of Gumbel distributions, and so of Weibull's and Fréchet's, their images.
///
/// ```
/// e^L − 1 − L + log Γ(r) + γ (r − 1),   L = log Γ(1 + r) − d
/// ```
///
/// with r the ratio of the scales and d the difference of the locations over the second scale. The
/// second part is the remainder of log Γ at 1, since ψ(1) = −γ: no part is negative.
///
/// - Parameters:
///   - ratio: r.
///   - change: r − 1, with its digits near equality.
///   - shift: d.
func extremeDivergence<Value: RealValue>(
  ratio: Value, change: Value, shift: Value
) -> KLClosedForm<Value> {
  let value: Value
  if Value.self == Value.Scalar.self {
    value = plainExtremeDivergence(ratio, change, shift)
  } else {
    value = fused(.extremeDivergence, ratio, change, shift) { plainExtremeDivergence($0, $1, $2) }
  }
  // Rounding of the exponent, where it is a difference of large numbers.
  let step: Value = logGammaOnePlus(ratio, change: change)
  let remainder: Value = expRemainder(step - shift)
  let size: Value = Value(1.0 / 16) * (abs(step) + abs(shift)) * remainder
  return KLClosedForm(value: value, magnitude: value + size, mayCancel: false)
}

private func plainExtremeDivergence<Value: RealValue>(
  _ ratio: Value, _ change: Value, _ shift: Value
) -> Value {
  expRemainder(logGammaOnePlus(ratio, change: change) - shift)
    + logGammaRemainderAtOne(ratio, change: change)
}

extension KLClosedForm {
  /// NaN unless the mask is true.
  func valid(where mask: Value.Mask) -> KLClosedForm {
    KLClosedForm(value: nanUnless(mask, value), magnitude: magnitude, mayCancel: mayCancel)
  }
}

/// log Γ(1 + r) = log(1 + δ) + log Γ(1 + δ), r = 1 + δ.
private func logGammaOnePlus<Value: RealValue>(_ ratio: Value, change: Value) -> Value {
  let near: Value.Mask = abs(change) .< 0.5
  let safe: Value = select(near, change, 0)
  let close: Value = log(onePlus: safe) + logGammaOfOnePlus(safe)
  return select(near, close, logGamma(1 + select(near, 1, ratio)))
}

/// log Γ(r) + γ (r − 1) ≥ 0.
private func logGammaRemainderAtOne<Value: RealValue>(_ ratio: Value, change: Value) -> Value {
  // Near 0 a ratio has digits that 1 + (r − 1) has lost: log Γ(r) = log Γ(1 + r) − log r.
  let small: Value.Mask = ratio .< 0.5
  let safe: Value = select(small, 0, change)
  let atLarge: Value = logGammaRemainderOfOne(safe)
  let tiny: Value = select(small, ratio, 1)
  let atSmall: Value =
    (logGammaOfOnePlus(tiny) - log(tiny)) + Value(0.57721566490153286061) * (tiny - 1)
  return select(small, atSmall, atLarge)
}

/// log Γ(1 + h) + γ h ≥ 0.
func logGammaRemainderOfOne<Value: RealValue>(_ h: Value) -> Value {
  if Value.self == Value.Scalar.self { return plainLogGammaRemainderOfOne(h) }
  return fused(.logGammaRemainderAtOne, h, h, h) { h, _, _ in plainLogGammaRemainderOfOne(h) }
}

private func plainLogGammaRemainderOfOne<Value: RealValue>(_ h: Value) -> Value {
  Value.elementwise(
    "logGammaRemainder", h, { SpecialFunctions.logGammaRemainder(1, $0) },
    derivative: { digammaDifferenceAtOne($0) })
}

/// log Γ(1 + x) with the digits of x near 0.
func logGammaOfOnePlus<Value: RealValue>(_ x: Value) -> Value {
  if Value.self == Value.Scalar.self { return plainLogGammaOfOnePlus(x) }
  return fused(.logGammaOfOnePlus, x, x, x) { x, _, _ in plainLogGammaOfOnePlus(x) }
}

private func plainLogGammaOfOnePlus<Value: RealValue>(_ x: Value) -> Value {
  Value.elementwise(
    "logGammaOnePlus", x, { SpecialFunctions.logGammaOnePlus($0) },
    derivative: { digamma(1 + $0) })
}

/// ψ(1 + h) − ψ(1) with the digits of h near 0: ζ(2) h − ζ(3) h² + ...
private func digammaDifferenceAtOne<Value: RealValue>(_ h: Value) -> Value {
  Value.elementwise(
    "digammaDifference", h,
    { h in
      if abs(h) >= 0.05 {
        return SpecialFunctions.digamma(1 + h) + 0.57721566490153286061
      }
      let zeta: [Double] = [
        1.6449340668482264, 1.2020569031595943, 1.0823232337111382, 1.03692775514337,
        1.0173430619844491, 1.0083492773819228, 1.0040773561979443, 1.0020083928260822,
        1.0009945751278181, 1.000494188604119, 1.0002460865533080,
      ]
      var sum = 0.0
      for value in zeta.reversed() { sum = value - h * sum }
      return h * sum
    }, derivative: { trigamma(1 + $0) })
}
