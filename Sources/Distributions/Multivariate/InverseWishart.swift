import Tensors

/// The inverse Wishart distribution of symmetric positive definite matrices: the inverse of a
/// ``Wishart`` matrix.
///
/// ```
/// p(X) = |Ψ|^(ν/2) |X|^(−(ν+n+1)/2) exp(−tr(ΨX⁻¹)/2) / (2^(νn/2) Γₙ(ν/2)),   Ψ = L Lᵀ
/// ```
///
/// - `degreesOfFreedom` ν: above n − 1, finite.
/// - `scaleFactor` L: lower triangular, n × n, with a positive diagonal.
///
/// X⁻¹ has the Wishart law of scale Ψ⁻¹. With R the factor of X and C = R⁻¹L, aᵢ = (ν − i)/2,
/// Stirling's leading parts are joined with those of the powers:
///
/// ```
/// log p = Σᵢ (−D(aᵢ, Cᵢᵢ²/2) + ½ log(aᵢ/2π) − c(aᵢ) + i log Cᵢᵢ − (i/2) log 2)
///         − ½ Σ_{i>j} Cᵢⱼ² − (n + 1) log |R| − n(n−1)/4 log π
/// ```
///
/// with D(a, y) = a log(a/y) − a + y. A matrix that is not symmetric (to 1e-6) or not positive
/// definite is outside. Gradients flow through the log-density, and through draws to L.
///
/// Elsewhere: TFP —; torch —; Distributions.jl `InverseWishart(ν, Ψ)`; scipy `invwishart(df, scale)`.
///
/// Source: K. V. Mardia, J. T. Kent, J. M. Bibby, *Multivariate Analysis*, 1979, ch. 3.8.
public struct InverseWishart<Value: RealValue>: MultivariateDistribution {
  public typealias Sample = Tensor<Value.Scalar>
  public typealias Element = Value.Scalar

  /// ν.
  public let degreesOfFreedom: Value
  /// L.
  public let scaleFactor: Tensor<Value.Scalar>

  // MARK: - Parameters

  init(degrees: Value, scaleFactor: Tensor<Value.Scalar>) {
    degreesOfFreedom = degrees
    self.scaleFactor = scaleFactor
  }

  /// - Parameters:
  ///   - degreesOfFreedom: ν, above n − 1.
  ///   - scaleFactor: L, rows of a lower triangular matrix with a positive diagonal.
  public init(degreesOfFreedom: Value, scaleFactor: [[Value]]) where Value: BinaryFloatingPoint {
    self.init(degrees: degreesOfFreedom, scaleFactor: matrix(scaleFactor))
  }

  /// A batch: the event is on the last two axes of the factor.
  public init<S>(degreesOfFreedom: Tensor<S>, scaleFactor: Tensor<S>) where Value == Tensor<S> {
    self.init(degrees: degreesOfFreedom, scaleFactor: scaleFactor)
  }

  public static var familyName: String { "InverseWishart" }

  public func validate() throws(ParameterError) {
    try requireFactor("scaleFactor", scaleFactor)
    let least = Double(size - 1)
    try require("degreesOfFreedom", degreesOfFreedom, "above \(size - 1) and finite") {
      $0 > least && $0.isFinite
    }
  }

  private var size: Int { scaleFactor.shape.last ?? 0 }
  private var scale: NormalScale<Value.Scalar> { .scaleFactor(scaleFactor) }

  /// ν, NaN where it is not valid, with an axis for the rows.
  private var degrees: Tensor<Value.Scalar> {
    let given = degreesOfFreedom.tensor
    let isValid =
      (given .> Tensor(Value.Scalar(size - 1))) .& (given .< Tensor<Value.Scalar>.infinity)
    return Tensor.select(isValid, given, Tensor.nan).column
  }

  /// 0, 1, ..., n − 1.
  private var rows: Tensor<Value.Scalar> { Tensor((0..<size).map { Value.Scalar($0) }) }

  /// aᵢ = (ν − i)/2.
  private var shapes: Tensor<Value.Scalar> { 0.5 * (degrees - rows) }

