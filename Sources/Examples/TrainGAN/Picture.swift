import Foundation
import GAN

/// Real and generated rows side by side, drawn by gnuplot.
struct Picture {
  let real: Table
  let generated: Table
  let plan: RunPlan

  /// Draws; gives a sentence where it could not.
  func write(to folder: OutputFolder) -> String? { nil }
}
