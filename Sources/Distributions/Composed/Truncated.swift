/// A distribution given that its value lies between two bounds.
///
/// ```
/// p(x) = p₀(x)/P₀(a ≤ X ≤ b)   for a ≤ x ≤ b
/// ```
///
/// - `base` p₀: a distribution on the line or on whole numbers.
/// - `lowerBound` a, `upperBound` b: either may be left out or infinite; both belong to the
///   interval, which must have mass.
///
/// Truncation far in a tail keeps its digits: the mass is taken from the logs of the nearer tail,
/// and where a difference of these would cancel, by quadrature of the density. Quantiles come from
/// the nearer tail, in logarithms, draws of a continuous batch from the base's quantiles. Moments
/// and the median are computed one distribution at a time, moments by quadrature or summation to
/// about 1e-10; the entropy has no closed form (NaN), ``entropyEstimate(of:)`` integrates it.
///
/// Elsewhere: TFP `TruncatedNormal, TruncatedCauchy`; Distributions.jl
/// `truncated(d, lower, upper)`; scipy `truncnorm, truncpareto, truncweibull_min`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 1,
/// 2nd ed., 1994, ch. 13.10.
public struct Truncated<Base: UnivariateDistribution>: UnivariateDistribution {
  public typealias Value = Base.Value
  public typealias Sample = Base.Sample
  public typealias Element = Base.Element

  /// The distribution without bounds.
  public let base: Base
  /// a; nil where there is none.
  public let lowerBound: Value?
  /// b; nil where there is none.
  public let upperBound: Value?

  /// The log of the base's mass between the bounds.
  public let logMassInside: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - base: the distribution without bounds.
  ///   - lowerBound: the smallest value kept; −infinity unless told.
  ///   - upperBound: the largest value kept; infinity unless told.
  public init(_ base: Base, lowerBound: Value? = nil, upperBound: Value? = nil) {
    self.base = base
    self.lowerBound = lowerBound
    self.upperBound = upperBound
    logMassInside = Self.logMass(base, lowerBound, upperBound)
  }

  public static var familyName: String { "Truncated" }

  public func validate() throws(ParameterError) {
    try base.validate()
    if let lowerBound { try require("lowerBound", lowerBound, "a number") { !$0.isNaN } }
    if let upperBound { try require("upperBound", upperBound, "a number") { !$0.isNaN } }
    for scalar in logMassInside.tensor.scalars where !(scalar > -.infinity) {
      let isUpper = lowerBound == nil
      let bound = isUpper ? upperBound : lowerBound
      throw ParameterError(
        family: Self.familyName, parameter: isUpper ? "upperBound" : "lowerBound",
        value: bound.map { "\($0)" } ?? "missing",
        requirement: "such that \(base) has mass between the bounds")
    }
  }

  public var space: Space { base.space }

  private static var isDiscrete: Bool { Base.self is any DiscreteDistribution.Type }

  /// log P(a ≤ X ≤ b) of the base.
  private static func logMass(_ base: Base, _ lower: Value?, _ upper: Value?) -> Value {
    if let base = base as? any UnivariateDistribution<Double> {
      let scalar = ScalarTruncated(
        base, number(lower ?? -Value.infinity) ?? .nan, number(upper ?? Value.infinity) ?? .nan)
      return Value(scalar.logMassInside)
    }
    let below: Value? = lower.map { isDiscrete ? ceil($0) - 1 : $0 }
    switch (below, upper) {
    case (nil, nil): return 0 * base.median
    case (let below?, nil): return base.logSurvival(below)
    case (nil, let upper?): return base.logCDF(upper)
    case (let below?, let upper?):
      if let normal = base as? Normal<Value>, Value.self != Value.Scalar.self {
        return normal.logMass(from: below, to: upper)
      }
      // The difference within the tail where both are smaller.
      let high = base.logCDF(upper)
      let other = base.logSurvival(below)
      let isLower = high .< other
      let whole: Value = select(isLower, high, other)
      let part: Value = select(isLower, base.logCDF(below), base.logSurvival(upper))
      let isEmpty = whole .== -Value.infinity
      return whole + logOneMinusExp(minimum(select(isEmpty, 0, part - whole), 0))
    }
  }

  // MARK: - Support

  public var support: Support<Value> {
    let own = base.support
    let first: Value? = lowerBound.map { Self.isDiscrete ? ceil($0) : $0 }
    let last: Value? = upperBound.map { Self.isDiscrete ? floor($0) : $0 }
    return Support(
      lowerBound: first.map { maximum($0, own.lowerBound) } ?? own.lowerBound,
      upperBound: last.map { minimum($0, own.upperBound) } ?? own.upperBound)
  }

