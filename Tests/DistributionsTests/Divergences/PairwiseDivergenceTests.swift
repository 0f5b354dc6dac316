import Distributions
import Testing

@Suite struct PairwiseDivergenceTests {
  @Test func oneFamily() throws {
    let ps = [0.0, 1, 2].map { Normal(mean: $0, standardDeviation: 1) }
    let qs = [1.0, 3].map { Normal(mean: 0.5, standardDeviation: $0) }
    let matrix = try pairwiseKLDivergence(of: ps, from: qs)
    #expect(matrix.shape == [3, 2])
    for (row, p) in ps.enumerated() {
      for (column, q) in qs.enumerated() {
        let number = try klDivergence(of: p, from: q)
        #expect(matrix.scalars[2 * row + column] == number)
      }
    }
  }

  @Test func categoricals() throws {
    let ps = [[0.25, 0.1, 0.65], [0.8, 0.2, 0], [0, 0, 1]].map { Categorical(probabilities: $0) }
    let qs = ps + [Categorical(logits: [1, 2, 3])]
    let matrix = try pairwiseKLDivergence(of: ps, from: qs)
    #expect(matrix.shape == [3, 4])
    for (row, p) in ps.enumerated() {
      for (column, q) in qs.enumerated() {
        let number = try klDivergence(of: p, from: q)
        #expect(matrix.scalars[4 * row + column] == number)
      }
    }
  }

  @Test func mixedFamilies() throws {
    let ps: [any Distribution<Double>] = [
      Normal(mean: 0, standardDeviation: 1), Cauchy(location: 0, scale: 1),
    ]
    let matrix = try pairwiseKLDivergence(of: ps, from: ps)
    #expect(matrix.shape == [2, 2])
    #expect(matrix.scalars[0] == 0 && matrix.scalars[3] == 0)
    #expect(matrix.scalars[2] == .infinity)
    #expect(matrix.scalars[1] > 0 && matrix.scalars[1] < 1)
  }

  @Test func emptyLists() throws {
    let none: [Normal<Double>] = []
    #expect(try pairwiseKLDivergence(of: none, from: none).shape == [0, 0])
  }
}
