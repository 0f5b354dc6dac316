import SpecialFunctions

/// log of Γ(k + r)/(k! Γ(r)) π^r (1 − π)^k with π = ω/(1 + ω): the negative binomial mass, of which
/// those of beta-binomial and Dirichlet-multinomial laws are made.
///
/// With the same ω in every factor, π cancels from these; chosen so that no factor is far out, each is
/// a saddle-point form without cancellation. So its derivative by ω is stated as 0, which the sum of
/// them has, and those by k and r are what is left of them.
func conditionalLogMass<Value: RealValue>(_ k: Value, _ r: Value, odds: Value) -> Value {
  Value.elementwise(
    "negative binomial factor", k, r, odds, { conditionalLogMass($0, $1, $2) },
    derivatives: (
      { k, r, odds in
        (digammaDifference(r, k) - digammaDifference(1 + 0 * k, k))
          + (digamma(r) - digamma(1 + 0 * k))
          - log(onePlus: odds)
      },
      { k, r, odds in digammaDifference(r, k) - log(onePlus: 1 / odds) },
      { k, _, _ in 0 * k }
    ))
}

/// ``conditionalLogMass(_:_:odds:)`` of numbers; k need not be whole.
func conditionalLogMass(_ k: Double, _ r: Double, _ odds: Double) -> Double {
  // Of π and 1 − π the smaller one is a rounded number, the other 1 less that.
  let isSmall = odds <= 1
  let x = isSmall ? odds / (1 + odds) : 1 - 1 / (1 + odds)
  let y = isSmall ? 1 - odds / (1 + odds) : 1 / (1 + odds)
  if k == 0 { return r * (isSmall ? Double.log(x) : Double.log(onePlus: -y)) }
  return logBetaPrefactor(x, oneMinus: y, r, k) - Double.log(k)
}

/// ψ(a + x) − ψ(a) for a > 0 and x ≥ 0, with the digits of x.
func digammaDifference<Value: RealValue>(_ a: Value, _ x: Value) -> Value {
  let sum: Value = a + x
  let main: Value = log(onePlus: x / a) + 0.5 * (x / a) / sum
  return main + (digammaCorrection(sum) - digammaCorrection(a))
}

/// A beta-binomial law as numbers: its log-mass, tails and draws.
struct BetaBinomialNumbers: CountMasses {
  let n: Double
  let a: Double
  let b: Double
  /// (a + b)/n, at which both factors of a mass have the mean of the law.
  private let odds: Double
  private let whole: Double

  init(n: Double, a: Double, b: Double) {
    self.n = n
    self.a = a
    self.b = b
    odds = n > 0 ? min(max((a + b) / n, 1e-300), 1e300) : 1
    whole = conditionalLogMass(n, a + b, odds)
  }

  /// n − X.
  var mirrored: BetaBinomialNumbers { BetaBinomialNumbers(n: n, a: b, b: a) }

  var last: Double { n }
  var grid: Double { n.ulp }
  func distanceToStart(_ x: Double) -> Double { x + min(a, 1) }
  func logMass(_ x: Double) -> Double {
    conditionalLogMass(x, a, odds) + conditionalLogMass(n - x, b, odds) - whole
  }

  func ratio(_ x: Double) -> Double { ((n - x) / (x + 1)) * ((x + a) / ((n - x - 1) + b)) }

  func ratioBound(_ x: Double) -> Double {
    // (n − x)/(n − x − 1 + b) falls where b ≥ 1, (x + a)/(x + 1) where a ≥ 1; else that is below 1.
    guard b >= 1, x < n else { return x < n ? 1 : 0 }
    let second = (n - x) / ((n - x - 1) + b)
    return a >= 1 ? second * ((x + a) / (x + 1)) : second
  }

  /// Both tails at a whole number of 0 ..< n: the one away from the mean first.
  func tails(_ k: Double) -> TailProbabilities {
    func upper() -> Double { min(0, logTailSum(self, from: k + 1)) }
    func lower() -> Double { min(0, logTailSum(mirrored, from: n - k)) }
    return pairOfTails(isUpperSmall: k >= n * (a / (a + b)), lower: lower, upper: upper)
  }
}

/// Both tails from functions that give either with its digits: the one expected to be the smaller, and
/// the other one from it unless that is the smaller.
func pairOfTails(
  isUpperSmall: Bool, lower: () -> Double, upper: () -> Double
) -> TailProbabilities {
  let first = isUpperSmall ? upper() : lower()
  var other = SpecialFunctions.logOneMinusExp(first)
  var exact = first
  if first > -0.7 {
    other = isUpperSmall ? lower() : upper()
    exact = SpecialFunctions.logOneMinusExp(other)
  }
  return isUpperSmall
    ? TailProbabilities(logLower: other, logUpper: exact)
    : TailProbabilities(logLower: exact, logUpper: other)
}
