import CVectorMath
import RandomGenerators

/// Standard normal numbers one at a time.
///
/// A word names one of 256 strips of equal area under exp(−x²/2), a sign and a place in the strip, which
/// is nearly always under the curve; so that 98.9 % of the draws take one word, a multiplication and a
/// comparison.
///
/// Source: G. Marsaglia, W. W. Tsang, "The ziggurat method for generating random variables", J. Stat.
/// Softw. 5 (2000), with strip and place from bits of their own (J. A. Doornik, 2005).
@usableFromInline enum Ziggurat {
  @inlinable @inline(__always)
  static func normal(using generator: inout some RandomNumberGenerator) -> Double {
    while true {
      let word = generator.next()
      let strip = word & 255
      let x = Double(word &>> 11) * 0x1p-53 * vm_ziggurat_edge(strip)
      let isNegative = word & 256 != 0
      if x < vm_ziggurat_edge(strip &+ 1) { return isNegative ? -x : x }
      if let z = beyond(strip, x, using: &generator) { return isNegative ? -z : z }
    }
  }

  /// What a place outside the part of a strip that is wholly under the curve comes to; nil above it.
  @inlinable @inline(never)
  static func beyond(
    _ strip: UInt64, _ x: Double, using generator: inout some RandomNumberGenerator
  ) -> Double? {
    if strip == 0 { return tail(using: &generator) }
    let low = vm_ziggurat_height(strip)
    let height =
      low + OpenUnitInterval.double(using: &generator) * (vm_ziggurat_height(strip &+ 1) - low)
    return height < Intrinsics.exp(-0.5 * x * x) ? x : nil
  }

  /// A number beyond the last edge r: r + a, a exponential of rate r, accepted with probability
  /// exp(−a²/2).
  @inlinable
  static func tail(using generator: inout some RandomNumberGenerator) -> Double {
    let r = vm_ziggurat_edge(1)
    while true {
      let a = -Intrinsics.log(OpenUnitInterval.double(using: &generator)) / r
      let b = -Intrinsics.log(OpenUnitInterval.double(using: &generator))
      if 2 * b > a * a { return r + a }
    }
  }
}
