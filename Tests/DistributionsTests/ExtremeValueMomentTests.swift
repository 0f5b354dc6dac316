import Distributions
import Testing

/// Moments of generalised extreme-value laws and their derivatives by the shape, around 0 too.
@Suite struct ExtremeValueMomentTests {
  typealias Vector = Tensor<Double>

  /// By mpmath with 60 digits: the derivatives of (Γ(1 − ξ) − 1)/ξ and (Γ(1 − 2ξ) − Γ(1 − ξ)²)/ξ².
  static let slopes: [(shape: Double, mean: Double, variance: Double)] = [
    (0, 0.9890559953279725554, 4.3030772285491516199),
    (1e-9, 0.9890559971429307105, 4.3030772519858300539),
    (-1e-6, 0.98905418037276557396, 4.3030537919503912089),
    (0.001, 0.9908739025973468354, 4.3265937324701512573),
    (0.05, 1.0876908803186764402, 5.7070308682287371009),
    (-0.05, 0.90520932250000800734, 3.3047453687736711851),
    (0.0625, 1.1150364043132757421, 6.1459740118706554239),
    (0.07, 1.132011930947520594, 6.4302599704248424113),
    (-0.3, 0.63306826935259353166, 0.99196093995359750371),
  ]

  private func law(_ shape: Vector) -> GeneralizedExtremeValue<Vector> {
    GeneralizedExtremeValue(location: 0, scale: 1, shape: shape)
  }

  @Test(arguments: slopes)
  func derivatives(_ entry: (shape: Double, mean: Double, variance: Double)) throws {
    let shape = Vector(entry.shape)
    let mean = try gradient(of: law(shape).mean, at: shape).scalar
    #expect(abs(mean - entry.mean) <= 1e-12 * entry.mean)
    let variance = try gradient(of: law(shape).variance, at: shape).scalar
    // Beyond the series ξ² and ξ still divide what vanishes like them.
    #expect(abs(variance - entry.variance) <= 1e-11 * entry.variance)
  }

  /// The series and the formula meet.
  @Test(arguments: [0.0625, -0.0625])
  func border(_ border: Double) {
    let inside = GeneralizedExtremeValue(location: 0, scale: 1, shape: border * (1 - 1e-15))
    let outside = GeneralizedExtremeValue(location: 0, scale: 1, shape: border)
    #expect(abs(inside.mean - outside.mean) <= 1e-14)
    #expect(abs(inside.variance - outside.variance) <= 1e-13)
  }
}
