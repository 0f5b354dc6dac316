import Distributions
import Testing

/// The divergences that the four jobs are tried with.
@Suite struct FirstDivergences {
  @Test func normals() throws {
    let p = Normal(mean: 0, standardDeviation: 1)
    let q = Normal(mean: 1, standardDeviation: 2)
    let estimate = try klEstimate(of: p, from: q)
    // log 2 + (1 + 1)/8 − 1/2
    #expect(abs(estimate.value - 0.4431471805599453) <= 1e-16)
    #expect(estimate.method == .closedForm)
  }
}
