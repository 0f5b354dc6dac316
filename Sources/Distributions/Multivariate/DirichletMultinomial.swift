import SpecialFunctions
import Tensors

/// The counts of n classes in a number of trials whose probabilities are themselves a draw from a
/// Dirichlet distribution (Pólya's urn).
///
/// ```
/// P(k) = t! Γ(A)/Γ(t + A) · Π Γ(kᵢ + αᵢ)/(kᵢ! Γ(αᵢ)),   Σ kᵢ = t,  A = Σ αᵢ
/// ```
///
/// - `trials` t: a whole number that is not negative.
/// - `concentration` α: n positive finite numbers.
///
/// The log-mass is that of negative binomial counts given their sum, each in its saddle-point form, so
/// that it holds for many trials and large concentrations. Gradients flow through it; draws have none.
///
/// Elsewhere: TFP `DirichletMultinomial(total_count, concentration)`; torch —; Distributions.jl
/// `DirichletMultinomial(n, α)`; scipy `dirichlet_multinomial(alpha, n)`.
///
/// Sources: N. L. Johnson, S. Kotz, N. Balakrishnan, *Discrete Multivariate Distributions*, 1997, ch. 35
/// and 40; J. E. Mosimann, "On the compound multinomial distribution", Biometrika 49 (1962) 65-82.
public struct DirichletMultinomial<Value: RealValue>: MultivariateDistribution {
  public typealias Sample = Tensor<Value.Scalar>
  public typealias Element = Value.Scalar

  /// t.
  public let trials: Value
  /// α, the classes on the last axis.
  public let concentration: Tensor<Value.Scalar>

  // MARK: - Parameters

  init(trials: Value, rows concentration: Tensor<Value.Scalar>) {
    self.trials = trials
    self.concentration = concentration
  }

  /// - Parameters:
  ///   - trials: t, a whole number that is not negative.
  ///   - concentration: α, positive and finite.
  public init(trials: Value, concentration: [Value]) where Value: BinaryFloatingPoint {
    self.init(trials: trials, rows: vector(concentration))
  }

  /// A batch: the classes are on the last axis of the concentrations.
  public init<S>(trials: Tensor<S>, concentration: Tensor<S>) where Value == Tensor<S> {
    self.init(trials: trials, rows: concentration)
  }

  public static var familyName: String { "DirichletMultinomial" }

  public func validate() throws(ParameterError) {
    try require("trials", trials, "a whole number that is not negative, below 2^53") {
      $0 >= 0 && $0 == $0.rounded() && $0 < 0x1p53
    }
    try requireShape(
      "concentration", concentration, trailing: [length], "a list of at least one number")
    try requireAll("concentration", concentration, ParameterError.positive) {
      $0 > 0 && $0.isFinite
    }
  }

  private var length: Int { concentration.shape.last ?? 0 }

