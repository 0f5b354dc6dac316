import RandomGenerators
import Tensors
import Testing

@Suite struct EvaluationTests {
  @Test(arguments: UnaryFunction.allCases)
  func unaryFunctionsEqualTheReference(_ function: UnaryFunction) {
    let x = uniform([1_501], DerivativesTests.domain(of: function))
    expectSameAsReference(Tensor.unary(function, x))
  }

  @Test(arguments: BinaryFunction.allCases)
  func binaryFunctionsEqualTheReference(_ function: BinaryFunction) {
    let x = uniform([700, 3], 0.1...3, seed: 2)
    for y in [uniform([3], 0.1...3), uniform([700, 1], 0.1...3), uniform([], 0.1...3), x] {
      expectSameAsReference(Tensor.binary(function, x, y))
      expectSameAsReference(Tensor.binary(function, y, x))
    }
  }

  @Test func broadcastingEqualsTheReference() {
    let x = uniform([5, 1, 7, 1], -1...1)
    let y = uniform([3, 1, 600], -1...1)
    expectSameAsReference((2 + x * y) * exp(y))
    expectSameAsReference(Tensor.select(x .< y, x, y))
    expectSameAsReference(x.broadcast(to: [5, 3, 7, 2]))
  }

  /// Rows and planes that begin and end within the blocks of an evaluation.
  @Test func readsOfManyAxesFindTheirNumbers() {
    let shape = [11, 13, 17, 7]
    let count = shape.reduce(1, *)
    let x = Tensor(shape: shape, scalars: (0..<count).map { Double($0) })
    // y[k, i, l, j] is x[i, j, k, l].
    let y = 2 * x.transposed(permutation: 2, 0, 3, 1) + 1
    var expected: [Double] = []
    for k in 0..<17 {
      for i in 0..<11 {
        for l in 0..<7 {
          for j in 0..<13 { expected.append(Double(2 * (((i * 13 + j) * 17 + k) * 7 + l) + 1)) }
        }
      }
    }
    #expect(y.scalars == expected)
    let (a, b) = (uniform([37, 1, 16], -1...1), uniform([1, 141, 16], -1...1, seed: 2))
    expectSameAsReference(square(a - b).sum(alongAxes: 2))
    let c = uniform([5, 1, 7, 1], -1...1)
    let d = c.transposed(permutation: 2, 1, 0, 3).broadcast(to: [7, 31, 5, 29])
    expectSameAsReference(exp(d) * uniform([31, 5, 1], 0...1))
  }

  @Test func readsOfNoElementsGiveNone() {
    for shape in [[3, 0, 4], [0, 3, 4], [3, 4, 0], [2, 0, 3, 5]] {
      let x = Tensor<Double>(shape: shape, scalars: [])
      let last = Array(3..<max(3, shape.count))
      for permutation in [[2, 1, 0] + last, [0, 2, 1] + last, [2, 0, 1] + last] {
        let y = x.transposed(permutation: permutation)
        #expect(y.scalars.isEmpty)
        #expect((exp(y) + 1).scalars.isEmpty)
        #expect((2 * y).sum().scalars == [0])
      }
    }
  }

  @Test func viewsEqualTheReference() {
    let x = uniform([4, 5, 6], -1...1)
    let y = x.transposed(permutation: 2, 0, 1)
    expectSameAsReference(y)
    expectSameAsReference(y.reshaped(to: [24, 5]))
    expectSameAsReference(exp(y) + y.reshaped(to: [6, 4, 5]))
    expectSameAsReference(y.sliced(1..<3, alongAxis: 2).reshaped(to: [48]))
    expectSameAsReference(exp(x).sliced(1..<3, alongAxis: 1).transposed())
    expectSameAsReference(x.sliced(start: 1, end: 6, step: 2, alongAxis: 2) * 2)
    expectSameAsReference(x[1] + x[2])
    expectSameAsReference(Tensor(concatenating: [exp(x), y.transposed(permutation: 1, 2, 0)]))
    expectSameAsReference(uniform([7], 0...1).diagonal().diagonalPart())
    expectSameAsReference(uniform([3, 3], 0...1).lowerTriangle())
  }

  @Test(arguments: [[3, 4, 5], [1, 1, 20_000], [20_000, 1, 1], [100, 3, 70], [2, 9_000, 2]])
  func reductionsEqualTheReference(_ shape: [Int]) {
    let x = uniform(shape, -1...1)
    for axes in [[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]] {
      let sums = (2 + x).sum(alongAxes: axes)
      expectSameAsReference(sums, tolerance: 1e-13)
      expectSameAsReference(x.max(alongAxes: axes))
      expectSameAsReference(exp(x).min(alongAxes: axes, keepRank: true))
    }
  }

