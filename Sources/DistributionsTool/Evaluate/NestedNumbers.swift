import Distributions

/// Numbers in lists of lists that are all of one shape.
struct NestedNumbers {
  let shape: [Int]
  let scalars: [Double]

  /// - Parameter acceptsBool: Whether `true` and `false` are 1 and 0.
  init(
    _ value: JSONValue, called name: String, acceptsBool: Bool = false
  ) throws(Failure) {
    var shape: [Int] = []
    var outermost = value
    descend: while true {
      switch outermost {
      case .numbers(let numbers):
        shape.append(numbers.count)
        break descend
      case .array(let elements):
        shape.append(elements.count)
        guard let first = elements.first else { break descend }
        outermost = first
      default: break descend
      }
    }
    var scalars: [Double] = []
    try Self.append(value, shape[...], &scalars, name, acceptsBool)
    self.shape = shape
    self.scalars = scalars
  }

  private static func append(
    _ value: JSONValue, _ shape: ArraySlice<Int>, _ scalars: inout [Double], _ name: String,
    _ acceptsBool: Bool
  ) throws(Failure) {
    guard let count = shape.first else {
      if let number = value.number {
        scalars.append(number)
      } else if acceptsBool, case .bool(let bool) = value {
        scalars.append(bool ? 1 : 0)
      } else {
        throw Failure(.badArgument, "\(name) has \(value.kindName) where a number belongs.")
      }
      return
    }
    switch value {
    case .numbers(let numbers) where shape.count == 1 && numbers.count == count:
      scalars.append(contentsOf: numbers)
    case .array(let elements) where elements.count == count:
      for element in elements {
        try append(element, shape.dropFirst(), &scalars, name, acceptsBool)
      }
    default:
      throw Failure(.badArgument, "\(name): the lists in it have different lengths.")
    }
  }

  var tensor: Tensor<Double> { Tensor(shape: shape, scalars: scalars) }
}
