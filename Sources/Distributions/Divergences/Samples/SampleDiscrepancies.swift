import Quadrature

// Maximum mean discrepancies of samples themselves, each number of the same mass, squared.

/// Σ k(x, x′)/n² + Σ k(y, y′)/m² − 2 Σ k(x, y)/(nm) for k(x, y) = exp(−(x − y)²/(2 h²)).
func discrepancy(
  _ xs: [Double], _ ys: [Double], bandwidth: Double
) -> Estimate<Double> {
  func mean(_ first: [Double], _ second: [Double]) -> Double {
    let sums = concurrentMap(first) { x -> Double in
      var sum = 0.0
      for y in second { sum += kernel(x, y, bandwidth) }
      return sum
    }
    return compensatedSum(sums) / Double(first.count) / Double(second.count)
  }
  let (own, other, cross) = (mean(xs, xs), mean(ys, ys), mean(xs, ys))
  let value = max((own + other) - 2 * cross, 0)
  let size = own + other + 2 * cross
  return Estimate(value: value, error: 0x1p-48 * size, method: .summation)
}

private func kernel(_ x: Double, _ y: Double, _ h: Double) -> Double {
  let t = (x - y) / h
  return exp(-0.5 * t * t)
}

extension SampleDistances {
  /// Σ k(xᵢ, xⱼ)/n² + E k(Y, Y′) − 2 Σ E k(xᵢ, Y)/n for a law of Y, by quadrature.
  func discrepancy(bandwidth: Double) throws -> Estimate<Double> {
    let answer = try DiscrepancyLadder(bandwidth: bandwidth)
      .answer(sample: points, law)
    return Estimate(value: answer.value, error: answer.error, method: answer.method)
  }
}
