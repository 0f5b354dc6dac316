import Tensors

/// What the spread of a multivariate normal distribution is given by.
public enum NormalScale<Scalar: FloatingPointTensorScalar>: Sendable {
  /// Σ, symmetric and positive definite.
  case covariance(Tensor<Scalar>)
  /// L lower triangular with a positive diagonal, Σ = L Lᵀ.
  case scaleFactor(Tensor<Scalar>)
  /// σ, positive: Σ has their squares on its diagonal.
  case standardDeviations(Tensor<Scalar>)

  /// The parameter as it was given.
  var tensor: Tensor<Scalar> {
    switch self {
    case .covariance(let tensor), .scaleFactor(let tensor), .standardDeviations(let tensor): tensor
    }
  }

  var label: String {
    switch self {
    case .covariance: "covariance"
    case .scaleFactor: "scaleFactor"
    case .standardDeviations: "standardDeviations"
    }
  }

  /// How many axes the parameter of one distribution has.
  var rank: Int {
    if case .standardDeviations = self { return 1 }
    return 2
  }

  /// The shape of the batch.
  var batchShape: [Int] { Array(tensor.shape.dropLast(rank)) }

  /// L.
  var factor: Tensor<Scalar> {
    switch self {
    case .covariance(let covariance): covariance.cholesky()
    case .scaleFactor(let factor): factor.lowerTriangle()
    case .standardDeviations(let deviations): deviations.diagonal()
    }
  }

  /// L, or what has it in its lower triangle.
  var lowerFactor: Tensor<Scalar> {
    if case .scaleFactor(let given) = self { return given }
    return factor
  }

  /// Σ.
  var covarianceMatrix: Tensor<Scalar> {
    switch self {
    case .covariance(let covariance): return covariance
    case .scaleFactor(let factor):
      let lower = factor.lowerTriangle()
      return lower.matmul(lower.matrixTransposed())
    case .standardDeviations(let deviations): return square(deviations).diagonal()
    }
  }

  /// The diagonal of L; NaN where L is not what it must be.
  var diagonal: Tensor<Scalar> {
    let given: Tensor<Scalar>
    switch self {
    case .standardDeviations(let deviations): given = deviations
    case .covariance, .scaleFactor: given = factor.diagonalPart()
    }
    let isValid = (given .> 0) .& (given .< Tensor<Scalar>.infinity)
    return Tensor.select(isValid, given, Tensor.nan)
  }

  /// log |L|, half of log |Σ|.
  var logDeterminant: Tensor<Scalar> { log(diagonal).sumOfLast() }

  /// L⁻¹ v.
  func whitened(_ vector: Tensor<Scalar>) -> Tensor<Scalar> {
    if case .standardDeviations(let deviations) = self { return vector / deviations }
    return factor.solving(vector)
  }

  /// |L⁻¹ (x − m)|².
  func whitenedLength(of x: Tensor<Scalar>, from mean: Tensor<Scalar>) -> Tensor<Scalar> {
    let n = mean.shape.last ?? 0
    // One law at many points is one pass over them; a long factor is better solved in tiles.
    if rank == 2, mean.rank == 1, tensor.rank == 2, x.rank > 1, x.shape.last == n, n <= 128,
      let x = x as? Tensor<Double>, let mean = mean as? Tensor<Double>,
      let factor = factor as? Tensor<Double>,
      let lengths = x.whitenedLengths(factor: factor, mean: mean) as? Tensor<Scalar>
    {
      return lengths
    }
    return square(whitened(x - mean)).sumOfLast()
  }

  /// L v.
  func coloured(_ vector: Tensor<Scalar>) -> Tensor<Scalar> {
    if case .standardDeviations(let deviations) = self { return vector * deviations }
    let factor = factor
    if factor.rank == 2, vector.rank > 1, let length = vector.shape.last {
      // One product of all vectors.
      let rows = vector.reshaped(to: [vector.shape.dropLast().reduce(1, *), length])
      return rows.matmul(factor.matrixTransposed()).reshaped(to: vector.shape)
    }
    return factor.matmul(vector.column).squeezingShape(at: -1)
  }

  /// The same over `Double`, of one distribution.
  func with(_ tensor: Tensor<Double>) -> NormalScale<Double> {
    switch self {
    case .covariance: .covariance(tensor)
    case .scaleFactor: .scaleFactor(tensor)
    case .standardDeviations: .standardDeviations(tensor)
    }
  }

  func validate<P: Distribution>(of p: P, length: Int) throws(ParameterError) {
    switch self {
    case .standardDeviations(let deviations):
      try p.requireShape(
        label, deviations, trailing: [length], "as many as the mean's \(length) numbers")
      try p.requireAll(label, deviations, ParameterError.positive) { $0 > 0 && $0.isFinite }
    case .scaleFactor(let factor):
      try p.requireShape(
        label, factor, trailing: [length, length], "a matrix of \(length) rows and columns")
      try p.requireFactor(label, factor)
    case .covariance(let covariance):
      try p.requireShape(
        label, covariance, trailing: [length, length], "a matrix of \(length) rows and columns")
      try p.requireAll(label, covariance, ParameterError.finite) { $0.isFinite }
      let scalars = covariance.scalars
      for index in scalars.indices {
        let (row, column) = (index / length % length, index % length)
        let mirrored = index - row * length - column + column * length + row
        let size = max(abs(scalars[index]), abs(scalars[mirrored]))
        if abs(scalars[index] - scalars[mirrored]) > 1e-6 * size {
          throw ParameterError(
            family: P.familyName, parameter: label, index: index, value: "\(scalars[index])",
            requirement: "symmetric; across the diagonal is \(scalars[mirrored])")
        }
      }
      if covariance.cholesky().scalars.contains(where: \.isNaN) {
        throw ParameterError(
          family: P.familyName, parameter: label, value: covariance.literalText,
          requirement: "positive definite")
      }
    }
  }
}
