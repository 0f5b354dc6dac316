#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Both tails of the noncentral chi-squared law.
///
/// ```
/// P(X <= x) = sum over j >= 0 of Poisson(j; λ/2) P(k/2 + j, x/2)
/// ```
///
/// Either tail is such a sum of positive terms whose logarithm is concave in j. It is summed outward
/// from its largest term; where the terms form a bell much wider than 1, every s-th term stands for
/// its s neighbours, which is exact to rounding for s a third of the bell's width (the trapezoidal
/// rule on a Gaussian).
///
/// - Parameters:
///   - x: The point, not negative.
///   - degreesOfFreedom: k > 0.
///   - noncentrality: λ >= 0, the sum of the squared means.
public func noncentralChiSquaredTails(
  _ x: Double, degreesOfFreedom k: Double, noncentrality: Double
) -> TailProbabilities {
  guard k > 0, noncentrality >= 0, x >= 0, k < .infinity, noncentrality < .infinity else {
    return .undefined
  }
  if noncentrality == 0 { return regularizedGamma(0.5 * k, 0.5 * x) }
  if x == 0 { return .allAbove }
  if x == .infinity { return .allBelow }
  let mixture = PoissonMixture(shape: 0.5 * k, x: 0.5 * x, mean: 0.5 * noncentrality)
  let lowerFirst = x < k + noncentrality
  let first = mixture.logTail(lower: lowerFirst)
  if first < -0.7 {
    let tails = TailProbabilities(logLower: first)
    return lowerFirst ? tails : tails.swapped
  }
  let second = mixture.logTail(lower: !lowerFirst)
  return lowerFirst
    ? TailProbabilities(logLower: min(0, first), logUpper: min(0, second))
    : TailProbabilities(logLower: min(0, second), logUpper: min(0, first))
}

/// Both tails of the length of a normal vector of 2μ unit components whose mean has length a, at b:
/// `upper` is Marcum's Q_μ(a, b). Rice's law of unit scale is μ = 1.
public func marcumQ(order: Double, _ a: Double, _ b: Double) -> TailProbabilities {
  noncentralChiSquaredTails(b * b, degreesOfFreedom: 2 * order, noncentrality: a * a)
}

private struct PoissonMixture {
  let shape: Double
  let x: Double
  let mean: Double

  /// The logarithm of a term; j need not be whole.
  func logTerm(_ j: Double, lower: Bool) -> Double {
    let tails = regularizedGamma(shape + j, x)
    // Poisson(j; m) = m^j e^(-m) / Γ(j + 1).
    let weight = logGammaPrefactor(j + 1, mean) - log(mean)
    return weight + (lower ? tails.logLower : tails.logUpper)
  }

  /// The whole j of the largest term, by bisection of the sign of neighbouring differences.
  func peak(lower: Bool) -> Double {
    var low = -1.0
    var high = mean + x + 10
    while high - low > max(1, 1e-3 * low.squareRoot()) {
      let middle = ((low + high) / 2).rounded(.down)
      if middle <= low || middle >= high { break }
      // Far out, neighbours differ by less than rounding; a wider step still has the sign.
      let step = max(1, (1e-2 * middle.squareRoot()).rounded())
      if logTerm(middle + step, lower: lower) > logTerm(middle, lower: lower) {
        low = middle
      } else {
        high = middle
      }
    }
    return max(0, high)
  }

  func logTail(lower: Bool) -> Double {
    let top = peak(lower: lower)
    let peakLog = logTerm(top, lower: lower)
    if peakLog == -.infinity { return peakLog }
    // The bell is about as wide as the Poisson weights are there; across the step of the gamma tail it
    // may be as narrow as the step.
    let centre = shape + top
    let step = max(x, centre).squareRoot()
    let across = abs(centre - x) < 12 * step
    let narrow = min(mean, top + 1, across ? x : .infinity).squareRoot()
    let truncated = top < 15 * (top + 1).squareRoot()
    let stride = truncated ? 1 : max(1, (narrow / 4).rounded(.down))
    var sum = 1.0
    for direction in [1.0, -1.0] {
      var j = top + direction * stride
      // Beyond 2^53 a step of 1 is none, and the largest term is all that double can tell.
      var count = 0
      while j >= 0, j != top, count < 100_000 {
        count += 1
        let term = exp(logTerm(j, lower: lower) - peakLog)
        sum += term
        if term < 1e-18 { break }
        j += direction * stride
      }
    }
    return peakLog + log(sum * stride)
  }
}
