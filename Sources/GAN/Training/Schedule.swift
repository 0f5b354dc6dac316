import Foundation

/// How a setting moves in the course of training: constant up to a share of the steps, then by half
/// a cosine to the end.
///
/// ```
/// w = 1 at first, then ½ (1 + cos π (t − t₀)/(T − t₀))
/// ```
///
/// A learning rate is multiplied by end + (1 − end) · w; what spans powers of ten, such as the weight
/// of a penalty, by end^(1 − w).
struct Schedule: Sendable {
  /// w at this step.
  let weight: Double

  /// - Parameters:
  ///   - step: Steps done.
  ///   - start: The share of the steps after which things move; 1 keeps them.
  init(step: Int, of steps: Int, start: Double) {
    let first = start * Double(steps)
    guard Double(step) >= first, first < Double(steps) else {
      weight = 1
      return
    }
    let fraction = (Double(step) - first) / (Double(steps) - first)
    weight = 0.5 * (1 + Foundation.cos(Double.pi * fraction))
  }

  /// From 1 to `end` along the curve.
  func linear(to end: Double) -> Double { end + (1 - end) * weight }

  /// From 1 to `end` by equal ratios along the curve; `end` is positive.
  func geometric(to end: Double) -> Double { Foundation.pow(end, 1 - weight) }
}
