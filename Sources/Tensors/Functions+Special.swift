import RealModule
import SpecialFunctions

// Special functions without a kernel of their own, of any ``RealValue``. Each calls the function of
// that name in SpecialFunctions, element by element in double precision, and states its derivatives
// as expressions.

/// log Γ(1 + x), with relative accuracy near 0.
public func logGammaOnePlus<Value: RealValue>(_ x: Value) -> Value {
  Value.elementwise(
    "log Γ(1 + x)", x, { SpecialFunctions.logGammaOnePlus($0) },
    derivative: { digamma(1 + $0) })
}

/// log Γ(a + x) − log Γ(a) for a > 0, without cancellation.
public func logGammaDifference<Value: RealValue>(_ a: Value, _ x: Value) -> Value {
  Value.elementwise(
    "log-gamma difference", a, x, { SpecialFunctions.logGammaDifference($0, $1) },
    derivatives: (
      { a, x in digamma(a + x) - digamma(a) }, { a, x in digamma(a + x) }
    ))
}

/// log Γ(a + h) − log Γ(a) − h ψ(a) for a > 0, without cancellation: the Bregman remainder of log Γ.
public func logGammaRemainder<Value: RealValue>(_ a: Value, _ h: Value) -> Value {
  Value.elementwise(
    "log-gamma remainder", a, h, { SpecialFunctions.logGammaRemainder($0, $1) },
    derivatives: (
      { a, h in digamma(a + h) - digamma(a) - h * trigamma(a) },
      { a, h in digamma(a + h) - digamma(a) }
    ))
}

/// log B(a, b) = log Γ(a) + log Γ(b) − log Γ(a + b) for a, b > 0.
public func logBeta<Value: RealValue>(_ a: Value, _ b: Value) -> Value {
  Value.elementwise(
    "log-beta", a, b, { SpecialFunctions.logBeta($0, $1) },
    derivatives: (
      { a, b in digamma(a) - digamma(a + b) }, { a, b in digamma(b) - digamma(a + b) }
    ))
}

/// log(eˣ − 1) for x > 0.
public func logExpMinusOne<Value: RealValue>(_ x: Value) -> Value {
  Value.elementwise(
    "log(exp(x) - 1)", x, { SpecialFunctions.logExpMinusOne($0) },
    derivative: { -1 / expMinusOne(-$0) })
}

/// The z with log Φ(z) = l, also where Φ(z) underflows.
public func normalQuantile<Value: RealValue>(logProbability l: Value) -> Value {
  Value.elementwise(
    "normal quantile of a log-probability", l,
    { SpecialFunctions.normalQuantile(logProbability: $0) },
    derivative: { l in
      // dl/dz = φ(z)/Φ(z).
      let z: Value = normalQuantile(logProbability: l)
      return exp(l + 0.5 * square(z) + Value(0.91893853320467274178))
    })
}

// MARK: - Bessel functions

/// log I₀(x).
public func logBesselI0<Value: RealValue>(_ x: Value) -> Value {
  Value.elementwise(
    "log I0", x, { SpecialFunctions.logBesselI0($0) },
    derivative: { besselRatio($0) })
}

/// log(I₀(x) e^−x) for x ≥ 0.
public func logScaledBesselI0<Value: RealValue>(_ x: Value) -> Value {
  Value.elementwise(
    "logScaledBesselI0", x, { SpecialFunctions.logScaledBesselI0($0) },
    derivative: { -besselRatioComplement($0) })
}

/// 1 − I₁(x)/I₀(x) for x ≥ 0.
public func besselRatioComplement<Value: RealValue>(_ x: Value) -> Value {
  Value.elementwise(
    "besselRatioComplement", x, { SpecialFunctions.besselRatioComplement($0) },
    derivative: { -besselRatioDerivative($0) })
}

/// I₁(x)/I₀(x), with relative accuracy near 0.
public func besselRatio<Value: RealValue>(_ x: Value) -> Value {
  Value.elementwise(
    "besselRatio", x, { SpecialFunctions.besselRatio($0) },
    derivative: { besselRatioDerivative($0) })
}

