import Quadrature

/// KL(p‖q), cross-entropy and entropy of distributions on whole numbers: supports, tails, then sums
/// from p's middle outwards with a bound on what is left out.
///
/// As for densities, near equality the terms are p (eʳ − 1 − r) with r = log q − log p, and q's mass
/// outside p's support is added. Distributions that are spread over more than some ten thousand
/// numbers are summed by Euler and Maclaurin's formula, with log-masses interpolated between the
/// whole numbers.
struct DiscreteLadder {
  let p: any DiscreteDistribution<Double>
  let q: any DiscreteDistribution<Double>
  let tolerance: Double

  init(
    _ p: any DiscreteDistribution<Double>, _ q: any DiscreteDistribution<Double>,
    tolerance: Double
  ) {
    self.p = p
    self.q = q
    self.tolerance = tolerance
  }

  /// Whether p gives mass to numbers beyond q's ends.
  private var isInfiniteBySupport: Bool {
    let ends = p.support
    let others = q.support
    // A mass below the range of numbers is still a mass: its logarithm decides at a finite end.
    func isEmpty(_ end: Double) -> Bool { !end.isFinite || q.logMass(at: end) == -.infinity }
    return ends.lowerBound < others.lowerBound && isEmpty(ends.lowerBound)
      || ends.upperBound > others.upperBound && isEmpty(ends.upperBound)
  }

  /// Whether the tails make p·log q infinite; nil if a tail is not known.
  private var isInfiniteByTails: Bool? {
    var isKnown = true
    for end in SupportEnd.allCases {
      let bound = end == .lower ? p.support.lowerBound : p.support.upperBound
      if bound.isFinite { continue }
      guard let tailP = p.tail(towards: end), let tailQ = q.tail(towards: end),
        !tailP.terms.isEmpty, !tailQ.terms.isEmpty
      else {
        isKnown = false
        continue
      }
      if !TailConvergence.converges(tailP, against: tailQ, atFiniteEnd: false) { return true }
    }
    return isKnown ? false : nil
  }

  /// KL(p‖q).
  func divergence() throws -> LadderAnswer {
    if isInfiniteBySupport || isInfiniteByTails == true { return .infinite }
    return try infinityCaught {
      let plain = try? sum(.plain)
      if let plain, plain.error <= 0.1 * tolerance * abs(plain.value) { return plain.notNegative }
      guard var near = try? sum(.remainder) else {
        if let plain { return plain.notNegative }
        return try sum(.plain)
      }
      let outside = q.cdf(p.support.lowerBound - 1) + q.survival(p.support.upperBound)
      if outside > 0 {
        near.value += outside
        near.error += 0x1p-46 * outside
      }
      guard let plain else { return near }
      return (near.error < plain.error ? near : plain).notNegative
    }
  }

  /// −Σ p log q.
  func crossEntropy() throws -> LadderAnswer {
    if isInfiniteBySupport || isInfiniteByTails == true { return .infinite }
    return try infinityCaught { try sum(.crossEntropy) }
  }

  private func infinityCaught(_ body: () throws -> LadderAnswer) throws -> LadderAnswer {
    do {
      return try body()
    } catch LadderOutcome.infinite {
      return .infinite
    } catch QuadratureError.divergent where isInfiniteByTails == nil {
      return .infinite
    }
  }

  /// How many numbers on each side are summed one by one where p is spread over many.
  private static let directTerms = 1_000
  /// How many numbers p may be spread over to be summed one by one.
  private static let directSpread = 30_000.0

  /// The sum of the integrand over p's support.
  func sum(_ integrand: DivergenceIntegrand) throws -> LadderAnswer {
    let first = Self.whole(p.support.lowerBound)
    let last = Self.whole(p.support.upperBound)
    let middle = p.quantile(0.5)
    guard middle.isFinite, abs(middle) < 0x1p62 else {
      throw QuadratureError.invalidArgument("no median of \(p) could be found")
    }
    let start = Self.whole(middle)
    let low = p.quantile(1e-18)
    let high = p.survivalQuantile(1e-18)
    let isWide = !(high - low <= Self.directSpread)
    // The rounding of the logs, weighted by their terms; each term is asked for about once.
    var rounding = 0.0
    func term(_ logP: Double, _ logQ: Double) throws -> Double {
      guard logP > -.infinity else {
        if case .remainder = integrand { return exp(logQ) }
        return 0
      }
      guard logQ > -.infinity else { throw LadderOutcome.infinite }
      let values = try integrand(IntegrandPoint(logP: logP, logQ: logQ, logFactor: 0))
      rounding = rounding + values[1]
      return values[0]
    }
    let interpolationP = LogMassInterpolation(p, from: p.support)
    let interpolationQ = LogMassInterpolation(q, from: p.support)
    var spreadRounding = 0.0
    let result = try Self.asFarAsPossible {
      try Quadrature.sum(
        { k in try term(p.logMass(at: Double(k)), q.logMass(at: Double(k))) },
        from: first, through: last, startingAt: start,
        continuation: isWide
          ? { x in
            let before = rounding
            let value = try term(interpolationP(x), interpolationQ(x))
            // Nodes of an integral are not terms: their rounding counts by the integral's size.
            spreadRounding = max(spreadRounding, (rounding - before) / max(abs(value), 1e-300))
            rounding = before
            return value
          } : nil,
        directTerms: isWide ? Self.directTerms : Int(Self.directSpread),
        relativeTolerance: min(tolerance, 1e-11) / 4)
    }
    let spread = isWide ? min(spreadRounding, 1e-6) * result.magnitude : 0
    return LadderAnswer(
      value: result.value, error: result.error + rounding + spread, method: .summation)
  }

