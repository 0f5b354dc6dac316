import Distributions
import Foundation
import Testing

/// Divergences of all pairs of laws whose parameters are rows, along two axes of a batch.
@Suite("Matrices of divergences of rows")
struct PairMatrixTests {
  /// Numbers in (0, 1) of a simple recurrence.
  private func numbers(_ count: Int, from start: UInt64) -> [Double] {
    var state = start
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
  }

  private func weights(_ laws: Int, _ classes: Int, from start: UInt64) -> [Double] {
    var rows = numbers(laws * classes, from: start).map { $0 + 0.01 }
    for row in 0..<laws {
      let range = row * classes..<(row + 1) * classes
      let sum = rows[range].reduce(0, +)
      for index in range { rows[index] /= sum }
    }
    return rows
  }

  /// Σ p log(p/q), by its definition.
  private func divergence(_ p: ArraySlice<Double>, _ q: ArraySlice<Double>) -> Double {
    zip(p, q).reduce(0) { sum, pair in
      pair.0 == 0 ? sum : sum + pair.0 * (Foundation.log(pair.0) - Foundation.log(pair.1))
    }
  }

  @Test(
    "categorical laws, of probabilities and of logits, the second ones along either axis",
    arguments: [(false, false), (false, true), (true, false), (true, true)])
  func categorical(_ isLogits: (Bool, Bool)) throws {
    let (n, m, k) = (5, 40, 7)
    let (a, b) = (weights(n, k, from: 1), weights(m, k, from: 2))
    func law(_ x: [Double], _ shape: [Int], _ isLogits: Bool) -> Categorical<Tensor<Double>> {
      let tensor = Tensor(shape: shape, scalars: x)
      return isLogits
        ? Categorical(logits: Distributions.log(tensor) + 3) : Categorical(probabilities: tensor)
    }
    let matrix = try klDivergence(
      of: law(a, [n, 1, k], isLogits.0), from: law(b, [m, k], isLogits.1))
    let back = try klDivergence(
      of: law(b, [1, m, k], isLogits.1), from: law(a, [n, 1, k], isLogits.0))
    #expect(matrix.shape == [n, m])
    #expect(back.shape == [n, m])
    for i in 0..<n {
      for j in 0..<m {
        let (p, q) = (a[i * k..<(i + 1) * k], b[j * k..<(j + 1) * k])
        let (forth, return_) = (divergence(p, q), divergence(q, p))
        #expect(abs(matrix.scalars[i * m + j] - forth) <= 1e-13 + 1e-12 * forth)
        #expect(abs(back.scalars[i * m + j] - return_) <= 1e-13 + 1e-12 * return_)
      }
    }
  }

  @Test("nearly equal laws keep their digits, absent classes are infinite, invalid laws NaN")
  func edges() throws {
    let (n, k) = (20, 6)
    var (a, b) = (weights(n, k, from: 3), weights(n, k, from: 3))
    // Of equal laws but for a shift of e from one class to another, KL = e²/2 (1/p + 1/q) to first order.
    for row in 0..<n {
      b[row * k] += 1e-9
      b[row * k + 1] -= 1e-9
    }
    a[2 * k] = 0
    b[3 * k + 1] = 0
    b[4 * k] = -1
    let matrix = try klDivergence(
      of: Categorical(probabilities: Tensor(shape: [n, 1, k], scalars: a)),
      from: Categorical(probabilities: Tensor(shape: [1, n, k], scalars: b)))
    let values = matrix.scalars
    for row in 5..<n {
      let expected = 0.5e-18 * (1 / a[row * k] + 1 / a[row * k + 1])
      #expect(abs(values[row * n + row] - expected) <= 1e-6 * expected)
      #expect(values[row * n + 3] == .infinity)
      #expect(values[row * n + 4].isNaN)
      #expect(values[2 * n + row].isFinite)
    }
  }

