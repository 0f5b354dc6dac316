import SpecialFunctions

// The gamma law of rate 1 and shape a, of which ChiSquared, Chi and InverseGamma are functions.

/// log(xᵃ e^−x/Γ(a)), the density times x, from x and its logarithm.
///
/// From a = 1 on the saddle-point form −a (x/a − 1 − log(x/a)) + ½ log a − δ(a) − ½ log 2π, δ the
/// remainder of Stirling's formula; below, and for x below the range of quotients, as it stands.
@inlinable func gammaLogPrefactor<Value: RealValue>(
  _ x: Value, log logX: Value, shape a: Value
) -> Value {
  let isDirect: Value.Mask = (a .< 1) .| (x .< 1e-200)
  let large: Value = select(isDirect, 1, a)
  let deviance: Value = large * ratioRemainder(select(isDirect, 1, x), large)
  let constant: Value = 0.5 * log(large) - logGammaCorrection(large) - Value(0.91893853320467274178)
  let direct: Value = a * logX - x - logGamma(a)
  return select(isDirect, direct, constant - deviance)
}

/// The logarithm of the lower tail P(a, x).
func gammaLogLower<Value: RealValue>(_ x: Value, shape a: Value) -> Value {
  logRegularizedGamma(a, x, tail: .lower)
}

/// The logarithm of the upper tail Q(a, x).
func gammaLogUpper<Value: RealValue>(_ x: Value, shape a: Value) -> Value {
  logRegularizedGamma(a, x, tail: .upper)
}

/// The derivatives of a gamma quantile t by its probability, ±1/f(t), and by its shape, −F′(a)/f.
func gammaQuantileDerivatives<Value: RealValue>(
  _ tail: TailSide, _ quantile: @escaping @Sendable (Value, Value) -> Value
) -> ((@Sendable (Value, Value) -> Value)?, (@Sendable (Value, Value) -> Value)?) {
  (
    { u, a in
      let t = quantile(u, a)
      let rate: Value = t * exp(-logGammaPrefactor(a, t))
      return tail == .lower ? rate : -rate
    },
    { u, a in
      let t = quantile(u, a)
      let rate: Value = t * exp(-logGammaPrefactor(a, t))
      let slope: Value = logRegularizedGammaShapeDerivative(a, t, tail: tail) * u
      return tail == .lower ? -rate * slope : rate * slope
    }
  )
}

/// The quantile of the lower or upper tail and its logarithm, which holds where the quantile
/// underflows: there P(a, x) is xᵃ/Γ(1 + a).
func gammaQuantile<Value: RealValue>(
  _ u: Value, shape a: Value, isUpper: Bool
) -> (value: Value, log: Value) {
  let value = Value.elementwise(
    "gamma quantile", u, a, { scalarGammaQuantile($0, $1, isUpper) },
    derivatives: gammaQuantileDerivatives(isUpper ? .upper : .lower) {
      gammaQuantile($0, shape: $1, isUpper: isUpper).value
    })
  let log = Value.elementwise(
    "gamma quantile", u, a,
    { u, a in
      let x = scalarGammaQuantile(u, a, isUpper)
      guard x < 1e-290, u > 0, u < 1 else { return .log(x) }
      let logLower = isUpper ? Double.log(onePlus: -u) : Double.log(u)
      return (logLower + SpecialFunctions.logGammaOnePlus(a)) / a
    }, derivatives: (nil, nil))
  return (value, log)
}

private func scalarGammaQuantile(_ u: Double, _ a: Double, _ isUpper: Bool) -> Double {
  guard u >= 0, u <= 1, a > 0, a < .infinity else { return .nan }
  if u == (isUpper ? 1 : 0) { return 0 }
  if u == (isUpper ? 0 : 1) { return .infinity }
  return isUpper
    ? inverseRegularizedGamma(a, upper: u) : inverseRegularizedGamma(a, lower: u)
}

/// The entropy of the gamma law of rate 1, a + log Γ(a) + (1 − a) ψ(a), in which Stirling's formula
/// has cancelled the large terms: ½ log 2πa + ½ − 1/(2a) + δ(a) + (1 − a)(ψ(a) − log a + 1/(2a)).
func gammaEntropy<Value: RealValue>(shape a: Value) -> Value {
  let size: Value = 0.5 * log(a) + Value(0.91893853320467274178)
  let correction: Value = logGammaCorrection(a) + (1 - a) * digammaCorrection(a)
  return size + (Value(0.5) - 0.5 / a) + correction
}
