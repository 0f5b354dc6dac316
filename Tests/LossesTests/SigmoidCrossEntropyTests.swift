import Losses
import Tensors
import Testing

@Suite struct SigmoidCrossEntropyTests {
  /// A few roundings of exp, log1p and the sum; measured at 3e-16, so 1e-15 with room for CPUs.
  static let tolerance = 2e-15

  @Test func valuesAndDerivativesEqualReferences() throws {
    let cases = try LossReferences.load().sigmoid
    let x = Tensor(cases.map(\.logit))
    let z = Tensor(cases.map(\.label))
    let q = Tensor(cases.map(\.weight))
    let loss = weightedSigmoidCrossEntropy(logits: x, labels: z, positiveWeight: q)
    let gradients = try gradient(of: loss, at: [x, z])
    let second = try gradient(of: gradients[0], at: x)
    for (i, reference) in cases.enumerated() {
      let (t, scale) = (Self.tolerance, reference.scale.value)
      // Below the least normal number digits are lost to underflow, not to the formula.
      let floor = 1e-307
      #expect(agree(loss.scalars[i], reference.value.value, t, floor: floor), "\(reference)")
      #expect(
        agree(gradients[0].scalars[i], reference.gradient.value, 0, floor: max(t * scale, floor)),
        "\(reference)")
      #expect(agree(second.scalars[i], reference.second.value, t, floor: floor), "\(reference)")
      let size = abs(reference.logit) + 1
      #expect(
        agree(gradients[1].scalars[i], reference.labelGradient.value, 0, floor: t * size),
        "\(reference)")
    }
  }

  @Test func unweightedIsWeightOne() throws {
    let cases = try LossReferences.load().sigmoid.filter { $0.weight == 1 }
    let loss = sigmoidCrossEntropy(
      logits: Tensor(cases.map(\.logit)), labels: Tensor(cases.map(\.label)))
    for (value, reference) in zip(loss.scalars, cases) {
      #expect(agree(value, reference.value.value, Self.tolerance, floor: 1e-307), "\(reference)")
    }
  }

  @Test func floatsKeepTheirDigits() throws {
    let cases = try LossReferences.load().sigmoid.filter {
      Double(Float($0.logit)) == $0.logit && Double(Float($0.label)) == $0.label
        && $0.weight == 2 && abs($0.logit) < 80
    }
    let x = Tensor<Float>(cases.map { Float($0.logit) })
    let loss = weightedSigmoidCrossEntropy(
      logits: x, labels: Tensor(cases.map { Float($0.label) }), positiveWeight: 2)
    let slope = try gradient(of: loss, at: x)
    for (i, reference) in cases.enumerated() {
      #expect(agree(Double(loss.scalars[i]), reference.value.value, 1e-6), "\(reference)")
      #expect(
        agree(
          Double(slope.scalars[i]), reference.gradient.value, 0,
          floor: 1e-6 * reference.scale.value), "\(reference)")
    }
  }

  @Test func infiniteLogitsCostNothingWhereTheyAreRight() throws {
    let infinity = Double.infinity
    let x = Tensor([-infinity, infinity, -infinity, infinity, -1000, 1000])
    let z = Tensor([0.0, 1, 1, 0, 0, 1])
    let loss = sigmoidCrossEntropy(logits: x, labels: z)
    #expect(loss.scalars == [0, 0, infinity, infinity, 0, 0])
    let slope = try gradient(of: loss, at: x)
    #expect(slope.scalars == [0, 0, -1, 1, 0, 0])
    #expect(try gradient(of: slope, at: x).scalars == [0, 0, 0, 0, 0, 0])
  }

  @Test func weightMayDifferByClass() {
    let x = Tensor([[0.5, -1], [2, 3]])
    let z = Tensor([[1.0, 0], [1, 1]])
    let both = weightedSigmoidCrossEntropy(logits: x, labels: z, positiveWeight: Tensor([3.0, 5]))
    let plain = sigmoidCrossEntropy(logits: x, labels: z).scalars
    let expected = [3 * plain[0], plain[1], 3 * plain[2], 5 * plain[3]]
    for (value, wanted) in zip(both.scalars, expected) { #expect(agree(value, wanted, 1e-15)) }
  }

  @Test func nothingIsReducedUnlessAsked() {
    let x = Tensor([[0.5, -1], [2, 3]])
    let z = Tensor([[1.0, 0], [1, 1]])
    let all = sigmoidCrossEntropy(logits: x, labels: z)
    #expect(all.shape == [2, 2])
    let sum = all.scalars.reduce(0, +)
    #expect(agree(sigmoidCrossEntropy(logits: x, labels: z, reduction: .sum).scalar, sum, 1e-15))
    #expect(
      agree(sigmoidCrossEntropy(logits: x, labels: z, reduction: .mean).scalar, sum / 4, 1e-15))
    #expect(weightedSigmoidCrossEntropy(logits: x, labels: z, positiveWeight: 2).shape == [2, 2])
    #expect(softmaxCrossEntropy(logits: x, labels: z).shape == [2])
  }
}
