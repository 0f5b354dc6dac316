import SpecialFunctions

/// The counts of the highest Dirichlet-multinomial mass.
///
/// One trial more multiplies the mass of a class by (k + α)/(k + 1), which falls with k where α > 1 and
/// rises towards 1 where α < 1. So the classes above 1 share the trials, each up to a common level of
/// that factor and the rest one by one to the largest; with none above 1 the trials stay together, where
/// α is largest.
func mostLikelyUrnCounts(_ trials: Double, _ a: [Double]) -> [Double] {
  guard trials >= 0, trials < .infinity, !a.isEmpty, a.allSatisfy({ $0 > 0 && $0 < .infinity })
  else { return a.map { _ in .nan } }
  var counts = [Double](repeating: 0, count: a.count)
  func best(_ score: (Int) -> Double) -> Int {
    var best = 0
    for index in a.indices where score(index) > score(best) { best = index }
    return best
  }
  guard a.contains(where: { $0 > 1 }) else {
    counts[best { a[$0] }] = trials
    return counts
  }
  // Trials are worth a factor of λ or more up to k = (α − 1)/(λ − 1).
  func level(_ scale: Double) -> [Double] {
    a.map { max(0, (scale * ($0 - 1)).rounded(.down)) }
  }
  var low = 0.0
  var high = 1.0
  while level(high).reduce(0, +) <= trials, high < 1e300 { high *= 2 }
  for _ in 0..<200 {
    let middle = 0.5 * (low + high)
    if level(middle).reduce(0, +) <= trials { low = middle } else { high = middle }
  }
  counts = level(low)
  var left = trials - counts.reduce(0, +)
  while left >= 1 {
    counts[best { (counts[$0] + a[$0]) / (counts[$0] + 1) }] += 1
    left -= 1
  }
  return counts
}

/// −E log P = log-mass of t in all classes − Σ E of the log-masses of the single counts, negative
/// binomial all (`conditionalLogMass`), each under its beta-binomial law.
func dirichletMultinomialEntropy(_ t: Double, _ a: [Double]) -> Double {
  guard t >= 0, t == t.rounded(), t < .infinity, a.allSatisfy({ $0 > 0 && $0 < .infinity }) else {
    return .nan
  }
  if t == 0 || a.count < 2 { return 0 }
  let total = compensatedSum(a)
  let odds = min(max(total / t, 1e-300), 1e300)
  var sums = [conditionalLogMass(t, total, odds)]
  for index in a.indices {
    let others = compensatedSum(a.indices.filter { $0 != index }.map { a[$0] })
    let law = BetaBinomialNumbers(n: t, a: a[index], b: others)
    sums.append(-law.expectation { conditionalLogMass($0, a[index], odds) })
  }
  return max(0, compensatedSum(sums))
}
