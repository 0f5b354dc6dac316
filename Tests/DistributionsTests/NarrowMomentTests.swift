import Distributions
import Foundation
import Testing

/// Skewness and kurtosis of narrow laws, where differences of raw moments have no digits left.
@Suite struct NarrowMomentTests {
  struct File: Decodable {
    struct Case: Decodable {
      let p: String
      let skewness: String
      let excessKurtosis: String
    }
    let cases: [Case]
  }

  @Test func agreeWithReferences() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "References/narrow_moments.json")
    let file = try JSONDecoder().decode(File.self, from: Data(contentsOf: path))
    #expect(file.cases.count >= 60)
    for entry in file.cases {
      let p = try #require(
        try distribution(parsing: entry.p) as? any UnivariateDistribution<Double>)
      let skewness = try #require(Double(entry.skewness))
      let kurtosis = try #require(Double(entry.excessKurtosis))
      #expect(abs(p.skewness / skewness - 1) < 2e-11, "skewness of \(p): \(p.skewness)")
      #expect(abs(p.excessKurtosis / kurtosis - 1) < 2e-11, "kurtosis of \(p): \(p.excessKurtosis)")
    }
  }
}
