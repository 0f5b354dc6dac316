/// A mixture: a draw of component i with probability wᵢ.
///
/// ```
/// p(x) = Σ wᵢ pᵢ(x)
/// ```
///
/// - `weights` w: not negative, with sum 1 (they are divided by their compensated sum; `validate()`
///   throws where it is further than 10⁻⁶ from 1); a weight of 0 is valid.
/// - `components`: distributions of one kind, all continuous or all on whole numbers; as many as
///   weights. Components of different families stand in ``AnyContinuous`` or ``AnyDiscrete``.
///
/// Densities and tails are added as logarithms: a component counts a hundred standard deviations
/// away, where its density is e⁻⁵⁰⁰⁰. Quantiles are found between those of the components, on the
/// logarithm of the nearer tail. Mean, variance, skewness and kurtosis follow from the components';
/// there is no closed form of the entropy (NaN).
///
/// A batch of mixtures has components that are batches, and weights that are.
///
/// Elsewhere: TFP `MixtureSameFamily, Mixture`; torch `MixtureSameFamily(mixture, components)`;
/// Distributions.jl `MixtureModel(components, weights)`.
///
/// Source: G. McLachlan, D. Peel, *Finite Mixture Models*, 2000, ch. 1.
public struct Mixture<Component: UnivariateDistribution>: UnivariateDistribution {
  public typealias Value = Component.Value
  public typealias Sample = Component.Sample
  public typealias Element = Component.Element

  /// The weights as they were given.
  public let weights: [Value]
  /// What is mixed.
  public let components: [Component]

  /// log wᵢ, normalised; NaN where the weights are invalid.
  let logWeights: [Value]

  // MARK: - Parameters

  /// - Parameters:
  ///   - weights: not negative, with sum 1.
  ///   - components: as many distributions.
  public init(weights: [Value], components: [Component]) {
    self.weights = weights
    self.components = components
    logWeights = normalizedLogs(weights, count: components.count)
  }

  public static var familyName: String { "Mixture" }

  public func validate() throws(ParameterError) {
    guard weights.count == components.count, !components.isEmpty else {
      throw ParameterError(
        family: Self.familyName, parameter: "weights", value: "\(weights.count) of them",
        requirement: "one for each of the \(components.count) components, at least one")
    }
    for (index, weight) in weights.enumerated() {
      for scalar in weight.tensor.scalars where !(scalar >= 0 && scalar.isFinite) {
        throw ParameterError(
          family: Self.familyName, parameter: "weights", index: index, value: "\(scalar)",
          requirement: "finite and not negative")
      }
    }
    for scalar in total(weights).tensor.scalars where !(abs(Double(scalar) - 1) <= 1e-6) {
      throw ParameterError(
        family: Self.familyName, parameter: "weights", value: "of sum \(scalar)",
        requirement: "of sum 1, to 1e-6")
    }
    for component in components { try component.validate() }
    if let other = components.first(where: { $0.space != components[0].space }) {
      throw ParameterError(
        family: Self.familyName, parameter: "components",
        value: "over \(components[0].space) and over \(other.space)",
        requirement: "over values of one kind")
    }
  }

  public var space: Space { components.first?.space ?? .realLine }

  /// wᵢ, normalised.
  var shares: [Value] { logWeights.map { exp($0) } }

  // MARK: - Support

  /// The smallest interval that holds the supports of the components with weight.
  public var support: Support<Value> {
    var lower: Value = Value.infinity
    var upper: Value = -Value.infinity
    for (weight, component) in zip(weights, components) {
      let own = component.support
      let counts = weight .> 0
      lower = minimum(lower, select(counts, own.lowerBound, Value.infinity))
      upper = maximum(upper, select(counts, own.upperBound, -Value.infinity))
    }
    return Support(lowerBound: lower, upperBound: upper)
  }

