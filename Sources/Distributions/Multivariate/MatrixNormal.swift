import Tensors

/// The matrix normal distribution: normal matrices whose rows and columns are correlated apart.
///
/// ```
/// X = M + A Z Bᵀ,   Cov(Xᵢⱼ, Xₖₗ) = (A Aᵀ)ᵢₖ (B Bᵀ)ⱼₗ
/// ```
///
/// with Z standard normal.
///
/// - `mean` M: n × m, finite.
/// - `rowScaleFactor` A: lower triangular, n × n, with a positive diagonal.
/// - `columnScaleFactor` B: lower triangular, m × m, with a positive diagonal.
///
/// Both factors are those of covariances, of which only the product counts: A may be multiplied by what
/// B is divided by. Gradients flow to all parameters, also through draws.
///
/// Elsewhere: TFP `MatrixNormalLinearOperator(loc, scale_row, scale_column)`; torch —;
/// Distributions.jl `MatrixNormal(M, U, V)`; scipy `matrix_normal(mean, rowcov, colcov)`.
///
/// Source: A. K. Gupta, D. K. Nagar, *Matrix Variate Distributions*, 2000, ch. 2.
public struct MatrixNormal<Value: RealValue>: MultivariateDistribution {
  public typealias Sample = Tensor<Value.Scalar>
  public typealias Element = Value.Scalar

  /// M.
  public let mean: Tensor<Value.Scalar>
  /// A, the factor of the covariance of the rows.
  public let rowScaleFactor: Tensor<Value.Scalar>
  /// B, the factor of the covariance of the columns.
  public let columnScaleFactor: Tensor<Value.Scalar>

  // MARK: - Parameters

  init(
    center: Tensor<Value.Scalar>, rows: Tensor<Value.Scalar>, columns: Tensor<Value.Scalar>
  ) {
    mean = center
    rowScaleFactor = rows
    columnScaleFactor = columns
  }

  /// - Parameters:
  ///   - mean: M, its rows.
  ///   - rowScaleFactor: A, rows of a lower triangular matrix with a positive diagonal.
  ///   - columnScaleFactor: B, likewise.
  public init(mean: [[Value]], rowScaleFactor: [[Value]], columnScaleFactor: [[Value]])
  where Value: BinaryFloatingPoint {
    self.init(
      center: matrix(mean), rows: matrix(rowScaleFactor), columns: matrix(columnScaleFactor))
  }

  /// A batch: the event is on the last two axes.
  public init<S>(mean: Tensor<S>, rowScaleFactor: Tensor<S>, columnScaleFactor: Tensor<S>)
  where Value == Tensor<S> {
    self.init(center: mean, rows: rowScaleFactor, columns: columnScaleFactor)
  }

  public static var familyName: String { "MatrixNormal" }

  public func validate() throws(ParameterError) {
    try requireFactor("rowScaleFactor", rowScaleFactor)
    try requireFactor("columnScaleFactor", columnScaleFactor)
    try requireShape(
      "mean", mean, trailing: eventShape,
      "a matrix of \(eventShape[0]) rows and \(eventShape[1]) columns")
    try requireAll("mean", mean, ParameterError.finite) { $0.isFinite }
  }

  private var rows: NormalScale<Value.Scalar> { .scaleFactor(rowScaleFactor) }
  private var columns: NormalScale<Value.Scalar> { .scaleFactor(columnScaleFactor) }

  /// m log |A| + n log |B|.
  private var logDeterminant: Tensor<Value.Scalar> {
    let (n, m) = (Value.Scalar(eventShape[0]), Value.Scalar(eventShape[1]))
    return Tensor(m) * rows.logDeterminant + Tensor(n) * columns.logDeterminant
  }

  private var count: Double { Double(eventShape[0] * eventShape[1]) }

  // MARK: - Support

  public var eventShape: [Int] {
    [rowScaleFactor.shape.last ?? 0, columnScaleFactor.shape.last ?? 0]
  }
  public var space: Space { .matrices(eventShape[0], eventShape[1]) }

  // MARK: - Density

  /// A⁻¹ D B⁻ᵀ.
  private func whitened(_ distance: Tensor<Value.Scalar>) -> Tensor<Value.Scalar> {
    let left = rowScaleFactor.lowerTriangle().triangularSolve(distance)
    let right = columnScaleFactor.lowerTriangle().triangularSolve(left.matrixTransposed())
    return right
  }

  /// −½ |A⁻¹(X − M)B⁻ᵀ|² − m log |A| − n log |B| − nm/2 log 2π.
  public func logProbability(of x: Tensor<Value.Scalar>) -> Value {
    let square = whitened(x - mean).sumOfSquares
    let constant = Tensor<Value.Scalar>(Value.Scalar(0.91893853320467274178 * count))
    return Value(tensor: -0.5 * square - logDeterminant - constant)
  }

  // MARK: - Statistics

  /// (A Aᵀ)ᵢₖ (B Bᵀ)ⱼₗ, the elements of X counted along its rows: nm × nm.
  public var covariance: Tensor<Value.Scalar> {
    let (u, v) = (rows.covarianceMatrix, columns.covarianceMatrix)
    let (n, m) = (eventShape[0], eventShape[1])
    let first = u.reshaped(to: Array(u.shape.dropLast(2)) + [n, 1, n, 1])
    let second = v.reshaped(to: Array(v.shape.dropLast(2)) + [1, m, 1, m])
    let product = first * second
    return product.reshaped(to: Array(product.shape.dropLast(4)) + [n * m, n * m])
  }

