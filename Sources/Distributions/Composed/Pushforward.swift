/// The distribution of f(Y) for one elementary bijection f: what ``Transformed`` is a chain of.
///
/// ```
/// log p(x) = log p₀(y) − log |f′(y)|,   y = f⁻¹(x)
/// ```
///
/// and for a folding f the sum of the densities at both preimages.
struct Pushforward<Value: RealValue>: ContinuousDistribution {
  typealias Sample = Value
  typealias Element = Value.Scalar

  let base: any ContinuousDistribution<Value>
  let map: any Bijection

  static var familyName: String { "Transformed" }

  func validate() throws(ParameterError) {
    try base.validate()
    if direction == .undefined {
      let bounds = base.support
      throw ParameterError(
        family: Self.familyName, parameter: "by", value: map.description,
        requirement: "one to one over the base's support, "
          + "\(bounds.lowerBound) to \(bounds.upperBound)")
    }
  }

  /// Over the support of one distribution, or over what a batch's can be.
  private var direction: BijectionDirection {
    let own = base.support
    let lowest = own.lowerBound.tensor.scalars.min().map { Double($0) } ?? -.infinity
    let highest = own.upperBound.tensor.scalars.max().map { Double($0) } ?? .infinity
    return map.direction(over: Support(lowerBound: lowest, upperBound: highest))
  }

  // MARK: - Support

  var support: Support<Value> {
    let own = base.support
    let lower = map(own.lowerBound)
    let upper = map(own.upperBound)
    switch direction {
    case .increasing: return Support(lowerBound: lower, upperBound: upper)
    case .decreasing: return Support(lowerBound: upper, upperBound: lower)
    case .folding: return Support(lowerBound: map(Value(0)), upperBound: maximum(lower, upper))
    case .undefined:
      let undefined: Value = Value.nan * (own.lowerBound - own.upperBound)
      return Support(lowerBound: undefined, upperBound: undefined)
    }
  }

  func tail(towards end: SupportEnd) -> TailBehaviour? {
    switch direction {
    case .increasing: return mapped(end)
    case .decreasing: return mapped(end == .upper ? .lower : .upper)
    case .folding:
      if end == .lower { return map.tail(.bounded, atEnd: 0, towards: .lower) }
      let own = base.support
      guard let lower = number(own.lowerBound), let upper = number(own.upperBound) else {
        return nil
      }
      if upper > -lower { return mapped(.upper) }
      if upper < -lower { return mapped(.lower) }
      guard let first = mapped(.lower), let second = mapped(.upper) else { return nil }
      return second.isSlower(than: first) ? second : first
    case .undefined: return nil
    }
  }

  private func mapped(_ source: SupportEnd) -> TailBehaviour? {
    let own = base.support
    guard let bound = number(source == .lower ? own.lowerBound : own.upperBound) else { return nil }
    // At a finite end a density of which nothing is said just ends.
    guard let tail = base.tail(towards: source) ?? (bound.isFinite ? .bounded : nil) else {
      return nil
    }
    return map.tail(tail, atEnd: bound, towards: source)
  }

  // MARK: - Density

  func logProbability(of x: Value) -> Value { logDensity(at: AnchoredPoint(x)) }

