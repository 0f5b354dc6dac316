import Tensors

// Laws of vectors: data are the rows of a matrix.

/// Rows of finite numbers, each with a weight.
private struct Rows {
  let tensor: Tensor<Double>
  let weights: Tensor<Double>?
  let totalWeight: Double
  var count: Int { tensor.shape[0] }
  var length: Int { tensor.shape[1] }

  init(_ data: Tensor<Double>, weights: [Double]?, family: String) throws(FittingError) {
    guard data.rank == 2, data.shape[1] > 0 else {
      throw .malformed(
        family: family, index: 0, problem: "must be a row of a matrix; the shape is \(data.shape)")
    }
    guard data.shape[0] > 0 else { throw .noData }
    let length = data.shape[1]
    if let place = data.withUnsafeScalars({ $0.firstIndex { !$0.isFinite } }) {
      throw .malformed(
        family: family, index: place / length, problem: "has a number that is not finite")
    }
    if let weights {
      // The same rules as for numbers.
      let checked = try Observations([Double](repeating: 0, count: data.shape[0]), weights: weights)
      totalWeight = checked.totalWeight
      self.weights = Tensor(weights)
    } else {
      totalWeight = Double(data.shape[0])
      self.weights = nil
    }
    tensor = data
  }

  /// The weighted means of the columns of a matrix with as many rows.
  func mean(_ columns: Tensor<Double>) -> Tensor<Double> {
    let weighted = weights.map { $0.expandingShape(at: 1) * columns } ?? columns
    return (weighted.sum(alongAxes: 0) / Tensor(totalWeight)).materialized()
  }

  /// Throws for the first row that does not meet a condition.
  func require(
    _ family: String, _ problem: String, _ condition: (ArraySlice<Double>) -> Bool
  ) throws(FittingError) {
    let scalars = tensor.scalars
    for row in 0..<count where !condition(scalars[row * length..<(row + 1) * length]) {
      throw .malformed(family: family, index: row, problem: problem)
    }
  }
}

extension MultivariateNormal where Value == Double {
  /// The mean and the mean product of the differences from it (divided by n, not n − 1).
  ///
  /// The standard errors are those of the means and of the entries of the covariance on and below
  /// its diagonal: σᵢⱼ has the variance (σᵢᵢσⱼⱼ + σᵢⱼ²)/n.
  ///
  /// - Parameters:
  ///   - data: A matrix with an observation a row.
  ///   - weights: How often each counts.
  /// - Throws: ``FittingError``; `.noMaximum` where the observations lie in a plane.
  public static func fit(
    to data: Tensor<Double>, weights: [Double]? = nil
  ) throws(FittingError) -> Fit<Self> {
    let rows = try Rows(data, weights: weights, family: familyName)
    let first = rows.mean(rows.tensor)
    let mean = (first + rows.mean(rows.tensor - first)).materialized()
    let centred = (rows.tensor - mean).materialized()
    let weighted = rows.weights.map { $0.expandingShape(at: 1) * centred } ?? centred
    let scatter = weighted.matrixTransposed().matmul(centred) / Tensor(rows.totalWeight)
    let length = rows.length
    let entries = scatter.scalars
    let covariance = (0..<length).map { i in
      (0..<length).map { j in 0.5 * (entries[i * length + j] + entries[j * length + i]) }
    }
    return try fit(mean: mean.scalars, covariance: covariance, totalWeight: rows.totalWeight)
  }

  static func fit(
    mean: [Double], covariance: [[Double]], totalWeight: Double
  ) throws(FittingError) -> Fit<Self> {
    let length = mean.count
    let factor = SymmetricFactor(covariance)
    guard let factor, factor.smallestPivot > 1e-12 else {
      throw .noMaximum(
        familyName, "the observations lie in a plane of fewer than \(length) dimensions")
    }
    // log √det 2πe Σ.
    let volume = Double(length) * 1.41893853320467274178 + 0.5 * factor.logDeterminant
    var parameters = mean.enumerated().map { (label: "mean[\($0)]", value: $1) }
    var variances = (0..<length).map { covariance[$0][$0] / totalWeight }
    for i in 0..<length {
      for j in 0...i {
        parameters.append((label: "covariance[\(i)][\(j)]", value: covariance[i][j]))
        let product = covariance[i][i] * covariance[j][j]
        variances.append((product + covariance[i][j] * covariance[i][j]) / totalWeight)
      }
    }
    return Fit(
      MultivariateNormal(mean: mean, covariance: covariance),
      logLikelihood: -totalWeight * volume, parameters: parameters,
      covariance: EstimateCovariance(variances: variances), totalWeight: totalWeight)
  }
}

