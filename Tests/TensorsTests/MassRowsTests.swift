import Tensors
import Testing

/// The softmax along the last axis and its logarithm, which have a kernel of their own.
@Suite struct MassRowsTests {
  static let shapes = [[1], [3, 1], [70, 3], [5, 24], [4, 25], [3, 129], [2, 3, 1_000]]

  @Test(arguments: shapes) func equalThePlainOperations(_ shape: [Int]) throws {
    let x = uniform(shape, -20...20)
    let upstream = uniform(shape, -1...1, seed: 2)
    for (tensor, plain) in [
      (x.logSoftmax(), x - x.logSumExp(alongAxes: [-1], keepRank: true)),
      (x.softmax(), exp(x - x.logSumExp(alongAxes: [-1], keepRank: true))),
    ] {
      // Plain operations round a logarithm near 0 by what the largest logits are rounded by.
      for other in [tensor.referenceScalars, plain.scalars] {
        for (a, b) in zip(tensor.scalars, other) {
          #expect(abs(a - b) <= (b < 0 ? 1e-13 * max(1, -b) : max(1e-13 * b, 1e-14)))
        }
      }
      let slopes = try gradient(of: (upstream * tensor).sum(), at: x).scalars
      let expected = try gradient(of: (upstream * plain).sum(), at: x).scalars
      for (a, b) in zip(slopes, expected) { #expect(abs(a - b) <= 1e-12) }
    }
    let floats = Tensor<Float>(x).materialized()
    let wide = Tensor<Double>(floats).materialized()
    for (a, b) in zip(floats.logSoftmax().scalars, wide.logSoftmax().scalars) {
      #expect(abs(Double(a) - b) <= 4e-6 * abs(b))
    }
    for (a, b) in zip(floats.softmax().scalars, wide.softmax().scalars) {
      #expect(abs(Double(a) - b) <= 4e-6 * b + 1e-44)
    }
  }

  @Test func derivativesToOrderTwo() throws {
    let x = uniform([2, 5], -2...2)
    try expectDerivatives("logSoftmax", at: x) { square($0.logSoftmax()) }
    try expectDerivatives("softmax", at: x) { square($0.softmax()) }
  }

  /// What is impossible has no mass; of an infinite logit all others have none, and it has none that is
  /// a number. Short rows and long ones.
  @Test(arguments: [3, 40]) func extremes(_ classes: Int) {
    func row(_ first: [Double], _ rest: Double) -> [Double] {
      first + [Double](repeating: rest, count: classes - first.count)
    }
    let x = Tensor<Double>([
      row([0, 0], -.infinity), row([-.infinity], -.infinity), row([.infinity], 0),
      row([.infinity, .infinity], 1), row([.nan], 0), row([1_000], -1_000),
    ])
    let (logs, masses) = (x.logSoftmax().scalars, x.softmax().scalars)
    func rows(_ x: [Double], _ index: Int) -> [Double] {
      Array(x[index * classes..<(index + 1) * classes])
    }
    #expect(relativeDifference(rows(masses, 0), row([0.5, 0.5], 0)) == 0)
    #expect(
      relativeDifference(
        rows(logs, 0), row([-0.6931471805599453, -0.6931471805599453], -.infinity)) < 1e-15)
    #expect(rows(masses, 1).allSatisfy(\.isNaN) && rows(logs, 1).allSatisfy(\.isNaN))
    #expect(relativeDifference(rows(masses, 2), row([.nan], 0)) == 0)
    #expect(relativeDifference(rows(logs, 2), row([.nan], -.infinity)) == 0)
    #expect(relativeDifference(rows(masses, 3), row([.nan, .nan], 0)) == 0)
    #expect(relativeDifference(rows(logs, 3), row([.nan, .nan], -.infinity)) == 0)
    #expect(rows(masses, 4).allSatisfy(\.isNaN) && rows(logs, 4).allSatisfy(\.isNaN))
    #expect(relativeDifference(rows(masses, 5), row([1], 0)) == 0)
    #expect(relativeDifference(rows(logs, 5), row([0], -2_000)) == 0)
  }

  /// log(1/(1 + e⁻⁴⁰)) = −e⁻⁴⁰ to twice as many digits as there are, in short rows and long ones.
  @Test(arguments: [2, 40]) func whatIsAlmostCertainKeepsItsDigits(_ classes: Int) {
    var logits = [Double](repeating: -.infinity, count: classes)
    (logits[0], logits[1]) = (40, 0)
    let x = Tensor<Double>(shape: [1, classes], scalars: logits)
    #expect(abs(x.logSoftmax().scalars[0] / -4.248354255291589e-18 - 1) < 1e-15)
  }

  /// Along another axis, and of no rows.
  @Test func otherAxes() {
    let x = uniform([4, 6], -3...3)
    let columns = x.transposed().softmax().transposed().scalars
    #expect(relativeDifference(x.softmax(alongAxis: 0).scalars, columns) < 1e-14)
    #expect(relativeDifference(x.softmax(alongAxis: 1).scalars, x.softmax().scalars) == 0)
    #expect(Tensor<Double>(shape: [0, 3], scalars: []).softmax().scalars.isEmpty)
  }
}