  /// α, NaN where it is not valid.
  private var alpha: Tensor<Value.Scalar> {
    let isValid = (concentration .> 0) .& (concentration .< Tensor<Value.Scalar>.infinity)
    return Tensor.select(isValid, concentration, Tensor.nan)
  }

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
    let (count, alpha) = (count, alpha)
    let total: Values = alpha.sumOfLast()
    let isEmpty = count .== 0
    let safeCount: Values = Values.select(isEmpty, 1, count)
    let odds: Values = total / safeCount
    let isMember = (x .>= 0) .& (floor(x) .== x)
    let sum = x.sumOfLast()
    let isInside = (Values(isMember).min(alongAxes: [-1]) .== 1) .& (sum .== count)
    let safe = Values.select(isInside.expandingShape(at: -1), x, 0 * alpha)
    let terms: Values = conditionalLogMass(safe, alpha, odds: odds.column)
    let inner: Values = terms.sumOfLast() - conditionalLogMass(safeCount, total, odds: odds)
    let log: Values = Values.select(isEmpty, 0 * total, inner)
    let outside = Values.select(sum .== sum, -Values.infinity, Values.nan)
    return Value(tensor: Values.select(isInside, log, outside) + 0 * (count + total))
  }

  // MARK: - Statistics

  /// t α/A.
  public var mean: Tensor<Value.Scalar> {
    count.column * (alpha / alpha.sum(alongAxes: [-1], keepRank: true))
  }

  /// t (t + A)/(A + 1) (diag p − p pᵀ), p = α/A.
  public var covariance: Tensor<Value.Scalar> {
    let alpha = alpha
    let total = alpha.sumOfLast()
    let factor = count * ((count + total) / (total + 1))
    return factor.column.column
      * classCovariance(CategoricalWeights<Value.Scalar>(.probabilities(alpha)))
  }

  /// Trial after trial to the class where it is likeliest; with no α above 1 all to the largest one.
  public var mode: Tensor<Value.Scalar> {
    let batch = broadcastShape(trials.shape, Array(concentration.shape.dropLast())) ?? []
    let alphas = alpha.broadcast(to: batch + [length]).scalars.map { Double($0) }
    let counts = count.broadcast(to: batch).scalars.map { Double($0) }
    var modes: [Value.Scalar] = []
    for (row, trials) in counts.enumerated() {
      let a = Array(alphas[row * length..<(row + 1) * length])
      modes += mostLikelyUrnCounts(trials, a).map { Value.Scalar($0) }
    }
    return Tensor(shape: batch + [length], scalars: modes)
  }

  // MARK: - Entropy

  /// −log P averaged, by the beta-binomial laws of the single counts; not differentiable.
  public var entropy: Value {
    let elements = elements()
    let values = elements.distributions.map { element -> Value.Scalar in
      guard let p = element as? DirichletMultinomial<Double> else { return .nan }
      return Value.Scalar(
        dirichletMultinomialEntropy(p.trials, p.concentration.scalars))
    }
    let constant = Value(tensor: Tensor(shape: elements.shape, scalars: values))
    return Value.elementwise(
      "the entropy of a Dirichlet-multinomial distribution", constant,
      Value(tensor: concentration.sumOfLast()), { value, _ in value }, derivatives: (nil, nil))
  }

  // MARK: - Draws

  public func sample(using generator: inout some RandomNumberGenerator) -> Tensor<Value.Scalar> {
    sample(shape: [], using: &generator)
  }

  /// Class after class, each a beta-binomial number of what is left.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    guard let batch = broadcastShape(trials.shape, Array(concentration.shape.dropLast())) else {
      preconditionFailure(
        "DirichletMultinomial: trials of shape \(trials.shape) do not fit \(concentration.shape)")
    }
    let alphas = alpha.broadcast(to: shape + batch + [length]).scalars
    let counts = count.broadcast(to: shape + batch).scalars
    var draws: [Value.Scalar] = []
    draws.reserveCapacity(alphas.count)
    for (row, trials) in counts.enumerated() {
      var left = Double(trials)
      let a = (0..<length).map { Double(alphas[row * length + $0]) }
      // What the classes from here on have together, summed from the end.
      var rests = a
      for index in a.indices.dropLast().reversed() { rests[index] += rests[index + 1] }
      for index in a.indices {
        let draw =
          index == length - 1
          ? left + 0 * a[index]
          : drawBetaBinomial(
            trials: left, alpha: a[index], beta: rests[index + 1], using: &generator)
        draws.append(Value.Scalar(draw))
        left -= draw
      }
    }
    return Tensor(shape: shape + batch + [length], scalars: draws)
  }

  public func elements() -> DistributionElements {
    vectorElements([(trials.tensor, 0), (concentration, 1)]) {
      DirichletMultinomial<Double>(trials: $0[0].scalar, rows: $0[1])
    }
  }

  // MARK: - Divergences

  /// Closed forms whose first argument is a Dirichlet-multinomial distribution.
  static var klRules: [KLRule<Value>] {
    [
      // A finite sum, of equally many trials: see `dirichletMultinomialDivergence`.
      KLRule(magnitude: { (p: DirichletMultinomial, q: DirichletMultinomial) in
        finiteSum(p, q).magnitude
      }) { (p: DirichletMultinomial, q: DirichletMultinomial) in finiteSum(p, q).value }
    ]
  }

  /// Element by element and at once, with its first derivatives by the concentrations.
  private static func finiteSum(
    _ p: DirichletMultinomial, _ q: DirichletMultinomial
  ) -> (value: Value, magnitude: Value) {
    let (shape, answers) = vectorPairs(p, q)
    func constant(_ shape: [Int], _ values: [Double]) -> Tensor<Value.Scalar> {
      Tensor(shape: shape, scalars: values.map { Value.Scalar($0) })
    }
    let width = p.concentration.shape.last ?? 1
    let parameters = p.concentration + q.concentration
    func moving(_ concentration: Tensor<Value.Scalar>, _ slopes: [Double]) -> Tensor<Value.Scalar> {
      zero(
        "the divergence of Dirichlet-multinomial distributions",
        slope: constant(shape + [width], slopes), by: concentration, dependingOn: parameters
      ).sumOfLast()
    }
    let value =
      constant(shape, answers.map(\.value))
      + moving(p.concentration, answers.flatMap(\.byFirst))
      + moving(q.concentration, answers.flatMap(\.bySecond))
    return (Value(tensor: value), Value(tensor: constant(shape, answers.map(\.magnitude))))
  }

  private typealias Answer = (
    value: Double, magnitude: Double, byFirst: [Double], bySecond: [Double]
  )

  private static func vectorPairs(
    _ p: DirichletMultinomial, _ q: DirichletMultinomial
  ) -> (shape: [Int], answers: [Answer]) {
    let tensors = [
      p.trials.tensor.column, p.concentration, q.trials.tensor.column, q.concentration,
    ]
    guard let batch = broadcastShape(tensors.map { Array($0.shape.dropLast()) }) else {
      return ([0], [])
    }
    let rows = tensors.map { tensor -> [[Double]] in
      let width = tensor.shape.last ?? 1
      let scalars = tensor.broadcast(to: batch + [width]).scalars.map { Double($0) }
      return (0..<batch.reduce(1, *)).map { Array(scalars[$0 * width..<($0 + 1) * width]) }
    }
    let answers = (0..<batch.reduce(1, *)).map { i -> Answer in
      let (n, a, m, b) = (rows[0][i][0], rows[1][i], rows[2][i][0], rows[3][i])
      let areValid = (a + b).allSatisfy { $0 > 0 && $0 < .infinity }
      let zeros = [Double](repeating: 0, count: a.count)
      guard areValid, n >= 0, m >= 0, n == n.rounded(), m == m.rounded(), n < .infinity else {
        return (.nan, .nan, zeros, zeros)
      }
      // Other numbers of trials have no counts in common.
      guard n == m else { return (.infinity, .infinity, zeros, zeros) }
      let (value, magnitude) = dirichletMultinomialDivergence(n, a, from: b)
      let (byFirst, bySecond) = dirichletMultinomialDerivatives(n, a, from: b)
      return (value, magnitude, byFirst, bySecond)
    }
    return (batch, answers)
  }

  // MARK: - Description

  public var description: String {
    vectorLiteral(
      Self.familyName, ("trials", trials.tensor), ("concentration", concentration))
  }
}

extension DirichletMultinomial where Value == Double {
  /// Lets whole literals stand for numbers.
  public init(trials: Double, concentration: [Double]) {
    self.init(trials: trials, rows: vector(concentration))
  }
}

extension DirichletMultinomial: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([.init("trials", .number), .init("concentration", .numbers)]) {
        DirichletMultinomial(
          trials: try $0.number("trials"), concentration: try $0.numbers("concentration"))
      }
    ]
  }
}

extension DirichletMultinomial: Equatable, Hashable where Value: BinaryFloatingPoint {
  public static func == (x: DirichletMultinomial, y: DirichletMultinomial) -> Bool {
    x.trials == y.trials && x.concentration.scalars == y.concentration.scalars
  }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(trials)
    hasher.combine(concentration.scalars)
  }
}

extension DirichletMultinomial: Codable where Value == Double {}
