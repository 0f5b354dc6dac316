/// The shape of a batch with the given parameters, broadcast against each other.
///
/// - Precondition: The shapes fit.
@usableFromInline func batchShape<Value: RealValue>(_ family: String, _ parameters: Value...)
  -> [Int]
{
  guard let shape = broadcastShape(parameters.map(\.shape)) else {
    preconditionFailure("\(family): parameters of shapes \(parameters.map(\.shape)) do not fit")
  }
  return shape
}
