import SpecialFunctions
import Tensors

// The parts of gamma, beta and Dirichlet divergences, as functions of any value.

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
  concentrationMass(a, b, mean: mean, difference: difference)
    + logGammaExcess(a, change ?? (b - a), to: b)
}

/// The first part of ``concentrationDivergence(_:_:mean:difference:)``, b log(b/m) − b + m.
func concentrationMass<Value: RealValue>(
  _ a: Value, _ b: Value, mean: Value, difference: Value
) -> Value {
  let isNear: Value.Mask = (b .>= 0.5 * a) .& (b .<= 2 * a)
  return massDivergence(b, mean, difference: select(isNear, difference, mean - b))
}

/// log Γ(b) − log Γ(a) − h ψ(a), b = a + h, without its leading part b log(b/a) − h; never negative,
/// exact for h much smaller than a. See ``SpecialFunctions/logGammaExcess(_:_:to:)``.
func logGammaExcess<Value: RealValue>(_ a: Value, _ h: Value, to b: Value) -> Value {
  if Value.self == Value.Scalar.self { return plainLogGammaExcess(a, h, to: b) }
  return fused(.logGammaExcess, a, h, b) { plainLogGammaExcess($0, $1, to: $2) }
}

private func plainLogGammaExcess<Value: RealValue>(_ a: Value, _ h: Value, to b: Value) -> Value {
  Value.elementwise(
    "logGammaExcess", a, h, b, { SpecialFunctions.logGammaExcess($0, $1, to: $2) },
    derivatives: (
      { a, h, b in excessSlope(a, h, to: b) }, { a, h, b in excessRise(a, h, to: b) },
      { _, _, b in 0 * b }
    ))
}

/// excess(b, h) − excess(b + a, h + k), for a law with a concentration b, changed by h, and others of sum
/// a, changed by k, with its digits where b is nearly all.
func logGammaExcessDifference<Value: RealValue>(
  _ b: Value, _ h: Value, others a: Value, change k: Value
) -> Value {
  let drop: Value = Value.elementwise(
    "logGammaExcessDrop", b, h, a, { SpecialFunctions.logGammaExcessDrop($0, $1, $2) },
    derivatives: (
      { b, h, a in
        let sum: Value = b + a
        return excessSlope(b, h, to: b + h) - excessSlope(sum, h, to: sum + h)
      },
      { b, h, a in
        let sum: Value = b + a
        return excessRise(b, h, to: b + h) - excessRise(sum, h, to: sum + h)
      },
      { b, h, a in
        let sum: Value = b + a
        return -excessSlope(sum, h, to: sum + h)
      }
    ))
  let shift: Value = Value.elementwise(
    "logGammaExcessShift", b + a, h, k, { SpecialFunctions.logGammaExcessShift($0, $1, $2) },
    derivatives: (
      { s, h, k in
        excessSlope(s, h, to: s + h) - excessSlope(s, h + k, to: s + h + k)
      },
      { s, h, k in excessRise(s, h, to: s + h) - excessRise(s, h + k, to: s + h + k) },
      { s, h, k in -excessRise(s, h + k, to: s + h + k) }
    ))
  return drop + shift
}

/// The derivative of the excess by its first argument.
private func excessSlope<Value: RealValue>(_ a: Value, _ h: Value, to b: Value) -> Value {
  let slope: Value = digammaCorrection(b) - digammaCorrection(a)
  return (slope - h * trigammaCorrection(a)) - 0.5 * (h / a) * (h / (a * b))
}

/// The derivative of the excess by its second argument.
private func excessRise<Value: RealValue>(_ a: Value, _ h: Value, to b: Value) -> Value {
  (digammaCorrection(b) - digammaCorrection(a)) + 0.5 * h / (a * b)
}
