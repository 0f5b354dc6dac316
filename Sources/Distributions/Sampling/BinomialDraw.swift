import Tensors

/// One draw of a geometric distribution, as a whole number; NaN for an invalid probability.
///
/// By the quantile function: ⌊log U/log(1 − p)⌋.
@inlinable func drawGeometric(
  probability p: Double, using generator: inout some RandomNumberGenerator
) -> Double {
  guard p > 0, p <= 1 else { return .nan }
  let u = OpenUnitInterval.double(using: &generator)
  return p == 1 ? 0 : (log(u) / log(onePlus: -p)).rounded(.down)
}

/// The numbers of a binomial distribution for drawing many, nil where that is not worth it.
func binomialWindow(trials n: Double, probability p: Double, count: Int) -> CountWindow? {
  guard n >= 0, n == n.rounded(), p >= 0, p <= 1 else { return nil }
  let mode = min(n, ((n + 1) * p).rounded(.down))
  let odds = p / (1 - p)
  let law = Binomial<Double>(trials: n, probability: p)
  return CountWindow(
    mode: mode, from: p == 1 ? n : 0, through: p == 0 ? 0 : n, logMass: law.logMass(at: mode),
    count: count
  ) { (n - $0) / ($0 + 1) * odds }
}

/// One draw of a binomial distribution, as a whole number; NaN for invalid parameters.
///
/// Below n p = 10 the trials up to the next success are geometric draws, which are added up until
/// they exceed n; from there on Hörmann's transformed rejection with squeeze (BTRS). A probability
/// above ½ is that of the failures.
@inlinable func drawBinomial(
  trials n: Double, probability: Double, using generator: inout some RandomNumberGenerator
) -> Double {
  guard n >= 0, n < .infinity, probability >= 0, probability <= 1 else { return .nan }
  let isMirrored = probability > 0.5
  let p = isMirrored ? 1 - probability : probability
  let successes =
    n * p < 10
    ? binomialByGaps(trials: n, probability: p, using: &generator)
    : binomialByRejection(trials: n, probability: p, using: &generator)
  return isMirrored ? n - successes : successes
}

@inlinable func binomialByGaps(
  trials n: Double, probability p: Double, using generator: inout some RandomNumberGenerator
) -> Double {
  guard p > 0 else { return 0 }
  var successes = 0.0
  var trial = drawGeometric(probability: p, using: &generator) + 1
  while trial <= n {
    successes += 1
    trial += drawGeometric(probability: p, using: &generator) + 1
  }
  return successes
}

@inlinable func binomialByRejection(
  trials n: Double, probability p: Double, using generator: inout some RandomNumberGenerator
) -> Double {
  let deviation = (n * p * (1 - p)).squareRoot()
  let b = 1.15 + 2.53 * deviation
  let a = -0.0873 + 0.0248 * b + 0.01 * p
  let c = n * p + 0.5
  let alpha = (2.83 + 5.1 / b) * deviation
  let squeeze = 0.92 - 4.2 / b
  let binomial = Binomial<Double>(trials: n, probability: p)
  let mode = ((n + 1) * p).rounded(.down)
  let highest = binomial.logMass(at: mode)
  while true {
    let u = OpenUnitInterval.double(using: &generator) - 0.5
    let v = OpenUnitInterval.double(using: &generator)
    let s = 0.5 - u.magnitude
    let k = ((2 * a / s + b) * u + c).rounded(.down)
    if k < 0 || k > n { continue }
    if s >= 0.07, v <= squeeze { return k }
    let bound = log(v * alpha / (a / (s * s) + b))
    if bound <= binomial.logMass(at: k) - highest { return k }
  }
}

/// One draw of a negative binomial distribution, as a whole number: Poisson of a rate that is a
/// gamma draw of shape r, times (1 − p)/p.
@inlinable func drawNegativeBinomial(
  successes r: Double, probability p: Double, using generator: inout some RandomNumberGenerator
) -> Double {
  guard r > 0, r < .infinity, p > 0, p <= 1 else { return .nan }
  if r == 1 { return drawGeometric(probability: p, using: &generator) }
  let rate = exp(logGammaDraw(shape: r, using: &generator)) * ((1 - p) / p)
  // A rate beyond the range of numbers is a count beyond it too.
  return rate < .infinity ? drawPoisson(rate: rate, using: &generator) : .infinity
}

/// One draw from the whole numbers of an interval, without bias up to 2⁵³ of them; beyond, to the
/// digits of a uniform number.
@inlinable func drawWhole(
  from a: Double, through b: Double, using generator: inout some RandomNumberGenerator
) -> Double {
  guard a <= b, a.isFinite, b.isFinite else { return .nan }
  guard b - a < 0x1p53 else {
    let u = OpenUnitInterval.double(using: &generator)
    return min(b, (a + (b - a) * u).rounded(.down))
  }
  return a + Double(UInt64.random(in: 0...UInt64(b - a), using: &generator))
}

/// The logarithm of one draw of a gamma distribution of rate 1, which holds where the draw is below
/// the range of numbers.
///
/// G. Marsaglia, W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000)
/// 363-372; a shape below 1 through shape + 1 and a power of a uniform number.
@inlinable func logGammaDraw(
  shape: Double, using generator: inout some RandomNumberGenerator
) -> Double {
  let d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3
  let c = 1 / (9 * d).squareRoot()
  while true {
    let z = Double.standardNormal(shape: [], using: &generator)
    let root = 1 + c * z
    guard root > 0 else { continue }
    let logCube = 3 * log(root)
    let u = OpenUnitInterval.double(using: &generator)
    guard log(u) < 0.5 * z * z + d * (1 - root * root * root + logCube) else { continue }
    let boost =
      shape < 1 ? log(OpenUnitInterval.double(using: &generator)) / shape : 0
    return log(d) + logCube + boost
  }
}
