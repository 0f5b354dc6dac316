import Synchronization
import Tensors

/// Goes down the ladder for batches and numbers of any type.
struct DivergenceRequest<Value: RealValue> {
  let quantity: DivergenceQuantity
  let registry: KLRegistry<Value>
  let method: DivergenceMethod?
  let monteCarlo: MonteCarlo?
  let tolerance: Double

  /// The estimate for types that are not known.
  func estimate(
    _ p: any Distribution<Value>, _ q: any Distribution<Value>
  ) throws(DivergenceError) -> Estimate<Value> {
    guard areComparable(p, q) else {
      throw .differentSpaces(
        p: p.description, pSpace: p.space, q: q.description, qSpace: q.space)
    }
    if let estimate = try single(p, q) { return estimate }
    return try elementwise(p, q)
  }

  /// Of two laws on the line over numbers, which have no elements to be taken apart.
  private func single(
    _ p: any Distribution<Value>, _ q: any Distribution<Value>
  ) throws(DivergenceError) -> Estimate<Value>? {
    guard let lineP = lawOverNumbers(p), let lineQ = lawOverNumbers(q) else { return nil }
    let ladder = DivergenceLadder(
      quantity: quantity, registry: registry.forElements, method: method,
      monteCarlo: monteCarlo, tolerance: tolerance)
    let answer = try ladder.answer(lineP, lineQ, onTheLine: (lineP, lineQ))
    return Estimate(
      value: Value(answer.value), error: Value(answer.error), method: answer.method)
  }

  /// Element by element, in parallel.
  private func elementwise(
    _ p: any Distribution<Value>, _ q: any Distribution<Value>
  ) throws(DivergenceError) -> Estimate<Value> {
    let ps = p.elements()
    let qs = q.elements()
    guard let shape = broadcastShape(ps.shape, qs.shape) else {
      throw .shapesDoNotFit(p: ps.shape, q: qs.shape)
    }
    let ladder = DivergenceLadder(
      quantity: quantity, registry: registry.forElements, method: method,
      monteCarlo: monteCarlo, tolerance: tolerance)
    let pairs = zip(
      broadcastIndices(from: ps.shape, to: shape), broadcastIndices(from: qs.shape, to: shape))
    let arguments = pairs.map { (ps.distributions[$0], qs.distributions[$1]) }
    let answers = try concurrentMap(arguments) { (pair) throws(DivergenceError) in
      try ladder.answer(pair.0, pair.1)
    }
    let values: Value = assemble(answers.map(\.value), shape)
    let estimate = Estimate(
      value: withoutDerivative(values, of: p, q),
      error: assemble(answers.map(\.error), shape),
      method: answers.map(\.method).max { $0.rank < $1.rank } ?? .closedForm)
    return estimate
  }

  /// Numbers as a value of the given shape.
  private func assemble(_ numbers: [Double], _ shape: [Int]) -> Value {
    if shape.isEmpty, numbers.count == 1 { return Value(numbers[0]) }
    return Value(
      tensor: Tensor<Value.Scalar>(shape: shape, scalars: numbers.map { Value.Scalar($0) }))
  }

  /// The same numbers as a function of both distributions without a derivative: a gradient through
  /// it throws and names it, where a constant would pass for one of 0.
  private func withoutDerivative(
    _ values: Value, of p: any Distribution<Value>, _ q: any Distribution<Value>
  ) -> Value {
    guard !(values is Value.Scalar) else { return values }
    let name = "\(quantity.rawValue) of \(type(of: p).familyName) by quadrature or summation"
    return Value.elementwise(
      name, values, handle(p), handle(q), { value, _, _ in value },
      derivatives: ({ _, _, _ in 1 }, nil, nil))
  }

  /// A number that depends on the parameters of a distribution.
  private func handle(_ distribution: any Distribution<Value>) -> Value {
    if let continuous = distribution as? any ContinuousDistribution<Value> {
      return logDensityAtZero(continuous)
    }
    if let discrete = distribution as? any DiscreteDistribution<Value> {
      return discrete.logMass(at: 0)
    }
    return distribution.entropy
  }

  private func logDensityAtZero<P: ContinuousDistribution>(_ p: P) -> Value
  where P.Value == Value { p.logProbability(of: 0) }
}

extension KLRegistry {
  /// The registry for the elements of a batch: the same one for numbers, the standard one for the
  /// elements of tensors unless closed forms are left out.
  var forElements: KLRegistry<Double> {
    if let same = self as? KLRegistry<Double> { return same }
    return isEmpty ? .empty : .standard
  }
}

extension EstimateMethod {
  /// The order of trust: a batch is as exact as its least exact element.
  var rank: Int {
    switch self {
    case .closedForm: 0
    case .summation: 1
    case .quadrature: 2
    case .monteCarlo: 3
    }
  }
}

/// For each element of `target`, in row-major order, the element of `source` that is broadcast there.
func broadcastIndices(from source: [Int], to target: [Int]) -> [Int] {
  var strides = [Int](repeating: 0, count: target.count)
  var step = 1
  for axis in source.indices.reversed() {
    let place = axis + target.count - source.count
    strides[place] = source[axis] == 1 ? 0 : step
    step *= source[axis]
  }
  var indices = [0]
  for (axis, length) in target.enumerated() {
    indices = indices.flatMap { start in (0..<length).map { start + $0 * strides[axis] } }
  }
  return indices
}

/// A map over several threads; the first error in the order of the elements is thrown.
func concurrentMap<Element: Sendable, Result: Sendable, Failure: Error>(
  _ elements: [Element],
  _ body: @Sendable (Element) throws(Failure) -> Result
) throws(Failure) -> [Result] {
  let threads = min(ThreadCount.current, elements.count)
  guard threads > 1 else {
    var results: [Result] = []
    results.reserveCapacity(elements.count)
    for element in elements { results.append(try body(element)) }
    return results
  }
  // Each thread takes some elements at a time and keeps what came of them.
  let atOnce = min(64, max(1, elements.count / (16 * threads)))
  let outcomes = Mutex<[(start: Int, results: [Swift.Result<Result, Failure>])]>([])
  concurrentRows(elements.count, atOnce: atOnce) { range in
    let part = elements[range].map { element in
      Swift.Result { () throws(Failure) in try body(element) }
    }
    outcomes.withLock { $0.append((range.lowerBound, part)) }
  }
  var results: [Result] = []
  results.reserveCapacity(elements.count)
  for part in outcomes.withLock({ $0 }).sorted(by: { $0.start < $1.start }) {
    for outcome in part.results { results.append(try outcome.get()) }
  }
  return results
}

/// A law on the line over numbers as such; nil if it is none.
///
/// To cast to the constrained existential, whose constraint is looked up by name each time, takes
/// longer than some divergences, so that it is asked for where it need not be cast first.
func lawOverNumbers<Value: RealValue>(
  _ law: any Distribution<Value>
) -> (any ContinuousDistribution<Double>)? {
  guard Value.self == Double.self else { return nil }
  if let law = law as? any PreparableDensity { return law.lawOverNumbers }
  guard law is any ContinuousDistribution else { return nil }
  return law as? any ContinuousDistribution<Double>
}
