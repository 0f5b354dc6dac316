import SpecialFunctions

// Laws of positive numbers whose logarithms and powers have known means.

/// A law whose divergence from any generalised gamma law is a closed form.
protocol HalfLineLaw<Value>: ContinuousDistribution {
  /// Where the parameters are in their domains.
  var isValid: Value.Mask { get }
  /// Where no mass is below 0.
  var isAboveZero: Value.Mask { get }
  /// E log X.
  var meanLog: Value { get }
  /// Var log X.
  var varianceLog: Value { get }
  /// E (X/s)^k, `+infinity` where that is infinite, as the exponential of a sum of sizes.
  func meanPower(_ k: Value, over s: Value) -> MeanPower<Value>
}

/// A mean that is the exponential of a sum: rounding of the sum counts by its size.
struct MeanPower<Value: RealValue> {
  let value: Value
  /// The sizes of the terms of its logarithm.
  let logSize: Value
}

extension HalfLineLaw {
  var isAboveZero: Value.Mask { Value.Mask(true) }
}

/// (a/s)^k E (X/a)^k of the logarithm of that mean; infinite unless it exists.
private func scaled<Value: RealValue>(
  _ k: Value, _ a: Value, over s: Value, where exists: Value.Mask, log mean: (Value.Mask) -> Value
) -> MeanPower<Value> {
  let power: Value = k * logRatio(a, s)
  let mean: Value = mean(exists)
  return MeanPower(
    value: select(exists, exp(power + mean), Value.infinity), logSize: abs(power) + abs(mean))
}

// MARK: - Bounded laws

extension Uniform: HalfLineLaw {
  var isAboveZero: Value.Mask { lowerBound .>= 0 }

  /// a, or b where a is not positive.
  private var safeLower: Value { select(lowerBound .> 0, lowerBound, 0.5 * abs(upperBound)) }
  private var safeUpper: Value { select(upperBound .> 0, upperBound, 1) }
  /// δ = log(b/a), 1 where there is none.
  private var logSpan: Value { select(lowerBound .> 0, logRatio(safeUpper, safeLower), 1) }
  private var isFromZero: Value.Mask { lowerBound .<= 0 }

  /// log b − 1 + δ/(e^δ − 1): that of b times e^−T, T exponential and cut off at δ.
  var meanLog: Value {
    let part: Value = logSpan / expMinusOne(logSpan)
    return log(safeUpper) - 1 + select(isFromZero, 0, part)
  }

  /// 1 − (h/sinh h)², h = δ/2.
  var varianceLog: Value {
    let h: Value = 0.5 * logSpan
    let capped: Value = minimum(h, 300)
    return select(isFromZero, 1, -expMinusOne(-2 * logSinhQuotient(capped)))
  }

  /// (b/s)^k (1 − e^−(k+1)δ)/((k + 1)(1 − e^−δ)).
  func meanPower(_ k: Value, over s: Value) -> MeanPower<Value> {
    let order: Value = k + 1
    let isFlat: Value.Mask = order .== 0
    let safeOrder: Value = select(isFlat .| (isFromZero .& (order .< 0)), 1, order)
    let narrow: Value = -expMinusOne(-logSpan)
    let above: Value = select(isFlat, logSpan, -expMinusOne(-safeOrder * logSpan) / safeOrder)
    let share: Value = select(isFromZero, 1 / safeOrder, above / narrow)
    let power: Value = k * logRatio(safeUpper, s)
    return MeanPower(
      value: select(isFromZero .& (order .<= 0), Value.infinity, exp(power) * share),
      logSize: abs(power))
  }
}

extension LogUniform: HalfLineLaw {
  var meanLog: Value { 0.5 * (log(lowerBound) + log(upperBound)) }
  var varianceLog: Value { square(logWidth) * Value(1.0 / 12) }

  /// √(ab)^k s^−k sinh(h)/h, h = k log(b/a)/2.
  func meanPower(_ k: Value, over s: Value) -> MeanPower<Value> {
    let h: Value = 0.5 * k * logWidth
    let middle: Value = 0.5 * (logRatio(lowerBound, s) + logRatio(upperBound, s))
    let spread: Value = logSinhQuotient(abs(h))
    return MeanPower(value: exp(k * middle + spread), logSize: abs(k * middle) + spread)
  }
}

