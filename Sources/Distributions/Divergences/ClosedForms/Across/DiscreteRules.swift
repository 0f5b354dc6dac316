// Closed forms across families of counts.

extension Bernoulli {
  /// From families whose masses at 0 and 1 are plain.
  static var rulesAcross: [KLRule<Value>] {
    [
      // p (log(p/λ) − 1) + λ + (1 − p) log(1 − p) + p: two remainders, neither negative.
      KLRule { (p: Bernoulli<Value>, q: Poisson<Value>) in
        let (a, b): (Value, Value) = (p.probabilityOfOne, p.probabilityOfZero)
        let value: Value =
          massDivergence(a, q.rate, difference: q.rate - a) + massDivergence(b, 1, difference: a)
        return nanUnless(isProbability(a) .& q.isValid, value)
      },
      // KL of one trial − (n − 1) log(1 − q) − p log n.
      KLRule(sum: { (p: Bernoulli<Value>, q: Binomial<Value>) in
        let (a, b): (Value, Value) = (p.probabilityOfOne, p.probabilityOfZero)
        let (n, c): (Value, Value) = (q.trials, q.probability)
        let isSure: Value.Mask = c .== 1
        let isEmpty: Value.Mask = n .== 0
        let own: Value = select(isEmpty, 0.5, a)
        let rest: Value = select(isEmpty, 0.5, b)
        let trial: Value =
          massDivergence(own, c, difference: c - own)
          + massDivergence(rest, 1 - c, difference: own - c)
        // Without a trial there is 0 alone; more than one that must all succeed leave out 0 and 1.
        let isInfinite: Value.Mask =
          (isEmpty .& (a .> 0)) .| (trial .== Value.infinity) .& (.!isEmpty)
          .| (isSure .& (n .> 1))
        let safe: Value = select(isEmpty .| isInfinite, 0, trial)
        let failures: Value = (n - 1) * log(onePlus: -select(isSure, 0, c))
        return KLTerms(
          where: isProbability(a) .& q.isValid, isInfinite: isInfinite,
          [
            safe, -select(isEmpty, 0, failures), -xLogY(a, select(isEmpty, 1, n)),
          ])
      }),
      // −H(p) − log q − p log(1 − q): the trial's, and what more failures cost.
      KLRule { (p: Bernoulli<Value>, q: Geometric<Value>) in
        let (a, b): (Value, Value) = (p.probabilityOfOne, p.probabilityOfZero)
        let c: Value = q.probability
        // Masses q and q (1 − q), and (1 − q)² beyond: three terms, none negative.
        let second: Value = c * (1 - c)
        let value: Value =
          massDivergence(b, c, difference: c - b)
          + massDivergence(a, second, difference: second - a)
          + square(1 - c)
        return nanUnless(isProbability(a) .& q.isValid, value)
      },
    ]
  }

  /// P(X = 1), and P(X = 0) with its digits.
  var probabilityOfOne: Value {
    switch parameter {
    case .probability(let p): p
    case .logit(let l): sigmoid(l)
    }
  }
  var probabilityOfZero: Value {
    switch parameter {
    case .probability(let p): 1 - p
    case .logit(let l): sigmoid(-l)
    }
  }
}

extension Binomial {
  /// From one trial, where there is one at most.
  static var rulesAcross: [KLRule<Value>] {
    [
      KLRule(where: { (p: Binomial<Value>, q: Bernoulli<Value>) in p.trials .== 1 }) {
        (p: Binomial<Value>, q: Bernoulli<Value>) in
        let (a, b): (Value, Value) = (q.probabilityOfOne, q.probabilityOfZero)
        let own: Value = p.probability
        let value: Value =
          massDivergence(own, a, difference: a - own)
          + massDivergence(1 - own, b, difference: own - a)
        return nanUnless(p.isValid .& isProbability(a), value)
      },
      .binomialPoisson,
    ]
  }
}

extension Geometric {
  /// A geometric law is the negative binomial one of one success.
  static var rulesAcross: [KLRule<Value>] {
    [
      KLRule(where: { (p: Geometric<Value>, q: NegativeBinomial<Value>) in q.successes .== 1 }) {
        (p: Geometric<Value>, q: NegativeBinomial<Value>) in
        nanUnless(
          p.isValid .& q.isValid,
          waitingDivergence(p.probability, q.probability))
      }
    ]
  }
}

extension NegativeBinomial {
  static var rulesAcross: [KLRule<Value>] {
    [
      KLRule(where: { (p: NegativeBinomial<Value>, q: Geometric<Value>) in p.successes .== 1 }) {
        (p: NegativeBinomial<Value>, q: Geometric<Value>) in
        nanUnless(
          p.isValid .& q.isValid,
          waitingDivergence(p.probability, q.probability))
      }
    ]
  }
}

extension DiscreteUniform {
  static var rulesAcross: [KLRule<Value>] {
    [
      // −log n − log q − E X log(1 − q), where no mass is below 0.
      KLRule(sum: { (p: DiscreteUniform<Value>, q: Geometric<Value>) in
        let isAtZero: Value.Mask = p.upperBound .== 0
        let isSure: Value.Mask = q.probability .== 1
        let isInfinite: Value.Mask =
          (p.lowerBound .< 0) .| (isSure .& .!isAtZero)
        let mean: Value = 0.5 * (p.lowerBound + p.upperBound)
        let logFailure: Value = log(onePlus: -select(isSure, 0, q.probability))
        return KLTerms(
          where: p.isValid .& q.isValid, isInfinite: isInfinite,
          [-p.entropy, -log(q.probability), -mean * logFailure])
      })
    ]
  }
}
