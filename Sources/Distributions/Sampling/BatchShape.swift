/// The shape of a batch with the given parameters, broadcast against each other.
///
/// - Precondition: The shapes fit.
@inlinable @inline(__always)
func batchShape<Value: RealValue>(_ family: String, _ parameters: Value...) -> [Int] {
  // A number has no shape, and its draws no time for one.
  if Value.self == Value.Scalar.self { return [] }
  return commonShape(family, parameters.map(\.shape))
}

/// The shape of draws followed by that of the batch.
///
/// - Precondition: The shapes of the parameters fit.
@inlinable @inline(__always)
func fullShape<Value: RealValue>(
  _ shape: [Int], _ family: String, _ parameters: Value...
) -> [Int] {
  if Value.self == Value.Scalar.self { return shape }
  return shape + commonShape(family, parameters.map(\.shape))
}

@usableFromInline func commonShape(_ family: String, _ shapes: [[Int]]) -> [Int] {
  guard let shape = broadcastShape(shapes) else {
    preconditionFailure("\(family): parameters of shapes \(shapes) do not fit")
  }
  return shape
}
