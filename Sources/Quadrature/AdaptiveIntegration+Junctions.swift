/// What may hide where two pieces meet.
///
/// Between an end of a piece and the node next to it, 0.2 % of its length, no rule sees anything: a
/// jump just beside a midpoint, or the flank of a narrow peak beside a breakpoint of a wide piece.
/// But the two pieces that meet there each let expect a value of the integrand at the common end.
/// Where these differ, something is hidden on one side, or the integrand jumps at that very point;
/// either way no more is hidden than the difference times the gap, for an integrand that is monotone
/// in it. Twice that is part of the error until one of the following makes it small: bisection
/// towards the end, which halves it; or a look at eight points beside the end, at distances that fall
/// to 2^-32 of the gap, which shows that the integrand goes on to the end as expected.
extension AdaptiveIntegration {
  /// Makes neighbours of consecutive pieces, in increasing order of the integrand's variable.
  mutating func link() {
    for index in pieces.indices.dropFirst() {
      // The variable of an infinite upper piece runs backwards: its upper end is the finite one.
      var isUpper = false
      if case .infinite(_, let scale) = pieces[index].map { isUpper = scale > 0 }
      pieces[index - 1].upperEnd.neighbour = index
      pieces[index - 1].upperEnd.isUpperEndOfNeighbour = isUpper
      if isUpper {
        pieces[index].upperEnd.neighbour = index - 1
        pieces[index].upperEnd.isUpperEndOfNeighbour = true
      } else {
        pieces[index].lowerEnd.neighbour = index - 1
        pieces[index].lowerEnd.isUpperEndOfNeighbour = true
      }
    }
    for index in pieces.indices {
      _ = join(index, atUpper: true)
    }
  }

  /// Puts two halves in the place of a piece: links them with its neighbours and each other.
  ///
  /// - Returns: the neighbours of which something more is hidden than before.
  mutating func replace(
    _ index: Int, by left: IntegrationPiece<Value>, _ right: IntegrationPiece<Value>
  ) -> (Int?, Int?) {
    let piece = pieces[index]
    let added = pieces.count
    pieces[index] = left
    pieces.append(right)
    pieces[index].lowerEnd.neighbour = piece.lowerEnd.neighbour
    pieces[index].lowerEnd.isUpperEndOfNeighbour = piece.lowerEnd.isUpperEndOfNeighbour
    pieces[index].upperEnd.neighbour = added
    pieces[index].upperEnd.isUpperEndOfNeighbour = false
    pieces[added].lowerEnd.neighbour = index
    pieces[added].lowerEnd.isUpperEndOfNeighbour = true
    pieces[added].upperEnd.neighbour = piece.upperEnd.neighbour
    pieces[added].upperEnd.isUpperEndOfNeighbour = piece.upperEnd.isUpperEndOfNeighbour
    if let next = piece.upperEnd.neighbour {
      if piece.upperEnd.isUpperEndOfNeighbour {
        pieces[next].upperEnd.neighbour = added
      } else {
        pieces[next].lowerEnd.neighbour = added
      }
    }
    let before = join(index, atUpper: false)
    _ = join(index, atUpper: true)
    let after = join(added, atUpper: true)
    return (before, after)
  }

  /// Compares what two pieces expect at their common end and notes on both sides what may hide there.
  ///
  /// - Returns: the neighbour, if more is hidden on its side than before.
  mutating func join(_ index: Int, atUpper: Bool) -> Int? {
    var end = atUpper ? pieces[index].upperEnd : pieces[index].lowerEnd
    guard let other = end.neighbour else { return nil }
    var otherEnd =
      end.isUpperEndOfNeighbour ? pieces[other].upperEnd : pieces[other].lowerEnd
    let (weight, otherWeight) = (pieces[index].weight, pieces[other].weight)
    let gap = pieces[index].gap * weight * (end.isSettled ? 0x1p-32 : 1)
    let otherGap = pieces[other].gap * otherWeight * (otherEnd.isSettled ? 0x1p-32 : 1)
    var grows = false
    for component in 0..<Value.componentCount {
      let mismatch = abs(
        end.expected[component: component] / weight
          - otherEnd.expected[component: component] / otherWeight)
      // Values near the largest number may have no extrapolation.
      let difference = mismatch.isFinite ? mismatch : 0
      let hidden = 2 * gap * difference
      let otherHidden = 2 * otherGap * difference
      error[component: component] +=
        (hidden - end.hidden[component: component])
        + (otherHidden - otherEnd.hidden[component: component])
      grows = grows || otherHidden > otherEnd.hidden[component: component]
      end.hidden[component: component] = hidden
      otherEnd.hidden[component: component] = otherHidden
    }
    if atUpper {
      pieces[index].upperEnd = end
    } else {
      pieces[index].lowerEnd = end
    }
    if end.isUpperEndOfNeighbour {
      pieces[other].upperEnd = otherEnd
    } else {
      pieces[other].lowerEnd = otherEnd
    }
    return grows ? other : nil
  }

  /// Looks at the points beside an end, if what may hide there is most of the error of the piece.
  ///
  /// - Returns: whether they are as expected; then next to nothing is hidden.
  @inline(__always)
  mutating func settle(
    _ index: Int, atUpper: Bool, _ function: (Double) throws -> Value
  ) throws -> Bool {
    let piece = pieces[index]
    let end = atUpper ? piece.upperEnd : piece.lowerEnd
    guard !end.isSettled, let other = end.neighbour else { return false }
    let otherEnd =
      end.isUpperEndOfNeighbour ? pieces[other].upperEnd : pieces[other].lowerEnd
    let ratio = piece.weight / pieces[other].weight
    var isMost = false
    for component in 0..<Value.componentCount {
      let hidden = end.hidden[component: component]
      isMost =
        isMost
        || (hidden > 0.3 * piece.bound(component)
          && hidden > 1e-3 * tolerance(component))
    }
    guard isMost else { return false }
    let place = atUpper ? piece.upper : piece.lower
    var distance = atUpper ? -piece.gap : piece.gap
    for _ in 0..<8 {
      distance /= 16
      let node = place + distance
      guard node != place else { break }
      let (_, value) = try piece.integrand(function, at: node)
      evaluations += 1
      for component in 0..<Value.componentCount {
        let expected = end.expected[component: component]
        let difference = abs(expected - ratio * otherEnd.expected[component: component])
        guard abs(value[component: component] - expected) <= 0.1 * difference else {
          return false
        }
      }
    }
    if atUpper {
      pieces[index].upperEnd.isSettled = true
    } else {
      pieces[index].lowerEnd.isSettled = true
    }
    _ = join(index, atUpper: atUpper)
    return true
  }
}
