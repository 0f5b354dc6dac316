// Laws on an interval around their centre whose tails are (φ − sin φ)/2π of an angle φ.

/// A point of the interval of a radius around a location, by its distances from both ends and their
/// logarithms, which are exact for offsets from an end.
struct CentredPoint<Value: RealValue> {
  /// The distances from the ends; 1 where there is none.
  let lower, upper: Value
  let logLower, logUpper: Value
  /// The signed distance from the centre over the radius.
  let ratio: Value
  private let isLowerEnd, isUpperEnd, isBelow, isAbove: Value.Mask
  private let radius: Value

  init(_ x: Value, location: Value, radius: Value) {
    self.init(AnchoredPoint(anchor: x, offset: 0), location: location, radius: radius)
  }

  init(_ point: AnchoredPoint<Value>, location: Value, radius: Value) {
    self.radius = radius
    let isFromLower: Value.Mask = point.anchor .== location - radius
    let isFromUpper: Value.Mask = point.anchor .== location + radius
    let isFromEnd: Value.Mask = isFromLower .| isFromUpper
    // The rounding of the difference counts next to the ends (T. J. Dekker, 1971).
    let far: Value = point.anchor - location
    let part: Value = far - point.anchor
    let rest: Value = (point.anchor - (far - part)) - (location + part)
    let isFinite: Value.Mask = abs(far) .< Value.infinity
    let correction: Value = select(isFinite, rest, 0)
    let centred: Value = far + point.offset
    let fromLower: Value = (radius + centred) + correction
    let fromUpper: Value = (radius - centred) - correction
    let lower: Value = select(
      isFromLower, point.offset, select(isFromUpper, 2 * radius + point.offset, fromLower))
    let upper: Value = select(
      isFromUpper, -point.offset, select(isFromLower, 2 * radius - point.offset, fromUpper))
    isBelow = lower .< 0
    isAbove = upper .< 0
    // An offset may be too small for a number, but not its logarithm.
    let isAtEnd: Value.Mask = isFromEnd .& (point.logMagnitude .== -Value.infinity)
    isLowerEnd = (isFromLower .& isAtEnd) .| (.!isFromEnd .& (lower .== 0))
    isUpperEnd = (isFromUpper .& isAtEnd) .| (.!isFromEnd .& (upper .== 0))
    let isApart: Value.Mask = isBelow .| isAbove .| isLowerEnd .| isUpperEnd
    self.lower = select(isApart, radius, lower)
    self.upper = select(isApart, radius, upper)
    let isExact: Value.Mask = isFromEnd .& .!isApart
    let logOffset: Value = select(isExact, point.logMagnitude, 0)
    let isLowerOffset: Value.Mask = isExact .& isFromLower
    let isUpperOffset: Value.Mask = isExact .& isFromUpper
    logLower = select(isLowerOffset, logOffset, log(select(isLowerOffset, 1, self.lower)))
    logUpper = select(isUpperOffset, logOffset, log(select(isUpperOffset, 1, self.upper)))
    let isLowerHalf: Value.Mask = isFromEnd .& (self.lower .<= self.upper)
    let fromEnd: Value = select(
      isLowerHalf, self.lower / radius - 1, 1 - self.upper / radius)
    ratio = select(isApart, 0, select(isFromEnd, fromEnd, centred / radius))
  }

  /// A log-density that vanishes at the ends.
  func density(where isValid: Value.Mask, inside: Value) -> Value {
    let isOutside: Value.Mask = isBelow .| isAbove .| isLowerEnd .| isUpperEnd
    return nanUnless(isValid, select(isOutside, -Value.infinity, inside) + 0 * ratio)
  }

  /// The log of a tail; `angle` gives φ of a distance from an end in units of the radius, up to 1.
  func logTail(
    where isValid: Value.Mask, isLower: Bool, angle: (Value) -> Value
  ) -> Value {
    let own: Value = (isLower ? lower : upper) / radius
    let other: Value = (isLower ? upper : lower) / radius
    let isSmall: Value.Mask = own .<= 1
    // 1/2π
    let turn = Value(0.15915494309189533577)
    let phi: Value = angle(select(isSmall, own, 1))
    let isTiny: Value.Mask = phi .< 1e-90
    let tiny: Value = 3 * log(phi) - Value(3.6296365356374004844)
    let near: Value = log(turn * sineRemainder(select(isTiny, 1, phi)))
    let rest: Value = turn * sineRemainder(angle(select(isSmall, 1, other)))
    let inside: Value = select(isSmall, select(isTiny, tiny, near), log(onePlus: -rest))
    let isNone: Value.Mask = isLower ? isBelow .| isLowerEnd : isAbove .| isUpperEnd
    let isAll: Value.Mask = isLower ? isAbove .| isUpperEnd : isBelow .| isLowerEnd
    return nanUnless(
      isValid, select(isNone, -Value.infinity, select(isAll, 0, inside)) + 0 * ratio)
  }
}

/// The point with a tail u, (φ − sin φ)/2π of its angle φ: from the nearer end, and around the middle
/// from the centre.
func centredPoint<Value: RealValue>(
  _ u: Value, isUpper: Bool, where isValid: Value.Mask, location: Value, radius: Value,
  fromEnd: (Value) -> Value, logFromEnd: (Value) -> Value, logFactor: Double,
  fromCentre: (Value) -> Value
) -> AnchoredPoint<Value> {
  let isOwn: Value.Mask = u .<= 0.5
  let isMiddle: Value.Mask = (u .> 0.2) .& (u .< 0.8)
  let isDefined: Value.Mask = isValid .& isProbability(u)
  let smaller: Value = select(isMiddle, 0.2, select(isOwn, u, 1 - u))
  let phi: Value = sineRemainderInverse(nanUnless(isDefined, smaller))
  let psi: Value = sineSumInverse(select(isMiddle, 1 - 2 * u, 0))
  let isLower: Value.Mask = isUpper ? .!isOwn : isOwn
  let side: Value = isUpper ? 1 : -1
  let distance: Value = radius * fromEnd(phi)
  let end: Value = select(isLower, location - radius, location + radius)
  let centre: Value = side * (radius * fromCentre(psi))
  return AnchoredPoint(
    anchor: select(isMiddle, location, end),
    offset: nanUnless(
      isDefined, select(isMiddle, centre, select(isLower, distance, -distance))),
    logMagnitude: nanUnless(
      isDefined,
      select(isMiddle, log(abs(centre)), log(radius) + (logFromEnd(phi) + Value(logFactor)))))
}