  public var mode: Tensor<Value.Scalar> { mean }

  // MARK: - Entropy

  /// nm/2 (1 + log 2π) + m log |A| + n log |B|.
  public var entropy: Value {
    let constant = Tensor<Value.Scalar>(Value.Scalar(1.41893853320467274178 * count))
    return Value(tensor: logDeterminant + constant)
  }

  // MARK: - Draws

  public func sample(using generator: inout some RandomNumberGenerator) -> Tensor<Value.Scalar> {
    sample(shape: [], using: &generator)
  }

  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    let batches = [mean, rowScaleFactor, columnScaleFactor].map { Array($0.shape.dropLast(2)) }
    guard let batch = broadcastShape(batches) else {
      preconditionFailure("MatrixNormal: batches of shapes \(batches) do not fit")
    }
    let normal = Tensor<Value.Scalar>(
      standardNormal: shape + batch + eventShape, using: &generator)
    let left = rowScaleFactor.lowerTriangle().matmul(normal)
    return mean + left.matmul(columnScaleFactor.lowerTriangle().matrixTransposed())
  }

  public func elements() -> DistributionElements {
    vectorElements([(mean, 2), (rowScaleFactor, 2), (columnScaleFactor, 2)]) {
      MatrixNormal<Double>(center: $0[0], rows: $0[1], columns: $0[2])
    }
  }

  // MARK: - Divergences

  /// Closed forms whose first argument is a matrix normal distribution.
  static var klRules: [KLRule<Value>] {
    [
      // With K = Aq⁻¹Ap, J = Bq⁻¹Bp and k, j their diagonals: Σ r(kᵢ jₗ) over both, with
      // r(x) = ½(x² − 1) − log x, half the products of squares off a diagonal, and half of
      // |Aq⁻¹(Mp − Mq)Bq⁻ᵀ|². The differences from 1 are those of the factors.
      KLRule { (p: MatrixNormal, q: MatrixNormal) in
        let (first, firstStep, firstOff) = p.rows.ratio(to: q.rows)
        let (second, secondStep, secondOff) = p.columns.ratio(to: q.columns)
        let steps = (firstStep.column, secondStep.expandingShape(at: -2))
        let step = steps.0 + steps.1 + steps.0 * steps.1
        let isNear = abs(step) .< 0.5
        let near = Tensor<Value.Scalar>.select(isNear, step, 0)
        let ratio = Tensor<Value.Scalar>.select(
          isNear, 1, first.column * second.expandingShape(at: -2))
        let own =
          (logOnePlusRemainder(near) + 0.5 * square(near))
          + (0.5 * (square(ratio) - 1) - log(ratio))
        let off =
          square(first).sumOfLast() * secondOff + firstOff * square(second).sumOfLast()
          + firstOff * secondOff
        let distance = q.whitened(p.mean - q.mean).sumOfSquares
        return Value(tensor: own.sum(alongAxes: [-2, -1]) + 0.5 * (off + distance))
      }
    ]
  }

  // MARK: - Description

  public var description: String {
    vectorLiteral(
      Self.familyName, ("mean", mean), ("rowScaleFactor", rowScaleFactor),
      ("columnScaleFactor", columnScaleFactor))
  }
}

extension NormalScale {
  /// The diagonal of L⁻¹ L′ for this L′ and the other's L, its distance from 1 by the exact difference,
  /// and the sum of squares below the diagonal.
  fileprivate func ratio(
    to other: NormalScale
  ) -> (diagonal: Tensor<Scalar>, step: Tensor<Scalar>, off: Tensor<Scalar>) {
    let (own, base) = (diagonal, other.diagonal)
    let change = other.factor.triangularSolve(factor - other.factor)
    return (own / base, (own - base) / base, change.belowDiagonal.sumOfSquares)
  }
}

extension MatrixNormal where Value == Double {
  /// Lets whole literals stand for numbers.
  public init(mean: [[Double]], rowScaleFactor: [[Double]], columnScaleFactor: [[Double]]) {
    self.init(
      center: matrix(mean), rows: matrix(rowScaleFactor), columns: matrix(columnScaleFactor))
  }
}

extension MatrixNormal: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([
        .init("mean", .matrix), .init("rowScaleFactor", .matrix),
        .init("columnScaleFactor", .matrix),
      ]) {
        MatrixNormal(
          mean: try $0.matrix("mean"), rowScaleFactor: try $0.matrix("rowScaleFactor"),
          columnScaleFactor: try $0.matrix("columnScaleFactor"))
      }
    ]
  }
}

extension MatrixNormal: Equatable, Hashable where Value: BinaryFloatingPoint {
  public static func == (x: MatrixNormal, y: MatrixNormal) -> Bool {
    let pairs = [
      (x.mean, y.mean), (x.rowScaleFactor, y.rowScaleFactor),
      (x.columnScaleFactor, y.columnScaleFactor),
    ]
    return pairs.allSatisfy { $0.0.shape == $0.1.shape && $0.0.scalars == $0.1.scalars }
  }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(mean.scalars)
    hasher.combine(rowScaleFactor.scalars)
    hasher.combine(columnScaleFactor.scalars)
  }
}

extension MatrixNormal: Codable where Value == Double {}
