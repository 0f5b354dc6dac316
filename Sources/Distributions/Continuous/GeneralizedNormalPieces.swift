import SpecialFunctions

// The standard generalised normal law of shape β, whose |z|^β is a gamma variable of shape 1/β.

/// log P(Z ≤ z).
func generalizedNormalLogCDF(_ z: Double, shape: Double) -> Double {
  guard shape > 0, shape < .infinity, !z.isNaN else { return .nan }
  let outer = generalizedNormalOuterTail(z.magnitude, shape: shape)
  let half = outer - 0.69314718055994530942
  return z < 0 ? half : Double.log(onePlus: -Double.exp(half))
}

/// log P(|Z| > z). A power that leaves the range of numbers below is that of the first term of the
/// series, z/Γ(1 + 1/β).
private func generalizedNormalOuterTail(_ z: Double, shape: Double) -> Double {
  let a = 1 / shape
  let power = Double.pow(z, shape)
  if power < 1e-290 {
    return Double.log(onePlus: -z * Double.exp(-SpecialFunctions.logGammaOnePlus(a)))
  }
  return regularizedGamma(a, power).logUpper
}

/// The logarithm of |z| with P(Z ≤ z) = u.
func generalizedNormalLogQuantile(_ u: Double, shape: Double) -> Double {
  guard u >= 0, u <= 1, shape > 0, shape < .infinity else { return .nan }
  let a = 1 / shape
  if u > 0.25, u < 0.75 {
    let inner = abs(2 * u - 1)
    if inner == 0 { return -.infinity }
    let power = inverseRegularizedGamma(a, lower: inner)
    if power < 1e-290 { return Double.log(inner) + SpecialFunctions.logGammaOnePlus(a) }
    return a * Double.log(power)
  }
  let outer = 2 * min(u, 1 - u)
  let power = inverseRegularizedGamma(a, upper: outer)
  if power < 1e-290 { return Double.log(onePlus: -outer) + SpecialFunctions.logGammaOnePlus(a) }
  return a * Double.log(power)
}

/// z with P(Z ≤ z) = u.
func generalizedNormalQuantile(_ u: Double, shape: Double) -> Double {
  if u == 0.5, shape > 0, shape < .infinity { return 0 }
  let size = Double.exp(generalizedNormalLogQuantile(u, shape: shape))
  return u < 0.5 ? -size : size
}

/// log Γ(3a) − log Γ(a).
func logGammaTriple<Value: RealValue>(_ a: Value) -> Value {
  // Γ(na) = Γ(1 + na)/(na); for large a the difference of the logarithms has its digits from the
  // start.
  let isLarge: Value.Mask = a .> 1
  let small: Value = select(isLarge, 1, a)
  let near: Value =
    logGammaOnePlus(3 * small) - logGammaOnePlus(small) - Value(1.0986122886681096914)
  let far = Value.elementwise(
    "log Γ(3a) − log Γ(a)", select(isLarge, a, 1), { logGammaDifference($0, 2 * $0) },
    derivative: { 3 * digamma(3 * $0) - digamma($0) })
  return select(isLarge, far, near)
}
