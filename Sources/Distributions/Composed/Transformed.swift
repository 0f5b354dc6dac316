/// The distribution of f(Y) for a bijection f and a draw Y of the base.
///
/// ```
/// p(x) = p₀(y)/|f′(y)|,   y = f⁻¹(x)
/// ```
///
/// - `base` p₀: a continuous distribution on the line.
/// - `by` f: `Exp()`, `Log()`, `Sigmoid()`, `Softplus()`, `Tanh()`, `Power(exponent:)`,
///   `AffineMap(shift:scale:)`, `Compose([...])`, or a ``Bijection`` of your own. Over the base's
///   support it is one to one; an even power folds the line, and the two densities add up.
///
/// Points are mapped as offsets from the ends of supports, with their logarithms, and log |f′| has
/// a form of its own, so that nothing cancels: `Transformed(Normal(0, 1), by: Sigmoid())` has its
/// density, cdf and quantiles next to 1 as well as next to 0. Moments and the mode are found by
/// quadrature and search, one distribution at a time, to about 1e-10 and 1e-8; the entropy has a
/// closed form where E log |f′(Y)| has one (`Exp`, `AffineMap`), else it is NaN.
///
/// Elsewhere: TFP `TransformedDistribution(d, bijector)`; torch
/// `TransformedDistribution(d, transforms)`.
///
/// Source: L. Devroye, *Non-Uniform Random Variate Generation*, 1986, ch. I.4.
public struct Transformed<Base: ContinuousDistribution>: ContinuousDistribution {
  public typealias Value = Base.Value
  public typealias Sample = Base.Value
  public typealias Element = Base.Value.Scalar

  /// What is transformed.
  public let base: Base
  /// f.
  public let bijection: any Bijection
  /// The chain of elementary steps.
  private let law: AnyContinuous<Base.Value>

  // MARK: - Parameters

  /// - Parameters:
  ///   - base: what is transformed.
  ///   - bijection: f, one to one over the base's support.
  public init(_ base: Base, by bijection: any Bijection) {
    self.base = base
    self.bijection = bijection
    var law: any ContinuousDistribution<Base.Value> = base
    for step in bijection.elementarySteps { law = Pushforward(base: law, map: step) }
    self.law = AnyContinuous(law)
  }

  public static var familyName: String { "Transformed" }

  public func validate() throws(ParameterError) { try law.validate() }

  // MARK: - Support

  public var support: Support<Value> { law.support }
  public func tail(towards end: SupportEnd) -> TailBehaviour? { law.tail(towards: end) }
  public var breakpoints: [Value] { law.breakpoints }

  // MARK: - Density

  public func logProbability(of x: Value) -> Value { law.logProbability(of: x) }
  public func logDensity(at point: AnchoredPoint<Value>) -> Value { law.logDensity(at: point) }

  // MARK: - Cumulative functions

  public func logCDF(_ x: Value) -> Value { law.logCDF(x) }
  public func logSurvival(_ x: Value) -> Value { law.logSurvival(x) }
  public func quantile(_ u: Value) -> Value { law.quantile(u) }
  public func survivalQuantile(_ u: Value) -> Value { law.survivalQuantile(u) }
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> { law.anchoredQuantile(u) }
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    law.anchoredSurvivalQuantile(u)
  }

  // MARK: - Statistics

  public var mean: Value { law.mean }
  public var variance: Value { law.variance }
  public var skewness: Value { law.skewness }
  public var excessKurtosis: Value { law.excessKurtosis }
  public var mode: Value { law.mode }
  public var median: Value { law.median }

  // MARK: - Entropy

  /// The base's and E log |f′(Y)|; NaN where that has no closed form.
  public var entropy: Value { law.entropy }

  // MARK: - Draws

  /// The image of a draw of the base: gradients flow as they do there.
  public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    law.sample(using: &generator)
  }

  /// The images of draws of the base: gradients flow as they do there.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    law.sample(shape: shape, using: &generator)
  }

  public func elements() -> DistributionElements {
    if let single = self as? any Distribution<Double> {
      return DistributionElements(shape: [], distributions: [single])
    }
    return composedElements([base], []) { parts, _ in
      guard let part = parts[0] as? any ContinuousDistribution<Double> else { return parts[0] }
      return Transformed<AnyContinuous<Double>>(AnyContinuous(part), by: bijection)
    }
  }

  // MARK: - Description

  public var description: String { "\(Self.familyName)(\(base), by: \(bijection))" }
}

extension Transformed: LiteralFamily where Base.Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([
        LiteralParameter("base", .distribution), LiteralParameter("by", .bijection),
      ]) {
        let base = try $0.distribution("base")
        guard let base = base as? any ContinuousDistribution<Double> else {
          throw CompositionError(
            reason: "the base must be continuous on the line, not \(type(of: base).familyName)")
        }
        return Transformed<AnyContinuous<Double>>(
          AnyContinuous(base), by: try $0.bijection("by"))
      }
    ]
  }
}

extension Transformed: Equatable where Base: Equatable {
  public static func == (x: Transformed, y: Transformed) -> Bool {
    x.base == y.base && x.bijection.description == y.bijection.description
  }
}

extension Transformed: Hashable where Base: Hashable {
  public func hash(into hasher: inout Hasher) {
    hasher.combine(base)
    hasher.combine(bijection.description)
  }
}

extension Transformed: Codable where Base.Value == Double {}
