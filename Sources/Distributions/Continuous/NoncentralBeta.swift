import SpecialFunctions

/// The noncentral beta distribution (of type I): that of X/(X + Y) for a noncentral chi-squared X and a
/// chi-squared Y.
///
/// ```
/// p(x) = Σ_j Poisson(j; λ/2) x^(α+j−1) (1 − x)^(β−1)/B(α + j, β)   for 0 ≤ x ≤ 1
/// ```
///
/// - `alpha` α: positive and finite, half of X's degrees of freedom.
/// - `beta` β: positive and finite, half of Y's.
/// - `noncentrality` λ: not negative and finite, that of X; at 0 the distribution is beta.
///
/// The density is a sum of positive terms, the tails are integrals of it over the log-odds; so are the
/// facts, but for the mode, a root. The log-density has first derivatives by all arguments, the
/// cumulative functions by the value. Densities of tensors are computed at once, not lazily.
///
/// Elsewhere: Distributions.jl `NoncentralBeta(α, β, λ)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 2,
/// 2nd ed., 1995, ch. 30.7.
public struct NoncentralBeta<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// α, the power of x at 0.
  public let alpha: Value
  /// β, the power of 1 − x at 1.
  public let beta: Value
  /// λ, twice the mean of the Poisson count.
  public let noncentrality: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - alpha: α, positive and finite.
  ///   - beta: β, positive and finite.
  ///   - noncentrality: λ, not negative and finite.
  @inlinable public init(alpha: Value, beta: Value, noncentrality: Value) {
    self.alpha = alpha
    self.beta = beta
    self.noncentrality = noncentrality
  }

  public static var familyName: String { "NoncentralBeta" }

  public func validate() throws(ParameterError) {
    try requirePositive("alpha", alpha)
    try requirePositive("beta", beta)
    try require("noncentrality", noncentrality, "not negative and finite") {
      $0 >= 0 && $0 < .infinity
    }
  }

  @inlinable var isValid: Value.Mask {
    isPositive(alpha) .& isPositive(beta) .& (noncentrality .>= 0)
      .& (noncentrality .< Value.infinity)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .unitInterval }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let alpha = number(alpha), let beta = number(beta) else { return nil }
    return TailBehaviour([.init((end == .lower ? alpha : beta) - 1, .log)])
  }

  // MARK: - Density

  /// By the distances from both ends, with their logarithms.
  func logDensity(
    _ x: Value, _ y: Value, logX: Value, logY: Value
  ) -> Value {
    let arguments: [Value] = [x, y, logX, logY, alpha, beta, noncentrality]
    let log: Value = pointwise(Self.familyName, arguments) { v in
      let (x, y, a, b) = (v[0], v[1], v[4], v[5])
      if x.isNaN || y.isNaN { return .nan }
      if x < 0 || y < 0 { return -.infinity }
      if v[2] == -.infinity {
        let limit = Double.log(b) - 0.5 * v[6]
        return a == 1 ? limit : (a < 1 ? .infinity : -.infinity)
      }
      if v[3] == -.infinity {
        let limit = Double.log(a + 0.5 * v[6])
        return b == 1 ? limit : (b < 1 ? .infinity : -.infinity)
      }
      return noncentralBetaLogWeight(x, y, log: v[2], log: v[3], a, b, v[6]) - v[2] - v[3]
    }
    let isInside: Value.Mask = (x .> 0) .& (y .> 0)
    let safe: [Value] = [
      select(isInside, x, 0.5), select(isInside, y, 0.5), alpha, beta, noncentrality,
    ]
    let slope: @Sendable (@escaping ([Double]) -> Double) -> Value = { f in
      select(isInside, pointwise(Self.familyName, safe, f), 0)
    }
    return carrying(
      "noncentral beta log-density", nanUnless(isValid, log),
      [
        (
          x,
          { @Sendable in
            slope { v in
              let odds = noncentralBetaSlopes(v[0], v[1], v[2], v[3], v[4]).odds
              return (odds + v[0] - v[1]) / (v[0] * v[1])
            }
          }
        ),
        (
          alpha,
          { @Sendable in slope { v in noncentralBetaSlopes(v[0], v[1], v[2], v[3], v[4]).alpha } }
        ),
        (
          beta,
          { @Sendable in slope { v in noncentralBetaSlopes(v[0], v[1], v[2], v[3], v[4]).beta } }
        ),
        (
          noncentrality,
          { @Sendable in
            slope { v in noncentralBetaSlopes(v[0], v[1], v[2], v[3], v[4]).noncentrality }
          }
        ),
      ])
  }

  public func logProbability(of x: Value) -> Value {
    let y: Value = 1 - x
    return logDensity(x, y, logX: log(x), logY: log(y))
  }

  @specialized(where Value == Double)
  public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    let fromZero = point.distance(from: 0)
    let fromOne = point.distance(from: 1)
    return logDensity(
      fromZero.value, -fromOne.value, logX: fromZero.logMagnitude, logY: fromOne.logMagnitude)
  }

  // MARK: - Cumulative functions

  private func logTail(
    _ name: String, _ x: Value, sign: Value, _ tail: @escaping (TailProbabilities) -> Double
  ) -> Value {
    let log: Value = pointwise(Self.familyName, [x, alpha, beta, noncentrality]) { v in
      if v[0].isNaN { return .nan }
      let x = min(1, max(0, v[0]))
      return tail(noncentralBetaTails(x, oneMinus: 1 - x, v[1], v[2], noncentrality: v[3]))
    }
    let p = self
    return carrying(
      name, nanUnless(isValid, log),
      [
        (x, { @Sendable in sign * exp(p.logProbability(of: x) - log) }), (alpha, nil), (beta, nil),
        (noncentrality, nil),
      ])
  }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    logTail("noncentral beta log-cdf", x, sign: 1) { $0.logLower }
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    logTail("noncentral beta log-survival", x, sign: -1) { $0.logUpper }
  }

  public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(
      pointwise(Self.familyName, [u, alpha, beta, noncentrality]) { v in
        noncentralBetaQuantile(lower: v[0], v[1], v[2], noncentrality: v[3])
      })
  }

  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(
      pointwise(Self.familyName, [u, alpha, beta, noncentrality]) { v in
        noncentralBetaQuantile(upper: v[0], v[1], v[2], noncentrality: v[3])
      })
  }

  /// From the nearer end, by the log-odds.
  private func point(_ odds: Value) -> AnchoredPoint<Value> {
    let isUpper: Value.Mask = odds .> 0
    let size: Value = sigmoid(-abs(odds))
    let valid: Value = nanUnless(isValid, select(isUpper, -size, size))
    return AnchoredPoint(
      anchor: select(isUpper, 1, 0), offset: valid, logMagnitude: logSigmoid(-abs(odds)))
  }

  // MARK: - Statistics

  private func fact(
    _ name: String, _ fact: @escaping @Sendable (NoncentralBetaFacts) -> Double
  ) -> Value {
    let value = Value.elementwise(
      name, alpha, beta, noncentrality,
      { fact(NoncentralBetaFacts(alpha: $0, beta: $1, noncentrality: $2)) },
      derivatives: (nil, nil, nil))
    return nanUnless(isValid, value)
  }

  /// Σ_j Poisson(j; λ/2) (α + j)/(α + β + j), by quadrature as all the facts.
  public var mean: Value { fact("noncentral beta mean") { $0.mean } }
  public var variance: Value { fact("noncentral beta variance") { $0.moment(2) } }
  public var skewness: Value { fact("noncentral beta skewness") { $0.standardMoment(3) } }
  public var excessKurtosis: Value { fact("noncentral beta kurtosis") { $0.standardMoment(4) - 3 } }
  /// 0 for α < 1, 1 for β < 1 ≤ α, where the density is infinite; else the only root of its slope.
  public var mode: Value { fact("noncentral beta mode") { $0.mode } }

  // MARK: - Entropy

  /// By quadrature.
  public var entropy: Value { fact("noncentral beta entropy") { $0.entropy } }

  // MARK: - Draws

  /// Not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    drawValue([alpha, beta, noncentrality], using: &generator) { p, generator in
      sigmoid(
        drawNoncentralBetaLogOdds(
          alpha: p[0], beta: p[1], noncentrality: p[2], using: &generator))
    }
  }

  /// Not differentiable.
  @inlinable public func sample(
    shape lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    drawValues(Self.familyName, [alpha, beta, noncentrality], shape: lengths, using: &generator) {
      p, generator in
      sigmoid(
        drawNoncentralBetaLogOdds(
          alpha: p[0], beta: p[1], noncentrality: p[2], using: &generator))
    }
  }

  public func elements() -> DistributionElements {
    DistributionElements(alpha, beta, noncentrality) {
      NoncentralBeta<Double>(alpha: $0[0], beta: $0[1], noncentrality: $0[2])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("alpha", alpha), ("beta", beta), ("noncentrality", noncentrality))
  }
}

