import SpecialFunctions
import Tensors

/// The relaxed one-hot categorical distribution (Concrete, Gumbel-softmax): a differentiable stand-in
/// for one of n classes, on the simplex.
///
/// ```
/// Xᵢ = softmax((l + G)/τ)ᵢ,   G independent Gumbel variables
/// p(x) = Γ(n) τ^(n−1) Π αᵢ xᵢ^(−τ−1) / (Σ αᵢ xᵢ^−τ)ⁿ,   α = e^l
/// ```
///
/// - `temperature` τ: positive and finite. Towards 0 the draws become corners.
/// - `probabilities` p = softmax(l): positive, with sum 1 (they are divided by it); Xᵢ is the largest
///   share with probability pᵢ; or
/// - `logits` l: finite.
///
/// The density is by the first n − 1 shares, as Dirichlet's. Shares that do not sum to 1 to within 10⁻⁶
/// are outside. A share of 0 has the limit of the density there: with m of them +infinity for
/// (n − m) τ < m, where several go to 0 together. Mean, covariance and entropy are found by quadrature (to
/// about 1e-13) and have no derivative. Gradients flow through the log-density and through draws.
///
/// Elsewhere: TFP `RelaxedOneHotCategorical(temperature, logits, probs)`; torch
/// `RelaxedOneHotCategorical(temperature, probs, logits)`; Distributions.jl —; scipy —.
///
/// Sources: C. J. Maddison, A. Mnih, Y. W. Teh, "The Concrete distribution: a continuous relaxation of
/// discrete random variables", ICLR 2017; E. Jang, S. Gu, B. Poole, "Categorical reparameterization with
/// Gumbel-softmax", ICLR 2017.
public struct RelaxedOneHotCategorical<Value: RealValue>: MultivariateDistribution {
  public typealias Sample = Tensor<Value.Scalar>
  public typealias Element = Value.Scalar
  public typealias Parameter = CategoricalParameter<Value.Scalar>

  /// τ.
  public let temperature: Value
  /// The classes as they were given, on the last axis.
  public let parameter: Parameter

  // MARK: - Parameters

  init(degree temperature: Value, parameter: Parameter) {
    self.temperature = temperature
    self.parameter = parameter
  }

  /// - Parameters:
  ///   - temperature: τ, positive and finite.
  ///   - probabilities: Positive, with sum 1.
  public init(temperature: Value, probabilities: [Value]) where Value: BinaryFloatingPoint {
    self.init(degree: temperature, parameter: .probabilities(vector(probabilities)))
  }

  /// - Parameters:
  ///   - temperature: τ, positive and finite.
  ///   - logits: Finite.
  public init(temperature: Value, logits: [Value]) where Value: BinaryFloatingPoint {
    self.init(degree: temperature, parameter: .logits(vector(logits)))
  }

  /// A batch: the classes are on the last axis.
  public init<S>(temperature: Tensor<S>, probabilities: Tensor<S>) where Value == Tensor<S> {
    self.init(degree: temperature, parameter: .probabilities(probabilities))
  }

  /// A batch: the classes are on the last axis.
  public init<S>(temperature: Tensor<S>, logits: Tensor<S>) where Value == Tensor<S> {
    self.init(degree: temperature, parameter: .logits(logits))
  }

  public static var familyName: String { "RelaxedOneHotCategorical" }

  public func validate() throws(ParameterError) {
    try requirePositive("temperature", temperature)
    switch parameter {
    case .probabilities(let p):
      try requireProbabilities("probabilities", p)
      try requireAll("probabilities", p, "positive") { $0 > 0 }
    case .logits(let l):
      try requireShape("logits", l, trailing: [length], "a list of at least one class")
      try requireAll("logits", l, ParameterError.finite) { $0.isFinite }
    }
  }

  private var length: Int { parameter.tensor.shape.last ?? 0 }

  /// log p, NaN where it is not finite.
  private var logs: Tensor<Value.Scalar> {
    let logs = CategoricalWeights(parameter).logProbabilities
    return Tensor.select(abs(logs) .< Tensor<Value.Scalar>.infinity, logs, Tensor.nan)
  }

