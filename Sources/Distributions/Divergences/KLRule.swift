/// A closed form of KL(p‖q) for one pair of families.
///
/// ```swift
/// KLRule { (p: Normal<Value>, q: Normal<Value>) in ... }
/// ```
///
/// The formula is written once over ``RealValue``: at `Double` it gives a number, at tensors
/// a differentiable expression, element by element by NumPy's rules. It answers for every valid
/// pair of parameters, with `+infinity` where supports demand it, and gives NaN where a parameter
/// is invalid. It must not cancel digits away: where it has to, `magnitude` says of what size the
/// numbers were that were subtracted, and the rounding bound is taken of that.
public struct KLRule<Value: RealValue>: Sendable {
  /// The pair of types that the formula is for.
  let key: KLPairKey
  /// The names of the two families.
  public let pair: KLPair
  /// Whether it holds for some parameters only.
  public let isConditional: Bool
  /// Where the formula is written: module and file.
  public let source: String
  /// The formula behind the types; a ``TypedKLRule`` of exactly the pair that `key` names.
  @usableFromInline let typed: any AnyTypedKLRule<Value>

  /// - Parameters:
  ///   - condition: where the formula holds; nil if everywhere. Where it does not hold for every
  ///     element of a batch, the batch goes down the ladder instead.
  ///   - magnitude: the size of what the formula adds and subtracts; its value unless told.
  ///   - source: where the formula is written; the caller's file unless told.
  ///   - formula: KL(p‖q).
  public init<P: Distribution, Q: Distribution>(
    where condition: (@Sendable (P, Q) -> Value.Mask)? = nil,
    magnitude: (@Sendable (P, Q) -> Value)? = nil, source: String = #fileID,
    _ formula: @escaping @Sendable (P, Q) -> Value
  ) where P.Value == Value, Q.Value == Value {
    self.init(
      where: condition, source: source,
      form: { (p: P, q: Q) in
        let value = formula(p, q)
        return KLClosedForm(
          value: value, magnitude: magnitude?(p, q) ?? value, mayCancel: magnitude != nil)
      })
  }

  /// A rule given with its magnitudes.
  init<P: Distribution, Q: Distribution>(
    where condition: (@Sendable (P, Q) -> Value.Mask)?, source: String = #fileID,
    form: @escaping @Sendable (P, Q) -> KLClosedForm<Value>
  ) where P.Value == Value, Q.Value == Value {
    key = KLPairKey(P.self, Q.self)
    pair = KLPair(p: P.familyName, q: Q.familyName)
    isConditional = condition != nil
    self.source = source
    typed = TypedKLRule<P, Q>(condition: condition, form: form)
  }
}

/// The names of two families, as in literals.
public struct KLPair: Hashable, Sendable, CustomStringConvertible {
  /// The family of the first argument.
  public let p: String
  /// The family of the second argument.
  public let q: String

  public init(p: String, q: String) {
    self.p = p
    self.q = q
  }

  public var description: String { "\(p)‖\(q)" }
}

/// A pair of types.
@usableFromInline struct KLPairKey: Hashable, Sendable {
  @usableFromInline let p: ObjectIdentifier
  @usableFromInline let q: ObjectIdentifier

  @inlinable init(_ p: Any.Type, _ q: Any.Type) {
    self.p = ObjectIdentifier(p)
    self.q = ObjectIdentifier(q)
  }
}

/// A rule whose pair of types is not known to the caller.
@usableFromInline protocol AnyTypedKLRule<Value>: AnyObject, Sendable {
  associatedtype Value: RealValue
  /// The closed form with its rounding bound; nil where the arguments are not of the rule's types
  /// or its condition does not hold.
  func answer(
    _ p: any Distribution<Value>, _ q: any Distribution<Value>
  ) -> KLClosedForm<Value>?
}

/// What a closed form gives: the divergence, and the size of what was added up for it.
@usableFromInline struct KLClosedForm<Value: RealValue> {
  @usableFromInline let value: Value
  @usableFromInline let magnitude: Value
  /// Whether the magnitude may be larger than the value.
  @usableFromInline let mayCancel: Bool

