/// The smallest closed interval that holds every draw.
public struct Support<Value: RealValue>: Sendable {
  public let lowerBound: Value
  public let upperBound: Value

  @inlinable public init(lowerBound: Value, upperBound: Value) {
    self.lowerBound = lowerBound
    self.upperBound = upperBound
  }

  /// From −infinity to infinity.
  @inlinable public static var wholeLine: Support {
    Support(lowerBound: -Value.infinity, upperBound: Value.infinity)
  }
  /// From 0 to infinity.
  @inlinable public static var nonNegative: Support {
    Support(lowerBound: 0, upperBound: Value.infinity)
  }
  /// From 0 to 1.
  @inlinable public static var unitInterval: Support { Support(lowerBound: 0, upperBound: 1) }
}

extension Support: Equatable where Value: Equatable {}

/// One end of a support on the line.
public enum SupportEnd: Sendable, CaseIterable { case lower, upper }

/// A point on the line given as an anchor and an exact offset from it.
///
/// Where the offset is so small or so large that it has no digits or is not representable, its
/// logarithm still is: `logMagnitude` = log |offset|.
public struct AnchoredPoint<Value: RealValue>: Sendable {
  public let anchor: Value
  public let offset: Value
  /// log |offset|, if it is known better than by the offset.
  @usableFromInline let knownLogMagnitude: Value?

  /// log |offset|.
  @inlinable public var logMagnitude: Value { knownLogMagnitude ?? log(abs(offset)) }

  @inlinable public init(anchor: Value, offset: Value) {
    self.anchor = anchor
    self.offset = offset
    knownLogMagnitude = nil
  }

  @inlinable public init(anchor: Value, offset: Value, logMagnitude: Value) {
    self.anchor = anchor
    self.offset = offset
    knownLogMagnitude = logMagnitude
  }

  /// The point itself, rounded.
  @inlinable public var value: Value { anchor + offset }
}

extension AnchoredPoint {
  /// The signed distance from `origin` with the logarithm of its size: exact where `origin` is the
  /// anchor, and of use beyond the range of numbers, where only the logarithm says how far it is.
  @inlinable public func distance(from origin: Value) -> (value: Value, logMagnitude: Value) {
    let distance: Value = (anchor - origin) + offset
    let magnitude: Value = abs(distance)
    guard let knownLogMagnitude else { return (distance, log(magnitude)) }
    // Where the offset has left the range of numbers the anchor does not count.
    let isBeyond = (magnitude .== Value.infinity) .& (abs(offset) .== Value.infinity)
    let isOffset = (origin .== anchor) .| isBeyond
    return (distance, select(isOffset, knownLogMagnitude, log(magnitude)))
  }
}