  /// τ, NaN where it is not valid, with an axis for the classes.
  private var tau: Tensor<Value.Scalar> {
    let given = temperature.tensor
    let isValid = (given .> 0) .& (given .< Tensor<Value.Scalar>.infinity)
    return Tensor.select(isValid, given, Tensor.nan).column
  }

  // MARK: - Support

  public var eventShape: [Int] { [length] }
  public var space: Space { .simplex(length) }

  // MARK: - Density

  public func logProbability(of x: Tensor<Value.Scalar>) -> Value {
    typealias Values = Tensor<Value.Scalar>
    let (logs, tau) = (logs, tau)
    let n = Values(Value.Scalar(length))
    let excess = x.excessOverOne
    let isInside = (x.min(alongAxes: [-1]) .>= 0) .& (abs(excess) .<= 1e-6)
    let isZero = (x .== 0) .& isInside.expandingShape(at: -1)
    let isPositive = (x .> 0) .& isInside.expandingShape(at: -1)
    let logShares = log(Values.select(isPositive, x, 1))
    let odds = logs - tau * logShares
    let constant: Values =
      (n - 1) * log(tau.squeezingShape(at: -1))
      + Values(Value.Scalar(SpecialFunctions.logGamma(Double(max(length, 1)))))
    let inner = (odds.logSoftmax(alongAxis: -1) - logShares).sumOfLast()
    // At the border shares of 0 stand for others that go to 0 together.
    let zeros = Values(isZero).sumOfLast()
    let isBorder = zeros .> 0
    let bound = Values.select(
      isBorder.expandingShape(at: -1) .& isPositive, -Values.infinity, logs)
    let total = bound.logSumExp(alongAxes: [-1])
    let border = (odds - logShares).sumOfLast() - n * total
    let power = (n - zeros) * tau.squeezingShape(at: -1) - zeros
    let limit = Values.select(
      power .< 0, Values.infinity, Values.select(power .> 0, -Values.infinity, border))
    let log = constant + Values.select(isBorder, limit, inner)
    let outside = Values.select(excess .== excess, -Values.infinity, Values.nan)
    let defined = 0 * (logs.sumOfLast() + tau.squeezingShape(at: -1))
    return Value(tensor: Values.select(isInside, log, outside) + defined)
  }

  // MARK: - Statistics

  /// Facts of each element of the batch, computed at once; not differentiable.
  private func facts(
    _ name: String, _ trailing: [Int], _ make: (RelaxedOneHotCategorical<Double>) -> [Double]
  ) -> Tensor<Value.Scalar> {
    let elements = elements()
    let count = trailing.reduce(1, *)
    let values = elements.distributions.flatMap { element -> [Value.Scalar] in
      guard let p = element as? RelaxedOneHotCategorical<Double>, p.temperature > 0,
        p.temperature < .infinity, p.logs.scalars.allSatisfy(\.isFinite)
      else {
        return [Value.Scalar](repeating: .nan, count: count)
      }
      return make(p).map { Value.Scalar($0) }
    }
    let constant = Tensor(shape: elements.shape + trailing, scalars: values)
    var parameters = (tau + logs).sumOfLast()
    for _ in trailing { parameters = parameters.column }
    return Tensor.elementwise(
      "the \(name) of a relaxed law of classes", constant, parameters, { value, _ in value },
      derivatives: (nil, nil))
  }

  private static func numbers(_ p: RelaxedOneHotCategorical<Double>) -> RelaxedClassFacts {
    RelaxedClassFacts(temperature: p.temperature, logs: p.logs.scalars)
  }

  /// By quadrature.
  public var mean: Tensor<Value.Scalar> {
    facts("mean", [length]) { RelaxedOneHotCategorical<Double>.numbers($0).mean }
  }

  /// By quadrature.
  public var covariance: Tensor<Value.Scalar> {
    facts("covariance", [length, length]) {
      RelaxedOneHotCategorical<Double>.numbers($0).covariance.flatMap { $0 }
    }
  }

