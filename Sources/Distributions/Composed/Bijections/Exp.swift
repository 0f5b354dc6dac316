/// x = eʸ.
public struct Exp: Bijection, Hashable, Codable {
  public init() {}

  public var domain: Support<Double> { .wholeLine }
  public func direction(over interval: Support<Double>) -> BijectionDirection { .increasing }

  public func apply<Value: RealValue>(_ y: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    AnchoredPoint(anchor: 0, offset: exp(y.value), logMagnitude: y.value)
  }

  public func invert<Value: RealValue>(_ x: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    AnchoredPoint(x.distance(from: 0).logMagnitude)
  }

  /// y.
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

  public func apply<Value: RealValue>(_ y: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    AnchoredPoint(y.distance(from: 0).logMagnitude)
  }

  public func invert<Value: RealValue>(_ x: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    AnchoredPoint(anchor: 0, offset: exp(x.value), logMagnitude: x.value)
  }

  /// −log y.
  public func logDerivative<Value: RealValue>(at y: AnchoredPoint<Value>) -> Value {
    -y.distance(from: 0).logMagnitude
  }

  public func tail(
    _ tail: TailBehaviour, atEnd end: Double, towards side: SupportEnd
  ) -> TailBehaviour? {
    if end.isFinite, end > 0 { return tail.nearer(by: 1 / end) }
    return tail.ofExponential(addingSlope: side == .upper ? -1 : 1)
  }

  public var description: String { "Log()" }
}