  @Test func aFamilyOfReductionsInOnePass() {
    let x = uniform([300, 200], -1...1)
    let y = exp(x)
    let all = [y.sum(), y.sum(alongAxes: 1), y.sum(alongAxes: 0), y.max(alongAxes: 1)]
    #expect(Tensor.passes(all) == 1)
    for tensor in Tensor.materialized(all) { #expect(tensor.scalars.allSatisfy { $0 > 0 }) }
    for tensor in all { expectSameAsReference(tensor, tolerance: 1e-13) }
  }

  @Test func productsEqualTheReference() {
    let a = uniform([3, 9, 5], -1...1)
    let b = uniform([5, 6], -1...1)
    expectSameAsReference(a.matmul(b), tolerance: 1e-12)
    expectSameAsReference(b.transposed().matmul(a.matrixTransposed()), tolerance: 1e-12)
    expectSameAsReference(exp(a).matmul(b.sliced(0..<3, alongAxis: 1)), tolerance: 1e-12)
    expectSameAsReference(
      a.sliced(0..<1, alongAxis: 0).matmul(uniform([2, 1, 5, 4], 0...1)), tolerance: 1e-12)
    expectSameAsReference(uniform([5], 0...1).matmul(b), tolerance: 1e-12)
    expectSameAsReference(a.matmul(uniform([5], 0...1)), tolerance: 1e-12)
    // Several tiles of rows against broadcast products summed.
    let (c, d) = (uniform([200, 150], 0...1), uniform([150, 120], 0...1))
    let sums = (c.expandingShape(at: -1) * d).sum(alongAxes: 1)
    #expect(relativeDifference(c.matmul(d).scalars, sums.scalars) < 1e-13)
    let empty = Tensor<Double>(zeros: [2, 0]).matmul(Tensor(zeros: [0, 3]))
    #expect(empty.scalars == [0, 0, 0, 0, 0, 0])
  }

  /// Sizes around those of vectors, panels and cuts; against plain sums.
  @Test(arguments: [
    [100, 64, 64], [33, 50, 70], [14, 33, 530], [200, 74, 37], [5, 17, 4], [64, 794, 29],
    [1, 40, 40], [30, 16, 1100], [4, 15, 9], [300, 32, 513], [29, 9, 257], [520, 24, 600],
    [300, 4, 64], [300, 5, 64], [41, 6, 513], [130, 7, 33], [64, 10, 512], [700, 12, 40],
    // Rows 4,096 bytes apart, of either factor, for enough columns that the first is copied.
    [37, 130, 512], [15, 140, 1024], [512, 129, 11], [1024, 128, 6], [5, 512, 20],
    // Columns enough that the first is copied in any case.
    [29, 390, 19], [14, 400, 300], [4, 385, 520],
  ])
  func productsOfModerateSize(_ sizes: [Int]) {
    expectProducts(Float.self, sizes)
    expectProducts(Double.self, sizes)
  }

  private func expectProducts<Scalar: FloatingPointTensorScalar>(
    _: Scalar.Type, _ sizes: [Int]
  ) {
    let (m, n, k) = (sizes[0], sizes[1], sizes[2])
    let a = Tensor<Scalar>(uniform([m, k], -1...1)).materialized()
    let b = Tensor<Scalar>(uniform([k, n], -1...1, seed: 2)).materialized()
    let (at, bt) = (a.transposed().materialized(), b.transposed().materialized())
    let layouts = [
      a.matmul(b), at.transposed().matmul(b), a.matmul(bt.transposed()),
      at.transposed().matmul(bt.transposed()),
    ]
    // Also half of what it is when a product is added where another lies.
    let sums = zip(layouts, layouts.dropFirst() + [layouts[0]]).map { 0.5 * ($0 + $1) }
    let products = (layouts + sums).map { $0.scalars.map { Double($0) } }
    let (x, y) = (a.scalars.map { Double($0) }, bt.scalars.map { Double($0) })
    let unit = 2 * Double(Scalar.ulpOfOne) * Double(k)
    var areExact = true
    for row in 0..<m {
      for column in 0..<n {
        var (sum, size) = (0.0, 0.0)
        for term in 0..<k {
          let product = x[row * k + term] * y[column * k + term]
          sum += product
          size += Swift.abs(product)
        }
        for product in products where !(Swift.abs(product[row * n + column] - sum) <= unit * size) {
          areExact = false
        }
      }
    }
    #expect(areExact)
  }

  /// Operands are written where the concatenation has them, whatever else uses them.
  @Test func concatenationsOfResults() {
    let x = uniform([30, 40], -1...1)
    let y = exp(x)
    let product = x.matmul(x.transposed())
    let whole = Tensor(concatenating: [y, 2 * x, y, x.transposed().matmul(product).transposed()])
    expectSameAsReference(whole, tolerance: 1e-12)
    expectSameAsReference(whole * whole + whole, tolerance: 1e-12)
    let list = Tensor.materialized([whole, y, y + 1])
    #expect(list[0].sliced(0..<30).scalars == list[1].scalars)
    #expect(relativeDifference(list[2].scalars, (exp(x) + 1).scalars) == 0)
    let flat = Tensor(concatenating: [
      (x + 1).flattened(), y.sum(alongAxes: 0), (y * x).flattened(),
    ])
    expectSameAsReference(flat, tolerance: 1e-13)
    expectSameAsReference(Tensor(concatenating: [flat, exp(flat)]), tolerance: 1e-13)
  }

  @Test func factorisationsEqualTheReference() {
    let x = uniform([2, 4, 4], -1...1)
    let a = x.matmul(x.matrixTransposed()) + Tensor(ones: [4]).diagonal()
    expectSameAsReference(a.cholesky(), tolerance: 1e-12)
    let l = a.cholesky()
    expectSameAsReference(l.matmul(l.matrixTransposed()), tolerance: 1e-12)
    for transpose in [false, true] {
      for lower in [false, true] {
        expectSameAsReference(
          a.triangularSolve(uniform([4, 3], 0...1), lower: lower, transpose: transpose),
          tolerance: 1e-10)
      }
    }
    #expect((-a).cholesky().scalars.allSatisfy { $0.isNaN })
  }

  @Test func wholeNumbersAndMasks() {
    let x = Tensor<Int64>([5, -7, 9_007_199_254_740_993])
    #expect((x + 1).scalars == [6, -6, 9_007_199_254_740_994])
    #expect((x / 2).scalars == [2, -3, 4_503_599_627_370_496])
    #expect((x / 0).scalars == [0, 0, 0])
    #expect((x .< 0).scalars == [false, true, false])
    #expect(((x .< 0) .| (x .== 5)).scalars == [true, true, false])
    #expect((.!(x .< 0)).scalars == [true, false, true])
    #expect(x.sum().scalar == 9_007_199_254_740_991)
    #expect(x.max().scalar == 9_007_199_254_740_993)
    #expect(Tensor<Double>(x .< 0).scalars == [0, 1, 0])
    #expect(
      Tensor<Int64>(flooring: Tensor<Double>([1.9, -0.1, .nan, 1e300])).scalars
        == [1, -1, 0, .max])
    #expect(Tensor<Int64>.select(x .< 0, 0, x).scalars == [5, 0, 9_007_199_254_740_993])
  }