  /// The slowest tail among the components whose support goes as far; its weight is a constant.
  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    let bound = number(end == .lower ? support.lowerBound : support.upperBound)
    var slowest: TailBehaviour?
    for (weight, component) in zip(weights, components) {
      guard let weight = number(weight) else { return nil }
      let own = end == .lower ? component.support.lowerBound : component.support.upperBound
      guard weight > 0, number(own) == bound else { continue }
      guard let tail = component.tail(towards: end) else { return nil }
      if let known = slowest, !tail.isSlower(than: known) { continue }
      slowest = tail
    }
    return slowest
  }

  // MARK: - Density or mass

  /// log Σ exp lᵢ; of batches the first four, then that and three more, and so on.
  func logSum(_ logs: [Value]) -> Value {
    guard let first = logs.first else { return Value.nan }
    if Value.self == Value.Scalar.self || logs.count == 1 { return Self.plainLogSum(logs) }
    var sum = first
    for start in stride(from: 1, to: logs.count, by: 3) {
      func term(_ index: Int) -> Value { index < logs.count ? logs[index] : -Value.infinity }
      sum = fused(.logSum, sum, term(start), term(start + 1), term(start + 2)) {
        Self.plainLogSum([$0, $1, $2, $3])
      }
    }
    return sum
  }

  private static func plainLogSum(_ logs: [Value]) -> Value {
    guard var highest = logs.first else { return Value.nan }
    for term in logs.dropFirst() { highest = maximum(highest, term) }
    let isExtreme = abs(highest) .== Value.infinity
    let safe: Value = select(isExtreme, 0, highest)
    var sum: Value = 0
    for term in logs { sum = sum + exp(select(isExtreme, 0, term) - safe) }
    return select(isExtreme, highest, safe + log(sum))
  }

  /// log Σ wᵢ f(componentᵢ), a component without weight adding nothing, whatever its value.
  func logSum(_ value: (Component) -> Value) -> Value {
    logSum(
      zip(logWeights, components).map { logWeight, component in
        let isAbsent = logWeight .== -Value.infinity
        return select(isAbsent, -Value.infinity, logWeight + value(component))
      })
  }

  public func logProbability(of x: Component.Sample) -> Value {
    logSum { $0.logProbability(of: x) }
  }

  // MARK: - Cumulative functions

  /// The log of a sum of probabilities, from its complement where that is the smaller one.
  private func nearer(_ log: Value, complement: @autoclosure () -> Value) -> Value {
    let isMost = log .> -0.6931471805599453
    let small: Value = select(isMost, complement(), -1)
    return select(isMost, logOneMinusExp(minimum(small, 0)), log)
  }

  public func logCDF(_ x: Value) -> Value {
    nearer(logSum { $0.logCDF(x) }, complement: logSum { $0.logSurvival(x) })
  }

  public func logSurvival(_ x: Value) -> Value {
    nearer(logSum { $0.logSurvival(x) }, complement: logSum { $0.logCDF(x) })
  }

  public func quantile(_ u: Value) -> Value {
    elementwise("the quantile of a mixture", components, [u] + weights) {
      ScalarMixture($0, Array($1.dropFirst())).quantile($1[0])
    }
  }

  public func survivalQuantile(_ u: Value) -> Value {
    elementwise("the quantile of a mixture", components, [u] + weights) {
      ScalarMixture($0, Array($1.dropFirst())).survivalQuantile($1[0])
    }
  }

  // MARK: - Statistics

  /// Σ wᵢ fᵢ, a component without weight adding nothing, though its fact be infinite.
  private func average(_ value: (Component) -> Value) -> Value {
    total(
      zip(weights, zip(shares, components)).map { weight, pair in
        let isAbsent = weight .== 0
        return select(isAbsent, 0, pair.0 * select(isAbsent, 0, value(pair.1)))
      })
  }

  /// Σ wᵢ meanᵢ.
  public var mean: Value { average { $0.mean } }

  /// Σ wᵢ (varianceᵢ + (meanᵢ − mean)²).
  public var variance: Value {
    let centre = mean
    return average { $0.variance + square($0.mean - centre) }
  }

  /// From the third central moment, Σ wᵢ (sᵢ σᵢ³ + 3 dᵢ σᵢ² + dᵢ³), dᵢ = meanᵢ − mean.
  public var skewness: Value {
    let centre = mean
    let deviation = standardDeviation
    return average { component in
      let d: Value = (component.mean - centre) / deviation
      let sigma: Value = component.standardDeviation / deviation
      let variance: Value = square(sigma)
      let own: Value = select(sigma .> 0, component.skewness, 0) * (variance * sigma)
      return own + 3 * (d * variance) + d * square(d)
    }
  }

  /// From the fourth central moment, Σ wᵢ ((kᵢ + 3) σᵢ⁴ + 4 dᵢ sᵢ σᵢ³ + 6 dᵢ² σᵢ² + dᵢ⁴).
  public var excessKurtosis: Value {
    let centre = mean
    let deviation = standardDeviation
    return average { component in
      let d: Value = (component.mean - centre) / deviation
      let sigma: Value = component.standardDeviation / deviation
      let variance: Value = square(sigma)
      let isSpread = sigma .> 0
      let fourth: Value = (select(isSpread, component.excessKurtosis, 0) + 3) * square(variance)
      let third: Value = select(isSpread, component.skewness, 0) * (variance * sigma)
      let cross: Value = select(d .== 0, 0, 4 * (d * third))
      // Where the fourth moment of a component is infinite the third may be infinite or undefined.
      let central: Value = fourth + cross + 6 * (square(d) * variance) + square(square(d))
      return select(fourth .== Value.infinity, fourth, central)
    } - 3
  }

  /// The highest point of the density, looked for around the modes of all components.
  public var mode: Value {
    elementwise("the mode of a mixture", components, weights) {
      ScalarMixture($0, $1).mode
    }
  }

  // MARK: - Entropy

  /// NaN: there is no closed form. Of one component with weight it is the component's.
  public var entropy: Value {
    if let sole = soleComponent { return sole.entropy }
    return nanUnless(Value.Mask(false), total(zip(logWeights, components).map { $0 + $1.entropy }))
  }

  /// The component that has all the weight.
  var soleComponent: Component? {
    guard components.count == weights.count else { return nil }
    if components.count == 1 {
      return number(logWeights[0]) == 0 ? components[0] : nil
    }
    let present = components.indices.filter { number(weights[$0]) != 0 }
    return present.count == 1 && number(logWeights[present[0]]) == 0 ? components[present[0]] : nil
  }

  // MARK: - Draws

  /// One uniform number chooses the component.
  public func sample(using generator: inout some RandomNumberGenerator) -> Component.Sample {
    precondition(!components.isEmpty, "Mixture: there is no component to draw from")
    if Value.self == Value.Scalar.self {
      var left = Double(Value.standardUniform(shape: [], using: &generator).tensor.scalar)
      for (share, component) in zip(shares, components) {
        left -= number(share) ?? 0
        if left < 0 { return component.sample(using: &generator) }
      }
      let last = weights.lastIndex { number($0) != 0 } ?? 0
      return components[min(last, components.count - 1)].sample(using: &generator)
    }
    let draws = sample(shape: [], using: &generator)
    return (draws as? Component.Sample) ?? components[0].sample(using: &generator)
  }

  /// Every component is drawn, and uniform numbers choose among the draws.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Component.Element> {
    precondition(!components.isEmpty, "Mixture: there is no component to draw from")
    let shapes = components.map(batchShape(of:)) + weights.map(\.shape)
    guard let batch = broadcastShape(shapes) else {
      preconditionFailure("Mixture: batches of shapes \(shapes) do not fit")
    }
    let choice = Tensor<Double>(standardUniform: shape + batch, using: &generator)
    var cumulated = Tensor<Double>(0)
    var result: Tensor<Component.Element>?
    for (share, component) in zip(shares, components) {
      let draws = independentDraws(
        component, own: batchShape(of: component), shape: shape, batch: batch, using: &generator)
      let isLater = choice .>= cumulated
      let isAbsent = share.tensor .== 0
      if let former = result {
        result = Tensor.select(isLater .& .!isAbsent, draws, former)
      } else {
        result = draws
      }
      cumulated = cumulated + Tensor<Double>(share.tensor)
    }
    return result ?? components[0].sample(shape: shape + batch, using: &generator)
  }

  public func elements() -> DistributionElements {
    if let single = self as? any Distribution<Double> {
      return DistributionElements(shape: [], distributions: [single])
    }
    return composedElements(components, weights) { parts, weights in
      mixture(weights: weights, components: parts)
        ?? Mixture<AnyContinuous<Double>>(
          weights: [], components: [])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("weights", weights), ("components", components))
  }
}

