import SpecialFunctions

/// The facts of the relaxed law of one class that have no closed form: of shares Xⱼ = Yⱼ/S, S = Σ Yᵢ,
/// log Yⱼ = (lⱼ + G)/τ with independent Gumbel variables G.
///
/// With wⱼ = σ + lⱼ/τ and Φₖ(w) = E exp(k (w + G/τ) − e^(w + G/τ)),
///
/// ```
/// E Xⱼ = ∫ Φ₁(wⱼ) Π_{i≠j} Φ₀(wᵢ) dσ,   likewise E Xᵢ Xⱼ with Φ₁Φ₁ and E Xⱼ² with Φ₂
/// E log S = ∫ (exp(−e^(cσ)) − Π Φ₀(wᵢ)) dσ + γ/c − γ   for any c > 0
/// ```
///
/// over the line, by the trapezoidal rule, which for functions analytic in a strip is exact to rounding;
/// and so are the Φ. With c = τ/(1 + τ) all strips are as wide as that of the Φ. The absolute error of shares and their products is about 1e-14.
struct RelaxedClassFacts {
  /// E Xⱼ.
  private(set) var mean: [Double]
  /// E Xᵢ Xⱼ, row by row.
  private(set) var products: [[Double]]
  /// E log S.
  private(set) var meanLogSum: Double

  init(temperature tau: Double, logs: [Double]) {
    let n = logs.count
    mean = [Double](repeating: 0, count: n)
    products = [[Double]](repeating: mean, count: n)
    let smoothed = SmoothedExponential(temperature: tau)
    let step = 0.12 * (1 + 1 / tau)
    let rate = tau / (1 + tau)
    let lower = -42 / rate
    let largest = (logs.max() ?? 0) / tau
    let count = Int(((4 / rate - lower) / step).rounded(.up))
    meanLogSum = 0.57721566490153286061 / tau
    for index in 0...count {
      // Around where the most likely class turns.
      let sigma = lower + Double(index) * step - largest
      let values = logs.map { smoothed.moments(sigma + $0 / tau) }
      let product = values.reduce(1) { $0 * $1[0] }
      meanLogSum += step * (Double.exp(-Double.exp(rate * sigma)) - product)
      guard product > 0 else { continue }
      let ratios = values.map { $0[1] / $0[0] }
      for i in 0..<n {
        let share = step * product * ratios[i]
        mean[i] += share
        products[i][i] += step * product * (values[i][2] / values[i][0])
        for j in 0..<i { products[i][j] += share * ratios[j] }
      }
    }
    for i in 0..<n {
      for j in 0..<i { products[j][i] = products[i][j] }
    }
  }

  /// Cov(Xᵢ, Xⱼ), row by row.
  var covariance: [[Double]] {
    mean.indices.map { i in mean.indices.map { j in products[i][j] - mean[i] * mean[j] } }
  }
}

/// Φ₀, Φ₁ and Φ₂ of a temperature.
///
/// Over g where τ > 1, as they are defined; else over v = w + g/τ, where Φ₀ is, by parts,
/// ∫ F(τ (v − w)) exp(v − e^v) dv with Gumbel's cumulative function F.
private struct SmoothedExponential {
  private let isWarm: Bool
  private let step = 0.125
  /// e^(g/τ) or e^(−τv), with the weights of the rules.
  private var nodes: [(factor: Double, weights: SIMD4<Double>)] = []
  private let tau: Double

  init(temperature tau: Double) {
    self.tau = tau
    isWarm = tau > 1
    for index in 0..<Int(48 / step) {
      if isWarm {
        let g = -5 + Double(index) * step
        let density = Double.exp(-g - Double.exp(-g))
        let factor = Double.exp(g / tau)
        nodes.append((factor, step * density * SIMD4(1, factor, factor * factor, 0)))
      } else {
        let v = 5 - Double(index) * step
        let kernel = Double.exp(v - Double.exp(v))
        nodes.append(
          (Double.exp(-tau * v), step * kernel * SIMD4(1, tau, tau * Double.exp(v), 0)))
      }
    }
  }

  func moments(_ w: Double) -> SIMD4<Double> {
    var sum = SIMD4<Double>.zero
    if isWarm {
      let scale = Double.exp(w)
      for (factor, weights) in nodes { sum += weights * Double.exp(-scale * factor) }
      return sum * SIMD4(1, scale, scale * scale, 0)
    }
    let scale = Double.exp(tau * w)
    for (factor, weights) in nodes {
      let height = scale * factor
      let cumulative = Double.exp(-height)
      sum += weights * cumulative * SIMD4(1, height, height, 0)
    }
    return sum
  }
}

/// The point of greatest density for τ > n − 1, where the density is 0 at the corners: with
/// πᵢ ∝ αᵢ xᵢ^(−τ) it has n τ πᵢ = 1 + τ − n xᵢ, so that τ log xᵢ + log(1 + τ − n xᵢ) − log αᵢ is one
/// number for all classes, which the share of the likeliest class tells.
func relaxedClassMode(temperature tau: Double, logs: [Double]) -> [Double] {
  let n = Double(logs.count)
  let largest = logs.max() ?? 0
  func height(_ x: Double) -> Double { tau * Double.log(x) + Double.log(1 + tau - n * x) }
  func shares(_ first: Double) -> [Double] {
    let level = height(first) - largest
    return logs.map { log in
      if log == largest { return first }
      // On the rising side, up to τ/n.
      var (low, high) = (-800.0, Double.log(min(first, tau / n)))
      for _ in 0..<100 {
        let middle = 0.5 * (low + high)
        if height(Double.exp(middle)) < level + log { low = middle } else { high = middle }
      }
      return Double.exp(0.5 * (low + high))
    }
  }
  var (low, high) = (1 / n, 1.0)
  for _ in 0..<100 {
    let middle = 0.5 * (low + high)
    if shares(middle).reduce(0, +) < 1 { low = middle } else { high = middle }
  }
  return shares(0.5 * (low + high))
}
