import Tensors

/// One of n classes, as a vector with a 1 at the class and 0 elsewhere.
///
/// ```
/// P(eᵢ) = pᵢ/Σ pⱼ
/// ```
///
/// - `probabilities` p: not negative, with sum 1 (they are divided by it; `validate()` throws where
///   it is further than 10⁻⁶ from 1).
///
/// It lives in the space of count vectors, with ``Multinomial``.
///
/// Elsewhere: TFP `OneHotCategorical(logits, probs)`; torch `OneHotCategorical(probs, logits)`;
/// scipy `multinomial(1, p)`.
public struct OneHotCategorical<Value: RealValue>: MultivariateDistribution {
  public typealias Sample = Tensor<Value.Scalar>
  public typealias Element = Value.Scalar

  /// p, the classes on the last axis.
  public let parameter: Tensor<Value.Scalar>

  // MARK: - Parameters

  init(rows probabilities: Tensor<Value.Scalar>) { parameter = probabilities }

  /// - Parameter probabilities: not negative, with sum 1.
  public init(probabilities: [Value]) where Value: BinaryFloatingPoint {
    self.init(rows: vector(probabilities))
  }

  /// A batch: the classes are on the last axis.
  public init<S>(probabilities: Tensor<S>) where Value == Tensor<S> {
    self.init(rows: probabilities)
  }

  public static var familyName: String { "OneHotCategorical" }

  public func validate() throws(ParameterError) {
    try requireProbabilities("probabilities", parameter)
  }

  private var length: Int { parameter.shape.last ?? 0 }
  var weights: CategoricalWeights<Value.Scalar> { CategoricalWeights(.probabilities(parameter)) }

  /// pᵢ, normalised.
  public var probabilities: Tensor<Value.Scalar> { weights.probabilities }

  // MARK: - Support

  public var eventShape: [Int] { [length] }
  public var space: Space { .countVectors(length) }

  // MARK: - Mass

  /// The logarithm of the mass of the class that is 1; −∞ where x is no such row, NaN where its sum is.
  ///
  /// - Precondition: The last axis of x has as many elements as there are classes.
  public func logProbability(of x: Tensor<Value.Scalar>) -> Value {
    precondition(
      x.shape.last == length, "OneHotCategorical: points of shape \(x.shape) of \(length) classes")
    let (classes, law) = (x.oneHotClasses, CategoricalParameter.probabilities(parameter))
    if parameter.rank == 1 {
      // One law: the logarithm of what is no number stands behind that of no class.
      let logs = Tensor(concatenating: [law.logMassesAndNone, Tensor([Value.Scalar.nan])])
      return Value(tensor: logs.entries(atIndices: classes))
    }
    let log = law.logMass(at: classes) { $0.logsOfPresent.selectingLastAxis(atIndices: $1) }
    let isNumber = classes .<= Tensor<Int64>(Int64(length))
    return Value(tensor: Tensor<Value.Scalar>.select(isNumber, log, .nan))
  }

  // MARK: - Statistics

  public var mean: Tensor<Value.Scalar> { probabilities }
  public var covariance: Tensor<Value.Scalar> { classCovariance(weights) }

  /// The first of the most likely classes.
  public var mode: Tensor<Value.Scalar> {
    Tensor<Value.Scalar>(oneHot: weights.largest, depth: length) + 0 * weights.rest
  }

  // MARK: - Entropy

  /// −Σ pᵢ log pᵢ.
  public var entropy: Value {
    Value(tensor: CategoricalParameter.probabilities(parameter).entropy)
  }

  // MARK: - Draws

  public func sample(using generator: inout some RandomNumberGenerator) -> Tensor<Value.Scalar> {
    sample(shape: [], using: &generator)
  }

  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    let classes = Categorical<Tensor<Value.Scalar>>(probabilities: parameter)
      .sample(shape: shape, using: &generator)
    return Tensor<Value.Scalar>(oneHot: classes, depth: length)
  }

  public func elements() -> DistributionElements {
    vectorElements([(parameter, 1)]) { OneHotCategorical<Double>(rows: $0[0]) }
  }

  // MARK: - Divergences

  /// Closed forms whose first argument is one class of several.
  static var klRules: [KLRule<Value>] {
    [
      KLRule(
        where: nil,
        form: { (p: OneHotCategorical, q: OneHotCategorical) in
          let value = Value(
            tensor: classDivergence(.probabilities(p.parameter), .probabilities(q.parameter)))
          return KLClosedForm(value: value, magnitude: 8 * value, mayCancel: false)
        }),
      // A count of more than one, or of none, is no class: q's trials decide.
      KLRule { (p: OneHotCategorical, q: Multinomial<Value>) in
        let value = Value(
          tensor: classDivergence(.probabilities(p.parameter), .probabilities(q.parameter)))
        return select(q.trials .== 1, value, Value.infinity + 0 * value)
      },
    ]
  }

  // MARK: - Description

  public var description: String { vectorLiteral(Self.familyName, ("probabilities", parameter)) }
}

/// diag p − p pᵀ, the variances from p and what it leaves.
func classCovariance<Scalar: FloatingPointTensorScalar>(
  _ weights: CategoricalWeights<Scalar>
) -> Tensor<Scalar> {
  let p = weights.probabilities
  let outer = p.column * p.expandingShape(at: -2)
  let off = outer - outer.diagonalPart().diagonal()
  // 1 − p of the most likely class is the sum of the others.
  let isMost = p .> 0.5
  let rest = Tensor.select(isMost, weights.others / (weights.rest + 1), 1 - p)
  return (p * rest).diagonal() - off
}

extension Distribution {
  /// Throws unless each row of a parameter is a list of probabilities.
  func requireProbabilities<Scalar: FloatingPointTensorScalar>(
    _ parameter: String, _ value: Tensor<Scalar>
  ) throws(ParameterError) {
    let length = value.shape.last ?? 0
    try requireShape(parameter, value, trailing: [length], "a list of at least one class")
    try requireAll(parameter, value, "not negative") { $0 >= 0 }
    let scalars = value.scalars.map { Double($0) }
    for start in stride(from: 0, to: scalars.count, by: length) {
      let sum = compensatedSum(scalars[start..<start + length])
      if !(abs(sum - 1) <= 1e-6) {
        throw ParameterError(
          family: Self.familyName, parameter: parameter,
          index: scalars.count == length ? nil : start / length, value: "of sum \(sum)",
          requirement: "of sum 1, to 1e-6")
      }
    }
  }
}

extension OneHotCategorical where Value == Double {
  /// Lets whole literals stand for numbers.
  public init(probabilities: [Double]) { self.init(rows: vector(probabilities)) }
}

extension OneHotCategorical: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([.init("probabilities", .numbers)]) {
        OneHotCategorical(probabilities: try $0.numbers("probabilities"))
      }
    ]
  }
}

extension OneHotCategorical: Equatable, Hashable where Value: BinaryFloatingPoint {
  public static func == (x: OneHotCategorical, y: OneHotCategorical) -> Bool {
    x.parameter.scalars == y.parameter.scalars
  }
  public func hash(into hasher: inout Hasher) { hasher.combine(parameter.scalars) }
}

extension OneHotCategorical: Codable where Value == Double {}
