/// Means over draws of p, with their standard error.
///
/// A divergence is the mean of −r, r = log q − log p, or, on the line, of eʳ − 1 − r with q's mass
/// outside p's support added: the control variate eʳ − 1 has that known mean, and near equality
/// nothing else varies. The one with the smaller standard error is reported.
struct MonteCarloLadder {
  let monteCarlo: MonteCarlo

  /// The mean and its standard error, by Welford's recurrence.
  private struct Mean {
    var count = 0.0
    var mean = 0.0
    var squares = 0.0

    mutating func add(_ value: Double) {
      count += 1
      let difference = value - mean
      mean += difference / count
      squares += difference * (value - mean)
    }

    var standardError: Double { (squares / (count * (count - 1))).squareRoot() }
  }

  func divergence(
    _ p: any Distribution<Double>, _ q: any Distribution<Double>
  ) throws(DivergenceError) -> LadderAnswer {
    var plain = Mean()
    var remainder = Mean()
    try draw(p, q) { logP, logQ in
      plain.add(logP - logQ)
      remainder.add(expRemainder(logQ - logP))
    }
    var answers = [
      LadderAnswer(
        value: plain.mean, error: plain.standardError,
        method: .monteCarlo(draws: monteCarlo.draws))
    ]
    if let outside = massOutside(p, q), remainder.standardError.isFinite {
      answers.append(
        LadderAnswer(
          value: remainder.mean + outside, error: remainder.standardError,
          method: .monteCarlo(draws: monteCarlo.draws)))
    }
    let best = answers.min { $0.error < $1.error } ?? answers[0]
    return plain.mean == .infinity ? .infinite : best.notNegative
  }

  func crossEntropy(
    _ p: any Distribution<Double>, _ q: any Distribution<Double>
  ) throws(DivergenceError) -> LadderAnswer {
    var mean = Mean()
    try draw(p, q) { _, logQ in mean.add(-logQ) }
    if mean.mean == .infinity { return .infinite }
    return LadderAnswer(
      value: mean.mean, error: mean.standardError,
      method: .monteCarlo(draws: monteCarlo.draws))
  }

  /// q's mass outside p's support, on the line.
  private func massOutside(
    _ p: any Distribution<Double>, _ q: any Distribution<Double>
  ) -> Double? {
    guard let p = p as? any UnivariateDistribution<Double>,
      let q = q as? any UnivariateDistribution<Double>
    else { return nil }
    let lower = p.support.lowerBound
    let below = p is any DiscreteDistribution<Double> ? q.cdf(lower - 1) : q.cdf(lower)
    return below + q.survival(p.support.upperBound)
  }

  /// Calls `body` with the log-probabilities of each draw.
  private func draw(
    _ p: any Distribution<Double>, _ q: any Distribution<Double>,
    _ body: (Double, Double) -> Void
  ) throws(DivergenceError) {
    var generator = monteCarlo.makeGenerator()
    for _ in 0..<monteCarlo.draws {
      guard let (logP, logQ) = Self.logProbabilities(p, q, &generator) else {
        throw .noMethod(
          quantity: "the mean over draws",
          tried: ["Monte Carlo: draws of \(p) are not values of \(q)"])
      }
      // Infinity cannot be averaged with a number by differences.
      body(logP, logQ)
      if logQ == -.infinity { return }
    }
  }

  private static func logProbabilities<P: Distribution<Double>, Q: Distribution<Double>>(
    _ p: P, _ q: Q, _ generator: inout any RandomNumberGenerator
  ) -> (Double, Double)? {
    let x = sample(p, &generator)
    let logP = p.logProbability(of: x)
    if let y = x as? Q.Sample { return (logP, q.logProbability(of: y)) }
    guard let q = q as? any DiscreteDistribution<Double> else { return nil }
    if let k = x as? Int { return (logP, q.logMass(at: Double(k))) }
    if let b = x as? Bool { return (logP, q.logMass(at: b ? 1 : 0)) }
    return nil
  }

  private static func sample<P: Distribution>(
    _ p: P, _ generator: inout some RandomNumberGenerator
  ) -> P.Sample {
    p.sample(using: &generator)
  }
}
