import Foundation
import Tensors
import Testing

/// Special functions of several arguments and their derivatives by each, against mpmath:
/// `Tests/References/tail_derivatives.json`.
@Suite struct TailDerivativeTests {
  struct File: Decodable {
    struct Row: Decodable {
      let at: [Double]
      let value: String
      let gradient: [String]
    }
    let functions: [String: [Row]]
  }

  typealias Values = [Tensor<Double>]
  static let functions: [String: @Sendable (Values) -> Tensor<Double>] = [
    "logRegularizedGamma lower": { logRegularizedGamma($0[0], $0[1], tail: .lower) },
    "logRegularizedGamma upper": { logRegularizedGamma($0[0], $0[1], tail: .upper) },
    "logRegularizedBeta lower": { logRegularizedBeta($0[0], $0[1], $0[2], tail: .lower) },
    "logRegularizedBeta upper": { logRegularizedBeta($0[0], $0[1], $0[2], tail: .upper) },
    "logStudentTCDF": { logStudentTCDF($0[0], degreesOfFreedom: $0[1]) },
    "owenT": { owenT($0[0], $0[1]) },
    "logMarcumQ lower": { logMarcumQ(order: $0[0], $0[1], $0[2], tail: .lower) },
    "logMarcumQ upper": { logMarcumQ(order: $0[0], $0[1], $0[2], tail: .upper) },
    "logBeta": { logBeta($0[0], $0[1]) },
    "logGammaDifference": { logGammaDifference($0[0], $0[1]) },
    "logGammaRemainder": { logGammaRemainder($0[0], $0[1]) },
    "logExpMinusOne": { logExpMinusOne($0[0]) },
    "logBesselI0": { logBesselI0($0[0]) },
  ]

  static func load() throws -> File {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "References/tail_derivatives.json")
    return try JSONDecoder().decode(File.self, from: Data(contentsOf: path))
  }

  @Test(arguments: Self.functions.keys.sorted())
  func agree(name: String) throws {
    let function = try #require(Self.functions[name])
    for row in try #require(try Self.load().functions[name]) {
      let arguments = row.at.map { Tensor<Double>($0) }
      let value = function(arguments)
      let slopes = try gradient(of: value, at: arguments)
      let expected = try #require(Double(row.value))
      #expect(abs(value.scalar - expected) <= 2e-13 * abs(expected), "\(name)\(row.at)")
      for (i, slope) in slopes.enumerated() {
        let exact = try #require(Double(row.gradient[i]))
        #expect(
          abs(slope.scalar - exact) <= 2e-9 * abs(exact),
          "derivative \(i) of \(name)\(row.at): \(slope.scalar), exactly \(exact)")
      }
    }
  }

  @Test func normalQuantileOfLogProbability() throws {
    let l = Tensor<Double>([-700, -40, -3, -0.1])
    let slopes = try gradient(of: normalQuantile(logProbability: l), at: [l])[0]
    // dz/dl is Φ(z)/φ(z), √(π/2) erfcx(−z/√2).
    let z = normalQuantile(logProbability: l)
    let mills = 1.2533141373155003 * erfcx(-0.7071067811865476 * z)
    for (a, b) in zip(slopes.scalars, mills.scalars) { #expect(abs(a / b - 1) < 1e-12) }
  }
}
