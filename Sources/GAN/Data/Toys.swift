import Foundation
import RandomGenerators

/// Distributions of points in the plane that are hard for generators, with known modes.
public enum Toy: String, Sendable, Hashable, CaseIterable {
  /// Eight narrow normal modes around the unit circle: centres at angles 2πk/8, standard deviation
  /// 0.01 (the settings of PacGAN: Z. Lin et al. 2018, arXiv:1712.04086).
  case ring
  /// Twenty-five narrow normal modes on a square lattice: centres in {−4, −2, 0, 2, 4}², standard
  /// deviation 0.05 (likewise).
  case grid
  /// A spiral: t (cos t, sin t)/10 for t uniform on [1.5π, 4.5π], with normal noise of standard
  /// deviation 0.02.
  case swissRoll = "swiss-roll"

  /// The centres of the modes; none of the spiral.
  public var centres: [(x: Double, y: Double)] {
    switch self {
    case .ring:
      return (0..<8).map { (k: Int) -> (x: Double, y: Double) in
        let angle: Double = Double.pi * Double(k) / 4
        return (x: cos(angle), y: sin(angle))
      }
    case .grid:
      return (0..<25).map { (k: Int) -> (x: Double, y: Double) in
        (x: Double(2 * (k / 5) - 4), y: Double(2 * (k % 5) - 4))
      }
    case .swissRoll: return []
    }
  }

  /// The standard deviation of each mode, or of the noise about the spiral, along either axis.
  public var deviation: Double {
    switch self {
    case .ring: 0.01
    case .grid: 0.05
    case .swissRoll: 0.02
    }
  }

  /// The distribution. The spiral's is cut into as many normal components as a standard deviation
  /// of the noise holds several of, so that the sum equals the integral to rounding, but at the
  /// ends.
  public var law: NormalMixture {
    if self == .swissRoll {
      let count = 2_000
      let points = (0..<count).map { (k: Int) -> [Double] in
        Self.spiral(at: (Double(k) + 0.5) / Double(count))
      }
      return NormalMixture(centres: points, standardDeviation: deviation)
    }
    return NormalMixture(centres: centres.map { [$0.x, $0.y] }, standardDeviation: deviation)
  }

  /// The point of the spiral at a share of t's range.
  private static func spiral(at share: Double) -> [Double] {
    let t: Double = (1.5 + 3 * share) * Double.pi
    return [t * cos(t) / 10, t * sin(t) / 10]
  }

  /// That many points, columns `x` and `y`.
  public func table(count: Int, using generator: inout some RandomNumberGenerator) -> Table {
    var xs: [Double] = []
    var ys: [Double] = []
    for _ in 0..<count {
      let centre: (x: Double, y: Double)
      if self == .swissRoll {
        let point = Self.spiral(at: OpenUnitInterval.double(using: &generator))
        centre = (point[0], point[1])
      } else {
        let all = centres
        centre =
          all[
            Int(generator.next().multipliedFullWidth(by: UInt64(all.count)).high)]
      }
      // Box and Muller's pair of normal draws; the logarithm's argument is never 0.
      let radius = (-2 * log(OpenUnitInterval.double(using: &generator))).squareRoot()
      let angle = 2 * Double.pi * OpenUnitInterval.double(using: &generator)
      xs.append(centre.x + deviation * radius * cos(angle))
      ys.append(centre.y + deviation * radius * sin(angle))
    }
    return Table(
      columns: [
        Table.Column(name: "x", values: .numbers(xs)),
        Table.Column(name: "y", values: .numbers(ys)),
      ], source: rawValue)
  }
}
