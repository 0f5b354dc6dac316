import SpecialFunctions

/// P(Dₙ ≥ d), the probability that n draws are at least as far from their distribution, which is
/// continuous.
///
/// Durbin's matrix for up to 140 draws, twice Smirnov's one-sided probability in the tail, where
/// both sides at once are out of the question, and Pelz's and Good's expansion in 1/√n else, with
/// six digits and more.
///
/// Sources: R. Simard, P. L'Ecuyer, "Computing the two-sided Kolmogorov-Smirnov distribution",
/// J. Stat. Softw. 39 (2011) 11; G. Marsaglia, W. W. Tsang, J. Wang, "Evaluating Kolmogorov's
/// distribution", J. Stat. Softw. 8 (2003) 18; W. Pelz, I. J. Good, "Approximating the lower tail-areas
/// of the Kolmogorov-Smirnov one-sample statistic", J. R. Statist. Soc. B 38 (1976), 152-156.
func kolmogorovSurvival(_ d: Double, count: Double) -> Double {
  let n = max(1, count.rounded())
  let t = n * d
  if d.isNaN { return .nan }
  if t <= 0.5 { return 1 }
  if d >= 1 { return 0 }
  if t <= 1 { return 1 - exp(logGamma(n + 1) - n * log(n) + n * log(2 * t - 1)) }
  let size = t * d
  if size >= 373 { return 0 }
  if d >= 0.5 || size >= (n <= 140 ? 4 : 2.2) { return min(1, 2 * smirnovSurvival(d, n)) }
  let lower = n <= 140 ? durbinCDF(d, Int(n)) : pelzGoodCDF(d, n)
  return min(1, max(0, 1 - lower))
}

/// P(Dₙ⁺ ≥ d) = d Σⱼ C(n, j) (d + j/n)^(j−1) (1 − d − j/n)^(n−j).
///
/// Of many terms, which follow a smooth bell, every n/4000th stands for its neighbours.
private func smirnovSurvival(_ d: Double, _ n: Double) -> Double {
  let last = (n * (1 - d)).rounded(.down)
  let stride = max(1, (n / 4000).rounded(.down))
  var sum = 0.0
  var j = 0.0
  while j <= last {
    let share = d + j / n
    let rest = n - j
    let choices = logGamma(n + 1) - logGamma(j + 1) - logGamma(rest + 1)
    let power = rest * log(onePlus: -share)
    if share < 1 { sum += exp(choices + (j - 1) * log(share) + power) }
    j += stride
  }
  return d * stride * sum
}

/// n!/nⁿ times the middle element of the n-th power of Durbin's matrix.
private func durbinCDF(_ d: Double, _ n: Int) -> Double {
  let t = Double(n) * d
  let k = Int(t.rounded(.up))
  let h = Double(k) - t
  let m = 2 * k - 1
  var inverseFactorials = [1.0]
  for j in 1...(m + 1) { inverseFactorials.append(inverseFactorials[j - 1] / Double(j)) }
  var matrix = [Double](repeating: 0, count: m * m)
  for i in 0..<m {
    for j in 0...min(i + 1, m - 1) { matrix[i * m + j] = inverseFactorials[i - j + 1] }
  }
  for i in 0..<m {
    let corner = pow(h, Double(i + 1)) * inverseFactorials[i + 1]
    matrix[i * m] -= corner
    matrix[(m - 1) * m + (m - 1 - i)] -= corner
  }
  matrix[(m - 1) * m] += pow(max(2 * h - 1, 0), Double(m)) * inverseFactorials[m]

  func product(_ a: [Double], _ b: [Double]) -> [Double] {
    var c = [Double](repeating: 0, count: m * m)
    for i in 0..<m {
      for l in 0..<m {
        let factor = a[i * m + l]
        if factor == 0 { continue }
        for j in 0..<m { c[i * m + j] += factor * b[l * m + j] }
      }
    }
    return c
  }
  // Powers are kept within the range of numbers by powers of 2^400.
  let middle = (k - 1) * m + (k - 1)
  var power = [Double](repeating: 0, count: m * m)
  for i in 0..<m { power[i * m + i] = 1 }
  var (powerScale, matrixScale) = (0, 0)
  var remaining = n
  while remaining > 0 {
    if remaining % 2 == 1 {
      power = product(power, matrix)
      powerScale += matrixScale
    }
    matrix = product(matrix, matrix)
    matrixScale *= 2
    if abs(matrix[middle]) > 0x1p400 {
      matrix = matrix.map { $0 * 0x1p-400 }
      matrixScale += 400
    }
    remaining /= 2
  }
  let logarithm =
    log(power[middle]) + Double(powerScale) * 0.69314718055994530942
    + logGamma(Double(n) + 1) - Double(n) * log(Double(n))
  return exp(logarithm)
}

/// K₀(z) + K₁(z)/√n + K₂(z)/n + K₃(z)/n^(3/2), z = d √n.
private func pelzGoodCDF(_ d: Double, _ n: Double) -> Double {
  let z = d * n.squareRoot()
  guard z > 0.042 else { return 0 }
  let pi = Double.pi
  let (z2, p2) = (z * z, pi * pi)
  let (z4, p4) = (z2 * z2, p2 * p2)
  let (z6, p6) = (z4 * z2, p4 * p2)
  let rootOfTwoPi = (2 * pi).squareRoot()
  var sums: [Double] = [0, 0, 0, 0]
  for k in 1...max(1, Int((16 * z / pi).rounded(.up))) {
    let m2 = square(Double(2 * k - 1))
    let (m4, m6) = (m2 * m2, m2 * m2 * m2)
    let q = exp(-p2 * m2 / (8 * z2))
    sums[0] += q
    sums[1] += q * (p2 / 4 * m2 - z2)
    let second: Double = 6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * p2 / 4 * m2
    sums[2] += q * (second + p4 * (1 - 2 * z2) / 16 * m4)
    let third: Double = -30 * z6 - 90 * z4 * z4 + p2 * (135 * z4 - 96 * z6) / 4 * m2
    let fourth: Double = p4 * (212 * z4 - 60 * z2) / 16 * m4
    sums[3] += q * (third + fourth + p6 * (5 - 30 * z2) / 64 * m6)
  }
  var terms = [
    sums[0] / z, sums[1] / (6 * z4), sums[2] / (72 * z6 * z), sums[3] / (6480 * z6 * z4),
  ]
  for k in 1...max(1, Int((16 * z / pi).rounded(.up))) {
    let k2 = square(Double(k))
    let q = k2 * exp(-p2 * k2 / (2 * z2))
    terms[2] -= p2 / (36 * z2 * z) * q
    terms[3] += p2 / (216 * z6) * q * (3 * z2 - p2 * k2)
  }
  let root = n.squareRoot()
  let expansion = terms[0] + (terms[1] + (terms[2] + terms[3] / root) / root) / root
  return min(1, rootOfTwoPi * expansion)
}
