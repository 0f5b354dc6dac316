/// What a composed distribution computes one element at a time, on `Double`: quantiles by inversion
/// and moments by quadrature.
///
/// For a number it is called once. For a batch it runs over the broadcast elements of the parts and
/// the values, and no gradient flows through the result: asking for one throws and names it.
func elementwise<Value: RealValue>(
  _ name: String, _ parts: [any UnivariateDistribution<Value>], _ values: [Value],
  _ function: ([any UnivariateDistribution<Double>], [Double]) -> Double
) -> Value {
  if let parts = parts as? [any UnivariateDistribution<Double>], let values = values as? [Double] {
    return Value(function(parts, values))
  }
  let elements = parts.map { $0.elements() }
  let shapes = elements.map(\.shape) + values.map(\.shape)
  guard let shape = broadcastShape(shapes) else {
    preconditionFailure("\(name): shapes \(shapes) cannot be broadcast against each other")
  }
  let count = shape.reduce(1, *)
  let places = elements.map { element in
    Tensor((0..<Int64(element.distributions.count)).map { $0 }).reshaped(to: element.shape)
      .broadcast(to: shape).scalars
  }
  let columns = values.map { $0.tensor.broadcast(to: shape).scalars.map { Double($0) } }
  let results = (0..<count).map { index -> Value.Scalar in
    var chosen: [any UnivariateDistribution<Double>] = []
    for (element, place) in zip(elements, places) {
      guard
        let part = element.distributions[Int(place[index])] as? any UnivariateDistribution<Double>
      else { return .nan }
      chosen.append(part)
    }
    return Value.Scalar(function(chosen, columns.map { $0[index] }))
  }
  let constant = Value(tensor: Tensor(shape: shape, scalars: results))
  guard let first = values.first else { return constant }
  return Value.elementwise(
    name, constant, first, { result, _ in result }, derivatives: ({ _, _ in 1 }, nil))
}

/// The distributions of a batch, each made of the broadcast elements of its parts and values.
func composedElements<Value: RealValue>(
  _ parts: [any UnivariateDistribution<Value>], _ values: [Value],
  _ make: ([any Distribution<Double>], [Double]) -> any Distribution<Double>
) -> DistributionElements {
  let elements = parts.map { $0.elements() }
  let shapes = elements.map(\.shape) + values.map(\.shape)
  guard let shape = broadcastShape(shapes) else {
    return DistributionElements(shape: [0], distributions: [])
  }
  let count = shape.reduce(1, *)
  let places = elements.map { element in
    Tensor((0..<Int64(element.distributions.count)).map { $0 }).reshaped(to: element.shape)
      .broadcast(to: shape).scalars
  }
  let columns = values.map { $0.tensor.broadcast(to: shape).scalars.map { Double($0) } }
  return DistributionElements(
    shape: shape,
    distributions: (0..<count).map { index in
      make(
        zip(elements, places).map { $0.distributions[Int($1[index])] },
        columns.map { $0[index] })
    })
}

/// The shape of the batch that a distribution is: that of its entropy, which has every parameter.
func batchShape<Part: Distribution>(of part: Part) -> [Int] {
  Part.Value.self == Part.Value.Scalar.self ? [] : part.entropy.shape
}

/// Draws of a batch in which every element is drawn on its own, though the distribution's own
/// batch is smaller and broadcast to it.
///
/// - Returns: a tensor of `shape` followed by `batch`.
func independentDraws<Part: Distribution>(
  _ part: Part, own: [Int], shape: [Int], batch: [Int],
  using generator: inout some RandomNumberGenerator
) -> Tensor<Part.Element> {
  if own == batch { return part.sample(shape: shape, using: &generator) }
  let padded = [Int](repeating: 1, count: batch.count - own.count) + own
  let repeated = batch.indices.filter { padded[$0] != batch[$0] }
  let kept = batch.indices.filter { padded[$0] == batch[$0] }
  let lengths = repeated.map { batch[$0] } + kept.map { batch[$0] }
  let draws = part.sample(shape: shape + repeated.map { batch[$0] }, using: &generator)
    .reshaped(to: shape + lengths)
  let order = repeated + kept
  let places = batch.indices.map { axis in shape.count + (order.firstIndex(of: axis) ?? 0) }
  return draws.transposed(permutation: Array(shape.indices) + places)
}
