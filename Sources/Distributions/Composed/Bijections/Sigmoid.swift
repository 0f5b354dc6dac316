/// x = 1/(1 + e⁻ʸ).
public struct Sigmoid: Bijection, Hashable, Codable {
  public init() {}

  public var domain: Support<Double> { .wholeLine }
  public func direction(over interval: Support<Double>) -> BijectionDirection { .increasing }

  /// As an offset from the nearer of 0 and 1.
  @specialized(where Value == Double)
  public func apply<Value: RealValue>(_ y: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    let y = y.value
    let isUpper = y .> 0
    let distance: Value = sigmoid(-abs(y))
    return AnchoredPoint(
      anchor: select(isUpper, 1, 0), offset: select(isUpper, -distance, distance),
      logMagnitude: logSigmoid(-abs(y)))
  }

  /// log x − log(1 − x), the distance to the nearer end given exactly.
  @specialized(where Value == Double)
  public func invert<Value: RealValue>(_ x: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    let isUpper = x.value .> 0.5
    let below = x.magnitude(from: 0)
    let above = x.magnitude(from: 1)
    let distance: Value = select(isUpper, above.value, below.value)
    let logDistance: Value = select(isUpper, above.log, below.log)
    let logit: Value = logDistance - log(onePlus: -distance)
    return AnchoredPoint(select(isUpper, -logit, logit))
  }

  /// log σ(y) + log σ(−y).
  @specialized(where Value == Double)
  public func logDerivative<Value: RealValue>(at y: AnchoredPoint<Value>) -> Value {
    logSigmoid(y.value) + logSigmoid(-y.value)
  }

  public func tail(
    _ tail: TailBehaviour, atEnd end: Double, towards side: SupportEnd
  ) -> TailBehaviour? {
    if end.isFinite { return tail.nearer(by: sigmoid(end) * sigmoid(-end)) }
    return tail.ofLogarithm(addingLogs: -1)
  }

  public var description: String { "Sigmoid()" }
}

/// x = tanh y.
public struct Tanh: Bijection, Hashable, Codable {
  public init() {}

  public var domain: Support<Double> { .wholeLine }
  public func direction(over interval: Support<Double>) -> BijectionDirection { .increasing }

  /// As an offset from 0, or beyond tanh 1 from ±1: 1 − tanh y = 2σ(−2y).
  @specialized(where Value == Double)
  public func apply<Value: RealValue>(_ y: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    let isMiddle = abs(y.value) .< 1
    let near = y.distance(from: 0)
    let side: Value = sign(y.value)
    let rest: Value = 2 * sigmoid(-2 * abs(y.value))
    let tangent: Value = tanh(y.value)
    let isTiny = abs(near.value) .< 1e-9
    let safe: Value = select(isTiny, 1, tangent)
    return AnchoredPoint(
      anchor: select(isMiddle, 0, side), offset: select(isMiddle, tangent, -side * rest),
      logMagnitude: select(
        isMiddle, select(isTiny, near.logMagnitude, log(abs(safe))),
        Value(0.6931471805599453) + logSigmoid(-2 * abs(y.value))))
  }

  /// ½ log((2 − δ)/δ) with δ the distance to ±1, or atanh.
  @specialized(where Value == Double)
  public func invert<Value: RealValue>(_ x: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    let isUpper = x.value .> 0
    let above = x.magnitude(from: 1)
    let below = x.magnitude(from: -1)
    let distance: Value = select(isUpper, above.value, below.value)
    let logDistance: Value = select(isUpper, above.log, below.log)
    let isMiddle = distance .> 0.25
    let far: Value = 0.5 * (log(2 - distance) - logDistance)
    let near = x.distance(from: 0)
    let middle: Value = atanh(select(isMiddle, near.value, 0))
    let isTiny = abs(near.value) .< 1e-9
    let size: Value = select(isMiddle .& .!isTiny, abs(middle), 1)
    let logMiddle: Value = select(isTiny, near.logMagnitude, log(size))
    let y: Value = select(isMiddle, middle, select(isUpper, far, -far))
    return AnchoredPoint(
      anchor: 0, offset: y, logMagnitude: select(isMiddle, logMiddle, log(abs(far))))
  }

  /// log 4 + log σ(2y) + log σ(−2y).
  @specialized(where Value == Double)
  public func logDerivative<Value: RealValue>(at y: AnchoredPoint<Value>) -> Value {
    Value(1.3862943611198906) + logSigmoid(2 * y.value) + logSigmoid(-2 * y.value)
  }

  public func tail(
    _ tail: TailBehaviour, atEnd end: Double, towards side: SupportEnd
  ) -> TailBehaviour? {
    if end.isFinite { return tail.nearer(by: 4 * sigmoid(2 * end) * sigmoid(-2 * end)) }
    // |y| = ½ log(2t).
    return tail.ofLogarithm(factor: 0.5, shift: 0.34657359027997264, addingLogs: -1)
  }

  public var description: String { "Tanh()" }
}
