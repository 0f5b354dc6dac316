import SpecialFunctions

/// The noncentral F distribution: the ratio of a noncentral chi-squared variable to a chi-squared one,
/// each over its degrees of freedom.
///
/// With α = d₁/2 and β = d₂/2, d₁x/d₂ are the odds of a noncentral beta variable.
///
/// - `numeratorDegreesOfFreedom` d₁: positive and finite.
/// - `denominatorDegreesOfFreedom` d₂: positive and finite.
/// - `noncentrality` λ: not negative and finite; at 0 the distribution is Fisher's F.
///
/// The moments are those of a product of independent variables, from their central moments, so that
/// nothing cancels where the degrees of freedom are large; the mode is a root, the entropy an
/// integral. The log-density has first derivatives by all arguments, the cumulative functions by the
/// value. Densities of tensors are computed at once, not lazily.
///
/// Elsewhere: Distributions.jl `NoncentralF(ν1, ν2, λ)`; scipy `ncf(dfn, dfd, nc)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 2,
/// 2nd ed., 1995, ch. 30.
public struct NoncentralF<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// d₁, of the noncentral variable.
  public let numeratorDegreesOfFreedom: Value
  /// d₂, of the central one.
  public let denominatorDegreesOfFreedom: Value
  /// λ, the noncentrality of the numerator.
  public let noncentrality: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - numeratorDegreesOfFreedom: d₁, positive and finite.
  ///   - denominatorDegreesOfFreedom: d₂, positive and finite.
  ///   - noncentrality: λ, not negative and finite.
  @inlinable public init(
    numeratorDegreesOfFreedom: Value, denominatorDegreesOfFreedom: Value, noncentrality: Value
  ) {
    self.numeratorDegreesOfFreedom = numeratorDegreesOfFreedom
    self.denominatorDegreesOfFreedom = denominatorDegreesOfFreedom
    self.noncentrality = noncentrality
  }

  public static var familyName: String { "NoncentralF" }

  public func validate() throws(ParameterError) {
    try requirePositive("numeratorDegreesOfFreedom", numeratorDegreesOfFreedom)
    try requirePositive("denominatorDegreesOfFreedom", denominatorDegreesOfFreedom)
    try require("noncentrality", noncentrality, "not negative and finite") {
      $0 >= 0 && $0 < .infinity
    }
  }

  @inlinable var isValid: Value.Mask {
    isPositive(numeratorDegreesOfFreedom) .& isPositive(denominatorDegreesOfFreedom)
      .& (noncentrality .>= 0) .& (noncentrality .< Value.infinity)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let first = number(numeratorDegreesOfFreedom),
      let second = number(denominatorDegreesOfFreedom)
    else { return nil }
    let power = end == .lower ? 0.5 * first - 1 : 0.5 * second + 1
    return TailBehaviour([.init(power, .log)])
  }

  // MARK: - Density

  /// By the logarithm of the distance from 0, which holds where that leaves the range of numbers.
  func logDensity(_ x: Value, logX: Value) -> Value {
    let arguments: [Value] = [
      x, logX, numeratorDegreesOfFreedom, denominatorDegreesOfFreedom, noncentrality,
    ]
    let log: Value = pointwise(Self.familyName, arguments) { v in
      let (x, logX, a, b) = (v[0], v[1], 0.5 * v[2], 0.5 * v[3])
      if x.isNaN { return .nan }
      if x < 0 || logX == .infinity { return -.infinity }
      if logX == -.infinity { return a == 1 ? -0.5 * v[4] : (a < 1 ? .infinity : -.infinity) }
      let logOdds = logX + Double.log(a / b)
      let odds = x * (a / b)
      // x/(1 + x) and 1/(1 + x), by their logarithms where the odds are extreme.
      let weight = noncentralBetaLogWeight(
        odds < 1 ? odds / (1 + odds) : 1 / (1 + 1 / odds), 1 / (1 + odds),
        log: logSigmoid(logOdds), log: logSigmoid(-logOdds), a, b, v[4])
      return weight - logX
    }
    let isInside: Value.Mask = (x .> 1e-290) .& (x .< 1e290)
    let safe: [Value] = [
      select(isInside, x, 1), numeratorDegreesOfFreedom, denominatorDegreesOfFreedom, noncentrality,
    ]
    // The slopes by log-odds, α, β and λ, joined with the degrees of freedom and the value.
    let slope:
      @Sendable (
        @escaping ([Double], (odds: Double, alpha: Double, beta: Double, noncentrality: Double))
          -> Double
      ) -> Value = { f in
        let value: Value = pointwise(Self.familyName, safe) { v in
          let odds = v[0] * (v[1] / v[2])
          return f(
            v,
            noncentralBetaSlopes(
              1 / (1 + 1 / odds), 1 / (1 + odds), 0.5 * v[1], 0.5 * v[2], v[3]))
        }
        return select(isInside, value, 0)
      }
    return carrying(
      "noncentral F log-density", nanUnless(isValid, log),
      [
        (x, { @Sendable in slope { v, s in (s.odds - 1) / v[0] } }),
        (
          numeratorDegreesOfFreedom,
          { @Sendable in slope { v, s in 0.5 * s.alpha + s.odds / v[1] } }
        ),
        (
          denominatorDegreesOfFreedom,
          { @Sendable in slope { v, s in 0.5 * s.beta - s.odds / v[2] } }
        ),
        (noncentrality, { @Sendable in slope { _, s in s.noncentrality } }),
      ])
  }

  public func logProbability(of x: Value) -> Value { logDensity(x, logX: log(x)) }

  @specialized(where Value == Double)
  public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    let distance = point.distance(from: 0)
    return logDensity(distance.value, logX: distance.logMagnitude)
  }

  // MARK: - Cumulative functions

  private func logTail(
    _ name: String, _ x: Value, sign: Value, _ tail: @escaping (TailProbabilities) -> Double
  ) -> Value {
    let arguments: [Value] = [
      x, numeratorDegreesOfFreedom, denominatorDegreesOfFreedom, noncentrality,
    ]
    let log: Value = pointwise(Self.familyName, arguments) { v in
      if v[0].isNaN { return .nan }
      let odds = max(0, v[0]) * (v[1] / v[2])
      return tail(
        noncentralBetaTails(
          odds < 1 ? odds / (1 + odds) : 1 / (1 + 1 / odds), oneMinus: 1 / (1 + odds), 0.5 * v[1],
          0.5 * v[2], noncentrality: v[3]))
    }
    let p = self
    return carrying(
      name, nanUnless(isValid, log),
      [
        (x, { @Sendable in sign * exp(p.logProbability(of: x) - log) }),
        (numeratorDegreesOfFreedom, nil),
        (denominatorDegreesOfFreedom, nil), (noncentrality, nil),
      ])
  }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    logTail("noncentral F log-cdf", x, sign: 1) { $0.logLower }
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    logTail("noncentral F log-survival", x, sign: -1) { $0.logUpper }
  }

  public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(u) { noncentralBetaQuantile(lower: $0, $1, $2, noncentrality: $3) }
  }

  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(u) { noncentralBetaQuantile(upper: $0, $1, $2, noncentrality: $3) }
  }

  private func point(
    _ u: Value, _ quantile: (Double, Double, Double, Double) -> Double
  ) -> AnchoredPoint<Value> {
    let arguments: [Value] = [
      u, numeratorDegreesOfFreedom, denominatorDegreesOfFreedom, noncentrality,
    ]
    let logX: Value = pointwise(Self.familyName, arguments) { v in
      quantile(v[0], 0.5 * v[1], 0.5 * v[2], v[3]) - Double.log(v[1] / v[2])
    }
    return AnchoredPoint(anchor: 0, offset: nanUnless(isValid, exp(logX)), logMagnitude: logX)
  }

  // MARK: - Statistics

  private func fact(
    _ name: String, _ fact: @escaping @Sendable (NoncentralFMoments) -> Double
  ) -> Value {
    let value = Value.elementwise(
      name, numeratorDegreesOfFreedom, denominatorDegreesOfFreedom, noncentrality,
      { fact(NoncentralFMoments(numerator: $0, denominator: $1, noncentrality: $2)) },
      derivatives: (nil, nil, nil))
    return nanUnless(isValid, value)
  }

  /// d₂ (d₁ + λ)/(d₁ (d₂ − 2)); infinite for d₂ ≤ 2.
  public var mean: Value { fact("noncentral F mean") { $0.mean } }
  /// Infinite for d₂ ≤ 4.
  public var variance: Value { fact("noncentral F variance") { $0.variance } }
  /// Infinite for d₂ ≤ 6, NaN for d₂ ≤ 4.
  public var skewness: Value { fact("noncentral F skewness") { $0.skewness } }
  /// Infinite for d₂ ≤ 8, NaN for d₂ ≤ 4.
  public var excessKurtosis: Value { fact("noncentral F kurtosis") { $0.excessKurtosis } }
  /// 0 for d₁ < 2, where the density is infinite; else the only root of its slope, or 0.
  public var mode: Value { fact("noncentral F mode") { $0.mode } }

  // MARK: - Entropy

  /// By quadrature.
  public var entropy: Value { fact("noncentral F entropy") { $0.entropy } }

  // MARK: - Draws

  /// Not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    drawValue(
      [numeratorDegreesOfFreedom, denominatorDegreesOfFreedom, noncentrality], using: &generator
    ) { p, generator in
      exp(
        drawNoncentralBetaLogOdds(
          alpha: 0.5 * p[0], beta: 0.5 * p[1], noncentrality: p[2], using: &generator))
        * (p[1] / p[0])
    }
  }

  /// Not differentiable.
  @inlinable public func sample(
    shape lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    drawValues(
      Self.familyName, [numeratorDegreesOfFreedom, denominatorDegreesOfFreedom, noncentrality],
      shape: lengths, using: &generator
    ) {
      p, generator in
      exp(
        drawNoncentralBetaLogOdds(
          alpha: 0.5 * p[0], beta: 0.5 * p[1], noncentrality: p[2], using: &generator))
        * (p[1] / p[0])
    }
  }

  public func elements() -> DistributionElements {
    DistributionElements(numeratorDegreesOfFreedom, denominatorDegreesOfFreedom, noncentrality) {
      NoncentralF<Double>(
        numeratorDegreesOfFreedom: $0[0], denominatorDegreesOfFreedom: $0[1], noncentrality: $0[2])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(
      Self.familyName, ("numeratorDegreesOfFreedom", numeratorDegreesOfFreedom),
      ("denominatorDegreesOfFreedom", denominatorDegreesOfFreedom), ("noncentrality", noncentrality)
    )
  }
}

extension NoncentralF where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(
    numeratorDegreesOfFreedom: Double, denominatorDegreesOfFreedom: Double, noncentrality: Double
  ) {
    self.numeratorDegreesOfFreedom = numeratorDegreesOfFreedom
    self.denominatorDegreesOfFreedom = denominatorDegreesOfFreedom
    self.noncentrality = noncentrality
  }
}

extension NoncentralF: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(
        numbers: "numeratorDegreesOfFreedom", "denominatorDegreesOfFreedom", "noncentrality"
      ) {
        NoncentralF(
          numeratorDegreesOfFreedom: $0[0], denominatorDegreesOfFreedom: $0[1], noncentrality: $0[2]
        )
      }
    ]
  }
}

extension NoncentralF: Equatable where Value: Equatable {}
extension NoncentralF: Hashable where Value: Hashable {}
extension NoncentralF: Codable where Value == Double {}
