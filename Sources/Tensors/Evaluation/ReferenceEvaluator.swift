import CVectorMath
import SpecialFunctions

/// The meaning of every operation, one obvious loop each: slow, and the oracle of the evaluator.
///
/// Numbers are held as `Double` (rounded to `Float` after each operation where the type says so)
/// and whole numbers as `Int64`; nothing is fused, viewed or run in blocks.
enum ReferenceEvaluator {
  enum Values {
    case real([Double])
    case whole([Int64])
    case mask([Bool])

    var real: [Double] {
      switch self {
      case .real(let values): values
      case .whole(let values): values.map(Double.init)
      case .mask(let values): values.map { $0 ? 1 : 0 }
      }
    }
    var whole: [Int64] {
      if case .whole(let values) = self { return values }
      return real.map { Int64(Int(clampingFloor: $0)) }
    }
    var mask: [Bool] {
      if case .mask(let values) = self { return values }
      return real.map { $0 != 0 }
    }
  }

  static func evaluate(_ root: Node) -> Values {
    var known: [ObjectIdentifier: Values] = [:]
    var stack: [(node: Node, next: Int)] = [(root, 0)]
    while let (node, next) = stack.last {
      if known[ObjectIdentifier(node)] != nil {
        stack.removeLast()
      } else if next < node.inputs.count {
        stack[stack.count - 1].next += 1
        stack.append((node.inputs[next], 0))
      } else {
        stack.removeLast()
        let inputs = (0..<node.inputs.count).compactMap { known[ObjectIdentifier(node.inputs[$0])] }
        known[ObjectIdentifier(node)] = rounded(compute(node, inputs), node.type)
      }
    }
    return known[ObjectIdentifier(root)] ?? .real([])
  }

  private static func rounded(_ values: Values, _ type: ScalarType) -> Values {
    if type == .float32, case .real(let values) = values {
      return .real(values.map { Double(Float($0)) })
    }
    return values
  }

  // MARK: Indices

  /// The index along each axis of element `position`.
  private static func unravel(_ position: Int, _ shape: [Int]) -> [Int] {
    var rest = position
    var index = [Int](repeating: 0, count: shape.count)
    for axis in shape.indices.reversed() {
      index[axis] = rest % shape[axis]
      rest /= shape[axis]
    }
    return index
  }

