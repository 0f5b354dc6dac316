import Foundation
import GAN

/// The course of training: the distance above, the losses below, against the step.
struct HistoryPicture {
  let history: History
  let objective: String

  /// Draws; gives a sentence where it could not.
  func write(to path: String) -> String? {
    guard !history.entries.isEmpty else { return nil }
    var script = "$history << EOD\n"
    for entry in history.entries {
      let numbers = [entry.distance, entry.criticLoss, entry.generatorLoss, entry.penalty]
      script += "\(entry.step) " + numbers.map { "\(Float($0))" }.joined(separator: " ") + "\n"
    }
    let distance =
      switch objective {
      case "wasserstein": "Wasserstein estimate"
      case "classic": "value of the game"
      default: "mean score, real less generated"
      }
    script += """
      EOD
      set multiplot layout 2,1
      set tics nomirror out
      set border 3
      set lmargin 10
      set xlabel 'step'
      set ylabel \(Gnuplot.quoted(distance))
      plot $history using 1:2 with lines lw 1.4 lc rgb '#0072B2' notitle
      set ylabel 'loss'
      set key outside top center horizontal
      plot $history using 1:3 with lines lw 1.4 lc rgb '#D55E00' title 'critic', \\
        $history using 1:4 with lines lw 1.4 lc rgb '#009E73' title 'generator', \\
        $history using 1:5 with lines lw 1.4 lc rgb '#CC79A7' title 'penalty'
      unset multiplot

      """
    return Gnuplot.draw(
      script, terminal: "svg size 800,640 dynamic background '#ffffff' font 'Helvetica,13'",
      to: path)
  }
}