  private var logPiTerm: Tensor<Value.Scalar> {
    Tensor(Value.Scalar(Double(size * (size - 1)) * 0.25 * 1.1447298858494001741))
  }

  // MARK: - Support

  public var eventShape: [Int] { [size, size] }
  public var space: Space { .matrices(size, size) }

  // MARK: - Density

  public func logProbability(of x: Tensor<Value.Scalar>) -> Value {
    typealias Values = Tensor<Value.Scalar>
    let n = Values(Value.Scalar(size))
    let root = DefiniteRoot(x)
    let standard = root.factor.triangularSolve(scaleFactor.lowerTriangle())
    let diagonal = scale.diagonal / root.factor.diagonalPart()
    let (a, y) = (shapes, 0.5 * square(diagonal))
    let divergence = massDivergence(a, y, difference: y - a)
    let own = 0.5 * log(a) - 0.91893853320467274178 - logGammaCorrection(a) - divergence
    let powers = rows * log(diagonal) - 0.34657359027997265471 * rows
    let normal = 0.5 * standard.belowDiagonal.sumOfSquares
    let logDeterminant = log(root.factor.diagonalPart()).sumOfLast()
    let log = (own + powers).sumOfLast() - normal - (n + 1) * logDeterminant - logPiTerm
    let defined = 0 * (a.sumOfLast() + scale.logDeterminant)
    return Value(tensor: Values.select(root.isDefinite, log, root.outside) + defined)
  }

  // MARK: - Statistics

  /// Ψ/(ν − n − 1); for ν ≤ n + 1 the diagonal is infinite, what is off it NaN.
  public var mean: Tensor<Value.Scalar> {
    let excess = degrees - Tensor<Value.Scalar>(Value.Scalar(size + 1))
    let exists = (excess .> 0).expandingShape(at: -1)
    let safe = Tensor.select(excess .> 0, excess, 1).column
    let identity = Tensor<Value.Scalar>(ones: [size]).diagonal()
    let infinite = Tensor<Value.Scalar>.select(
      identity .== 1, Tensor<Value.Scalar>.infinity, Tensor.nan)
    return Tensor.select(exists, scale.covarianceMatrix / safe, infinite) + 0 * degrees.column
  }

  /// Cov(Xᵢⱼ, Xₖₗ) = (2 Ψᵢⱼ Ψₖₗ + (ν−n−1)(Ψᵢₖ Ψⱼₗ + Ψᵢₗ Ψⱼₖ))/((ν−n)(ν−n−1)²(ν−n−3)), the elements
  /// of X counted along its rows: n² × n². NaN for ν ≤ n + 3, where variances are infinite or do not
  /// exist.
  public var covariance: Tensor<Value.Scalar> {
    let psi = scale.covarianceMatrix
    let batch = Array(psi.shape.dropLast(2))
    let n = size
    func spread(_ shape: [Int]) -> Tensor<Value.Scalar> { psi.reshaped(to: batch + shape) }
    func square(_ x: Tensor<Value.Scalar>) -> Tensor<Value.Scalar> {
      x.reshaped(to: batch + [n * n, n * n])
    }
    let first = spread([n, 1, n, 1]) * spread([1, n, 1, n])
    let second = spread([n, 1, 1, n]) * spread([1, n, n, 1])
    let third = spread([n, n, 1, 1]) * spread([1, 1, n, n])
    let excess = degrees.column - Tensor<Value.Scalar>(Value.Scalar(n))
    let mean = excess - 1
    let exists = excess .> 3
    let divisor = excess * (mean * mean) * (excess - 3)
    let safe = Tensor.select(exists, divisor, Tensor.nan)
    return (2 * square(third) + mean * square(first + second)) / safe
  }

  /// Ψ/(ν + n + 1).
  public var mode: Tensor<Value.Scalar> {
    scale.covarianceMatrix / (degrees + Tensor<Value.Scalar>(Value.Scalar(size + 1))).column
  }

  // MARK: - Entropy

