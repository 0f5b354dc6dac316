import Distributions
import Foundation
import Testing

/// Composed and multivariate families against values of 60-digit arithmetic:
/// `Tests/References/composed_and_multivariate.json`, made by the script beside it.
@Suite struct ComposedReferenceTests {
  struct Case: Decodable {
    let p: String
    let of: String
    let x: Point?
    let q: String?
    let expect: String
  }

  enum Point: Decodable {
    case number(Double)
    case vector([Double])
    case matrix([[Double]])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let vector = try? container.decode([Double].self) {
        self = .vector(vector)
      } else {
        self = .matrix(try container.decode([[Double]].self))
      }
    }

    var number: Double? {
      if case .number(let number) = self { number } else { nil }
    }

    var tensor: Tensor<Double>? {
      switch self {
      case .number: nil
      case .vector(let vector): Tensor(vector)
      case .matrix(let rows): Tensor(rows)
      }
    }
  }

  static func cases() throws -> [Case] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "References/composed_and_multivariate.json")
    return try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
  }

  @Test func agree() throws {
    let cases = try Self.cases()
    #expect(cases.count > 400)
    for entry in cases {
      let p = try distribution(parsing: entry.p)
      let found = try #require(try evaluate(entry, p), "\(entry.p) \(entry.of)")
      let expected = try #require(Double(entry.expect.replacing("+inf", with: "inf")))
      #expect(
        isClose(found, expected, to: entry.of),
        "\(entry.of) of \(entry.p), \(entry.x.map { "\($0)" } ?? ""): \(found), not \(expected)")
    }
  }

  private func evaluate(_ entry: Case, _ p: any Distribution<Double>) throws -> Double? {
    if entry.of == "kl" {
      let q = try distribution(parsing: try #require(entry.q))
      return try klDivergence(of: p, from: q, method: .closedForm)
    }
    if entry.of == "entropy" { return p.entropy }
    if let p = p as? any MultivariateDistribution<Double> {
      return p.logProbability(of: try #require(entry.x?.tensor))
    }
    let line = try #require(p as? any ContinuousDistribution<Double>)
    let x = entry.x?.number ?? .nan
    return switch entry.of {
    case "logProbability": line.logDensity(at: AnchoredPoint(anchor: 0, offset: x))
    case "logCDF": line.logCDF(x)
    case "logSurvival": line.logSurvival(x)
    case "quantile": line.quantile(x)
    case "survivalQuantile": line.survivalQuantile(x)
    case "mean": line.mean
    case "variance": line.variance
    case "skewness": line.skewness
    case "excessKurtosis": line.excessKurtosis
    default: nil
    }
  }

  /// Divergences and values of closed forms to 2e-14; moments by quadrature to 1e-11. A truncation
  /// at 40 standard deviations is the difference of logarithms of the size of 800, whose rounding
  /// is 1e-13.
  private func isClose(_ found: Double, _ expected: Double, to name: String) -> Bool {
    if expected.isInfinite { return found == expected }
    let difference = abs(found - expected)
    switch name {
    case "logProbability", "entropy": return difference <= 1e-13 * max(1, abs(expected) / 4)
    case "logCDF", "logSurvival": return difference <= 1e-13 * abs(expected) + 1e-30
    case "kl": return difference <= 2e-14 * abs(expected)
    case "quantile", "survivalQuantile": return difference <= 1e-13 * abs(expected)
    default: return difference <= 1e-11 * max(abs(expected), 1e-3)
    }
  }
}
