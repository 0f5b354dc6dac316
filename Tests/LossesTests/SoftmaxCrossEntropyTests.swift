import Losses
import RandomGenerators
import Tensors
import Testing

@Suite struct SoftmaxCrossEntropyTests {
  static let tolerance = 1e-14

  /// Value, gradient and every row of the Hessian. Element by element relative: with a margin of
  /// 700 the whole row of the Hessian is near 1e-304.
  @Test func valuesAndDerivativesEqualReferences() throws {
    for reference in try LossReferences.load().softmax {
      let x = Tensor([reference.logits])
      let loss = softmaxCrossEntropy(logits: x, labels: Tensor([reference.labels]))
      #expect(loss.shape == [1])
      #expect(agree(loss.scalar, reference.value.value, Self.tolerance), "\(reference)")
      let slope = try gradient(of: loss, at: x)
      let total = reference.labels.reduce(0, +)
      for (j, wanted) in reference.gradient.enumerated() {
        // Rounding is relative to the two parts Σz·p and z, of which only a label that is 0 or
        // everything leaves one.
        let label = reference.labels[j]
        let isOneHot = label == 0 || label == total
        let floor = isOneHot ? 1e-307 : Self.tolerance * label
        #expect(
          agree(slope.scalars[j], wanted.value, Self.tolerance, floor: floor),
          "gradient \(j): \(slope.scalars[j]) of \(reference)")
        let row = try gradient(of: slope[0][j], at: x).scalars
        for (i, entry) in reference.hessian[j].enumerated() {
          #expect(
            agree(row[i], entry.value, Self.tolerance, floor: 1e-307),
            "second \(j) \(i): \(row[i]) of \(reference)")
        }
      }
    }
  }

  @Test func sparseEqualsOneHot() throws {
    for reference in try LossReferences.load().softmax {
      guard reference.labels.reduce(0, +) == 1, let label = reference.labels.firstIndex(of: 1)
      else { continue }
      let x = Tensor([reference.logits])
      let loss = try sparseSoftmaxCrossEntropy(logits: x, labels: [label])
      #expect(agree(loss.scalar, reference.value.value, Self.tolerance), "\(reference)")
      let slope = try gradient(of: loss, at: x).scalars
      for (value, wanted) in zip(slope, reference.gradient) {
        #expect(agree(value, wanted.value, Self.tolerance, floor: 1e-307), "\(reference)")
      }
    }
  }

  @Test func hugeMarginsKeepTheirDigits() throws {
    // log1p(e⁻⁴⁰), from its series.
    let expected = 4.248354255291589e-18
    let x = Tensor([[0.0, -40]])
    let sparse = try sparseSoftmaxCrossEntropy(logits: x, labels: [0])
    #expect(agree(sparse.scalar, expected, 1e-14))
    let single = try sparseSoftmaxCrossEntropy(logits: Tensor<Float>([[0, -40]]), labels: [0])
    #expect(agree(Double(single.scalar), expected, 1e-6))
  }

  @Test func infiniteLogitsCostNothingWhereTheLabelIsZero() throws {
    let infinity = Double.infinity
    let x = Tensor([[0.0, -infinity, 0], [infinity, 0, 3], [0, -infinity, 1]])
    let z = Tensor([[1.0, 0, 0], [1, 0, 0], [0, 1, 0]])
    let loss = softmaxCrossEntropy(logits: x, labels: z)
    #expect(agree(loss.scalars[0], 0.6931471805599453, 1e-15))
    #expect(loss.scalars[1] == 0)
    #expect(loss.scalars[2] == infinity)
    let sparse = try sparseSoftmaxCrossEntropy(logits: x, labels: [0, 0, 1])
    #expect(sparse.scalars == loss.scalars)
    let first = Tensor([[0.0, -infinity, 0]])
    let slope = try gradient(of: softmaxCrossEntropy(logits: first, labels: z[0]), at: first)
    #expect(slope.scalars == [-0.5, 0, 0.5])
    #expect(try gradient(of: slope, at: first).scalars.allSatisfy { $0 == 0 })
  }

  @Test func wrongLabelsAreErrors() throws {
    let x = Tensor([[1.0, 2, 3], [4, 5, 6]])
    #expect(throws: LossError.labelOutOfRange(row: 1, label: 3, classes: 3)) {
      try sparseSoftmaxCrossEntropy(logits: x, labels: [0, 3])
    }
    #expect(throws: LossError.labelOutOfRange(row: 0, label: -1, classes: 3)) {
      try sparseSoftmaxCrossEntropy(logits: x, labels: Tensor<Int64>([-1, 0]))
    }
    #expect(throws: LossError.labelCount(labels: 3, rows: 2)) {
      try sparseSoftmaxCrossEntropy(logits: x, labels: [0, 1, 2])
    }
    let error = LossError.labelOutOfRange(row: 1, label: 3, classes: 3)
    #expect("\(error)" == "Row 1 has the label 3, but labels must be in 0..<3.")
  }

  @Test func rowsMayHaveSeveralAxes() throws {
    var generator = Philox4x32(seed: 5)
    let x = Tensor<Double>(standardNormal: [2, 3, 4], using: &generator).materialized()
    let labels = Tensor<Int64>([[0, 1, 2], [3, 2, 1]])
    let z = Tensor<Double>(oneHot: labels, depth: 4)
    let sparse = try sparseSoftmaxCrossEntropy(logits: x, labels: labels)
    #expect(sparse.shape == [2, 3])
    for (a, b) in zip(sparse.scalars, softmaxCrossEntropy(logits: x, labels: z).scalars) {
      #expect(agree(a, b, 1e-15))
    }
  }
}
