import Distributions

/// The picture of `plot`: densities or masses above cumulative functions, and, for two
/// distributions, what their divergence is the integral of.
struct DistributionPicture {
  private let curves: [CurveData]
  private let range: ClosedRange<Double>
  private let integrand: [(x: Double, y: Double)]
  private let integrandTitle: String

  /// - Parameter divergence: Whether the integrand of KL(p‖q) of the first two is drawn.
  init(of ps: [any UnivariateDistribution<Double>], divergence: Bool) throws {
    guard let range = CurveData.range(of: ps) else {
      throw CommandFailure("There is nothing to draw: the quantiles are not numbers.")
    }
    self.range = range
    curves = ps.map { CurveData(of: $0, over: range) }
    guard divergence, ps.count == 2 else {
      integrand = []
      integrandTitle = ""
      return
    }
    let points = Set(curves.flatMap { $0.rows.map(\.x) }).sorted()
    let densities = ps.map { CurveData.density(of: $0) }
    integrand = points.map { x in
      let p = densities[0](x)
      let q = densities[1](x)
      return (x, p == 0 ? 0 : p * (log(p) - log(q)))
    }
    let value = (try? klEstimate(of: ps[0], from: ps[1]))?.value
    integrandTitle = "p log(p/q)" + (value.map { ", in all \($0)" } ?? "")
  }

  /// The number of panels, one above the other.
  var panels: Int { integrand.isEmpty ? 2 : 3 }

  /// The script that draws it.
  func script(inTerminal: Bool) -> String {
    var script = "set xrange [\(range.lowerBound):\(range.upperBound)]\n"
    for (index, curve) in curves.enumerated() {
      script += block("curve\(index)", curve.rows.map { [$0.x, $0.density, $0.cdf] })
      script += block("marks\(index)", curve.marks.map { [$0.x, $0.density] })
    }
    if !integrand.isEmpty { script += block("integrand", integrand.map { [$0.x, $0.y] }) }
    script += """
      set multiplot layout \(panels),1
      \(inTerminal ? "unset grid" : "set grid back lc rgb '#DDDDDD' lt 1")
      set lmargin 10
      set rmargin 4
      \(wholeTics)
      set border 3
      set tics nomirror out
      set key outside top center maxcols 1 samplen 2 width -2
      set style fill solid 0.3 noborder
      set yrange [0:\(highest.map { "\($0)" } ?? "*")]
      set ylabel '\(curves.allSatisfy(\.isDiscrete) ? "mass" : "density")'
      plot \((densityPlots(inTerminal) + markTitle(inTerminal)).joined(separator: ", "))
      unset key
      \(integrand.isEmpty ? "set xlabel 'x'" : "")
      set yrange [0:1]
      set ylabel 'cumulative'
      plot \(cumulativePlots(inTerminal).joined(separator: ", "))

      """
    if !integrand.isEmpty {
      let style = curves.allSatisfy(\.isDiscrete) ? "impulses lw 2" : "filledcurves y=0"
      script += """
        set yrange [*:*]
        set key outside top center
        set xzeroaxis lt 1 lc rgb '#888888'
        set xlabel 'x'
        set ylabel 'integrand'
        plot $integrand using 1:2 with \(style) lc rgb '#009E73' title \(Gnuplot.quoted(integrandTitle))

        """
    }
    return script + "unset multiplot\n"
  }

  /// Between a few whole numbers there are no tics.
  private var wholeTics: String {
    let isNarrow = range.upperBound - range.lowerBound < 12
    return isNarrow && curves.allSatisfy(\.isDiscrete) ? "set xtics 1" : ""
  }

  /// Masses of several distributions stand beside each other.
  private func shift(_ index: Int) -> Double {
    let width = range.upperBound - range.lowerBound
    return (Double(index) - Double(curves.count - 1) / 2) * min(0.1, width * 0.006)
  }

  /// Where a density has a singular end, the top of the part that can be seen.
  private var highest: Double? {
    guard !curves.contains(where: \.isDiscrete) else { return nil }
    let all = curves.flatMap { $0.rows.map(\.density) }
    let seen = curves.flatMap { curve in
      curve.rows.filter { (0.02...0.98).contains($0.cdf) }.map(\.density).filter(\.isFinite)
    }
    guard let top = seen.max(), top > 0 else { return nil }
    let highest = all.max() ?? top
    return highest > 3 * top ? 2 * top : nil
  }

  private func block(_ name: String, _ rows: [[Double]]) -> String {
    let lines = rows.map { row in
      row.map { $0.isFinite ? "\($0)" : "NaN" }.joined(separator: " ")
    }
    return "$\(name) << EOD\n\(lines.joined(separator: "\n"))\nEOD\n"
  }

  private func colour(_ index: Int) -> String {
    "lc rgb '\(Gnuplot.colours[index % Gnuplot.colours.count])'"
  }

  /// What the marked points are.
  private func markTitle(_ inTerminal: Bool) -> [String] {
    let look = "points pt 7 ps 0.6 lc rgb '#888888'"
    return inTerminal ? [] : ["NaN with \(look) title '5%, 50% and 95% quantiles'"]
  }

  private func densityPlots(_ inTerminal: Bool) -> [String] {
    curves.indices.flatMap { index in
      let curve = curves[index]
      let title = "title \(Gnuplot.quoted(Self.short(curve.title)))"
      if curve.isDiscrete {
        let data = "$curve\(index) using ($1+\(shift(index))):2 with"
        return inTerminal
          ? ["\(data) impulses \(title)"]
          : [
            "\(data) impulses \(colour(index)) lw 2 \(title)",
            "$marks\(index) using ($1+\(shift(index))):2 with points pt 7 ps 0.6 \(colour(index)) notitle",
          ]
      }
      let data = "$curve\(index) using 1:2 with"
      guard !inTerminal else { return ["\(data) lines \(title)"] }
      return [
        "\(data) lines \(colour(index)) lw 2 \(title)",
        "$marks\(index) using 1:2 with impulses \(colour(index)) lw 1 dt 2 notitle",
        "$marks\(index) using 1:2 with points pt 7 ps 0.6 \(colour(index)) notitle",
      ]
    }
  }

  private func cumulativePlots(_ inTerminal: Bool) -> [String] {
    curves.indices.map { index in
      let style = curves[index].isDiscrete ? "steps" : "lines"
      let look = inTerminal ? "" : "\(colour(index)) lw 2"
      return "$curve\(index) using 1:3 with \(style) \(look) notitle"
    }
  }

  private static func short(_ title: String) -> String {
    title.count <= 90 ? title : title.prefix(89) + "…"
  }
}
