/// A distribution shifted and scaled: shift + scale·Y for a draw Y of the base.
///
/// ```
/// p(x) = p₀((x − shift)/scale)/|scale|
/// ```
///
/// - `base` p₀: a distribution on the line, or on whole numbers.
/// - `shift`: finite; `scale`: finite and not 0, negative ones turn the line around. Over whole
///   numbers both are whole, and no factor is divided by.
///
/// Everything follows from the base without loss: tails change places where the scale is negative.
///
/// Elsewhere: TFP `TransformedDistribution with Shift(Scale)`; torch
/// `TransformedDistribution with AffineTransform`; Distributions.jl `d * scale + shift`; scipy
/// `loc and scale of every family`.
public struct Affine<Base: UnivariateDistribution>: UnivariateDistribution {
  public typealias Value = Base.Value
  public typealias Sample = Base.Sample
  public typealias Element = Base.Element

  /// What is shifted and scaled.
  public let base: Base
  /// Where 0 goes.
  public let shift: Value
  /// How far 1 is from there.
  public let scale: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - base: what is shifted and scaled. A `Bernoulli` is put into ``AnyDiscrete`` before, so that
  ///     draws are numbers.
  ///   - shift: finite.
  ///   - scale: finite and not 0.
  public init(_ base: Base, shift: Value, scale: Value) {
    self.base = base
    self.shift = shift
    self.scale = scale
  }

  public static var familyName: String { "Affine" }

  public func validate() throws(ParameterError) {
    try base.validate()
    let isDiscrete = isDiscrete
    let whole = isDiscrete ? " and whole" : ""
    try require("shift", shift, "finite" + whole) {
      $0.isFinite && (!isDiscrete || $0 == $0.rounded())
    }
    try require("scale", scale, "finite" + whole + " and not 0") {
      $0.isFinite && $0 != 0 && (!isDiscrete || $0 == $0.rounded())
    }
  }

  public var space: Space { base.space }
  private var isDiscrete: Bool { base is any DiscreteDistribution<Value> }

  var isValid: Value.Mask {
    isFinite(shift) .& isPositive(abs(scale))
  }

  /// Where a point comes from.
  private func preimage(_ x: Value) -> Value {
    let y: Value = (x - shift) / scale
    // The rounded images of the ends are the ends.
    let own = base.support
    let atLower = x .== image(own.lowerBound)
    let atUpper = x .== image(own.upperBound)
    return select(atLower, own.lowerBound, select(atUpper, own.upperBound, y))
  }

  /// Where a point of the base goes; 0·∞ of an invalid scale is not a number.
  private func image(_ y: Value) -> Value { shift + scale * y }

  // MARK: - Support

  public var support: Support<Value> {
    let own = base.support
    let turns = scale .< 0
    let lower = image(own.lowerBound)
    let upper = image(own.upperBound)
    return Support(lowerBound: select(turns, upper, lower), upperBound: select(turns, lower, upper))
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let scale = number(scale), let shift = number(shift), scale != 0 else { return nil }
    let source: SupportEnd = (scale > 0) == (end == .upper) ? .upper : .lower
    guard let tail = base.tail(towards: source),
      let bound = number(end == .lower ? support.lowerBound : support.upperBound)
    else { return nil }
    return bound.isInfinite
      ? tail.movedOut(by: end == .upper ? shift : -shift, stretched: abs(scale))
      : tail.nearer(by: abs(scale))
  }

  // MARK: - Density or mass

  public func logProbability(of x: Base.Sample) -> Value {
    if let base = base as? any DiscreteDistribution<Value> {
      return nanUnless(isValid, base.logMass(at: preimage(lineValue(x))))
    }
    guard let base = base as? any ContinuousDistribution<Value> else { return Value.nan }
    let y = AnchoredPoint<Value>(anchor: 0, offset: preimage(lineValue(x)))
    return base.logDensity(at: y) - log(abs(scale)) + zeroIfFinite(shift)
  }

  // MARK: - Cumulative functions

  public func logCDF(_ x: Value) -> Value {
    let y = preimage(x)
    let turned: Value = isDiscrete ? ceil(y) - 1 : y
    return select(scale .> 0, base.logCDF(y), base.logSurvival(turned)) + zeroIfFinite(scale)
  }

  public func logSurvival(_ x: Value) -> Value {
    let y = preimage(x)
    let turned: Value = isDiscrete ? ceil(y) - 1 : y
    return select(scale .> 0, base.logSurvival(y), base.logCDF(turned)) + zeroIfFinite(scale)
  }

  public func quantile(_ u: Value) -> Value {
    image(select(scale .> 0, base.quantile(u), turnedSurvivalQuantile(u)))
  }

  public func survivalQuantile(_ u: Value) -> Value {
    image(select(scale .> 0, base.survivalQuantile(u), turnedQuantile(u)))
  }

  /// The largest y with P(Y ≥ y) ≥ u: the smallest with P(Y > y) ≤ u, but of whole numbers the next
  /// one where the two are equal.
  private func turnedSurvivalQuantile(_ u: Value) -> Value {
    guard isDiscrete else { return base.survivalQuantile(u) }
    return elementwise("the quantile of a scaled distribution", [base], [u]) { parts, levels in
      let y = parts[0].survivalQuantile(levels[0])
      return parts[0].survival(y) == levels[0] ? next(after: y, in: parts[0]) : y
    }
  }

