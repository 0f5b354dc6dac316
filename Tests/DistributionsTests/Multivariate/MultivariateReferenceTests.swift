import Distributions
import Foundation
import Testing

/// Matrix normal, inverse Wishart, LKJ, von Mises-Fisher and relaxed one-hot laws against values of
/// 60-digit arithmetic: `Tests/References/multivariate_more.json`, made by the script beside it.
@Suite struct MultivariateReferenceTests {
  struct Case: Decodable {
    let p: String
    let of: String
    let x: ComposedReferenceTests.Point?
    let q: String?
    let at: Int?
    let expect: String
  }

  static func cases() throws -> [Case] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "References/multivariate_more.json")
    return try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
  }

  @Test func agree() throws {
    let cases = try Self.cases()
    #expect(cases.count > 700)
    for entry in cases {
      let p = try #require(
        try distribution(parsing: entry.p) as? any MultivariateDistribution<Double>)
      let found = try evaluate(entry, p)
      let expected = try #require(Double(entry.expect.replacing("+inf", with: "inf")))
      let place = entry.x.map { "\($0)" } ?? entry.q ?? "\(entry.at ?? 0)"
      #expect(
        abs(found - expected) <= tolerance(entry, expected, p),
        "\(entry.of) of \(entry.p), \(place): \(found), not \(expected)")
    }
  }

  private func evaluate(
    _ entry: Case, _ p: any MultivariateDistribution<Double>
  ) throws -> Double {
    switch entry.of {
    case "kl":
      let q = try distribution(parsing: try #require(entry.q))
      return try klDivergence(of: p, from: q, method: .closedForm)
    case "entropy": return p.entropy
    case "mean": return p.mean.scalars[entry.at ?? 0]
    case "covariance": return p.covariance.scalars[entry.at ?? 0]
    default: return p.logProbability(of: try #require(entry.x?.tensor))
    }
  }

  /// Densities to a few units in the last place of their largest term, the others relative to
  /// themselves; covariances also to the rounding of the largest one.
  private func tolerance(
    _ entry: Case, _ expected: Double, _ p: any MultivariateDistribution<Double>
  ) -> Double {
    switch entry.of {
    case "logProbability", "entropy": return 2e-13 * max(1, abs(expected))
    case "kl": return 2e-12 * abs(expected)
    case "covariance":
      return 4e-12 * abs(expected) + 1e-15 * (p.covariance.scalars.max() ?? 0)
    default: return 1e-12 * abs(expected)
    }
  }
}
