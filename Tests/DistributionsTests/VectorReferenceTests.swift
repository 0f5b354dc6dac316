import Distributions
import Foundation
import Testing

/// The kernels of whole log-densities, which tensors take, against the same 400-digit values as the
/// formulas over numbers.
@Suite struct VectorReferenceTests {
  private typealias Batch = Tensor<Double>

  /// The arguments and exact values of a family's log-density.
  private struct Points {
    var x: [Double] = []
    var parameters: [[Double]] = [[], [], []]
    var expected: [Double] = []

    init(_ family: String, _ names: [String]) throws {
      let file = ReferenceTests.folder.appending(path: "\(family).json")
      let reference = try JSONDecoder().decode(ReferenceFile.self, from: Data(contentsOf: file))
      for entry in reference.cases {
        let values = names.compactMap { name -> Double? in
          if case .number(let value) = entry.parameters[name] { value } else { nil }
        }
        guard values.count == names.count else { continue }
        for value in entry.values where value.of == "logProbability" {
          guard let x = value.x?.number, let number = Double(value.expect) else { continue }
          self.x.append(x)
          expected.append(number)
          for (index, value) in values.enumerated() { parameters[index].append(value) }
        }
      }
    }

    var at: Batch { Tensor(x) }
    subscript(index: Int) -> Batch { Tensor(parameters[index]) }

    /// To 2e-14·max(1, |value|/30), as the formulas over numbers.
    func compare(_ found: Batch, _ name: String) {
      #expect(expected.count >= 15)
      for (index, value) in found.scalars.enumerated() {
        let exact = expected[index]
        let isClose =
          exact.isNaN
          ? value.isNaN
          : value == exact || abs(value - exact) <= 2e-14 * max(1, abs(exact) / 30)
        #expect(
          isClose,
          "\(name) at \(x[index]) of \(parameters.compactMap { index < $0.count ? $0[index] : nil })"
        )
      }
    }
  }

  @Test func normal() throws {
    let points = try Points("Normal", ["mean", "standardDeviation"])
    let law = Normal(mean: points[0], standardDeviation: points[1])
    points.compare(law.logProbability(of: points.at), "Normal")
  }

  @Test func gamma() throws {
    let points = try Points("Gamma", ["shape", "rate"])
    points.compare(
      Gamma(shape: points[0], rate: points[1]).logProbability(of: points.at), "Gamma")
  }

  @Test func beta() throws {
    let points = try Points("Beta", ["alpha", "beta"])
    points.compare(
      Beta(alpha: points[0], beta: points[1]).logProbability(of: points.at), "Beta")
  }

  @Test func studentT() throws {
    let points = try Points("StudentT", ["degreesOfFreedom", "location", "scale"])
    let law = StudentT(
      degreesOfFreedom: points[0], location: points[1], scale: points[2])
    points.compare(law.logProbability(of: points.at), "StudentT")
  }

  /// Near and far from equality the kernel agrees with the formula over numbers, which other tests hold
  /// against references.
  @Test func normalDivergence() throws {
    var generator = Philox4x32(seed: 17)
    var p: [Normal<Double>] = []
    var q: [Normal<Double>] = []
    for index in 0..<300 {
      let size = pow(10, -Double(index % 12))
      let one = Normal(mean: Double(index % 7) - 3, standardDeviation: 0.1 + Double(index % 5))
      let step = Normal(mean: 0, standardDeviation: size)
      p.append(one)
      q.append(
        Normal(
          mean: one.mean + step.sample(using: &generator),
          standardDeviation: one.standardDeviation * exp(step.sample(using: &generator))))
    }
    let batch = { (list: [Normal<Double>]) in
      Normal(
        mean: Tensor(list.map(\.mean)), standardDeviation: Tensor(list.map(\.standardDeviation)))
    }
    let found = try klDivergence(of: batch(p), from: batch(q)).scalars
    for index in p.indices {
      let expected = try klDivergence(of: p[index], from: q[index])
      #expect(abs(found[index] - expected) <= 4e-15 * expected)
    }
  }

  /// Derivatives are those of the formula in single operations.
  @Test func gradientsGoThroughTheMeaning() throws {
    let x = Batch([0.3, 1.7, 4.2])
    let shape = Batch([0.7, 2.5, 9])
    let rate = Batch([1.1, 0.4, 2])
    let y = Gamma(shape: shape, rate: rate).logProbability(of: x)
    let slopes = try gradient(of: y, at: [x, shape, rate])
    let byX = (shape - 1) / x - rate
    let byShape = log(rate * x) - digamma(shape)
    let byRate = shape / rate - x
    for (found, expected) in zip(slopes, [byX, byShape, byRate]) {
      for (a, b) in zip(found.scalars, expected.scalars) {
        #expect(abs(a - b) <= 1e-13 * max(1, abs(b)))
      }
    }
    // One tensor as two operands counts twice, and an operand made of another once.
    let twice = try gradient(
      of: Normal(mean: x, standardDeviation: x).logProbability(of: 2 * x), at: x)
    for (a, b) in zip(twice.scalars, (-1 / x).scalars) { #expect(abs(a - b) <= 1e-14 * abs(b)) }
    // −1/x² of it.
    let second = try gradient(at: x) { x in
      try gradient(of: Normal(mean: 0, standardDeviation: x).logProbability(of: 2 * x), at: x)
    }
    for (a, b) in zip(second.scalars, (1 / square(x)).scalars) {
      #expect(abs(a - b) <= 1e-13 * abs(b))
    }
  }
}