extension NoncentralBeta where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(alpha: Double, beta: Double, noncentrality: Double) {
    self.alpha = alpha
    self.beta = beta
    self.noncentrality = noncentrality
  }
}

extension NoncentralBeta: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "alpha", "beta", "noncentrality") {
        NoncentralBeta(alpha: $0[0], beta: $0[1], noncentrality: $0[2])
      }
    ]
  }
}

extension NoncentralBeta: Equatable where Value: Equatable {}
extension NoncentralBeta: Hashable where Value: Hashable {}
extension NoncentralBeta: Codable where Value == Double {}

/// The facts of one noncentral beta distribution, by quadrature over its log-odds.
struct NoncentralBetaFacts {
  let alpha: Double
  let beta: Double
  let noncentrality: Double

  private func expectation(_ g: (Double, Double, Double) -> Double) -> Double {
    noncentralBetaExpectation(alpha, beta, noncentrality: noncentrality, g)
  }

  var mean: Double { expectation { x, _, _ in x } }

  /// The central moment of an order, from the distances from the end that the mean is nearer to.
  func moment(_ order: Double) -> Double {
    let (below, above) = (mean, expectation { _, y, _ in y })
    return expectation { x, y, _ in
      let distance = below < above ? x - below : above - y
      let size = Double.pow(distance.magnitude, order)
      return distance < 0 && order == 3 ? -size : size
    }
  }

  func standardMoment(_ order: Double) -> Double {
    moment(order) / Double.pow(moment(2), 0.5 * order)
  }

  var mode: Double {
    sigmoid(noncentralBetaMode(alpha, beta, noncentrality: noncentrality, ofOdds: false))
  }

  var entropy: Double { expectation { x, y, log in (Double.log(x) + Double.log(y)) - log } }
}