extension Beta: HalfLineLaw {
  var meanLog: Value { digamma(alpha) - digamma(alpha + beta) }
  var varianceLog: Value { trigamma(alpha) - trigamma(alpha + beta) }

  /// Γ(α + k) Γ(α + β)/(Γ(α) Γ(α + β + k)).
  func meanPower(_ k: Value, over s: Value) -> MeanPower<Value> {
    let exists: Value.Mask = alpha + k .> 0
    let safe: Value = select(exists, k, 0)
    let own: Value = logGammaStep(alpha, safe)
    let whole: Value = logGammaStep(alpha + beta, safe)
    let power = scaled(k, 1, over: s, where: exists) { _ in own - whole }
    return MeanPower(value: power.value, logSize: power.logSize + (abs(own) + abs(whole)))
  }
}

extension Kumaraswamy: HalfLineLaw {
  /// X^α is Beta(1, β).
  var meanLog: Value {
    -(digamma(beta + 1) + Value(0.57721566490153286061)) / alpha
  }
  var varianceLog: Value {
    (Value(1.6449340668482264365) - trigamma(beta + 1)) / alpha / alpha
  }
  func meanPower(_ k: Value, over s: Value) -> MeanPower<Value> {
    scaled(k, 1, over: s, where: 1 + k / alpha .> 0) { exists in
      let r: Value = select(exists, k / alpha, 0)
      return logGammaStep(1 + 0 * r, r) - logGammaStep(1 + beta, r)
    }
  }
}

// MARK: - Heavy tails

extension Pareto: HalfLineLaw {
  var meanLog: Value { log(scale) + 1 / shape }
  var varianceLog: Value { 1 / shape / shape }

  /// (m/s)^k α/(α − k).
  func meanPower(_ k: Value, over s: Value) -> MeanPower<Value> {
    scaled(k, scale, over: s, where: k .< shape) { exists in
      -log(onePlus: -select(exists, k / shape, 0))
    }
  }
}

extension LogLogistic: HalfLineLaw {
  var meanLog: Value { log(scale) }
  var varianceLog: Value { Value(3.2898681336964528729) / shape / shape }

  /// (c/s)^k (πk/β)/sin(πk/β).
  func meanPower(_ k: Value, over s: Value) -> MeanPower<Value> {
    scaled(k, scale, over: s, where: abs(k) .< shape) { exists in
      let angle: Value = Value(3.1415926535897932385) * select(exists, abs(k) / shape, 0.5)
      return log(angle) - log(sin(angle))
    }
  }
}

extension LogNormal: HalfLineLaw {
  var meanLog: Value { logMean }
  var varianceLog: Value { square(logStandardDeviation) }

  /// e^(k (μ − log s) + k² σ²/2).
  func meanPower(_ k: Value, over s: Value) -> MeanPower<Value> {
    let power: Value = k * (logMean - log(s))
    let spread: Value = 0.5 * square(k * logStandardDeviation)
    return MeanPower(value: exp(power + spread), logSize: abs(power) + spread)
  }
}

// MARK: - Functions

/// log Γ(a + r) − log Γ(a) for a and a + r above 0, with the digits of small r.
func logGammaStep<Value: RealValue>(_ a: Value, _ r: Value) -> Value {
  Value.elementwise(
    "log Γ(a + r) − log Γ(a)", a, r,
    { a, r in
      if r >= 0 { return SpecialFunctions.logGammaDifference(a, r) }
      // Far down a + r has lost the digits of a, and needs them not.
      let b = a + r
      return b > 0 ? -SpecialFunctions.logGammaDifference(b, -r) : .nan
    },
    derivatives: (
      { a, r in digammaStep(a, r) }, { a, r in digamma(a + r) }
    ))
}

/// ψ(a + r) − ψ(a) = log(1 + r/a) + r/(2a(a + r)) + c(a + r) − c(a), c(x) = ψ(x) − log x + 1/(2x): for
/// large a, where the functions themselves agree in all digits.
func digammaStep<Value: RealValue>(_ a: Value, _ r: Value) -> Value {
  let b: Value = a + r
  let main: Value = log(onePlus: r / a) + 0.5 * (r / a) / b
  return main + (digammaCorrection(b) - digammaCorrection(a))
}
