import SpecialFunctions
import Tensors

/// What has no closed form of the normal-inverse Gaussian law of location 0 and scale 1.
///
/// All integrals are over t, x = sinh t, in which the density is
///
/// ```
/// g(t) = (a/π) k(a cosh t) exp(−2ω sinh²((t − t₀)/2)),   k(u) = K₁(u) eᵘ,  a² = ω² + b²,  sinh t₀ = b/ω
/// ```
struct NormalInverseGaussianPieces {
  /// γδ, βδ and αδ; the last loses no digits of the others.
  private let omega, b, a: Double
  private let centre: Double

  init(omega: Double, b: Double) {
    self.omega = omega
    self.b = b
    let size = max(omega, b.magnitude)
    let (x, y) = (omega / size, b / size)
    a = size * (x * x + y * y).squareRoot()
    centre = Double.asinh(b / omega)
  }

  private var isValid: Bool { omega > 0 && a < .infinity }

  /// log g.
  private func logWeight(_ t: Double) -> Double {
    let half = Double.sinh(0.5 * (t - centre))
    return Double.log(a) - 1.1447298858494001741
      + SpecialFunctions.logScaledBesselK1(a * Double.cosh(t))
      - 2 * omega * half * half
  }

  /// How far g is smooth around t, at most 0.6.
  private func width(_ t: Double) -> Double {
    let slope = omega * Double.sinh((t - centre).magnitude)
    let curvature = omega * Double.cosh(t - centre)
    return 1 / max(1 / 0.6, max(0.4 * slope, 0.6 * curvature.squareRoot()))
  }

  /// The integral of f·g outwards from t, upwards or downwards, over g(t), until it has ended.
  private func outwards(
    from start: Double, isUp: Bool, _ f: (Double, Double) -> Double = { _, _ in 1 }
  ) -> Double {
    let first = logWeight(start)
    let side = isUp ? 1.0 : -1
    var sum = 0.0
    var t = start
    for _ in 0..<4000 {
      let step = width(t)
      var panel = 0.0
      var size = 0.0
      for (node, weight) in legendreRule {
        let point = t + side * step * node
        let log = logWeight(point)
        let mass = weight * Double.exp(log - first)
        size += mass
        panel += mass * f(point, log)
      }
      sum += step * panel
      t += side * step
      let isOutside = isUp ? t > centre : t < centre
      if isOutside, step * size <= 1e-19 * sum.magnitude { break }
    }
    return sum
  }

  // MARK: - Tails

  /// The log of both tails at sinh t.
  private func tails(angle t: Double) -> TailProbabilities {
    // The thinner tail by the side of the peak of g, which is near the middle of the mass.
    let isUpper = t >= peak
    let log = logWeight(t)
    guard log > -.infinity else {
      return isUpper
        ? TailProbabilities(logLower: 0, logUpper: -.infinity)
        : TailProbabilities(logLower: -.infinity, logUpper: 0)
    }
    let own = min(log + Double.log(outwards(from: t, isUp: isUpper)), 0)
    var other = Double.log(onePlus: -Double.exp(own))
    if own > -0.3 { other = min(log + Double.log(outwards(from: t, isUp: !isUpper)), 0) }
    return isUpper
      ? TailProbabilities(logLower: other, logUpper: own)
      : TailProbabilities(logLower: own, logUpper: other)
  }

  /// The log of both tails at x.
  func tails(_ x: Double) -> TailProbabilities {
    guard isValid, !x.isNaN else { return TailProbabilities(logLower: .nan, logUpper: .nan) }
    if x == .infinity { return TailProbabilities(logLower: 0, logUpper: -.infinity) }
    if x == -.infinity { return TailProbabilities(logLower: -.infinity, logUpper: 0) }
    return tails(angle: Double.asinh(x))
  }

