import Tensors

/// The multivariate normal distribution.
///
/// ```
/// p(x) = exp(−|L⁻¹(x − μ)|²/2) / ((2π)^(n/2) |L|),   Σ = L Lᵀ
/// ```
///
/// - `mean` μ: n finite numbers; and
/// - `covariance` Σ: symmetric and positive definite; or
/// - `scaleFactor` L: lower triangular with a positive diagonal; or
/// - `standardDeviations` σ: n positive numbers, for independent ones.
///
/// It keeps the parameter it was given: a factor all of its digits, a covariance those that its
/// condition number leaves. Batches are on the axes before the event's.
///
/// Elsewhere: TFP
/// `MultivariateNormalTriL, MultivariateNormalDiag, MultivariateNormalFullCovariance`; torch
/// `MultivariateNormal(loc, covariance_matrix, scale_tril=...)`; Distributions.jl `MvNormal(μ, Σ)`;
/// scipy `multivariate_normal(mean, cov)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Multivariate Distributions* vol. 1,
/// 2nd ed., 2000, ch. 45.
public struct MultivariateNormal<Value: RealValue>: MultivariateDistribution {
  public typealias Sample = Tensor<Value.Scalar>
  public typealias Element = Value.Scalar

  /// μ, the event on the last axis.
  public let location: Tensor<Value.Scalar>
  /// The spread as it was given.
  public let scale: NormalScale<Value.Scalar>

  // MARK: - Parameters

  init(location: Tensor<Value.Scalar>, scale: NormalScale<Value.Scalar>) {
    self.location = location
    self.scale = scale
  }

  /// - Parameters:
  ///   - mean: μ.
  ///   - covariance: Σ, rows of a symmetric positive definite matrix.
  public init(mean: [Value], covariance: [[Value]]) where Value: BinaryFloatingPoint {
    self.init(location: vector(mean), scale: .covariance(matrix(covariance)))
  }

  /// - Parameters:
  ///   - mean: μ.
  ///   - scaleFactor: L, rows of a lower triangular matrix with a positive diagonal.
  public init(mean: [Value], scaleFactor: [[Value]]) where Value: BinaryFloatingPoint {
    self.init(location: vector(mean), scale: .scaleFactor(matrix(scaleFactor)))
  }

  /// - Parameters:
  ///   - mean: μ.
  ///   - standardDeviations: σ, positive.
  public init(mean: [Value], standardDeviations: [Value]) where Value: BinaryFloatingPoint {
    self.init(location: vector(mean), scale: .standardDeviations(vector(standardDeviations)))
  }

  /// A batch: the event is on the last axis of the mean, on the last two of the covariance.
  public init<S>(mean: Tensor<S>, covariance: Tensor<S>) where Value == Tensor<S> {
    self.init(location: mean, scale: .covariance(covariance))
  }

  /// A batch: the event is on the last axis of the mean, on the last two of the factor.
  public init<S>(mean: Tensor<S>, scaleFactor: Tensor<S>) where Value == Tensor<S> {
    self.init(location: mean, scale: .scaleFactor(scaleFactor))
  }

  /// A batch: the event is on the last axis of both.
  public init<S>(mean: Tensor<S>, standardDeviations: Tensor<S>) where Value == Tensor<S> {
    self.init(location: mean, scale: .standardDeviations(standardDeviations))
  }

  public static var familyName: String { "MultivariateNormal" }

  public func validate() throws(ParameterError) {
    let length = length
    try requireShape("mean", location, trailing: [length], "a list of at least one number")
    try requireAll("mean", location, ParameterError.finite) { $0.isFinite }
    try scale.validate(of: self, length: length)
  }

  var length: Int { location.shape.last ?? 0 }

  // MARK: - Support

  public var eventShape: [Int] { [length] }
  public var space: Space { .vectors(length) }

  // MARK: - Density

