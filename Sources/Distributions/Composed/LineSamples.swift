// Draws of a family on the line as points of it, whatever their type, and back.

extension UnivariateDistribution {
  /// A draw as a point of the line, `false` and `true` as 0 and 1.
  func lineValue(_ draw: Sample) -> Value {
    switch draw {
    case let value as Value: value
    case let count as Value.Count: Value(count: count)
    case let mask as Value.Mask: Value(mask: mask)
    default: Value.nan
    }
  }

  /// The draw that a point of the line stands for.
  func lineSample(_ value: Value) -> Sample? {
    if let draw = value as? Sample { return draw }
    if Sample.self == Value.Count.self { return Value.flooring(value) as? Sample }
    return (value .> 0) as? Sample
  }

  /// Draws as points of the line.
  func lineValues(_ draws: Tensor<Element>) -> Tensor<Value.Scalar> {
    switch draws {
    case let values as Tensor<Value.Scalar>: values
    case let counts as Tensor<Int64>: Tensor<Value.Scalar>(counts)
    case let masks as Tensor<Bool>: Tensor<Value.Scalar>(masks)
    default: Tensor<Value.Scalar>.nan
    }
  }

  /// The draws that points of the line stand for.
  func lineSamples(_ values: Tensor<Value.Scalar>) -> Tensor<Element>? {
    if let draws = values as? Tensor<Element> { return draws }
    if Element.self == Int64.self { return Tensor<Int64>(flooring: values) as? Tensor<Element> }
    return (values .> 0) as? Tensor<Element>
  }
}
