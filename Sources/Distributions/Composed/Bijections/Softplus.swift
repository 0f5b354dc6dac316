/// x = log(1 + eʸ).
public struct Softplus: Bijection, Hashable, Codable {
  public init() {}

  public var domain: Support<Double> { .wholeLine }
  public func direction(over interval: Support<Double>) -> BijectionDirection { .increasing }

  /// As an offset from 0: far below it x = eʸ, to half of itself times eʸ.
  @specialized(where Value == Double)
  public func apply<Value: RealValue>(_ y: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    let y = y.value
    let x = softplus(y)
    let isSmall = y .< -40
    let size: Value = select(isSmall, 1, x)
    return AnchoredPoint(anchor: 0, offset: x, logMagnitude: select(isSmall, y, log(size)))
  }

  /// x + log(1 − e⁻ˣ).
  @specialized(where Value == Double)
  public func invert<Value: RealValue>(_ x: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    let distance = x.distance(from: 0)
    let isSmall = distance.value .< 1e-17
    let safe: Value = select(isSmall, 1, distance.value)
    let near: Value = safe + logOneMinusExp(-safe)
    return AnchoredPoint(select(isSmall, distance.logMagnitude, near))
  }

  /// log σ(y).
  @specialized(where Value == Double)
  public func logDerivative<Value: RealValue>(at y: AnchoredPoint<Value>) -> Value {
    logSigmoid(y.value)
  }

  public func tail(
    _ tail: TailBehaviour, atEnd end: Double, towards side: SupportEnd
  ) -> TailBehaviour? {
    if end.isFinite { return tail.nearer(by: sigmoid(end)) }
    return side == .upper ? tail : tail.ofLogarithm(addingLogs: -1)
  }

  public var description: String { "Softplus()" }
}
