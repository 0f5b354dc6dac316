import Distributions
import Foundation
import Testing

/// Pairs of families against integrals, sums and formulas with 40 and more digits, and all pairs of the
/// catalogue for an answer of some kind.
@Suite struct PairReferenceTests {
  struct File: Decodable {
    let cases: [Case]
  }

  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let p: String
    let q: String
    let expect: String
    var testDescription: String { "\(p) from \(q)" }
  }

  static func cases(_ name: String) throws -> [Case] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appending(path: "References/\(name).json")
    return try JSONDecoder().decode(File.self, from: Data(contentsOf: file)).cases
  }

  /// Whether an estimate covers what is known to 25 digits, and the relative error.
  private func check(_ estimate: Estimate<Double>, _ entry: Case, to tolerance: Double) throws {
    let expected = try #require(Double(entry.expect))
    #expect(!estimate.value.isNaN && estimate.error >= 0, "\(entry): \(estimate)")
    if expected.isInfinite || estimate.value.isInfinite {
      #expect(estimate.value == expected && estimate.error == 0, "\(entry): \(estimate)")
      return
    }
    let difference = abs(estimate.value - expected)
    // The reference itself is rounded to a number.
    #expect(
      difference <= estimate.error + expected.ulp,
      "\(entry): \(estimate), exactly \(entry.expect)")
    #expect(
      difference <= tolerance * max(expected, 1e-6),
      "\(entry): \(estimate), exactly \(entry.expect)")
  }

  /// Random pairs of families, by the ladder alone and by whatever answers first.
  @Test func randomPairs() throws {
    let cases = try Self.cases("pairs")
    #expect(cases.count >= 150)
    for entry in cases {
      let p = try distribution(parsing: entry.p)
      let q = try distribution(parsing: entry.q)
      try check(klEstimate(of: p, from: q, using: .empty), entry, to: 1e-9)
      try check(klEstimate(of: p, from: q), entry, to: 1e-9)
    }
  }

  /// Where two families nearly coincide the closed forms across them keep their digits.
  @Test func nearlyCoincidingFamilies() throws {
    for entry in try Self.cases("close_pairs") {
      let p = try distribution(parsing: entry.p)
      let q = try distribution(parsing: entry.q)
      let estimate = try klEstimate(of: p, from: q)
      let expected = try #require(Double(entry.expect))
      #expect(estimate.value >= 0, "\(entry): \(estimate)")
      let difference = abs(estimate.value - expected)
      #expect(
        difference <= estimate.error + expected.ulp,
        "\(entry): \(estimate), exactly \(entry.expect)")
      #expect(
        difference <= 1e-10 * expected, "\(entry): \(estimate), exactly \(entry.expect)")
    }
  }

  /// Of one family, with parameters that are nearly equal or extreme.
  @Test func nearlyEqualParameters() throws {
    for entry in try Self.cases("near_pairs") {
      let estimate = try klEstimate(
        of: distribution(parsing: entry.p), from: distribution(parsing: entry.q))
      let expected = try #require(Double(entry.expect))
      #expect(estimate.value >= 0, "\(entry): \(estimate)")
      let difference = abs(estimate.value - expected)
      #expect(
        difference <= estimate.error + expected.ulp,
        "\(entry): \(estimate), exactly \(entry.expect)")
      #expect(
        difference <= 1e-10 * expected, "\(entry): \(estimate), exactly \(entry.expect)")
    }
  }

  /// The first two laws of each catalogue entry with each other: a value with its error, an infinity,
  /// or an error that says why.
  @Test(arguments: Catalogue.entries)
  func everyPairHasAnAnswer(_ entry: CatalogueEntry) throws {
    let laws = Catalogue.entries.flatMap { other in
      other.parameters.prefix(2).map { other.number($0) as any Distribution<Double> }
    }
    for p in entry.parameters.prefix(2).map({ entry.number($0) as any Distribution<Double> }) {
      for q in laws {
        do {
          let estimate = try klEstimate(of: p, from: q, using: .empty)
          #expect(estimate.value >= 0, "\(p) from \(q): \(estimate)")
          #expect(estimate.error >= 0 && estimate.error.isFinite, "\(p) from \(q): \(estimate)")
          if estimate.value.isInfinite { #expect(estimate.error == 0) }
        } catch {
          #expect("\(error)".count > 20, "\(p) from \(q): \(error)")
          #expect(p.space != q.space || !error.code.isEmpty)
        }
      }
    }
  }
}
