import Foundation

/// What `Tests/References/losses.py` wrote.
struct LossReferences: Decodable {
  struct Sigmoid: Decodable {
    let logit: Double
    let label: Double
    let weight: Double
    let value: Digits
    let gradient: Digits
    let scale: Digits
    let second: Digits
    let labelGradient: Digits
  }

  struct Softmax: Decodable {
    let logits: [Double]
    let labels: [Double]
    let value: Digits
    let gradient: [Digits]
    let hessian: [[Digits]]
  }

  let sigmoid: [Sigmoid]
  let softmax: [Softmax]

  static func load() throws -> LossReferences {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "References/losses.json")
    return try JSONDecoder().decode(LossReferences.self, from: Data(contentsOf: file))
  }
}

/// A number written with more digits than a `Double` has.
struct Digits: Decodable {
  let value: Double

  init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = Double(text) else { throw CocoaError(.coderReadCorrupt) }
    self.value = value
  }
}

/// Whether two numbers agree to a relative tolerance, or to within `floor`; NaN never does.
func agree(_ x: Double, _ y: Double, _ tolerance: Double, floor: Double = 0) -> Bool {
  x == y || abs(x - y) <= max(tolerance * abs(y), floor)
}
