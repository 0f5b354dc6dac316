import Tensors

/// The cross-entropy of rows of labels under the probabilities softmax(x), one number a row.
///
/// ```
/// Σ_j z_j · (log Σ_i exp(x_i) − x_j)
/// ```
///
/// over the last axis, with logits x and labels z: non-negative weights, usually probabilities,
/// which need not sum to 1. With k the class of the largest logit (the first of equals) it is
/// computed as
///
/// ```
/// Σ_j z_j · ((x_k − x_j) + log1p(r)),    r = Σ_{i ≠ k} exp(x_i − x_k)
/// ```
///
/// where the difference at j = k is 0 by construction, not by subtraction. So no term is negative,
/// and neither the value nor the first or second derivative cancels: with the right class ahead by
/// a margin d, the loss is e⁻ᵈ to the last digit and so is the derivative by its logit.
///
/// Value and gradient together take one pass over the logits: a row stays in cache from beginning to
/// end.
///
/// A class of weight 0 costs nothing even if its logit is −infinity. A row whose logits are all
/// −infinity, or of which two are infinity, has no probabilities: NaN.
///
/// - Precondition: Both have the same classes along the last axis; the axes before are broadcast.
public func softmaxCrossEntropy<Scalar: FloatingPointTensorScalar>(
  logits: Tensor<Scalar>, labels: Tensor<Scalar>, reduction: LossReduction = .none
) -> Tensor<Scalar> {
  precondition(
    logits.rank >= 1 && labels.rank >= 1 && logits.shape.last == labels.shape.last,
    "softmaxCrossEntropy: logits of shape \(logits.shape), labels of shape \(labels.shape)")
  return reduction(Tensor.softmaxCrossEntropy(logits: logits, labels: labels))
}

/// ``softmaxCrossEntropy(logits:labels:reduction:)`` with one class a row instead of weights.
///
/// ```
/// (x_k − x_label) + log1p(Σ_{i ≠ k} exp(x_i − x_k))
/// ```
///
/// - Parameters:
///   - logits: Classes along the last axis.
///   - labels: Class indices, of the logits' shape without the last axis.
/// - Throws: ``LossError/labelOutOfRange(row:label:classes:)`` for the first label that is not in
///   `0..<classes`; ``LossError/labelCount(labels:rows:)`` where the shapes differ.
public func sparseSoftmaxCrossEntropy<Scalar: FloatingPointTensorScalar>(
  logits: Tensor<Scalar>, labels: Tensor<Int64>, reduction: LossReduction = .none
) throws(LossError) -> Tensor<Scalar> {
  precondition(logits.rank >= 1, "sparseSoftmaxCrossEntropy: logits of rank 0")
  let classes = logits.shape[logits.rank - 1]
  let batch = Array(logits.shape.dropLast())
  guard labels.shape == batch else {
    throw .labelCount(labels: labels.scalarCount, rows: batch.reduce(1, *))
  }
  let wrong = labels.withUnsafeScalars { labels in
    labels.firstIndex { $0 < 0 || $0 >= classes }.map { (row: $0, label: Int(labels[$0])) }
  }
  if let wrong {
    throw .labelOutOfRange(row: wrong.row, label: wrong.label, classes: classes)
  }
  return reduction(Tensor.softmaxCrossEntropy(logits: logits, classes: labels))
}

/// The same with labels in an array, one for each row of a matrix of logits.
public func sparseSoftmaxCrossEntropy<Scalar: FloatingPointTensorScalar>(
  logits: Tensor<Scalar>, labels: [Int], reduction: LossReduction = .none
) throws(LossError) -> Tensor<Scalar> {
  let batch = Array(logits.shape.dropLast())
  let rows = batch.reduce(1, *)
  guard labels.count == rows else { throw .labelCount(labels: labels.count, rows: rows) }
  let indices = Tensor<Int64>(shape: batch, scalars: labels.map { Int64($0) })
  return try sparseSoftmaxCrossEntropy(logits: logits, labels: indices, reduction: reduction)
}