  @Test("the derivative of a matrix is that of its elements")
  func gradient() throws {
    let (n, m, k) = (4, 20, 5)
    let a = Tensor(shape: [n, 1, k], scalars: weights(n, k, from: 5))
    let b = Tensor(shape: [1, m, k], scalars: weights(m, k, from: 6))
    // dKL/dqⱼ of weights is −pⱼ/qⱼ + 1 where both sum to 1, summed over the laws p.
    let total = { (q: Tensor<Double>) -> Tensor<Double> in
      let matrix = try? klDivergence(
        of: Categorical(probabilities: a), from: Categorical(probabilities: q))
      return (matrix ?? Tensor.nan).sum()
    }
    let (slope, p, q) = (try Distributions.gradient(at: b, of: total).scalars, a.scalars, b.scalars)
    for j in 0..<m {
      for c in 0..<k {
        let expected = (0..<n).reduce(0.0) { $0 + 1 - p[$1 * k + c] / q[j * k + c] }
        #expect(abs(slope[j * k + c] - expected) <= 1e-11 * (1 + abs(expected)))
      }
    }
  }

  @Test("Dirichlet laws: each element is the divergence of its pair")
  func dirichlet() throws {
    let (n, m, k) = (5, 30, 4)
    let a = numbers(n * k, from: 7).map { 0.5 + 4 * $0 }
    let b = numbers(m * k, from: 8).map { 0.5 + 4 * $0 }
    let matrix = try klDivergence(
      of: Dirichlet(concentration: Tensor(shape: [n, 1, k], scalars: a)),
      from: Dirichlet(concentration: Tensor(shape: [m, k], scalars: b)))
    let back = try klDivergence(
      of: Dirichlet(concentration: Tensor(shape: [m, k], scalars: b)),
      from: Dirichlet(concentration: Tensor(shape: [n, 1, k], scalars: a)))
    for i in 0..<n {
      for j in 0..<m {
        let p = Dirichlet(concentration: Array(a[i * k..<(i + 1) * k]))
        let q = Dirichlet(concentration: Array(b[j * k..<(j + 1) * k]))
        let (forth, return_) = (
          try klDivergence(of: p, from: q), try klDivergence(of: q, from: p)
        )
        #expect(abs(matrix.scalars[i * m + j] - forth) <= 1e-11 * forth)
        #expect(abs(back.scalars[i * m + j] - return_) <= 1e-11 * return_)
      }
    }
  }

