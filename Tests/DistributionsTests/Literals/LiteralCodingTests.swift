import Distributions
import Foundation
import Testing

/// Distributions are coded as their literals.
@Suite struct LiteralCodingTests {
  static let literals = [
    "Categorical(probabilities: [0.5, 0.25, 0.25])", "Categorical(logits: [0.5, -0.25, 1])",
    "OneHotCategorical(probabilities: [0.5, 0.25, 0.25])",
    "Multinomial(trials: 4, probabilities: [0.5, 0.25, 0.25])",
    "Dirichlet(concentration: [1, 2, 3])",
    "DirichletMultinomial(trials: 3, concentration: [1, 2, 3])",
    "MultivariateNormal(mean: [0, 1], covariance: [[2, 0.5], [0.5, 1]])",
    "PoissonBinomial(probabilities: [0.1, 0.7])",
    "PointMass(at: 2)", "Empirical(values: [1, 2, 2.5])",
    "Truncated(Normal(mean: 0, standardDeviation: 1), lowerBound: 0)",
    "Affine(StudentT(degreesOfFreedom: 3), shift: 1, scale: 2)",
    "Transformed(Normal(mean: 0, standardDeviation: 1), by: Exp())",
    "Mixture(weights: [0.3, 0.7], components: [Normal(0, 1), Normal(4, 0.5)])",
    "Mixture(weights: [0.3, 0.7], components: [Normal(0, 1), Truncated(Cauchy(0, 1), upperBound: 3)])",
    "Mixture(weights: [0.3, 0.7], components: [Poisson(1), Geometric(0.5)])",
    "Independent(Normal(mean: [0, 1], standardDeviation: [1, 2]), eventAxes: 1)",
    "Product([Normal(0, 1), Gamma(2, 1)])",
  ]

  private func decoded<P: Codable>(_ p: P) throws -> P {
    // Of any value an array can be written.
    try JSONDecoder().decode([P].self, from: JSONEncoder().encode([p]))[0]
  }

  private func check(_ p: any Distribution<Double>) throws {
    let coded = try #require(p as? any Codable, "\(p)")
    let found = try #require(try decoded(coded) as? any Distribution<Double>)
    #expect(type(of: found) == type(of: p))
    #expect(found.description == p.description)
  }

  @Test(arguments: literals) func composed(_ literal: String) throws {
    try check(distribution(parsing: literal))
  }

  @Test func catalogue() throws {
    for entry in Catalogue.entries {
      for parameters in entry.parameters { try check(entry.number(parameters)) }
    }
  }

  @Test func asText() throws {
    let text = try JSONEncoder().encode([Normal(mean: 0, standardDeviation: 2.5)])
    #expect(
      String(decoding: text, as: UTF8.self) == "[\"Normal(mean: 0.0, standardDeviation: 2.5)\"]")
  }

  /// A mixture of one type is that type's again, not one of any components.
  @Test func mixtureOfOneType() throws {
    let mixture = Mixture(
      weights: [0.5, 0.5],
      components: [
        Normal(mean: 0, standardDeviation: 1), Normal(mean: 1, standardDeviation: 2),
      ])
    #expect(try decoded(mixture) == mixture)
  }

  @Test(arguments: ["Norml(0, 1)", "Normal(0, -1)", "Gamma(2, 1)"])
  func refused(_ literal: String) throws {
    let data = try JSONEncoder().encode([literal])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([Normal<Double>].self, from: data)
    }
  }

  @Test func localizedDescription() throws {
    let error = #expect(throws: ParameterError.self) {
      try Normal(mean: 0, standardDeviation: -1.0).validate()
    }
    #expect(
      error?.localizedDescription
        == "Normal: standardDeviation is -1.0, but must be positive and finite.")
  }
}
