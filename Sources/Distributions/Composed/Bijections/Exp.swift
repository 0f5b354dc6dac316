/// x = eʸ.
public struct Exp: Bijection, Hashable, Codable {
  public init() {}

  public var domain: Support<Double> { .wholeLine }
  public func direction(over interval: Support<Double>) -> BijectionDirection { .increasing }

  @specialized(where Value == Double)
  public func apply<Value: RealValue>(_ y: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    exponential(y)
  }

  @specialized(where Value == Double)
  public func invert<Value: RealValue>(_ x: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    logarithm(x)
  }

  /// y.
  @specialized(where Value == Double)
  public func logDerivative<Value: RealValue>(at y: AnchoredPoint<Value>) -> Value { y.value }

  public func tail(
    _ tail: TailBehaviour, atEnd end: Double, towards side: SupportEnd
  ) -> TailBehaviour? {
    if end.isFinite { return tail.nearer(by: exp(end)) }
    return tail.ofLogarithm(addingLogs: side == .upper ? 1 : -1)
  }

  /// E Y.
  public func meanLogDerivative<Value: RealValue>(
    of base: any ContinuousDistribution<Value>
  ) -> Value { base.mean }

  public var description: String { "Exp()" }
}

/// x = log y, for y ≥ 0.
public struct Log: Bijection, Hashable, Codable {
  public init() {}

  public var domain: Support<Double> { .nonNegative }
  public func direction(over interval: Support<Double>) -> BijectionDirection {
    interval.lowerBound >= 0 ? .increasing : .undefined
  }

  @specialized(where Value == Double)
  public func apply<Value: RealValue>(_ y: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    logarithm(y)
  }

  @specialized(where Value == Double)
  public func invert<Value: RealValue>(_ x: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    exponential(x)
  }

  /// −log y.
  @specialized(where Value == Double)
  public func logDerivative<Value: RealValue>(at y: AnchoredPoint<Value>) -> Value {
    -logarithm(y).value
  }

  public func tail(
    _ tail: TailBehaviour, atEnd end: Double, towards side: SupportEnd
  ) -> TailBehaviour? {
    if end.isFinite, end > 0 { return tail.nearer(by: 1 / end) }
    return tail.ofExponential(addingSlope: side == .upper ? -1 : 1)
  }

  public var description: String { "Log()" }
}

/// e^(a + d): next to its anchor as e^a + e^a (e^d − 1), far from it with its logarithm.
private func exponential<Value: RealValue>(
  _ y: AnchoredPoint<Value>
) -> AnchoredPoint<Value> {
  let isNear = (abs(y.offset) .< 0.5) .& (abs(y.anchor) .< 700)
  let anchor: Value = exp(select(isNear, y.anchor, 0))
  let rise: Value = expMinusOne(select(isNear, y.offset, 0.25))
  return AnchoredPoint(
    anchor: select(isNear, anchor, 0), offset: select(isNear, anchor * rise, exp(y.value)),
    logMagnitude: select(isNear, log(abs(anchor * rise)), y.value))
}

/// log(a + d): next to its anchor as log a + log(1 + d/a).
private func logarithm<Value: RealValue>(_ x: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
  let isNear = (x.anchor .> 0) .& (abs(x.offset) .<= 0.5 * x.anchor)
  let anchor: Value = select(isNear, x.anchor, 1)
  let near: Value = log(onePlus: select(isNear, x.offset, 0.25) / anchor)
  let far = x.distance(from: 0).logMagnitude
  return AnchoredPoint(
    anchor: log(anchor), offset: select(isNear, near, far),
    logMagnitude: log(abs(select(isNear, near, far))))
}
