import Distributions
import Testing

/// Derivatives of quantiles and tails by shapes that have no closed form, against differences.
@Suite struct QuantileGradientTests {
  typealias Vector = Tensor<Double>

  /// Of fourth order.
  private func slope(_ x: Double, step: Double, _ f: (Double) -> Double) -> Double {
    let near = (f(x + step) - f(x - step)) / (2 * step)
    let far = (f(x + 2 * step) - f(x - 2 * step)) / (4 * step)
    return near + (near - far) / 3
  }

  private func expectClose(_ found: Vector, _ exact: Double, _ what: String) {
    #expect(abs(found.scalar - exact) <= 1e-7 * abs(exact), "\(what): \(found.scalar), \(exact)")
  }

  @Test(arguments: [(0.3, 0.2), (2.5, 0.9), (40.0, 0.01), (900.0, 0.6)])
  func gamma(shape: Double, u: Double) throws {
    let a = Vector(shape)
    let level = Vector(u)
    let law = Gamma(shape: a, rate: Vector(2))
    func scalar(_ a: Double) -> Gamma<Double> { Gamma(shape: a, rate: 2.0) }
    let lower = try gradient(of: law.quantile(level), at: [a, level])
    expectClose(lower[0], slope(shape, step: 1e-3 * shape) { scalar($0).quantile(u) }, "shape")
    expectClose(lower[1], slope(u, step: 1e-3 * u) { scalar(shape).quantile($0) }, "u")
    let upper = try gradient(of: law.survivalQuantile(level), at: [a, level])
    expectClose(
      upper[0], slope(shape, step: 1e-3 * shape) { scalar($0).survivalQuantile(u) }, "shape")
    expectClose(upper[1], slope(u, step: 1e-3 * u) { scalar(shape).survivalQuantile($0) }, "u")
  }

  @Test(arguments: [(0.3, 0.7, 0.2), (2.5, 4.0, 0.9), (40.0, 3.0, 0.01)])
  func beta(alpha: Double, beta: Double, u: Double) throws {
    let a = Vector(alpha)
    let b = Vector(beta)
    let level = Vector(u)
    let law = Beta(alpha: a, beta: b)
    let slopes = try gradient(of: law.quantile(level), at: [a, b, level])
    expectClose(
      slopes[0],
      slope(alpha, step: 1e-3 * alpha) { Beta(alpha: $0, beta: beta).quantile(u) }, "alpha")
    expectClose(
      slopes[1],
      slope(beta, step: 1e-3 * beta) { Beta(alpha: alpha, beta: $0).quantile(u) }, "beta")
    expectClose(
      slopes[2],
      slope(u, step: 1e-4 * u) { Beta(alpha: alpha, beta: beta).quantile($0) }, "u")
  }

  @Test(arguments: [(0.7, 0.2), (5.0, 0.999), (60.0, 0.4)])
  func studentT(degrees: Double, u: Double) throws {
    let nu = Vector(degrees)
    let level = Vector(u)
    let law = StudentT(degreesOfFreedom: nu, location: Vector(1), scale: Vector(3))
    func scalar(_ nu: Double) -> StudentT<Double> {
      StudentT(degreesOfFreedom: nu, location: 1.0, scale: 3.0)
    }
    let slopes = try gradient(of: law.quantile(level), at: [nu, level])
    expectClose(slopes[0], slope(degrees, step: 2e-3 * degrees) { scalar($0).quantile(u) }, "ν")
    expectClose(slopes[1], slope(u, step: 1e-4 * (1 - u)) { scalar(degrees).quantile($0) }, "u")
    let tail = try gradient(of: law.logSurvival(Vector(9)), at: nu)
    expectClose(
      tail, slope(degrees, step: 2e-3 * degrees) { scalar($0).logSurvival(9) }, "tail by ν")
  }
}
