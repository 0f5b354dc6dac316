import SpecialFunctions

// Integrals of exp(κ (cos t − 1)) over parts of the circle, by Gauss-Legendre rules on panels as wide
// as the integrand's scale.

/// Nodes and weights of the 20-point rule on [0, 1], by Newton's method on the Legendre polynomial
/// from Tricomi's guess.
let legendreRule: [(node: Double, weight: Double)] = {
  let n = 20
  return (1...n).map { i in
    var x = Double.cos(Double.pi * (Double(i) - 0.25) / (Double(n) + 0.5))
    var slope = 1.0
    for _ in 0..<8 {
      var (p, previous) = (1.0, 0.0)
      for k in 1...n {
        let j = Double(k)
        (p, previous) = (((2 * j - 1) * x * p - (j - 1) * previous) / j, p)
      }
      slope = Double(n) * (x * p - previous) / (x * x - 1)
      x -= p / slope
    }
    return (0.5 * (1 + x), 1 / ((1 - x * x) * slope * slope))
  }
}()

/// The integral of a smooth function from 0 to `length` by panels of a width, up to where it has
/// fallen below 10⁻¹⁸ of the sum.
private func panelIntegral(
  to length: Double, width: Double, _ f: (Double) -> Double
) -> Double {
  guard length > 0 else { return 0 }
  let count = (length / width).rounded(.up)
  let step = length / count
  var sum = 0.0
  var index = 0.0
  while index < count {
    var panel = 0.0
    for (node, weight) in legendreRule { panel += weight * f((index + node) * step) }
    sum += panel * step
    if panel * (length - index * step) < 1e-18 * sum { break }
    index += 1
  }
  return sum
}

/// −log(2π I₀(κ) e^−κ), the log-density at the mean.
func vonMisesPeak(_ concentration: Double) -> Double {
  -1.8378770664093454836 - logScaledBesselI0(concentration)
}

/// The logarithms of both tails of the von Mises law of mean 0 at d + rest from −π to π.
func vonMisesTails(
  _ d: Double, _ concentration: Double, rest: Double = 0
) -> TailProbabilities {
  guard concentration >= 0, concentration < .infinity, !d.isNaN else {
    return TailProbabilities(logLower: .nan, logUpper: .nan)
  }
  let x = -d.magnitude
  // From the end to x, with the digits of π and of x that a number has no room for.
  let length = (Double.pi + x) + (0x1.1a62633145c07p-53 + (d < 0 ? rest : -rest))
  if length <= 0 {
    return d < 0
      ? TailProbabilities(logLower: -.infinity, logUpper: 0)
      : TailProbabilities(logLower: 0, logUpper: -.infinity)
  }
  // From x to the left, cos(x − s) − cos x = −2 sin(s/2) sin(s/2 − x): the integrand over its value
  // at x falls, and its scale is that of its slope and curvature there.
  let slope = concentration * Double.sin(-x)
  let width = min(1, 2 / max(slope, concentration.squareRoot()))
  let integral = panelIntegral(to: length, width: width) { s in
    let half = 0.5 * s
    return Double.exp(-2 * concentration * Double.sin(half) * Double.sin(half - x))
  }
  let sine = Double.sin(0.5 * x)
  let log =
    vonMisesPeak(concentration) - 2 * concentration * sine * sine + Double.log(integral)
  let complement = SpecialFunctions.logOneMinusExp(min(log, -0x1p-1074))
  return d <= 0
    ? TailProbabilities(logLower: log, logUpper: complement)
    : TailProbabilities(logLower: complement, logUpper: log)
}

/// E dⁿ of the von Mises law of mean 0 for an even n, over [−π, π].
func vonMisesMoment(_ order: Double, _ concentration: Double) -> Double {
  guard concentration >= 0, concentration < .infinity else { return .nan }
  let scale = 1 / concentration.squareRoot()
  // As sin(t/2) ≥ t/π, the exponential is 0 in numbers from 61 scales on.
  let end = min(Double.pi, 64 * scale)
  let integral = panelIntegral(to: end, width: min(0.5, scale)) { t in
    let sine = Double.sin(0.5 * t)
    return Double.pow(t, order) * Double.exp(-2 * concentration * sine * sine)
  }
  return 2 * integral * Double.exp(vonMisesPeak(concentration))
}

/// The point d ≤ 0 at which the lower tail has the given logarithm, at most log ½, by Newton's
/// method on the logarithm of the tail, kept inside an enclosing interval that halves.
func vonMisesLowerQuantile(_ target: Double, _ concentration: Double) -> Double {
  if target == -.infinity { return -Double.pi }
  if target == Double.log(0.5) { return 0 }
  // Close to the end the density is constant.
  let margin = Double.exp(target - vonMisesPeak(concentration) + 2 * concentration)
  if margin * margin * max(concentration, 1) < 1e-17 { return -Double.pi + margin }
  var low = -Double.pi
  var high = 0.0
  let z = normalQuantile(logProbability: target) / max(concentration, 1e-300).squareRoot()
  var d = concentration > 1 ? max(0.999 * low, z) : low + 2 * Double.pi * Double.exp(target)
  if d <= low || d > high { d = 0.5 * (low + high) }
  for _ in 0..<200 {
    let log = vonMisesTails(d, concentration).logLower
    if log > target { high = d } else { low = d }
    let sine = Double.sin(0.5 * d)
    let density = vonMisesPeak(concentration) - 2 * concentration * sine * sine
    let next = d + (target - log) * Double.exp(log - density)
    let isInside = next > low && next < high
    let point = isInside ? next : 0.5 * (low + high)
    if (point - d).magnitude <= 0x1p-52 * point.magnitude || point == d { return point }
    d = point
  }
  return d
}
