/// The classes of categorical distributions, weighed against the most likely one.
///
/// With k the class of the largest parameter,
///
/// ```
/// wᵢ = pᵢ/p_k = exp(dᵢ),   p_i = wᵢ/(1 + Σ_{j≠k} w_j),   log pᵢ = dᵢ − log(1 + Σ_{j≠k} w_j)
/// ```
///
/// so that the log of a probability near 1 is as exact as the sum of the others, nothing overflows,
/// and the gradient at a weight of 0 is that of the definition.
struct CategoricalWeights<Scalar: FloatingPointTensorScalar> {
  /// dᵢ ≤ 0, the class axis last; −infinity where the weight is 0.
  let logs: Tensor<Scalar>
  /// wᵢ.
  let weights: Tensor<Scalar>
  /// Σ_{j≠k} w_j, with a class axis of length 1. NaN where the parameters are invalid.
  let rest: Tensor<Scalar>
  /// The sum of the weights below 1, likewise: the same as `rest` where one class is the most likely, and
  /// with its derivatives, as `rest` has them with wₖ only.
  let others: Tensor<Scalar>
  private let parameter: CategoricalParameter<Scalar>

  init(_ parameter: CategoricalParameter<Scalar>) {
    self.parameter = parameter
    let given = parameter.tensor
    // What the weights are measured by, which does not move with them: no probability depends on it.
    let top = given.max(alongAxes: [-1], keepRank: true).stoppingGradient()
    switch parameter {
    case .probabilities:
      let isValid = (given.min(alongAxes: [-1], keepRank: true) .>= 0) .& (top .< Tensor.infinity)
      weights = Tensor.select(isValid, given / top, Tensor.nan)
      logs = log(weights)
    case .logits:
      logs = given - top
      weights = exp(logs)
    }
    // The sum of all but the most likely one; of several as likely their number less one, exactly.
    let isTop = weights .== 1
    others = Tensor.select(isTop, 0, weights).sum(alongAxes: [-1], keepRank: true)
    let most = Tensor.select(isTop, weights, 0).sum(alongAxes: [-1], keepRank: true) - 1
    // An infinite logit is none.
    rest = others + most + 0 * top
  }

  /// k, without the class axis.
  var largest: Tensor<Int64> { parameter.tensor.argmax(alongAxis: -1) }

  /// log(1 + rest) = −log p_k.
  var logTotal: Tensor<Scalar> { log(onePlus: rest) }

  /// dᵢ, whose derivative by a weight of 0 is 0.
  var logsOfPresent: Tensor<Scalar> {
    guard case .probabilities = parameter else { return logs }
    let isZero = weights .== 0
    return Tensor.select(isZero, -Tensor.infinity, log(Tensor.select(isZero, 1, weights)))
  }

  /// dᵢ of one class of each row, chosen before the logarithm is taken, so that a weight of 0 elsewhere
  /// has no part in the gradient.
  func logs(at index: Tensor<Int64>) -> Tensor<Scalar> {
    switch parameter {
    case .probabilities: log(weights.selectingLastAxis(atIndices: index))
    case .logits: logs.selectingLastAxis(atIndices: index)
    }
  }

  /// pᵢ.
  var probabilities: Tensor<Scalar> { weights / (rest + 1) }

  /// log pᵢ.
  var logProbabilities: Tensor<Scalar> { logs - logTotal }

  /// log(1 + rest) − Σ wᵢ dᵢ/(1 + rest): no term is negative.
  var entropy: Tensor<Scalar> {
    let spread = xTimesLog.sum(alongAxes: [-1])
    let rest = rest.squeezingShape(at: -1)
    return log(onePlus: rest) - spread / (rest + 1)
  }

  /// wᵢ log wᵢ, 0 for a weight of 0.
  private var xTimesLog: Tensor<Scalar> {
    if case .probabilities = parameter { return xLogY(weights, weights) }
    let isZero = logs .== -Tensor.infinity
    return Tensor.select(isZero, 0, weights * Tensor.select(isZero, 0, logs))
  }
}

/// What a categorical distribution is given by.
public enum CategoricalParameter<Scalar: FloatingPointTensorScalar>: Sendable {
  /// Not negative, with sum 1, over the last axis.
  case probabilities(Tensor<Scalar>)
  /// Logarithms of probabilities up to a common constant, over the last axis.
  case logits(Tensor<Scalar>)

  var tensor: Tensor<Scalar> {
    switch self {
    case .probabilities(let tensor), .logits(let tensor): tensor
    }
  }

  var isLogits: Bool { if case .logits = self { true } else { false } }

  private init(_ tensor: Tensor<Scalar>, areLogits: Bool) {
    self = areLogits ? .logits(tensor) : .probabilities(tensor)
  }

  /// The log of the mass of the classes with these indices, −∞ of one outside; `chosen` gives the dᵢ of
  /// rows that are differentiated.
  func logMass(
    at index: Tensor<Int64>,
    chosen: @escaping @Sendable (CategoricalWeights<Scalar>, Tensor<Int64>) -> Tensor<Scalar> = {
      $0.logs(at: $1)
    }
  ) -> Tensor<Scalar> {
    if tensor.rank == 1 { return logMassesAndNone.entries(atIndices: index) }
    guard Array(tensor.shape.dropLast()) == index.shape else {
      return logMassInSteps(at: index, chosen)
    }
    // A plan keeps the closure: it must not hold the parameter.
    return Tensor.classLogMass(tensor, areLogits: isLogits, atIndices: index) {
      [isLogits] rows, index in
      CategoricalParameter(rows, areLogits: isLogits).logMassInSteps(at: index, chosen)
    }
  }

  /// Of one law, the logarithms of its masses, and that of no class at all behind them.
  var logMassesAndNone: Tensor<Scalar> {
    let weights = CategoricalWeights(self)
    return Tensor(concatenating: [
      weights.logsOfPresent - weights.logTotal, 0 * weights.logTotal - Tensor.infinity,
    ])
  }

  /// The same in plain operations, of a law for each row.
  private func logMassInSteps(
    at index: Tensor<Int64>,
    _ chosen: (CategoricalWeights<Scalar>, Tensor<Int64>) -> Tensor<Scalar>
  ) -> Tensor<Scalar> {
    let weights = CategoricalWeights(self)
    let logTotal = weights.logTotal.squeezingShape(at: -1)
    let isInside = (index .>= 0) .& (index .< Tensor<Int64>(Int64(tensor.shape.last ?? 0)))
    let log = chosen(weights, Tensor.select(isInside, index, 0))
    return Tensor.select(isInside, log - logTotal, 0 * logTotal - Tensor.infinity)
  }

  /// −Σ pᵢ log pᵢ, a class without mass adding 0.
  var entropy: Tensor<Scalar> {
    Tensor.classEntropy(tensor, areLogits: isLogits) { [isLogits] rows in
      CategoricalWeights(CategoricalParameter(rows, areLogits: isLogits)).entropy
    }
  }
}
