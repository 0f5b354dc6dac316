import Tensors

/// A network with what its optimiser carries, every kind of number in one vector: so Adam is one
/// pass over memory, however many layers there are.
struct Learner<Scalar: FloatingPointTensorScalar>: Sendable {
  /// The network as it was given; what it learns is in ``parameters``.
  private let network: any Module<Scalar>
  /// The names and shapes of the parameters, in the order in which they lie in the vectors.
  let layout: [(name: String, shape: [Int])]
  var parameters: Tensor<Scalar>
  /// Adam's running means of the gradients and of their squares.
  var first: Tensor<Scalar>
  var second: Tensor<Scalar>
  /// Updates so far.
  var updates = 0

  init(_ network: any Module<Scalar>) {
    self.network = network
    layout = network.namedParameters.map { (name: $0.name, shape: $0.value.shape) }
    parameters = Self.joined(network.parameters).materialized()
    let zeros = [Scalar](repeating: 0, count: parameters.scalarCount)
    first = Tensor(zeros)
    second = Tensor(zeros)
  }

  /// The network with these parameters.
  func network(with pieces: [Tensor<Scalar>]) -> any Module<Scalar> {
    network.with(parameters: pieces)
  }

  /// The network as it is now.
  var current: any Module<Scalar> { network(with: pieces(of: parameters)) }

  /// What lies in `vector`, in the parameters' shapes.
  func pieces(of vector: Tensor<Scalar>) -> [Tensor<Scalar>] {
    var start = 0
    return layout.map { _, shape in
      let count = shape.reduce(1, *)
      defer { start += count }
      return vector.sliced(start..<(start + count)).reshaped(to: shape)
    }
  }

  /// Tensors of the parameters' shapes as one vector.
  static func joined(_ tensors: [Tensor<Scalar>]) -> Tensor<Scalar> {
    if tensors.isEmpty { return Tensor(zeros: [0]) }
    return Tensor(concatenating: tensors.map { $0.flattened() }, alongAxis: 0)
  }
}
