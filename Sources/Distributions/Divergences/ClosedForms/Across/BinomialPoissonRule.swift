import SpecialFunctions

extension KLRule {
  /// Of a binomial law from a Poisson one, with K the count of n trials:
  ///
  /// ```
  /// np log(np/λ) − np + λ + n ((1 − p) log(1 − p) + p) + E log(n!/((n − K)! n^K))
  /// ```
  ///
  /// The first two parts are never negative, the last never positive: a finite sum, taken for up to
  /// 10⁴ trials. The second and last nearly cancel, down to p²/4, where p is small.
  static var binomialPoisson: KLRule {
    KLRule(
      where: { (p: Binomial<Value>, q: Poisson<Value>) in p.trials .<= 1e4 },
      sum: { (p: Binomial<Value>, q: Poisson<Value>) in
        let (n, a): (Value, Value) = (p.trials, p.probability)
        let isInfinite: Value.Mask = (q.rate .== 0) .& (n * a .> 0)
        let rate: Value = select(isInfinite, 1, q.rate)
        // Of one trial, so that no trial's probability of 0 is multiplied by its infinite slope.
        let isEmpty: Value.Mask = n .== 0
        let share: Value = rate / select(isEmpty, 1, n)
        let trial: Value = massDivergence(a, share, difference: share - a)
        let expected: Value = Value.elementwise(
          "the falling factorial of a binomial count", n, a, { fallingShare($0, $1) },
          derivatives: ({ n, _ in 0 * n }, { n, a in fallingSlope(n, a) }))
        return KLTerms(
          where: p.isValid .& q.isValid, isInfinite: isInfinite,
          [
            select(isEmpty, rate, n * select(isEmpty, 0, trial)),
            n * massDivergence(1 - a, 1, difference: a), expected,
          ])
      })
  }
}

/// The derivative of ``fallingShare(_:_:)`` by the probability, n E log(1 − K/n) over n − 1 trials.
private func fallingSlope<Value: RealValue>(_ n: Value, _ p: Value) -> Value {
  Value.elementwise(
    "the derivative of the falling factorial of a binomial count", n, p,
    { n, p in
      guard n >= 1 else { return 0 * p }
      return n
        * binomialMean(n - 1, p) { count in Double.log(onePlus: -count / n) }
    }, derivatives: (nil, nil))
}

/// E log(n!/((n − K)! n^K)) = E Σ log(1 − j/n) over j < K, for a binomial count K.
private func fallingShare(_ n: Double, _ p: Double) -> Double {
  guard n >= 0, n <= 1e4, n == n.rounded() else { return .nan }
  guard n > 0 else { return 0 * p }
  var logs = [0.0]
  logs.reserveCapacity(Int(n) + 1)
  for j in 0..<Int(n) { logs.append(logs[j] + Double.log(onePlus: -Double(j) / n)) }
  return binomialMean(n, p) { logs[Int($0)] }
}

/// The mean of f(K) over a binomial count of n trials: the masses from the mode outwards, until they
/// count for nothing.
private func binomialMean(_ n: Double, _ p: Double, _ f: (Double) -> Double) -> Double {
  guard p >= 0, p <= 1 else { return .nan }
  if p == 0 { return f(0) }
  if p == 1 { return f(n) }
  let law = Binomial<Double>(trials: n, probability: p)
  let odds = p / (1 - p)
  let mode = min(((n + 1) * p).rounded(.down), n)
  let top = exp(law.logProbability(of: Int(mode)))
  var sum = top * f(mode)
  var mass = top
  var count = mode
  while count < n, mass > 1e-40 * top {
    mass *= (n - count) / (count + 1) * odds
    count += 1
    sum += mass * f(count)
  }
  mass = top
  count = mode
  while count > 0, mass > 1e-40 * top {
    mass *= count / (n - count + 1) / odds
    count -= 1
    sum += mass * f(count)
  }
  return sum
}
