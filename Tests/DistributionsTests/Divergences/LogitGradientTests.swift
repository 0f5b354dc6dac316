import Distributions
import Foundation
import Testing

/// Derivatives of functions of rows of logits, which have kernels of their own.
@Suite struct LogitGradientTests {
  private static let lengths: [Int] = [1, 2, 10, 24, 25, 100, 301]

  private func normals(_ shape: [Int], _ scale: Double, _ seed: UInt64) -> Tensor<Double> {
    var generator = Philox4x32(seed: seed)
    return (Tensor<Double>(standardNormal: shape, using: &generator) * Tensor(scale)).materialized()
  }

  private func rows(_ x: Tensor<Double>) -> [[Double]] {
    let n = x.shape[1]
    let scalars = x.scalars
    return (0..<x.shape[0]).map { Array(scalars[$0 * n..<($0 + 1) * n]) }
  }

  private func logMasses(_ x: [Double]) -> [Double] {
    let top = x.max() ?? 0
    let total = x.reduce(0) { $0 + exp($1 - top) }
    return x.map { ($0 - top) - log(total) }
  }

  private func slopes<Scalar: FloatingPointTensorScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ g: Tensor<Scalar>
  ) throws -> [Tensor<Scalar>] {
    try gradient(
      of: (g * klDivergence(of: Categorical(logits: a), from: Categorical(logits: b))).sum(),
      at: [a, b])
  }

  /// −g p (r + KL) by the first logits and g (q − p) by the second, r = log(q/p).
  @Test(arguments: lengths, [3.0, 30.0])
  func derivativesOfDivergence(length: Int, scale: Double) throws {
    let shape = [9, length]
    let (a, b) = (normals(shape, scale, 1), normals(shape, scale, 2))
    let g = normals([9], 1, 3)
    let values = try slopes(a, b, g)
    let single = try slopes(Tensor<Float>(a), Tensor<Float>(b), Tensor<Float>(g))
    for (i, (x, y)) in zip(rows(a), rows(b)).enumerated() {
      let (p, q) = (logMasses(x), logMasses(y))
      let divergence = zip(p, q).reduce(0) { $0 + exp($1.0) * ($1.0 - $1.1) }
      for j in 0..<length {
        let weight = g.scalars[i]
        let first = weight * exp(p[j]) * (p[j] - q[j] - divergence)
        let second = weight * (exp(q[j]) - exp(p[j]))
        let at = i * length + j
        #expect(abs(values[0].scalars[at] - first) <= 1e-13 * scale * (1 + divergence))
        #expect(abs(values[1].scalars[at] - second) <= 1e-14 * scale)
        #expect(abs(Double(single[0].scalars[at]) - first) <= 3e-6 * scale * (1 + divergence))
        #expect(abs(Double(single[1].scalars[at]) - second) <= 1e-6 * scale)
      }
    }
  }

  /// Of laws that differ by little, or by that and a large constant, the derivatives have the digits of the
  /// difference: to the first order p (δ − Σ p δ), δ = b − a.
  @Test(arguments: [10, 100], [0.0, 1e5])
  func derivativesOfNearlyEqualLaws(length: Int, constant: Double) throws {
    let shape = [5, length]
    let a = normals(shape, 3, 4)
    let b = (a + normals(shape, constant == 0 ? 1e-10 : 1e-6, 5) + Tensor(constant)).materialized()
    let values = try slopes(a, b, Tensor(ones: [5]))
    for (i, (x, y)) in zip(rows(a), rows(b)).enumerated() {
      let p = logMasses(x).map { exp($0) }
      // The differences of the numbers themselves, exact but for the mean's rounding.
      let steps = zip(x, y).map { ($1 - constant) - $0 }
      let mean = zip(p, steps).reduce(0) { $0 + $1.0 * $1.1 }
      for j in 0..<length {
        let expected = p[j] * (steps[j] - mean)
        let size = p[j] * (steps.map(abs).max() ?? 0)
        let at = i * length + j
        // The second order, and the rounding of steps by the constant.
        let bound = (constant == 0 ? 1e-8 : 3e-5) * size
        #expect(abs(values[1].scalars[at] - expected) <= bound)
        #expect(abs(values[0].scalars[at] + expected) <= bound)
      }
    }
  }

  /// One law's mass is nearly all in a class where the other's is too: the derivative there is the sum of the
  /// others', which are far smaller than the rounding of the masses.
  @Test func derivativesKeepSmallMasses() throws {
    let a = Tensor<Double>(shape: [1, 3], scalars: [60, 0, -1])
    let b = Tensor<Double>(shape: [1, 3], scalars: [70, 0.5, 1])
    let values = try slopes(a, b, Tensor(ones: [1]))
    let others = [exp(-69.5) - exp(-60), exp(-69) - exp(-61)]
    #expect(abs(values[1].scalars[0] / -(others[0] + others[1]) - 1) < 1e-14)
    #expect(abs(values[1].scalars[1] / others[0] - 1) < 1e-14)
    #expect(abs(values[0].scalars[0] / -(values[0].scalars[1] + values[0].scalars[2]) - 1) < 1e-14)
  }

  @Test func rowsThatAreNoLawsGiveNaN() throws {
    let a = Tensor<Double>(shape: [3, 2], scalars: [.nan, 0, -.infinity, -.infinity, 1, 0])
    let b = Tensor<Double>(shape: [3, 2], scalars: [0, 0, 0, 0, 0, 1])
    for slope in try slopes(a, b, Tensor(ones: [3])) {
      #expect(slope.scalars[0..<4].allSatisfy { $0.isNaN })
      #expect(slope.scalars[4...].allSatisfy { $0.isFinite })
    }
  }

  /// A class whose mass falls to little does not cost the others their digits.
  @Test func derivativesBesideAFallingClass() throws {
    let a = Tensor<Double>(shape: [1, 3], scalars: [0, 1, -30])
    let b = Tensor<Double>(shape: [1, 3], scalars: [1e-9, 1 - 1e-9, -32])
    let values = try slopes(a, b, Tensor(ones: [1]))
    let share = 1 / (1 + exp(1.0))
    // To the first order, and the mass of the third class, of which e^-2 is left.
    let step = (b.scalars[0] - (b.scalars[1] - 1)) * share * (1 - share)
    let third = exp(-30.0) / (1 + exp(1.0)) * (exp(-2.0) - 1)
    #expect(abs(values[1].scalars[2] / third - 1) < 1e-8)
    #expect(abs(values[1].scalars[0] - (step - third * share)) < 1e-8 * step)
    #expect(abs(values[1].scalars[1] + values[1].scalars[0] + values[1].scalars[2]) < 1e-25)
  }

  /// Of an infinite divergence they are 0, so that it can be masked.
  @Test func infiniteDivergence() throws {
    let a = Tensor<Double>(shape: [2, 3], scalars: [0, 0, 0, 0, 1, 2])
    let b = Tensor<Double>(shape: [2, 3], scalars: [-.infinity, 0, 1, 1, 1, 1])
    let value = try klDivergence(of: Categorical(logits: a), from: Categorical(logits: b))
    #expect(value.scalars[0] == .infinity)
    let kept = Tensor.select(value .< Tensor.infinity, value, 0).sum()
    for slope in try gradient(of: kept, at: [a, b]) {
      #expect(
        slope.scalars[0..<3].allSatisfy { $0 == 0 }
          && slope.scalars[3...].allSatisfy { $0.isFinite })
    }
  }

  /// A class that neither law has adds nothing.
  @Test func absentClasses() throws {
    let a = Tensor<Double>(shape: [1, 3], scalars: [0, 1, -.infinity])
    let b = Tensor<Double>(shape: [1, 3], scalars: [0.5, 0, -.infinity])
    let values = try slopes(a, b, Tensor(ones: [1]))
    let whole = try slopes(
      a.sliced(0..<2, alongAxis: 1), b.sliced(0..<2, alongAxis: 1), Tensor(ones: [1]))
    for (value, expected) in zip(values, whole) {
      #expect(value.scalars[2] == 0)
      #expect(abs(value.scalars[0] - expected.scalars[0]) < 1e-15)
    }
  }

  /// By b twice: q v − q (q · v).
  @Test func secondDerivatives() throws {
    let (a, b, v) = (normals([4, 7], 2, 6), normals([4, 7], 2, 7), normals([4, 7], 1, 8))
    let first = try slopes(a, b, Tensor(ones: [4]))
    let second = try gradient(of: (first[1] * v).sum(), at: b)
    for (i, (y, w)) in zip(rows(b), rows(v)).enumerated() {
      let q = logMasses(y).map { exp($0) }
      let mean = zip(q, w).reduce(0) { $0 + $1.0 * $1.1 }
      for j in 0..<7 { #expect(abs(second.scalars[i * 7 + j] - q[j] * (w[j] - mean)) < 1e-13) }
    }
  }

  @Test(arguments: lengths)
  func derivativesOfEntropyAndLogMass(length: Int) throws {
    let x = normals([6, length], 5, 9)
    let classes = Tensor<Int64>((0..<6).map { Int64($0 * 7 % length) })
    let law = Categorical(logits: x)
    let entropy = try gradient(of: law.entropy.sum(), at: x)
    let mass = try gradient(of: law.logProbability(of: classes).sum(), at: x)
    for (i, row) in rows(x).enumerated() {
      let logs = logMasses(row)
      let value = -logs.reduce(0) { $0 + exp($1) * $1 }
      for j in 0..<length {
        let at = i * length + j
        #expect(abs(entropy.scalars[at] + exp(logs[j]) * (logs[j] + value)) < 1e-13)
        let chosen: Double = Int64(j) == classes.scalars[i] ? 1 : 0
        #expect(abs(mass.scalars[at] - (chosen - exp(logs[j]))) < 1e-14)
      }
    }
    let absent = Tensor<Double>(shape: [1, 3], scalars: [0, 1, -.infinity])
    let slopes = try gradient(of: Categorical(logits: absent).entropy.sum(), at: absent)
    #expect(slopes.scalars[2] == 0 && abs(slopes.scalars[0] + slopes.scalars[1]) < 1e-15)
    let second = try gradient(of: (slopes * Tensor([1, 2, 3])).sum(), at: absent)
    #expect(second.scalars.allSatisfy { $0.isFinite })
  }

  /// Of weights by q, (q/Q − p/P)/q, whatever the sums.
  @Test(arguments: [1.0, 1e4, 1e12])
  func derivativesByWeights(scale: Double) throws {
    let p = Tensor<Double>(shape: [2, 3], scalars: [0.2, 0.3, 0.5, 0, 0.4, 0.6]) * Tensor(scale)
    let q = Tensor<Double>(shape: [2, 3], scalars: [0.25, 0.25, 0.5001, 0.1, 0.5, 0.3])
    func slope<S: FloatingPointTensorScalar>(_ p: Tensor<S>, _ q: Tensor<S>) throws -> Tensor<S> {
      try gradient(
        of: klDivergence(of: Categorical(probabilities: p), from: Categorical(probabilities: q))
          .sum(), at: q)
    }
    let (doubles, floats) = (try slope(p, q), try slope(Tensor<Float>(p), Tensor<Float>(q)))
    for (i, (x, y)) in zip(rows(p), rows(q)).enumerated() {
      let (own, other) = (x.reduce(0, +), y.reduce(0, +))
      for j in 0..<3 {
        let expected = (y[j] / other - x[j] / own) / y[j]
        #expect(abs(doubles.scalars[3 * i + j] - expected) < 1e-14)
        #expect(abs(Double(floats.scalars[3 * i + j]) - expected) < 1e-6)
      }
    }
    let second = try gradient(of: (doubles * q).sum(), at: q)
    #expect(second.scalars.allSatisfy { $0.isFinite })
  }

  /// The same of rows of any length, as many as fill vectors and some more, beside rows that are no laws.
  @Test(arguments: [1, 2, 10, 16, 24, 25, 300])
  func derivativesByManyWeights(length: Int) throws {
    let count = 21
    let p = exp(normals([count, length], 1, 12)).materialized()
    var numbers = exp(normals([count, length], 1, 13)).scalars
    // Nearly equal laws of the same sum, and a row with a negative weight.
    for j in 0..<length { numbers[j] = p.scalars[j] * (1 + (j % 2 == 0 ? 1e-9 : 0)) }
    numbers[5 * length] = -1
    let q = Tensor(shape: [count, length], scalars: numbers)
    let g = normals([count], 1, 14)
    func slope<S: FloatingPointTensorScalar>(
      _ p: Tensor<S>, _ q: Tensor<S>, _ g: Tensor<S>
    ) throws -> Tensor<S> {
      let value = try klDivergence(
        of: Categorical(probabilities: p), from: Categorical(probabilities: q))
      return try gradient(of: (value * g).sum(), at: q)
    }
    let doubles = try slope(p, q, g)
    let floats = try slope(Tensor<Float>(p), Tensor<Float>(q), Tensor<Float>(g))
    for (i, (x, y)) in zip(rows(p), rows(q)).enumerated() {
      let (own, other) = (x.reduce(0, +), y.reduce(0, +))
      let rise = zip(x, y).reduce(0) { $0 + ($1.1 - $1.0) }
      for j in 0..<length {
        let (double, float) = (doubles.scalars[i * length + j], floats.scalars[i * length + j])
        if i == 5 {
          #expect(double.isNaN && float.isNaN)
          continue
        }
        let part = i == 0 ? (y[j] - x[j]) - x[j] * rise / own : y[j] - x[j] * other / own
        let expected = g.scalars[i] * part / (y[j] * other)
        let size = Swift.abs(g.scalars[i]) * (i == 0 ? 1e-9 : 1 + x[j] / y[j] * other / own) / other
        #expect(abs(double - expected) <= 1e-14 * size, "\(double), not \(expected)")
        if i > 0 { #expect(abs(Double(float) - expected) <= 2e-6 * size) }
      }
    }
  }

  /// What an infinite divergence has no part in has no part in the derivative.
  @Test(arguments: [3, 30])
  func infiniteDivergenceOfWeights(length: Int) throws {
    let p = Tensor<Double>(ones: [2, length])
    let q = Tensor<Double>(
      shape: [2, length], scalars: (0..<2 * length).map { $0 == 1 ? 0 : Double($0 + 1) })
    let value = try klDivergence(
      of: Categorical(probabilities: p), from: Categorical(probabilities: q))
    #expect(value.scalars[0] == .infinity)
    let kept = Tensor.select(value .< Tensor.infinity, value, 0).sum()
    let slope = try gradient(of: kept, at: q).scalars
    #expect(slope[..<length].allSatisfy { $0 == 0 })
    #expect(slope[length...].allSatisfy { $0.isFinite && $0 != 0 })
  }

  /// The same numbers on several threads, and in rows of one number for all.
  @Test func manyRows() throws {
    let (a, b) = (normals([3000, 10], 3, 10), normals([3000, 10], 3, 11))
    let all = try slopes(a, b, Tensor(ones: [3000]))
    let some = try slopes(
      a.sliced(1500..<1510), b.sliced(1500..<1510), Tensor(ones: [10]))
    for (whole, part) in zip(all, some) {
      #expect(Array(whole.scalars[15000..<15100]) == part.scalars)
    }
    let mean = try gradient(
      of: klDivergence(of: Categorical(logits: a), from: Categorical(logits: b)).mean(), at: a)
    for (x, y) in zip(mean.scalars, all[0].scalars) { #expect(abs(3000 * x - y) < 1e-14) }
  }
}

/// Divergences of rows of floats, long ones in single precision.
@Suite struct FloatRowTests {
  private func weights(_ rows: Int, _ classes: Int, _ seed: UInt64) -> Tensor<Double> {
    var generator = Philox4x32(seed: seed)
    return Tensor<Double>(standardUniform: [rows, classes], using: &generator) + 0.1
  }
  private func normalized(_ x: Tensor<Double>) -> Tensor<Float> {
    Tensor<Float>(x / x.sum(alongAxes: [1], keepRank: true)).materialized()
  }
  /// The floats agree with the doubles of the same numbers.
  private func expectAgreement(_ p: Tensor<Float>, _ q: Tensor<Float>, _ bound: Double) throws {
    let floats = try klDivergence(
      of: Categorical(probabilities: p), from: Categorical(probabilities: q))
    let doubles = try klDivergence(
      of: Categorical(probabilities: Tensor<Double>(p)),
      from: Categorical(probabilities: Tensor<Double>(q)))
    for (x, y) in zip(floats.scalars, doubles.scalars) {
      #expect(
        abs(Double(x) / y - 1) < bound || Double(x) == y || x.isNaN && y.isNaN, "\(x), not \(y)")
    }
  }

  @Test(arguments: [2, 3, 5, 10, 16, 17, 24, 25, 100, 1000, 3001])
  func agreesWithDoubles(classes: Int) throws {
    let (w, v) = (weights(70, classes, 1), weights(70, classes, 2))
    try expectAgreement(normalized(w), normalized(v), 5e-7)
    for size in [1e-2, 1e-4, 1e-6] {
      try expectAgreement(normalized(w), normalized(w * (1 + Tensor(size) * v)), 5e-7)
    }
    // Of other sums, without mass, with masses near the smallest, and no laws.
    try expectAgreement(Tensor<Float>(3 * w), Tensor<Float>(v), 5e-7)
    let isAbsent = v .< 0.3
    try expectAgreement(
      normalized(Tensor.select(isAbsent, 0, w)), normalized(Tensor.select(isAbsent, 1e-36, v)), 5e-7
    )
    // Of a sum so small that terms of nearly equal laws would be subnormal.
    let tiny = 0x1p-59 * w
    try expectAgreement(
      Tensor<Float>(tiny), Tensor<Float>(tiny * (1 + Tensor(1e-6) * v)), 5e-7)
    // Of sums that differ by so little that it is more than what the shares differ by.
    let shares = normalized(w)
    try expectAgreement(shares, Tensor<Float>(Tensor<Double>(shares) * Tensor(1 + 3.5e-6)), 5e-7)
    let first = Tensor<Double>(mask: Tensor<Int64>((0..<classes).map { Int64($0) }) .== 0)
    let impossible = try klDivergence(
      of: Categorical(probabilities: normalized(w)),
      from: Categorical(probabilities: normalized(v * (1 - first))))
    #expect(impossible.scalars.allSatisfy { $0 == .infinity })
    let negative = try klDivergence(
      of: Categorical(probabilities: normalized(w - 2 * first)),
      from: Categorical(probabilities: normalized(v)))
    #expect(negative.scalars.allSatisfy { $0.isNaN })
    let own = normalized(w)
    let equal = try klDivergence(
      of: Categorical(probabilities: own), from: Categorical(probabilities: own))
    #expect(equal.scalars.allSatisfy { $0 == 0 })
  }
}
