import SpecialFunctions

/// log of binom(n, k) φᵏ (1 − φ)ⁿ⁻ᵏ, φ = ω/(1 + ω), of which the hypergeometric mass is made.
///
/// φ cancels from that, and so its derivative by ω is stated as 0; k and n need not be whole.
func drawnLogMass<Value: RealValue>(_ k: Value, _ n: Value, odds: Value) -> Value {
  Value.elementwise(
    "binomial factor", k, n, odds, { drawnLogMass($0, $1, $2) },
    derivatives: (
      { k, n, odds in digamma(n - k + 1) - digamma(k + 1) + log(odds) },
      { k, n, odds in digamma(n + 1) - digamma(n - k + 1) - log(onePlus: odds) },
      { k, _, _ in 0 * k }
    ))
}

/// ``drawnLogMass(_:_:odds:)`` of numbers.
func drawnLogMass(_ k: Double, _ n: Double, _ odds: Double) -> Double {
  // Of φ and 1 − φ the smaller one is a rounded number, the other 1 less that.
  let isSmall = odds <= 1
  let x = isSmall ? odds / (1 + odds) : 1 - 1 / (1 + odds)
  let y = isSmall ? 1 - odds / (1 + odds) : 1 / (1 + odds)
  if k <= 0 { return k < 0 ? .nan : n * (isSmall ? Double.log(onePlus: -x) : Double.log(y)) }
  if k >= n { return k > n ? .nan : n * (isSmall ? Double.log(x) : Double.log(onePlus: -y)) }
  let rest = n - k
  return logBetaPrefactor(x, oneMinus: y, k, rest) - Double.log(k * (rest / n))
}

/// A hypergeometric law as numbers: its log-mass, tails, mode and draws.
struct HypergeometricNumbers: CountMasses {
  let population: Double
  let successes: Double
  let draws: Double
  private let odds: Double
  private let whole: Double

  init(population: Double, successes: Double, draws: Double) {
    self.population = population
    self.successes = successes
    self.draws = draws
    let isPoint = draws == 0 || draws == population
    odds = isPoint ? 1 : draws / (population - draws)
    whole = drawnLogMass(draws, population, odds)
  }

  /// K − X, the successes that are not drawn.
  var mirrored: HypergeometricNumbers {
    HypergeometricNumbers(
      population: population, successes: successes, draws: population - draws)
  }

  var failures: Double { population - successes }
  var first: Double { max(0, draws - failures) }
  var last: Double { min(draws, successes) }

  var grid: Double { population.ulp }

  func distanceToStart(_ x: Double) -> Double { x - first + 1 }

  func logMass(_ x: Double) -> Double {
    if first == last { return 0 }
    return drawnLogMass(x, successes, odds) + drawnLogMass(draws - x, failures, odds) - whole
  }

  func ratio(_ x: Double) -> Double {
    ((successes - x) / (x + 1)) * ((draws - x) / (failures - draws + x + 1))
  }

  func ratioBound(_ x: Double) -> Double { x < last ? ratio(x) : 0 }

  /// n K/N.
  var mean: Double { draws * (successes / population) }

  /// The numbers about the mode for drawing many, nil where that is not worth it.
  func window(count: Int) -> CountWindow? {
    let peak = ((draws + 1) * ((successes + 1) / (population + 2))).rounded(.down)
    let mode = min(max(peak, first), last)
    return CountWindow(
      mode: mode, from: first, through: last, logMass: logMass(mode), count: count, ratio: ratio)
  }

  /// Both tails at a whole number of first ..< last.
  func tails(_ k: Double) -> TailProbabilities {
    func upper() -> Double { min(0, logTailSum(self, from: k + 1)) }
    func lower() -> Double { min(0, logTailSum(mirrored, from: successes - k)) }
    return pairOfTails(isUpperSmall: k >= mean, lower: lower, upper: upper)
  }

  /// ⌈(n + 1)(K + 1)/(N + 2)⌉ − 1: of two modes the smaller. In whole numbers, whose product has twice
  /// the digits.
  var mode: Double {
    guard population < 0x1p53 else {
      let peak = (draws + 1) * ((successes + 1) / (population + 2))
      return min(last, max(first, peak.rounded(.up) - 1))
    }
    let product = (UInt64(draws) + 1).multipliedFullWidth(by: UInt64(successes) + 1)
    let (quotient, remainder) = (UInt64(population) + 2).dividingFullWidth(product)
    return Double(remainder == 0 ? quotient - 1 : quotient)
  }

  func logMassOfDraw(_ x: Double) -> Double {
    x < first || x > last ? -.infinity : logMass(x)
  }

  static func areValid(_ population: Double, _ successes: Double, _ draws: Double) -> Bool {
    [population, successes, draws].allSatisfy { $0 >= 0 && $0 < .infinity && $0 == $0.rounded() }
      && successes <= population && draws <= population
  }
}

/// One draw of a hypergeometric distribution, as a whole number; NaN for invalid parameters.
///
/// By rejection for any log-concave law of known mode and mass there: the mass p(m) within
/// (1 + p(m)/2)/p(m) of the mode is covered by a rectangle, what is beyond by exponential tails. Fewer
/// than 4 + p(m) trials are expected.
///
/// Source: L. Devroye, "A simple generator for discrete log-concave distributions", Computing 39 (1987)
/// 87-91.
func drawHypergeometric(
  population: Double, successes: Double, draws: Double,
  using generator: inout some RandomNumberGenerator
) -> Double {
  guard HypergeometricNumbers.areValid(population, successes, draws) else { return .nan }
  let law = HypergeometricNumbers(population: population, successes: successes, draws: draws)
  if law.first == law.last { return law.first }
  let mode = law.mode
  let top = law.logMass(mode)
  let height = Double.exp(top)
  let width = 1 + 0.5 * height
  while true {
    let u = OpenUnitInterval.double(using: &generator)
    let v = OpenUnitInterval.double(using: &generator)
    var w = OpenUnitInterval.double(using: &generator)
    let y: Double
    if u <= width / (1 + width) {
      y = v * width / height
    } else {
      let tail = -Double.log(v)
      y = (width + tail) / height
      w *= Double.exp(-tail)
    }
    let isUp = generator.next() & 1 == 0
    let step = y.rounded(.toNearestOrAwayFromZero)
    let x = isUp ? mode + step : mode - step
    if Double.log(w) <= law.logMassOfDraw(x) - top { return x }
  }
}