  init(value: Value, magnitude: Value, mayCancel: Bool) {
    self.value = value
    self.magnitude = magnitude
    self.mayCancel = mayCancel
  }

  /// Whether the ladder could hardly know better: a batch, for which it has no derivatives, or a
  /// number that keeps most of its digits.
  @inlinable var isSharp: Bool {
    guard mayCancel, let value = value as? Double, let magnitude = magnitude as? Double else {
      return true
    }
    return !(value.isFinite && magnitude > 1e3 * value)
  }

  /// How many units in the last place of `magnitude` a closed form may be wrong by: each of its
  /// elementary functions costs one to four, their conditioning a few times as much.
  @inlinable static var roundingUnits: Double { 64 }

  /// The value with its rounding bound; 0 where it is 0 or infinite.
  @inlinable var estimate: Estimate<Value> {
    let unit = Value(Self.roundingUnits * Double(Value.Scalar.ulpOfOne))
    // Below the normal numbers the error is absolute.
    let floor = Value(4 * Double(Value.Scalar.leastNonzeroMagnitude))
    // A sum that rounding has made 0 is none.
    let isZero: Value.Mask = (value .== 0) .& (magnitude .== 0)
    let exact = isZero .| (abs(value) .== Value.infinity)
    let safe = Value.select(exact, 0, magnitude)
    var error: Value = unit * abs(safe) + floor
    if Value.self != Value.Scalar.self { error = withPairRounding(error, of: safe) }
    return Estimate(
      value: value, error: Value.select(exact, 0, error), method: .closedForm)
  }
}

extension KLClosedForm {
  /// The bound of an element, or that of all pairs at once where those have been computed.
  @usableFromInline func withPairRounding(_ error: Value, of size: Value) -> Value {
    guard value.tensor.isOfPairs else { return error }
    return maximum(error, Value(Tensor<Value.Scalar>.pairRounding) * abs(size))
  }
}

/// A rule with its types.
@usableFromInline final class TypedKLRule<P: Distribution, Q: Distribution>: AnyTypedKLRule
where P.Value == Q.Value {
  @usableFromInline typealias Value = P.Value

  @usableFromInline let condition: (@Sendable (P, Q) -> Value.Mask)?
  @usableFromInline let form: @Sendable (P, Q) -> KLClosedForm<Value>

  init(
    condition: (@Sendable (P, Q) -> Value.Mask)?,
    form: @escaping @Sendable (P, Q) -> KLClosedForm<Value>
  ) {
    self.condition = condition
    self.form = form
  }

  @inlinable func applies(_ p: P, _ q: Q) -> Bool {
    guard let condition else { return true }
    return isTrueEverywhere(condition(p, q), as: Value.self)
  }

  @inlinable func answer(_ p: P, _ q: Q) -> KLClosedForm<Value>? {
    guard applies(p, q) else { return nil }
    return form(p, q)
  }

  @usableFromInline func answer(
    _ p: any Distribution<Value>, _ q: any Distribution<Value>
  ) -> KLClosedForm<Value>? {
    guard let p = p as? P, let q = q as? Q else { return nil }
    return answer(p, q)
  }
}

/// Whether a mask is true in every element.
@inlinable func isTrueEverywhere<Value: RealValue>(
  _ mask: Value.Mask, as type: Value.Type
) -> Bool {
  if let mask = mask as? Bool { return mask }
  return !(Value(mask: mask).tensor.min().scalar < 1)
}

/// Whether a mask is true in every element; computes `value` in the same pass.
@inlinable func isTrueEverywhere<Value: RealValue>(
  _ mask: Value.Mask, computing value: Value
) -> Bool {
  if let mask = mask as? Bool { return mask }
  let least = Value(mask: mask).tensor.min()
  evaluate(least, value.tensor)
  return !(least.scalar < 1)
}

/// Whether no element is NaN; computes the value in the same pass.
@inlinable func isNumberEverywhere<Value: RealValue>(_ value: Value) -> Bool {
  if let value = value as? Value.Scalar { return !value.isNaN }
  let least = value.tensor.min()
  evaluate(least, value.tensor)
  return !least.scalar.isNaN
}
