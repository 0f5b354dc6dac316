import SpecialFunctions

/// The Poisson-binomial distribution: the number of successes in independent trials, each with a
/// probability of its own.
///
/// ```
/// P(k) = Σ over the sets S of k trials of Π_{i∈S} pᵢ Π_{i∉S} (1 − pᵢ),   k = 0, ..., n
/// ```
///
/// - `probabilities` p: from 0 to 1, one for each trial.
///
/// Over numbers the mass and both tails are Cauchy's integral of the generating function through its
/// saddle point, in time that grows like n and with all digits in both tails. Over a batch, whose
/// trials are on the last axis, the log-mass is an expression, the n-fold convolution, with gradients
/// by every probability; its masses below the range of numbers are 0. The cumulative functions have
/// no derivative and over a batch are computed at once. The entropy has no closed form.
///
/// Elsewhere: TFP —; torch —; Distributions.jl `PoissonBinomial(p)`; scipy `poisson_binom(p)`.
///
/// Sources: W. Hoeffding, "On the distribution of the number of successes in independent trials", Ann.
/// Math. Stat. 27 (1956) 713-721; Y. Hong, "On computing the distribution function for the Poisson
/// binomial distribution", Comput. Stat. Data Anal. 59 (2013) 41-51.
public struct PoissonBinomial<Value: RealValue>: DiscreteDistribution {
  public typealias Sample = Value.Count
  public typealias Element = Int64

  /// p, the trials on the last axis.
  public let probabilities: Tensor<Value.Scalar>

  /// The distribution over numbers.
  private let row: PoissonBinomialNumbers?

  // MARK: - Parameters

  init(row probabilities: Tensor<Value.Scalar>) {
    self.probabilities = probabilities
    row = PoissonBinomialNumbers(probabilities.scalars.map { Double($0) })
  }

  /// - Parameter probabilities: From 0 to 1, one for each trial.
  public init(probabilities: [Value]) where Value: BinaryFloatingPoint {
    self.init(row: Tensor(probabilities.map { Value.Scalar($0) }))
  }

  /// - Parameter probabilities: From 0 to 1, the trials on the last axis.
  /// - Precondition: There is an axis.
  public init<S>(probabilities: Tensor<S>) where Value == Tensor<S> {
    precondition(
      probabilities.rank > 0, "PoissonBinomial: a number has no axis of trials")
    self.probabilities = probabilities
    row = nil
  }

  public static var familyName: String { "PoissonBinomial" }

  public func validate() throws(ParameterError) {
    for (index, p) in probabilities.scalars.enumerated() where !(p >= 0 && p <= 1) {
      throw ParameterError(
        family: Self.familyName, parameter: "probabilities", index: index, value: "\(p)",
        requirement: "from 0 to 1")
    }
  }

  /// n, the number of trials.
  public var trialCount: Int { probabilities.shape.last ?? 0 }

  /// 0, NaN where a probability is not valid.
  private var validity: Tensor<Value.Scalar> {
    let isValid: Tensor<Bool> = (probabilities .>= 0) .& (probabilities .<= 1)
    let zero: Tensor<Value.Scalar> = 0 * probabilities
    return Tensor.select(isValid, zero, Tensor.nan).sum(alongAxes: [-1])
  }

  private func sum(_ values: Tensor<Value.Scalar>) -> Value {
    Value(tensor: values.sum(alongAxes: [-1]) + validity)
  }

  // MARK: - Support

  /// From the number of trials that always succeed to that of those that do not always fail.
  public var support: Support<Value> {
    let (zero, one) = (0 * probabilities, 1 + 0 * probabilities)
    return Support(
      lowerBound: sum(Tensor.select(probabilities .== 1, one, zero)),
      upperBound: sum(Tensor.select(probabilities .== 0, zero, one)))
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? { .bounded }

  // MARK: - Mass

  public func logProbability(of x: Value.Count) -> Value { logMass(at: Value(count: x)) }

  @specialized(where Value == Double)
  public func logMass(at x: Value) -> Value {
    if let row, let k = scalarNumber(x) {
      guard row.isValid, !k.isNaN else { return .nan }
      return k == k.rounded(.down) && k.isFinite ? Value(row.logMass(k)) : -Value.infinity
    }
    let support = support
    return massAtWholeNumbers(
      x, from: support.lowerBound, through: support.upperBound, where: x .== x
    ) { k in
      let index = Tensor<Int64>(flooring: k.tensor)
      return Value(tensor: log(massTable.selectingLastAxis(atIndices: index)) + validity)
    } + Value(tensor: validity)
  }

  /// P(0), ..., P(n) on the last axis: one trial after another.
  private var massTable: Tensor<Value.Scalar> {
    let axis = probabilities.rank - 1
    var masses = 1 + 0 * probabilities.sum(alongAxes: [-1], keepRank: true)
    for trial in 0..<trialCount {
      let p = probabilities.sliced(trial..<(trial + 1), alongAxis: axis)
      let zero = 0 * p
      masses =
        Tensor(concatenating: [masses * (1 - p), zero], alongAxis: axis)
        + Tensor(concatenating: [zero, masses * p], alongAxis: axis)
    }
    return masses
  }

  // MARK: - Cumulative functions

  /// A function of each row and of a number.
  private func byRow(
    _ name: String, _ x: Value, _ function: (PoissonBinomialNumbers, Double) -> Double
  ) -> Value {
    if let row, let x = scalarNumber(x) { return Value(function(row, x)) }
    let batch = Array(probabilities.shape.dropLast())
    guard let shape = broadcastShape(batch, x.shape) else {
      preconditionFailure("PoissonBinomial: \(name) of shape \(x.shape) of a batch of \(batch)")
    }
    let rows = rows.map { PoissonBinomialNumbers($0) }
    let points = x.tensor.broadcast(to: shape).scalars
    let indices = Tensor((0..<Int64(rows.count)).map { $0 }).reshaped(to: batch)
      .broadcast(to: shape).scalars
    let values = zip(points, indices).map { point, index in
      Value.Scalar(function(rows[Int(index)], Double(point)))
    }
    let constant = Value(tensor: Tensor(shape: shape, scalars: values))
    // Through the probabilities a gradient would flow, which is not known.
    return Value.elementwise(
      name, constant, sum(probabilities), { value, _ in value }, derivatives: (nil, nil))
  }

  /// The probabilities of each distribution.
  private var rows: [[Double]] {
    let all = probabilities.scalars.map { Double($0) }
    let batch = probabilities.shape.dropLast().reduce(1, *)
    return (0..<batch).map { Array(all[($0 * trialCount)..<(($0 + 1) * trialCount)]) }
  }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    byRow("Poisson-binomial log-cdf", x) { $0.tails($1).logLower }
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    byRow("Poisson-binomial log-survival", x) { $0.tails($1).logUpper }
  }

