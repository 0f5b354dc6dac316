/// Marches along a tail as far as it goes: the errors say whether the tolerances were reached.
@inline(__always)
func tailMarch<Value: IntegrandValue>(
  _ function: (Double) throws -> Value, from start: Double, to end: Double, firstPiece: Double,
  reference: Value, relativeTolerance: Value, absoluteTolerance: Value, maximumEvaluations: Int
) throws -> TailMarch<Value> {
  guard start.isFinite, !end.isNaN, firstPiece > 0, firstPiece.isFinite else {
    throw QuadratureError.invalidArgument(
      "a tail needs a finite start, an end and a first piece of positive length")
  }
  var march = TailMarch<Value>(position: start, length: firstPiece, end: end)
  for component in 0..<Value.componentCount {
    guard !reference[component: component].isNaN else {
      throw QuadratureError.invalidArgument("the reference of a tail must be a number")
    }
    march.components.append(
      TailComponent(
        relativeTolerance: relativeTolerance[component: component],
        absoluteTolerance: absoluteTolerance[component: component],
        reference: reference[component: component]))
  }
  while try march.step(function, maximumEvaluations: maximumEvaluations) {}
  if end.isFinite, !march.isDone, march.position == end {
    try march.boundRestAtEnd(function, unit: min(firstPiece, abs(end - start) / 2))
  }
  return march
}

/// The state of a march along a tail.
struct TailMarch<Value: IntegrandValue> {
  private(set) var position: Double
  private var length: Double
  private let end: Double
  private let upwards: Bool

  var components: [TailComponent] = []
  private(set) var evaluations = 0

  init(position: Double, length: Double, end: Double) {
    self.position = position
    self.length = length
    self.end = end
    self.upwards = end > position
  }

  /// Whether what is left of each component is small enough.
  var isDone: Bool {
    components.allSatisfy(\.isDone)
  }

  /// Integrates one piece; answers whether another is needed.
  @inline(__always)
  mutating func step(
    _ function: (Double) throws -> Value, maximumEvaluations: Int
  ) throws -> Bool {
    // A piece too short to move from a distant start is lengthened.
    while length < 4096 * position.ulp { length *= 2 }
    var next = upwards ? position + length : position - length
    if upwards ? next > end : next < end { next = end }
    // Further out the integrand may be too small for a Double and seem to end.
    guard abs(next) < 1e280, next != position, evaluations < maximumEvaluations else {
      return false
    }
    // Each piece may use an eighth of the tolerance that the sum so far sets; a first piece, or one
    // that outgrows the sum, is held to its own size.
    var relative = Value.zero
    var absolute = Value.zero
    for index in components.indices {
      relative[component: index] = components[index].relativeTolerance / 8
      absolute[component: index] = components[index].tolerance / 8
    }
    let piece = try bestIntegration(
      function, over: upwards ? [position, next] : [next, position],
      relativeTolerance: relative, absoluteTolerance: absolute,
      maximumEvaluations: maximumEvaluations - evaluations)
    evaluations += piece.evaluations
    position = next
    length *= 2
    for index in components.indices {
      components[index].add(
        value: piece.value[component: index], error: piece.error[component: index],
        magnitude: piece.magnitude[component: index])
      let partial = components[index].sum.value
      guard partial.isFinite, components[index].unfallen < 64 else {
        throw QuadratureError.divergent(upTo: position, partial: partial)
      }
    }
    return !isDone && next != end
  }

  /// Bounds the rest beyond the last point at which the function can be evaluated.
  @inline(__always)
  mutating func boundRestAtEnd(
    _ function: (Double) throws -> Value, unit: Double
  ) throws {
    let last = try function(end)
    let before = try function(upwards ? end - unit : end + unit)
    evaluations += 2
    for index in components.indices {
      guard last[component: index].isFinite, before[component: index].isFinite else {
        throw QuadratureError.nonFiniteIntegrand(at: end)
      }
      let falls = components[index].boundRest(
        last: last[component: index], before: before[component: index], unit: unit)
      guard falls || components[index].isDone else {
        throw QuadratureError.divergent(upTo: end, partial: components[index].sum.value)
      }
    }
  }
}

extension TailMarch {
  /// What is known of each component.
  var results: [IntegrationResult] {
    components.map { component in
      IntegrationResult(
        value: component.value, error: component.bound, magnitude: component.magnitude,
        evaluations: evaluations)
    }
  }

  /// One figure of each component.
  func collect(_ figure: (IntegrationResult) -> Double) -> Value {
    var values = Value.zero
    for (index, result) in results.enumerated() {
      values[component: index] = figure(result)
    }
    return values
  }

  /// Throws if a component is less exact than was asked for, and that is not due to rounding alone.
  func check(_ maximumEvaluations: Int) throws(QuadratureError) {
    for component in components {
      let tolerance = component.tolerance
      guard !(component.bound <= max(tolerance, component.roundingFloor)) else { continue }
      if evaluations >= maximumEvaluations {
        throw .tooManyEvaluations(
          value: component.value, error: component.bound, tolerance: tolerance,
          evaluations: evaluations)
      }
      throw .toleranceNotReached(
        value: component.value, error: component.bound, tolerance: tolerance)
    }
  }
}
