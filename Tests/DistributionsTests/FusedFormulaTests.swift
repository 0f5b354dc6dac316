import Distributions
import Testing

/// Formulas that tensors compute in one kernel, against the same of plain numbers, which are written in
/// single operations and held against references of their own.
struct FusedFormulaTests {
  static let points: [Double] = [
    -.infinity, -1e300, -1e5, -3.5, -1, -1e-5, 0, 0x1p-1074, 0x1p-1030, 1e-120, 1e-9, 0.01, 0.3,
    0.5,
    0.9999999, 1, 1.0000001, 1.7, 2, 5, 40, 800, 1e5, 1e40, 1e150, 1e300, .infinity, .nan,
  ]
  static let parameters: [Double] = [
    -1, 0, 0x1p-1030, 1e-150, 1e-30, 0.02, 0.5, 1, 1.0000001, 1.7, 3, 30, 1e4, 1e20, 1e140, 1e308,
    .infinity, .nan,
  ]

  /// - Parameter floor: what a difference is measured in, of smaller numbers.
  private func compare(
    _ name: String, _ tensor: Tensor<Double>, _ numbers: [Double], tolerance: Double,
    floor: Double, _ inputs: (Int) -> String
  ) {
    for (index, value) in tensor.scalars.enumerated() {
      let expected = numbers[index]
      if expected.isNaN {
        #expect(value.isNaN, "\(name) at \(inputs(index)): \(value), not NaN")
        continue
      }
      if value == expected { continue }
      let distance = abs(value - expected) / max(abs(expected), floor)
      #expect(
        distance <= tolerance, "\(name) at \(inputs(index)): \(value), not \(expected)")
    }
  }

  /// Logarithms of these points and parameters are as large as 709, and where some five of them cancel but
  /// for a number of size 1, which is what differences are measured in, each side is off by half an ulp of
  /// each: 5 · 709 · 2⁻⁵³ = 4e-13.
  private static let logarithmsRounding: Double = 4e-13

  private func density<P: Distribution<Double>, Q: Distribution>(
    _ name: String, _ lists: [[Double]], floor: Double = 1,
    _ number: ([Double]) -> P, _ tensor: ([Tensor<Double>]) -> Q
  ) where P.Sample == Double, Q.Value == Tensor<Double>, Q.Sample == Tensor<Double> {
    let rows = product([Self.points] + lists)
    let columns = (0...lists.count).map { k in Tensor<Double>(rows.map { $0[k] }) }
    let numbers = rows.map { number(Array($0.dropFirst())).logProbability(of: $0[0]) }
    let law = tensor(Array(columns.dropFirst()))
    compare(
      name, law.logProbability(of: columns[0]), numbers, tolerance: Self.logarithmsRounding,
      floor: floor
    ) { "\(rows[$0])" }
  }

  private func product(_ lists: [[Double]]) -> [[Double]] {
    lists.reduce([[]]) { rows, list in rows.flatMap { row in list.map { row + [$0] } } }
  }

  /// Laws of numbers used throughout take another way, and as many points as they like.
  @Test(arguments: [0, 1, 2, 3])
  func batchesOfOneLaw(_ part: Int) {
    let lists: [[Double]] = [
      [-2, 0, 0.3, .nan], [-1, 0, 1e-150, 0.02, 0.5, 1, 1.7, 3, 30, 70, 1e4, 1e140, .infinity],
    ]
    let shapes = [lists[1], lists[1]]
    switch part {
    case 0:
      oneLaw(
        "Gamma", shapes, { Gamma(shape: $0[0], rate: $0[1]) }, { Gamma(shape: $0[0], rate: $0[1]) })
      oneLaw(
        "InverseGamma", shapes, { InverseGamma(shape: $0[0], scale: $0[1]) },
        { InverseGamma(shape: $0[0], scale: $0[1]) })
      oneLaw(
        "Chi", [lists[1]], { Chi(degreesOfFreedom: $0[0]) }, { Chi(degreesOfFreedom: $0[0]) })
      oneLaw(
        "Cauchy", lists, { Cauchy(location: $0[0], scale: $0[1]) },
        { Cauchy(location: $0[0], scale: $0[1]) })
    case 1:
      oneLaw(
        "Beta", shapes, { Beta(alpha: $0[0], beta: $0[1]) }, { Beta(alpha: $0[0], beta: $0[1]) })
      oneLaw(
        "BetaPrime", shapes, { BetaPrime(alpha: $0[0], beta: $0[1]) },
        { BetaPrime(alpha: $0[0], beta: $0[1]) })
      oneLaw(
        "FisherF", shapes,
        { FisherF(numeratorDegreesOfFreedom: $0[0], denominatorDegreesOfFreedom: $0[1]) },
        { FisherF(numeratorDegreesOfFreedom: $0[0], denominatorDegreesOfFreedom: $0[1]) })
    case 2:
      oneLaw(
        "StudentT", [lists[1]] + lists,
        { StudentT(degreesOfFreedom: $0[0], location: $0[1], scale: $0[2]) },
        { StudentT(degreesOfFreedom: $0[0], location: $0[1], scale: $0[2]) })
    default:
      oneLaw(
        "GeneralizedPareto", lists + [[-0.7, -1e-5, 0, 1e-9, 0.3, 2]],
        { GeneralizedPareto(location: $0[0], scale: $0[1], shape: $0[2]) },
        { GeneralizedPareto(location: $0[0], scale: $0[1], shape: $0[2]) })
      oneLaw(
        "Logistic", lists, { Logistic(location: $0[0], scale: $0[1]) },
        { Logistic(location: $0[0], scale: $0[1]) })
      oneLaw(
        "Pareto", shapes, { Pareto(scale: $0[0], shape: $0[1]) },
        { Pareto(scale: $0[0], shape: $0[1]) })
    }
  }

  private func oneLaw<P: Distribution<Double>, Q: Distribution>(
    _ name: String, _ lists: [[Double]], _ number: ([Double]) -> P,
    _ tensor: ([Tensor<Double>]) -> Q
  ) where P.Sample == Double, Q.Value == Tensor<Double>, Q.Sample == Tensor<Double> {
    let points = Tensor<Double>(Self.points)
    for parameters in product(lists) {
      let law = number(parameters)
      compare(
        name, tensor(parameters.map { Tensor<Double>($0) }).logProbability(of: points),
        Self.points.map { law.logProbability(of: $0) }, tolerance: Self.logarithmsRounding,
        floor: 1
      ) { "\(Self.points[$0]), \(parameters)" }
    }
  }

  @Test func densitiesOfOneParameter() {
    let list = [Self.parameters]
    density("Exponential", list, { Exponential(rate: $0[0]) }, { Exponential(rate: $0[0]) })
    density("HalfNormal", list, { HalfNormal(scale: $0[0]) }, { HalfNormal(scale: $0[0]) })
    density("HalfCauchy", list, { HalfCauchy(scale: $0[0]) }, { HalfCauchy(scale: $0[0]) })
    density("Rayleigh", list, { Rayleigh(scale: $0[0]) }, { Rayleigh(scale: $0[0]) })
    density(
      "ChiSquared", list, { ChiSquared(degreesOfFreedom: $0[0]) },
      { ChiSquared(degreesOfFreedom: $0[0]) })
  }

  @Test func densitiesWithALocation() {
    let lists = [[-1e300, -2, 0, 0.3, 1e5, .infinity, .nan], Self.parameters]
    density(
      "Laplace", lists, { Laplace(location: $0[0], scale: $0[1]) },
      { Laplace(location: $0[0], scale: $0[1]) })
    density(
      "Cauchy", lists, { Cauchy(location: $0[0], scale: $0[1]) },
      { Cauchy(location: $0[0], scale: $0[1]) })
    density(
      "Logistic", lists, { Logistic(location: $0[0], scale: $0[1]) },
      { Logistic(location: $0[0], scale: $0[1]) })
    density(
      "Gumbel", lists, { Gumbel(location: $0[0], scale: $0[1]) },
      { Gumbel(location: $0[0], scale: $0[1]) })
    density(
      "LogNormal", lists, { LogNormal(logMean: $0[0], logStandardDeviation: $0[1]) },
      { LogNormal(logMean: $0[0], logStandardDeviation: $0[1]) })
    density(
      "Uniform", lists, { Uniform(lowerBound: $0[0], upperBound: $0[1]) },
      { Uniform(lowerBound: $0[0], upperBound: $0[1]) })
  }

  @Test func densitiesOfTwoShapes() {
    let lists = [Self.parameters, Self.parameters]
    density(
      "Weibull", lists, { Weibull(shape: $0[0], scale: $0[1]) },
      { Weibull(shape: $0[0], scale: $0[1]) })
    density(
      "Pareto", lists, { Pareto(scale: $0[0], shape: $0[1]) },
      { Pareto(scale: $0[0], shape: $0[1]) })
    density(
      "InverseGaussian", lists, { InverseGaussian(mean: $0[0], shape: $0[1]) },
      { InverseGaussian(mean: $0[0], shape: $0[1]) })
  }

  @Test func densitiesOfRelatives() {
    let lists = [Self.parameters, Self.parameters]
    let small: [Double] = [
      -1, 0, 1e-150, 0.02, 0.5, 1, 1.0000001, 3, 30, 1e4, 1e140, .infinity, .nan,
    ]
    let places: [Double] = [-1e300, -2, 0, 0.3, 1e5, .infinity, .nan]
    density(
      "InverseGamma", lists, { InverseGamma(shape: $0[0], scale: $0[1]) },
      { InverseGamma(shape: $0[0], scale: $0[1]) })
    density(
      "Chi", [Self.parameters], { Chi(degreesOfFreedom: $0[0]) }, { Chi(degreesOfFreedom: $0[0]) })
    density(
      "BetaPrime", lists, { BetaPrime(alpha: $0[0], beta: $0[1]) },
      { BetaPrime(alpha: $0[0], beta: $0[1]) })
    density(
      "FisherF", lists,
      { FisherF(numeratorDegreesOfFreedom: $0[0], denominatorDegreesOfFreedom: $0[1]) },
      { FisherF(numeratorDegreesOfFreedom: $0[0], denominatorDegreesOfFreedom: $0[1]) })
    density(
      "Frechet", lists, { Frechet(shape: $0[0], scale: $0[1]) },
      { Frechet(shape: $0[0], scale: $0[1]) })
    density(
      "LogLogistic", lists, { LogLogistic(scale: $0[0], shape: $0[1]) },
      { LogLogistic(scale: $0[0], shape: $0[1]) })
    density(
      "LogitNormal", [places, small],
      { LogitNormal(logitMean: $0[0], logitStandardDeviation: $0[1]) },
      { LogitNormal(logitMean: $0[0], logitStandardDeviation: $0[1]) })
    density(
      "Levy", [places, Self.parameters], { Levy(location: $0[0], scale: $0[1]) },
      { Levy(location: $0[0], scale: $0[1]) })
    density(
      "Kumaraswamy", lists, { Kumaraswamy(alpha: $0[0], beta: $0[1]) },
      { Kumaraswamy(alpha: $0[0], beta: $0[1]) })
    density(
      "Triangular",
      [[-2, 0, 0.3, .nan], [-2, 0, 0.3, 0.5, 2, .nan], [-1, 0.3, 0.5, 2, 1e300, .infinity]],
      { Triangular(lowerBound: $0[0], mode: $0[1], upperBound: $0[2]) },
      { Triangular(lowerBound: $0[0], mode: $0[1], upperBound: $0[2]) })
  }

  @Test func densitiesOfThreeParameters() {
    let places: [Double] = [-2, 0, 0.3, 1e5, .infinity, .nan]
    let scales: [Double] = [-1, 0, 1e-150, 0.02, 0.5, 1, 3, 1e4, 1e140, .infinity, .nan]
    let shapes: [Double] = [-40, -1, -0.7, -1e-5, 0, 1e-9, 1e-3, 0.3, 2, 1e9, .infinity, .nan]
    density(
      "StudentT", [scales, places, scales],
      { StudentT(degreesOfFreedom: $0[0], location: $0[1], scale: $0[2]) },
      { StudentT(degreesOfFreedom: $0[0], location: $0[1], scale: $0[2]) })
    density(
      "GeneralizedPareto", [places, scales, shapes],
      { GeneralizedPareto(location: $0[0], scale: $0[1], shape: $0[2]) },
      { GeneralizedPareto(location: $0[0], scale: $0[1], shape: $0[2]) })
    density(
      "GeneralizedExtremeValue", [places, scales, shapes],
      { GeneralizedExtremeValue(location: $0[0], scale: $0[1], shape: $0[2]) },
      { GeneralizedExtremeValue(location: $0[0], scale: $0[1], shape: $0[2]) })
  }

  private func mass<P: DiscreteDistribution<Double>, Q: DiscreteDistribution>(
    _ name: String, _ lists: [[Double]], _ number: ([Double]) -> P,
    _ tensor: ([Tensor<Double>]) -> Q
  ) where Q.Value == Tensor<Double> {
    let counts: [Double] = [-1, 0, 0.5, 1, 2, 3, 7, 10, 11, 99, 1000, 1e6, 1e15, .infinity, .nan]
    let rows = product([counts] + lists)
    let columns = (0...lists.count).map { k in Tensor<Double>(rows.map { $0[k] }) }
    let numbers = rows.map { number(Array($0.dropFirst())).logMass(at: $0[0]) }
    let law = tensor(Array(columns.dropFirst()))
    compare(
      name, law.logMass(at: columns[0]), numbers, tolerance: Self.logarithmsRounding, floor: 1
    ) {
      "\(rows[$0])"
    }
  }

  @Test func masses() {
    let chances: [Double] = [-0.1, 0, 1e-300, 1e-9, 0.1, 0.3, 0.5, 0.7, 1 - 1e-9, 1, 1.1, .nan]
    let trials: [Double] = [-1, 0, 1, 2, 10, 11.5, 100, 1e6, 1e15, .infinity, .nan]
    let sizes: [Double] = [-1, 0, 1e-200, 1e-6, 0.3, 1, 2.5, 40, 1e5, 1e12, .infinity, .nan]
    mass(
      "Binomial", [trials, chances], { Binomial(trials: $0[0], probability: $0[1]) },
      { Binomial(trials: $0[0], probability: $0[1]) })
    mass(
      "NegativeBinomial", [sizes, chances],
      { NegativeBinomial(successes: $0[0], probability: $0[1]) },
      { NegativeBinomial(successes: $0[0], probability: $0[1]) })
    mass(
      "Geometric", [chances], { Geometric(probability: $0[0]) }, { Geometric(probability: $0[0]) })
    mass("Poisson", [sizes], { Poisson(rate: $0[0]) }, { Poisson(rate: $0[0]) })
    mass(
      "Bernoulli", [chances], { Bernoulli(probability: $0[0]) }, { Bernoulli(probability: $0[0]) })
    mass(
      "BetaBinomial", [trials, sizes, sizes],
      { BetaBinomial(trials: $0[0], alpha: $0[1], beta: $0[2]) },
      { BetaBinomial(trials: $0[0], alpha: $0[1], beta: $0[2]) })
  }

  /// - Parameter tolerance: relative. Divergences here are sums without cancellation of squares and
  ///   remainders of exact differences, some ulp each; a logarithm of 1e200/1e-200, 921, may stand beside
  ///   them, whose argument's rounding is 1e-13 where all but a part of it cancels. Larger ones are told.
  private func divergence<P: Distribution<Double>, Q: Distribution>(
    _ name: String, _ lists: [[Double]], tolerance: Double = 1e-12,
    _ number: ([Double]) -> P, _ tensor: ([Tensor<Double>]) -> Q
  ) throws where Q.Value == Tensor<Double> {
    let laws = product(lists)
    let rows = laws.flatMap { p in laws.map { p + $0 } }
    let count = lists.count
    let columns = (0..<2 * count).map { k in Tensor<Double>(rows.map { $0[k] }) }
    let numbers = try rows.map { row in
      try klDivergence(
        of: number(Array(row[..<count])), from: number(Array(row[count...])),
        method: .closedForm)
    }
    let tensors = try klDivergence(
      of: tensor(Array(columns[..<count])), from: tensor(Array(columns[count...])),
      method: .closedForm)
    compare(name, tensors, numbers, tolerance: tolerance, floor: 1e-300) { "\(rows[$0])" }
  }

  @Test func divergencesKeepTheirDigits() throws {
    let places: [Double] = [-3, 0.25, 0.25 + 1e-9, 40, 1e200, .infinity]
    let scales: [Double] = [-1, 1e-200, 0.5, 0.5 + 1e-12, 0.75, 1, 1.7, 200, 1e200, .nan]
    let chances: [Double] = [0, 1e-200, 1e-6, 0.3, 0.3 + 1e-10, 0.62, 0.999, 1, 1.5]
    let logits: [Double] = [
      -.infinity, -800, -35, -2, -1.9999999999, -0.5, 0, 1e-9, 0.8, 3, 33, 900, .infinity,
    ]
    let shapes: [Double] = [1e-3, 0.4, 1, 1.0000001, 2.3, 2.9, 60, 3e4]
    try divergence(
      "Laplace", [places, scales], { Laplace(location: $0[0], scale: $0[1]) },
      { Laplace(location: $0[0], scale: $0[1]) })
    try divergence(
      "Cauchy", [places, scales], { Cauchy(location: $0[0], scale: $0[1]) },
      { Cauchy(location: $0[0], scale: $0[1]) })
    try divergence(
      "Exponential", [scales], { Exponential(rate: $0[0]) }, { Exponential(rate: $0[0]) })
    try divergence(
      "Bernoulli", [chances], { Bernoulli(probability: $0[0]) },
      { Bernoulli(probability: $0[0]) })
    try divergence(
      "Bernoulli of logits", [logits], { Bernoulli(logit: $0[0]) }, { Bernoulli(logit: $0[0]) })
    try divergence(
      "Geometric", [chances], { Geometric(probability: $0[0]) }, { Geometric(probability: $0[0]) })
    // Terms of a shape of 3e4 and a logarithm of 3e4/1e-3 = 3e7 are 5e5, an ulp of which is 6e-11; of close
    // laws they are less, but so is the divergence.
    try divergence(
      "Beta", [shapes, shapes], tolerance: 1e-10, { Beta(alpha: $0[0], beta: $0[1]) },
      { Beta(alpha: $0[0], beta: $0[1]) })
    // The divergence is an exponential of up to e^709 where the scales differ, and an exponent's rounding,
    // of which there are several, is its relative error: 709 · 2⁻⁵³ = 8e-14 each; log Γ(1 + r) of a ratio
    // r of scales beside it has r log r ulp, and is no number where that is much more.
    try divergence(
      "Gumbel", [[-1, 0, 1e-7, 3], shapes], tolerance: 1e-11,
      { Gumbel(location: $0[0], scale: $0[1]) }, { Gumbel(location: $0[0], scale: $0[1]) })
    // The same exponentials, whose exponent is a shape times a logarithm that has an error of its own:
    // close scales, 0.5 and 0.5000001, leave 2e-7 of one to a shape of 3e4.
    try divergence(
      "Weibull", [shapes, [0.5, 0.5000001, 3]], tolerance: 1e-10,
      { Weibull(shape: $0[0], scale: $0[1]) }, { Weibull(shape: $0[0], scale: $0[1]) })
    try divergence(
      "Poisson", [scales + [0, .infinity]], { Poisson(rate: $0[0]) }, { Poisson(rate: $0[0]) })
    try divergence(
      "Pareto", [scales, scales], { Pareto(scale: $0[0], shape: $0[1]) },
      { Pareto(scale: $0[0], shape: $0[1]) })
    let lower: [Double] = [-1e308, -1e200, -3, -3 - 1e-10, -1e-200, 0, 0x1p-1074, .nan]
    let upper: [Double] = [1e308, 1e9, 1, 1 + 1e-12, 1e-200, 0x1p-1070, -2, .infinity]
    try divergence(
      "Uniform", [lower, upper], { Uniform(lowerBound: $0[0], upperBound: $0[1]) },
      { Uniform(lowerBound: $0[0], upperBound: $0[1]) })
  }

  static let concentrations: [Double] = [
    -1, 0, 0x1p-1074, 1e-200, 1e-9, 0.3, 0.3 + 1e-10, 0.499, 0.501, 0.97, 0.9999999, 1, 1.02, 1.2,
    1.26, 2, 2.03, 2.1, 7.9, 8.1, 31, 31.9, 33, 500, 500.01, 1e6, 1.01e6, 1e150, 1e308, .infinity,
    .nan,
  ]

  @Test func lawsOnTheCircle() throws {
    density(
      "VonMises", [[-1e9, -3, 0, 0.3, 2.5, 1e300, .infinity, .nan], Self.concentrations],
      { VonMises(mean: $0[0], concentration: $0[1]) },
      { VonMises(mean: $0[0], concentration: $0[1]) })
    let means: [Double] = [-3.14, 0.5, 0.5 + 1e-12, 3.1431853071795862, .infinity]
    // Bessel functions' ratios and logarithms by polynomials, each within 1e-14 of its own size, of which up
    // to 1/100 is left at concentrations as close as 500 and 500.01 or 1 and 1.02: some 1e-12.
    try divergence(
      "VonMises", [means, Self.concentrations], tolerance: 4e-12,
      { VonMises(mean: $0[0], concentration: $0[1]) },
      { VonMises(mean: $0[0], concentration: $0[1]) })
  }

  /// Stated slopes against differences of the formula of numbers, whose error is about 1e-9.
  @Test func slopesAreDerivatives() throws {
    try slopes("Laplace", [0.4, 1.3], [-2, 0.9, 3]) {
      Laplace(location: $0[0], scale: $0[1])
    } and: {
      Laplace(location: $0[0], scale: $0[1])
    }
    try slopes("Cauchy", [0.4, 1.3], [-2, 0.9, 30]) {
      Cauchy(location: $0[0], scale: $0[1])
    } and: {
      Cauchy(location: $0[0], scale: $0[1])
    }
    try slopes("Gumbel", [0.4, 1.3], [-2, 0.9, 3]) {
      Gumbel(location: $0[0], scale: $0[1])
    } and: {
      Gumbel(location: $0[0], scale: $0[1])
    }
    try slopes("Logistic", [0.4, 1.3], [-2, 0.9, 3]) {
      Logistic(location: $0[0], scale: $0[1])
    } and: {
      Logistic(location: $0[0], scale: $0[1])
    }
    try slopes("LogNormal", [0.4, 1.3], [-2, 0.2, 0.9, 3]) {
      LogNormal(logMean: $0[0], logStandardDeviation: $0[1])
    } and: {
      LogNormal(logMean: $0[0], logStandardDeviation: $0[1])
    }
    try slopes("Exponential", [1.3], [-2, 0.9, 3]) {
      Exponential(rate: $0[0])
    } and: {
      Exponential(rate: $0[0])
    }
    try slopes("HalfNormal", [1.3], [-2, 0.9, 3]) {
      HalfNormal(scale: $0[0])
    } and: {
      HalfNormal(scale: $0[0])
    }
    try slopes("Gamma", [2.3, 1.4], [-2, 0.2, 0.9, 3]) {
      Gamma(shape: $0[0], rate: $0[1])
    } and: {
      Gamma(shape: $0[0], rate: $0[1])
    }
    try slopes("InverseGamma", [2.3, 1.4], [-2, 0.2, 0.9, 3]) {
      InverseGamma(shape: $0[0], scale: $0[1])
    } and: {
      InverseGamma(shape: $0[0], scale: $0[1])
    }
    try slopes("Beta", [2.3, 1.4], [-2, 0.2, 0.9, 3]) {
      Beta(alpha: $0[0], beta: $0[1])
    } and: {
      Beta(alpha: $0[0], beta: $0[1])
    }
    try slopes("BetaPrime", [2.3, 1.4], [-2, 0.2, 0.9, 3]) {
      BetaPrime(alpha: $0[0], beta: $0[1])
    } and: {
      BetaPrime(alpha: $0[0], beta: $0[1])
    }
    try slopes("Weibull", [2.3, 1.4], [-2, 0.2, 0.9, 3]) {
      Weibull(shape: $0[0], scale: $0[1])
    } and: {
      Weibull(shape: $0[0], scale: $0[1])
    }
    try slopes("Frechet", [2.3, 1.4], [-2, 0.7, 0.9, 3]) {
      Frechet(shape: $0[0], scale: $0[1])
    } and: {
      Frechet(shape: $0[0], scale: $0[1])
    }
    try slopes("Pareto", [0.8, 1.4], [-2, 0.2, 0.9, 3]) {
      Pareto(scale: $0[0], shape: $0[1])
    } and: {
      Pareto(scale: $0[0], shape: $0[1])
    }
    // 1.7 is one scale away.
    try slopes("StudentT", [4.5, 0.4, 1.3], [-2, 0.4, 0.9, 1.7, 30]) {
      StudentT(degreesOfFreedom: $0[0], location: $0[1], scale: $0[2])
    } and: {
      StudentT(degreesOfFreedom: $0[0], location: $0[1], scale: $0[2])
    }
  }

  private func slopes<P: Distribution<Double>, Q: Distribution>(
    _ name: String, _ parameters: [Double], _ points: [Double], _ number: ([Double]) -> P,
    and tensor: ([Tensor<Double>]) -> Q
  ) throws where P.Sample == Double, Q.Value == Tensor<Double>, Q.Sample == Tensor<Double> {
    for point in points {
      let variables = ([point] + parameters).map { Tensor<Double>([$0]) }
      let value = tensor(Array(variables.dropFirst())).logProbability(of: variables[0])
      let found = try gradient(of: value, at: variables).map { $0.scalars[0] }
      for index in variables.indices {
        func shifted(_ step: Double) -> Double {
          var all = [point] + parameters
          all[index] += step
          return number(Array(all.dropFirst())).logProbability(of: all[0])
        }
        guard shifted(0) > -.infinity else {
          #expect(found[index] == 0, "\(name) at \(point)")
          continue
        }
        let step = 1e-4
        let near = (shifted(step) - shifted(-step)) / (2 * step)
        let far = (shifted(2 * step) - shifted(-2 * step)) / (4 * step)
        let expected = near + (near - far) / 3
        #expect(
          abs(found[index] - expected) <= 1e-8 * max(1, abs(expected)),
          "\(name) by \(index) at \(point): \(found[index]), not \(expected)")
      }
    }
  }
}
