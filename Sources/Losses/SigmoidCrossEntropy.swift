import Tensors

/// The cross-entropy of Bernoulli labels under the probabilities σ(x), one number an element.
///
/// ```
/// z · softplus(−x) + (1 − z) · softplus(x),    softplus(t) = log(1 + eᵗ)
/// ```
///
/// with logits x and labels z, which are probabilities, usually 0 or 1. Both terms are
/// non-negative for z in [0, 1], so nothing cancels: at z = 0, x = −40 this is e⁻⁴⁰ to the last
/// digit, where `max(x, 0) − x·z + log(1 + exp(−|x|))` may keep none. The derivatives to any order
/// are sums of such terms too; by the logit, (1 − z) σ(x) − z σ(−x).
///
/// A term of weight 0 is 0 even where its logarithm is infinite: a logit of −infinity with label 0,
/// or infinity with label 1, costs nothing. Logits and labels are broadcast.
///
/// Source: the negative log-mass of `Bernoulli(logit: x)`, averaged over Z ~ Bernoulli(z).
public func sigmoidCrossEntropy<Scalar: FloatingPointTensorScalar>(
  logits: Tensor<Scalar>, labels: Tensor<Scalar>, reduction: LossReduction = .none
) -> Tensor<Scalar> {
  reduction(Tensor.sigmoidCrossEntropy(logits: logits, labels: labels, positiveWeight: 1))
}

/// ``sigmoidCrossEntropy(logits:labels:reduction:)`` with positive labels weighted by q.
///
/// ```
/// q · z · softplus(−x) + (1 − z) · softplus(x)
/// ```
///
/// q above 1 trades precision for recall. It is broadcast against the logits, so that each class
/// may have its own. The textbook form
/// `(1 − z)·x + (1 + (q − 1)·z)·(log(1 + exp(−|x|)) + max(−x, 0))` is equal in exact arithmetic, but
/// has no correct digit at z = 0, x = −40.
///
/// - Parameter positiveWeight: q ≥ 0.
public func weightedSigmoidCrossEntropy<Scalar: FloatingPointTensorScalar>(
  logits: Tensor<Scalar>, labels: Tensor<Scalar>, positiveWeight: Tensor<Scalar>,
  reduction: LossReduction = .none
) -> Tensor<Scalar> {
  reduction(
    Tensor.sigmoidCrossEntropy(logits: logits, labels: labels, positiveWeight: positiveWeight))
}
