import Distributions
import Testing

/// What every fit obeys: parameters come back from draws, weights count as repetitions, the
/// likelihood is that of the data and falls in every direction.
@Suite struct FittingLawTests {
  /// A family with parameters to draw from; those without a standard error come back within
  /// `margin` of their value.
  struct Case: Sendable, CustomTestStringConvertible {
    let family: any FittableDistribution.Type
    let literal: String
    let margin: Double

    init(_ family: any FittableDistribution.Type, _ literal: String, margin: Double = 0) {
      self.family = family
      self.literal = literal
      self.margin = margin
    }

    var testDescription: String { literal }
  }

  static let cases: [Case] = [
    Case(Beta<Double>.self, "Beta(alpha: 0.7, beta: 3)"),
    Case(Beta<Double>.self, "Beta(alpha: 2000, beta: 3000)"),
    Case(BetaPrime<Double>.self, "BetaPrime(alpha: 2.5, beta: 1.5)"),
    Case(BetaPrime<Double>.self, "BetaPrime(alpha: 0.1, beta: 0.2)"),
    // Narrow and far from 0.
    Case(BetaPrime<Double>.self, "BetaPrime(alpha: 1e16, beta: 1e10)"),
    Case(Cauchy<Double>.self, "Cauchy(location: -2, scale: 0.5)"),
    Case(Chi<Double>.self, "Chi(degreesOfFreedom: 2.5)"),
    Case(ChiSquared<Double>.self, "ChiSquared(degreesOfFreedom: 3.3)"),
    Case(ContinuousBernoulli<Double>.self, "ContinuousBernoulli(probability: 0.2)"),
    Case(ContinuousBernoulli<Double>.self, "ContinuousBernoulli(probability: 0.5)"),
    Case(Exponential<Double>.self, "Exponential(rate: 3)"),
    Case(
      FisherF<Double>.self,
      "FisherF(numeratorDegreesOfFreedom: 5, denominatorDegreesOfFreedom: 8)"),
    Case(Frechet<Double>.self, "Frechet(shape: 2.5, scale: 2)"),
    Case(Gamma<Double>.self, "Gamma(shape: 2.5, rate: 0.01)"),
    Case(Gamma<Double>.self, "Gamma(shape: 0.05, rate: 1)"),
    Case(Gamma<Double>.self, "Gamma(shape: 1e6, rate: 1)"),
    Case(
      GeneralizedPareto<Double>.self, "GeneralizedPareto(location: 1, scale: 2, shape: 0.3)",
      margin: 2e-3),
    Case(
      GeneralizedPareto<Double>.self, "GeneralizedPareto(location: 1, scale: 2, shape: -0.3)",
      margin: 2e-3),
    Case(
      GeneralizedExtremeValue<Double>.self,
      "GeneralizedExtremeValue(location: 1, scale: 2, shape: 0.4)"),
    Case(
      GeneralizedExtremeValue<Double>.self,
      "GeneralizedExtremeValue(location: 1, scale: 2, shape: -0.2)"),
    Case(
      GeneralizedExtremeValue<Double>.self,
      "GeneralizedExtremeValue(location: 1, scale: 2, shape: 0)"),
    Case(
      GeneralizedNormal<Double>.self, "GeneralizedNormal(location: 3, scale: 0.5, shape: 4.5)"),
    Case(
      GeneralizedNormal<Double>.self, "GeneralizedNormal(location: 3, scale: 0.5, shape: 1.3)"),
    Case(
      GeneralizedNormal<Double>.self, "GeneralizedNormal(location: -2e5, scale: 2, shape: 0.8)"),
    Case(Gumbel<Double>.self, "Gumbel(location: 100, scale: 2)"),
    Case(HalfCauchy<Double>.self, "HalfCauchy(scale: 5)"),
    Case(HalfNormal<Double>.self, "HalfNormal(scale: 5)"),
    Case(InverseGamma<Double>.self, "InverseGamma(shape: 2.5, scale: 1.5)"),
    Case(InverseGaussian<Double>.self, "InverseGaussian(mean: 3, shape: 0.5)"),
    Case(InverseGaussian<Double>.self, "InverseGaussian(mean: 1e3, shape: 1e9)"),
    Case(Kumaraswamy<Double>.self, "Kumaraswamy(alpha: 1.7, beta: 3)"),
    Case(Laplace<Double>.self, "Laplace(location: 1.5, scale: 2)"),
    Case(Levy<Double>.self, "Levy(location: 1.5, scale: 2)"),
    Case(LogLogistic<Double>.self, "LogLogistic(scale: 1.5, shape: 2)"),
    Case(LogNormal<Double>.self, "LogNormal(logMean: 5, logStandardDeviation: 0.3)"),
    Case(LogUniform<Double>.self, "LogUniform(lowerBound: 0.01, upperBound: 10)", margin: 0.01),
    Case(Logistic<Double>.self, "Logistic(location: 1.5, scale: 2)"),
    Case(
      LogitNormal<Double>.self, "LogitNormal(logitMean: -1, logitStandardDeviation: 1.5)"),
    Case(
      NoncentralChiSquared<Double>.self,
      "NoncentralChiSquared(degreesOfFreedom: 3, noncentrality: 5)"),
    Case(Normal<Double>.self, "Normal(mean: 1e6, standardDeviation: 1e-3)"),
    Case(Pareto<Double>.self, "Pareto(scale: 2, shape: 3)", margin: 1e-3),
    Case(Rayleigh<Double>.self, "Rayleigh(scale: 2)"),
    Case(Rice<Double>.self, "Rice(noncentrality: 2, scale: 1.5)"),
    Case(Rice<Double>.self, "Rice(noncentrality: 5000, scale: 0.5)"),
    Case(Rice<Double>.self, "Rice(noncentrality: 1e9, scale: 0.5)"),
    Case(SkewNormal<Double>.self, "SkewNormal(location: 100, scale: 2, shape: -3)"),
    Case(SkewNormal<Double>.self, "SkewNormal(location: 0.5, scale: 0.01, shape: 8)"),
    Case(StudentT<Double>.self, "StudentT(degreesOfFreedom: 4, location: 1.5, scale: 2)"),
    Case(StudentT<Double>.self, "StudentT(degreesOfFreedom: 0.8, location: -100, scale: 0.1)"),
    Case(
      Triangular<Double>.self, "Triangular(lowerBound: 1, mode: 2, upperBound: 5)", margin: 0.05),
    Case(Uniform<Double>.self, "Uniform(lowerBound: -1, upperBound: 3)", margin: 2e-3),
    Case(VonMises<Double>.self, "VonMises(mean: 1.5, concentration: 2)"),
    Case(VonMises<Double>.self, "VonMises(mean: 0, concentration: 1e6)"),
    Case(Weibull<Double>.self, "Weibull(shape: 1.5, scale: 20)"),
    Case(Maxwell<Double>.self, "Maxwell(scale: 3)"),
    Case(Nakagami<Double>.self, "Nakagami(shape: 2.5, spread: 40)"),
    Case(Moyal<Double>.self, "Moyal(location: -50, scale: 0.5)"),
    Case(Gompertz<Double>.self, "Gompertz(shape: 0.1, rate: 0.05)"),
    Case(Lomax<Double>.self, "Lomax(scale: 2, shape: 2.5)"),
    Case(BurrXII<Double>.self, "BurrXII(scale: 3, firstShape: 2, secondShape: 1.5)"),
    Case(JohnsonSU<Double>.self, "JohnsonSU(location: 10, scale: 2, gamma: -0.7, delta: 1.2)"),
    Case(
      AsymmetricLaplace<Double>.self,
      "AsymmetricLaplace(location: 5, scale: 0.3, asymmetry: 1.8)"),
    Case(Bernoulli<Double>.self, "Bernoulli(probability: 0.3)"),
    Case(BetaBinomial<Double>.self, "BetaBinomial(trials: 6, alpha: 1.5, beta: 2.5)"),
    Case(Binomial<Double>.self, "Binomial(trials: 6, probability: 0.6)"),
    Case(Categorical<Double>.self, "Categorical(probabilities: [0.1, 0.2, 0.7])"),
    Case(DiscreteUniform<Double>.self, "DiscreteUniform(lowerBound: -2, upperBound: 9)"),
    Case(Geometric<Double>.self, "Geometric(probability: 0.05)"),
    Case(NegativeBinomial<Double>.self, "NegativeBinomial(successes: 2.5, probability: 0.3)"),
    Case(Poisson<Double>.self, "Poisson(rate: 4.5)"),
    Case(Skellam<Double>.self, "Skellam(firstRate: 3, secondRate: 1.5)"),
    Case(Zipf<Double>.self, "Zipf(exponent: 2.2)"),
    Case(Zipf<Double>.self, "Zipf(exponent: 1.4)"),
  ]