  /// The sum of a function of both masses over the support of either.
  func sumOverBoth(
    _ integrand: (IntegrandPoint) -> SIMD2<Double>
  ) throws -> LadderAnswer {
    let first = Self.whole(min(p.support.lowerBound, q.support.lowerBound))
    let last = Self.whole(max(p.support.upperBound, q.support.upperBound))
    let middles = [p.quantile(0.5), q.quantile(0.5)]
    guard middles.allSatisfy({ abs($0) < 0x1p62 }) else {
      throw QuadratureError.invalidArgument("no median of \(p) or \(q) could be found")
    }
    var rounding = 0.0
    // The sum begins where p's mass is and must reach q's: what lies between is summed whole.
    let value = try Self.asFarAsPossible {
      try Quadrature.sum(
        { k in
          let x = Double(k)
          let values = integrand(
            IntegrandPoint(logP: p.logMass(at: x), logQ: q.logMass(at: x), logFactor: 0))
          rounding += values[1]
          return values[0]
        }, from: first, through: last, startingAt: Self.whole((middles[0] + middles[1]) / 2),
        directTerms: 1_000_000, relativeTolerance: min(tolerance, 1e-11) / 4)
    }
    return LadderAnswer(
      value: value.value, error: value.error + rounding, method: .summation)
  }

  /// A sum that is less exact than was asked for is still one, with its error.
  private static func asFarAsPossible(
    _ body: () throws -> IntegrationResult
  ) throws -> IntegrationResult {
    do {
      return try body()
    } catch QuadratureError.toleranceNotReached(let value, let error, _) {
      return IntegrationResult(value: value, error: error, magnitude: abs(value), evaluations: 0)
    } catch QuadratureError.tooManyEvaluations(let value, let error, _, _) {
      return IntegrationResult(value: value, error: error, magnitude: abs(value), evaluations: 0)
    }
  }

  /// A bound as an index; the ends of `Int` stand for infinity.
  private static func whole(_ bound: Double) -> Int {
    if bound >= 0x1p62 { return .max }
    if bound <= -0x1p62 { return .min }
    return Int(bound.rounded())
  }
}

/// A log-mass between whole numbers: the polynomial through the eight nearest ones.
///
/// For a mass that is spread over thousands of numbers the polynomial is exact to rounding.
struct LogMassInterpolation {
  private let distribution: any DiscreteDistribution<Double>
  private let support: Support<Double>
  /// (−1)^j (7 choose j): the barycentric weights of eight equidistant nodes.
  private static let weights: [Double] = [1, -7, 21, -35, 35, -21, 7, -1]

  init(_ distribution: any DiscreteDistribution<Double>, from support: Support<Double>) {
    self.distribution = distribution
    self.support = support
  }

  func callAsFunction(_ x: Double) -> Double {
    // Far out neighbouring whole numbers are further apart than 1 as numbers.
    let spacing = max(1, abs(x).ulp * 8)
    let nearest = (x / spacing).rounded(.down) * spacing
    if nearest == x { return distribution.logMass(at: x) }
    var first = nearest - 3 * spacing
    if first < support.lowerBound { first = support.lowerBound }
    if first + 7 * spacing > support.upperBound { first = support.upperBound - 7 * spacing }
    var numerator = 0.0
    var denominator = 0.0
    for (index, weight) in Self.weights.enumerated() {
      let node = first + Double(index) * spacing
      let value = distribution.logMass(at: node)
      let distance = (x - node) / spacing
      if distance == 0 { return value }
      numerator += weight / distance * value
      denominator += weight / distance
    }
    return numerator / denominator
  }
}
