import Distributions
import Testing

/// Derivatives of log-probabilities where a formula would meet 0 · ∞ or lose all digits.
@Suite struct GradientsAtEdgesTests {
  typealias Vector = Tensor<Double>

  private func slope(at x: Double, of value: (Vector) -> Vector) throws -> Double {
    let variable = Vector(x)
    return try gradient(of: value(variable), at: variable).scalar
  }

  /// log P(0) = −λ, also at λ = 0.
  @Test func poissonOfRateZero() throws {
    let slope = try slope(at: 0) { Poisson(rate: $0).logMass(at: 0) }
    #expect(slope == -1)
  }

  /// log P(n) = n log p, also at p = 1.
  @Test func certainBinomial() throws {
    let slope = try slope(at: 1) { Binomial(trials: 10, probability: $0).logMass(at: 10) }
    #expect(abs(slope - 10) <= 1e-14)
  }

  /// log p(0) = log β where α = 1.
  @Test func betaAtItsEnd() throws {
    let slope = try slope(at: 8) { Beta(alpha: 1, beta: $0).logProbability(of: 0) }
    #expect(abs(slope - 0.125) <= 1e-15)
  }

  /// φ(z)/Φ(z) at −40, by mpmath.
  @Test func normalTail() throws {
    let slope = try slope(at: -40) {
      Normal(mean: Vector(0), standardDeviation: 1).logCDF($0)
    }
    #expect(abs(slope - 40.0249688472073) <= 1e-12)
  }

  /// Of Student's t, by the point, the degrees of freedom, the location and the scale; by mpmath.
  @Test func studentT() throws {
    let rows: [([Double], [Double], Double)] = [
      (
        [1.3, 4.5, 0.2, 1.2],
        [-0.78673602080624194, 0.022622656253260589, 0.78673602080624194, -0.11215864759427821],
        1e-14
      ),
      ([0.2, 4.5, 0.2, 1.2], [0, 0.012066168064737889, 0, -0.83333333333333336], 1e-14),
      ([1e200, 3, 0, 1], [-4e-200, -459.27456527391514, 4e-200, 3], 1e-14),
      (
        [-7, 1e8, 0.5, 2],
        [1.8749997550781594, -4.2157218281556503e-15, -1.8749997550781594, 6.5312490815430979],
        1e-8
      ),
      (
        [3, 0.01, 0, 1],
        [-0.33629300776914539, 96.357186809483401, 0.33629300776914539, 0.0088790233074361822],
        1e-13
      ),
    ]
    for (numbers, expected, tolerance) in rows {
      let variables = numbers.map { Vector([$0]) }
      let law = StudentT(
        degreesOfFreedom: variables[1], location: variables[2], scale: variables[3])
      let slopes = try gradient(of: law.logProbability(of: variables[0]).sum(), at: variables)
      for (slope, value) in zip(slopes, expected) {
        let distance = abs(slope.scalars[0] - value)
        #expect(distance <= tolerance * abs(value), "\(slope) at \(numbers), not \(value)")
      }
    }
  }

  /// The second derivative by the location, −(ν + 1)/(ν σ²) of a point that is there; in floats the first by
  /// the scale, ν/σ of a point whose quotient by it is no number.
  @Test func studentTAtItsLocation() throws {
    let location = Vector(2)
    let law = StudentT(degreesOfFreedom: Vector(4), location: location, scale: Vector(1))
    let slope = try gradient(of: law.logProbability(of: Vector([1, 2, 3])).sum(), at: location)
    // At ±1 −(ν + 1) (ν − 1)/(ν + 1)².
    #expect(abs(try gradient(of: slope, at: location).scalar + 1.25 + 1.2) <= 1e-14)
    let scale = Tensor<Float>([1e-20])
    let far = StudentT(
      degreesOfFreedom: Tensor<Float>([3]), location: Tensor<Float>([0]), scale: scale)
    let density = far.logProbability(of: Tensor<Float>([1e30])).sum()
    #expect(try gradient(of: density, at: scale).scalars[0] == 3e20)
  }

  /// Of KL of normal laws, σ²/σ′² − 1 over σ and so on, also next to equality.
  @Test func divergenceOfNormals() throws {
    for step in [0, 1e-12, 0.3, 5] {
      let (mean, deviation) = (0.25 + step, 2 * (1 + step))
      let variables = [mean, 0.25, deviation, 2].map { Vector([$0]) }
      let divergence = try klDivergence(
        of: Normal(mean: variables[0], standardDeviation: variables[2]),
        from: Normal(mean: variables[1], standardDeviation: variables[3]))
      let slopes = try gradient(of: divergence.sum(), at: variables).map { $0.scalars[0] }
      let (distance, spread) = ((mean - 0.25) / 2, (deviation - 2) / 2)
      let excess = spread * (spread + 2)
      let expected = [
        distance / 2, -distance / 2, excess / deviation, -(excess + distance * distance) / 2,
      ]
      for (slope, value) in zip(slopes, expected) {
        #expect(abs(slope - value) <= 1e-15 * abs(value), "\(slope) at \(step), not \(value)")
      }
    }
  }

  /// The second derivative by ν where z² is larger than any number,
  /// (ψ′((ν + 1)/2) − ψ′(ν/2))/4 + 1/(2ν); by mpmath.
  @Test func studentTFarAway() throws {
    let degrees = Vector([3])
    let law = StudentT(degreesOfFreedom: degrees, location: Vector([0]), scale: Vector([1]))
    let slope = try gradient(of: law.logProbability(of: Vector([1e200])).sum(), at: degrees)
    let second = try gradient(of: slope.sum(), at: degrees).scalars[0]
    #expect(abs(second - 0.094199633242553447) <= 1e-14)
  }

  /// The second derivative of a log-density of t by its scale, against differences of the first.
  @Test func secondDerivativeOfStudentT() throws {
    func slope(_ scale: Vector) throws -> Vector {
      let law = StudentT(degreesOfFreedom: Vector([4.5]), location: Vector([0.2]), scale: scale)
      return try gradient(of: law.logProbability(of: Vector([1.3])).sum(), at: scale)
    }
    let scale = Vector([1.2])
    let second = try gradient(of: try slope(scale).sum(), at: scale).scalars[0]
    let above = try slope(Vector([1.2001])).scalars[0]
    let below = try slope(Vector([1.1999])).scalars[0]
    #expect(abs(second - (above - below) / 2e-4) <= 1e-7)
  }
}
