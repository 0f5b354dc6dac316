import Foundation

/// How well points in the plane cover narrow modes.
///
/// A point belongs to the nearest centre and is good within three standard deviations of it; of a
/// perfect sampler's points 1 − e^(−9/2) = 98.89% are. A mode is captured if it has a good point.
public struct ModeCoverage: Sendable, Hashable, Codable {
  public let modes: Int
  public let captured: Int
  /// The share of good points.
  public let goodShare: Double
  /// KL of the shares of points over the modes from equal shares, Σ q log(q · modes); a perfect
  /// sampler's is about (modes − 1)/(2 points).
  public let reverseKL: Double

  /// - Precondition: There is a centre.
  public init(
    points: [(x: Double, y: Double)], centres: [(x: Double, y: Double)], deviation: Double
  ) {
    precondition(!centres.isEmpty, "ModeCoverage: no centres")
    var counts = [Int](repeating: 0, count: centres.count)
    var good = [Int](repeating: 0, count: centres.count)
    for point in points {
      var nearest = 0
      var least = Double.infinity
      for (k, centre) in centres.enumerated() {
        let (dx, dy) = (point.x - centre.x, point.y - centre.y)
        let squared: Double = dx * dx + dy * dy
        if squared < least { (nearest, least) = (k, squared) }
      }
      counts[nearest] += 1
      if least <= 9 * deviation * deviation { good[nearest] += 1 }
    }
    let n = Double(points.count)
    modes = centres.count
    captured = good.count { $0 > 0 }
    goodShare = Double(good.reduce(0, +)) / n
    reverseKL = counts.reduce(0.0) { sum, count in
      let share = Double(count) / n
      return count == 0 ? sum : sum + share * log(share * Double(centres.count))
    }
  }
}
