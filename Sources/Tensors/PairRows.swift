import CVectorMath

/// A family whose divergences of all pairs of two lists are one computation, by what is known of each law
/// alone (PairDivergences.h).
package enum PairFamily: Int32, Sendable {
  case normal = 0
  case exponential, poisson, trial, geometric, logit, gamma, shape, beta, laplace, cauchy, pareto
  case uniform, vonMises, inverseGaussian, halfNormal, rayleigh, maxwell
  case binomial

  var parameterCount: Int {
    switch self {
    case .exponential, .poisson, .trial, .geometric, .logit, .shape, .halfNormal, .rayleigh,
      .maxwell:
      1
    case .normal, .gamma, .beta, .laplace, .cauchy, .pareto, .uniform, .vonMises, .inverseGaussian,
      .binomial:
      2
    }
  }
}

/// What a node of all pairs computes.
final class PairFunction: Sendable {
  let family: PairFamily
  /// Whether the laws along the rows of the matrix are the second ones.
  let isTransposed: Bool
  /// The divergence of one pair, of the parameters of the first law and of the second, for those that the
  /// kernel does not know.
  let single: @Sendable ([Double]) -> Double
  /// The same of as many nodes, in plain operations.
  let expand: @Sendable ([Node]) -> Node

  init(
    _ family: PairFamily, isTransposed: Bool, single: @escaping @Sendable ([Double]) -> Double,
    expand: @escaping @Sendable ([Node]) -> Node
  ) {
    self.family = family
    self.isTransposed = isTransposed
    self.single = single
    self.expand = expand
  }
}

/// How two lists of laws lie along the axes of a matrix.
private struct PairAxes {
  let rows: Int
  let columns: Int
  /// Whether the second laws are those along the rows.
  let isTransposed: Bool

  /// nil where the parameters of the first laws are not all along one axis and those of the second along
  /// the other, or where there are few.
  init?(_ first: ArraySlice<Node>, _ second: ArraySlice<Node>) {
    guard let p = broadcastShape(first.map(\.shape)), let q = broadcastShape(second.map(\.shape)),
      p.count == 2 || q.count == 2
    else { return nil }
    func isColumn(_ shape: [Int]) -> Bool { shape.count == 2 && shape[1] == 1 }
    func isRow(_ shape: [Int]) -> Bool {
      shape.count == 1 || (shape.count == 2 && shape[0] == 1)
    }
    let (column, row): ([Int], [Int])
    if isColumn(p), isRow(q) {
      (column, row, isTransposed) = (p, q, false)
    } else if isColumn(q), isRow(p) {
      (column, row, isTransposed) = (q, p, true)
    } else {
      return nil
    }
    (rows, columns) = (column[0], row[row.count - 1])
    guard rows >= 4, columns >= 16 else { return nil }
  }
}

extension Node {
  /// The divergences of all pairs as a matrix; nil where the operands, the parameters of the first laws
  /// and then as many of the second, are no such lists.
  static func pairs(
    _ family: PairFamily, _ operands: [Node], type: ScalarType,
    single: @escaping @Sendable ([Double]) -> Double = { _ in .nan },
    expand: @escaping @Sendable ([Node]) -> Node
  ) -> Node? {
    let half = family.parameterCount
    guard type == .float64 || type == .float32,
      let axes = PairAxes(operands[..<half], operands[half...])
    else { return nil }
    let function = PairFunction(
      family, isTransposed: axes.isTransposed, single: single,
      expand: { nodes in expand(nodes.map { .convert($0, to: type) }) })
    let inputs = operands.enumerated().map { index, node in
      let isColumn = (index < half) != axes.isTransposed
      return Node.broadcast(
        .convert(node, to: .float64), to: isColumn ? [axes.rows, 1] : [1, axes.columns])
    }
    return Node(
      .rows(.pairs(function)), Inputs(inputs), shape: [axes.rows, axes.columns], type: type)
  }

  /// The same of a formula of two laws that is one kernel of their parameters.
  static func pairs(_ function: FusedFunction, _ x: [Node]) -> Node? {
    /// The operands in the order of the laws, and how those make the formula's.
    func pairs(_ family: PairFamily, _ order: [Int], _ back: [Int], _ last: [Node] = []) -> Node? {
      .pairs(family, order.map { x[$0] }, type: x[0].type) { nodes in
        // The formula itself, element by element: its derivatives are known.
        let operands = back.map { nodes[$0] } + last
        let shape = broadcastShape(operands.map(\.shape)) ?? []
        return Node(.fused(function), Inputs(operands), shape: shape, type: operands[0].type)
      }
    }
    switch function.formula {
    case .ternary(.exponentialDivergence): return pairs(.exponential, [1, 0], [1, 0, 0])
    case .ternary(.poissonDivergence): return pairs(.poisson, [0, 1], [0, 1, 1])
    case .ternary(.geometricDivergence): return pairs(.geometric, [0, 1], [0, 1, 1])
    case .ternary(.logitDivergence): return pairs(.logit, [0, 1], [0, 1, 1])
    case .ternary(.trialDivergence):
      return x[2].constantValue == 1 ? pairs(.trial, [0, 1], [0, 1], [x[2]]) : nil
    case .quaternary(.uniformDivergence): return pairs(.uniform, [0, 1, 2, 3], [0, 1, 2, 3])
    case .quaternary(let formula):
      let family: PairFamily
      switch formula {
      case .normalDivergence: family = .normal
      case .gammaDivergence: family = .gamma
      case .laplaceDivergence: family = .laplace
      case .cauchyDivergence: family = .cauchy
      case .paretoDivergence: family = .pareto
      case .vonMisesDivergence: family = .vonMises
      default: return nil
      }
      return pairs(family, [0, 2, 1, 3], [0, 2, 1, 3])
    default: return nil
    }
  }
}

