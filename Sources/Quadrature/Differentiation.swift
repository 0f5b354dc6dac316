/// A derivative taken from values, and what is known of it.
public struct DerivativeEstimate: Sendable, Hashable {
  /// The derivative.
  public let value: Double

  /// An estimate of its error.
  public let error: Double
}

/// The first derivative of a function, from central differences extrapolated to step 0.
///
/// Ridders' method: differences at steps h, h/1.4, h/1.4², … are extrapolated as a polynomial in
/// h²; what neighbours in the table differ by, and the rounding of the values, estimate the error.
/// About 11 digits of a function that is exact to 16. For laws and tests; not for formulas.
///
/// Source: C. J. F. Ridders, "Accurate computation of F'(x) and F'(x) F''(x)", Advances in
/// Engineering Software 4 (1982), 75–76.
///
/// - Parameter step: the first and largest step, a tenth or so of the scale on which the function
///   changes; it is evaluated within that distance of the point.
public func derivative(
  of function: (Double) throws -> Double, at point: Double, step: Double
) rethrows -> DerivativeEstimate {
  try ridders(step: step) { size in
    let (above, below) = (point + size, point - size)
    let (high, low) = (try function(above), try function(below))
    return ((high - low) / (above - below), (abs(high) + abs(low)) / (above - below))
  }
}

/// The second derivative of a function, likewise. About 8 digits.
///
/// - Parameter step: the first and largest step; see ``derivative(of:at:step:)``.
public func secondDerivative(
  of function: (Double) throws -> Double, at point: Double, step: Double
) rethrows -> DerivativeEstimate {
  let centre = try function(point)
  return try ridders(step: step) { size in
    let (above, below) = (point + size, point - size)
    let (high, low) = (try function(above), try function(below))
    // The steps as they are after rounding.
    let (up, down) = (above - point, point - below)
    let value = 2 * ((high - centre) / up - (centre - low) / down) / (up + down)
    return (value, (abs(high) + 2 * abs(centre) + abs(low)) / (up * down))
  }
}

/// Extrapolates estimates in h² to h = 0. Each comes with the size of what was subtracted in it.
private func ridders(
  step: Double, _ estimate: (Double) throws -> (value: Double, size: Double)
) rethrows -> DerivativeEstimate {
  let ratio = 1.4
  var size = step
  var row: [Double] = []
  var best = DerivativeEstimate(value: .nan, error: .infinity)
  for _ in 0..<12 {
    let (value, scale) = try estimate(size)
    let rounding = 0x1p-52 * scale
    var next = [value]
    var factor = ratio * ratio
    for (index, former) in row.enumerated() {
      let better = (next[index] * factor - former) / (factor - 1)
      next.append(better)
      let error = max(abs(better - next[index]), abs(better - former)) + rounding
      if error < best.error {
        best = DerivativeEstimate(value: better, error: error)
      }
      factor *= ratio * ratio
    }
    if let last = next.last, let formerLast = row.last,
      abs(last - formerLast) > 2 * best.error
    {
      break
    }
    row = next
    size /= ratio
  }
  return best
}
