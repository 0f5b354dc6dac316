import Distributions
import Foundation

/// How generated points compare with the distribution they imitate, where that is known.
public struct TargetComparison: Sendable, Hashable, Codable {
  /// An estimate with its standard error.
  public struct Figure: Sendable, Hashable, Codable {
    public let value: Double
    public let standardError: Double
    /// How it was found.
    public let method: String
  }

  /// −E log p(x) of the target's log-density over the generated points, in nats.
  public let crossEntropy: Figure
  /// −E log p(x) over as many points of the target itself: what a perfect sampler has.
  public let targetEntropy: Figure
  /// KL(generated‖target), of the normal mixture fitted to the points; nil without modes.
  public let divergenceFromTarget: Figure?
  /// KL(target‖generated), likewise: it tells what is missing.
  public let divergenceOfTarget: Figure?

  /// - Parameters:
  ///   - points: Generated points; at most 25,000 of them are used.
  ///   - toy: What they imitate.
  ///   - draws: How many draws the divergences are estimated from.
  public init(points: [(x: Double, y: Double)], toy: Toy, draws: Int = 20_000) {
    let law = toy.law
    let kept = toy.centres.isEmpty ? 4_000 : 25_000
    let used = points.prefix(kept)
    crossEntropy = Self.mean(used.map { -law.logDensity(at: [$0.x, $0.y]) }, "generated points")
    var random = Philox4x32(seed: 0x746172676574)
    let drawn = law.sample(shape: [used.count], using: &random).scalars
    targetEntropy = Self.mean(
      used.indices.map { -law.logDensity(at: [drawn[2 * $0], drawn[2 * $0 + 1]]) },
      "draws of the target")
    guard !toy.centres.isEmpty, let fitted = Self.fit(Array(used), toy) else {
      divergenceFromTarget = nil
      divergenceOfTarget = nil
      return
    }
    let leave = MonteCarlo.monteCarlo(draws: draws, using: random)
    divergenceFromTarget = Self.figure(
      try? klEstimate(of: fitted, from: law, allowing: leave))
    divergenceOfTarget = Self.figure(
      try? klEstimate(of: law, from: fitted, allowing: leave))
  }

  private static func figure(_ estimate: Estimate<Double>?) -> Figure? {
    estimate.map {
      Figure(value: $0.value, standardError: $0.error, method: "\($0.method)")
    }
  }

  private static func mean(_ values: [Double], _ method: String) -> Figure {
    let (mean, deviation) = ColumnStatistics.moments(values)
    return Figure(
      value: mean, standardError: deviation / Double(max(values.count, 1)).squareRoot(),
      method: "mean over \(values.count) \(method)")
  }

  /// A normal component for the good points of each mode, and a wide one for all others.
  private static func fit(_ points: [(x: Double, y: Double)], _ toy: Toy) -> NormalMixture? {
    let limit = 9 * toy.deviation * toy.deviation
    var groups = [[(x: Double, y: Double)]](repeating: [], count: toy.centres.count + 1)
    for point in points {
      let distances = toy.centres.map { centre in
        (point.x - centre.x) * (point.x - centre.x) + (point.y - centre.y) * (point.y - centre.y)
      }
      let nearest = distances.indices.min { distances[$0] < distances[$1] } ?? 0
      groups[distances[nearest] <= limit ? nearest : toy.centres.count].append(point)
    }
    var weights: [Double] = []
    var components: [MultivariateNormal<Double>] = []
    for group in groups where group.count >= 5 {
      let (xs, ys) = (group.map(\.x), group.map(\.y))
      let (mx, sx) = ColumnStatistics.moments(xs)
      let (my, sy) = ColumnStatistics.moments(ys)
      guard sx > 0, sy > 0 else { continue }
      let bound = 1 - 1e-9
      let correlation = min(max(ColumnStatistics.correlation(xs, ys), -bound), bound)
      weights.append(Double(group.count))
      components.append(
        MultivariateNormal(
          mean: [mx, my],
          covariance: [[sx * sx, correlation * sx * sy], [correlation * sx * sy, sy * sy]]))
    }
    let total = weights.reduce(0, +)
    guard total > 0 else { return nil }
    return NormalMixture(weights: weights.map { $0 / total }, components: components)
  }
}