extension Mixture: ContinuousDistribution where Component: ContinuousDistribution {
  public func logDensity(at point: AnchoredPoint<Component.Value>) -> Component.Value {
    logSum { $0.logDensity(at: point) }
  }

  public func anchoredQuantile(_ u: Component.Value) -> AnchoredPoint<Component.Value> {
    anchored(quantile(u), u, { $0.logCDF($1) }, { $0.anchoredQuantile($1) })
  }

  public func anchoredSurvivalQuantile(_ u: Component.Value) -> AnchoredPoint<Component.Value> {
    anchored(survivalQuantile(u), u, { $0.logSurvival($1) }, { $0.anchoredSurvivalQuantile($1) })
  }

  /// A quantile as an offset from the anchor of the component that has most density there: its own
  /// quantile of what the others leave of u, where that is most of u.
  private func anchored(
    _ x: Component.Value, _ u: Component.Value,
    _ logTail: (Component, Component.Value) -> Component.Value,
    _ quantile: (Component, Component.Value) -> AnchoredPoint<Component.Value>
  ) -> AnchoredPoint<Component.Value> {
    let infinity = Component.Value.infinity
    let masses = zip(logWeights, components).map { exp($0 + logTail($1, x)) }
    let all = total(masses)
    var best: Component.Value = -infinity
    var point = AnchoredPoint<Component.Value>(anchor: 0, offset: x)
    for (index, component) in components.enumerated() {
      let share = exp(logWeights[index])
      let present = share .> 0
      let here = AnchoredPoint<Component.Value>(anchor: x, offset: 0)
      let density: Component.Value =
        select(present, logWeights[index], 0) + component.logDensity(at: here)
      let isBetter = present .& ((density .> best) .| (best .== -infinity))
      best = select(isBetter, density, best)
      let others: Component.Value = all - masses[index]
      let isMost = present .& (others .<= 0.125 * u)
      let level: Component.Value = minimum((u - others) / select(present, share, 1), 1)
      let own = quantile(component, select(isMost .& (level .> 0), level, 0.5))
      // The two agree to the rounding of x.
      let agrees = isMost .& (abs(own.value - x) .<= 1e-12 * abs(x) + 1e-300)
      let offset: Component.Value = select(agrees, own.offset, x - own.anchor)
      point = AnchoredPoint(
        anchor: select(isBetter, own.anchor, point.anchor),
        offset: select(isBetter, offset, point.offset),
        logMagnitude: select(
          isBetter, select(agrees, own.logMagnitude, log(abs(offset))), point.logMagnitude))
    }
    return point
  }

