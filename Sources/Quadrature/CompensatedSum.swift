/// A running sum whose error does not grow with the number of terms.
///
/// Neumaier's variant of Kahan's sum: the exact sum to within 2ε |sum| + n² ε² Σ|terms|, whatever
/// the order and the sizes of the terms.
///
/// Source: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen",
/// ZAMM 54 (1974), 39–51.
public struct CompensatedSum: Sendable {
  @usableFromInline internal var head = 0.0
  @usableFromInline internal var tail = 0.0

  /// The empty sum.
  @inlinable
  public init() {}

  /// Adds a term.
  @inlinable
  public mutating func add(_ term: Double) {
    let sum = head + term
    if abs(head) >= abs(term) {
      tail += (head - sum) + term
    } else {
      tail += (term - sum) + head
    }
    head = sum
  }

  /// The sum of the terms so far; infinite or NaN if one of them, or their plain sum, is.
  @inlinable
  public var value: Double {
    head.isFinite ? head + tail : head
  }
}