  /// The x with a tail u: Newton's steps over t on the logarithm of the smaller tail, within an
  /// interval that holds it.
  func quantile(_ u: Double, isUpper: Bool) -> Double {
    guard isValid, u >= 0, u <= 1 else { return .nan }
    if u == 0 { return isUpper ? .infinity : -.infinity }
    if u == 1 { return isUpper ? -.infinity : .infinity }
    if u == 0.5, b == 0 { return 0 }
    let isSmall = u <= 0.5
    let target = isSmall ? Double.log(u) : Double.log(onePlus: -u)
    let ofUpper = isUpper == isSmall
    var (low, high) = (-720.0, 720.0)
    let peak = peak
    var t = peak
    var previous = Double.infinity
    for _ in 0..<200 {
      let tails = tails(angle: t)
      let value = ofUpper ? tails.logUpper : tails.logLower
      let gap = value - target
      if gap == 0 { break }
      if (gap > 0) == ofUpper { low = t } else { high = t }
      let slope = Double.exp(logWeight(t) - value)
      var next = t + (ofUpper ? gap : -gap) / slope
      // Far out steps of more than the distance from the peak wait for the interval.
      if !(next > low && next < high) {
        let reach = max(1, (t - peak).magnitude)
        next = next >= high ? min(t + reach, 0.5 * (t + high)) : max(t - reach, 0.5 * (t + low))
        if next == t { break }
      } else if (next - t).magnitude > 2 + (t - peak).magnitude {
        next = next > t ? t + 2 + (t - peak).magnitude : t - 2 - (t - peak).magnitude
        next = min(max(next, 0.5 * (t + low)), 0.5 * (t + high))
      } else {
        // Once rounding makes the steps grow again, the digits are exhausted.
        let size = (next - t).magnitude
        if size <= 1e-17 * next.magnitude || (size < 1e-8 && size >= 0.5 * previous) {
          t = next
          break
        }
        previous = size
      }
      t = next
    }
    return Double.sinh(t)
  }

  // MARK: - Facts

  /// Where g is highest: the root of b − a K₀/K₁ tanh t − tanh t/cosh t, between 0 and t₀.
  private var peak: Double { root { Double.tanh($0) / Double.cosh($0) } }

  /// Where the density of x is highest: the root of b − a K₀/K₁ tanh t − 2 tanh t/cosh t.
  var mode: Double {
    guard isValid else { return .nan }
    return Double.sinh(root { 2 * (Double.tanh($0) / Double.cosh($0)) })
  }

  private func root(_ part: (Double) -> Double) -> Double {
    if b == 0 { return 0 }
    func value(_ t: Double) -> Double {
      let ratio = SpecialFunctions.besselKRatio(a * Double.cosh(t))
      return b.magnitude - a * ratio * Double.tanh(t) - part(t)
    }
    // The false position of Illinois, within halvings.
    var (low, high) = (0.0, centre.magnitude)
    var (atLow, atHigh) = (b.magnitude, value(high))
    guard atHigh < 0 else { return centre }
    for step in 0..<200 {
      let secant = low + (high - low) * (atLow / (atLow - atHigh))
      let t = step % 3 == 2 || !(secant > low && secant < high) ? 0.5 * (low + high) : secant
      let v = value(t)
      if v > 0 {
        (low, atLow) = (t, v)
        atHigh *= 0.5
      } else {
        (high, atHigh) = (t, v)
        atLow *= 0.5
      }
      if v == 0 || high - low <= 2e-16 * high { break }
    }
    let t = 0.5 * (low + high)
    return b > 0 ? t : -t
  }

  /// −∫ g (log g − log cosh t) dt.
  var entropy: Double {
    guard isValid else { return .nan }
    let start = peak
    let height = logWeight(start)
    func information(_ t: Double, _ log: Double) -> Double {
      let size = t.magnitude
      return (size + Double.log(onePlus: Double.exp(-2 * size)) - 0.69314718055994530942) - log
    }
    let sum =
      outwards(from: start, isUp: true, information)
      + outwards(from: start, isUp: false, information)
    return sum * Double.exp(height)
  }
}