  private static func ravel(_ index: [Int], _ shape: [Int]) -> Int {
    zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 }
  }

  /// The element of a tensor of `shape` that broadcasting pairs with element `position` of `to`.
  private static func source(_ position: Int, _ to: [Int], _ shape: [Int]) -> Int {
    let index = unravel(position, to).suffix(shape.count)
    return ravel(zip(index, shape).map { $1 == 1 ? 0 : $0 }, shape)
  }

  private static func gatherAll(_ values: Values, _ positions: [Int?]) -> Values {
    switch values {
    case .real(let x): .real(positions.map { $0.map { x[$0] } ?? .nan })
    case .whole(let x): .whole(positions.map { $0.map { x[$0] } ?? 0 })
    case .mask(let x): .mask(positions.map { $0.map { x[$0] } ?? false })
    }
  }

  // MARK: Operations

  private static func compute(_ node: Node, _ inputs: [Values]) -> Values {
    let count = node.count
    let shapes = (0..<node.inputs.count).map { node.inputs[$0].shape }
    func at(_ operand: Int, _ i: Int) -> Int { source(i, node.shape, shapes[operand]) }
    func view(_ position: (Int) -> Int) -> Values {
      gatherAll(inputs[0], (0..<count).map(position))
    }

    switch node.operation {
    case .data: return data(node)
    case .constant(let value): return node.type == .bool ? .mask([value != 0]) : .real([value])
    case .random: return random(node, inputs)
    case .fused(let fused):
      return evaluate(fused.expand((0..<node.inputCount).map { node.inputs[$0] }))

    case .unary(let function):
      if case .whole(let x) = inputs[0] {
        return .whole(x.map { BlockOperation.integer(function, $0) })
      }
      return .real(inputs[0].real.map { Double.unary(function, $0) })
    case .polygamma(let order):
      return .real(inputs[0].real.map { SpecialFunctions.polygamma(order: order, $0) })
    case .binary(let function):
      if case .whole(let x) = inputs[0] {
        let y = inputs[1].whole
        return .whole(
          (0..<count).map { BlockOperation.integer(function, x[at(0, $0)], y[at(1, $0)]) })
      }
      let (x, y) = (inputs[0].real, inputs[1].real)
      return .real((0..<count).map { Double.binary(function, x[at(0, $0)], y[at(1, $0)]) })
    case .compare(let comparison):
      if case .whole(let x) = inputs[0] {
        let y = inputs[1].whole
        return .mask((0..<count).map { compare(comparison, x[at(0, $0)], y[at(1, $0)]) })
      }
      let (x, y) = (inputs[0].real, inputs[1].real)
      return .mask((0..<count).map { compare(comparison, x[at(0, $0)], y[at(1, $0)]) })
    case .and:
      return .mask((0..<count).map { inputs[0].mask[at(0, $0)] && inputs[1].mask[at(1, $0)] })
    case .or:
      return .mask((0..<count).map { inputs[0].mask[at(0, $0)] || inputs[1].mask[at(1, $0)] })
    case .not: return .mask(inputs[0].mask.map { !$0 })
    case .select:
      let mask = inputs[0].mask
      let chosen = (0..<count).map { mask[at(0, $0)] }
      switch node.type {
      case .int64:
        let (x, y) = (inputs[1].whole, inputs[2].whole)
        return .whole((0..<count).map { chosen[$0] ? x[at(1, $0)] : y[at(2, $0)] })
      case .bool:
        let (x, y) = (inputs[1].mask, inputs[2].mask)
        return .mask((0..<count).map { chosen[$0] ? x[at(1, $0)] : y[at(2, $0)] })
      case .float32, .float64:
        let (x, y) = (inputs[1].real, inputs[2].real)
        return .real((0..<count).map { chosen[$0] ? x[at(1, $0)] : y[at(2, $0)] })
      }
    case .convert:
      switch node.type {
      case .int64: return .whole(inputs[0].whole)
      case .bool: return .mask(inputs[0].mask)
      case .float32, .float64: return .real(inputs[0].real)
      }
    case .custom(let function):
      let x = inputs.map(\.real)
      return .real(
        (0..<count).map { i in
          switch function.evaluate {
          case .one(let f): f(x[0][at(0, i)])
          case .two(let f): f(x[0][at(0, i)], x[1][at(1, i)])
          case .three(let f): f(x[0][at(0, i)], x[1][at(1, i)], x[2][at(2, i)])
          case .kernel(_, let f): f(x[0][at(0, i)], x[1][at(1, i)], x[2][at(2, i)])
          }
        })
    case .stopGradient: return inputs[0]

    case .reshape: return inputs[0]
    case .broadcast: return view { at(0, $0) }
    case .transpose(let permutation):
      return view { i in
        let index = unravel(i, node.shape)
        var original = index
        for (axis, old) in permutation.enumerated() { original[old] = index[axis] }
        return ravel(original, shapes[0])
      }
    case .slice(let start, let step):
      return view { i in
        ravel(zip(unravel(i, node.shape), zip(start, step)).map { $1.0 + $0 * $1.1 }, shapes[0])
      }
    case .pad(let start, let step):
      var result = [Double](repeating: 0, count: count)
      for (i, value) in inputs[0].real.enumerated() {
        let index = zip(unravel(i, shapes[0]), zip(start, step)).map { $1.0 + $0 * $1.1 }
        result[ravel(index, node.shape)] = value
      }
      return node.type == .int64 ? .whole(result.map { Int64($0) }) : .real(result)

    case .reduce(let reduction, let axes): return reduce(node, reduction, axes, inputs[0])
    case .argmax(let axis): return argmax(node, axis, inputs[0])
    case .cumulativeSum(let axis, let reversed):
      var result = inputs[0].real
      let order = reversed ? Array((0..<count).reversed()) : Array(0..<count)
      for i in order {
        var index = unravel(i, node.shape)
        index[axis] += reversed ? 1 : -1
        if index[axis] >= 0 && index[axis] < node.shape[axis] {
          result[i] += result[ravel(index, node.shape)]
        }
      }
      return node.type == .int64 ? .whole(result.map { Int64($0) }) : .real(result)
    case .concatenate(let axis):
      let values = inputs.map(\.real)
      let result = (0..<count).map { i -> Double in
        var index = unravel(i, node.shape)
        var operand = 0
        while index[axis] >= shapes[operand][axis] {
          index[axis] -= shapes[operand][axis]
          operand += 1
        }
        return values[operand][ravel(index, shapes[operand])]
      }
      return node.type == .int64 ? .whole(result.map { Int64($0) }) : .real(result)
    case .gather(let axis):
      let chosen = inputs[1].whole
      let width = shapes[1].count
      let positions = (0..<count).map { i -> Int? in
        var index = unravel(i, node.shape)
        let row = Int(chosen[ravel(Array(index[axis..<axis + width]), shapes[1])])
        guard row >= 0 && row < shapes[0][axis] else { return nil }
        index.replaceSubrange(axis..<axis + width, with: [row])
        return ravel(index, shapes[0])
      }
      return gatherAll(inputs[0], positions)
    case .scatterAdd(let axis):
      let chosen = inputs[1].whole
      let width = shapes[1].count
      var result = [Double](repeating: 0, count: count)
      for (i, value) in inputs[0].real.enumerated() {
        var index = unravel(i, shapes[0])
        let row = Int(chosen[ravel(Array(index[axis..<axis + width]), shapes[1])])
        guard row >= 0 && row < node.shape[axis] else { continue }
        index.replaceSubrange(axis..<axis + width, with: [row])
        result[ravel(index, node.shape)] += value
      }
      return .real(result)
    case .rows(let function):
      return evaluate(function.expansion((0..<node.inputs.count).map { node.inputs[$0] }))
    case .multiplyMatrices(let first, let second):
      return multiply(node, first, second, inputs[0].real, inputs[1].real)
    case .cholesky: return cholesky(node, inputs[0].real)
    case .triangularSolve(let lower, let transpose):
      return solve(node, lower, transpose, inputs[0].real, inputs[1].real)
    }
  }

  private static func compare<T: Comparable>(_ comparison: Comparison, _ x: T, _ y: T) -> Bool {
    switch comparison {
    case .less: x < y
    case .lessEqual: x <= y
    case .greater: x > y
    case .greaterEqual: x >= y
    case .equal: x == y
    case .notEqual: x != y
    }
  }

  private static func data(_ node: Node) -> Values {
    guard let buffer = evaluatorLock.withLock({ _ in node.buffer }) else { return .real([]) }
    return withExtendedLifetime(buffer) {
      switch node.type {
      case .float64:
        .real((0..<node.count).map { buffer.typed(Double.self)[$0] })
      case .float32:
        .real((0..<node.count).map { Double(buffer.typed(Float.self)[$0]) })
      case .int64: .whole((0..<node.count).map { buffer.typed(Int64.self)[$0] })
      case .bool: .mask((0..<node.count).map { buffer.typed(Bool.self)[$0] })
      }
    }
  }

  private static func random(_ node: Node, _ inputs: [Values]) -> Values {
    guard case .random(let kind, let key, let stream) = node.operation else { return .real([]) }
    if case .guided(let table) = kind {
      return .whole((0..<node.count).map { table.draw(key: key, stream: stream, index: $0) })
    }
    if case .poisson = kind {
      return .whole(
        (0..<node.count).map { i in
          var rate = inputs[0].real[source(i, node.shape, node.inputs[0].shape)]
          var draw: Int64 = 0
          vm_random_poisson(key, stream, UInt64(i), &rate, 0, &draw, 1)
          return draw
        })
    }
    if case .binomial = kind {
      return .whole(
        (0..<node.count).map { i in
          var trials = inputs[0].real[source(i, node.shape, node.inputs[0].shape)]
          var chance = inputs[1].real[source(i, node.shape, node.inputs[1].shape)]
          var draw: Int64 = 0
          vm_random_binomial(key, stream, UInt64(i), &trials, 0, &chance, 0, &draw, 1)
          return draw
        })
    }
    return .real(
      (0..<node.count).map { i in
        var double = 0.0
        var float: Float = 0
        switch (kind, node.type) {
        case (.uniform, .float32): vm_random_uniform_f32(key, stream, UInt64(i), &float, 1)
        case (.normal, .float32): vm_random_normal_f32(key, stream, UInt64(i), &float, 1)
        case (.uniform, _): vm_random_uniform_f64(key, stream, UInt64(i), &double, 1)
        case (.normal, _): vm_random_normal_f64(key, stream, UInt64(i), &double, 1)
        case (.logGamma, _):
          var shape = inputs[0].real[source(i, node.shape, node.inputs[0].shape)]
          vm_random_log_gamma(key, stream, UInt64(i), &shape, 0, &double, 1)
          return double
        case (.gamma, _):
          var shape = inputs[0].real[source(i, node.shape, node.inputs[0].shape)]
          vm_random_gamma(key, stream, UInt64(i), &shape, 0, &double, 1)
          return double
        case (.vonMises, _):
          var concentration = inputs[0].real[source(i, node.shape, node.inputs[0].shape)]
          vm_random_von_mises(key, stream, UInt64(i), &concentration, 0, &double, 1)
          return double
        case (.beta, _):
          vm_random_beta(
            key, stream, UInt64(i), inputs[0].real[0], inputs[1].real[0], &double, 1)
          return double
        case (.guided, _), (.poisson, _), (.binomial, _): break
        }
        return node.type == .float32 ? Double(float) : double
      })
  }

  private static func reduce(
    _ node: Node, _ reduction: Reduction, _ axes: [Int], _ input: Values
  ) -> Values {
    let shape = node.inputs[0].shape
    func target(_ i: Int) -> Int {
      var index = unravel(i, shape)
      for axis in axes.reversed() { index.remove(at: axis) }
      return ravel(index, node.shape)
    }
    if case .whole(let x) = input {
      var result = [Int64](repeating: Int64.start(of: reduction), count: node.count)
      for i in x.indices {
        let j = target(i)
        result[j] = Int64.combine(reduction, result[j], x[i])
      }
      return .whole(result)
    }
    var result = [Double](repeating: Double.start(of: reduction), count: node.count)
    for (i, value) in input.real.enumerated() {
      let j = target(i)
      result[j] = Double.combine(reduction, result[j], value)
    }
    return .real(result)
  }

  private static func argmax(_ node: Node, _ axis: Int, _ input: Values) -> Values {
    let shape = node.inputs[0].shape
    let values = input.real
    return .whole(
      (0..<node.count).map { i in
        let index = unravel(i, node.shape)
        var best = 0
        for j in 0..<shape[axis] {
          func element(_ k: Int) -> Double {
            var full = index
            full.insert(k, at: axis)
            return values[ravel(full, shape)]
          }
          if element(best).isNaN { break }
          if element(j).isNaN || element(j) > element(best) { best = j }
        }
        return Int64(best)
      })
  }

  private static func multiply(
    _ node: Node, _ first: Bool, _ second: Bool, _ x: [Double], _ y: [Double]
  ) -> Values {
    let (a, b) = (node.inputs[0].shape, node.inputs[1].shape)
    let k = first ? a[a.count - 2] : a[a.count - 1]
    return .real(
      (0..<node.count).map { position in
        let index = unravel(position, node.shape)
        let batch = Array(index.dropLast(2))
        let (i, j) = (index[index.count - 2], index[index.count - 1])
        func element(_ shape: [Int], _ values: [Double], _ row: Int, _ column: Int) -> Double {
          let own = zip(batch.suffix(shape.count - 2), shape).map { $1 == 1 ? 0 : $0 }
          return values[ravel(own + [row, column], shape)]
        }
        var total = 0.0
        for l in 0..<k {
          let left = first ? element(a, x, l, i) : element(a, x, i, l)
          let right = second ? element(b, y, j, l) : element(b, y, l, j)
          total += left * right
        }
        return total
      })
  }

  private static func cholesky(_ node: Node, _ x: [Double]) -> Values {
    let n = node.shape[node.shape.count - 1]
    var result = [Double](repeating: 0, count: node.count)
    for base in stride(from: 0, to: node.count, by: max(n * n, 1)) {
      for i in 0..<n {
        for j in 0...i {
          var total = x[base + i * n + j]
          for k in 0..<j { total -= result[base + i * n + k] * result[base + j * n + k] }
          result[base + i * n + j] =
            i == j ? (total > 0 ? total.squareRoot() : .nan) : total / result[base + j * n + j]
        }
      }
      if (0..<n * n).contains(where: { result[base + $0].isNaN }) {
        for i in 0..<n * n { result[base + i] = .nan }
      }
    }
    return .real(result)
  }

  private static func solve(
    _ node: Node, _ lower: Bool, _ transpose: Bool, _ t: [Double], _ b: [Double]
  ) -> Values {
    let shape = node.inputs[0].shape
    let right = node.inputs[1].shape
    let n = shape[shape.count - 1]
    let m = node.shape[node.shape.count - 1]
    var result = [Double](repeating: 0, count: node.count)
    for item in 0..<(n * m > 0 ? node.count / (n * m) : 0) {
      let batch = unravel(item, Array(node.shape.dropLast(2)))
      func offset(_ shape: [Int]) -> Int {
        let own = zip(batch.suffix(shape.count - 2), shape).map { $1 == 1 ? 0 : $0 }
        return ravel(own + [0, 0], shape)
      }
      let (from, to) = (offset(shape), offset(right))
      func element(_ i: Int, _ j: Int) -> Double {
        transpose ? t[from + j * n + i] : t[from + i * n + j]
      }
      let forward = lower != transpose
      for column in 0..<m {
        for i in forward ? Array(0..<n) : Array((0..<n).reversed()) {
          var total = b[to + i * m + column]
          for j in forward ? 0..<i : (i + 1)..<n {
            total -= element(i, j) * result[item * n * m + j * m + column]
          }
          result[item * n * m + i * m + column] = total / element(i, i)
        }
      }
    }
    return .real(result)
  }
}

extension Tensor {
  /// The elements by the reference evaluator, whole numbers and masks as real numbers.
  package var referenceScalars: [Double] { ReferenceEvaluator.evaluate(node).real }
}
