/// What a bisection tells of the errors of the two halves.
///
/// A rule sees 21 values. What it cannot see in them may be seen in how the halves compare with the
/// whole.
extension IntegrationPiece {
  /// Corrects the errors of two halves by what their sum says of the whole.
  ///
  /// *Slow convergence.* Where the unresolved part falls by a ratio r from a piece to its half, and
  /// not much faster, as it does at the end x = 0 of x^a (r = 2^-(1+a)), the halves' sum differs from
  /// the whole by 1 − r of the whole's error; the half's is r of it. Where it differs by more than the
  /// whole's estimate, that was too small, and the halves' are made larger by as much (at most
  /// tenfold).
  ///
  /// *Noise* shows by halves that are both unresolved, in a sum that hardly moves: it is in every part
  /// of a piece, while a singularity is in one.
  ///
  /// - Returns: whether this looks like noise.
  func learn(left: inout IntegrationPiece, right: inout IntegrationPiece) -> Bool {
    var isNoise = true
    for component in 0..<Value.componentCount {
      let whole = error[component: component]
      let before = unresolved[component: component]
      let inLeft = left.unresolved[component: component]
      let inRight = right.unresolved[component: component]
      let size = magnitude[component: component]
      let floor = Self.roundingShare * size
      let sum = left.value[component: component] + right.value[component: component]
      let difference = abs(value[component: component] - sum)

      let surprise = whole > 0 ? min(10, max(1, difference / whole)) : 1
      left.error[component: component] *= surprise
      right.error[component: component] *= surprise
      if difference > floor, before > 0 {
        left.raise(
          component, ratio: inLeft / before, difference: difference,
          limit: inRight < 0.1 * inLeft ? .infinity : whole)
        right.raise(
          component, ratio: inRight / before, difference: difference,
          limit: inLeft < 0.1 * inRight ? .infinity : whole)
      }

      if whole > 2 * floor {
        let hasBoth = min(inLeft, inRight) > 0.15 * before
        isNoise = isNoise && hasBoth && whole < 1e-6 * size && difference < 0.5 * whole
      }
    }
    return isNoise
  }

  /// Makes the error at least what a geometric sequence of this ratio leaves after a difference.
  private mutating func raise(
    _ component: Int, ratio: Double, difference: Double, limit: Double
  ) {
    guard ratio > 0.05 else { return }
    let bounded = min(ratio, 0.9999)
    let rest = min(difference * bounded / (1 - bounded), limit)
    error[component: component] = max(error[component: component], rest)
  }
}
