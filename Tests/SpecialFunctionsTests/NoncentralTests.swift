import SpecialFunctions
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Functions behind the noncentral families, by identities; their values over wide ranges are tried
/// through the families' references.
@Suite struct NoncentralTests {
  private func isClose(_ a: Double, _ b: Double, _ tolerance: Double = 4e-15) -> Bool {
    abs(a - b) <= tolerance * max(abs(a), abs(b)) || a == b
  }

  /// e E₁(1) is Gompertz's constant (OEIS A073003); E₁'s recurrence e^x E₂(x) = 1 − x e^x E₁(x) keeps
  /// the value between 1/(x + 1) and 1/x.
  @Test func exponentialIntegral() {
    #expect(isClose(scaledExponentialIntegral(1), 0.59634736232319407434))
    for x in [1e-300, 1e-3, 0.5, 0.999, 1.001, 3, 50, 1e12] {
      let value = scaledExponentialIntegral(x)
      #expect(value >= 1 / (x + 1) && value <= 1 / x)
    }
    #expect(scaledExponentialIntegral(0) == .infinity && scaledExponentialIntegral(-1).isNaN)
  }

  /// I_½(x) = √(2/(πx)) sinh x (DLMF 10.49), and the ratios of neighbours by the recurrence.
  @Test func besselFunctionsOfAnyOrder() {
    for x in [1e-8, 0.1, 2, 29.9, 30.1, 400, 1e6] {
      let half = 0.5 * log(2 / (Double.pi * x)) + log(-0.5 * expm1(-2 * x))
      #expect(isClose(logScaledBesselI(order: 0.5, x), half, 2e-14))
      #expect(isClose(besselRatio(order: 0, x), besselRatio(x), 2e-15))
      #expect(isClose(logScaledBesselI(order: 1, x), logScaledBesselI1(x), 2e-14))
      for order in [-0.9, 0.3, 5, 40, 1e5] {
        // 1/r_ν = 2(ν + 1)/x + r_(ν+1)
        let next = besselRatio(order: order + 1, x)
        let ratio = besselRatio(order: order, x)
        #expect(isClose(1 / ratio, 2 * (order + 1) / x + next, 2e-14))
      }
    }
  }

  /// Two degrees of freedom of a squared length are Rice's law, and without noncentrality each law is
  /// the central one.
  @Test func lawsThatAreOthers() {
    for (x, a) in [(0.5, 1.0), (3.0, 2.0), (7.0, 0.25), (20.0, 18.0)] {
      let rice = riceTails(x, noncentrality: a, scale: 1)
      let square = noncentralChiSquaredTails(x * x, degreesOfFreedom: 2, noncentrality: a * a)
      #expect(isClose(rice.logLower, square.logLower, 3e-14))
      #expect(isClose(rice.logUpper, square.logUpper, 3e-14))
    }
    for (x, a, b) in [(0.2, 2.0, 3.0), (0.9, 0.5, 0.7)] {
      let central = regularizedBeta(x, a, b)
      let tails = noncentralBetaTails(x, oneMinus: 1 - x, a, b, noncentrality: 1e-300)
      #expect(isClose(tails.logLower, central.logLower, 2e-14))
      #expect(isClose(tails.logUpper, central.logUpper, 2e-14))
    }
    for t in [-4.0, 0.5, 30] {
      let central = studentTTails(t, degreesOfFreedom: 3.5)
      let tails = noncentralTTails(t, degreesOfFreedom: 3.5, noncentrality: 1e-300)
      #expect(isClose(tails.logLower, central.logLower, 2e-14))
      #expect(isClose(tails.logUpper, central.logUpper, 2e-14))
    }
  }

  @Test func outsideTheDomainIsNaN() {
    #expect(inverseGaussianTails(-1, mean: 1, shape: 1).logLower.isNaN)
    #expect(inverseGaussianQuantile(lower: 1.5, mean: 1, shape: 1).isNaN)
    #expect(skewNormalQuantile(lower: 0.5, shape: .infinity).isNaN)
    #expect(noncentralChiSquaredQuantile(upper: 0.5, degreesOfFreedom: 1, noncentrality: -1).isNaN)
    #expect(riceQuantile(lower: -0.5, noncentrality: 1, scale: 1).point.isNaN)
    #expect(noncentralBetaQuantile(lower: 0.5, 0, 1, noncentrality: 1).isNaN)
    #expect(noncentralTQuantile(lower: 0.5, degreesOfFreedom: 0, noncentrality: 1).isNaN)
    #expect(logScaledBesselI(order: -1, 1).isNaN && besselRatio(order: -2, 1).isNaN)
  }
}
