import SpecialFunctions
import Tensors

// The parts of gamma, beta and Dirichlet divergences, as functions of any value.

/// log Γ(a + h) − log Γ(a) − h ψ(a) without its leading part b log(b/a) − h, b = a + h; never
/// negative, exact for h much smaller than a. See ``SpecialFunctions/logGammaExcess(_:_:)``.
func logGammaExcess<Value: RealValue>(_ a: Value, _ h: Value) -> Value {
  Value.elementwise(
    "logGammaExcess", a, h, { SpecialFunctions.logGammaExcess($0, $1) },
    derivatives: (
      { a, h in
        let b: Value = a + h
        let slope: Value = digammaCorrection(b) - digammaCorrection(a)
        return (slope - h * trigammaCorrection(a)) - 0.5 * (h / a) * (h / (a * b))
      },
      { a, h in
        let b: Value = a + h
        return (digammaCorrection(b) - digammaCorrection(a)) + 0.5 * h / (a * b)
      }
    ))
}

/// ψ(x) − log x + 1/(2 x).
func digammaCorrection<Value: RealValue>(_ x: Value) -> Value {
  Value.elementwise(
    "digammaCorrection", x, { SpecialFunctions.digammaCorrection($0) },
    derivative: { trigammaCorrection($0) })
}

/// ψ′(x) − 1/x − 1/(2 x²).
func trigammaCorrection<Value: RealValue>(_ x: Value) -> Value {
  Value.elementwise(
    "trigammaCorrection", x, { SpecialFunctions.trigammaCorrection($0) },
    derivative: { x in
      let inverse: Value = 1 / x
      return Value.polygamma(2, x) + square(inverse) * (1 + inverse)
    })
}

/// The divergence of one law with masses or concentrations aᵢ from another with bᵢ, up to their
/// totals: Σ over i of this, less the excess of the totals, is KL of Dirichlet laws.
///
/// ```
/// b log(b/m) − b + m + excess(a, b − a),   m the mean that a leads to
/// ```
///
/// - Parameters:
///   - difference: m − b from the changes of the concentrations, which are exact where b is within a
///     factor of 2 of a; further away the changes have lost the digits of b.
///   - change: b − a, where it is known better than to the rounding of both.
func concentrationDivergence<Value: RealValue>(
  _ a: Value, _ b: Value, mean: Value, difference: Value, change: Value? = nil
) -> Value {
  let isNear: Value.Mask = (b .>= 0.5 * a) .& (b .<= 2 * a)
  let mass: Value = massDivergence(b, mean, difference: select(isNear, difference, mean - b))
  return mass + logGammaExcess(a, change ?? (b - a), to: b)
}

/// ``logGammaExcess(_:_:)`` with both h and b = a + h: near a by h, which keeps the digits of the
/// difference, further away than a factor of 2 by b, which the difference may have rounded away.
func logGammaExcess<Value: RealValue>(_ a: Value, _ h: Value, to b: Value) -> Value {
  let isNear: Value.Mask = (b .>= 0.5 * a) .& (b .<= 2 * a)
  let near = logGammaExcess(a, select(isNear, h, 0))
  let safe: Value = select(isNear, a, b)
  let change: Value = safe - a
  let corrections: Value =
    (logGammaCorrection(safe) - logGammaCorrection(a)) - change * digammaCorrection(a)
  let far: Value = 0.5 * (change / a - log(safe / a)) + corrections
  return select(isNear, near, far)
}
