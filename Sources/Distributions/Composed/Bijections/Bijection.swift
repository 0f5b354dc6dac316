/// A function of the line that distributions are transformed by: smooth, and one to one on the part
/// of the line where it is used, or folding (`Power` with an even exponent).
///
/// A bijection works on points given as an anchor and an offset, so that a transformed density keeps
/// its digits where it is singular or far out. Conform a type of your own by the four requirements
/// without a default; `apply(_:)` and `invert(_:)` are called with points of ``domain`` and of its
/// image.
public protocol Bijection: Sendable, CustomStringConvertible {
  /// Where the function is defined.
  var domain: Support<Double> { get }
  /// How it behaves over an interval of its domain.
  func direction(over interval: Support<Double>) -> BijectionDirection
  /// f(y).
  func apply<Value: RealValue>(_ y: AnchoredPoint<Value>) -> AnchoredPoint<Value>
  /// f⁻¹(x); of a folding function the preimage that is not negative.
  func invert<Value: RealValue>(_ x: AnchoredPoint<Value>) -> AnchoredPoint<Value>
  /// log |f′(y)|.
  func logDerivative<Value: RealValue>(at y: AnchoredPoint<Value>) -> Value
  /// The tail of f(Y) towards the image of one end of Y's support, given Y's there; nil where it is
  /// not known.
  func tail(_ tail: TailBehaviour, atEnd end: Double, towards side: SupportEnd) -> TailBehaviour?
  /// E log |f′(Y)| of a distribution, where it has a closed form; else NaN.
  func meanLogDerivative<Value: RealValue>(of base: any ContinuousDistribution<Value>) -> Value
}

/// How a function behaves over an interval.
public enum BijectionDirection: Sendable, Hashable {
  /// It rises.
  case increasing
  /// It falls.
  case decreasing
  /// It is even: y and −y go to the same point, which rises with |y|.
  case folding
  /// It is not defined on all of the interval.
  case undefined
}

extension Bijection {
  public func tail(
    _ tail: TailBehaviour, atEnd end: Double, towards side: SupportEnd
  ) -> TailBehaviour? { nil }

  public func meanLogDerivative<Value: RealValue>(
    of base: any ContinuousDistribution<Value>
  ) -> Value { nanUnless(Value.Mask(false), base.median) }

  /// f(y) of a plain number or batch.
  public func callAsFunction<Value: RealValue>(_ y: Value) -> Value {
    apply(AnchoredPoint(anchor: 0, offset: y)).value
  }

  /// Whether the function is one to one over an interval.
  public func isInjective(over interval: Support<Double>) -> Bool {
    let direction = direction(over: interval)
    return direction == .increasing || direction == .decreasing
  }
}

extension AnchoredPoint {
  /// A point as an offset from 0.
  init(_ value: Value) { self.init(anchor: 0, offset: value) }

  /// The distance to a finite end whose anchor it stands at, with its logarithm.
  func magnitude(from origin: Value) -> (value: Value, log: Value) {
    let distance = distance(from: origin)
    return (abs(distance.value), distance.logMagnitude)
  }
}