  /// The base's, where the truncation leaves that end in place.
  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    let own = base.support
    let isWhole =
      end == .lower
      ? number(own.lowerBound) == number(support.lowerBound)
      : number(own.upperBound) == number(support.upperBound)
    return isWhole ? base.tail(towards: end) : nil
  }

  /// A log-density given the base's.
  private func truncated(_ log: Value, at x: Value) -> Value {
    let undefined: Value = 0 * logMassInside
    let outside: Value = select(undefined .== 0, -Value.infinity, Value.nan)
    var result: Value = log - logMassInside
    if let lowerBound { result = select(x .< lowerBound, outside, result) }
    if let upperBound { result = select(x .> upperBound, outside, result) }
    return result
  }

  // MARK: - Density or mass

  public func logProbability(of x: Base.Sample) -> Value {
    truncated(base.logProbability(of: x), at: lineValue(x))
  }

  // MARK: - Cumulative functions

  public func logCDF(_ x: Value) -> Value {
    if Value.self == Double.self { return scalar(x) { $0.logCDF($1) } }
    return part(x, from: lowerBound, to: within(x), below: -Value.infinity, above: 0)
  }

  public func logSurvival(_ x: Value) -> Value {
    if Value.self == Double.self { return scalar(x) { $0.logSurvival($1) } }
    let next: Value = Self.isDiscrete ? floor(within(x)) + 1 : within(x)
    return part(x, from: next, to: upperBound, below: 0, above: -Value.infinity)
  }

  /// x, moved between the bounds.
  private func within(_ x: Value) -> Value {
    let raised = lowerBound.map { maximum(x, $0) } ?? x
    return upperBound.map { minimum(raised, $0) } ?? raised
  }

  /// The log of the share of the mass between two bounds; given constants outside the support.
  private func part(
    _ x: Value, from lower: Value?, to upper: Value?, below: Value, above: Value
  ) -> Value {
    var result: Value = minimum(Self.logMass(base, lower, upper) - logMassInside, 0)
    if let lowerBound { result = select(x .< lowerBound, below, result) }
    if let upperBound { result = select(x .>= upperBound, above, result) }
    return nanUnless(x .== x, result)
  }

  private func scalar(_ x: Value, _ function: (ScalarTruncated, Double) -> Double) -> Value {
    let (lower, upper) = bounds
    return elementwise(
      "the quantile of a truncated distribution", [base], [x, lower, upper, logMassInside]
    ) {
      function(ScalarTruncated($0[0], $1[1], $1[2], logMass: $1[3]), $1[0])
    }
  }

  public func quantile(_ u: Value) -> Value {
    scalar(u) { $0.quantile($1).value }
  }

  public func survivalQuantile(_ u: Value) -> Value {
    scalar(u) { $0.survivalQuantile($1).value }
  }

  /// The bounds as numbers.
  private var bounds: (Value, Value) {
    (lowerBound ?? -Value.infinity, upperBound ?? Value.infinity)
  }

  // MARK: - Statistics

  private func fact(_ name: String, _ function: (ScalarTruncated) -> Double) -> Value {
    let (lower, upper) = bounds
    return elementwise("the \(name) of a truncated distribution", [base], [lower, upper]) {
      function(ScalarTruncated($0[0], $1[0], $1[1]))
    }
  }

  public var mean: Value { fact("mean") { $0.moments.mean } }
  public var variance: Value { fact("variance") { $0.moments.variance } }
  public var skewness: Value { fact("skewness") { $0.moments.skewness } }
  public var excessKurtosis: Value { fact("kurtosis") { $0.moments.excessKurtosis } }

  /// The base's mode if it is inside; else the nearer bound, which is right where the density has
  /// one hill, or the highest point of a search where it has several.
  public var mode: Value { fact("mode") { $0.mode } }

  // MARK: - Entropy

  /// NaN: there is no closed form.
  public var entropy: Value { nanUnless(Value.Mask(false), 0 * logMassInside) }

  // MARK: - Draws

  /// By the quantile function of the truncated distribution, or of counts by rejection.
  public func sample(using generator: inout some RandomNumberGenerator) -> Base.Sample {
    if rejects {
      while true {
        let draw = base.sample(using: &generator)
        if keeps(number(lineValue(draw)) ?? .nan) { return draw }
      }
    }
    let shape = logMassInside.shape
    let u = Value.standardUniform(shape: shape, using: &generator)
    let draw = batchDraws(u) ?? quantile(u)
    return lineSample(draw) ?? base.sample(using: &generator)
  }

  /// By the quantile function of the truncated distribution, of a continuous batch that of the base; of counts,
  /// and where many draws of a law that has much of its mass inside are wanted, by rejection of draws of the
  /// base.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Base.Element> {
    if rejects || takesManyOfBase(shape) { return rejectionDraws(shape, using: &generator) }
    let u = Tensor<Value.Scalar>(
      standardUniform: shape + logMassInside.shape, using: &generator)
    let draws = draws(u)
    return lineSamples(draws) ?? base.sample(shape: shape, using: &generator)
  }

  /// Whether draws of the base are taken until one is inside: over whole numbers, where a quantile
  /// costs many masses, if a tenth of them are.
  private var rejects: Bool {
    Value.self == Value.Scalar.self && Self.isDiscrete
      && (number(logMassInside) ?? -.infinity) > -2.3
  }

  /// Whether so many draws are wanted, and so many of the base's are inside, that drawing from the
  /// base in bulk costs less than as many quantiles.
  private func takesManyOfBase(_ shape: [Int]) -> Bool {
    Value.self == Value.Scalar.self && Base.Element.self == Value.Scalar.self
      && shape.reduce(1, *) >= 64 && (number(logMassInside) ?? -.infinity) > -2.3
  }

  private func keeps(_ x: Double) -> Bool {
    x >= (lowerBound.flatMap { number($0) } ?? -.infinity)
      && x <= (upperBound.flatMap { number($0) } ?? .infinity)
  }

  private func rejectionDraws(
    _ shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Base.Element> {
    let count = shape.reduce(1, *)
    let low = lowerBound.flatMap { number($0) } ?? -.infinity
    let high = upperBound.flatMap { number($0) } ?? .infinity
    func block(_ left: Int) -> Tensor<Base.Element> {
      base.sample(shape: [max(16, left)], using: &generator)
    }
    if Base.Element.self == Double.self {
      var kept: [Double] = []
      while kept.count < count, let draws = block(count - kept.count) as? Tensor<Double> {
        appendInside(draws, low, high, to: &kept)
      }
      let draws = Tensor(shape: shape, scalars: Array(kept.prefix(count)))
      if let draws = draws as? Tensor<Base.Element> { return draws }
    }
    var kept: [Base.Element] = []
    while kept.count < count {
      let draws = block(count - kept.count)
      let values = lineValues(draws).scalars
      for (draw, value) in zip(draws.scalars, values)
      where Double(value) >= low && Double(value) <= high {
        kept.append(draw)
      }
    }
    return Tensor(shape: shape, scalars: Array(kept.prefix(count)))
  }

  private func draws(_ u: Tensor<Value.Scalar>) -> Tensor<Value.Scalar> {
    guard Value.self == Value.Scalar.self,
      let base = base.elements().distributions.first as? any UnivariateDistribution<Double>
    else { return (batchDraws(Value(tensor: u)) ?? quantile(Value(tensor: u))).tensor }
    let (lower, upper) = bounds
    let scalar = ScalarTruncated(base, number(lower) ?? .nan, number(upper) ?? .nan)
    let scalars = u.scalars.map { Value.Scalar(scalar.quantile(Double($0)).value) }
    return Tensor(shape: u.shape, scalars: scalars)
  }

  /// The draws of a batch from the base's own quantiles: with P the mass inside, x where F(x) = F(a) + u P,
  /// or, in the upper half, S(x) = S(b) + (1 − u) P, each a sum without cancellation; the quantiles above of laws
  /// so narrow beside the mass beyond them, or so far out, that these sums are too coarse. Nil of one law, and of
  /// counts.
  private func batchDraws(_ u: Value) -> Value? {
    guard Value.self != Value.Scalar.self, !Self.isDiscrete else { return nil }
    let inside: Value = exp(logMassInside)
    let below: Value = lowerBound.map { base.cdf($0) } ?? 0
    let above: Value = upperBound.map { exp(base.logSurvival($0)) } ?? 0
    let ulp = Double(Value.Scalar.ulpOfOne)
    let smallest = Double(Value.Scalar.leastNormalMagnitude) / ulp
    let width: Value = inside / minimum(below + inside, above + inside)
    let isCoarse = (width .< Value(32 * ulp.squareRoot())) .| (inside .< Value(smallest))
    let fromBelow: Value = below + u * inside
    let fromAbove: Value = above + (1 - u) * inside
    let isLower = fromBelow .< fromAbove
    // What is not chosen is made harmless, so that its derivatives are not NaN.
    let lower = base.quantile(select(isLower .& (.!isCoarse), fromBelow, 0.5))
    let upper = base.survivalQuantile(select(isLower .| isCoarse, 0.5, fromAbove))
    let draws: Value = within(select(isLower, lower, upper))
    let isAnyCoarse = select(isCoarse, 1, 0 as Value).tensor.max().scalar > 0
    return isAnyCoarse ? select(isCoarse, quantile(u), draws) : draws
  }

  public func elements() -> DistributionElements {
    if let single = self as? any Distribution<Double> {
      return DistributionElements(shape: [], distributions: [single])
    }
    let (lower, upper) = bounds
    return composedElements([base], [lower, upper]) { parts, values in
      truncatedDistribution(parts[0], values[0], values[1])
    }
  }

  // MARK: - Description

  public var description: String {
    let lower = lowerBound.map { ", lowerBound: \($0)" } ?? ""
    let upper = upperBound.map { ", upperBound: \($0)" } ?? ""
    return "\(Self.familyName)(\(base)\(lower)\(upper))"
  }
}

