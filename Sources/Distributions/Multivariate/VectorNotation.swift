import Tensors

// The notation of formulas over vectors: events on the trailing axes, batches before them.

extension Tensor where Scalar: FloatingPointTensorScalar {
  /// Σ over the last axis.
  func sumOfLast() -> Tensor { sum(alongAxes: [-1]) }

  /// A vector as a matrix of one column.
  var column: Tensor { expandingShape(at: -1) }

  /// T⁻¹ v for lower triangular T.
  func solving(_ vector: Tensor) -> Tensor {
    triangularSolve(vector.column).squeezingShape(at: -1)
  }

  /// The elements below the diagonal of each matrix, zeros elsewhere.
  var belowDiagonal: Tensor { lowerTriangle(diagonal: -1) }

  /// Σ of squares over the last two axes.
  var sumOfSquares: Tensor { square(self).sum(alongAxes: [-2, -1]) }

  /// As text that a literal is made of: numbers and nested lists on one line.
  var literalText: String {
    let values = scalars
    func text(_ axis: Int, _ start: Int) -> String {
      guard axis < rank else { return "\(values[start])" }
      let step = shape[(axis + 1)...].reduce(1, *)
      let parts = (0..<shape[axis]).map { text(axis + 1, start + $0 * step) }
      return "[" + parts.joined(separator: ", ") + "]"
    }
    return text(0, 0)
  }

  /// Σ xᵢ − 1 over the last axis, without rounding to speak of: the numbers rounded to multiples of
  /// 2⁻³⁰ (2⁻¹² of floats) add up exactly, and what is left of them is as small.
  var excessOverOne: Tensor {
    let border = Tensor(Scalar.self == Float.self ? 0x1.8p11 : 0x1.8p22)
    let high = (self + border) - border
    return (high.sumOfLast() - 1) + (self - high).sumOfLast()
  }
}

/// Text of a literal whose values are tensors.
func vectorLiteral<Scalar: FloatingPointTensorScalar>(
  _ family: String, _ arguments: (label: String, value: Tensor<Scalar>)...
) -> String {
  let list = arguments.map { "\($0.label): \($0.value.literalText)" }
  return "\(family)(\(list.joined(separator: ", ")))"
}

extension Distribution {
  /// Throws unless every element of a parameter meets `condition`; `size` elements belong to one
  /// distribution of a batch.
  func requireAll<Scalar: FloatingPointTensorScalar>(
    _ parameter: String, _ value: Tensor<Scalar>, _ requirement: String,
    _ condition: (Double) -> Bool
  ) throws(ParameterError) {
    for (index, scalar) in value.scalars.enumerated() where !condition(Double(scalar)) {
      throw ParameterError(
        family: Self.familyName, parameter: parameter, index: value.rank == 0 ? nil : index,
        value: "\(scalar)", requirement: requirement)
    }
  }

  /// Throws unless a parameter is a square matrix, or a batch of them, of the length of vectors.
  func requireShape<Scalar: FloatingPointTensorScalar>(
    _ parameter: String, _ value: Tensor<Scalar>, trailing: [Int], _ requirement: String
  ) throws(ParameterError) {
    guard Array(value.shape.suffix(trailing.count)) == trailing, !trailing.contains(0) else {
      throw ParameterError(
        family: Self.familyName, parameter: parameter, value: "of shape \(value.shape)",
        requirement: requirement)
    }
  }

  /// Throws unless a lower triangular factor is finite with a positive diagonal.
  func requireFactor<Scalar: FloatingPointTensorScalar>(
    _ parameter: String, _ factor: Tensor<Scalar>
  ) throws(ParameterError) {
    let length = factor.shape.last ?? 0
    try requireShape(
      parameter, factor, trailing: [length, length], "a square matrix of at least one row")
    for (index, scalar) in factor.scalars.enumerated() {
      let row = index / length % length
      let column = index % length
      if row == column, !(scalar > 0 && scalar.isFinite) {
        throw ParameterError(
          family: Self.familyName, parameter: parameter, index: index, value: "\(scalar)",
          requirement: "positive and finite on the diagonal")
      }
      if row < column ? scalar != 0 : !scalar.isFinite {
        throw ParameterError(
          family: Self.familyName, parameter: parameter, index: index, value: "\(scalar)",
          requirement: row < column ? "0 above the diagonal" : ParameterError.finite)
      }
    }
  }
}

/// A batch taken apart along the axes before the event, of parameters with `ranks` trailing axes
/// each.
func vectorElements<Scalar: FloatingPointTensorScalar>(
  _ parameters: [(tensor: Tensor<Scalar>, rank: Int)],
  _ make: ([Tensor<Double>]) -> any Distribution<Double>
) -> DistributionElements {
  let batches = parameters.map { Array($0.tensor.shape.dropLast($0.rank)) }
  guard let shape = broadcastShape(batches) else {
    return DistributionElements(shape: [0], distributions: [])
  }
  let count = shape.reduce(1, *)
  let columns = parameters.map { parameter -> (scalars: [Double], event: [Int]) in
    let event = Array(parameter.tensor.shape.suffix(parameter.rank))
    return (parameter.tensor.broadcast(to: shape + event).scalars.map { Double($0) }, event)
  }
  return DistributionElements(
    shape: shape,
    distributions: (0..<count).map { index in
      make(
        columns.map { column in
          let size = column.event.reduce(1, *)
          return Tensor(
            shape: column.event,
            scalars: Array(column.scalars[index * size..<(index + 1) * size]))
        })
    })
}
