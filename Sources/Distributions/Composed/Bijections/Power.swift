/// x = y^exponent.
///
/// - `exponent`: finite and not 0. Any one for y ≥ 0; odd whole ones above 0 for all y; even ones
///   above 0 fold the line, and the densities at y and −y add up.
public struct Power: Bijection, Hashable, Codable {
  /// The exponent.
  public let exponent: Double

  /// - Parameter exponent: finite and not 0.
  public init(exponent: Double) { self.exponent = exponent }

  private var isEven: Bool { exponent > 0 && exponent / 2 == (exponent / 2).rounded() }
  private var isOdd: Bool { exponent > 0 && (exponent - 1) / 2 == ((exponent - 1) / 2).rounded() }

  public var domain: Support<Double> { isEven || isOdd ? .wholeLine : .nonNegative }

  public func direction(over interval: Support<Double>) -> BijectionDirection {
    guard exponent.isFinite, exponent != 0 else { return .undefined }
    if interval.lowerBound >= 0 { return exponent > 0 ? .increasing : .decreasing }
    if isOdd { return .increasing }
    return isEven ? (interval.upperBound <= 0 ? .decreasing : .folding) : .undefined
  }

  @specialized(where Value == Double)
  public func apply<Value: RealValue>(_ y: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    let distance = y.distance(from: 0)
    let size: Value = pow(abs(distance.value), Value(exponent))
    return AnchoredPoint(
      anchor: 0, offset: isOdd ? sign(distance.value) * size : size,
      logMagnitude: Value(exponent) * distance.logMagnitude)
  }

  @specialized(where Value == Double)
  public func invert<Value: RealValue>(_ x: AnchoredPoint<Value>) -> AnchoredPoint<Value> {
    let distance = x.distance(from: 0)
    let logSize: Value = distance.logMagnitude / Value(exponent)
    let size: Value =
      exponent == 2
      ? sqrt(abs(distance.value)) : pow(abs(distance.value), Value(1 / exponent))
    return AnchoredPoint(
      anchor: 0, offset: isOdd ? sign(distance.value) * size : size, logMagnitude: logSize)
  }

  /// log |e| + (e − 1) log |y|.
  @specialized(where Value == Double)
  public func logDerivative<Value: RealValue>(at y: AnchoredPoint<Value>) -> Value {
    if exponent == 1 { return 0 * y.offset }
    let logSize = y.distance(from: 0).logMagnitude
    return Value(log(abs(exponent))) + Value(exponent - 1) * logSize
  }

  public func tail(
    _ tail: TailBehaviour, atEnd end: Double, towards side: SupportEnd
  ) -> TailBehaviour? {
    let size = abs(exponent)
    if end == 0 { return tail.raised(to: 1 / size, addingLogs: -(exponent - 1) / size) }
    if end.isInfinite { return tail.raised(to: 1 / size, addingLogs: (exponent - 1) / size) }
    return tail.nearer(by: size * pow(abs(end), exponent - 1))
  }

  public var description: String { "Power(exponent: \(exponent))" }
}
