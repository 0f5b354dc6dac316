import Distributions
import Testing

/// All pairs of multivariate normal laws, whose rows are made by a kernel of their own, against each
/// pair's closed form: of lengths that fill vectors and that do not.
@Suite("All pairs of multivariate normal laws") struct PairwiseMultivariateTests {
  @Test(arguments: [1, 2, 3, 7, 8, 9, 16, 31, 33, 40])
  func equalTheirPairs(_ length: Int) throws {
    var generator = Philox4x32(seed: 11)
    let laws = (0..<5).map { index -> MultivariateNormal<Double> in
      func uniform() -> Double { Double.random(in: -1...1, using: &generator) }
      let factor = (0..<length).map { row in
        (0..<length).map { column in
          column > row ? 0 : column == row ? 1 + 0.5 * uniform() : uniform() / Double(length)
        }
      }
      let mean = (0..<length).map { _ in Double(index) * uniform() }
      return MultivariateNormal(mean: mean, scaleFactor: factor)
    }
    let (ps, qs) = (Array(laws[..<3]), Array(laws[2...]))
    let found = try pairwiseKLDivergence(of: ps, from: qs)
    #expect(found.shape == [3, 3])
    for (row, p) in ps.enumerated() {
      for (column, q) in qs.enumerated() {
        let exact = try klDivergence(of: p, from: q)
        let value = found.scalars[row * qs.count + column]
        #expect(abs(value - exact) <= 2e-12 * exact, "\(length): \(value), as a pair \(exact)")
      }
    }
  }
}
