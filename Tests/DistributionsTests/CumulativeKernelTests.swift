import Distributions
import Foundation
import Testing

/// The kernels of cumulative functions and quantiles, which tensors take, against values with 60 digits
/// and against the formulas of numbers.
@Suite struct CumulativeKernelTests {
  private typealias Batch = Tensor<Double>

  /// `Tests/References/cumulative_kernels.json`.
  private struct Entry: Decodable {
    let family: String
    let first: Double
    let second: Double
    let function: String
    let x: Double
    let value: Double
    /// By how much a relative error of the argument or the standard variable grows.
    let condition: Double
  }

  private static let entries: [Entry] = {
    let file = ReferenceTests.folder.deletingLastPathComponent().appending(
      path: "cumulative_kernels.json")
    guard let data = try? Data(contentsOf: file) else { return [] }
    return (try? JSONDecoder().decode([Entry].self, from: data)) ?? []
  }()

  private static let families = [
    "Normal", "Cauchy", "Logistic", "Laplace", "Gumbel", "LogNormal", "Exponential", "Weibull",
  ]
  private static let functions = [
    "cdf", "survival", "logCDF", "logSurvival", "quantile", "survivalQuantile",
  ]

  private func law<Value: RealValue>(
    _ family: String, _ a: Value, _ b: Value
  ) -> any ContinuousDistribution<Value> {
    switch family {
    case "Normal": Normal(mean: a, standardDeviation: b)
    case "Cauchy": Cauchy(location: a, scale: b)
    case "Logistic": Logistic(location: a, scale: b)
    case "Laplace": Laplace(location: a, scale: b)
    case "Gumbel": Gumbel(location: a, scale: b)
    case "LogNormal": LogNormal(logMean: a, logStandardDeviation: b)
    case "Exponential": Exponential(rate: b)
    default: Weibull(shape: a, scale: b)
    }
  }

  private func evaluate<Value: RealValue>(
    _ function: String, _ law: any ContinuousDistribution<Value>, _ x: Value
  ) -> Value {
    switch function {
    case "cdf": law.cdf(x)
    case "survival": law.survival(x)
    case "logCDF": law.logCDF(x)
    case "logSurvival": law.logSurvival(x)
    case "quantile": law.quantile(x)
    default: law.survivalQuantile(x)
    }
  }

  private func expectClose(_ found: [Double], _ entries: [Entry], _ ulp: Double) {
    for (found, entry) in zip(found, entries) {
      let limit = 4 * ulp * (1 + entry.condition) * abs(entry.value) + 0x1p-1074
      #expect(abs(found - entry.value) <= limit, "\(entry): \(found)")
    }
  }

  @Test(arguments: families) func references(family: String) {
    for function in Self.functions {
      let entries = Self.entries.filter { $0.family == family && $0.function == function }
      #expect(entries.count >= 10)
      let x = Batch(entries.map(\.x))
      let first = Batch(entries.map(\.first))
      let second = Batch(entries.map(\.second))
      let own = evaluate(function, law(family, first, second), x)
      expectClose(own.scalars, entries, 0x1p-53)
      // The same bits of one law.
      var one: [Double] = []
      for (index, entry) in entries.enumerated() {
        let single = law(family, Batch(entry.first), Batch(entry.second))
        one.append(evaluate(function, single, x).scalars[index])
      }
      #expect(one == own.scalars, "\(family), \(function)")
      // In single precision the argument is the same, and the result rounded once more.
      let ofFloats = law(
        family, Tensor<Float>(entries.map { Float($0.first) }),
        Tensor<Float>(entries.map { Float($0.second) }))
      let floats = evaluate(function, ofFloats, Tensor<Float>(entries.map { Float($0.x) }))
      for (found, value) in zip(floats.scalars, own.scalars) {
        #expect(found == Float(value), "\(family), \(function)")
      }
    }
  }

  private static let points: [Double] = [
    -.infinity, -1e300, -1e5, -40, -3.5, -1, -1e-5, 0, 0x1p-1074, 0x1p-1030, 1e-120, 1e-9, 0.01,
    0.3,
    0.5, 0.9999999, 1, 1.0000001, 1.7, 2, 5, 40, 800, 1e5, 1e40, 1e150, 1e300, .infinity, .nan,
  ]
  private static let parameters: [(Double, Double)] = [
    (1, 1), (0.5, 2), (1e-3, 1e-150), (3, 1e150), (1e20, 4), (30, 0.02), (1, -1), (1, 0),
    (1, .infinity), (1, .nan), (.infinity, 1), (.nan, 1), (-2, 0.5), (-.infinity, 1),
  ]

