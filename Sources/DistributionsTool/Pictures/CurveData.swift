import Distributions

/// The points of one distribution's curves.
struct CurveData {
  let title: String
  let isDiscrete: Bool
  /// Abscissa, density or mass, cumulative function.
  let rows: [(x: Double, density: Double, cdf: Double)]
  /// The 5%, 50% and 95% quantiles and the density there.
  let marks: [(x: Double, density: Double)]

  /// - Parameter range: What part of the line is drawn.
  init(of p: any UnivariateDistribution<Double>, over range: ClosedRange<Double>) {
    title = p.description
    isDiscrete = p is any DiscreteDistribution<Double>
    let density = Self.density(of: p)
    let points =
      isDiscrete ? Self.wholeNumbers(in: range) : Self.points(of: p, in: range)
    rows = points.map { ($0, density($0), p.cdf($0)) }
    marks = [0.05, 0.5, 0.95].map { p.quantile($0) }.map { ($0, density($0)) }
  }

  /// The density, or the mass.
  static func density(of p: any UnivariateDistribution<Double>) -> (Double) -> Double {
    switch p {
    case let p as any ContinuousDistribution<Double>: { p.density(at: $0) }
    case let p as any DiscreteDistribution<Double>: { exp(p.logMass(at: $0)) }
    default: { _ in .nan }
    }
  }

  /// Evenly spaced points, and the distribution's own quantiles, so that a narrow peak is not
  /// missed.
  private static func points(
    of p: any UnivariateDistribution<Double>, in range: ClosedRange<Double>
  ) -> [Double] {
    let width = range.upperBound - range.lowerBound
    var points = (0...400).map { range.lowerBound + width * Double($0) / 400 }
    points += (1..<200).map { p.quantile(Double($0) / 200) }
    // Both sides of each end of the support, where the density may jump.
    for end in [p.support.lowerBound, p.support.upperBound] where end.isFinite {
      points += [end.nextDown, end, end.nextUp]
    }
    return points.filter { range.contains($0) }.sorted()
  }

  private static func wholeNumbers(in range: ClosedRange<Double>) -> [Double] {
    let first = range.lowerBound.rounded(.up)
    let last = range.upperBound.rounded(.down)
    guard last >= first else { return [first] }
    let step = max(1, ((last - first) / 2000).rounded(.up))
    return Array(stride(from: first, through: last, by: step))
  }

  /// What part of the line holds nearly all of the distributions; of heavy tails not all that
  /// little.
  static func range(of ps: [any UnivariateDistribution<Double>]) -> ClosedRange<Double>? {
    var lower = Double.infinity
    var upper = -Double.infinity
    for p in ps {
      let quartiles = (p.quantile(0.25), p.quantile(0.75))
      let reach = 6 * (quartiles.1 - quartiles.0)
      lower = min(lower, max(p.quantile(0.001), quartiles.0 - reach))
      upper = max(upper, min(p.quantile(0.999), quartiles.1 + reach))
    }
    guard lower.isFinite, upper.isFinite, lower <= upper else { return nil }
    var margin = lower == upper ? max(1, abs(lower) * 0.1) : (upper - lower) * 0.04
    if ps.allSatisfy({ $0.space == .integers }) { margin = max(margin, 1.25) }
    let range = (lower - margin, upper + margin)
    return range.0.isFinite && range.1.isFinite && range.0 < range.1 ? range.0...range.1 : nil
  }
}
