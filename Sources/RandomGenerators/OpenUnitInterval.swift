/// Numbers of the open interval (0, 1) from random words.
///
/// Never 0 and never 1, so that logarithms and quantiles of them are finite. The formulas are those
/// of `vm_random_uniform_f64` and `vm_random_uniform_f32`: a number made here from word `k` of a
/// stream is the number that a tensor gets from it.
public enum OpenUnitInterval {
  /// The number that a word stands for:
  ///
  /// ```
  /// (⌊w / 2^12⌋ + 1/2) / 2^52
  /// ```
  ///
  /// exactly, from 2^-53 to 1 − 2^-53. (With one bit more, the half would be rounded away, and the
  /// largest number would be 1.)
  @inlinable
  public static func double(_ word: UInt64) -> Double {
    (Double(word &>> 12) + 0.5) * 0x1p-52
  }

  /// The number that a word stands for, exactly:
  ///
  /// ```
  /// (⌊w / 2^41⌋ + 1/2) / 2^23
  /// ```
  ///
  /// from 2^-24 to 1 − 2^-24.
  @inlinable
  public static func float(_ word: UInt64) -> Float {
    (Float(word &>> 41) + 0.5) * 0x1p-23
  }

  /// A draw from the interval, from one word of the generator.
  @inlinable
  public static func double(using generator: inout some RandomNumberGenerator) -> Double {
    double(generator.next())
  }

  /// A draw from the interval, from one word of the generator.
  @inlinable
  public static func float(using generator: inout some RandomNumberGenerator) -> Float {
    float(generator.next())
  }
}
