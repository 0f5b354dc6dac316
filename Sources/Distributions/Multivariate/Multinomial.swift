import Tensors

/// The counts of n classes in a number of independent trials.
///
/// ```
/// P(k) = t!/Π kᵢ! · Π pᵢ^kᵢ,   Σ kᵢ = t
/// ```
///
/// - `trials` t: a whole number that is not negative.
/// - `probabilities` p: not negative, with sum 1 (they are divided by it; `validate()` throws where
///   it is further than 10⁻⁶ from 1).
///
/// The log-mass is Loader's: with c what Stirling's formula leaves out of log Γ and D(k, m) =
/// k log(k/m) − k + m,
///
/// ```
/// log P = −Σ D(kᵢ, t pᵢ) + ½ log 2πt + c(t) − Σ_{kᵢ>0} (½ log 2πkᵢ + c(kᵢ))
/// ```
///
/// which has its digits at 10¹⁵ trials. Gradients flow through the log-mass; draws have none.
///
/// Elsewhere: TFP `Multinomial(total_count, probs=...)`; torch `Multinomial(total_count, probs)`;
/// Distributions.jl `Multinomial(n, p)`; scipy `multinomial(n, p)`.
///
/// Sources: N. L. Johnson, S. Kotz, N. Balakrishnan, *Discrete Multivariate Distributions*, 1997, ch.
/// 35; C. Loader, "Fast and accurate computation of binomial probabilities", 2000.
public struct Multinomial<Value: RealValue>: MultivariateDistribution {
  public typealias Sample = Tensor<Value.Scalar>
  public typealias Element = Value.Scalar

  /// t.
  public let trials: Value
  /// p, the classes on the last axis.
  public let parameter: Tensor<Value.Scalar>

  // MARK: - Parameters

  init(trials: Value, rows probabilities: Tensor<Value.Scalar>) {
    self.trials = trials
    parameter = probabilities
  }

  /// - Parameters:
  ///   - trials: t, a whole number that is not negative.
  ///   - probabilities: not negative, with sum 1.
  public init(trials: Value, probabilities: [Value]) where Value: BinaryFloatingPoint {
    self.init(trials: trials, rows: vector(probabilities))
  }

  /// A batch: the classes are on the last axis of the probabilities.
  public init<S>(trials: Tensor<S>, probabilities: Tensor<S>) where Value == Tensor<S> {
    self.init(trials: trials, rows: probabilities)
  }

  public static var familyName: String { "Multinomial" }

  public func validate() throws(ParameterError) {
    try require("trials", trials, "a whole number that is not negative, below 2^53") {
      $0 >= 0 && $0 == $0.rounded() && $0 < 0x1p53
    }
    try requireProbabilities("probabilities", parameter)
  }

  private var length: Int { parameter.shape.last ?? 0 }
  private var weights: CategoricalWeights<Value.Scalar> {
    CategoricalWeights(.probabilities(parameter))
  }

  /// pᵢ, normalised.
  public var probabilities: Tensor<Value.Scalar> { weights.probabilities }

  /// t, NaN where it is not valid.
  private var count: Tensor<Value.Scalar> {
    let t = trials.tensor
    let isValid = (t .>= 0) .& (floor(t) .== t) .& (t .< Tensor.infinity)
    return Tensor.select(isValid, t, Tensor.nan)
  }

  // MARK: - Support

  public var eventShape: [Int] { [length] }
  public var space: Space { .countVectors(length) }

  // MARK: - Mass

  public func logProbability(of x: Tensor<Value.Scalar>) -> Value {
    typealias Values = Tensor<Value.Scalar>
    let count = count
    let expected = count.column * probabilities
    let isMember = (x .>= 0) .& (floor(x) .== x)
    let sum = x.sumOfLast()
    let isInside = (Values(isMember).min(alongAxes: [-1]) .== 1) .& (sum .== count)
    let safe = Values.select(isInside.expandingShape(at: -1), x, 0 * expected)
    let divergence = massDivergence(safe, expected, difference: expected - safe)
    let isEmpty = count .== 0
    let log =
      logFactorialRest(count) - logFactorialRest(safe).sumOfLast()
      - Values.select(isEmpty, 0, divergence.sumOfLast())
    let outside = Values.select(sum .== sum, -Values.infinity, Values.nan)
    let defined = 0 * (count + weights.rest.squeezingShape(at: -1))
    return Value(tensor: Values.select(isInside, log, outside) + defined)
  }

  /// ½ log 2πk + c(k): log k! without k log k − k; 0 for k = 0.
  private func logFactorialRest(_ k: Tensor<Value.Scalar>) -> Tensor<Value.Scalar> {
    let isPositive = k .> 0
    let safe = Tensor.select(isPositive, k, 1)
    let rest =
      Tensor(0.91893853320467274178) + 0.5 * log(safe) + logGammaCorrection(safe)
    return Tensor.select(isPositive, rest, 0 * k)
  }

  // MARK: - Statistics

  public var mean: Tensor<Value.Scalar> { count.column * probabilities }
  public var covariance: Tensor<Value.Scalar> {
    count.column.column * classCovariance(weights)
  }

