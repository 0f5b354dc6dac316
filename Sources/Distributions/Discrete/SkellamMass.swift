import SpecialFunctions

/// Skellam's law of two positive rates a and b as numbers: its log-mass, tails and mode.
struct SkellamNumbers {
  let a: Double
  let b: Double

  var mirrored: SkellamNumbers { SkellamNumbers(a: b, b: a) }

  /// k − (a − b), with what rounding takes of a − b.
  func distance(_ k: Double) -> Double {
    let difference = b - a
    let part = difference - b
    let lost = (b - (difference - part)) - (a + part)
    return (k + difference) + lost
  }

  // MARK: - Mass

  /// log of e^(−a−b) (a/b)^(k/2) I_|k|(2 √(ab)).
  func logMass(_ k: Double) -> Double {
    if k < 0 { return mirrored.logMass(-k) }
    let root = a.squareRoot() * b.squareRoot()
    let size = max(k, 2 * root)
    let (first, second) = (k / max(size, 1e-300), 2 * root / max(size, 1e-300))
    let s = size * (first * first + second * second).squareRoot()
    return s < 50 ? seriesLogMass(k) : asymptoticLogMass(k, root: root, s: s)
  }

  /// Σ Poisson(k + m; a) Poisson(m; b), whose terms are positive; up to some 40 of them count.
  private func seriesLogMass(_ k: Double) -> Double {
    let product = a * b
    var term = 1.0
    var sum = 0.0
    var m = 1.0
    while m < 400 {
      term *= product / (m * (m + k))
      sum += term
      if term < 1e-17 * (1 + sum) { break }
      m += 1
    }
    return Poisson<Double>(rate: a).logMass(whole: k) - b + Double.log(onePlus: sum)
  }

  /// Debye's uniform expansion of I_k, for s = √(k² + 4ab) ≥ 50.
  ///
  /// Its leading part and the powers are joined on paper: with i = (s + k)/2 and j = (s − k)/2, the
  /// counts at which the two Poisson laws meet most likely,
  ///
  /// ```
  /// −D(i, a) − D(j, b) − ½ log 2πs + log Σ U_n(k/s)/k^n,   D(i, a) = i log(i/a) − i + a
  /// ```
  ///
  /// where i − a and j − b come from the distance of k from the mean without cancellation. Source:
  /// DLMF 10.41.3.
  private func asymptoticLogMass(_ k: Double, root: Double, s: Double) -> Double {
    let j = root * (2 * root / (s + k))
    let i = k + j
    let distance = distance(k)
    let linear = 2 * a - k
    let iRest = linear > 0 ? a * (2 * distance / (linear + s)) : 0.5 * (s - linear)
    let jRest = -b * (2 * distance / (2 * b + k + s))
    let deviance =
      massDivergence(i, a, difference: -iRest) + massDivergence(j, b, difference: -jRest)
    let p = k / s
    return -deviance - (0.91893853320467274178 + 0.5 * Double.log(s))
      + Double.log(onePlus: debyeSum(square: p * p, inverse: 1 / s))
  }

  // MARK: - Tails

  func tails(_ k: Double) -> TailProbabilities {
    let isUpper = distance(k) >= 0
    func upper() -> Double { min(0, logUpperTail(SkellamCumulants(law: self, k: k))) }
    func lower() -> Double {
      min(0, logUpperTail(SkellamCumulants(law: mirrored, k: -k - 1)))
    }
    let first = isUpper ? upper() : lower()
    let other = first < -0.7 ? SpecialFunctions.logOneMinusExp(first) : isUpper ? lower() : upper()
    // Of two tails that add up to 1 the larger one follows from the smaller.
    let (small, large) = first <= other ? (first, other) : (other, first)
    let exact = small < -0.7 ? SpecialFunctions.logOneMinusExp(small) : large
    let isFirstSmall = first <= other
    return isUpper == isFirstSmall
      ? TailProbabilities(logLower: exact, logUpper: small)
      : TailProbabilities(logLower: small, logUpper: exact)
  }

  // MARK: - Mode

  /// Near the mean less half the third cumulant over the variance; up to a variance of 10⁴ by a look
  /// at its neighbours, beyond that the next term is below the rounding of rates.
  var mode: Double {
    let centre = (a - b) - 0.5 * (a - b) / (a + b)
    var mode = (centre - 0.5).rounded(.up)
    guard a + b <= 1e4 else { return mode }
    while logMass(mode + 1) > logMass(mode) + 1e-13 { mode += 1 }
    while logMass(mode - 1) >= logMass(mode) - 1e-13 { mode -= 1 }
    return mode
  }
}

/// K(t) = a (e^t − 1) + b (e^−t − 1) of Skellam's law.
private struct SkellamCumulants: CumulantFunction {
  let law: SkellamNumbers
  let k: Double
  let distance: Double

  init(law: SkellamNumbers, k: Double) {
    self.law = law
    self.k = k
    distance = law.distance(k)
  }

  func value(_ t: Double) -> Double {
    law.a * SpecialFunctions.expRemainder(t) + law.b * SpecialFunctions.expRemainder(-t)
      - t * distance
  }

  func slope(_ t: Double) -> Double {
    law.a * Double.expMinusOne(t) - law.b * Double.expMinusOne(-t) - distance
  }

  func curvature(_ t: Double) -> Double { law.a * Double.exp(t) + law.b * Double.exp(-t) }

  func bell(_ t: Double) -> (Double) -> (real: Double, imaginary: Double) {
    let (slope, curvature, k) = (slope(t), curvature(t), k)
    return { y in
      let half = Double.sin(0.5 * y)
      let sine = Double.sin(y)
      // sin y − y by its series where it would cancel.
      let square = y * y
      let short: Double =
        1.0 / 6 - square
        * (1.0 / 120 - square * (1.0 / 5040 - square * (1.0 / 362_880 - square / 39_916_800)))
      let bend = y < 0.5 ? -y * square * short : sine - y
      let size = Double.exp(-2 * half * half * curvature)
      let phase = slope * sine + k * bend
      return (size * Double.cos(phase), size * Double.sin(phase))
    }
  }
}

/// Σ_{n ≥ 1} U_n(p)/(p s)^n, U_n(p)/pⁿ being a polynomial in p².
private func debyeSum(square: Double, inverse: Double) -> Double {
  var sum = 0.0
  for polynomial in debyePolynomials.reversed() {
    var value = 0.0
    for coefficient in polynomial.reversed() { value = value * square + coefficient }
    sum = (sum + value) * inverse
  }
  return sum
}

/// The coefficients of U_n(p)/pⁿ in powers of p², n = 1 to 12, by the recurrence DLMF 10.41.9:
///
/// ```
/// U_(n+1)(p) = ½ p² (1 − p²) U_n′(p) + ⅛ ∫₀^p (1 − 5t²) U_n(t) dt
/// ```
private let debyePolynomials: [[Double]] = {
  var polynomials: [[Double]] = []
  var current: [Double] = [1]
  for n in 0..<12 {
    var next = [Double](repeating: 0, count: n + 2)
    for (index, coefficient) in current.enumerated() {
      // Of c p^m: ½ c m (p^(m+1) − p^(m+3)) + ⅛ c (p^(m+1)/(m + 1) − 5 p^(m+3)/(m + 3)).
      let m = Double(n + 2 * index)
      next[index] += coefficient * (0.5 * m + 0.125 / (m + 1))
      next[index + 1] -= coefficient * (0.5 * m + 0.625 / (m + 3))
    }
    polynomials.append(next)
    current = next
  }
  return polynomials
}()
