import Tensors

/// The Wishart distribution of symmetric positive definite matrices.
///
/// ```
/// p(X) = |X|^((ν−n−1)/2) exp(−tr(V⁻¹X)/2) / (2^(νn/2) |V|^(ν/2) Γₙ(ν/2)),   V = L Lᵀ
/// ```
///
/// - `degreesOfFreedom` ν: above n − 1, finite.
/// - `scaleFactor` L: lower triangular, n × n, with a positive diagonal.
///
/// With C lower triangular, L C Cᵀ Lᵀ = X, the squares on C's diagonal are chi-squared with ν − i
/// degrees of freedom, aᵢ = (ν − i)/2, and what is below is normal (Bartlett). The log-density is
/// the sum of theirs, Stirling's leading parts joined with those of the powers:
///
/// ```
/// log p = Σᵢ (−D(aᵢ, Cᵢᵢ²/2) + ½ log(aᵢ/2π) − c(aᵢ) + (i − n − 1) log Cᵢᵢ − (i/2) log 2)
///         − ½ Σ_{i>j} Cᵢⱼ² − (n + 1) log |L| − n(n−1)/4 log π
/// ```
///
/// with D(a, y) = a log(a/y) − a + y. A matrix that is not symmetric (to 1e-6) or not positive
/// definite is outside. Gradients flow through the log-density, and through draws to L.
///
/// Elsewhere: TFP `WishartTriL(df, scale_tril)`; torch `Wishart(df, scale_tril=...)`;
/// Distributions.jl `Wishart(ν, S)`; scipy `wishart(df, scale)`.
///
/// Source: T. W. Anderson, *An Introduction to Multivariate Statistical Analysis*, 3rd ed., 2003, ch. 7.
public struct Wishart<Value: RealValue>: MultivariateDistribution {
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