  @Test func argmaxTakesTheFirst() {
    let x = Tensor<Double>([[1, 3, 3], [.nan, 2, .nan], [-.infinity, -.infinity, -.infinity]])
    #expect(x.argmax().scalars == [1, 0, 0])
    #expect(x.argmax(alongAxis: 0).scalars == [1, 0, 1])
  }

  @Test func gatheringOutsideGivesNaN() {
    let x = Tensor<Double>([[1, 2], [3, 4]])
    let rows = x.gathering(atIndices: Tensor<Int64>([1, 5, -1]))
    #expect(relativeDifference(rows.scalars, [3, 4, .nan, .nan, .nan, .nan]) == 0)
    let chosen = x.selectingLastAxis(atIndices: Tensor<Int64>([1, 2]))
    #expect(relativeDifference(chosen.scalars, [2, .nan]) == 0)
  }

  @Test func extremesOfNothingAndOfNaN() {
    let empty = Tensor<Double>(shape: [2, 0], scalars: [])
    #expect(empty.sum(alongAxes: 1).scalars == [0, 0])
    #expect(empty.max(alongAxes: 1).scalars == [-.infinity, -.infinity])
    #expect(Tensor<Double>([1, .nan, 2]).max().scalar.isNaN)
    #expect(Tensor<Double>([[1, .nan], [3, 2]]).max(alongAxes: 0).scalars[0] == 3)
    #expect(Tensor<Double>([[1, .nan], [3, 2]]).max(alongAxes: 0).scalars[1].isNaN)
  }

