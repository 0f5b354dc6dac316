import Tensors

/// The numbers of a Poisson distribution for drawing many, nil where that is not worth it.
func poissonWindow(rate: Double, count: Int) -> CountWindow? {
  guard rate >= 0, rate < 0x1p40 else { return nil }
  let mode = rate.rounded(.down)
  let law = Poisson<Double>(rate: rate)
  return CountWindow(
    mode: mode, from: 0, through: rate == 0 ? 0 : 0x1p50, logMass: law.logMass(whole: mode),
    count: count
  ) { rate / ($0 + 1) }
}

/// One draw of a Poisson distribution, as a whole number; NaN for an invalid rate.
///
/// Below 10 the number of factors that bring a product of uniform numbers below e^−λ; from there on
/// Hörmann's transformed rejection with squeeze (PTRS), whose acceptance rate does not fall with λ.
@inlinable func drawPoisson(rate: Double, using generator: inout some RandomNumberGenerator)
  -> Double
{
  guard rate >= 0, rate < .infinity else { return .nan }
  if rate < 10 {
    let limit = exp(-rate)
    var product = OpenUnitInterval.double(using: &generator)
    var count = 0.0
    while product > limit {
      product *= OpenUnitInterval.double(using: &generator)
      count += 1
    }
    return count
  }
  let b = 0.931 + 2.53 * rate.squareRoot()
  let a = -0.059 + 0.02483 * b
  let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
  let squeeze = 0.9277 - 3.6224 / (b - 2)
  let p = Poisson<Double>(rate: rate)
  while true {
    let u = OpenUnitInterval.double(using: &generator) - 0.5
    let v = OpenUnitInterval.double(using: &generator)
    let s = 0.5 - u.magnitude
    let k = ((2 * a / s + b) * u + rate + 0.43).rounded(.down)
    if s >= 0.07, v <= squeeze { return k }
    if k < 0 || (s < 0.013 && v > s) { continue }
    let bound = log(v * inverseAlpha / (a / (s * s) + b))
    if bound <= p.logMass(whole: k) { return k }
  }
}