  /// ⌊(t + 1) pᵢ⌋ and what is left over, a trial at a time where it is likeliest.
  public var mode: Tensor<Value.Scalar> {
    let batch = broadcastShape(trials.shape, Array(parameter.shape.dropLast())) ?? []
    let shares = probabilities.broadcast(to: batch + [length]).scalars.map { Double($0) }
    let counts = count.broadcast(to: batch).scalars.map { Double($0) }
    var modes: [Value.Scalar] = []
    for (row, trials) in counts.enumerated() {
      let p = Array(shares[row * length..<(row + 1) * length])
      modes += mostLikelyCounts(trials, p).map { Value.Scalar($0) }
    }
    return Tensor(shape: batch + [length], scalars: modes)
  }

  // MARK: - Entropy

  /// −log P averaged, by the binomial laws of the single counts: exact, in time that grows like √t.
  public var entropy: Value {
    guard Value.self == Value.Scalar.self else {
      let elements = elements()
      let values = elements.distributions.map { Value.Scalar($0.entropy) }
      let constant = Value(tensor: Tensor(shape: elements.shape, scalars: values))
      return Value.elementwise(
        "the entropy of a multinomial distribution", constant, trials, { value, _ in value },
        derivatives: ({ _, _ in 1 }, nil))
    }
    return Value(
      multinomialEntropy(
        trials: number(trials) ?? .nan, probabilities: probabilities.scalars.map { Double($0) }))
  }

  // MARK: - Draws

  public func sample(using generator: inout some RandomNumberGenerator) -> Tensor<Value.Scalar> {
    sample(shape: [], using: &generator)
  }

  /// Class after class, each a binomial number of what is left.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    guard let batch = broadcastShape(trials.shape, Array(parameter.shape.dropLast())) else {
      preconditionFailure(
        "Multinomial: trials of shape \(trials.shape) do not fit \(parameter.shape)")
    }
    let full = shape + batch
    let shares = Tensor<Double>(probabilities).broadcast(to: batch + [length])
    let columns = (0..<length).map { shares.sliced($0..<$0 + 1, alongAxis: -1).reshaped(to: batch) }
    // What the classes after each have together, summed from the end.
    var rests = columns
    for index in rests.indices.dropLast().reversed() {
      rests[index] = rests[index] + rests[index + 1]
    }
    var left = Tensor<Double>(count).broadcast(to: full)
    var draws: [Tensor<Double>] = []
    for index in columns.indices {
      let share = columns[index]
      let own = share / Tensor.select(rests[index] .== 0, 1, rests[index])
      // The last class with mass takes what is left.
      let isLast = index + 1 == length ? share .== share : rests[index + 1] .== 0
      let ratio = Tensor.select(isLast .& (share .> 0), 1, own)
      let numbers = Tensor<Int64>(
        binomialOf: left, probability: ratio.broadcast(to: full), shape: full, using: &generator)
      let draw = Tensor<Double>(numbers) + 0 * (left + ratio)
      draws.append(draw)
      left = left - draw
    }
    let stacked = draws.map { $0.expandingShape(at: full.count) }
    return Tensor<Value.Scalar>(Tensor<Double>(concatenating: stacked, alongAxis: full.count))
  }

  public func elements() -> DistributionElements {
    vectorElements([(trials.tensor, 0), (parameter, 1)]) {
      Multinomial<Double>(trials: $0[0].scalar, rows: $0[1])
    }
  }

  // MARK: - Divergences

  /// Closed forms whose first argument is a multinomial distribution.
  static var klRules: [KLRule<Value>] {
    [
      // t times that of one trial; other numbers of trials have no counts in common.
      KLRule { (p: Multinomial, q: Multinomial) in
        let one = Value(
          tensor: classDivergence(.probabilities(p.parameter), .probabilities(q.parameter)))
        let valid: Value = 0 * Value(tensor: p.count + q.count)
        let value: Value = select(p.trials .== 0, 0, p.trials * select(p.trials .== 0, 0, one))
        return select(p.trials .== q.trials, value, Value.infinity) + valid
      },
      KLRule { (p: Multinomial, q: OneHotCategorical<Value>) in
        let one = Value(
          tensor: classDivergence(.probabilities(p.parameter), .probabilities(q.parameter)))
        return select(p.trials .== 1, one, Value.infinity + 0 * one)
          + 0 * Value(tensor: p.count)
      },
    ]
  }

  // MARK: - Description

  public var description: String {
    vectorLiteral(Self.familyName, ("trials", trials.tensor), ("probabilities", parameter))
  }
}

extension Multinomial where Value == Double {
  /// Lets whole literals stand for numbers.
  public init(trials: Double, probabilities: [Double]) {
    self.init(trials: trials, rows: vector(probabilities))
  }
}

extension Multinomial: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([.init("trials", .number), .init("probabilities", .numbers)]) {
        Multinomial(
          trials: try $0.number("trials"), probabilities: try $0.numbers("probabilities"))
      }
    ]
  }
}

extension Multinomial: Equatable, Hashable where Value: BinaryFloatingPoint {
  public static func == (x: Multinomial, y: Multinomial) -> Bool {
    x.trials == y.trials && x.parameter.scalars == y.parameter.scalars
  }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(trials)
    hasher.combine(parameter.scalars)
  }
}

extension Multinomial: Codable where Value == Double {}