  @Test("the log-mass of one of several classes, and of what is none")
  func oneHot() {
    let law = OneHotCategorical(probabilities: Tensor(shape: [3], scalars: [0.5, 0.5, 0]))
    let points = Tensor<Double>(
      shape: [8, 3],
      scalars: [
        1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0.5, 0.5, 0, 2, -1, 0, .nan, 1, 0, .infinity, 0, 0,
      ])
    let values = law.logProbability(of: points).scalars
    #expect(abs(values[0] + 0.6931471805599453) <= 1e-15)
    for index in [1, 2, 3, 4, 5, 7] { #expect(values[index] == -.infinity) }
    #expect(values[6].isNaN)
  }

  @Test("views of one tensor, of fewer laws and of other classes, are lists of their own")
  func views() throws {
    let x = Tensor(shape: [40, 6], scalars: weights(40, 6, from: 9))
    let first = x.sliced(0..<16)
    let some = try klDivergence(
      of: Categorical(probabilities: first.reshaped(to: [16, 1, 6])),
      from: Categorical(probabilities: x))
    let halves = try klDivergence(
      of: Categorical(probabilities: x.reshaped(to: [40, 1, 6])),
      from: Categorical(probabilities: x.reshaped(to: [80, 3])))
    for i in 0..<16 {
      for j in 0..<40 {
        let expected = divergence(
          x.scalars[i * 6..<(i + 1) * 6], x.scalars[j * 6..<(j + 1) * 6])
        #expect(abs(some.scalars[i * 40 + j] - expected) <= 1e-13)
      }
    }
    // Six classes have mass where three have none.
    #expect(halves.scalars.allSatisfy { $0 == .infinity })
  }

  @Test(
    "laws that are nearly certain",
    arguments: [
      // By mpmath: Σ p log(p/q) of the masses.
      ([1, 1e-20], [1, 1e-21], 1.4025850929940457e-20), ([1, 0], [1, 1e-10], 9.9999999995e-11),
      ([1 - 1e-10, 1e-10], [1 - 2e-10, 2e-10], 3.0685281949005471e-11),
    ] as [([Double], [Double], Double)])
  func certain(_ p: [Double], _ q: [Double], _ expected: Double) throws {
    let (n, m) = (16, 20)
    let rows = { (law: [Double], count: Int) in (0..<count).flatMap { _ in law } }
    let matrix = try klDivergence(
      of: Categorical(probabilities: Tensor(shape: [n, 1, 2], scalars: rows(p, n))),
      from: Categorical(probabilities: Tensor(shape: [m, 2], scalars: rows(q, m))))
    let lists = try pairwiseKLDivergence(
      of: (0..<n).map { _ in Categorical(probabilities: p) },
      from: (0..<m).map { _ in Categorical(probabilities: q) })
    #expect(matrix.scalars.allSatisfy { abs($0 - expected) <= 1e-9 * expected })
    #expect(lists.scalars.allSatisfy { abs($0 - expected) <= 1e-9 * expected })
  }

  @Test("Dirichlet laws of large concentrations from small ones")
  func farDirichlet() throws {
    // By mpmath at 60 digits.
    let cases: [([Double], [Double], Double)] = [
      ([1e17, 1e17], [1, 1], 19.192755528084634), ([1e12, 1e12], [1, 1], 13.436292795599769),
      ([1e20, 1], [0.1, 50], 2331.7310733198908), ([1e5, 3e5], [2, 1], 6.5608128883133091),
    ]
    for (p, q, expected) in cases {
      let value = try klDivergence(
        of: Dirichlet(concentration: p), from: Dirichlet(concentration: q))
      #expect(abs(value - expected) <= 1e-11 * expected)
    }
  }

  @Test("derivatives by what has no mass, and laws without any")
  func withoutMass() throws {
    let logits = Tensor<Double>([-Double.infinity, 0, 1])
    let slope = try Distributions.gradient(at: logits) { Categorical(logits: $0).entropy }.scalars
    // −p (log p + H) of p = 1/(1 + e).
    #expect(slope[0] == 0)
    #expect(abs(slope[1] - 0.19661193324148185) <= 1e-15)
    let p = Tensor<Double>([0, 0.5, 0.5])
    let oneHot = try Distributions.gradient(at: p) {
      OneHotCategorical(probabilities: $0).logProbability(of: Tensor<Double>([0, 1, 0]))
    }.scalars
    #expect(oneHot == [-1, 1, -1])
    let none = Categorical(probabilities: [0.0, 0, 0])
    #expect(try klDivergence(of: none, from: Categorical(probabilities: [1.0, 0, 0])).isNaN)
    #expect(Uniform(lowerBound: 0.0, upperBound: 1.0).survivalQuantile(-1e-17).isNaN)
  }

  @Test(
    "the number of threads changes no bit", arguments: [(29, 33, 300), (253, 5, 90), (60, 40, 7)])
  func threads(_ n: Int, _ m: Int, _ k: Int) throws {
    let p = Categorical(probabilities: Tensor(shape: [n, 1, k], scalars: weights(n, k, from: 1)))
    let q = Categorical(probabilities: Tensor(shape: [m, k], scalars: weights(m, k, from: 2)))
    let before = ThreadCount.current
    defer { ThreadCount.current = before }
    ThreadCount.current = 1
    let alone = try klDivergence(of: p, from: q).scalars
    ThreadCount.current = 3
    #expect(try klDivergence(of: p, from: q).scalars == alone)
  }
}