extension Dirichlet where Value == Double {
  /// ψ(αᵢ) − ψ(A) is the mean of log xᵢ: Newton's steps from the law of the same means.
  ///
  /// - Parameters:
  ///   - data: A matrix with an observation a row: positive shares with sum 1, to within 10⁻⁶.
  ///   - weights: How often each counts.
  /// - Throws: ``FittingError``.
  public static func fit(
    to data: Tensor<Double>, weights: [Double]? = nil
  ) throws(FittingError) -> Fit<Self> {
    let rows = try Rows(data, weights: weights, family: familyName)
    try rows.require(familyName, "must be of positive shares that sum to 1") { row in
      row.allSatisfy { $0 > 0 } && abs(row.reduce(0, +) - 1) <= 1e-6
    }
    guard rows.count > 1 else {
      throw .tooFewValues(family: familyName, distinct: 1, needed: 2)
    }
    let mean = rows.mean(rows.tensor)
    let variances = rows.mean(square(rows.tensor - mean)).scalars
    return try fit(
      meanLogs: rows.mean(log(rows.tensor)).scalars, means: mean.scalars, variances: variances,
      totalWeight: rows.totalWeight)
  }

  static func fit(
    meanLogs: [Double], means: [Double], variances: [Double], totalWeight: Double
  ) throws(FittingError) -> Fit<Self> {
    // Var xᵢ = mᵢ(1 − mᵢ)/(A + 1), with all shares together.
    let spread = means.reduce(0) { $0 + $1 * (1 - $1) }
    let total = max(spread / variances.reduce(0, +) - 1, 0.1)
    guard total < 1e15 else {
      throw .tooFewValues(family: familyName, distinct: 1, needed: 2)
    }
    guard
      let found = DirichletMaximum(meanLogs: meanLogs, from: means.map { max($0 * total, 1e-3) })
    else {
      throw .notConverged(family: familyName, reason: "the steps do not settle")
    }
    return Fit(
      Dirichlet(concentration: found.concentration),
      logLikelihood: totalWeight * found.meanLogLikelihood,
      parameters: found.concentration.enumerated().map { ("concentration[\($0)]", $1) },
      covariance: found.covariance(weight: totalWeight), totalWeight: totalWeight)
  }
}

extension Multinomial where Value == Double {
  /// The shares of the classes; every observation has the same number of trials.
  ///
  /// - Parameters:
  ///   - data: A matrix with an observation a row: counts with the same sum.
  ///   - weights: How often each counts.
  /// - Throws: ``FittingError``.
  public static func fit(
    to data: Tensor<Double>, weights: [Double]? = nil
  ) throws(FittingError) -> Fit<Self> {
    let rows = try Rows(data, weights: weights, family: familyName)
    let trials = rows.tensor.sliced(0..<1).sum().scalar
    try rows.require(
      familyName, "must be of whole numbers, not negative, that sum to \(trials) as the first do"
    ) { row in
      row.allSatisfy { $0 >= 0 && $0 == $0.rounded() } && row.reduce(0, +) == trials
    }
    guard trials > 0 else { throw .noMaximum(familyName, "there are no trials") }
    let shares = rows.mean(rows.tensor).scalars.map { $0 / trials }
    let p = Multinomial(trials: trials, probabilities: shares)
    let batch = Multinomial<Tensor<Double>>(
      trials: Tensor(trials), probabilities: Tensor(shares))
    let terms = batch.logProbability(of: rows.tensor)
    let logLikelihood = (rows.weights.map { $0 * terms } ?? terms).sum().scalar
    return Fit(
      p, logLikelihood: logLikelihood,
      parameters: shares.enumerated().map { ("probabilities[\($0)]", $1) },
      covariance: EstimateCovariance(shares: shares, trials: rows.totalWeight * trials),
      totalWeight: rows.totalWeight, parameterCount: shares.count - 1)
  }
}