extension Tensor where Scalar: FloatingPointTensorScalar {
  /// The divergences of all pairs of laws of a family, of the parameters of the first laws and then of the
  /// second, which lie along two axes; nil where they do not. `meaning` is the same in plain operations,
  /// `single` of one pair of laws.
  package static func pairs(
    _ family: PairFamily, _ operands: [Tensor],
    single: @escaping @Sendable ([Double]) -> Double = { _ in .nan },
    meaning: @escaping @Sendable ([Tensor]) -> Tensor
  ) -> Tensor? {
    Node.pairs(
      family, operands.map(\.node), type: Scalar.scalarType, single: single,
      expand: { meaning($0.map { Tensor(node: $0) }).node }
    ).map { Tensor(node: $0) }
  }
}

// MARK: - Evaluation

extension BulkOperations {
  static func pairs(
    _ node: Plan.Bulk, _ function: PairFunction, _ operands: [BulkOperand],
    into result: UnsafeMutableRawPointer
  ) {
    let (rows, columns) = (node.shape[0], node.shape[1])
    guard rows > 0, columns > 0 else { return }
    let half = function.family.parameterCount
    let all = operands.map { UnsafePointer($0.typed(Double.self)) as UnsafePointer<Double>? }
    let (first, second) = (Array(all[..<half]), Array(all[half...]))
    let isTransposed = function.isTransposed
    let own = PairTable(function.family, isTransposed ? second : first, rows)
    let other = PairTable(function.family, isTransposed ? first : second, columns)
    let isSingle = node.type == .float32
    let perTask = max(1, 16_384 / columns)
    forEach((rows + perTask - 1) / perTask, work: min(perTask, rows) * columns) { task in
      let row = Buffer(bytes: isSingle ? columns * 8 : 8)
      let lost = Buffer(bytes: columns * 4)
      withExtendedLifetime((row, lost)) {
        for index in task * perTask..<min(rows, (task + 1) * perTask) {
          let floats = result.assumingMemoryBound(to: Float.self) + index * columns
          let out =
            isSingle
            ? row.typed(Double.self)
            : result.assumingMemoryBound(to: Double.self) + index * columns
          let places = lost.typed(Int32.self)
          let left = vm_pair_row(
            function.family.rawValue, isTransposed ? 1 : 0, index, own.parameters,
            own.numbers.typed(Double.self), own.stride, other.parameters,
            other.numbers.typed(Double.self), other.stride, columns, out, places)
          for k in 0..<left {
            let column = Int(places[k])
            let (p, q) = (own.law(index), other.law(column))
            out[column] = function.single(isTransposed ? q + p : p + q)
          }
          if isSingle { vm_convert_f64_f32(out, floats, columns) }
        }
      }
    }
  }
}

/// What the pairs need to know of each law of a list.
private struct PairTable {
  let parameters: [UnsafePointer<Double>?]
  let stride: Int
  let numbers: Buffer

  init(_ family: PairFamily, _ parameters: [UnsafePointer<Double>?], _ count: Int) {
    self.parameters = parameters
    let stride = (count + 7) / 8 * 8
    let length = vm_pair_rows(family.rawValue)
    let numbers = Buffer(bytes: stride * length * 8)
    vm_pair_table(family.rawValue, parameters, count, stride, numbers.typed(Double.self))
    (self.stride, self.numbers) = (stride, numbers)
  }

  func law(_ index: Int) -> [Double] { parameters.map { $0?[index] ?? .nan } }
}

extension Tensor {
  /// What the divergence of a pair of many may be wrong by, of its size: a pair that has lost more bits is
  /// computed alone.
  package static var pairRounding: Double { 0x1p-38 }

  /// Whether it is to be computed from the divergences of all pairs of two lists.
  package var isOfPairs: Bool {
    var seen = Set<ObjectIdentifier>()
    var pending = [node]
    while let node = pending.popLast() {
      guard node.buffer == nil, seen.insert(ObjectIdentifier(node)).inserted else { continue }
      switch node.operation {
      case .rows(.pairs), .rows(.matrix): return true
      default: break
      }
      for operand in 0..<node.inputCount { pending.append(node.input(operand)) }
    }
    return false
  }
}
