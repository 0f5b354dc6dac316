import Distributions
import Testing

/// Divergences of samples: identities for the exact ones, known values within five standard errors for
/// those that are estimated (a failure by chance is rarer than one in a million).
@Suite struct SampleDivergenceTests {
  @Test func distancesOfSamples() throws {
    let xs: [Double] = [0, 1, 3]
    let ys: [Double] = [5, 6, 8]
    let first = try divergenceEstimate(.wasserstein(order: 1), ofSample: xs, fromSample: ys)
    #expect(first.value == 5 && first.method == .summation)
    let second = try divergenceEstimate(.wasserstein(order: 2), ofSample: xs, fromSample: ys)
    #expect(second.value == 5)
    // One number against two: each half of the mass moves by 1 and by 3.
    let uneven = try divergenceEstimate(.wasserstein(order: 1), ofSample: [1], fromSample: [2, 4])
    #expect(abs(uneven.value - 2) <= uneven.error)
    // 2 E|X − Y| − E|X − X′| − E|Y − Y′| = 4 − 0 − 1.
    let energy = try divergenceEstimate(.energy, ofSample: [1], fromSample: [2, 4])
    #expect(abs(energy.value - 3) <= energy.error + 1e-15)
    let variation = try divergenceEstimate(
      .totalVariation, ofSample: [1, 1, 2], fromSample: [1, 3, 3])
    #expect(abs(variation.value - 2.0 / 3) <= 1e-15)
    #expect(try divergenceEstimate(.energy, ofSample: xs, fromSample: xs).value == 0)
  }

  /// ∫ |u − ½| du = ¼ and ∫ (u − ½)² du = 1/12 for one number in the middle; 2 ∫ (P − Q)² = 1/6.
  @Test func sampleFromALaw() throws {
    let uniform = Uniform(lowerBound: 0, upperBound: 1)
    let first = try divergenceEstimate(.wasserstein(order: 1), ofSample: [0.5], from: uniform)
    #expect(abs(first.value - 0.25) <= first.error)
    let second = try divergenceEstimate(.wasserstein(order: 2), ofSample: [0.5], from: uniform)
    #expect(abs(second.value * second.value - 1.0 / 12) <= 1e-9)
    let energy = try divergenceEstimate(.energy, ofSample: [0.5], from: uniform)
    #expect(abs(energy.value - 1.0 / 6) <= energy.error + 1e-12)
    // E|X| of a normal law is √(2/π); of a Cauchy law there is none.
    let normal = Normal(mean: 0, standardDeviation: 1)
    let distance = try divergenceEstimate(.wasserstein(order: 1), ofSample: [0], from: normal)
    #expect(abs(distance.value - 0.79788456080286536) <= distance.error + 1e-15)
    let cauchy = Cauchy(location: 0, scale: 1)
    #expect(
      try divergenceEstimate(.wasserstein(order: 1), ofSample: [0], from: cauchy).value == .infinity
    )
  }

  @Test func nearestNeighbours() throws {
    var generator = Philox4x32(seed: 11)
    let p = Normal(mean: 0, standardDeviation: 1)
    let q = Normal(mean: 1, standardDeviation: 1.5)
    let truth = try klDivergence(of: p, from: q)
    let xs = p.sample(shape: [4000], using: &generator)
    let ys = q.sample(shape: [5000], using: &generator)
    let both = try klEstimate(ofSample: xs, fromSample: ys)
    #expect(both.method == .monteCarlo(draws: 4000))
    #expect(abs(both.value - truth) <= 5 * both.error + 0.01)
    let one = try klEstimate(ofSample: xs.scalars, from: q)
    #expect(abs(one.value - truth) <= 5 * one.error + 0.01)

    let planeP = MultivariateNormal(mean: [0, 0], standardDeviations: [1, 1])
    let planeQ = MultivariateNormal(mean: [1, 0], standardDeviations: [1, 2])
    let plane = try klEstimate(
      ofSample: planeP.sample(shape: [1500], using: &generator),
      fromSample: planeQ.sample(shape: [1500], using: &generator))
    #expect(
      abs(plane.value - (try klDivergence(of: planeP, from: planeQ))) <= 5 * plane.error + 0.05)

    #expect(throws: DivergenceError.self) {
      try klEstimate(ofSample: Tensor<Double>([1, 1, 1, 2]), fromSample: ys, neighbours: 1)
    }
    #expect(throws: DivergenceError.self) {
      try klEstimate(ofSample: Tensor<Double>([1, 2]), fromSample: ys)
    }
  }

  /// For normal laws and the Gaussian kernel E k(X, Y) = h/√(h² + σ² + τ²) exp(−d²/(2(h² + σ² + τ²))).
  @Test func discrepancy() throws {
    var generator = Philox4x32(seed: 12)
    let p = Normal(mean: 0, standardDeviation: 1)
    let q = Normal(mean: 1, standardDeviation: 2)
    func mean(_ s: Double, _ t: Double, _ d: Double) -> Double {
      let width = 1 + s * s + t * t
      return (1 / width).squareRoot() * exp(-d * d / (2 * width))
    }
    let truth = mean(1, 1, 0) + mean(2, 2, 0) - 2 * mean(1, 2, 1)
    let found = try maximumMeanDiscrepancy(
      ofSample: p.sample(shape: [1500], using: &generator),
      fromSample: q.sample(shape: [1200], using: &generator), bandwidth: 1)
    #expect(found.error > 0 && found.error < 0.05)
    #expect(abs(found.value - truth) <= 5 * found.error)
  }

  /// mpmath 1.3 at 30 digits: E k(Y, Y′) from the characteristic functions, E k(x, Y) by quadrature.
  @Test func discrepancyOfASampleAndALaw() throws {
    let sample = [-1, 0.5, 2]
    let discrepancy = Divergence.maximumMeanDiscrepancy(bandwidth: 0.75)
    let logistic = try divergenceEstimate(
      discrepancy, ofSample: sample, from: Logistic(location: 0, scale: 1))
    #expect(abs(logistic.value - 0.0502924636403234817) <= min(logistic.error, 1e-10))
    let normal = try divergenceEstimate(
      discrepancy, ofSample: sample, from: Normal(mean: 0.25, standardDeviation: 1.25))
    #expect(abs(normal.value - 0.041799123893122606) <= min(normal.error, 1e-12))
    // A sample is 0 from itself, whatever the order.
    let other = try divergenceEstimate(
      discrepancy, ofSample: sample, fromSample: [2, -1, 0.5, 2, -1, 0.5])
    #expect(abs(other.value) <= other.error)
  }
}
