import SpecialFunctions

// What the von Mises-Fisher law on the sphere of n dimensions is made of, with ν = n/2 − 1.

/// log(κ^ν/(I_ν(κ) e^−κ)): the normaliser but for a constant; at κ = 0 its limit.
func sphereLogNormalizer(_ kappa: Double, order nu: Double) -> Double {
  guard kappa >= 0, kappa < .infinity else { return .nan }
  if kappa < 1e-8 {
    // I_ν(κ) is (κ/2)^ν/Γ(ν + 1) (1 + κ²/(4ν + 4) + ...).
    return nu * 0.69314718055994530942 + SpecialFunctions.logGammaOnePlus(nu) + kappa
  }
  return nu * Double.log(kappa) - SpecialFunctions.logScaledBesselI(order: nu, kappa)
}

/// A = I_(ν+1)/I_ν at κ, the length of the mean, with 1 − A, A/κ and A′.
///
/// Where κ is large against ν², 1 − A and A′ are those of Hankel's expansion, I_ν = e^κ/√(2πκ) S_ν:
/// with E = S_ν − S_(ν+1), taken term by term, 1 − A = E/S and A′ = (E S′ − E′ S)/S². Elsewhere A′ is
/// 1 − A² − (2ν + 1) A/κ.
struct SphereRatio {
  let value: Double
  let complement: Double
  let perConcentration: Double
  let derivative: Double

  init(_ kappa: Double, order nu: Double) {
    guard kappa >= 0, kappa < .infinity else {
      (value, complement, perConcentration, derivative) = (.nan, .nan, .nan, .nan)
      return
    }
    if kappa < 1e-4 {
      // A = κ/n (1 − κ²/(n (n + 2)) + ...), n = 2ν + 2.
      let n = 2 * nu + 2
      let bend = kappa * (kappa / (n * (n + 2)))
      value = kappa / n * (1 - bend)
      complement = 1 - value
      perConcentration = (1 - bend) / n
      derivative = (1 - 3 * bend) / n
      return
    }
    guard kappa > max(40, nu * nu) else {
      value = SpecialFunctions.besselRatio(order: nu, kappa)
      complement = 1 - value
      perConcentration = value / kappa
      derivative = (1 - value * value) - (2 * nu + 1) * perConcentration
      return
    }
    // a_k(ν) = Π (4ν² − (2j − 1)²)/(8 j): the terms of S_ν are (−1)^k a_k/κ^k.
    var own = 1.0
    var next = 1.0
    var sum = 1.0
    var slope = 0.0
    var change = 0.0
    var changeSlope = 0.0
    for k in 1...60 {
      let (j, odd) = (Double(k), Double(2 * k - 1))
      own *= -(4 * nu * nu - odd * odd) / (8 * j * kappa)
      next *= -(4 * (nu + 1) * (nu + 1) - odd * odd) / (8 * j * kappa)
      let difference = own - next
      sum += own
      slope -= j * own
      change += difference
      changeSlope -= j * difference
      if max(abs(own), abs(next)) < 1e-18 * abs(difference + change) { break }
    }
    // Derivatives by κ are these over κ.
    complement = change / sum
    value = 1 - complement
    perConcentration = value / kappa
    derivative = (change * slope - changeSlope * sum) / (sum * sum * kappa)
  }
}

/// log C(κp) − log C(κq) + (κq − κp)(1 − A(κp)), C the normaliser with e^κ taken in: what a concave
/// function lies below its tangent, ∫ (κq − t) A′(t) dt from κp to κq, by Gauss-Legendre rules on panels
/// over which A′ changes little. No term is negative.
func sphereRemainder(_ p: Double, _ q: Double, order nu: Double) -> Double {
  guard p >= 0, q >= 0, p < .infinity, q < .infinity else { return .nan }
  let (low, high) = (min(p, q), max(p, q))
  var start = low
  var sum = 0.0
  while start < high {
    // The poles of A are at least 2.4 from 0, on the imaginary axis.
    let end = min(high, max(2 * start, start + 1))
    let width = end == high ? high - start : end - start
    for (node, weight) in legendreRule {
      let t = start + node * width
      let distance = q > p ? (high - start) - node * width : (start - low) + node * width
      sum += weight * width * distance * SphereRatio(t, order: nu).derivative
    }
    start = end
  }
  return sum
}