  /// log Γₙ(ν/2) − (ν+n+1)/2 Σ ψ(aᵢ) + νn/2 − n(n+1)/2 log 2 + (n+1) log |L|, Stirling's parts
  /// joined.
  public var entropy: Value {
    let n = Tensor<Value.Scalar>(Value.Scalar(size))
    let a = shapes
    let own = 1.41893853320467274178 - 0.5 * log(a) + logGammaCorrection(a)
    let slope = 0.5 * (rows + n + 1) * digamma(a) + (a * digammaCorrection(a))
    let constant = logPiTerm - 0.34657359027997265471 * n * (n + 1)
    let sum = (own - slope + 0.5 * rows).sumOfLast()
    return Value(tensor: sum + constant + (n + 1) * scale.logDeterminant)
  }

  // MARK: - Draws

  public func sample(using generator: inout some RandomNumberGenerator) -> Tensor<Value.Scalar> {
    sample(shape: [], using: &generator)
  }

  /// By Bartlett's decomposition of the inverse: C is lower triangular with normal elements below a
  /// diagonal of roots of chi-squared variables of ν − n + 1 + i degrees of freedom, R = L C⁻¹.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    let batches = [degreesOfFreedom.shape, Array(scaleFactor.shape.dropLast(2))]
    guard let batch = broadcastShape(batches) else {
      preconditionFailure("InverseWishart: batches of shapes \(batches) do not fit")
    }
    let last = Tensor<Value.Scalar>(Value.Scalar(size - 1))
    let rising = 0.5 * (degrees - last + rows)
    let logGamma = logGammaDraws(rising.broadcast(to: shape + batch + [size]), using: &generator)
    let diagonal = exp(0.5 * (logGamma + 0.69314718055994530942))
    let normal = Tensor<Value.Scalar>(
      standardNormal: shape + batch + [size, size], using: &generator)
    let standard = normal.belowDiagonal + diagonal.diagonal()
    let factor = scaleFactor.lowerTriangle().matrixTransposed()
      .broadcast(to: shape + batch + [size, size])
    // Cᵀ Rᵀ = Lᵀ.
    let root = standard.triangularSolve(factor, transpose: true)
    return root.matrixTransposed().matmul(root)
  }

  public func elements() -> DistributionElements {
    vectorElements([(degreesOfFreedom.tensor, 0), (scaleFactor, 2)]) {
      InverseWishart<Double>(degrees: $0[0].scalar, scaleFactor: $0[1])
    }
  }

  // MARK: - Divergences

  /// Closed forms whose first argument is an inverse Wishart distribution.
  static var klRules: [KLRule<Value>] {
    [
      // That of the inverses, whose scales are Ψ⁻¹: the factors change places.
      KLRule { (p: InverseWishart, q: InverseWishart) in
        Value(
          tensor: wishartDivergence(
            p.shapes, q.shapes, degrees: p.degrees.squeezingShape(at: -1), q.scale, p.scale))
      }
    ]
  }

  // MARK: - Description

  public var description: String {
    vectorLiteral(
      Self.familyName, ("degreesOfFreedom", degreesOfFreedom.tensor), ("scaleFactor", scaleFactor))
  }
}

extension InverseWishart where Value == Double {
  /// Lets whole literals stand for numbers.
  public init(degreesOfFreedom: Double, scaleFactor: [[Double]]) {
    self.init(degrees: degreesOfFreedom, scaleFactor: matrix(scaleFactor))
  }
}

extension InverseWishart: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([.init("degreesOfFreedom", .number), .init("scaleFactor", .matrix)]) {
        InverseWishart(
          degreesOfFreedom: try $0.number("degreesOfFreedom"),
          scaleFactor: try $0.matrix("scaleFactor"))
      }
    ]
  }
}

extension InverseWishart: Equatable, Hashable where Value: BinaryFloatingPoint {
  public static func == (x: InverseWishart, y: InverseWishart) -> Bool {
    x.degreesOfFreedom == y.degreesOfFreedom && x.scaleFactor.shape == y.scaleFactor.shape
      && x.scaleFactor.scalars == y.scaleFactor.scalars
  }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(degreesOfFreedom)
    hasher.combine(scaleFactor.scalars)
  }
}

extension InverseWishart: Codable where Value == Double {}
