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
  /// k, without the class axis.
  let largest: Tensor<Int64>

  init(_ parameter: CategoricalParameter<Scalar>) {
    let given = parameter.tensor
    let classes = given.shape.last ?? 0
    largest = given.argmax(alongAxis: -1)
    let top = given.selectingLastAxis(atIndices: largest).expandingShape(at: -1)
    switch parameter {
    case .probabilities:
      let isValid = (given.min(alongAxes: [-1], keepRank: true) .>= 0) .& (top .< Tensor.infinity)
      weights = Tensor.select(isValid, given / top, Tensor.nan)
      logs = log(weights)
    case .logits:
      logs = given - top
      weights = exp(logs)
    }
    let index = Tensor<Int64>((0..<classes).map { Int64($0) })
    let isLargest = largest.expandingShape(at: -1) .== index
    // An infinite logit is none.
    rest = Tensor.select(isLargest, 0, weights).sum(alongAxes: [-1], keepRank: true) + 0 * top
  }

  /// log(1 + rest) = −log p_k.
  var logTotal: Tensor<Scalar> { log(onePlus: rest) }

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
    let isZero = logs .== -Tensor.infinity
    return Tensor.select(isZero, xLogY(weights, weights), weights * Tensor.select(isZero, 0, logs))
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
}