extension Truncated: ContinuousDistribution where Base: ContinuousDistribution {
  public func logDensity(at point: AnchoredPoint<Base.Value>) -> Base.Value {
    truncated(base.logDensity(at: point), at: point.value)
  }

  public func anchoredQuantile(_ u: Base.Value) -> AnchoredPoint<Base.Value> {
    anchored(u) { $0.quantile($1) }
  }

  public func anchoredSurvivalQuantile(_ u: Base.Value) -> AnchoredPoint<Base.Value> {
    anchored(u) { $0.survivalQuantile($1) }
  }

  private func anchored(
    _ u: Base.Value, _ function: (ScalarTruncated, Double) -> AnchoredPoint<Double>
  ) -> AnchoredPoint<Base.Value> {
    AnchoredPoint(
      anchor: scalar(u) { function($0, $1).anchor }, offset: scalar(u) { function($0, $1).offset },
      logMagnitude: scalar(u) { function($0, $1).logMagnitude })
  }

  public var breakpoints: [Base.Value] { base.breakpoints }
}

extension Truncated: DiscreteDistribution where Base: DiscreteDistribution {
  public func logMass(at x: Base.Value) -> Base.Value { truncated(base.logMass(at: x), at: x) }
}

/// A truncated distribution of any family on the line; of another, itself, which is not valid.
func truncatedDistribution(
  _ base: any Distribution<Double>, _ lower: Double, _ upper: Double
) -> any Distribution<Double> {
  let lower = lower == -.infinity ? nil : lower
  let upper = upper == .infinity ? nil : upper
  switch base {
  case let base as any ContinuousDistribution<Double>:
    return Truncated(AnyContinuous(base), lowerBound: lower, upperBound: upper)
  case let base as any DiscreteDistribution<Double>:
    return Truncated(AnyDiscrete(base), lowerBound: lower, upperBound: upper)
  default: return base
  }
}

