import Tensors
import Testing

/// One-hot rows and entries of tables, which have kernels of their own.
@Suite struct ClassRowsTests {
  @Test func entriesEqualThePlainOperations() throws {
    let table = uniform([7], -3...3)
    let indices = Tensor<Int64>([[0, 5, 6], [-1, 7, .max], [3, 3, .min]])
    let entries = table.entries(atIndices: indices)
    expectSameAsReference(entries, tolerance: 0)
    let last = table.scalars[6]
    #expect(entries.scalars[2...5].allSatisfy { $0 == last })
    try expectDerivatives("entries", at: table) { square($0).entries(atIndices: indices) }
    let floats = Tensor<Float>(table).entries(atIndices: indices)
    #expect(floats.scalars == Tensor<Float>(entries).scalars)
  }

  @Test func oneHotRowsAndTheirClasses() {
    let indices = Tensor<Int64>([[0, 4], [-1, 5], [2, .max]])
    let rows = Tensor<Double>(oneHot: indices, depth: 5)
    #expect(rows.shape == [3, 2, 5])
    expectSameAsReference(rows, tolerance: 0)
    #expect(rows.sum(alongAxes: [-1]).scalars == [1, 1, 0, 0, 1, 0])
    #expect(rows.oneHotClasses.scalars == [0, 4, 5, 5, 2, 5])
    #expect(Tensor<Float>(oneHot: indices, depth: 5).scalars == rows.scalars.map { Float($0) })
    #expect(Tensor<Double>(oneHot: indices, depth: 0).scalars.isEmpty)
    let odd = Tensor<Double>([
      [0.5, 0.5, 0], [1, 1, -1], [.nan, 1, 0], [.infinity, -.infinity, 0], [0, -0.0, 1],
    ])
    let classes = Tensor<Double>(odd.oneHotClasses)
    #expect(classes.scalars == [3, 3, 4, 4, 2])
    expectSameAsReference(classes, tolerance: 0)
  }

  /// Many rows, in pieces.
  @Test func manyRows() {
    let indices = Tensor<Int64>((0..<30_000).map { Int64($0 % 13) - 1 })
    let rows = Tensor<Float>(oneHot: indices, depth: 11)
    let expected = indices.scalars.map { $0 < 0 || $0 > 10 ? 11 : $0 }
    #expect(rows.materialized().oneHotClasses.scalars == expected)
    let table = Tensor<Float>((0..<12).map { Float($0) })
    #expect(table.entries(atIndices: indices).scalars == expected.map { Float($0) })
  }
}
