import Foundation

/// The values of special_functions.json.
struct References: Decodable {
  struct Case: Decodable {
    let at: [Double]
    let `is`: [Double]
  }

  /// Rows of an argument, its value rounded to double, and what the rounding left.
  let kernels: [String: [[Double]]]
  let scalars: [String: [Case]]

  static func load() throws -> References {
    // A denser set may be measured with: special_functions.py 4 dense.json.
    if let path = ProcessInfo.processInfo.environment["ACCURACY_REFERENCES"] {
      return try JSONDecoder().decode(
        References.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }
    return try JSONDecoder().decode(
      References.self, from: contents(of: "special_functions.json"))
  }

  /// A file of Tests/References.
  static func contents(of name: String) throws -> Data {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("References")
    return try Data(contentsOf: folder.appendingPathComponent(name))
  }
}

/// |value - reference| in units of the reference's last place; 0 where both are the same infinity or
/// NaN.
func ulps(_ value: Double, _ reference: Double) -> Double {
  if value == reference || (value.isNaN && reference.isNaN) { return 0 }
  guard value.isFinite, reference.isFinite else { return .infinity }
  return abs(value - reference) / max(reference.magnitude.ulp, .leastNonzeroMagnitude)
}

func ulps(_ value: Float, _ reference: Float) -> Double {
  if value == reference || (value.isNaN && reference.isNaN) { return 0 }
  guard value.isFinite, reference.isFinite else { return .infinity }
  return abs(Double(value) - Double(reference)) / Double(reference.ulp)
}

/// A reproducible stream of 64-bit words (SplitMix64).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