  @Test func logSumExpAtTheExtremes() throws {
    let x = Tensor<Double>([
      [1_000, 1_000], [-.infinity, 0], [-.infinity, -.infinity], [.infinity, 0],
    ])
    let y = x.logSumExp(alongAxes: 1)
    #expect(relativeDifference(y.scalars, [1_000.6931471805599, 0, -.infinity, .infinity]) < 1e-15)
    let slopes = try gradient(of: y, at: x).scalars
    #expect(Array(slopes[0..<6]) == [0.5, 0.5, 0, 1, 0, 0])
  }

  @Test func floatsAreRoundedOnce() {
    let x = Tensor<Float>([1, 2, 3]) / 3
    #expect(x.scalars == [1 / 3, 2 / 3, 1])
    #expect(Tensor<Double>(x).scalars[0] == Double(Float(1) / 3))
    #expect(x.sum().scalar == 2)
  }

  @Test func passesAreCounted() {
    let x = uniform([100, 50], -1...1)
    let m = uniform([50], -1...1)
    let s = uniform([50], 0.5...1)
    let z = (x - m) / s
    #expect((-0.5 * z * z - log(s)).passes == 2)  // log(s) is computed once, not for each row
    #expect((exp(x) + 1).sum(alongAxes: 1).passes == 1)
    #expect(x.logSumExp(alongAxes: 1).passes <= 4)
    #expect(x.transposed().passes == 1)
    #expect(exp(x.transposed()).passes == 1)
    #expect(x.reshaped(to: [50, 100]).passes == 0)
    #expect(exp(x).matmul(x.transposed()).passes == 2)
  }

