/// Reads numbers as Swift and JSON write them, correctly rounded.
///
/// Numbers of at most 18 digits and a small power of ten are read by one exact operation
/// (W. D. Clinger, "How to read floating point numbers accurately", PLDI 1990): a whole number
/// below 2^53 and a power of ten up to 10^22 are both exact, so their product or quotient is
/// rounded once. All others go to the standard library.
package enum DecimalNumber {
  package enum Reading: Equatable {
    case number(Double)
    /// A number whose rounding is infinite.
    case outOfRange
    /// Not a number.
    case malformed
  }

  /// The number that these bytes are: an optional sign, digits, a fraction and an exponent.
  /// Leading zeros are allowed, and hexadecimal digits after `0x` where `hexadecimal` says so.
  package static func value(of bytes: ArraySlice<UInt8>, hexadecimal: Bool) -> Reading {
    var position = bytes.startIndex
    let end = bytes.endIndex
    var isNegative = false
    if position < end, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+")
    {
      isNegative = bytes[position] == UInt8(ascii: "-")
      position += 1
    }
    if hexadecimal, position + 1 < end, bytes[position] == UInt8(ascii: "0"),
      bytes[position + 1] | 0x20 == UInt8(ascii: "x")
    {
      return slow(bytes)
    }

    var digits: UInt64 = 0
    var count = 0
    var fraction = 0
    let wholeStart = position
    while position < end, bytes[position] &- 0x30 < 10 {
      if count < 19 { digits = digits &* 10 &+ UInt64(bytes[position] &- 0x30) }
      if digits != 0 { count += 1 }
      position += 1
    }
    guard position > wholeStart else { return .malformed }
    if position < end, bytes[position] == UInt8(ascii: ".") {
      position += 1
      let fractionStart = position
      while position < end, bytes[position] &- 0x30 < 10 {
        if count < 19 { digits = digits &* 10 &+ UInt64(bytes[position] &- 0x30) }
        if digits != 0 { count += 1 }
        position += 1
      }
      fraction = position - fractionStart
      guard fraction > 0 else { return .malformed }
    }
    var exponent = 0
    if position < end, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      var exponentIsNegative = false
      if position < end,
        bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+")
      {
        exponentIsNegative = bytes[position] == UInt8(ascii: "-")
        position += 1
      }
      let exponentStart = position
      while position < end, bytes[position] &- 0x30 < 10 {
        if exponent < 100_000 { exponent = exponent * 10 + Int(bytes[position] &- 0x30) }
        position += 1
      }
      guard position > exponentStart else { return .malformed }
      if exponentIsNegative { exponent = -exponent }
    }
    guard position == end else { return .malformed }

    if digits == 0 { return .number(isNegative ? -0.0 : 0) }
    let power = exponent - fraction
    if count < 19, digits <= 1 << 53, abs(power) <= 22 {
      let whole = Double(digits)
      let scale = powersOfTen[abs(power)]
      let magnitude = power < 0 ? whole / scale : whole * scale
      return .number(isNegative ? -magnitude : magnitude)
    }
    return slow(bytes)
  }

  private static func slow(_ bytes: ArraySlice<UInt8>) -> Reading {
    guard let number = Double(String(decoding: bytes, as: UTF8.self)), !number.isNaN else {
      return .malformed
    }
    return number.isInfinite ? .outOfRange : .number(number)
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
