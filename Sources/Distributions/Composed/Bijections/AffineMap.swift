/// x = shift + scale·y.
public struct AffineMap: Bijection, Hashable, Codable {
  /// Where 0 goes.
  public let shift: Double
  /// How far 1 is from there; finite and not 0.
  public let scale: Double

  /// - Parameters:
  ///   - shift: finite.
  ///   - scale: finite and not 0.
  public init(shift: Double, scale: Double) {
    self.shift = shift
    self.scale = scale
  }

  public var domain: Support<Double> { .wholeLine }

  public func direction(over interval: Support<Double>) -> BijectionDirection {
    guard shift.isFinite, scale.isFinite, scale != 0 else { return .undefined }
    return scale > 0 ? .increasing : .decreasing
  }

  @specialized(where Value == Double)
  public func apply<Value: RealValue>(_ y: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    AnchoredPoint(
      anchor: Value(shift) + Value(scale) * y.anchor, offset: Value(scale) * y.offset,
      logMagnitude: Value(log(abs(scale))) + y.logMagnitude)
  }

  @specialized(where Value == Double)
  public func invert<Value: RealValue>(_ x: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    // A point whose anchor is 0 alone has no digits to lose but those of the sum.
    let isPlain = x.anchor .== 0
    let anchor: Value = (x.anchor - Value(shift)) / Value(scale)
    let offset: Value = x.offset / Value(scale)
    let plain: Value = (x.value - Value(shift)) / Value(scale)
    return AnchoredPoint(
      anchor: select(isPlain, 0, anchor), offset: select(isPlain, plain, offset),
      logMagnitude: select(
        isPlain, log(abs(plain)), x.logMagnitude - Value(log(abs(scale)))))
  }

  /// log |scale|.
  @specialized(where Value == Double)
  public func logDerivative<Value: RealValue>(at y: AnchoredPoint<Value>) -> Value {
    Value(log(abs(scale)))
  }

  public func tail(
    _ tail: TailBehaviour, atEnd end: Double, towards side: SupportEnd
  ) -> TailBehaviour? {
    if end.isFinite { return tail.nearer(by: abs(scale)) }
    let isUpper = (side == .upper) == (scale > 0)
    return tail.movedOut(by: isUpper ? shift : -shift, stretched: abs(scale))
  }

  public func meanLogDerivative<Value: RealValue>(
    of base: any ContinuousDistribution<Value>
  ) -> Value { Value(log(abs(scale))) + zeroIfFinite(base.median) }

  public var description: String { "AffineMap(shift: \(shift), scale: \(scale))" }
}