  public func logProbability(of x: Tensor<Value.Scalar>) -> Value {
    let distance = scale.whitenedLength(of: x, from: location)
    let constant = Tensor<Value.Scalar>(0.91893853320467274178 * Double(length))
    return Value(tensor: -0.5 * distance - (scale.logDeterminant + constant))
  }

  // MARK: - Statistics

  public var mean: Tensor<Value.Scalar> { location }
  public var covariance: Tensor<Value.Scalar> { scale.covarianceMatrix }
  public var mode: Tensor<Value.Scalar> { location }

  // MARK: - Entropy

  /// n/2 (1 + log 2π) + log |L|.
  public var entropy: Value {
    let constant = Tensor<Value.Scalar>(1.41893853320467274178 * Double(length))
    return Value(tensor: scale.logDeterminant + constant + 0 * location.sumOfLast())
  }

  // MARK: - Draws

  /// Reparameterised: gradients flow to mean and scale.
  public func sample(using generator: inout some RandomNumberGenerator) -> Tensor<Value.Scalar> {
    sample(shape: [], using: &generator)
  }

  /// Reparameterised: gradients flow to mean and scale.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    let batches = [Array(location.shape.dropLast()), scale.batchShape]
    guard let batch = broadcastShape(batches) else {
      preconditionFailure("MultivariateNormal: batches of shapes \(batches) do not fit")
    }
    let normal = Tensor<Value.Scalar>(
      standardNormal: shape + batch + [length], using: &generator)
    return location + scale.coloured(normal)
  }

  public func elements() -> DistributionElements {
    vectorElements([(location, 1), (scale.tensor, scale.rank)]) { parts in
      MultivariateNormal<Double>(location: parts[0], scale: scale.with(parts[1]))
    }
  }

  // MARK: - Divergences

  /// Closed forms whose first argument is a multivariate normal distribution.
  static var klRules: [KLRule<Value>] {
    [
      KLRule { (p: MultivariateNormal, q: MultivariateNormal) in
        normalDivergence(p.location, p.scale, q.location, q.scale)
      },
      KLRule { (p: MultivariateNormal, q: LowRankMultivariateNormal<Value>) in
        normalDivergence(p.location, p.scale, q.location, .scaleFactor(q.scaleFactor))
      },
    ]
  }

  // MARK: - Description

  public var description: String {
    vectorLiteral(Self.familyName, ("mean", location), (scale.label, scale.tensor))
  }
}

/// KL of normal distributions: with K = Lq⁻¹(Lp − Lq), which keeps the digits of nearly equal ones,
///
/// ```
/// Σ (Kᵢᵢ²/2 + Kᵢᵢ − log(1 + Kᵢᵢ)) + Σ_{i>j} Kᵢⱼ²/2 + |Lq⁻¹(μp − μq)|²/2
/// ```
///
/// no term of which is negative.
func normalDivergence<Value: RealValue>(
  _ pMean: Tensor<Value.Scalar>, _ pScale: NormalScale<Value.Scalar>,
  _ qMean: Tensor<Value.Scalar>, _ qScale: NormalScale<Value.Scalar>
) -> Value {
  // Many pairs with factors of moderate length are one pass over them.
  let batch = Array(pMean.shape.dropLast())
  let n = pMean.shape.last ?? 0
  let (vectors, matrices) = (batch + [n], batch + [n, n])
  if !batch.isEmpty, n > 0, n <= 48, pScale.rank == 2, qScale.rank == 2, qMean.shape == vectors,
    pScale.tensor.shape == matrices, qScale.tensor.shape == matrices,
    let own = pMean as? Tensor<Double>, let other = qMean as? Tensor<Double>,
    let factor = pScale.lowerFactor as? Tensor<Double>,
    let otherFactor = qScale.lowerFactor as? Tensor<Double>,
    let value = Tensor<Double>.normalDivergence(
      own, factor, other, otherFactor,
      meaning: {
        plainNormalDivergence($0, .scaleFactor($1), $2, .scaleFactor($3)) as Tensor<Double>
      }) as? Tensor<Value.Scalar>
  {
    return Value(tensor: value)
  }
  return plainNormalDivergence(pMean, pScale, qMean, qScale)
}

