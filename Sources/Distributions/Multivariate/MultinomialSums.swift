import SpecialFunctions
import Tensors

/// The counts of the highest multinomial mass: from ⌊t pᵢ⌋ one trial at a time to where
/// pᵢ/(kᵢ + 1) is largest, the first of equal ones, then exchanges while they raise the mass.
///
/// Source: H. Finucan, "The mode of a multinomial distribution", Biometrika 51 (1964) 513-517.
func mostLikelyCounts(_ trials: Double, _ p: [Double]) -> [Double] {
  guard trials >= 0, trials < .infinity, p.allSatisfy({ $0 >= 0 }), !p.isEmpty else {
    return p.map { _ in .nan }
  }
  var counts = p.map { (trials * $0).rounded(.down) }
  func best(_ score: (Int) -> Double) -> Int {
    var best = 0
    for index in p.indices where score(index) > score(best) { best = index }
    return best
  }
  var left = trials - counts.reduce(0, +)
  while left >= 1 {
    counts[best { p[$0] / (counts[$0] + 1) }] += 1
    left -= 1
  }
  for _ in 0..<(4 * p.count) {
    let gain = best { p[$0] / (counts[$0] + 1) }
    let loss = best { counts[$0] > 0 && $0 != gain ? -p[$0] / counts[$0] : -.infinity }
    guard counts[loss] > 0, loss != gain, p[gain] / (counts[gain] + 1) > p[loss] / counts[loss]
    else { break }
    counts[gain] += 1
    counts[loss] -= 1
  }
  return counts
}

/// −E log P = Σ E[D(kᵢ, t pᵢ) + r(kᵢ)] − r(t), r(k) = ½ log 2πk + c(k) and r(0) = 0: the expectations
/// are sums over binomial masses, from the mean outwards until they are over.
func multinomialEntropy(trials t: Double, probabilities p: [Double]) -> Double {
  guard t >= 0, t == t.rounded(), t < .infinity, !p.contains(where: \.isNaN) else { return .nan }
  if t == 0 { return 0 }
  func rest(_ k: Double) -> Double {
    k > 0 ? 0.91893853320467274178 + 0.5 * log(k) + SpecialFunctions.logGammaCorrection(k) : 0
  }
  let whole = rest(t)
  var sums: [Double] = [-whole]
  for (index, share) in p.enumerated() where share > 0 {
    let others = compensatedSum(p.enumerated().filter { $0.offset != index }.map(\.element))
    let mean = t * share
    func term(_ k: Double) -> (mass: Double, value: Double) {
      let own = massDivergence(k, mean, difference: mean - k)
      let other = massDivergence(t - k, t * others, difference: t * others - (t - k))
      let log = whole - rest(k) - rest(t - k) - own - other
      return (exp(log), own + rest(k))
    }
    let start = mean.rounded()
    var sum: [Double] = []
    for step in [1.0, -1] {
      var k = step > 0 ? start : start - 1
      while k >= 0, k <= t {
        let (mass, value) = term(k)
        sum.append(mass * value)
        if mass < 1e-25, abs(k - mean) > 1 { break }
        k += step
      }
    }
    sums.append(compensatedSum(sum))
  }
  return max(0, compensatedSum(sums))
}
