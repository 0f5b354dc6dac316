import Distributions

/// The picture of `fit`: a histogram with the fitted density, and the quantiles of the data against
/// those of the fit.
struct FitPicture {
  static let width = 1000
  static let height = 440

  private let fit: Fit<any UnivariateDistribution<Double>>
  private let observations: Observations
  private let column: String
  private let range: ClosedRange<Double>
  private var isDiscrete: Bool { fit.distribution is any DiscreteDistribution<Double> }

  init(
    _ fit: Fit<any UnivariateDistribution<Double>>, of observations: Observations, column: String
  ) {
    self.fit = fit
    self.observations = observations
    self.column = column
    range = Self.range(of: observations)
  }

  /// All of the data, but of far tails no more than five times the distance of the quartiles.
  private static func range(of observations: Observations) -> ClosedRange<Double> {
    let (first, third) = (observations.quantile(0.25), observations.quantile(0.75))
    let reach = 5 * (third - first)
    var lower = observations.minimum
    var upper = observations.maximum
    if reach > 0 {
      lower = max(lower, first - reach)
      upper = min(upper, third + reach)
    }
    return lower < upper ? lower...upper : lower - 0.5...upper + 0.5
  }

  /// Bars: where they stand, how high they are.
  private var bars: (rows: [(x: Double, height: Double)], width: Double) {
    let extent = range.upperBound - range.lowerBound
    var width: Double
    if isDiscrete {
      width = max(1, (extent / 400).rounded(.up))
    } else {
      // Freedman's and Diaconis's width, of 8 to 80 bars.
      let spread = observations.quantile(0.75) - observations.quantile(0.25)
      let optimal = 2 * spread / pow(observations.totalWeight, 1 / 3.0)
      width = min(max(optimal, extent / 80), extent / 8)
      if !(width > 0) { width = extent / 20 }
    }
    let first = isDiscrete ? range.lowerBound - 0.5 : range.lowerBound
    let count = max(
      1, Int(((range.upperBound - first) / width).rounded(.up)) + (isDiscrete ? 1 : 0))
    var weights = [Double](repeating: 0, count: count)
    for (i, x) in observations.values.enumerated() where range.contains(x) {
      let bar = min(Int((x - first) / width), count - 1)
      weights[bar] += observations.weights?[i] ?? 1
    }
    let unit = observations.totalWeight * width
    let rows = weights.enumerated().map { (first + (Double($0) + 0.5) * width, $1 / unit) }
    return (rows, width)
  }

  /// The quantiles of the fit, and of the data.
  private var quantiles: [(fit: Double, data: Double)] {
    let total = observations.totalWeight
    let steps = min(max(total, 2), 400)
    var levels = (0..<Int(steps)).map { (Double($0) + 0.5) / steps }
    if total > 2 * steps {
      // The ends, value by value.
      let ends = (0..<20).map { (Double($0) + 0.5) / total }
      levels += ends + ends.map { 1 - $0 }
    }
    let p = fit.distribution
    return levels.sorted().map { (p.quantile($0), observations.quantile($0)) }
      .filter { $0.fit.isFinite && $0.data.isFinite }
  }

  var script: String {
    let curve = CurveData(of: fit.distribution, over: range)
    let (bars, width) = bars
    let points = quantiles
    let blue = "lc rgb '\(Gnuplot.colours[0])'"
    let orange = "lc rgb '\(Gnuplot.colours[4])'"
    // A density that is infinite at an end is cut off above what can be seen.
    let highest = bars.map(\.height).max() ?? 1
    let densest = curve.rows.map(\.density).filter { $0 <= 3 * highest }.max() ?? highest
    let top = 1.08 * max(highest, densest)
    let line = isDiscrete ? "points pt 7 ps 0.6" : "lines lw 2.5"
    let title = Gnuplot.quoted(Self.short("\(fit.distribution)"))
    let margin = (range.upperBound - range.lowerBound) * 0.03 + (isDiscrete ? 0.5 : 0)
    let ends = (points.first, points.last)
    let low = min(ends.0?.fit ?? 0, ends.0?.data ?? 0)
    let high = max(ends.1?.fit ?? 1, ends.1?.data ?? 1)
    return """
      \(Self.block("bars", bars.map { [$0.x, $0.height] }))
      \(Self.block("curve", curve.rows.map { [$0.x, $0.density] }))
      \(Self.block("points", points.map { [$0.fit, $0.data] }))
      \(Self.block("diagonal", [[low, low], [high, high]]))
      set multiplot layout 1,2 title \(title) noenhanced
      set grid back lc rgb '#DDDDDD' lt 1
      set border 3
      set tics nomirror out
      set style fill solid 0.35 border
      set boxwidth \(isDiscrete ? 0.8 * width : width)
      set key top right samplen 2
      set xlabel \(Gnuplot.quoted(column)) noenhanced
      set ylabel '\(isDiscrete ? "share" : "density")'
      set xrange [\(range.lowerBound - margin):\(range.upperBound + margin)]
      set yrange [0:\(top)]
      plot $bars using 1:2 with boxes \(blue) title 'data', \\
        $curve using 1:2 with \(line) \(orange) title 'fit'
      unset key
      set xrange [*:*]
      set yrange [*:*]
      set xlabel 'quantile of the fit'
      set ylabel 'quantile of the data'
      plot $diagonal using 1:2 with lines lw 1 lc rgb '#888888' notitle, \\
        $points using 1:2 with points pt 7 ps 0.45 \(blue) notitle
      unset multiplot

      """
  }

  private static func block(_ name: String, _ rows: [[Double]]) -> String {
    let lines = rows.map { row in
      row.map { $0.isFinite ? "\($0)" : "NaN" }.joined(separator: " ")
    }
    return "$\(name) << EOD\n\(lines.joined(separator: "\n"))\nEOD"
  }

  private static func short(_ title: String) -> String {
    title.count <= 100 ? title : title.prefix(99) + "…"
  }
}