  /// For τ ≤ n − 1 the corner of the likeliest class (for τ < n − 1 the density is infinite at all of
  /// them); else the one point where the density is level.
  public var mode: Tensor<Value.Scalar> {
    let n = length
    return facts("mode", [n]) { p in
      let logs = p.logs.scalars
      if p.temperature > Double(n - 1) {
        return relaxedClassMode(temperature: p.temperature, logs: logs)
      }
      let first = logs.firstIndex(of: logs.max() ?? 0) ?? 0
      return (0..<n).map { $0 == first ? 1 : 0 }
    }
  }

  // MARK: - Entropy

  /// −log Γ(n) − (n − 1) log τ + n (ψ(n) + γ) + Σ (lᵢ + γ)/τ − n E log Σ e^((l + G)/τ), the last by
  /// quadrature.
  public var entropy: Value {
    let euler = 0.57721566490153286061
    let value = facts("entropy", []) { p in
      let logs = p.logs.scalars
      let (n, tau) = (Double(logs.count), p.temperature)
      let facts = RelaxedOneHotCategorical<Double>.numbers(p)
      let classes = n * (SpecialFunctions.digamma(n) + euler)
      let spread = logs.reduce(0) { $0 + ($1 + euler) / tau } - n * facts.meanLogSum
      return [classes - SpecialFunctions.logGamma(n) - (n - 1) * Double.log(tau) + spread]
    }
    return Value(tensor: value)
  }

  // MARK: - Draws

  /// Reparameterised: gradients flow to temperature and classes.
  public func sample(using generator: inout some RandomNumberGenerator) -> Tensor<Value.Scalar> {
    sample(shape: [], using: &generator)
  }

  /// Reparameterised: gradients flow to temperature and classes.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    let parts = [temperature.shape, Array(parameter.tensor.shape.dropLast())]
    guard let batch = broadcastShape(parts) else {
      preconditionFailure("RelaxedOneHotCategorical: batches of shapes \(parts) do not fit")
    }
    let u = Tensor<Value.Scalar>.standardUniform(
      shape: shape + batch + [length], using: &generator)
    return ((logs - log(-log(u))) / tau).softmax(alongAxis: -1)
  }

  public func elements() -> DistributionElements {
    let isLogits = if case .logits = parameter { true } else { false }
    return vectorElements([(temperature.tensor, 0), (parameter.tensor, 1)]) {
      RelaxedOneHotCategorical<Double>(
        degree: $0[0].scalar, parameter: isLogits ? .logits($0[1]) : .probabilities($0[1]))
    }
  }

  // MARK: - Description

  public var description: String {
    switch parameter {
    case .probabilities(let p):
      vectorLiteral(Self.familyName, ("temperature", temperature.tensor), ("probabilities", p))
    case .logits(let l):
      vectorLiteral(Self.familyName, ("temperature", temperature.tensor), ("logits", l))
    }
  }
}

extension RelaxedOneHotCategorical where Value == Double {
  /// Lets whole literals stand for numbers.
  public init(temperature: Double, probabilities: [Double]) {
    self.init(degree: temperature, parameter: .probabilities(vector(probabilities)))
  }

  /// Lets whole literals stand for numbers.
  public init(temperature: Double, logits: [Double]) {
    self.init(degree: temperature, parameter: .logits(vector(logits)))
  }
}

extension RelaxedOneHotCategorical: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([.init("temperature", .number), .init("probabilities", .numbers)]) {
        RelaxedOneHotCategorical(
          temperature: try $0.number("temperature"),
          probabilities: try $0.numbers("probabilities"))
      },
      LiteralSpelling([.init("temperature", .number), .init("logits", .numbers)]) {
        RelaxedOneHotCategorical(
          temperature: try $0.number("temperature"), logits: try $0.numbers("logits"))
      },
    ]
  }
}

extension RelaxedOneHotCategorical: Equatable, Hashable where Value: BinaryFloatingPoint {
  public static func == (x: RelaxedOneHotCategorical, y: RelaxedOneHotCategorical) -> Bool {
    guard x.temperature == y.temperature else { return false }
    return switch (x.parameter, y.parameter) {
    case (.probabilities(let a), .probabilities(let b)), (.logits(let a), .logits(let b)):
      a.scalars == b.scalars
    default: false
    }
  }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(temperature)
    hasher.combine(parameter.tensor.scalars)
  }
}

extension RelaxedOneHotCategorical: Codable where Value == Double {}
