/// Several bijections one after another, the first of the list first.
///
/// A distribution is transformed by it step by step: its methods are those of the whole for any use
/// beside that.
public struct Compose: Bijection {
  /// The steps, in the order in which they are taken.
  public let steps: [any Bijection]

  /// - Parameter steps: the first is applied first.
  public init(_ steps: [any Bijection]) { self.steps = steps }

  public var domain: Support<Double> { steps.first?.domain ?? .wholeLine }

  public func direction(over interval: Support<Double>) -> BijectionDirection {
    var result = BijectionDirection.increasing
    var interval = interval
    for step in steps {
      switch (result, step.direction(over: interval)) {
      case (_, .undefined), (.undefined, _): return .undefined
      case (.folding, .decreasing), (.folding, .folding), (.decreasing, .folding): return .undefined
      case (.folding, .increasing): break
      case (_, .folding): result = result == .increasing ? .folding : .undefined
      case (.increasing, let next): result = next
      case (.decreasing, let next): result = next == .increasing ? .decreasing : .increasing
      }
      interval = step.image(of: interval)
    }
    return result
  }

  @specialized(where Value == Double)
  public func apply<Value: RealValue>(_ y: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    steps.reduce(y) { $1.apply($0) }
  }

  @specialized(where Value == Double)
  public func invert<Value: RealValue>(_ x: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    steps.reversed().reduce(x) { $1.invert($0) }
  }

  @specialized(where Value == Double)
  public func logDerivative<Value: RealValue>(at y: AnchoredPoint<Value>) -> Value {
    var point = y
    var sum: Value = 0
    for step in steps {
      sum = sum + step.logDerivative(at: point)
      point = step.apply(point)
    }
    return sum
  }

  public var description: String {
    "Compose([\(steps.map(\.description).joined(separator: ", "))])"
  }
}

extension Bijection {
  /// The interval that an interval of the domain goes to.
  func image(of interval: Support<Double>) -> Support<Double> {
    let ends = [self(interval.lowerBound), self(interval.upperBound)]
    let isFolding = direction(over: interval) == .folding
    return Support(
      lowerBound: isFolding ? self(0.0) : min(ends[0], ends[1]), upperBound: max(ends[0], ends[1]))
  }

  /// The bijection as a list of steps that are not themselves composed.
  var elementarySteps: [any Bijection] {
    guard let composed = self as? Compose else { return [self] }
    return composed.steps.flatMap { $0.elementarySteps }
  }
}