  @Test func everyFittableFamilyIsTried() {
    #expect(
      Set(Self.cases.map { $0.family.familyName }) == Set(FittableFamilies.all.names))
  }

  /// 10⁴ draws; four standard errors are left by 1 in 16,000 estimates.
  @Test(arguments: cases)
  func parametersComeBackFromDraws(entry: Case) throws {
    try check(entry.family, entry)
  }

  private func check<Family: FittableDistribution>(_: Family.Type, _ entry: Case) throws {
    let p = try #require(try distribution(parsing: entry.literal) as? Family)
    let draws = try Self.draws(10_000, of: p)
    let observations = try Observations(draws)
    let fit = try Family.fit(to: observations)
    let truth = Self.numbers(in: p)
    #expect(truth.count == fit.parameters.count)
    for (parameter, truth) in zip(fit.parameters, truth) {
      let difference = abs(parameter.value - truth)
      if parameter.standardError.isNaN {
        #expect(parameter.remark != nil)
        #expect(difference <= entry.margin * max(1, abs(truth)), "\(fit)")
      } else {
        #expect(parameter.remark == nil)
        #expect(difference <= 4 * parameter.standardError, "\(parameter), truly \(truth)")
      }
    }
    try fit.distribution.validate()
    let direct = Self.logLikelihood(of: fit.distribution, draws)
    #expect(abs(fit.logLikelihood - direct) <= 1e-10 * max(1, abs(direct)), "\(direct) \(fit)")
    // The truth is less likely, and not by much: twice the difference is a chi-squared draw.
    let atTruth = Self.logLikelihood(of: p, draws)
    #expect(fit.logLikelihood >= atTruth - 1e-9 * abs(atTruth))
    #expect(fit.logLikelihood - atTruth < 20, "\(fit)")
    #expect(fit.kolmogorovSmirnov(of: observations).pValue > 1e-4, "\(fit)")
  }

  /// Weights 0, 1, 2 and 3 against as many copies.
  @Test(arguments: cases)
  func weightsCountAsRepetitions(entry: Case) throws {
    try checkWeights(entry.family, entry)
  }

  private func checkWeights<Family: FittableDistribution>(_: Family.Type, _ entry: Case) throws {
    let p = try #require(try distribution(parsing: entry.literal) as? Family)
    let values = try Self.draws(80, of: p)
    let weights = values.indices.map { Double($0 % 4) }
    let repeated = zip(values, weights).flatMap { Array(repeating: $0, count: Int($1)) }
    let weighted: Fit<Family>
    let plain: Fit<Family>
    do throws(FittingError) {
      plain = try Family.fit(to: repeated)
    } catch {
      // What has no maximum has none either way.
      #expect(throws: FittingError.self) { try Family.fit(to: values, weights: weights) }
      return
    }
    weighted = try Family.fit(to: values, weights: weights)
    #expect(weighted.totalWeight == plain.totalWeight)
    for (one, other) in zip(weighted.parameters, plain.parameters) {
      // A simplex finds the point to the root of what its values are known to.
      let tolerance = entry.margin > 0 ? 1e-6 : 1e-8
      #expect(
        abs(one.value - other.value) <= tolerance * max(1e-3, abs(other.value)),
        "\(one) \(other)")
      if other.standardError.isFinite {
        #expect(abs(one.standardError - other.standardError) <= 1e-6 * other.standardError)
      }
    }
    let difference = abs(weighted.logLikelihood - plain.logLikelihood)
    #expect(difference <= 1e-10 * max(1, abs(plain.logLikelihood)))
  }

  /// Of 10⁵ values nearly all steps are taken on a thousand weighted ones.
  @Test func manyValuesAreFittedAsFewAre() throws {
    var generator = Philox4x32(seed: 3)
    let p = StudentT(degreesOfFreedom: 3, location: 10, scale: 2)
    let draws = p.sample(shape: [100_000], using: &generator).scalars
    let fit = try StudentT.fit(to: draws)
    let values = [p.degreesOfFreedom, p.location, p.scale]
    for (parameter, truth) in zip(fit.parameters, values) {
      #expect(abs(parameter.value - truth) <= 4 * parameter.standardError)
    }
    // At the maximum the derivative of the log-likelihood is 0, to far less than its spread, which
    // is the root of the information.
    let x = Tensor(draws)
    let parameters = fit.parameters.map { Tensor($0.value) }
    let law = StudentT(
      degreesOfFreedom: parameters[0], location: parameters[1], scale: parameters[2])
    let slopes = try gradient(of: law.logProbability(of: x).sum(), at: parameters)
    for (slope, parameter) in zip(slopes, fit.parameters) {
      #expect(abs(slope.scalar) * parameter.standardError < 1e-6)
    }
  }

  /// Order statistics of many values, of both signs and of all sizes.
  @Test func quantilesOfManyValues() throws {
    var generator = Philox4x32(seed: 8)
    let draws = Cauchy(location: 0, scale: 1).sample(shape: [50_001], using: &generator).scalars
    let values = draws.map { $0 * $0 * $0 } + [0, -0.0, Double.leastNonzeroMagnitude, -1e300]
    let observations = try Observations(values)
    let sorted = values.sorted()
    for place in stride(from: 0, to: sorted.count, by: 997) {
      let u = (Double(place) + 0.5) / Double(sorted.count)
      #expect(observations.quantile(u) == sorted[place])
    }
    #expect(observations.minimum == sorted.first)
    #expect(observations.maximum == sorted.last)
  }

  // MARK: - Helpers

  static func draws<Family: UnivariateDistribution>(
    _ count: Int, of p: Family
  ) throws -> [Double] where Family.Value == Double {
    var generator = Philox4x32(seed: 20_240_607)
    switch p.sample(shape: [count], using: &generator) {
    case let draws as Tensor<Double>: return draws.scalars
    case let draws as Tensor<Int64>: return draws.scalars.map { Double($0) }
    case let draws as Tensor<Bool>: return draws.scalars.map { $0 ? 1 : 0 }
    default: throw FittingError.noData
    }
  }

  static func logLikelihood(of p: any UnivariateDistribution<Double>, _ draws: [Double]) -> Double {
    switch p {
    case let p as any ContinuousDistribution<Double>:
      draws.reduce(0) { $0 + p.logProbability(of: $1) }
    case let p as any DiscreteDistribution<Double>: draws.reduce(0) { $0 + p.logMass(at: $1) }
    default: .nan
    }
  }

  /// The numbers in a literal, in order.
  static func numbers(in p: any Distribution<Double>) -> [Double] {
    let inside = p.description.drop { $0 != "(" }
    return inside.split { "(),: []".contains($0) }.compactMap { Double($0) }
  }
}
