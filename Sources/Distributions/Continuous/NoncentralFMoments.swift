import SpecialFunctions

/// The facts of one noncentral F distribution.
///
/// F is its mean times (1 + v)(1 + w), v and w the relative distances from their means of the
/// noncentral chi-squared variable and of the reciprocal of the chi-squared one, whose central moments
/// are known. The moments of v + w + vw are sums of products of theirs.
struct NoncentralFMoments {
  let numerator: Double
  let denominator: Double
  let noncentrality: Double

  private var half: Double { 0.5 * denominator }
  private var size: Double { numerator + noncentrality }

  var mean: Double {
    guard denominator > 2 else { return .infinity }
    return denominator / (denominator - 2) * (size / numerator)
  }

  /// E v², E v³, E v⁴ − 3 (E v²)².
  private var first: (second: Double, third: Double, excess: Double) {
    (
      2 * ((numerator + 2 * noncentrality) / size) / size,
      8 * ((numerator + 3 * noncentrality) / size) / size / size,
      48 * ((numerator + 4 * noncentrality) / size) / size / size / size
    )
  }

  /// E w², E w³, E w⁴ − 3 (E w²)², of the inverse gamma law.
  private var second: (second: Double, third: Double, excess: Double) {
    let second = 1 / (half - 2)
    return (
      second, 4 * second / (half - 3),
      6 * (5 * half - 11) / ((half - 3) * (half - 4)) * second * second
    )
  }

  /// E (v + w + vw)².
  private var relativeVariance: Double {
    let (v, w) = (first.second, second.second)
    return v + w + v * w
  }

  var variance: Double {
    guard denominator > 4 else { return .infinity }
    return mean * mean * relativeVariance
  }

  var skewness: Double {
    guard denominator > 4 else { return .nan }
    guard denominator > 6 else { return .infinity }
    let (v, w) = (first, second)
    // (v (1 + w) + w)³
    let third =
      v.third * (1 + 3 * w.second + w.third) + 3 * v.second * (2 * w.second + w.third) + w.third
    return third / (relativeVariance * relativeVariance.squareRoot())
  }

  var excessKurtosis: Double {
    guard denominator > 4 else { return .nan }
    guard denominator > 8 else { return .infinity }
    let (v, w) = (first, second)
    let (v2, w2) = (v.second, w.second)
    let v4 = 3 * v2 * v2 + v.excess
    let w4 = 3 * w2 * w2 + w.excess
    // The fourth moment less 3 (v₂ + w₂ + v₂w₂)², with 6 v₂w₂ taken from both.
    let mixed =
      v4 * (6 * w2 + 4 * w.third + w4) + 4 * v.third * (3 * w2 + 3 * w.third + w4)
      + 6 * v2 * (2 * w.third + w4)
    let squares = 3 * v2 * w2 * (2 * v2 + 2 * w2 + v2 * w2)
    return (v.excess + w.excess + mixed - squares) / (relativeVariance * relativeVariance)
  }

  var mode: Double {
    let odds = noncentralBetaMode(
      0.5 * numerator, half, noncentrality: noncentrality, ofOdds: true)
    return Double.exp(odds) * (denominator / numerator)
  }

  var entropy: Double {
    let own = noncentralBetaExpectation(0.5 * numerator, half, noncentrality: noncentrality) {
      x, y, log in (Double.log(x) - Double.log(y)) - log
    }
    return own + Double.log(denominator / numerator)
  }
}