  func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(at: point, over: support, direction) { base.logDensity(at: $0) }
  }

  /// The log-density, given the support, the direction and the base's log-density.
  private func logDensity(
    at point: AnchoredPoint<Value>, over bounds: Support<Value>, _ direction: BijectionDirection,
    _ density: (AnchoredPoint<Value>) -> Value
  ) -> Value {
    guard direction != .undefined else { return nanUnless(Value.Mask(false), point.offset) }
    let below = point.distance(from: bounds.lowerBound).value
    let above = point.distance(from: bounds.upperBound).value
    let isInside =
      (below .>= 0) .& (above .<= 0)
      .| (point.value .== bounds.lowerBound) .| (point.value .== bounds.upperBound)
    // Outside, a point that is inside stands in.
    let middle = map(interior)
    let safe = AnchoredPoint(
      anchor: select(isInside, point.anchor, middle), offset: select(isInside, point.offset, 0),
      logMagnitude: select(isInside, point.logMagnitude, -Value.infinity))
    let source = map.invert(safe)
    var log = onePreimage(source, density)
    if direction == .folding {
      let mirrored = AnchoredPoint(
        anchor: -source.anchor, offset: -source.offset, logMagnitude: source.logMagnitude)
      let other = onePreimage(mirrored, density)
      let high = maximum(log, other)
      let isFlat = abs(high) .== Value.infinity
      let gap: Value = select(isFlat, 0, minimum(log, other) - select(isFlat, 0, high))
      log = select(isFlat, high, high + Tensors.log(onePlus: exp(gap)))
    }
    let outside: Value = select(point.value .== point.value, -Value.infinity, Value.nan)
    return select(isInside, log, outside + 0 * safeTail(log))
  }

  /// A point inside the base's support, found without a search.
  private var interior: Value {
    let own = base.support
    let isBounded = (abs(own.lowerBound) .< Value.infinity, abs(own.upperBound) .< Value.infinity)
    let lower: Value = select(isBounded.0, own.lowerBound, 0)
    let upper: Value = select(isBounded.1, own.upperBound, 0)
    let oneSided: Value = select(isBounded.0, lower + 1, select(isBounded.1, upper - 1, 0))
    return select(isBounded.0 .& isBounded.1, 0.5 * lower + 0.5 * upper, oneSided)
  }

  /// 0 unless the distribution is invalid.
  private func safeTail(_ log: Value) -> Value {
    let undefined = log .!= log
    return select(undefined, Value.nan, 0)
  }

  private func onePreimage(
    _ y: AnchoredPoint<Value>, _ logDensity: (AnchoredPoint<Value>) -> Value
  ) -> Value {
    let density = logDensity(y)
    let slope = map.logDerivative(at: y)
    // At an end where both are infinite the tails decide.
    let isOpen = (abs(density) .== Value.infinity) .& (abs(slope) .== Value.infinity)
    let plain: Value = select(isOpen, 0, density) - select(isOpen, 0, slope)
    let isUpper = y.value .> interior
    return select(isOpen, select(isUpper, limit(.upper), limit(.lower)), plain)
  }

  /// The log of the limit of the density at the image of an end, as the tail there tells.
  private func limit(_ source: SupportEnd) -> Value {
    guard let tail = mapped(source), let leading = tail.terms.first else { return Value.nan }
    return leading.coefficient > 0 ? -Value.infinity : Value.infinity
  }

  // MARK: - Cumulative functions

  func logCDF(_ x: Value) -> Value { cumulative(x, upper: false) }
  func logSurvival(_ x: Value) -> Value { cumulative(x, upper: true) }

  private func cumulative(_ x: Value, upper: Bool) -> Value {
    let bounds = support
    let inside = minimum(maximum(x, bounds.lowerBound), bounds.upperBound)
    let y = map.invert(AnchoredPoint(inside)).value
    var log: Value
    switch direction {
    case .increasing: log = upper ? base.logSurvival(y) : base.logCDF(y)
    case .decreasing: log = upper ? base.logCDF(y) : base.logSurvival(y)
    case .folding: log = folded(y, upper: upper)
    case .undefined: return nanUnless(Value.Mask(false), x)
    }
    let (below, above): (Value, Value) = upper ? (0, -Value.infinity) : (-Value.infinity, 0)
    let isValid = log .== log
    log = select(x .< bounds.lowerBound, below, log)
    log = select(x .>= bounds.upperBound, above, log)
    return nanUnless((x .== x) .& isValid, log)
  }

  /// log P(|Y| > y), or log P(|Y| ≤ y).
  private func folded(_ y: Value, upper: Bool) -> Value {
    let below = base.logCDF(-y)
    let above = base.logSurvival(y)
    let high = maximum(below, above)
    let isEmpty = high .== -Value.infinity
    let gap: Value = select(isEmpty, 0, minimum(below, above) - select(isEmpty, 0, high))
    let outside: Value = minimum(select(isEmpty, high, high + log(onePlus: exp(gap))), 0)
    let inside = elementwise("the cdf of a folded distribution", [base], [y, outside]) {
      parts, values in
      values[1] < -0.1
        ? logOneMinusExp(values[1])
        : IntervalMass(parts[0]).log(above: -values[0], through: values[0])
    }
    guard upper else { return inside }
    let isMost = outside .> -0.6931471805599453
    return select(isMost, logOneMinusExp(select(isMost, inside, -1)), outside)
  }

  func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    switch direction {
    case .increasing: map.apply(base.anchoredQuantile(u))
    case .decreasing: map.apply(base.anchoredSurvivalQuantile(u))
    case .folding: map.apply(AnchoredPoint(foldedQuantile(u, upper: false)))
    case .undefined: AnchoredPoint(nanUnless(Value.Mask(false), u))
    }
  }

  func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    switch direction {
    case .increasing: map.apply(base.anchoredSurvivalQuantile(u))
    case .decreasing: map.apply(base.anchoredQuantile(u))
    case .folding: map.apply(AnchoredPoint(foldedQuantile(u, upper: true)))
    case .undefined: AnchoredPoint(nanUnless(Value.Mask(false), u))
    }
  }

  private func foldedQuantile(_ u: Value, upper: Bool) -> Value {
    elementwise("the quantile of a folded distribution", [base], [u]) {
      FoldedQuantile($0[0]).point($1[0], upper: upper)
    }
  }

  // MARK: - Statistics

  private func fact(_ name: String, _ function: (any ContinuousDistribution<Double>) -> Double)
    -> Value
  {
    elementwise("the \(name) of a transformed distribution", [base], []) { parts, _ in
      guard let part = parts[0] as? any ContinuousDistribution<Double> else { return .nan }
      return function(Pushforward<Double>(base: part, map: map))
    }
  }

  var mean: Value { fact("mean") { NumericalMoments(of: $0).mean } }
  var variance: Value { fact("variance") { NumericalMoments(of: $0).variance } }
  var skewness: Value { fact("skewness") { NumericalMoments(of: $0).skewness } }
  var excessKurtosis: Value { fact("kurtosis") { NumericalMoments(of: $0).excessKurtosis } }
  var mode: Value { fact("mode") { highestPoint(of: $0) } }
  var median: Value {
    direction == .folding || direction == .undefined ? quantile(0.5) : map(base.median)
  }

  /// The base's and E log |f′(Y)|, where that is known.
  var entropy: Value {
    let isInjective = direction == .increasing || direction == .decreasing
    return isInjective
      ? base.entropy + map.meanLogDerivative(of: base) : nanUnless(Value.Mask(false), base.median)
  }

  // MARK: - Draws

  func sample(using generator: inout some RandomNumberGenerator) -> Value {
    map(AnyContinuous(base).sample(using: &generator))
  }

  func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    map(AnyContinuous(base).sample(shape: shape, using: &generator))
  }

  func elements() -> DistributionElements {
    composedElements([base], []) { parts, _ in
      guard let part = parts[0] as? any ContinuousDistribution<Double> else { return parts[0] }
      return Pushforward<Double>(base: part, map: map)
    }
  }

  /// Images of the base's; 0 where a power makes a point of its own of it.
  var breakpoints: [Value] {
    var points = base.breakpoints.map { map($0) }
    let own = base.support
    if map is Power, let lower = number(own.lowerBound), let upper = number(own.upperBound),
      lower < 0, upper > 0
    {
      points.append(0)
      if direction == .folding { points += [map(base.median), map(base.mode)] }
    }
    return points
  }

  var description: String { "Transformed(\(base), by: \(map))" }
}

extension Pushforward where Value == Double {
  /// The log-density as a function, with what does not depend on the point taken out of it.
  func preparedDensity(
    of base: @escaping (AnchoredPoint<Double>) -> Double
  ) -> (AnchoredPoint<Double>) -> Double {
    let bounds = support
    let direction = direction
    return { logDensity(at: $0, over: bounds, direction, base) }
  }
}