  /// Limits and invalid parameters; rounding of the standard variable counts in thin tails.
  @Test(arguments: families) func edges(family: String) {
    for function in Self.functions {
      for (a, b) in Self.parameters {
        let batch = evaluate(function, law(family, Batch(a), Batch(b)), Batch(Self.points)).scalars
        let number = law(family, a, b)
        for (x, found) in zip(Self.points, batch) {
          let expected = evaluate(function, number, x)
          let what = "\(family)(\(a), \(b)), \(function) at \(x): \(found), not \(expected)"
          if expected.isNaN {
            #expect(found.isNaN, "\(what)")
          } else if expected.isInfinite || found.isInfinite || expected == 0 {
            #expect(found == expected || abs(expected) > 1e300 || abs(found) < 1e-300, "\(what)")
          } else {
            let slack: Double = 1e-12 * max(1, abs(log(abs(expected))))
            let distance = abs(found - expected)
            #expect(distance <= slack * abs(expected) || distance < 1e-300, "\(what)")
          }
        }
      }
    }
  }

  /// The derivative of a tail is the density, that of a quantile 1 over it.
  @Test(arguments: families) func gradients(family: String) throws {
    let x = Batch([0.3, 0.9, 1.7])
    let u = Batch([0.1, 0.45, 0.8])
    let p = law(family, Batch([0.5, 1, 2]), Batch([1.5, 0.7, 2]))
    let density = p.density(at: x).scalars
    let cdf = try gradient(of: p.cdf(x), at: x)
    let survival = try gradient(of: p.survival(x), at: x)
    let upper = try gradient(of: p.logSurvival(x), at: x)
    let quantile = try gradient(of: p.quantile(u), at: u)
    let twice = try gradient(of: cdf, at: x).scalars
    let slope = try gradient(of: p.density(at: x), at: x).scalars
    let above = p.survival(x).scalars
    let inverse = p.density(at: p.quantile(u)).scalars
    for index in 0..<3 {
      #expect(abs(cdf.scalars[index] / density[index] - 1) < 1e-13)
      #expect(abs(survival.scalars[index] / density[index] + 1) < 1e-13)
      #expect(abs(upper.scalars[index] * above[index] / density[index] + 1) < 1e-13)
      #expect(abs(quantile.scalars[index] * inverse[index] - 1) < 1e-12)
      #expect(abs(twice[index] - slope[index]) < 1e-12 * max(1, abs(slope[index])))
    }
  }

  /// log P(a < X ≤ b) of the standard normal law, and the log-density of a point between divided by it.
  @Test func normalMass() {
    let cases: [(a: Double, b: Double, mass: Double, x: Double, density: Double)] = [
      (-1, 2, -0.20016629432446257995, 0.5, -0.84377223888021016183),
      (-0.125, 0.125, -2.3078343496642403812, 0, 1.3888958164595676394),
      (0.0625, 0.0634765625, -7.8523941401703143882, 0.06298828125, 6.9314718451782270956),
      (-0.2, 0.04, -2.3516372554167180535, -0.08, 1.4294987222120453113),
      (-40, -38.5, -745.69527029041108133, -39.25, -25.504918242793591412),
      (6, 7, -20.738067003282469018, 6.5, -1.3058715299222037234),
      (-0.5, 1e300, -0.36894641528865639307, 1, -1.0499921179160163487),
      (-1e-3, 3e-3, -6.4404006177327413768, 0.001, 5.521461584528068635),
      (2, 1, -.infinity, 0, -.infinity), (.nan, 1, .nan, 0, .nan),
    ]
    let a = Batch(cases.map(\.a))
    let b = Batch(cases.map(\.b))
    let law = Truncated(
      Normal(mean: Batch(0), standardDeviation: Batch(1)), lowerBound: a, upperBound: b)
    let masses = law.logMassInside.scalars
    let densities = law.logProbability(of: Batch(cases.map(\.x))).scalars
    for (index, entry) in cases.enumerated() where entry.mass.isFinite {
      #expect(abs(masses[index] - entry.mass) <= 4e-15 * max(1, abs(entry.mass)))
      #expect(abs(densities[index] - entry.density) <= 4e-15 * max(1, abs(entry.mass)))
    }
    #expect(masses[8] == -.infinity && masses[9].isNaN && densities[9].isNaN)
    let outside = law.logProbability(of: Batch(3)).scalars
    #expect(outside[0] == -.infinity && outside[6].isFinite && outside[9].isNaN)
  }
}