/// The derivative of I₁(x)/I₀(x).
public func besselRatioDerivative<Value: RealValue>(_ x: Value) -> Value {
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

/// log(K₁(x) eˣ) for x > 0.
public func logScaledBesselK1<Value: RealValue>(_ x: Value) -> Value {
  Value.elementwise(
    "logScaledBesselK1", x, { SpecialFunctions.logScaledBesselK1($0) },
    derivative: { (1 - besselKRatio($0)) - 1 / $0 })
}

/// K₀(x)/K₁(x) for x > 0.
public func besselKRatio<Value: RealValue>(_ x: Value) -> Value {
  Value.elementwise(
    "besselKRatio", x, { SpecialFunctions.besselKRatio($0) },
    derivative: { x in
      let ratio: Value = besselKRatio(x)
      return square(ratio) + ratio / x - 1
    })
}

// MARK: - Incomplete gamma and beta functions, and the tails made of them

/// Which of the two tails of a distribution.
public enum TailSide: Sendable {
  /// P(X ≤ x).
  case lower
  /// P(X > x).
  case upper

  /// How the logarithm of the tail moves with x: 1 or −1 times the density over the tail.
  @usableFromInline var sign: Double { self == .lower ? 1 : -1 }

  @usableFromInline func logarithm(_ tails: TailProbabilities) -> Double {
    self == .lower ? tails.logLower : tails.logUpper
  }

  /// The derivative of the logarithm of this tail by a parameter a, from differences of the logarithm
  /// of the smaller one, which has the digits: of eighth order, at steps of 1/64 of the scale on
  /// which the tails change. Relative error about 10⁻¹¹.
  ///
  /// With F the smaller tail and G = 1 − F, d log G = −(F/G) d log F.
  func derivative(
    at a: Double, scale: Double, _ tails: (Double) -> TailProbabilities
  ) -> Double {
    let centre = tails(a)
    let small: TailSide = centre.logLower <= centre.logUpper ? .lower : .upper
    let step = scale / 64
    let weights: [Double] = [4.0 / 5, -1.0 / 5, 4.0 / 105, -1.0 / 280]
    var slope = 0.0
    for (k, weight) in weights.enumerated() {
      let distance = Double(k + 1) * step
      slope +=
        weight * (small.logarithm(tails(a + distance)) - small.logarithm(tails(a - distance)))
    }
    slope /= step
    if small == self { return slope }
    return -slope * Double.exp(small.logarithm(centre) - logarithm(centre))
  }
}

/// log P(a, x) or log Q(a, x), the regularised incomplete gamma functions, for a > 0 and x ≥ 0.
///
/// The derivative by x is exact, that by a from differences (about ten digits) and not
/// differentiable again.
public func logRegularizedGamma<Value: RealValue>(
  _ a: Value, _ x: Value, tail: TailSide
) -> Value {
  Value.elementwise(
    "incomplete gamma function", a, x,
    { SpecialFunctions.logRegularizedGamma($0, $1, lower: tail == .lower) },
    derivatives: (
      { a, x in logRegularizedGammaShapeDerivative(a, x, tail: tail) },
      { a, x in
        let density: Value = logGammaPrefactor(a, x) - log(x)
        return Value(tail.sign) * exp(density - logRegularizedGamma(a, x, tail: tail))
      }
    ))
}

/// The derivative of log P(a, x) or log Q(a, x) by a, from differences (about ten digits).
public func logRegularizedGammaShapeDerivative<Value: RealValue>(
  _ a: Value, _ x: Value, tail: TailSide
) -> Value {
  Value.elementwise(
    "derivative of the incomplete gamma function by its shape", a, x,
    { a, x in
      tail.derivative(at: a, scale: min(a, a.squareRoot())) { regularizedGamma($0, x) }
    }, derivatives: (nil, nil))
}

/// log(xᵃ e^−x/Γ(a)).
public func logGammaPrefactor<Value: RealValue>(_ a: Value, _ x: Value) -> Value {
  Value.elementwise(
    "gamma prefactor", a, x, { SpecialFunctions.logGammaPrefactor($0, $1) },
    derivatives: ({ a, x in log(x) - digamma(a) }, { a, x in a / x - 1 }))
}

/// log I_x(a, b) or log(1 − I_x(a, b)), the regularised incomplete beta function, for a, b > 0 and x
/// from 0 to 1.
///
/// The derivative by x is exact, those by a and b from differences (about ten digits) and not
/// differentiable again.
public func logRegularizedBeta<Value: RealValue>(
  _ x: Value, _ a: Value, _ b: Value, tail: TailSide
) -> Value {
  Value.elementwise(
    "incomplete beta function", x, a, b,
    {
      SpecialFunctions.logRegularizedBeta(
        $0, oneMinus: 1 - $0, $1, $2, lower: tail == .lower)
    },
    derivatives: (
      { x, a, b in
        let density: Value = logBetaPrefactor(x, a, b) - log(x) - log(onePlus: -x)
        return Value(tail.sign) * exp(density - logRegularizedBeta(x, a, b, tail: tail))
      },
      { x, a, b in logRegularizedBetaShapeDerivative(x, a, b, tail: tail, of: .first) },
      { x, a, b in logRegularizedBetaShapeDerivative(x, a, b, tail: tail, of: .second) }
    ))
}

/// One of the two shapes of a beta distribution.
public enum BetaShape: Sendable {
  /// a, the power of x.
  case first
  /// b, the power of 1 − x.
  case second
}

/// The derivative of log I_x(a, b) or log(1 − I_x(a, b)) by a or b, from differences (about ten
/// digits).
public func logRegularizedBetaShapeDerivative<Value: RealValue>(
  _ x: Value, _ a: Value, _ b: Value, tail: TailSide, of shape: BetaShape
) -> Value {
  // The mean moves by one deviation where a moves by √(a (a + b)/b).
  @Sendable func scale(_ a: Double, _ b: Double) -> Double {
    min(a, (a * ((a + b) / b)).squareRoot())
  }
  return Value.elementwise(
    "derivative of the incomplete beta function by a shape", x, a, b,
    { x, a, b in
      switch shape {
      case .first:
        tail.derivative(at: a, scale: scale(a, b)) { regularizedBeta(x, oneMinus: 1 - x, $0, b) }
      case .second:
        tail.derivative(at: b, scale: scale(b, a)) { regularizedBeta(x, oneMinus: 1 - x, a, $0) }
      }
    }, derivatives: (nil, nil, nil))
}

/// log(xᵃ (1 − x)ᵇ/B(a, b)).
public func logBetaPrefactor<Value: RealValue>(_ x: Value, _ a: Value, _ b: Value) -> Value {
  Value.elementwise(
    "beta prefactor", x, a, b,
    { SpecialFunctions.logBetaPrefactor($0, oneMinus: 1 - $0, $1, $2) },
    derivatives: (
      { x, a, b in a / x - b / (1 - x) },
      { x, a, b in log(x) - digamma(a) + digamma(a + b) },
      { x, a, b in log(onePlus: -x) - digamma(b) + digamma(a + b) }
    ))
}

/// log P(T ≤ t) of Student's t with ν degrees of freedom.
///
/// The derivative by t is exact, that by ν from differences (about ten digits) and not
/// differentiable again.
public func logStudentTCDF<Value: RealValue>(_ t: Value, degreesOfFreedom nu: Value) -> Value {
  @Sendable func tails(_ t: Double, _ nu: Double) -> TailProbabilities {
    studentTTails(t, degreesOfFreedom: nu < .infinity ? nu : .nan)
  }
  return Value.elementwise(
    "Student's t tail", t, nu, { tails($0, $1).logLower },
    derivatives: (
      { t, nu in
        // −log B(½, ν/2) − ½ log ν − ½ (ν + 1) log(1 + t²/ν)
        let half: Value = 0.5 * nu
        let constant: Value = logBeta(Value(0.5), half) + 0.5 * log(nu)
        let decay: Value = (half + 0.5) * log(onePlus: square(t / sqrt(nu)))
        return exp(-constant - decay - logStudentTCDF(t, degreesOfFreedom: nu))
      },
      { t, nu in logStudentTCDFDegreesDerivative(t, degreesOfFreedom: nu) }
    ))
}

/// The derivative of log P(T ≤ t) by ν, from differences (about ten digits).
public func logStudentTCDFDegreesDerivative<Value: RealValue>(
  _ t: Value, degreesOfFreedom nu: Value
) -> Value {
  Value.elementwise(
    "derivative of Student's t tail by its degrees of freedom", t, nu,
    { t, nu in
      TailSide.lower.derivative(at: nu, scale: nu) { studentTTails(t, degreesOfFreedom: $0) }
    }, derivatives: (nil, nil))
}

/// Owen's T function, (1/2π) ∫ exp(−h² (1 + s²)/2)/(1 + s²) ds from 0 to a.
public func owenT<Value: RealValue>(_ h: Value, _ a: Value) -> Value {
  Value.elementwise(
    "Owen's T", h, a, { SpecialFunctions.owenT($0, $1) },
    derivatives: (
      { h, a in
        // −φ(h) erf(ah/√2)/2
        let density: Value = exp(-0.5 * square(h)) * Value(0.39894228040143267794)
        return -0.5 * density * erf(Value(0.70710678118654752440) * a * h)
      },
      { h, a in
        let growth: Value = 1 + square(a)
        return exp(-0.5 * square(h) * growth) / growth * Value(0.15915494309189533577)
      }
    ))
}

/// log Q_ν(a, b), or of its complement: the tails of the square root of a noncentral χ² variable with
/// 2ν degrees of freedom and noncentrality a² at b.
///
/// The derivative by a is exact, those by ν and b from differences (about ten digits) and not
/// differentiable again.
public func logMarcumQ<Value: RealValue>(
  order: Value, _ a: Value, _ b: Value, tail: TailSide
) -> Value {
  Value.elementwise(
    "Marcum's Q", order, a, b, { tail.logarithm(marcumQ(order: $0, $1, $2)) },
    derivatives: (
      { order, a, b in
        Value.elementwise(
          "derivative of Marcum's Q by its order", order, a, b,
          { order, a, b in
            tail.derivative(at: order, scale: min(order, order.squareRoot())) {
              marcumQ(order: $0, a, b)
            }
          }, derivatives: (nil, nil, nil))
      },
      { order, a, b in
        // ∂Q_ν/∂a = a (Q_ν₊₁ − Q_ν)
        let own: Value = logMarcumQ(order: order, a, b, tail: tail)
        let next: Value = logMarcumQ(order: order + 1, a, b, tail: tail)
        return a * expMinusOne(next - own)
      },
      { order, a, b in
        Value.elementwise(
          "derivative of Marcum's Q by its last argument", order, a, b,
          { order, a, b in
            tail.derivative(at: b, scale: min(b, 1)) { marcumQ(order: order, a, $0) }
          }, derivatives: (nil, nil, nil))
      }
    ))
}
