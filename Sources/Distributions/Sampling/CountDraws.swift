/// A whole number as a count; the ends of the integers beyond their range, and 0 for NaN.
@inlinable func clampedCount(_ x: Double) -> Int {
  if x.isNaN { return 0 }
  if x >= 0x1p63 { return .max }
  return x < -0x1p63 ? .min : Int(x)
}

/// One draw of a count: of a number straight, of a batch element by element.
@inlinable func drawCount<Value: RealValue, G: RandomNumberGenerator>(
  _ parameters: [Value], using generator: inout G, draw: ([Double], inout G) -> Double
) -> Value.Count {
  if let numbers = parameters as? [Double],
    let count = clampedCount(draw(numbers, &generator)) as? Value.Count
  {
    return count
  }
  return Value.Count(
    tensor: drawCounts("", parameters, shape: [], using: &generator, draw: draw))
}

/// Draws of counts of the given shape, followed by the parameters' own.
@inlinable func drawCounts<Value: RealValue, G: RandomNumberGenerator>(
  _ family: String, _ parameters: [Value], shape: [Int], using generator: inout G,
  draw: ([Double], inout G) -> Double
) -> Tensor<Int64> {
  let (batch, rows) = parameterRows(family, parameters)
  let full = shape + batch
  let count = full.reduce(1, *)
  var draws: [Int64] = []
  draws.reserveCapacity(count)
  for index in 0..<count {
    draws.append(Int64(clampedCount(draw(rows[index % rows.count], &generator))))
  }
  return Tensor(shape: full, scalars: draws)
}

/// Draws of real numbers of the given shape, followed by the parameters' own, for families whose
/// draws are not reparameterised.
@inlinable func drawValues<Value: RealValue, G: RandomNumberGenerator>(
  _ family: String, _ parameters: [Value], shape: [Int], using generator: inout G,
  draw: ([Double], inout G) -> Double
) -> Tensor<Value.Scalar> {
  let (batch, rows) = parameterRows(family, parameters)
  let full = shape + batch
  let count = full.reduce(1, *)
  var draws: [Value.Scalar] = []
  draws.reserveCapacity(count)
  for index in 0..<count {
    draws.append(Value.Scalar(draw(rows[index % rows.count], &generator)))
  }
  return Tensor(shape: full, scalars: draws)
}

/// The shape of a batch and the parameters of each element, in row-major order.
@usableFromInline func parameterRows<Value: RealValue>(
  _ family: String, _ parameters: [Value]
) -> (shape: [Int], rows: [[Double]]) {
  guard let shape = broadcastShape(parameters.map(\.shape)) else {
    preconditionFailure("\(family): parameters of shapes \(parameters.map(\.shape)) do not fit")
  }
  let columns = parameters.map { $0.tensor.broadcast(to: shape).scalars.map { Double($0) } }
  let rows = (0..<shape.reduce(1, *)).map { i in columns.map { $0[i] } }
  return (shape, rows)
}

/// One such draw: of a number straight, of a batch element by element.
@inlinable func drawValue<Value: RealValue, G: RandomNumberGenerator>(
  _ parameters: [Value], using generator: inout G, draw: ([Double], inout G) -> Double
) -> Value {
  if let numbers = parameters as? [Double], let value = draw(numbers, &generator) as? Value {
    return value
  }
  return Value(tensor: drawValues("", parameters, shape: [], using: &generator, draw: draw))
}