private func plainNormalDivergence<Value: RealValue>(
  _ pMean: Tensor<Value.Scalar>, _ pScale: NormalScale<Value.Scalar>,
  _ qMean: Tensor<Value.Scalar>, _ qScale: NormalScale<Value.Scalar>
) -> Value {
  let distance = qScale.whitened(pMean - qMean)
  let diagonal = (p: pScale.diagonal, q: qScale.diagonal)
  let spread = (diagonal.p - diagonal.q) / diagonal.q
  let remainder = ratioRemainder(diagonal.p, diagonal.q)
  var value = 0.5 * square(distance).sumOfLast() + (0.5 * square(spread) + remainder).sumOfLast()
  switch (pScale, qScale) {
  case (.standardDeviations, .standardDeviations): break
  default:
    let factor = qScale.factor
    let change = factor.triangularSolve(pScale.factor - factor)
    value = value + 0.5 * change.belowDiagonal.sumOfSquares
  }
  return Value(tensor: value)
}

/// Numbers as a tensor.
func vector<Value: RealValue & BinaryFloatingPoint>(_ values: [Value]) -> Tensor<Value.Scalar> {
  Tensor(values.map { Value.Scalar($0) })
}

/// Rows as a tensor; ragged ones as the longest row filled up with NaN, which `validate()` finds.
func matrix<Value: RealValue & BinaryFloatingPoint>(_ rows: [[Value]]) -> Tensor<Value.Scalar> {
  let columns = rows.map(\.count).max() ?? 0
  let filled = rows.map { row in
    row.map { Value.Scalar($0) } + [Value.Scalar](repeating: .nan, count: columns - row.count)
  }
  return Tensor(shape: [rows.count, columns], scalars: filled.flatMap { $0 })
}

extension MultivariateNormal where Value == Double {
  /// Lets whole literals stand for numbers.
  public init(mean: [Double], covariance: [[Double]]) {
    self.init(location: vector(mean), scale: .covariance(matrix(covariance)))
  }

  /// Lets whole literals stand for numbers.
  public init(mean: [Double], scaleFactor: [[Double]]) {
    self.init(location: vector(mean), scale: .scaleFactor(matrix(scaleFactor)))
  }

  /// Lets whole literals stand for numbers.
  public init(mean: [Double], standardDeviations: [Double]) {
    self.init(location: vector(mean), scale: .standardDeviations(vector(standardDeviations)))
  }
}

extension MultivariateNormal: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([.init("mean", .numbers), .init("covariance", .matrix)]) {
        MultivariateNormal(mean: try $0.numbers("mean"), covariance: try $0.matrix("covariance"))
      },
      LiteralSpelling([.init("mean", .numbers), .init("scaleFactor", .matrix)]) {
        MultivariateNormal(mean: try $0.numbers("mean"), scaleFactor: try $0.matrix("scaleFactor"))
      },
      LiteralSpelling([.init("mean", .numbers), .init("standardDeviations", .numbers)]) {
        MultivariateNormal(
          mean: try $0.numbers("mean"), standardDeviations: try $0.numbers("standardDeviations"))
      },
    ]
  }
}

extension MultivariateNormal: Equatable, Hashable where Value: BinaryFloatingPoint {
  public static func == (x: MultivariateNormal, y: MultivariateNormal) -> Bool {
    x.location.shape == y.location.shape && x.location.scalars == y.location.scalars
      && x.scale.label == y.scale.label && x.scale.tensor.shape == y.scale.tensor.shape
      && x.scale.tensor.scalars == y.scale.tensor.scalars
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(location.scalars)
    hasher.combine(scale.tensor.scalars)
  }
}

extension MultivariateNormal: Codable where Value == Double {}
