import Distributions
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
