import Distributions
import Foundation
import Testing

/// Fits against 40-digit maxima: `Tests/References/fitting.json`, made by `fitting.py`.
@Suite struct FittingReferenceTests {
  @Test(arguments: FittingReferences.shared.cases)
  func agrees(reference: FittingReferences.Case) throws {
    let family = try #require(FittableFamilies.all.family(reference.family))
    let data = try #require(FittingReferences.shared.data[reference.data])
    let observations = try Observations(data, weights: reference.weights)
    let fit = try fitted(family, to: observations)
    #expect(fit.parameters.count == reference.parameters.count)
    // A maximum is told by the likelihood to half its digits, by its derivatives to nearly all of
    // them; the condition of the information matrix takes its share.
    for parameter in fit.parameters {
      let text = try #require(reference.parameters[parameter.label])
      let expected = try #require(Double(text))
      #expect(
        abs(parameter.value - expected) <= 2e-10 * max(1e-3, abs(expected)),
        "\(reference.family) \(parameter.label): \(parameter.value), exactly \(text)")
      let error = Double(reference.standardErrors[parameter.label] ?? "nan") ?? .nan
      if error.isNaN {
        #expect(parameter.standardError.isNaN)
        #expect(parameter.remark != nil)
      } else {
        #expect(
          abs(parameter.standardError - error) <= 1e-8 * error,
          "\(reference.family) \(parameter.label) ± \(parameter.standardError), exactly \(error)")
      }
    }
    let likelihood = try #require(Double(reference.logLikelihood))
    #expect(
      abs(fit.logLikelihood - likelihood) <= 1e-12 * max(1, abs(likelihood)),
      "\(reference.family): \(fit.logLikelihood), exactly \(reference.logLikelihood)")
    let count = Double(fit.parameterCount)
    #expect(fit.aic == 2 * count - 2 * fit.logLikelihood)
    #expect(fit.bic == count * log(fit.totalWeight) - 2 * fit.logLikelihood)
  }

  private func fitted<Family: FittableDistribution>(
    _ family: Family.Type, to observations: Observations
  ) throws -> Fit<any UnivariateDistribution<Double>> {
    try Family.fit(to: observations).erased
  }

  /// `kolmogorov` holds survival functions by SciPy.
  @Test func kolmogorovDistribution() throws {
    for entry in FittingReferences.shared.kolmogorov {
      // A sample of n whose greatest distance from the uniform law is d: equal steps, the last of
      // which ends in 1 − d.
      let n = entry.n
      let step = (1 - entry.d) / Double(n)
      let sample = (1...n).map { i in Double(i) * step }
      let test = try Uniform(lowerBound: 0, upperBound: 1).kolmogorovSmirnov(of: sample)
      #expect(abs(test.distance - entry.d) < 1e-12)
      // Of a distance that is rounded the p-value is known to 4 √n z ε.
      let tolerance = n <= 140 ? 1e-8 : 2e-5
      #expect(
        abs(test.pValue - entry.p) <= tolerance * entry.p + 1e-13,
        "n \(n), d \(entry.d): \(test.pValue), by SciPy \(entry.p)")
    }
  }
}

/// The file of references.
struct FittingReferences: Decodable {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let family: String
    let data: String
    let weights: [Double]?
    let parameters: [String: String]
    let standardErrors: [String: String]
    let logLikelihood: String

    var testDescription: String { family + (weights == nil ? "" : ", weighted") }
  }

  struct Kolmogorov: Decodable {
    let n: Int
    let d: Double
    let p: Double
  }

  struct Marginals: Decodable {
    let beta: String
    let gamma: String
    let mean: String
    let meanAndVariance: String
    let dirichlet: String
    let outcomes: [Double]
    let counts: [Int]
    let numbers: [Double]
  }

  let data: [String: [Double]]
  let cases: [Case]
  let kolmogorov: [Kolmogorov]
  let marginals: Marginals

  static let shared: FittingReferences = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "References/fitting.json")
    do {
      return try JSONDecoder().decode(FittingReferences.self, from: Data(contentsOf: file))
    } catch {
      Issue.record("\(file.path) cannot be read: \(error)")
      return FittingReferences(
        data: [:], cases: [], kolmogorov: [],
        marginals: Marginals(
          beta: "", gamma: "", mean: "", meanAndVariance: "", dirichlet: "", outcomes: [],
          counts: [], numbers: []))
    }
  }()
}