extension Truncated: LiteralFamily where Base.Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([
        LiteralParameter("base", .distribution),
        LiteralParameter("lowerBound", .number, isOptional: true),
        LiteralParameter("upperBound", .number, isOptional: true),
      ]) {
        let base = try $0.distribution("base")
        guard base is any UnivariateDistribution<Double> else {
          throw CompositionError(reason: "the base must be over numbers, not \(base.space)")
        }
        return truncatedDistribution(
          base, $0.optionalNumber("lowerBound") ?? -.infinity,
          $0.optionalNumber("upperBound") ?? .infinity)
      }
    ]
  }
}

extension Truncated: Equatable where Base: Equatable, Base.Value: Equatable {
  public static func == (x: Truncated, y: Truncated) -> Bool {
    x.base == y.base && x.lowerBound == y.lowerBound && x.upperBound == y.upperBound
  }
}

extension Truncated: Hashable where Base: Hashable, Base.Value: Hashable {
  public func hash(into hasher: inout Hasher) {
    hasher.combine(base)
    hasher.combine(lowerBound)
    hasher.combine(upperBound)
  }
}

extension Truncated: Codable where Base.Value == Double {}

/// Appends the draws from `low` through `high`.
private func appendInside(
  _ draws: Tensor<Double>, _ low: Double, _ high: Double, to kept: inout [Double]
) {
  draws.withUnsafeScalars { draws in
    var inside = [Double](unsafeUninitializedCapacity: draws.count) { buffer, count in
      for draw in draws {
        // The next takes the place of one that is outside.
        buffer[count] = draw
        count += draw >= low && draw <= high ? 1 : 0
      }
    }
    if kept.isEmpty { swap(&kept, &inside) } else { kept += inside }
  }
}
