import SpecialFunctions

/// A Poisson-binomial law as numbers: trials with probabilities strictly between 0 and 1, beside those
/// that always succeed.
struct PoissonBinomialNumbers: Sendable {
  /// The probabilities of success and of failure.
  let successes: [Double]
  let failures: [Double]
  /// How many trials always succeed.
  let sure: Double
  /// How many always fail.
  let hopeless: Double
  let isValid: Bool

  init(_ probabilities: [Double]) {
    let open = probabilities.filter { $0 > 0 && $0 < 1 }
    successes = open
    failures = open.map { 1 - $0 }
    sure = Double(probabilities.filter { $0 == 1 }.count)
    hopeless = Double(probabilities.filter { $0 == 0 }.count)
    isValid = probabilities.allSatisfy { $0 >= 0 && $0 <= 1 }
  }

  private init(swapping law: PoissonBinomialNumbers) {
    successes = law.failures
    failures = law.successes
    sure = law.hopeless
    hopeless = law.sure
    isValid = law.isValid
  }

  /// The law of the failures.
  var mirrored: PoissonBinomialNumbers { PoissonBinomialNumbers(swapping: self) }

  private var count: Double { Double(successes.count) }
  var first: Double { sure }
  var last: Double { sure + count }
  var mean: Double { sure + compensatedSum(successes) }
  var variance: Double { compensatedSum(zip(successes, failures).map { $0 * $1 }) }
  private var third: Double {
    compensatedSum(zip(successes, failures).map { $0 * $1 * ($1 - $0) })
  }

  // MARK: - Mass

  /// The log-mass at a whole number.
  func logMass(_ k: Double) -> Double {
    guard isValid else { return .nan }
    let j = k - sure
    if j < 0 || j > count { return -.infinity }
    if j == 0 { return Self.sumOfLogs(failures, complements: successes) }
    if j == count { return Self.sumOfLogs(successes, complements: failures) }
    return k >= mean
      ? logLatticeMass(BernoulliSum(law: self, k: j))
      : logLatticeMass(BernoulliSum(law: mirrored, k: count - j))
  }

  /// Σ log p, of a p near 1 through 1 − p.
  private static func sumOfLogs(_ values: [Double], complements: [Double]) -> Double {
    compensatedSum(
      zip(values, complements).map { $0 < 0.5 ? Double.log($0) : Double.log(onePlus: -$1) })
  }

  // MARK: - Tails

  func tails(_ k: Double) -> TailProbabilities {
    guard isValid, !k.isNaN else { return TailProbabilities(logLower: .nan, logUpper: .nan) }
    if k < first { return TailProbabilities(logLower: -.infinity, logUpper: 0) }
    if k >= last { return TailProbabilities(logLower: 0, logUpper: -.infinity) }
    let j = k.rounded(.down) - sure
    return pairOfTails(
      isUpperSmall: k >= mean, lower: { mirrored.logUpper(count - j - 1) },
      upper: { logUpper(j) })
  }

  /// log P(X − sure > j) for 0 ≤ j < count.
  private func logUpper(_ j: Double) -> Double {
    if j == count - 1 { return Self.sumOfLogs(successes, complements: failures) }
    return min(0, logUpperTail(BernoulliSum(law: self, k: j)))
  }

  func quantile(_ level: QuantileLevel) -> Double {
    guard isValid else { return .nan }
    let spread = variance
    return smallestCount(
      level, from: first, through: last, mean: mean, deviation: spread.squareRoot(),
      skewness: third / spread / spread.squareRoot(), tails: tails)
  }

  // MARK: - Mode

  /// Within one of the mean (J. N. Darroch, "On the distribution of the number of successes in
  /// independent trials", Ann. Math. Stat. 35 (1964) 1317-1321); of two modes the smaller.
  var mode: Double {
    guard isValid else { return .nan }
    var mode = min(last, max(first, mean.rounded(.down)))
    while mode < last, logMass(mode + 1) > logMass(mode) + 1e-13 { mode += 1 }
    while mode > first, logMass(mode - 1) >= logMass(mode) - 1e-13 { mode -= 1 }
    return mode
  }

  // MARK: - Draws

  func draw(using generator: inout some RandomNumberGenerator) -> Double {
    guard isValid else { return .nan }
    var total = sure
    for p in successes where OpenUnitInterval.double(using: &generator) < p { total += 1 }
    return total
  }
}

/// K(t) = Σ log(1 − p + p e^t) of a sum of independent trials, for t ≥ 0.
private struct BernoulliSum: CumulantFunction {
  let successes: [Double]
  let failures: [Double]
  let k: Double

  init(law: PoissonBinomialNumbers, k: Double) {
    successes = law.successes
    failures = law.failures
    self.k = k
  }

  /// The probability of success and of failure in a trial tilted by e^t.
  private func tilted(_ t: Double) -> [(success: Double, failure: Double)] {
    let decay = Double.exp(-t)
    return zip(successes, failures).map { p, q in
      let total = p + q * decay
      return (p / total, q * decay / total)
    }
  }

  func value(_ t: Double) -> Double {
    let (growth, decay) = (Double.expMinusOne(t), Double.expMinusOne(-t))
    var sum = -t * k
    // Through whichever of p and 1 − p is the smaller.
    for (p, q) in zip(successes, failures) {
      if p <= q, t < 300 {
        sum += Double.log(onePlus: p * growth)
      } else {
        // t + log(p + q e^−t); with p near 1 as log(1 + q (e^−t − 1)).
        sum += t + (p < 0.5 ? Double.log(p + q * (1 + decay)) : Double.log(onePlus: q * decay))
      }
    }
    return sum
  }

  func slope(_ t: Double) -> Double { compensatedSum(tilted(t).map(\.success)) - k }

  func curvature(_ t: Double) -> Double {
    tilted(t).reduce(0) { $0 + $1.success * $1.failure }
  }

  func bell(_ t: Double) -> (Double) -> (real: Double, imaginary: Double) {
    let trials = tilted(t)
    let k = k
    return { y in
      let half = Double.sin(0.5 * y)
      let (versine, sine) = (2 * half * half, Double.sin(y))
      var (real, imaginary) = (Double.cos(k * y), -Double.sin(k * y))
      for (success, _) in trials {
        // 1 + p (e^iy − 1).
        let (a, b) = (1 - success * versine, success * sine)
        (real, imaginary) = (real * a - imaginary * b, real * b + imaginary * a)
      }
      return (real, imaginary)
    }
  }
}
