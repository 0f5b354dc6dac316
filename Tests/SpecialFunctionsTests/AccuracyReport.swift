import CVectorMath
import Foundation
import Testing

/// Writes Docs/Accuracy.md: `ACCURACY_REPORT=Docs/Accuracy.md swift test --filter AccuracyReport`.
@Suite struct AccuracyReport {
  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["ACCURACY_REPORT"] != nil, "asked for by name")
  )
  func writeTable() throws {
    let path = try #require(ProcessInfo.processInfo.environment["ACCURACY_REPORT"])
    let references = try References.load()
    let peers = try Peers.load()
    var lines = [preamble, "The peers are \(peers.versions).\n"]
    let levelNames = "AVX-512 | AVX2 | portable | plain"
    lines.append("| function | \(levelNames) | float | SciPy, NumPy | GSL | points |")
    lines.append("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for kernel in kernels {
      let rows = try #require(references.kernels[kernel.name])
      var cells: [String] = []
      for level in [3, 2, 1, 0] as [Int32] {
        guard levels.contains(level) else {
          cells.append("")
          continue
        }
        let values = try withInstructionSet(level) { try unary(kernel.number, rows.map { $0[0] }) }
        cells.append(shown(zip(rows, values).map { kernelError($0, $1) }.max() ?? 0))
      }
      let floats = try withInstructionSet(levels.last ?? 0) {
        try unary(kernel.number, rows.map { Float($0[0]) })
      }
      let floatErrors = zip(rows, floats).map { row, value in
        let error = abs((Double(value) - row[1]) - row[2])
        return error / Double(max(Float(row[1]).ulp, .leastNonzeroMagnitude))
      }
      cells.append(shown(floatErrors.max() ?? 0))
      cells += peers.cells[kernel.name] ?? ["", ""]
      lines.append("| `\(kernel.name)` | \(cells.joined(separator: " | ")) | \(rows.count) |")
    }
    lines.append(middle)
    lines.append("| function | largest error | SciPy | GSL | points |")
    lines.append("| --- | --- | --- | --- | --- |")
    for subject in subjects {
      let cases = try #require(references.scalars[subject.name])
      var worst = 0.0
      for row in cases {
        for (i, value) in subject.evaluate(row.at).enumerated() {
          let other = row.is[row.is.count - 1 - i]
          worst = max(worst, error(value, row.is[i], other, subject.tolerance))
        }
      }
      let figure = String(format: "%.1e", worst * subject.tolerance.bound)
      let kind = subject.tolerance.isOfLogarithm ? " (of a probability, see above)" : ""
      let others = (peers.cells[subject.name] ?? ["", ""]).joined(separator: " | ")
      lines.append("| `\(subject.name)`\(kind) | \(figure) | \(others) | \(cases.count) |")
    }
    try (lines.joined(separator: "\n") + "\n").write(
      toFile: path, atomically: true, encoding: .utf8)
  }

  /// In units of the last place; absolute, in units of 2^-53, near the zeros of log Γ and ψ between
  /// negative whole numbers.
  private func kernelError(_ row: [Double], _ value: Double) -> Double {
    let error = abs((value - row[1]) - row[2])
    if row[0] < 0, row[1].magnitude < 1 { return error / 0x1p-53 }
    return error / max(row[1].ulp, .leastNonzeroMagnitude)
  }

  private func shown(_ x: Double) -> String { String(format: "%.2f", x) }

  private let preamble = """
    # Accuracy

    Errors against values of 50 digits (`Tests/References/special_functions.py`, mpmath), rounded to \
    the nearest double or float. This page is written by a test:

    ```
    cd Tests/References && python3 special_functions.py 4 ../../.build/dense.json
    python3 accuracy_peers.py ../../.build/dense.json ../../.build/peers.json && cd ../..
    ACCURACY_REFERENCES=.build/dense.json ACCURACY_PEERS=.build/peers.json \\
      ACCURACY_REPORT=Docs/Accuracy.md swift test -c release --filter AccuracyReport
    ```

    The columns of others are measured on the same cases by the second script; an empty cell is a \
    function they do not have, and "far off" is the share of points worse than 1e-10 or without a \
    value, where ours have none. SciPy's incomplete functions are Boost's. Where a library has a \
    probability and no logarithm, the logarithm is taken of what it gives; where it has log Γ and no \
    difference, two of its values are subtracted.

    ## Kernels

    The largest error in units in the last place, so 0.5 would be the nearest number and 1 is the one \
    beside it. The arguments reach over the whole range of single precision: subnormal results, 1e30, \
    the neighbourhoods of zeros and roots. Near the zeros of log Γ and ψ between negative whole \
    numbers the error is absolute, in units of 2^-53. The functions written here give the same bits \
    with every instruction set; tangent, the inverses of the three, erfc, and sine and cosine beyond \
    2^20 (of floats 2^13) are SLEEF's (the C library's in the plain set).

    """

  private let middle = """

    ## Functions of a number

    The largest relative error. For the logarithms of tail probabilities it is instead the error of \
    the logarithm (so, the relative error of the probability), divided by max(1, |log|/30), because a \
    logarithm of -700 in double holds its probability to 1e-13 only; where the logarithm is near 0 \
    it is minus the other tail, and the error is that tail's. Parameters of the incomplete beta \
    function run from 1e-8 to 1e12, of the incomplete gamma function from 1e-8 to 1e6, t from 1e-300 to \
    1e300 with 1e-3 to 1e20 degrees of freedom.

    """
}

/// What accuracy_peers.py measured; empty without it.
private struct Peers: Decodable {
  var versions = "not measured"
  var cells: [String: [String]] = [:]

  static func load() throws -> Peers {
    guard let path = ProcessInfo.processInfo.environment["ACCURACY_PEERS"] else { return Peers() }
    return try JSONDecoder().decode(
      Peers.self, from: Data(contentsOf: URL(filePath: path)))
  }
}

extension Tolerance {
  var bound: Double {
    switch self {
    case .relative(let bound), .logProbability(let bound): return bound
    }
  }

  var isOfLogarithm: Bool {
    if case .logProbability = self { return true }
    return false
  }
}
