import CVectorMath

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Owen's T function, 1/(2π) ∫_0^a exp(-h²(1 + x²)/2)/(1 + x²) dx.
///
/// Even in h, odd in a; a may be infinite. Relative error about 1e-14 for |a| <= 1, and beyond by
/// T(h, a) = (q + r)/2 - q r - T(a h, 1/a), q = Φ(-h), r = Φ(-a h) (Owen, "Tables for computing
/// bivariate normal probabilities", 1956). The integral is smooth: Gauss and Legendre's rule of twenty
/// points on panels no longer than the Gaussian's scale.
public func owenT(_ h: Double, _ a: Double) -> Double {
  if h.isNaN || a.isNaN { return .nan }
  if a < 0 { return -owenT(h, -a) }
  let h = abs(h)
  if a == 0 || h == .infinity { return 0 }
  if h == 0 { return atan(a) / (2 * Double.pi) }
  if a <= 1 { return owenIntegral(h, a) }
  let q = vm_normal_cdf(-h)
  if a == .infinity { return 0.5 * q }
  let r = vm_normal_cdf(-a * h)
  return 0.5 * (q + r) - q * r - owenIntegral(a * h, 1 / a)
}

private func owenIntegral(_ h: Double, _ a: Double) -> Double {
  // exp(-h^2/2) is below the smallest number.
  if h > 39 { return 0 }
  // Beyond 12/h the integrand is below 1e-31 of its start.
  let end = min(a, 12 / h)
  let panels = max(1, Int((end * max(h, 1) / 2).rounded(.up)))
  let half = 0.5 * end / Double(panels)
  var sum = 0.0
  for panel in 0..<panels {
    let middle = half * Double(2 * panel + 1)
    for (node, weight) in zip(legendreNodes, legendreWeights) {
      for x in [middle - half * node, middle + half * node] {
        sum += weight * exp(-0.5 * (h * x) * (h * x)) / (1 + x * x)
      }
    }
  }
  // exp(-h^2/2) with the square's rounding error.
  let square = h * h
  let low = (-square).addingProduct(h, h)
  return sum * half * exp(-0.5 * square) * (1 - 0.5 * low) / (2 * Double.pi)
}

/// Positive nodes of the Legendre polynomial of degree 20.
let legendreNodes: [Double] = [
  0.07652652113349734, 0.22778585114164507, 0.37370608871541955, 0.5108670019508271,
  0.636053680726515, 0.7463319064601508, 0.8391169718222188, 0.912234428251326,
  0.9639719272779138, 0.9931285991850949,
]
let legendreWeights: [Double] = [
  0.15275338713072584, 0.14917298647260374, 0.14209610931838204, 0.13168863844917664,
  0.11819453196151841, 0.10193011981724044, 0.08327674157670475, 0.06267204833410907,
  0.04060142980038694, 0.017614007139152118,
]
