import Distributions
import Foundation
import Testing

/// Divergence and cross-entropy of random pairs of laws by the ladder alone, against integrals and
/// sums with 40 digits: see `References/Scripts/ladder_pairs.py`.
@Suite struct LadderReferenceTests {
  struct File: Decodable {
    let cases: [Case]
  }

  struct Case: Decodable {
    let p: String
    let q: String
    let kl: String
    let crossEntropy: String
  }

  private func cases(_ name: String = "ladder_pairs") throws -> [Case] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appending(path: "References/\(name).json")
    return try JSONDecoder().decode(File.self, from: Data(contentsOf: file)).cases
  }

  private func check(_ estimate: Estimate<Double>, _ text: String, _ name: String) throws {
    let expected = try #require(Double(text))
    if expected.isInfinite || estimate.value.isInfinite {
      #expect(estimate.value == expected && estimate.error == 0, "\(name): \(estimate)")
      return
    }
    let difference = abs(estimate.value - expected)
    // The reference itself is rounded to a number.
    #expect(
      difference <= estimate.error + expected.ulp, "\(name): \(estimate), exactly \(text)")
    #expect(
      difference <= 1e-9 * max(abs(expected), 1e-6), "\(name): \(estimate), exactly \(text)")
  }

  /// Divergence and cross-entropy of one pair.
  private func checkBoth(_ entry: Case) throws {
    let p = try distribution(parsing: entry.p)
    let q = try distribution(parsing: entry.q)
    let name = "\(entry.p) and \(entry.q)"
    try check(klEstimate(of: p, from: q, using: .empty), entry.kl, name)
    try check(
      crossEntropyEstimate(of: p, under: q, using: .empty), entry.crossEntropy, name)
  }

  @Test func randomPairs() throws {
    let cases = try cases()
    #expect(cases.count >= 100)
    for entry in cases {
      try checkBoth(entry)
      let p = try distribution(parsing: entry.p)
      // H(p, q) − KL(p‖q) is the entropy of p, whatever q.
      let entropy = try entropyEstimate(of: p)
      let own = try crossEntropyEstimate(of: p, under: p, using: .empty)
      let rounding = 1e-14 * abs(entropy.value)
      #expect(
        abs(own.value - entropy.value) <= own.error + entropy.error + rounding, "\(entry.p)")
    }
  }

  /// Laws that are narrow where the first has little mass, which its hill hides from a coarse rule, or
  /// whose logarithm leaves the range of numbers where the first has none: `Scripts/ladder_narrow.py`.
  @Test func narrowLaws() throws {
    let cases = try cases("ladder_narrow")
    #expect(cases.count >= 40)
    for entry in cases {
      try checkBoth(entry)
    }
  }
}
