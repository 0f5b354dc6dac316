/// A divergence as a sum of terms of both signs, with the sum of their sizes: where the terms cancel,
/// the rounding bound is that of what was added, and the ladder may know better.
struct KLTerms<Value: RealValue> {
  let value: Value
  let magnitude: Value

  /// - Parameters:
  ///   - isValid: where both laws' parameters are in their domains; NaN elsewhere.
  ///   - isInfinite: where p has mass that q lacks, or a mean that the divergence needs is infinite.
  ///   - terms: what the divergence is the sum of; numbers wherever it is finite.
  ///   - size: what has cancelled before, within the terms.
  init(
    where isValid: Value.Mask, isInfinite: Value.Mask, _ terms: [Value], size before: Value = 0
  ) {
    var sum: Value = 0
    var size: Value = before
    for term in terms {
      sum = sum + term
      size = size + abs(term)
    }
    // What rounding has made negative is 0, to within the bound.
    value = nanUnless(isValid, select(isInfinite, Value.infinity, maximum(sum, 0)))
    magnitude = size
  }
}

extension KLRule {
  /// A closed form whose terms may cancel. Where they do, a number is integrated or summed instead,
  /// and the answer with the smaller error is taken.
  init<P: Distribution, Q: Distribution>(
    where condition: (@Sendable (P, Q) -> Value.Mask)? = nil, source: String = #fileID,
    sum terms: @escaping @Sendable (P, Q) -> KLTerms<Value>
  ) where P.Value == Value, Q.Value == Value {
    self.init(
      where: condition, source: source,
      form: { (p: P, q: Q) in
        let terms = terms(p, q)
        return KLClosedForm(value: terms.value, magnitude: terms.magnitude, mayCancel: true)
      })
  }
}
