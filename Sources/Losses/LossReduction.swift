import Tensors

/// What becomes of the losses of a batch: every loss takes it as `reduction:`, and none reduces
/// unless asked.
public enum LossReduction: Sendable, Hashable, CaseIterable {
  /// One number for each element (or row, where a loss has one number a row).
  case none
  /// The mean of these numbers; NaN of none.
  case mean
  /// Their sum.
  case sum

  func callAsFunction<Scalar: FloatingPointTensorScalar>(
    _ losses: Tensor<Scalar>
  ) -> Tensor<Scalar> {
    switch self {
    case .none: losses
    case .mean: losses.mean()
    case .sum: losses.sum()
    }
  }
}