  /// A product is added where another lies, unless somebody else reads either.
  @Test func sumsOfProductsTakeAPassAProduct() {
    let (a, b) = (uniform([70, 600], 0...1), uniform([600, 40], 0...1, seed: 2))
    let (c, d) = (uniform([70, 9], 0...1, seed: 3), uniform([40, 9], 0...1, seed: 4))
    let first = a.matmul(b)
    let second = c.matmul(d.transposed())
    #expect((first + second).passes == 2)
    #expect((first + second + exp(c).matmul(d.transposed())).passes == 4)
    #expect((second + (first + second)).passes == 3)
    #expect(Tensor.passes([first, first + second]) == 3)
    let whole = Tensor(concatenating: [c.flattened(), (second + first).flattened()], alongAxis: 0)
    let third = c.matmul(exp(d).transposed())
    let sums: [Tensor<Double>] = [
      first + second, second + first, first + first, first + (second + third),
      (first + second) + third, (first + second) + (third + first),
      second + (first + second), whole, (first + second).matmul(d) + c,
      first + Tensor(zeros: [70, 0]).matmul(Tensor(zeros: [0, 40])),
      Tensor(zeros: [70, 0]).matmul(Tensor(zeros: [0, 40])) + first,
    ]
    for sum in sums { expectSameAsReference(sum, tolerance: 1e-12) }
    let floats = Tensor<Float>(a).matmul(Tensor<Float>(b))
    let sum = floats + Tensor<Float>(c).matmul(Tensor<Float>(d).transposed())
    #expect(
      relativeDifference(sum.scalars.map(Double.init), (first + second).scalars) < 1e-5)
  }

  @Test func sharedExpensiveNodesAreStored() {
    let x = uniform([64, 64], 0.5...2)
    let y = logGamma(x) + digamma(x)
    let centred = y - y.mean(alongAxes: 1, keepRank: true)
    expectSameAsReference(centred, tolerance: 1e-12)
    expectSameAsReference(exp(x) / exp(x).sum(alongAxes: 1, keepRank: true), tolerance: 1e-13)
  }

  @Test func manyNodesNeitherOverflowTheStack() throws {
    var x = Tensor<Double>([0, 0])
    for _ in 0..<1_000_000 { x = x + 1 }
    #expect(x.scalars == [1_000_000, 1_000_000])
    let start = Tensor<Double>([1])
    var y = start
    for _ in 0..<200_000 { y = y * 1.000001 + 0 }
    let slope = try gradient(of: y, at: start).scalar
    #expect(abs(slope - 1.2214026359) < 1e-6)
  }

  @Test func sameBitsWhateverTheThreads() {
    let x = uniform([1_000, 300], -1...1)
    let a = uniform([300, 200], -1...1)
    // First factors that fill a second-level cache, which one thread takes in groups of rows.
    let (b, c) = (uniform([2_400, 264], -1...1), uniform([264, 131], -1...1))
    let transposed = b.transposed().materialized().transposed()
    let floats = Tensor<Float>(uniform([2_400, 500], -1...1))
    let others = Tensor<Float>(uniform([500, 130], -1...1))
    let (narrow, long) = (uniform([300, 11], -1...1), uniform([40_000, 64], -1...1))
    func results() -> [[Double]] {
      [
        b.matmul(c).scalars, transposed.matmul(c).scalars,
        floats.matmul(others).scalars.map { Double($0) },
        x.matmul(narrow).scalars, b.matmul(uniform([264, 7], -1...1)).scalars,
        // As many columns as the first is copied for, of which each thread has some.
        Tensor<Float>(x).matmul(Tensor<Float>(uniform([300, 500], -1...1))).scalars.map {
          Double($0)
        },
        // What OpenBLAS multiplies.
        long.matmul(uniform([64, 4], -1...1)).scalars,
        long.matmul(uniform([64, 1], -1...1)).scalars,
        uniform([3, 500], -1...1).matmul(uniform([500, 4_000], -1...1)).scalars,
        exp(x).sum().scalars, x.sum(alongAxes: 0).scalars, x.matmul(a).scalars,
        Tensor<Double>(standardNormal: [100_000], using: &generator).sum().scalars,
      ]
    }
    var generator = Philox4x32(seed: 5)
    let before = ThreadCount.current
    ThreadCount.current = 1
    let one = results()
    generator = Philox4x32(seed: 5)
    ThreadCount.current = 4
    let four = results()
    ThreadCount.current = before
    for (index, numbers) in one.enumerated() {
      let areEqual = numbers == four[index]
      #expect(areEqual, "result \(index)")
    }
  }

  @Test func concurrentEvaluationOfOneGraph() async {
    let x = uniform([20_000], -1...1)
    let y = exp(x) * sin(x)
    let expected = y.referenceScalars
    await withTaskGroup(of: [Double].self) { group in
      for i in 0..<8 {
        group.addTask { i % 2 == 0 ? y.scalars : (y + 0).scalars }
      }
      for await scalars in group { #expect(relativeDifference(scalars, expected) < 1e-15) }
    }
  }

  @Test func randomTensorsFollowTheirLaws() {
    var generator = Philox4x32(seed: 11)
    let u = Tensor<Float>(standardUniform: [100_000], using: &generator).scalars
    #expect(u.allSatisfy { $0 > 0 && $0 < 1 })
    let z = Tensor<Double>(standardNormal: [200_000], using: &generator)
    // Five standard errors of the mean and of the variance.
    #expect(abs(z.mean().scalar) < 5 / 200_000.0.squareRoot())
    #expect(abs(z.variance().scalar - 1) < 5 * (2 / 200_000.0).squareRoot())
    #expect(z.scalars == z.materialized().scalars)
  }

  @Test func descriptionsAreReadable() {
    #expect("\(Tensor<Double>([[1, 2], [3, 4]]))" == "[[1.0, 2.0],\n [3.0, 4.0]]")
    #expect("\(Tensor<Double>(2.5))" == "2.5")
    #expect("\(Tensor<Int64>([1, 2]))" == "[1, 2]")
    let large = Tensor<Float>(zeros: [100, 100])
    #expect("\(large)".hasSuffix("(shape [100, 100], Float)"))
    #expect("\(large)".contains("..."))
  }

  /// A kernel that reads the whole of a concatenation must not write there while another reads a part.
  @Test(arguments: [[4, 8], [10, 100], [2, 1_000]])
  func partsOfAConcatenationKeepTheirNumbers(shape: [Int]) {
    let count = shape[0] * shape[1]
    let scalars = (0..<count).map { Double($0 % 13) - 4 }
    let x = Tensor(shape: shape, scalars: scalars)
    let y = Tensor(shape: shape, scalars: scalars.map { 0.5 * $0 + 1 })
    let (a, b) = (x + 1.0, y * 3.0)
    let whole = Tensor(concatenating: [a, b], alongAxis: 0)
    let offset = (y * y.sum()).sum()
    let (g, h) = (whole * 2.0, a + offset)
    let factor = g.sum() + h.sum()
    let u = g.reshaped(to: [2 * count]) * factor
    let v = h.reshaped(to: [count]) * factor
    evaluate(u, v)
    // Whole numbers and halves: exact in any order.
    let ys = scalars.map { 0.5 * $0 + 1 }
    let sum = ys.reduce(0, +)
    let t = ys.reduce(0) { $0 + $1 * sum }
    let gs = scalars.map { 2 * ($0 + 1) } + ys.map { 6 * $0 }
    let hs = scalars.map { $0 + 1 + t }
    let k = gs.reduce(0, +) + hs.reduce(0, +)
    #expect(u.scalars == gs.map { $0 * k })
    #expect(v.scalars == hs.map { $0 * k })
  }
}
