import Tensors

/// The multivariate normal distribution whose covariance is of low rank beside a diagonal.
///
/// ```
/// Σ = W Wᵀ + D
/// ```
///
/// - `mean` μ: n finite numbers.
/// - `factor` W: n rows of k finite numbers.
/// - `diagonal` D: n positive variances.
///
/// A density costs n k² and not n³. With t = (1 + WᵀD⁻¹W)⁻¹ WᵀD⁻¹(x − μ) the quadratic form is
/// taken as Σ (x − μ − W t)²/D + |t|², which subtracts nothing.
///
/// Elsewhere: TFP `MultivariateNormalDiagPlusLowRankCovariance`; torch
/// `LowRankMultivariateNormal(loc, cov_factor, cov_diag)`.
///
/// Source: M. E. Tipping, C. M. Bishop, "Probabilistic principal component analysis", J. R. Stat.
/// Soc. B 61 (1999) 611-622; N. J. Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd
/// ed., 2002, problem 10.11 (Woodbury).
public struct LowRankMultivariateNormal<Value: RealValue>: MultivariateDistribution {
  public typealias Sample = Tensor<Value.Scalar>
  public typealias Element = Value.Scalar

  /// μ.
  public let location: Tensor<Value.Scalar>
  /// W.
  public let factor: Tensor<Value.Scalar>
  /// D.
  public let diagonal: Tensor<Value.Scalar>

  // MARK: - Parameters

  init(
    location: Tensor<Value.Scalar>, factor: Tensor<Value.Scalar>, diagonal: Tensor<Value.Scalar>
  ) {
    self.location = location
    self.factor = factor
    self.diagonal = diagonal
  }

  /// - Parameters:
  ///   - mean: μ.
  ///   - factor: W, as many rows as the mean has numbers.
  ///   - diagonal: D, as many positive numbers.
  public init(mean: [Value], factor: [[Value]], diagonal: [Value])
  where Value: BinaryFloatingPoint {
    self.init(location: vector(mean), factor: matrix(factor), diagonal: vector(diagonal))
  }

  /// A batch: the event is on the last axis of the mean and the diagonal, on the last but one of
  /// the factor.
  public init<S>(mean: Tensor<S>, factor: Tensor<S>, diagonal: Tensor<S>)
  where Value == Tensor<S> {
    self.init(location: mean, factor: factor, diagonal: diagonal)
  }

  public static var familyName: String { "LowRankMultivariateNormal" }

  public func validate() throws(ParameterError) {
    let length = length
    try requireShape("mean", location, trailing: [length], "a list of at least one number")
    try requireAll("mean", location, ParameterError.finite) { $0.isFinite }
    try requireShape(
      "factor", factor, trailing: [length, factor.shape.last ?? 0], "a matrix of \(length) rows")
    try requireAll("factor", factor, ParameterError.finite) { $0.isFinite }
    try requireShape("diagonal", diagonal, trailing: [length], "a list of \(length) numbers")
    try requireAll("diagonal", diagonal, ParameterError.positive) { $0 > 0 && $0.isFinite }
  }

  private var length: Int { location.shape.last ?? 0 }

  /// D, NaN where it is not positive.
  private var variances: Tensor<Value.Scalar> {
    let isValid = (diagonal .> 0) .& (diagonal .< Tensor<Value.Scalar>.infinity)
    return Tensor.select(isValid, diagonal, Tensor.nan)
  }

  /// D^(−1/2) W.
  private var scaledFactor: Tensor<Value.Scalar> { factor / sqrt(variances).column }

  /// The Cholesky factor of 1 + WᵀD⁻¹W.
  private var capacitance: Tensor<Value.Scalar> {
    let scaled = scaledFactor
    let rank = factor.shape.last ?? 0
    let one = Tensor<Value.Scalar>(ones: [rank]).diagonal()
    return (one + scaled.matrixTransposed().matmul(scaled)).cholesky()
  }

  /// The lower triangular L with Σ = L Lᵀ.
  var scaleFactor: Tensor<Value.Scalar> { covariance.cholesky() }

  private func logDeterminant(_ capacitance: Tensor<Value.Scalar>) -> Tensor<Value.Scalar> {
    0.5 * log(variances).sumOfLast() + log(capacitance.diagonalPart()).sumOfLast()
  }

  // MARK: - Support

  public var eventShape: [Int] { [length] }
  public var space: Space { .vectors(length) }

  // MARK: - Density

