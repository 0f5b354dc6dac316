import Distributions
import Foundation

/// A mixture of multivariate normal distributions: a draw of component i with probability wᵢ.
///
/// ```
/// p(x) = Σ wᵢ N(x; μᵢ, Σᵢ)
/// ```
///
/// - `weights` w: not negative, with sum 1.
/// - `components`: as many normal distributions of vectors of one length.
///
/// What a generator is to learn where the truth is known, and what is fitted to its samples.
public struct NormalMixture: MultivariateDistribution {
  public typealias Value = Double
  public typealias Sample = Tensor<Double>
  public typealias Element = Double

  public let weights: [Double]
  public let components: [MultivariateNormal<Double>]
  private let peaks: [Peak]
  /// Σ w up to and including each component.
  private let cumulative: [Double]

  public init(weights: [Double], components: [MultivariateNormal<Double>]) {
    self.weights = weights
    self.components = components
    peaks = zip(weights, components).map { Peak(weight: $0, $1) }
    var total = 0.0
    cumulative = weights.map { weight in
      total += weight
      return total
    }
  }

  /// Components that all weigh the same and have the same standard deviation along every axis.
  public init(centres: [[Double]], standardDeviation: Double) {
    let count = Double(centres.count)
    self.init(
      weights: centres.map { _ in 1 / count },
      components: centres.map { centre in
        MultivariateNormal(
          mean: centre, standardDeviations: centre.map { _ in standardDeviation })
      })
  }

  public static var familyName: String { "NormalMixture" }

  public func validate() throws(ParameterError) {
    func fail(_ parameter: String, _ value: String, _ bound: String) -> ParameterError {
      ParameterError(
        family: Self.familyName, parameter: parameter, value: value, requirement: bound)
    }
    guard weights.count == components.count, !components.isEmpty else {
      throw fail(
        "weights", "\(weights.count) of them",
        "one for each of the \(components.count) components, at least one")
    }
    guard weights.allSatisfy({ $0 >= 0 }), abs((cumulative.last ?? 0) - 1) <= 1e-6 else {
      throw fail("weights", "\(weights)", "not negative, of sum 1")
    }
    for component in components {
      try component.validate()
      guard component.space == space else {
        throw fail("components", "of different lengths", "of one length")
      }
    }
  }

  public var eventShape: [Int] { components.first?.eventShape ?? [0] }
  public var space: Space { .vectors(eventShape[0]) }

  // MARK: - Density

  public func logProbability(of x: Tensor<Double>) -> Double { logDensity(at: x.scalars) }

  /// log p(x), each component's part added as a logarithm: far from all of them it is finite.
  public func logDensity(at x: [Double]) -> Double {
    let parts = peaks.map { $0.logDensity(at: x) }
    guard let largest = parts.max(), largest.isFinite else {
      return x.contains { $0.isNaN } ? .nan : -.infinity
    }
    return largest + Foundation.log(parts.reduce(0) { $0 + Foundation.exp($1 - largest) })
  }

  /// One component with its factor L, Σ = L Lᵀ.
  private struct Peak: Sendable {
    let centre: [Double]
    let factor: [Double]
    /// log w − log |L| − n/2 log 2π.
    let logHeight: Double

    init(weight: Double, _ component: MultivariateNormal<Double>) {
      let (centre, factor) = (component.mean.scalars, component.covariance.cholesky().scalars)
      self.centre = centre
      self.factor = factor
      let n = centre.count
      let determinant = (0..<n).reduce(0.0) { $0 + Foundation.log(factor[$1 * n + $1]) }
      logHeight =
        Foundation.log(weight) - determinant - 0.5 * Double(n) * Foundation.log(2 * Double.pi)
    }

    func logDensity(at x: [Double]) -> Double {
      let n = centre.count
      var squares = 0.0
      // z = L⁻¹ (x − μ), row by row.
      var z = [Double](repeating: 0, count: n)
      for i in 0..<n {
        var rest = x[i] - centre[i]
        for j in 0..<i { rest -= factor[i * n + j] * z[j] }
        z[i] = rest / factor[i * n + i]
        squares += z[i] * z[i]
      }
      return logHeight - 0.5 * squares
    }

    func point(_ normal: [Double]) -> [Double] {
      let n = centre.count
      return (0..<n).map { i in
        (0...i).reduce(centre[i]) { $0 + factor[i * n + $1] * normal[$1] }
      }
    }
  }

  // MARK: - Statistics

  public var mean: Tensor<Double> { Tensor(moments.mean) }

  public var covariance: Tensor<Double> {
    let (mean, squares) = moments
    let n = mean.count
    return Tensor(
      shape: [n, n], scalars: (0..<(n * n)).map { squares[$0] - mean[$0 / n] * mean[$0 % n] })
  }

  /// The centre of the component that is highest there.
  public var mode: Tensor<Double> {
    let best = peaks.max { logDensity(at: $0.centre) < logDensity(at: $1.centre) }
    return Tensor(best?.centre ?? [])
  }

  private var moments: (mean: [Double], squares: [Double]) {
    let n = eventShape[0]
    var mean = [Double](repeating: 0, count: n)
    var squares = [Double](repeating: 0, count: n * n)
    for (weight, component) in zip(weights, components) {
      let (own, covariance) = (component.mean.scalars, component.covariance.scalars)
      for i in 0..<n {
        mean[i] += weight * own[i]
        for j in 0..<n { squares[i * n + j] += weight * (covariance[i * n + j] + own[i] * own[j]) }
      }
    }
    return (mean, squares)
  }

  /// NaN: there is no closed form.
  public var entropy: Double { .nan }

  // MARK: - Draws

  public func sample(using generator: inout some RandomNumberGenerator) -> Tensor<Double> {
    sample(shape: [], using: &generator)
  }

  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Double> {
    let n = eventShape[0]
    let count = shape.reduce(1, *)
    let normals = Tensor<Double>(standardNormal: [count, n], using: &generator).scalars
    var scalars: [Double] = []
    for row in 0..<count {
      let u = OpenUnitInterval.double(using: &generator)
      let chosen = cumulative.firstIndex { u <= $0 } ?? peaks.count - 1
      scalars += peaks[chosen].point(Array(normals[(row * n)..<((row + 1) * n)]))
    }
    return Tensor(shape: shape + [n], scalars: scalars)
  }

  public func elements() -> DistributionElements {
    DistributionElements(shape: [], distributions: [self])
  }

  public var description: String {
    "NormalMixture(weights: \(weights), components: \(components))"
  }
}
