import SpecialFunctions
import Tensors

/// The Burr XII (Singh–Maddala) distribution, of incomes and lifetimes.
///
/// ```
/// p(x) = (ck/s) (x/s)^(c−1) (1 + (x/s)ᶜ)^(−k−1)   for x ≥ 0
/// ```
///
/// - `scale` s: positive and finite.
/// - `firstShape` c: positive and finite, the power at 0.
/// - `secondShape` k: positive and finite; the survival falls with the power ck.
///
/// `LogLogistic` is the law of k = 1, `Lomax` that of c = 1.
///
/// Elsewhere: TFP —; torch —; Distributions.jl —; scipy `burr12(c=firstShape, d=secondShape, scale)`.
///
/// Source: I. W. Burr, "Cumulative frequency functions", Ann. Math. Statist. 13 (1942) 215-232;
/// C. Kleiber, S. Kotz, *Statistical Size Distributions in Economics and Actuarial Sciences*, 2003, ch. 6.
public struct BurrXII<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// s, where the powers change.
  public let scale: Value
  /// c, the power at 0.
  public let firstShape: Value
  /// k, which makes ck the power of the upper tail.
  public let secondShape: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - scale: s, positive and finite.
  ///   - firstShape: c, positive and finite.
  ///   - secondShape: k, positive and finite.
  @inlinable public init(scale: Value, firstShape: Value, secondShape: Value) {
    self.scale = scale
    self.firstShape = firstShape
    self.secondShape = secondShape
  }

  public static var familyName: String { "BurrXII" }

  public func validate() throws(ParameterError) {
    try requirePositive("scale", scale)
    try requirePositive("firstShape", firstShape)
    try requirePositive("secondShape", secondShape)
  }

  @inlinable var isValid: Value.Mask {
    isPositive(scale) .& isPositive(firstShape) .& isPositive(secondShape)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let c = number(firstShape), let k = number(secondShape) else { return nil }
    return TailBehaviour([.init(end == .lower ? c - 1 : c * k + 1, .log)])
  }

  // MARK: - Density

  /// log(1 + (x/s)ᶜ), its logarithm, and log (x/s)ᶜ.
  @inlinable func growth(
    _ point: HalfLinePoint<Value>
  ) -> (value: Value, log: Value, logPower: Value) {
    let power = ratioPower(point, to: scale, firstShape)
    let isLarge: Value.Mask = power.log .> 0
    let isTiny: Value.Mask = power.log .< -40
    let large: Value = power.log + log(onePlus: exp(-select(isLarge, power.log, 0)))
    let small: Value = log(onePlus: select(isLarge, 1, power.value))
    let value: Value = select(isLarge, large, small)
    return (value, select(isTiny, power.log, log(select(isTiny, 1, value))), power.log)
  }

  /// log ck − log x + log (x/s)ᶜ − (k + 1) log(1 + (x/s)ᶜ).
  @inlinable func logDensity(_ point: HalfLinePoint<Value>) -> Value {
    let constant: Value = log(firstShape) + log(secondShape)
    let growth = growth(point)
    let isLarge: Value.Mask = growth.logPower .> 0
    // For a large power −k log (x/s)ᶜ is joined.
    let excess: Value = select(isLarge, growth.value - growth.logPower, growth.value)
    let power: Value = select(isLarge, -secondShape, 1) * growth.logPower
    // Of c = 1 the power and log x are one.
    let isFlat: Value.Mask = (firstShape .== 1) .& .!isLarge
    let hasLogarithm: Value.Mask = isFinite(point.logDistance)
    // 0 but for its derivative.
    let rise: Value = (firstShape - 1) * select(hasLogarithm, point.logDistance - log(scale), 0)
    let front: Value = select(isFlat, rise - log(scale), power - point.logDistance)
    return point.density(
      where: isValid, end: limitAtEnd(power: firstShape - 1, constant - log(scale)),
      inside: constant + front - (secondShape + 1) * excess)
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    logDensity(HalfLinePoint(x))
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(HalfLinePoint(point, from: 0))
  }

  // MARK: - Cumulative functions

  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    let growth = growth(point)
    return point.tail(
      where: isValid, below: -Value.infinity, beyond: 0,
      inside: logOneMinusExpOfNegative(
        secondShape * growth.value, log: log(secondShape) + growth.log))
  }

  /// −k log(1 + (x/s)ᶜ).
  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    return point.tail(
      where: isValid, below: 0, beyond: -Value.infinity,
      inside: -secondShape * growth(point).value)
  }

  @specialized(where Value == Double)
  @inlinable public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  @specialized(where Value == Double)
  @inlinable public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    quantile(hazard: negativeLog(complement: u))
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    quantile(hazard: negativeLog(u))
  }

  /// s (e^(h/k) − 1)^(1/c).
  @inlinable func quantile(hazard h: Value) -> AnchoredPoint<Value> {
    let w: Value = h / secondShape
    let isFar: Value.Mask = w .> 40
    let rise: Value = expMinusOne(select(isFar, 1, w))
    let logRatio: Value = select(isFar, w, log(rise)) / firstShape
    let ratio: Value = select(isFar, exp(logRatio), pow(rise, 1 / firstShape))
    return AnchoredPoint(
      anchor: 0, offset: nanUnless(isValid, scale * ratio), logMagnitude: log(scale) + logRatio)
  }

  // MARK: - Statistics

  /// A fact that is finite for ck above a bound, as a function of h = 1/c and k, and infinite up to
  /// it; NaN for ck ≤ `undefined`.
  private func moment(
    above bound: Double, undefined: Double = 0, _ value: (Value, Value) -> Value
  ) -> Value {
    let power: Value = firstShape * secondShape
    let exists: Value.Mask = power .> Value(bound)
    let h: Value = 1 / select(exists, firstShape, Value(bound + 1))
    let k: Value = select(exists, secondShape, 1)
    let isDefined: Value.Mask = isValid .& (power .> Value(undefined))
    return nanUnless(isDefined, select(exists, value(h, k), Value.infinity))
  }

  /// log E Xⁿ − n log E X, from the remainders of log Γ beyond its tangents at 1 and at k.
  private func ratios(_ h: Value, _ k: Value) -> MomentRatios<Value> {
    func remainder(_ n: Double) -> Value {
      logGammaRemainder(Value(1), Value(n) * h) + logGammaRemainder(k, -Value(n) * h)
    }
    return MomentRatios { remainder($0) - Value($0) * remainder(1) }
  }

  /// log (x/s)ᶜ is the logarithm of a gamma variable of shape 1, less that of one of shape k:
  /// κⱼ = ψ⁽ʲ⁻¹⁾(1) + (−1)ʲ ψ⁽ʲ⁻¹⁾(k).
  private func narrow(_ h: Value, _ k: Value) -> NarrowMoments<Value> {
    let cumulants: [Value] = (1...11).map {
      let second: Value = Value.polygamma($0, k)
      return Value(Double.polygamma($0, 1)) + ($0 % 2 == 1 ? second : -second)
    }
    return NarrowMoments(cumulants: cumulants, h) { $0 }
  }

  /// By moments, or by series where h is small beside the spread of log (x/s)ᶜ, about 1 + 1/k.
  private func shape(
    _ h: Value, _ k: Value, _ general: (MomentRatios<Value>) -> Value,
    narrow: (NarrowMoments<Value>) -> Value
  ) -> Value {
    let spread: Value = maximum(1, 1 / k)
    return NarrowMoments.chosen(h * spread) {
      general(ratios($0 / spread, k))
    } narrow: {
      narrow(self.narrow($0 / spread, k))
    }
  }

  /// s Γ(1 + 1/c) Γ(k − 1/c)/Γ(k); infinite for ck ≤ 1.
  public var mean: Value {
    moment(above: 1) { h, k in
      scale * exp(logGammaOnePlus(h) + logGammaDifference(k, -h))
    }
  }
  /// Infinite for ck ≤ 2.
  public var variance: Value {
    moment(above: 2) { h, k in
      let mean: Value = scale * exp(logGammaOnePlus(h) + logGammaDifference(k, -h))
      return square(mean) * ratios(h, k).variance
    }
  }
  /// Infinite for 2 < ck ≤ 3, NaN for less.
  public var skewness: Value {
    moment(above: 3, undefined: 2) { h, k in
      shape(h, k) {
        $0.skewness
      } narrow: {
        $0.skewness
      }
    }
  }
  /// Infinite for 2 < ck ≤ 4, NaN for less.
  public var excessKurtosis: Value {
    moment(above: 4, undefined: 2) { h, k in
      shape(h, k) {
        $0.excessKurtosis
      } narrow: {
        $0.excessKurtosis
      }
    }
  }
  /// s ((c − 1)/(ck + 1))^(1/c), and 0 for c ≤ 1.
  @inlinable public var mode: Value {
    let isInner: Value.Mask = firstShape .> 1
    let c: Value = select(isInner, firstShape, 2)
    let inner: Value = scale * pow((c - 1) / (c * secondShape + 1), 1 / c)
    return nanUnless(isValid, select(isInner, inner, 0 * scale))
  }

  // MARK: - Entropy

  /// log s − log c − log k + (1 − 1/c)(ψ(k) + γ) + 1 + 1/k, γ Euler's constant.
  @inlinable public var entropy: Value {
    let euler = Value(0.57721566490153286061)
    let logs: Value = log(scale) - log(firstShape) - log(secondShape)
    let spread: Value = (1 - 1 / firstShape) * (digamma(secondShape) + euler)
    return nanUnless(isValid, logs + spread + (1 + 1 / secondShape))
  }

  // MARK: - Draws

  /// Reparameterised: gradients flow to all parameters.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    draw([], using: &generator)
  }

  /// Reparameterised: gradients flow to all parameters.
  @inlinable public func sample(
    shape lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    BurrXII<Tensor<Value.Scalar>>(
      scale: scale.tensor, firstShape: firstShape.tensor, secondShape: secondShape.tensor
    )
    .draw(lengths, using: &generator)
  }

  /// By the quantile function.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, scale, firstShape, secondShape)
    let u = Value.standardUniform(shape: lengths, using: &generator)
    return survivalQuantile(u)
  }

  public func elements() -> DistributionElements {
    DistributionElements(scale, firstShape, secondShape) {
      BurrXII<Double>(scale: $0[0], firstShape: $0[1], secondShape: $0[2])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(
      Self.familyName, ("scale", scale), ("firstShape", firstShape), ("secondShape", secondShape))
  }
}

extension BurrXII where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(scale: Double, firstShape: Double, secondShape: Double) {
    self.scale = scale
    self.firstShape = firstShape
    self.secondShape = secondShape
  }
}

extension BurrXII: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "scale", "firstShape", "secondShape") {
        BurrXII(scale: $0[0], firstShape: $0[1], secondShape: $0[2])
      }
    ]
  }
}

extension BurrXII: Equatable where Value: Equatable {}
extension BurrXII: Hashable where Value: Hashable {}
extension BurrXII: Codable where Value == Double {}