  public func logProbability(of x: Tensor<Value.Scalar>) -> Value {
    let deviation = sqrt(variances)
    let scaled = scaledFactor
    let distance = (x - location) / deviation
    let capacitance = capacitance
    let right = scaled.matrixTransposed().matmul(distance.column)
    let half = capacitance.triangularSolve(right)
    let hidden = capacitance.triangularSolve(half, lower: true, transpose: true)
    let rest = distance - scaled.matmul(hidden).squeezingShape(at: -1)
    let form = square(rest).sumOfLast() + square(hidden.squeezingShape(at: -1)).sumOfLast()
    let constant = Tensor<Value.Scalar>(0.91893853320467274178 * Double(length))
    return Value(tensor: -0.5 * form - (logDeterminant(capacitance) + constant))
  }

  // MARK: - Statistics

  public var mean: Tensor<Value.Scalar> { location }
  public var covariance: Tensor<Value.Scalar> {
    factor.matmul(factor.matrixTransposed()) + variances.diagonal()
  }
  public var mode: Tensor<Value.Scalar> { location }

  // MARK: - Entropy

  /// n/2 (1 + log 2π) + ½ log |Σ|.
  public var entropy: Value {
    let constant = Tensor<Value.Scalar>(1.41893853320467274178 * Double(length))
    return Value(tensor: logDeterminant(capacitance) + constant + 0 * location.sumOfLast())
  }

  // MARK: - Draws

  /// Reparameterised: gradients flow to all parameters.
  public func sample(using generator: inout some RandomNumberGenerator) -> Tensor<Value.Scalar> {
    sample(shape: [], using: &generator)
  }

  /// Reparameterised: gradients flow to all parameters.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    let batches = [
      Array(location.shape.dropLast()), Array(factor.shape.dropLast(2)),
      Array(diagonal.shape.dropLast()),
    ]
    guard let batch = broadcastShape(batches) else {
      preconditionFailure("LowRankMultivariateNormal: batches of shapes \(batches) do not fit")
    }
    let hidden = Tensor<Value.Scalar>(
      standardNormal: shape + batch + [factor.shape.last ?? 0], using: &generator)
    let noise = Tensor<Value.Scalar>(
      standardNormal: shape + batch + [length], using: &generator)
    let common = factor.matmul(hidden.column).squeezingShape(at: -1)
    return location + common + sqrt(variances) * noise
  }

  public func elements() -> DistributionElements {
    vectorElements([(location, 1), (factor, 2), (diagonal, 1)]) { parts in
      LowRankMultivariateNormal<Double>(
        location: parts[0], factor: parts[1], diagonal: parts[2])
    }
  }

  // MARK: - Divergences

  /// Closed forms whose first argument is a normal distribution of low rank.
  static var klRules: [KLRule<Value>] {
    [
      KLRule { (p: LowRankMultivariateNormal, q: LowRankMultivariateNormal) in
        normalDivergence(
          p.location, .scaleFactor(p.scaleFactor), q.location, .scaleFactor(q.scaleFactor))
      },
      KLRule { (p: LowRankMultivariateNormal, q: MultivariateNormal<Value>) in
        normalDivergence(p.location, .scaleFactor(p.scaleFactor), q.location, q.scale)
      },
    ]
  }

  // MARK: - Description

  public var description: String {
    vectorLiteral(
      Self.familyName, ("mean", location), ("factor", factor), ("diagonal", diagonal))
  }
}

extension LowRankMultivariateNormal where Value == Double {
  /// Lets whole literals stand for numbers.
  public init(mean: [Double], factor: [[Double]], diagonal: [Double]) {
    self.init(location: vector(mean), factor: matrix(factor), diagonal: vector(diagonal))
  }
}

extension LowRankMultivariateNormal: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([
        .init("mean", .numbers), .init("factor", .matrix), .init("diagonal", .numbers),
      ]) {
        LowRankMultivariateNormal(
          mean: try $0.numbers("mean"), factor: try $0.matrix("factor"),
          diagonal: try $0.numbers("diagonal"))
      }
    ]
  }
}

extension LowRankMultivariateNormal: Equatable, Hashable where Value: BinaryFloatingPoint {
  public static func == (x: LowRankMultivariateNormal, y: LowRankMultivariateNormal) -> Bool {
    x.factor.shape == y.factor.shape && x.location.scalars == y.location.scalars
      && x.factor.scalars == y.factor.scalars && x.diagonal.scalars == y.diagonal.scalars
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(location.scalars)
    hasher.combine(factor.scalars)
    hasher.combine(diagonal.scalars)
  }
}

extension LowRankMultivariateNormal: Codable where Value == Double {}