  /// The breakpoints, finite ends, middles and quantiles of every component with weight, so that
  /// one far away and of small weight is seen.
  public var breakpoints: [Component.Value] {
    var points: [Component.Value] = []
    for (weight, component) in zip(weights, components) where number(weight) != 0 {
      points += component.breakpoints
      points += [component.support.lowerBound, component.support.upperBound]
      points += [component.mode, component.median]
      for level in [1e-8, 1e-3, 0.1] {
        points += [
          component.quantile(Component.Value(level)),
          component.survivalQuantile(Component.Value(level)),
        ]
      }
    }
    points += crossings.map { Component.Value($0) }
    return points.filter { point in
      guard let value = number(point) else { return true }
      return value.isFinite
    }
  }

  /// Where one component takes over from the next: between narrow ones far apart the log-density bends
  /// there as if at a kink.
  private var crossings: [Double] {
    let parts = zip(logWeights, components).compactMap { logWeight, component -> Part? in
      guard let logWeight = number(logWeight), logWeight > -.infinity,
        let middle = number(component.median), middle.isFinite
      else { return nil }
      return Part(logWeight: logWeight, middle: middle, component: component)
    }.sorted { $0.middle < $1.middle }
    return zip(parts, parts.dropFirst()).compactMap { left, right in
      var (low, high) = (left.middle, right.middle)
      guard low < high, left.excess(over: right, at: low) > 0,
        left.excess(over: right, at: high) < 0
      else { return nil }
      for _ in 0..<100 {
        let middle = 0.5 * low + 0.5 * high
        guard middle > low, middle < high else { break }
        if left.excess(over: right, at: middle) > 0 { low = middle } else { high = middle }
      }
      return low
    }
  }

