import Distributions
import RandomGenerators
import Testing

/// Divergences that follow from the parts of composed distributions.
@Suite struct StructuralDivergenceTests {
  private func kl(_ p: String, _ q: String) throws -> Estimate<Double> {
    try klEstimate(of: distribution(parsing: p), from: distribution(parsing: q))
  }

  @Test(arguments: [
    ("Transformed(Normal(1, 2), by: Exp())", "Transformed(Normal(0, 1), by: Exp())"),
    ("Affine(Normal(1, 2), shift: 3, scale: -2)", "Affine(Normal(0, 1), shift: 3, scale: -2)"),
    ("Mixture([1], [Normal(1, 2)])", "Normal(0, 1)"),
    (
      "Transformed(Normal(1, 2), by: Compose([Tanh(), Exp()]))",
      "Transformed(Normal(0, 1), by: Compose([Tanh(), Exp()]))"
    ),
    ("Product([Normal(1, 2)])", "Product([Normal(0, 1)])"),
  ])
  func areThoseOfThePartsExactly(_ p: String, _ q: String) throws {
    let expected = try kl("Normal(1, 2)", "Normal(0, 1)")
    let found = try kl(p, q)
    #expect(found.value == expected.value)
    #expect(found.method == .closedForm)
  }

  @Test func aFoldingBijectionDoesNotCancel() throws {
    let squares = (
      "Transformed(Normal(1, 1), by: Power(2))", "Transformed(Normal(-1, 1), by: Power(2))"
    )
    #expect(abs(try kl(squares.0, squares.1).value) < 1e-12)
    // By mpmath, at 30 digits.
    let found = try kl(
      "Transformed(Normal(1, 1), by: Power(2))", "Transformed(Normal(0, 1), by: Power(2))")
    #expect(abs(found.value - 0.163169179653168) < 1e-12)
  }

  @Test func truncationsDifferByTheirMasses() throws {
    let whole = Normal<Double>(mean: 0, standardDeviation: 1)
    let half = try kl("Truncated(Normal(0, 1), lowerBound: 0)", "Normal(0, 1)")
    #expect(abs(half.value - 0.6931471805599453) < 1e-15)
    let deep = try kl("Truncated(Normal(0, 1), lowerBound: 40)", "Normal(0, 1)")
    #expect(deep.value == -whole.logSurvival(40))
    #expect(
      try kl("Truncated(Normal(0, 1), lowerBound: -1)", "Truncated(Normal(0, 1), lowerBound: 0)")
        .value == .infinity)
  }

  @Test func atomsAreSummedOver() throws {
    #expect(try kl("PointMass(3)", "Normal(0, 1)").value == .infinity)
    #expect(try kl("Normal(0, 1)", "PointMass(3)").value == .infinity)
    #expect(abs(try kl("PointMass(1)", "Bernoulli(0.25)").value - 1.3862943611198906) < 1e-15)
    #expect(try kl("Bernoulli(0.25)", "PointMass(1)").value == .infinity)
    #expect(abs(try kl("Empirical([0, 1, 1, 2])", "Categorical([0.25, 0.5, 0.25])").value) < 1e-15)
    let p = try distribution(parsing: "PointMass(3)")
    let entropy = try crossEntropy(of: p, under: Normal(mean: 0, standardDeviation: 1))
    #expect(abs(entropy - 5.418938533204672741) < 1e-14)
  }

  @Test func productsAddWhatIsInfinite() throws {
    let found = try kl(
      "Product([Normal(0, 1), Cauchy(0, 1)])", "Product([Normal(0, 1), Normal(0, 1)])")
    #expect(found.value == .infinity)
  }
}

/// Composed families over batches.
@Suite struct ComposedBatchTests {
  @Test func mixturesOfBatchesAreBatchesOfMixtures() throws {
    let mixture = Mixture<Normal<Tensor<Double>>>(
      weights: [0.25, 0.75],
      components: [
        Normal(mean: Tensor([0, 1, 2]), standardDeviation: 1),
        Normal(mean: 5, standardDeviation: Tensor([1, 2, 3])),
      ])
    let x = Tensor<Double>([0.5, 1.5, 2.5])
    let logs = mixture.logProbability(of: x).scalars
    let medians = mixture.quantile(0.5).scalars
    let elements = mixture.elements()
    #expect(elements.shape == [3])
    for (index, element) in elements.distributions.enumerated() {
      let single = try #require(element as? any ContinuousDistribution<Double>)
      let point = AnchoredPoint<Double>(anchor: 0, offset: x.scalars[index])
      #expect(abs(single.logDensity(at: point) - logs[index]) < 1e-14)
      #expect(abs(single.quantile(0.5) - medians[index]) < 1e-14)
    }
    var generator = Philox4x32(seed: 1)
    let draws = mixture.sample(shape: [2_000], using: &generator)
    #expect(draws.shape == [2_000, 3])
    for (found, expected) in zip(draws.mean(alongAxes: [0]).scalars, [3.75, 4, 4.25]) {
      #expect(abs(found - expected) < 0.4)
    }
  }

  @Test func gradientsOfAMixtureAreResponsibilities() throws {
    let means = Tensor<Double>([0, 4])
    let gradient = try gradient(at: means) { means in
      Mixture<Normal<Tensor<Double>>>(
        weights: [0.5, 0.5],
        components: [
          Normal(mean: means[0], standardDeviation: 1),
          Normal(mean: means[1], standardDeviation: 1),
        ]
      ).logProbability(of: 1)
    }
    // r z with r the share of the component: densities e^(−1/2) and e^(−9/2).
    let share = 1 / (1 + exp(-4.0))
    #expect(abs(gradient.scalars[0] - share) < 1e-14)
    #expect(abs(gradient.scalars[1] + 3 * (1 - share)) < 1e-14)
  }

  @Test func truncatedAndTransformedBatchesAgreeWithNumbers() {
    let base = Normal<Tensor<Double>>(mean: Tensor([0, 1]), standardDeviation: 2)
    let truncated = Truncated(base, lowerBound: Tensor(-1), upperBound: Tensor(3))
    let transformed = Transformed(base, by: Sigmoid())
    for (index, mean) in [0.0, 1].enumerated() {
      let single = Normal(mean: mean, standardDeviation: 2)
      let cut = Truncated(single, lowerBound: -1, upperBound: 3)
      let mapped = Transformed(single, by: Sigmoid())
      for x in [0.2, 0.9] {
        let point = Tensor<Double>(x)
        #expect(
          abs(truncated.logProbability(of: point).scalars[index] - cut.logProbability(of: x))
            < 1e-14)
        #expect(abs(truncated.logCDF(point).scalars[index] - cut.logCDF(x)) < 1e-13)
        #expect(abs(truncated.quantile(point).scalars[index] - cut.quantile(x)) < 1e-13)
        #expect(
          abs(transformed.logProbability(of: point).scalars[index] - mapped.logProbability(of: x))
            < 1e-13)
        #expect(abs(transformed.logSurvival(point).scalars[index] - mapped.logSurvival(x)) < 1e-13)
      }
    }
  }
}
