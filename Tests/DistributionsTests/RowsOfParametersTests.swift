import Distributions
import RandomGenerators
import Tensors
import Testing

/// Log-densities of rows of points where each column has a law of its own: the laws are made once for many
/// rows, with the same bits as parameters that are written out.
@Suite struct RowsOfParametersTests {
  private func random<Scalar: FloatingPointTensorScalar>(
    _ shape: [Int], _ bounds: ClosedRange<Double>, seed: UInt64, _: Scalar.Type
  ) -> Tensor<Scalar> {
    var generator = Philox4x32(seed: seed)
    let count = shape.reduce(1, *)
    let numbers = (0..<count).map { _ in Double.random(in: bounds, using: &generator) }
    return Tensor<Scalar>(Tensor<Double>(shape: shape, scalars: numbers)).materialized()
  }

  private func check<Scalar: FloatingPointTensorScalar>(
    _ shape: [Int], _: Scalar.Type, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let row = [shape[shape.count - 1]]
    let x = random(shape, 0.1...3, seed: 1, Scalar.self)
    let a = random(row, 0.5...4, seed: 2, Scalar.self)
    let b = random(row, 0.3...2, seed: 3, Scalar.self)
    let zeros = Tensor<Scalar>(shape: shape, scalars: [Scalar](repeating: 0, count: x.scalarCount))
    let (wideA, wideB) = ((a + zeros).materialized(), (b + zeros).materialized())
    let laws: [(Tensor<Scalar>, Tensor<Scalar>) -> Tensor<Scalar>] = [
      { Normal(mean: $0, standardDeviation: $1).logProbability(of: x) },
      { Exponential(rate: $0 + 0 * $1).logProbability(of: x) },
      { Gamma(shape: $0, rate: $1).logProbability(of: x) },
      { StudentT(degreesOfFreedom: $0, location: 0.5, scale: $1).logProbability(of: x) },
      { Laplace(location: $0, scale: $1).logProbability(of: exp(x)) },
      { Laplace(location: 1, scale: $1).logProbability(of: x) + exp(-$0) },
      // The points are in the way too, or are not where they would be read along.
      { Normal(mean: $0, standardDeviation: $1).logProbability(of: $0) + 0 * x },
      { Normal(mean: $0, standardDeviation: x).logProbability(of: $1) },
    ]
    for (index, law) in laws.enumerated() {
      let (narrow, wide) = (law(a, b), law(wideA, wideB))
      #expect(
        narrow.scalars == wide.scalars, "law \(index), \(shape)", sourceLocation: sourceLocation)
      for axes in [[0], [shape.count - 1]] {
        let (sums, expected) = (
          narrow.sum(alongAxes: axes).scalars, wide.sum(alongAxes: axes).scalars
        )
        let sizes = abs(wide).sum(alongAxes: axes).scalars
        for (i, size) in sizes.enumerated() {
          #expect(
            abs(sums[i] - expected[i]) <= 20 * Scalar.ulpOfOne * size, "law \(index), \(shape)")
        }
      }
    }
  }

  @Test(
    arguments: [
      [100, 3], [7, 16], [70, 33], [40, 1_000], [3, 1_001], [35, 1_001], [2, 30, 129], [3, 9_000],
    ])
  func haveTheSameBits(_ shape: [Int]) throws {
    try check(shape, Double.self)
    try check(shape, Float.self)
  }

  /// Points that lie transposed.
  @Test func transposedPoints() {
    let x = random([200, 500], 0.1...3, seed: 1, Double.self)
    let (a, b) = (
      random([200], 0.5...4, seed: 2, Double.self), random([200], 0.3...2, seed: 3, Double.self)
    )
    let found = Gamma(shape: a, rate: b).logProbability(of: x.transposed()).scalars
    let copy = x.transposed().materialized()
    #expect(found == Gamma(shape: a, rate: b).logProbability(of: copy).scalars)
  }

  /// Divergences of inverse Gaussian laws, a kernel for tensors, against the formula for numbers, which is
  /// held against quadrature elsewhere.
  @Test func inverseGaussianDivergences() throws {
    var numbers: [[Double]] = []
    for first in [0.5, 1, 1 + 1e-9, 30, 1e-100, 0, -1, .infinity, .nan] {
      for second in [0.25, 1, 1e120, 0, .nan] {
        numbers.append([first, second, 1.5, 2])
        numbers.append([1.5, 2, first, second])
        numbers.append([first, first, second, second])
      }
    }
    func column(_ index: Int) -> Tensor<Double> { Tensor(numbers.map { $0[index] }) }
    let found = try klDivergence(
      of: InverseGaussian(mean: column(0), shape: column(1)),
      from: InverseGaussian(mean: column(2), shape: column(3))
    ).scalars
    for (x, value) in zip(numbers, found) {
      let p = InverseGaussian(mean: x[0], shape: x[1])
      let q = InverseGaussian(mean: x[2], shape: x[3])
      guard x.allSatisfy({ $0 > 0 && $0 < .infinity }) else {
        #expect(value.isNaN, "\(x)")
        continue
      }
      let expected = try klDivergence(of: p, from: q)
      #expect(
        value == expected || abs(value - expected) <= 1e-14 * expected,
        "\(x): \(value), \(expected)")
    }
  }
}
