import Distributions
import Testing

/// Sums over a sample tell what the sample does.
@Suite struct SufficientStatisticsTests {
  /// log p(x) = log h(x) + η·T(x) − A(η).
  @Test func canonicalForm() {
    func check<Family: ExponentialFamily>(_ p: Family, _ points: [Family.Sample]) {
      for x in points {
        let statistic = Family.sufficientStatistic(of: x)
        let products = zip(p.naturalParameters, statistic).map { $0 * $1 }
        let form = Family.logBaseMeasure(of: x) + products.reduce(0, +) - p.logPartition
        let direct = p.logProbability(of: x)
        // Its terms cancel: the tolerance is theirs.
        let size = products.reduce(abs(p.logPartition)) { $0 + abs($1) }
        #expect(abs(form - direct) <= 4e-15 * (size + abs(direct) + 1), "\(p) at \(x)")
      }
    }
    check(Normal(mean: 1.5, standardDeviation: 0.5), [-1, 0, 1.25, 4])
    check(LogNormal(logMean: 0.5, logStandardDeviation: 0.75), [0.1, 1, 7])
    check(Exponential(rate: 2.5), [0, 0.1, 3])
    check(Gamma(shape: 2.5, rate: 0.5), [0.01, 1, 9])
    check(InverseGamma(shape: 2.5, scale: 0.5), [0.1, 1, 9])
    check(Beta(alpha: 0.5, beta: 3), [0.01, 0.5, 0.9])
    check(VonMises(mean: 0.5, concentration: 2), [-2, 0, 3])
    check(Poisson(rate: 3.5), [0, 1, 12])
    check(Geometric(probability: 0.25), [0, 1, 12])
    check(Bernoulli(probability: 0.25), [true, false])
    check(Categorical(probabilities: [0.25, 0.5, 0.25]), [0, 1, 2])
    check(
      MultivariateNormal(mean: [1, -2], covariance: [[2, 0.5], [0.5, 0.75]]),
      [Tensor<Double>([0, 0]), Tensor<Double>([3, -2.5])])
    check(
      Dirichlet(concentration: [0.5, 2, 3]),
      [Tensor<Double>([0.25, 0.5, 0.25]), Tensor<Double>([0.125, 0.125, 0.75])])
  }

  /// A fit to the statistics, fed one by one and merged of three, is that to the sample.
  @Test func fitsGoThroughThem() throws {
    func check<Family: ExponentialFamily & FittableDistribution>(
      _ p: Family, _ number: (Family.Sample) -> Double, tolerance: Double = 1e-11
    ) throws {
      var generator = Philox4x32(seed: 9)
      let sample = p.sample(count: 300, using: &generator)
      var parts = [Family.Statistics(), Family.Statistics(), Family.Statistics()]
      for (i, x) in sample.enumerated() { try parts[i % 7 % 3].add(x) }
      let merged = parts[0].merging(parts[1]).merging(parts[2])
      #expect(merged.totalWeight == 300)
      let streamed = try Family.fit(to: merged)
      let direct = try Family.fit(to: sample.map(number))
      for (one, other) in zip(streamed.parameters, direct.parameters) {
        #expect(abs(one.value - other.value) <= tolerance * abs(other.value), "\(one) \(other)")
        #expect(
          abs(one.standardError - other.standardError)
            <= 100 * tolerance * other.standardError)
      }
      #expect(
        abs(streamed.logLikelihood - direct.logLikelihood)
          <= tolerance * abs(direct.logLikelihood))
      // An observation of weight 3 is three of them.
      var weighted = Family.Statistics()
      var repeated = Family.Statistics()
      for (i, x) in sample.prefix(20).enumerated() {
        try weighted.add(x, weight: Double(i % 4))
        for _ in 0..<(i % 4) { try repeated.add(x) }
      }
      let (one, other) = (try Family.fit(to: weighted), try Family.fit(to: repeated))
      #expect(
        abs(one.logLikelihood - other.logLikelihood) <= 1e-11 * abs(other.logLikelihood))
    }
    try check(Normal(mean: 1e6, standardDeviation: 0.5)) { $0 }
    try check(LogNormal(logMean: 0.5, logStandardDeviation: 0.75)) { $0 }
    try check(Exponential(rate: 2.5)) { $0 }
    try check(Gamma(shape: 2.5, rate: 0.5)) { $0 }
    // s is 5e-7: seven of its digits are lost to 1 + x, which the tolerance allows for.
    try check(Gamma(shape: 1e6, rate: 0.5), { $0 }, tolerance: 1e-7)
    try check(InverseGamma(shape: 2.5, scale: 0.5)) { $0 }
    try check(Beta(alpha: 0.5, beta: 3)) { $0 }
    try check(VonMises(mean: 0.5, concentration: 2)) { $0 }
    try check(Poisson(rate: 3.5)) { Double($0) }
    try check(Geometric(probability: 0.25)) { Double($0) }
    try check(Bernoulli(probability: 0.25)) { $0 ? 1 : 0 }
    try check(Categorical(probabilities: [0.25, 0.5, 0.25])) { Double($0) }
  }

  @Test func wrongObservationsAreNamed() {
    var positive = PositiveStatistics()
    #expect(throws: FittingError.self) {
      try positive.add(1)
      try positive.add(-1)
    }
    do {
      try positive.add(.nan)
    } catch {
      #expect(error == .notANumber(index: 1))
    }
    #expect(positive.totalWeight == 1)
    var counts = CountStatistics()
    #expect(throws: FittingError.self) { try counts.add(-1) }
    #expect(throws: FittingError.invalidWeight(weight: -2, index: 0)) {
      try counts.add(1, weight: -2)
    }
    #expect(throws: FittingError.noData) { try Poisson<Double>.fit(to: counts) }
    #expect(throws: FittingError.noData) { try Normal<Double>.fit(to: MomentStatistics()) }
  }
}
