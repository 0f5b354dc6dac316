/// A point of a half-line, by its distance from the end and the logarithm of it.
///
/// Outside, at the end itself and at infinity the distance is 1, so that no branch of a formula
/// sees a logarithm of 0. The logarithm holds where the distance leaves the range of numbers.
@usableFromInline struct HalfLinePoint<Value: RealValue> {
  /// The distance from the end.
  @usableFromInline let distance: Value
  /// Its logarithm.
  @usableFromInline let logDistance: Value
  /// At the end.
  @usableFromInline let isEnd: Value.Mask
  /// Before the end.
  @usableFromInline let isBelow: Value.Mask
  /// At infinity.
  @usableFromInline let isInfinite: Value.Mask

  @inlinable init(_ x: Value) {
    isEnd = x .== 0
    isBelow = x .< 0
    isInfinite = x .== Value.infinity
    let distance: Value = select(isEnd .| isBelow .| isInfinite, 1, x)
    self.distance = distance
    logDistance = log(distance)
  }

  @inlinable init(_ point: AnchoredPoint<Value>, from end: Value) {
    let (x, logMagnitude) = point.distance(from: end)
    isEnd = logMagnitude .== -Value.infinity
    isBelow = x .< 0
    isInfinite = (logMagnitude .== Value.infinity) .& .!isBelow
    let isApart: Value.Mask = isEnd .| isBelow .| isInfinite
    distance = select(isApart, 1, x)
    logDistance = select(isApart, 0, logMagnitude)
  }

  /// log(distance/scale), with the digits of their difference where they are near.
  @inlinable func logRatio(to scale: Value) -> Value {
    logQuotient(distance, scale, logNumerator: logDistance)
  }

  /// A log-density: −infinity outside.
  @inlinable func density(where isValid: Value.Mask, end: Value, inside: Value) -> Value {
    let outer: Value = select(isBelow .| isInfinite, -Value.infinity, inside)
    return nanUnless(isValid, select(isEnd, end, outer))
  }

  /// A function that is constant before the end and at infinity.
  @inlinable func tail(
    where isValid: Value.Mask, below: Value, beyond: Value, inside: Value
  ) -> Value {
    let value: Value = select(isInfinite, beyond, inside)
    return nanUnless(isValid, select(isEnd .| isBelow, below, value))
  }
}

/// log(x/y) for positive x and y, from the difference where they are within a factor of 2, and from
/// the logarithms where the quotient leaves the range of numbers.
@inlinable func logQuotient<Value: RealValue>(
  _ x: Value, _ y: Value, logNumerator: Value
) -> Value {
  let ratio: Value = x / y
  let isNear: Value.Mask = (ratio .> 0.5) .& (ratio .< 2)
  let isExtreme: Value.Mask = .!((ratio .> 1e-30) .& (ratio .< 1e30))
  let near: Value = log(onePlus: select(isNear, (x - y) / y, 0))
  let far: Value = log(select(isNear .| isExtreme, 1, ratio))
  let extreme: Value = logNumerator - log(y)
  return select(isNear, near, select(isExtreme, extreme, far))
}

/// ``logQuotient(_:_:logNumerator:)`` of numbers.
@inlinable func logQuotient<Value: RealValue>(_ x: Value, _ y: Value) -> Value {
  logQuotient(x, y, logNumerator: log(x))
}

/// The limit of distance^power times e^value at the end: infinite, the value, or −infinity as the
/// power is negative, 0 or positive, in logarithm.
@inlinable func limitAtEnd<Value: RealValue>(power: Value, _ value: Value) -> Value {
  let isRising: Value.Mask = power .< 0
  let infinite: Value = select(isRising, Value.infinity, -Value.infinity)
  return select(power .== 0, value, infinite)
}

/// −log u, and NaN where u is no probability.
@inlinable func negativeLog<Value: RealValue>(_ u: Value) -> Value {
  // The difference makes 0 of log 1, not −0, whose powers may be negative.
  nanUnless(isProbability(u), 0 - log(u))
}

/// −log(1 − u), and NaN where u is no probability.
@inlinable func negativeLog<Value: RealValue>(complement u: Value) -> Value {
  nanUnless(isProbability(u), 0 - log(onePlus: -u))
}