  private func turnedQuantile(_ u: Value) -> Value {
    guard isDiscrete else { return base.quantile(u) }
    return elementwise("the quantile of a scaled distribution", [base], [u]) { parts, levels in
      let y = parts[0].quantile(levels[0])
      return parts[0].cdf(y) == levels[0] ? next(after: y, in: parts[0]) : y
    }
  }

  /// The next whole number with mass.
  private func next(after y: Double, in base: any UnivariateDistribution<Double>) -> Double {
    guard let base = base as? any DiscreteDistribution<Double> else { return y }
    var next = y + 1
    while next < base.support.upperBound, base.logMass(at: next) == -.infinity { next += 1 }
    return min(next, base.support.upperBound)
  }

  // MARK: - Statistics

  public var mean: Value { image(base.mean) }
  public var variance: Value { square(scale) * base.variance + zeroIfFinite(shift) }
  public var standardDeviation: Value {
    abs(scale) * base.standardDeviation + zeroIfFinite(shift)
  }
  public var skewness: Value { nanUnless(isValid, sign(scale) * base.skewness) }
  public var excessKurtosis: Value { nanUnless(isValid, base.excessKurtosis) }
  public var mode: Value { image(base.mode) }
  public var median: Value { isDiscrete ? quantile(0.5) : image(base.median) }

  // MARK: - Entropy

  /// The base's, and log |scale| more where there is a density.
  public var entropy: Value {
    nanUnless(isValid, isDiscrete ? base.entropy : base.entropy + log(abs(scale)))
  }

  // MARK: - Draws

  public func sample(using generator: inout some RandomNumberGenerator) -> Base.Sample {
    let draw = base.sample(using: &generator)
    return lineSample(image(lineValue(draw))) ?? draw
  }

  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Base.Element> {
    let draws = base.sample(shape: shape, using: &generator)
    let values = shift.tensor + scale.tensor * lineValues(draws)
    return lineSamples(values) ?? draws
  }

  public func elements() -> DistributionElements {
    if let single = self as? any Distribution<Double> {
      return DistributionElements(shape: [], distributions: [single])
    }
    return composedElements([base], [shift, scale]) { parts, values in
      affineDistribution(parts[0], shift: values[0], scale: values[1]) ?? parts[0]
    }
  }

  // MARK: - Description

  public var description: String {
    "\(Self.familyName)(\(base), shift: \(shift), scale: \(scale))"
  }
}

extension Affine: ContinuousDistribution where Base: ContinuousDistribution {
  public func logDensity(at point: AnchoredPoint<Base.Value>) -> Base.Value {
    let y = AnchoredPoint<Base.Value>(
      anchor: preimage(point.anchor), offset: point.offset / scale,
      logMagnitude: point.logMagnitude - log(abs(scale)))
    return base.logDensity(at: y) - log(abs(scale)) + zeroIfFinite(shift)
  }

  /// A circle as long as the scale makes it.
  public var period: Base.Value? { base.period.map { abs(scale) * $0 } }

  public func anchoredQuantile(_ u: Base.Value) -> AnchoredPoint<Base.Value> {
    image(base.anchoredQuantile(u), turned: base.anchoredSurvivalQuantile(u))
  }

  public func anchoredSurvivalQuantile(_ u: Base.Value) -> AnchoredPoint<Base.Value> {
    image(base.anchoredSurvivalQuantile(u), turned: base.anchoredQuantile(u))
  }

  private func image(
    _ point: AnchoredPoint<Base.Value>, turned: AnchoredPoint<Base.Value>
  ) -> AnchoredPoint<Base.Value> {
    let rises = scale .> 0
    return AnchoredPoint(
      anchor: image(select(rises, point.anchor, turned.anchor)),
      offset: scale * select(rises, point.offset, turned.offset),
      logMagnitude: log(abs(scale)) + select(rises, point.logMagnitude, turned.logMagnitude))
  }

  public var breakpoints: [Base.Value] { base.breakpoints.map { image($0) } }
}

extension Affine: DiscreteDistribution where Base: DiscreteDistribution {
  public func logMass(at x: Base.Value) -> Base.Value {
    nanUnless(isValid, base.logMass(at: preimage(x)))
  }
}

/// A distribution of any family on the line, shifted and scaled; nil of others.
func affineDistribution(
  _ base: any Distribution<Double>, shift: Double, scale: Double
) -> (any Distribution<Double>)? {
  switch base {
  case let base as any ContinuousDistribution<Double>:
    Affine(AnyContinuous(base), shift: shift, scale: scale)
  case let base as any DiscreteDistribution<Double>:
    Affine(AnyDiscrete(base), shift: shift, scale: scale)
  default: nil
  }
}

extension Affine: LiteralFamily where Base.Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([
        LiteralParameter("base", .distribution), LiteralParameter("shift", .number),
        LiteralParameter("scale", .number),
      ]) {
        let base = try $0.distribution("base")
        guard
          let made = affineDistribution(
            base, shift: try $0.number("shift"), scale: try $0.number("scale"))
        else {
          throw CompositionError(reason: "the base must be over numbers, not \(base.space)")
        }
        return made
      }
    ]
  }
}

extension Affine: Equatable where Base: Equatable, Base.Value: Equatable {
  public static func == (x: Affine, y: Affine) -> Bool {
    x.base == y.base && x.shift == y.shift && x.scale == y.scale
  }
}

extension Affine: Hashable where Base: Hashable, Base.Value: Hashable {
  public func hash(into hasher: inout Hasher) {
    hasher.combine(base)
    hasher.combine(shift)
    hasher.combine(scale)
  }
}

extension Affine: Codable where Base.Value == Double {}
