import Distributions
import Foundation
import Testing

/// Values of every family against 400-digit arithmetic: `Tests/References/distributions/*.json`,
/// made by `Scripts/distributions.py`.
@Suite struct ReferenceTests {
  static let names: [String] = {
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    return (files ?? []).map { $0.deletingPathExtension().lastPathComponent }.sorted()
  }()

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "References/distributions")

  @Test func everyFamilyHasReferences() {
    #expect(Set(Self.names).isSuperset(of: Catalogue.names))
  }

  @Test(arguments: names)
  func agrees(family name: String) throws {
    let file = Self.folder.appending(path: "\(name).json")
    let reference = try JSONDecoder().decode(ReferenceFile.self, from: Data(contentsOf: file))
    #expect(reference.cases.map(\.values.count).reduce(0, +) >= 15)
    for entry in reference.cases {
      let p = try #require(
        try distribution(parsing: entry.literal(name)) as? any UnivariateDistribution<Double>)
      for value in entry.values {
        let found = try #require(evaluate(value.of, p, value.x?.number ?? 0), "\(value.of)")
        let expected = try #require(Double(value.expect))
        #expect(
          isClose(found, expected, to: value.of),
          "\(value.of) of \(p) at \(value.x?.number ?? .nan): \(found), exactly \(value.expect)")
      }
    }
  }

  /// Logarithms to 2e-14·max(1, |value|/30), which is what rounding the argument costs in the
  /// tails; those near 0 and all other numbers also relatively.
  private func isClose(_ found: Double, _ expected: Double, to name: String) -> Bool {
    if expected.isNaN { return found.isNaN }
    if expected.isInfinite { return found == expected }
    let difference = abs(found - expected)
    if difference <= Double.leastNormalMagnitude { return true }
    switch name {
    case "logProbability", "logMass", "entropy":
      return difference <= 2e-14 * max(1, abs(expected) / 30)
    case "logCDF", "logSurvival":
      // The smaller tail has a relative error that grows with its logarithm; near 0 the log of the
      // larger one is that tail.
      let tail = max(1, abs(log(abs(expected))) / 30) * min(1, abs(expected))
      return difference <= 4e-14 * max(tail, abs(expected) / 30)
    case "quantile", "survivalQuantile", "skewness", "excessKurtosis":
      return difference <= 1e-13 * max(abs(expected), 1e-3)
    default:
      return difference <= 2e-14 * abs(expected)
    }
  }

  private func evaluate(
    _ name: String, _ p: any UnivariateDistribution<Double>, _ x: Double
  ) -> Double? {
    switch name {
    case "logProbability": (p as? any ContinuousDistribution<Double>)?.logProbability(of: x)
    case "logMass": (p as? any DiscreteDistribution<Double>)?.logMass(at: x)
    case "logCDF": p.logCDF(x)
    case "logSurvival": p.logSurvival(x)
    case "quantile": p.quantile(x)
    case "survivalQuantile": p.survivalQuantile(x)
    case "mean": p.mean
    case "variance": p.variance
    case "standardDeviation": p.standardDeviation
    case "skewness": p.skewness
    case "excessKurtosis": p.excessKurtosis
    case "mode": p.mode
    case "median": p.median
    case "entropy": p.entropy
    default: nil
    }
  }
}

/// A file of reference values.
struct ReferenceFile: Decodable {
  let cases: [Case]

  struct Case: Decodable {
    let parameters: [String: Parameter]
    let values: [Value]

    /// The distribution as text.
    func literal(_ family: String) -> String {
      let arguments = parameters.map { "\($0.key): \($0.value.text)" }
      return "\(family)(\(arguments.joined(separator: ", ")))"
    }
  }

  struct Value: Decodable {
    let of: String
    let x: Number?
    let expect: String
  }

  enum Parameter: Decodable {
    case number(Double)
    case numbers([Double])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let value = try? container.decode(Number.self) {
        self = .number(value.number)
      } else {
        self = .numbers(try container.decode([Number].self).map(\.number))
      }
    }

    var text: String {
      switch self {
      case .number(let value): "\(value)"
      case .numbers(let values): "\(values)"
      }
    }
  }

  /// A number, or an infinite one as text.
  struct Number: Decodable {
    let number: Double

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        number = Double(text) ?? .nan
      } else {
        number = try container.decode(Double.self)
      }
    }
  }
}