  public func quantile(_ u: Value) -> Value {
    byRow("Poisson-binomial quantile", u) { $0.quantile(QuantileLevel(lower: $1)) }
  }

  public func survivalQuantile(_ u: Value) -> Value {
    byRow("Poisson-binomial quantile", u) { $0.quantile(QuantileLevel(upper: $1)) }
  }

  // MARK: - Statistics

  /// p (1 − p) of each trial.
  private var spreads: Tensor<Value.Scalar> { probabilities * (1 - probabilities) }

  /// Σ pᵢ.
  public var mean: Value { sum(probabilities) }
  /// Σ pᵢ (1 − pᵢ).
  public var variance: Value { sum(spreads) }
  /// Σ pᵢ (1 − pᵢ)(1 − 2pᵢ)/σ³; NaN where all mass is at one point.
  public var skewness: Value {
    let variance = variance
    let isSpread: Value.Mask = variance .> 0
    let safe: Value = select(isSpread, variance, 1)
    return nanUnless(isSpread, sum(spreads * (1 - 2 * probabilities)) / safe / sqrt(safe))
  }
  /// Σ pᵢ (1 − pᵢ)(1 − 6pᵢ (1 − pᵢ))/σ⁴; NaN where all mass is at one point.
  public var excessKurtosis: Value {
    let variance = variance
    let isSpread: Value.Mask = variance .> 0
    let safe: Value = select(isSpread, variance, 1)
    return nanUnless(isSpread, sum(spreads * (1 - 6 * spreads)) / safe / safe)
  }
  /// The smaller of two modes.
  public var mode: Value {
    byRow("the mode of a Poisson-binomial distribution", 0) { row, _ in row.mode }
  }

  // MARK: - Entropy

  /// 0 where all mass is at one point; no closed form elsewhere.
  public var entropy: Value {
    let variance = variance
    return nanUnless(variance .== 0, 0 * variance)
  }

  // MARK: - Draws

  /// Not differentiable.
  public func sample(using generator: inout some RandomNumberGenerator) -> Value.Count {
    if let row, let draw = clampedCount(row.draw(using: &generator)) as? Value.Count { return draw }
    return Value.Count(tensor: sample(shape: [], using: &generator))
  }

  /// Trial by trial; not differentiable.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Int64> {
    let rows = rows.map { PoissonBinomialNumbers($0) }
    let full = shape + Array(probabilities.shape.dropLast())
    let count = full.reduce(1, *)
    var draws: [Int64] = []
    draws.reserveCapacity(count)
    for index in 0..<count {
      draws.append(Int64(clampedCount(rows[index % rows.count].draw(using: &generator))))
    }
    return Tensor(shape: full, scalars: draws)
  }

  public func elements() -> DistributionElements {
    DistributionElements(
      shape: Array(probabilities.shape.dropLast()),
      distributions: rows.map { PoissonBinomial<Double>(probabilities: $0) })
  }

  // MARK: - Description

  public var description: String { literal(Self.familyName, ("probabilities", probabilities)) }
}

extension PoissonBinomial where Value == Double {
  /// Lets whole literals stand for numbers: `PoissonBinomial(probabilities: [1, 0])`.
  public init(probabilities: [Double]) {
    self.init(row: Tensor(probabilities))
  }
}

extension PoissonBinomial: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([LiteralParameter("probabilities", .numbers)]) {
        PoissonBinomial(probabilities: try $0.numbers("probabilities"))
      }
    ]
  }
}

extension PoissonBinomial: Equatable, Hashable where Value: BinaryFloatingPoint {
  public static func == (x: PoissonBinomial, y: PoissonBinomial) -> Bool {
    x.probabilities.scalars == y.probabilities.scalars
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(probabilities.scalars) }
}

extension PoissonBinomial: Codable where Value: BinaryFloatingPoint {
  private enum Key: CodingKey { case probabilities }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      probabilities: try container.decode([Double].self, forKey: .probabilities).map { Value($0) })
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(probabilities.scalars.map { Double($0) }, forKey: .probabilities)
  }
}