  /// A component with its weight.
  private struct Part {
    let logWeight: Double
    let middle: Double
    let component: Component

    /// By how much this part's log-density is above another's.
    func excess(over other: Part, at x: Double) -> Double {
      let point = AnchoredPoint<Component.Value>(anchor: 0, offset: Component.Value(x))
      guard let own = number(component.logDensity(at: point)),
        let theirs = number(other.component.logDensity(at: point))
      else { return .nan }
      return (logWeight + own) - (other.logWeight + theirs)
    }
  }
}

extension Mixture: DiscreteDistribution where Component: DiscreteDistribution {
  public func logMass(at x: Component.Value) -> Component.Value { logSum { $0.logMass(at: x) } }
}

extension Mixture where Component == AnyContinuous<Double> {
  /// A mixture of continuous distributions of different families.
  public init(weights: [Double], components: [any ContinuousDistribution<Double>]) {
    self.init(weights: weights, components: components.map { AnyContinuous($0) })
  }
}

extension Mixture where Component == AnyDiscrete<Double> {
  /// A mixture of distributions on whole numbers of different families.
  public init(weights: [Double], components: [any DiscreteDistribution<Double>]) {
    self.init(weights: weights, components: components.map { AnyDiscrete($0) })
  }
}

/// A mixture of distributions that are all continuous or all discrete; nil of others.
func mixture(
  weights: [Double], components: [any Distribution<Double>]
) -> (any Distribution<Double>)? {
  let continuous = components.compactMap { $0 as? any ContinuousDistribution<Double> }
  if continuous.count == components.count {
    return Mixture<AnyContinuous<Double>>(weights: weights, components: continuous)
  }
  let discrete = components.compactMap { $0 as? any DiscreteDistribution<Double> }
  guard discrete.count == components.count else { return nil }
  return Mixture<AnyDiscrete<Double>>(weights: weights, components: discrete)
}

extension Mixture: LiteralFamily where Component.Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([
        LiteralParameter("weights", .numbers), LiteralParameter("components", .distributions),
      ]) {
        let components = try $0.distributions("components")
        guard let mixture = mixture(weights: try $0.numbers("weights"), components: components)
        else {
          throw CompositionError(
            reason: "components must be all continuous or all on whole numbers")
        }
        return mixture
      }
    ]
  }
}

extension Mixture: Equatable where Component: Equatable, Component.Value: Equatable {
  public static func == (x: Mixture, y: Mixture) -> Bool {
    x.weights == y.weights && x.components == y.components
  }
}

extension Mixture: Hashable where Component: Hashable, Component.Value: Hashable {
  public func hash(into hasher: inout Hasher) {
    hasher.combine(weights)
    hasher.combine(components)
  }
}

extension Mixture: Codable where Component.Value == Double {
  /// Decodes a mixture from its literal, whose components may be of one type or of any.
  public init(from decoder: any Decoder) throws {
    self = try decodedLiteral(from: decoder) { read in
      if let mixture = read as? Self { return mixture }
      let parts: (weights: [Double], components: [any Distribution<Double>])
      switch read {
      case let mixture as Mixture<AnyContinuous<Double>>:
        parts = (mixture.weights, mixture.components.map(\.base))
      case let mixture as Mixture<AnyDiscrete<Double>>:
        parts = (mixture.weights, mixture.components.map(\.base))
      default: return nil
      }
      let components = parts.components.compactMap { $0 as? Component }
      guard components.count == parts.components.count else { return nil }
      return Mixture(weights: parts.weights, components: components)
    }
  }
}
