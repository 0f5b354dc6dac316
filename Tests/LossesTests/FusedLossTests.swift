import Losses
import RandomGenerators
import Tensors
import Testing

/// The losses' own kernels against the plain operations that say what they mean.
@Suite struct FusedLossTests {
  /// Rows shorter and longer than a vector, and than a run of the kernels' sums.
  static let shapes = [
    [3, 1], [5, 7], [4, 16], [3, 17], [2, 129], [70, 40], [3, 1_000], [2, 3, 33],
  ]

  private func normal(_ shape: [Int], seed: UInt64) -> Tensor<Double> {
    var generator = Philox4x32(seed: seed)
    return (3 * Tensor<Double>(standardNormal: shape, using: &generator)).materialized()
  }

  private func weights(_ shape: [Int], seed: UInt64) -> Tensor<Double> {
    var generator = Philox4x32(seed: seed)
    return Tensor<Double>(standardUniform: shape, using: &generator).materialized()
  }

  private func classes(_ shape: [Int]) -> Tensor<Int64> {
    let count = shape[shape.count - 1]
    let batch = Array(shape.dropLast())
    let rows = batch.reduce(1, *)
    return Tensor<Int64>(shape: batch, scalars: (0..<rows).map { Int64($0 * 7 % count) })
  }

  /// Element by element relative to the largest of a row, which sums and differences are rounded by.
  private func expectClose(
    _ tensor: Tensor<Double>, _ tolerance: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let reference = tensor.referenceScalars
    let size = reference.reduce(1e-300) { max($0, abs($1)) }
    for (x, y) in zip(tensor.scalars, reference) {
      #expect(abs(x - y) <= tolerance * size, sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: shapes) func softmaxEqualsPlainOperations(_ shape: [Int]) throws {
    let x = normal(shape, seed: 1)
    let z = weights(shape, seed: 2)
    let loss = softmaxCrossEntropy(logits: x, labels: z)
    expectClose(loss, 1e-14)
    let upstream = weights(loss.shape, seed: 3)
    expectClose(try gradient(of: upstream * loss, at: x), 1e-14)
    let sparse = try sparseSoftmaxCrossEntropy(logits: x, labels: classes(shape))
    expectClose(sparse, 1e-14)
    expectClose(try gradient(of: upstream * sparse, at: x), 1e-14)
  }

  @Test(arguments: shapes) func floatsEqualDoubles(_ shape: [Int]) throws {
    let x = Tensor<Float>(normal(shape, seed: 4)).materialized()
    let z = Tensor<Float>(weights(shape, seed: 5)).materialized()
    let (wide, weights) = (Tensor<Double>(x).materialized(), Tensor<Double>(z).materialized())
    func expectEqual(_ x: Tensor<Float>, _ y: Tensor<Double>) {
      let size = y.scalars.reduce(1e-300) { max($0, abs($1)) }
      for (a, b) in zip(x.scalars, y.scalars) { #expect(abs(Double(a) - b) <= 1e-6 * size) }
    }
    let loss = softmaxCrossEntropy(logits: x, labels: z)
    let exact = softmaxCrossEntropy(logits: wide, labels: weights)
    expectEqual(loss, exact)
    expectEqual(try gradient(of: loss, at: x), try gradient(of: exact, at: wide))
    let sparse = try sparseSoftmaxCrossEntropy(logits: x, labels: classes(shape))
    let exactSparse = try sparseSoftmaxCrossEntropy(logits: wide, labels: classes(shape))
    expectEqual(sparse, exactSparse)
    expectEqual(try gradient(of: sparse, at: x), try gradient(of: exactSparse, at: wide))
    let sigmoid = sigmoidCrossEntropy(logits: x, labels: z)
    let exactSigmoid = sigmoidCrossEntropy(logits: wide, labels: weights)
    expectEqual(sigmoid, exactSigmoid)
    expectEqual(try gradient(of: sigmoid, at: x), try gradient(of: exactSigmoid, at: wide))
  }

  @Test func sigmoidEqualsPlainOperations() throws {
    let x = normal([7, 129], seed: 6)
    let z = weights([7, 129], seed: 7)
    let q = weights([129], seed: 8)
    let loss = weightedSigmoidCrossEntropy(logits: x, labels: z, positiveWeight: q)
    expectClose(loss, 1e-15)
    let plain = q * z * softplus(-x) + (1 - z) * softplus(x)
    for (a, b) in zip(loss.scalars, plain.scalars) { #expect(agree(a, b, 1e-14)) }
    let slopes = try gradient(of: loss, at: [x, z, q])
    for (slope, wanted) in zip(slopes, try gradient(of: plain, at: [x, z, q])) {
      expectClose(slope, 1e-14)
      for (a, b) in zip(slope.scalars, wanted.scalars) { #expect(agree(a, b, 1e-12, floor: 1e-13)) }
    }
  }

  /// Derivatives of the slopes by everything that they depend on, against differences.
  @Test func slopesHaveDerivatives() throws {
    let x = normal([3, 5], seed: 9)
    let z = weights([3, 5], seed: 10)
    let g = weights([3], seed: 11)
    let probe = normal([3, 5], seed: 12)
    func value(_ x: Tensor<Double>, _ z: Tensor<Double>, _ g: Tensor<Double>) throws -> Double {
      let slope = try gradient(of: g * softmaxCrossEntropy(logits: x, labels: z), at: x)
      return (probe * slope).sum().scalar
    }
    let slope = try gradient(of: g * softmaxCrossEntropy(logits: x, labels: z), at: x)
    let second = try gradient(of: (probe * slope).sum(), at: [x, z, g])
    let h = 1e-5
    for (number, variable) in [x, z, g].enumerated() {
      for i in 0..<variable.scalarCount {
        func moved(_ step: Double) throws -> Double {
          var scalars = variable.scalars
          scalars[i] += step
          let other = Tensor(shape: variable.shape, scalars: scalars)
          return try value(
            number == 0 ? other : x, number == 1 ? other : z, number == 2 ? other : g)
        }
        let difference = (try moved(h) - moved(-h)) / (2 * h)
        #expect(agree(second[number].scalars[i], difference, 1e-6, floor: 1e-8))
      }
    }
  }

  @Test func labelsAreBroadcast() throws {
    let x = normal([4, 6], seed: 13)
    let z = weights([6], seed: 14)
    let loss = softmaxCrossEntropy(logits: x, labels: z)
    let spread = z.broadcast(to: [4, 6]).materialized()
    #expect(loss.scalars == softmaxCrossEntropy(logits: x, labels: spread).scalars)
    let slope = try gradient(of: loss, at: z).scalars
    let wanted = try gradient(of: softmaxCrossEntropy(logits: x, labels: spread), at: spread)
      .sum(alongAxes: [0]).scalars
    for (a, b) in zip(slope, wanted) { #expect(agree(a, b, 1e-14)) }
  }

  /// The value and its gradient read the logits once, and the mean costs a pass over the rows.
  @Test func oncePastTheLogits() throws {
    let x = normal([64, 100], seed: 15)
    let z = weights([64, 100], seed: 16)
    let loss = softmaxCrossEntropy(logits: x, labels: z)
    let slope = try gradient(of: loss, at: x)
    #expect(Tensor.passes([loss, slope]) == 1)
    let mean = softmaxCrossEntropy(logits: x, labels: z, reduction: .mean)
    let meanSlope = try gradient(of: mean, at: x)
    #expect(Tensor.passes([mean, meanSlope]) == 3)
    let sigmoid = sigmoidCrossEntropy(logits: x, labels: z, reduction: .mean)
    let sigmoidSlope = try gradient(of: sigmoid, at: x)
    #expect(Tensor.passes([sigmoid, sigmoidSlope]) == 2)
  }

  @Test func notANumberStaysOne() throws {
    let x = Tensor<Double>([[1, .nan, 3], [.nan, 2, 1], [4, 5, 6]])
    let z = Tensor<Double>([[1, 0, 0], [0, 1, 0], [0, 0, 1]])
    let loss = softmaxCrossEntropy(logits: x, labels: z)
    #expect(loss.scalars[0].isNaN && loss.scalars[1].isNaN && loss.scalars[2] > 0)
    let slope = try gradient(of: loss, at: x).scalars
    #expect(slope[0..<6].allSatisfy { $0.isNaN } && slope[6...].allSatisfy { $0.isFinite })
    #expect(sigmoidCrossEntropy(logits: x[1], labels: z[0]).scalars[0].isNaN)
    let rows = Tensor<Double>([[-.infinity, -.infinity], [.infinity, .infinity]])
    let half = Tensor<Double>([[0.5, 0.5], [0.5, 0.5]])
    #expect(softmaxCrossEntropy(logits: rows, labels: half).scalars.allSatisfy { $0.isNaN })
  }

  /// Of several largest logits each counts, and one that is infinite leaves nothing to the others.
  @Test(arguments: [5, 40, 300]) func rowsOfEqualAndOfInfiniteLogits(_ count: Int) throws {
    func row(_ fill: Double, _ others: [Int: Double]) -> [Double] {
      (0..<count).map { others[$0] ?? fill }
    }
    let infinity = Double.infinity
    let x = Tensor<Double>([
      row(0.25, [:]), row(-800, [1: 2, count - 1: 2]), row(0, [2: infinity]),
      row(-infinity, [3: 1]), row(-infinity, [:]), row(0, [0: infinity, 1: infinity]),
    ])
    let classes = Tensor<Int64>([1, 1, 2, 3, 0, 0])
    let loss = try sparseSoftmaxCrossEntropy(logits: x, labels: classes)
    let labels = Tensor<Double>(oneHot: classes, depth: count).materialized()
    let floats = try sparseSoftmaxCrossEntropy(logits: Tensor<Float>(x), labels: classes)
    let many = log(Double(count))
    for values in [
      loss.scalars, softmaxCrossEntropy(logits: x, labels: labels).scalars,
      floats.scalars.map { Double($0) },
    ] {
      #expect(abs(values[0] - many) < 1e-6)
      #expect(abs(values[1] - log(2.0)) < 1e-7)
      #expect(values[2...3] == [0, 0])
      #expect(values[4].isNaN && values[5].isNaN)
    }
    #expect(abs(loss.scalars[0] - many) <= 2e-15 && abs(loss.scalars[1] - log(2.0)) <= 2e-16)
    // The loss alone and with its gradient.
    let slope = try gradient(of: loss, at: x)
    let both = Tensor.materialized([loss + 0, slope])
    for (a, b) in zip(both[0].scalars[0..<4], loss.scalars[0..<4]) { #expect(a == b) }
    let part = 1 / Double(count)
    #expect(abs(slope.scalars[0] - part) < 1e-15 && abs(slope.scalars[1] - (part - 1)) < 1e-15)
    #expect(slope.scalars[count + 1] == -0.5 && slope.scalars[2 * count - 1] == 0.5)
  }
}