  public static var familyName: String { "Wishart" }

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
    let logDeterminant = scale.logDeterminant
    let asymmetry = abs(x - x.matrixTransposed()).max(alongAxes: [-2, -1])
    let largest = abs(x).max(alongAxes: [-2, -1])
    let root = x.cholesky()
    let trace = root.diagonalPart().sumOfLast()
    let isDefinite = (trace .== trace) .& (asymmetry .<= 1e-6 * largest)
    let identity = Values(ones: [size]).diagonal()
    let safe = Values.select(
      isDefinite.expandingShape(at: -1).expandingShape(at: -1), root, identity)
    let standard = scaleFactor.lowerTriangle().triangularSolve(safe)
    let diagonal = standard.diagonalPart()
    let (a, y) = (shapes, 0.5 * square(diagonal))
    let divergence = massDivergence(a, y, difference: y - a)
    let own = 0.5 * log(a) - 0.91893853320467274178 - logGammaCorrection(a) - divergence
    let powers = (rows - n - 1) * log(diagonal) - 0.34657359027997265471 * rows
    let normal = 0.5 * standard.belowDiagonal.sumOfSquares
    let log = (own + powers).sumOfLast() - normal - (n + 1) * logDeterminant - logPiTerm
    let isNumber = largest .== largest
    let outside = Values.select(isNumber, -Values.infinity, Values.nan)
    let defined = 0 * (a.sumOfLast() + logDeterminant)
    return Value(tensor: Values.select(isDefinite, log, outside) + defined)
  }

  // MARK: - Statistics

  /// ν V.
  public var mean: Tensor<Value.Scalar> { degrees.column * scale.covarianceMatrix }

  /// Cov(Xᵢⱼ, Xₖₗ) = ν (Vᵢₖ Vⱼₗ + Vᵢₗ Vⱼₖ), the elements of X counted along its rows: n² × n².
  public var covariance: Tensor<Value.Scalar> {
    let v = scale.covarianceMatrix
    let batch = Array(v.shape.dropLast(2))
    let n = size
    func spread(_ shape: [Int]) -> Tensor<Value.Scalar> { v.reshaped(to: batch + shape) }
    let first = spread([n, 1, n, 1]) * spread([1, n, 1, n])
    let second = spread([n, 1, 1, n]) * spread([1, n, n, 1])
    let sum = (first + second).reshaped(to: batch + [n * n, n * n])
    return degrees.column * sum
  }

  /// (ν − n − 1) V; NaN for ν < n + 1, where the density has no largest value.
  public var mode: Tensor<Value.Scalar> {
    let n = Tensor<Value.Scalar>(Value.Scalar(size))
    let excess = degrees - (n + 1)
    return Tensor.select(excess .>= 0, excess, Tensor.nan).column * scale.covarianceMatrix
  }

  // MARK: - Entropy

  /// log Γₙ(ν/2) − (ν−n−1)/2 Σ ψ(aᵢ) + νn/2 + n(n+1)/2 log 2 + (n+1) log |L|, Stirling's parts
  /// joined.
  public var entropy: Value {
    let n = Tensor<Value.Scalar>(Value.Scalar(size))
    let a = shapes
    let own = 1.41893853320467274178 - 0.5 * log(a) + logGammaCorrection(a)
    let slope = 0.5 * (rows - n - 1) * digamma(a) + (a * digammaCorrection(a))
    let constant = 0.34657359027997265471 * n * (n + 1) + logPiTerm
    let sum = (own - slope + 0.5 * rows).sumOfLast()
    return Value(tensor: sum + constant + (n + 1) * scale.logDeterminant)
  }

  // MARK: - Draws

  public func sample(using generator: inout some RandomNumberGenerator) -> Tensor<Value.Scalar> {
    sample(shape: [], using: &generator)
  }

  /// By Bartlett's decomposition.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    let batches = [degreesOfFreedom.shape, Array(scaleFactor.shape.dropLast(2))]
    guard let batch = broadcastShape(batches) else {
      preconditionFailure("Wishart: batches of shapes \(batches) do not fit")
    }
    let logGamma = logGammaDraws(shapes.broadcast(to: shape + batch + [size]), using: &generator)
    let diagonal = exp(0.5 * (logGamma + 0.69314718055994530942))
    let normal = Tensor<Value.Scalar>(
      standardNormal: shape + batch + [size, size], using: &generator)
    let root = scaleFactor.lowerTriangle().matmul(normal.belowDiagonal + diagonal.diagonal())
    return root.matmul(root.matrixTransposed())
  }

  public func elements() -> DistributionElements {
    vectorElements([(degreesOfFreedom.tensor, 0), (scaleFactor, 2)]) {
      Wishart<Double>(degrees: $0[0].scalar, scaleFactor: $0[1])
    }
  }

  // MARK: - Divergences

  /// Closed forms whose first argument is a Wishart distribution.
  static var klRules: [KLRule<Value>] {
    [
      // With a, b the shapes of p and q, K = Lq⁻¹(Lp − Lq) and m = 1 + Kᵢᵢ, over the rows i:
      // D(b, a m²) + excess(a, b − a) + i/2 (m² − 1 − log m²), and ν/2 Σ_{i>j} Kᵢⱼ².
      KLRule { (p: Wishart, q: Wishart) in
        let (a, b) = (p.shapes, q.shapes)
        let own = p.scale.diagonal
        let other = q.scale.diagonal
        let factor = q.scaleFactor.lowerTriangle()
        let change = factor.triangularSolve(p.scaleFactor.lowerTriangle() - factor)
        let step = (own - other) / other
        // m² − 1
        let growth = step * (step + 2)
        let mean = a * square(own / other)
        let difference = a * growth - (b - a)
        let spread = 0.5 * square(step) + ratioRemainder(own, other)
        let terms =
          concentrationDivergence(a, b, mean: mean, difference: difference) + p.rows * spread
        let off = change.belowDiagonal.sumOfSquares
        return Value(
          tensor: terms.sumOfLast() + 0.5 * p.degrees.squeezingShape(at: -1) * off)
      }
    ]
  }

  // MARK: - Description

  public var description: String {
    vectorLiteral(
      Self.familyName, ("degreesOfFreedom", degreesOfFreedom.tensor), ("scaleFactor", scaleFactor))
  }
}

extension Wishart where Value == Double {
  /// Lets whole literals stand for numbers.
  public init(degreesOfFreedom: Double, scaleFactor: [[Double]]) {
    self.init(degrees: degreesOfFreedom, scaleFactor: matrix(scaleFactor))
  }
}

extension Wishart: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([.init("degreesOfFreedom", .number), .init("scaleFactor", .matrix)]) {
        Wishart(
          degreesOfFreedom: try $0.number("degreesOfFreedom"),
          scaleFactor: try $0.matrix("scaleFactor"))
      }
    ]
  }
}

extension Wishart: Equatable, Hashable where Value: BinaryFloatingPoint {
  public static func == (x: Wishart, y: Wishart) -> Bool {
    x.degreesOfFreedom == y.degreesOfFreedom && x.scaleFactor.shape == y.scaleFactor.shape
      && x.scaleFactor.scalars == y.scaleFactor.scalars
  }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(degreesOfFreedom)
    hasher.combine(scaleFactor.scalars)
  }
}

extension Wishart: Codable where Value == Double {}
