import SpecialFunctions
import Tensors

/// The geometric distribution: the number of failures before the first success.
///
/// ```
/// P(k) = p (1 − p)ᵏ,   k = 0, 1, 2, ...
/// ```
///
/// - `probability` p: above 0 and at most 1; at 1 all mass is at 0.
///
/// Elsewhere: TFP `Geometric(probs=...)`; torch `Geometric(probs)`; Distributions.jl
/// `Geometric(p)`; scipy `geom(p, loc=−1)`.
///
/// Source: N. L. Johnson, A. W. Kemp, S. Kotz, *Univariate Discrete Distributions*, 3rd ed., 2005,
/// ch. 5.
public struct Geometric<Value: RealValue>: DiscreteDistribution {
  public typealias Sample = Value.Count
  public typealias Element = Int64

  /// p, that of a success.
  public let probability: Value

  // MARK: - Parameters

  /// - Parameter probability: p, above 0 and at most 1.
  @inlinable public init(probability: Value) {
    self.probability = probability
  }

  public static var familyName: String { "Geometric" }

  public func validate() throws(ParameterError) {
    try require("probability", probability, "above 0 and at most 1") { $0 > 0 && $0 <= 1 }
  }

  @inlinable var isValid: Value.Mask {
    (probability .> 0) .& (probability .<= 1)
  }

  // MARK: - Support

  /// From 0 on; the point 0 where p is 1.
  @inlinable public var support: Support<Value> {
    Support(lowerBound: 0 * probability, upperBound: select(probability .== 1, 0, Value.infinity))
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard end == .upper, let p = number(probability), p < 1 else { return .bounded }
    return TailBehaviour([.init(-Double.log(onePlus: -p), .power(exponent: 1))])
  }

  // MARK: - Mass

  /// log(1 − p), of a p that is not 1.
  @inlinable var logFailure: Value { log(onePlus: -select(probability .== 1, 0.5, probability)) }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value.Count) -> Value {
    logMass(at: Value(count: x))
  }

  /// log p + k log(1 − p).
  @specialized(where Value == Double)
  @inlinable public func logMass(at x: Value) -> Value {
    Value.self == Value.Scalar.self ? plainLogMass(at: x) : fusedLogMass(at: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @inlinable func plainLogMass(at x: Value) -> Value {
    massAtWholeNumbers(x, from: 0, through: Value.infinity, where: isValid) { k in
      log(probability) + xLogOnePlusY(k, -probability)
    }
  }

  @usableFromInline func fusedLogMass(at x: Value) -> Value {
    fused(.geometricLogMass, x, probability, probability) { x, probability, _ in
      Geometric(probability: probability).plainLogMass(at: x)
    }
  }

  // MARK: - Cumulative functions

  /// P(X > k) = (1 − p)^(k + 1).
  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value {
    stepsAtWholeNumbers(
      x, from: 0, through: support.upperBound, where: isValid, below: -Value.infinity, above: 0
    ) { k in
      // Below the range of numbers the tail is that of p → 0.
      logOneMinusExp((k + 1) * logFailure)
    }
  }

  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value {
    stepsAtWholeNumbers(
      x, from: 0, through: support.upperBound, where: isValid, below: 0, above: -Value.infinity
    ) { k in (k + 1) * logFailure }
  }

  static func quantile(_ level: QuantileLevel, _ p: Double) -> Double {
    guard p > 0, p <= 1 else { return .nan }
    let logFailure = Double.log(onePlus: -p)
    let upper: Double = p == 1 ? 0 : .infinity
    // The continuous solution of (1 − p)^(k + 1) = 1 − u as the guess.
    let logUpper = level.isLower ? SpecialFunctions.logOneMinusExp(level.log) : level.log
    let guess = p == 1 ? 0 : (logUpper / logFailure).rounded(.down)
    return smallestCount(
      level, from: 0, through: upper, mean: guess, deviation: 0, skewness: 0,
      tails: { k in
        let logUpper = (k + 1) * logFailure
        return TailProbabilities(
          logLower: SpecialFunctions.logOneMinusExp(logUpper), logUpper: logUpper)
      })
  }

  public func quantile(_ u: Value) -> Value {
    Value.elementwise(
      "geometric quantile", u, probability, { Self.quantile(QuantileLevel(lower: $0), $1) },
      derivatives: (nil, nil))
  }

  public func survivalQuantile(_ u: Value) -> Value {
    Value.elementwise(
      "geometric quantile", u, probability, { Self.quantile(QuantileLevel(upper: $0), $1) },
      derivatives: (nil, nil))
  }

  // MARK: - Statistics

  /// (1 − p)/p.
  @inlinable public var mean: Value { nanUnless(isValid, (1 - probability) / probability) }
  /// (1 − p)/p².
  @inlinable public var variance: Value {
    nanUnless(isValid, (1 - probability) / probability / probability)
  }
  /// (2 − p)/√(1 − p); NaN where all mass is at 0.
  @inlinable public var skewness: Value {
    let isSpread: Value.Mask = probability .< 1
    let failure: Value = 1 - select(isSpread, probability, 0)
    return nanUnless(isValid .& isSpread, (2 - probability) / sqrt(failure))
  }
  /// 6 + p²/(1 − p); NaN where all mass is at 0.
  @inlinable public var excessKurtosis: Value {
    let isSpread: Value.Mask = probability .< 1
    let failure: Value = 1 - select(isSpread, probability, 0)
    return nanUnless(isValid .& isSpread, 6 + square(probability) / failure)
  }
  @inlinable public var mode: Value { nanUnless(isValid, 0 * probability) }

  // MARK: - Entropy

  /// −log p − ((1 − p)/p) log(1 − p).
  @inlinable public var entropy: Value {
    let failures: Value = xLogOnePlusY(1 - probability, -probability)
    return nanUnless(isValid, -log(probability) - failures / probability)
  }

  // MARK: - Draws

  /// Not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value.Count {
    drawCount([probability], using: &generator) { p, generator in
      drawGeometric(probability: p[0], using: &generator)
    }
  }

  /// Not differentiable. By the quantile function, as single draws.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Int64> {
    let full = shape + probability.shape
    let chosen = Tensor<Double>(nanUnless(isValid, probability).tensor)
    let uniform = Tensor<Double>(standardUniform: full, using: &generator)
    return Tensor<Double>.flooring(log(uniform) / log(onePlus: -chosen))
  }

  public func elements() -> DistributionElements {
    DistributionElements(probability) {
      Geometric<Double>(probability: $0[0])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("probability", probability))
  }
}

extension Geometric where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(probability: Double) {
    self.probability = probability
  }
}

extension Geometric: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "probability") {
        Geometric(probability: $0[0])
      }
    ]
  }
}

extension Geometric: Equatable where Value: Equatable {}
extension Geometric: Hashable where Value: Hashable {}
extension Geometric: Codable where Value == Double {}
