import Synchronization

/// A table of closed forms of KL(p‖q), by pairs of families: an immutable value.
///
/// ``standard`` holds what the package knows. A caller adds pairs to a copy and passes it on:
///
/// ```swift
/// var registry = KLRegistry<Double>.standard
/// try registry.register { (p: Foo, q: Bar) in ... }
/// let divergence = try klDivergence(of: p, from: q, using: registry)
/// ```
///
/// Adding a pair twice is an error; who knows what they do says ``replace(where:magnitude:_:)``.
/// ``empty`` leaves the closed forms out, so that everything is integrated or summed. A value may
/// be read from any thread.
public struct KLRegistry<Value: RealValue>: Sendable {
  @usableFromInline var rules: [KLPairKey: KLRule<Value>] = [:]

  /// A registry without any pair.
  public init() {}

  /// A registry of the given rules.
  ///
  /// - Throws: ``KLRegistryError/duplicate(_:)`` where two are for the same pair.
  public init(rules: [KLRule<Value>]) throws(KLRegistryError) {
    for rule in rules { try register(rule) }
  }

  /// No closed form: every divergence is integrated, summed or drawn.
  public static var empty: KLRegistry { KLRegistry() }

  /// The closed forms of the package, built once for each type of value.
  @inlinable public static var standard: KLRegistry {
    // Safe: the types are the same.
    if Value.self == Double.self {
      return unsafeBitCast(StandardRegistries.double, to: KLRegistry.self)
    }
    return StandardRegistries.registry(for: Value.self)
  }

  /// Whether there is no rule.
  public var isEmpty: Bool { rules.isEmpty }

  /// How many pairs there are.
  public var count: Int { rules.count }

  /// The names of the pairs, in alphabetical order.
  public var pairs: [KLPair] {
    rules.values.map(\.pair).sorted { ($0.p, $0.q) < ($1.p, $1.q) }
  }

  /// The rules, in the alphabetical order of their pairs.
  public var allRules: [KLRule<Value>] {
    rules.values.sorted { ($0.pair.p, $0.pair.q) < ($1.pair.p, $1.pair.q) }
  }

  /// Adds a pair.
  ///
  /// - Throws: ``KLRegistryError/duplicate(_:)`` if the pair is there already.
  public mutating func register(_ rule: KLRule<Value>) throws(KLRegistryError) {
    if rules[rule.key] != nil { throw .duplicate(rule.pair) }
    rules[rule.key] = rule
  }

  /// Adds a pair, given its formula: see ``KLRule/init(where:magnitude:_:)``.
  ///
  /// - Throws: ``KLRegistryError/duplicate(_:)`` if the pair is there already.
  public mutating func register<P: Distribution, Q: Distribution>(
    where condition: (@Sendable (P, Q) -> Value.Mask)? = nil,
    magnitude: (@Sendable (P, Q) -> Value)? = nil, source: String = #fileID,
    _ formula: @escaping @Sendable (P, Q) -> Value
  ) throws(KLRegistryError) where P.Value == Value, Q.Value == Value {
    try register(KLRule(where: condition, magnitude: magnitude, source: source, formula))
  }

  /// Puts a rule in the place of the one for its pair, or adds it.
  public mutating func replace(_ rule: KLRule<Value>) {
    rules[rule.key] = rule
  }

  /// Puts a formula in the place of the one for its pair, or adds it.
  public mutating func replace<P: Distribution, Q: Distribution>(
    where condition: (@Sendable (P, Q) -> Value.Mask)? = nil,
    magnitude: (@Sendable (P, Q) -> Value)? = nil, source: String = #fileID,
    _ formula: @escaping @Sendable (P, Q) -> Value
  ) where P.Value == Value, Q.Value == Value {
    replace(KLRule(where: condition, magnitude: magnitude, source: source, formula))
  }

  /// Takes the rule for a pair of types away.
  public mutating func remove<P: Distribution, Q: Distribution>(_ p: P.Type, _ q: Q.Type)
  where P.Value == Value, Q.Value == Value {
    rules[KLPairKey(p, q)] = nil
  }

  /// Whether there is a rule for a pair of types.
  public func contains<P: Distribution, Q: Distribution>(_ p: P.Type, _ q: Q.Type) -> Bool
  where P.Value == Value, Q.Value == Value {
    rules[KLPairKey(p, q)] != nil
  }

  /// Whether the rule for a pair of types is the one of the package.
  func hasStandardRule<P: Distribution, Q: Distribution>(_ p: P.Type, _ q: Q.Type) -> Bool
  where P.Value == Value, Q.Value == Value {
    let key = KLPairKey(p, q)
    guard let rule = rules[key], let standard = KLRegistry.standard.rules[key] else { return false }
    return rule.typed === standard.typed
  }

  // MARK: - Answers

  /// The closed form for distributions whose types are known; nil where they are over different
  /// spaces, as vectors of two lengths are, which no rule need look at.
  ///
  /// It has a name of its own because the compiler prefers the function of existential types to it.
  @inlinable func typedAnswer<P: Distribution, Q: Distribution>(
    _ p: P, _ q: Q
  ) -> KLClosedForm<Value>?
  where P.Value == Value, Q.Value == Value {
    guard let rule = rules[KLPairKey(P.self, Q.self)], p.space == q.space else { return nil }
    // Safe: a rule is filed under the pair of types that its TypedKLRule was made of, in the one
    // initialiser of KLRule, and this is that pair.
    return unsafeDowncast(rule.typed, to: TypedKLRule<P, Q>.self).answer(p, q)
  }

  /// The closed form for distributions whose types are not known.
  func answer(
    _ p: any Distribution<Value>, _ q: any Distribution<Value>
  ) -> KLClosedForm<Value>? {
    guard let rule = rules[KLPairKey(type(of: p), type(of: q))], p.space == q.space else {
      return nil
    }
    return rule.typed.answer(p, q)
  }
}

/// What can go wrong in making a ``KLRegistry``.
public enum KLRegistryError: Error, Hashable, CustomStringConvertible {
  /// The pair is in the registry already.
  case duplicate(KLPair)

  public var description: String {
    switch self {
    case .duplicate(let pair):
      "The registry has a closed form for \(pair) already; use replace to change it knowingly."
    }
  }
}

/// The standard registries, one for each type of value that was asked for.
@usableFromInline enum StandardRegistries {
  @usableFromInline static let double = registry(of: KLRegistry<Double>.standardRules)
  private static let others = Mutex<[ObjectIdentifier: any Sendable]>([:])

  @usableFromInline static func registry<Value: RealValue>(
    for type: Value.Type
  ) -> KLRegistry<Value> {
    let key = ObjectIdentifier(type)
    if let known = others.withLock({ $0[key] }) as? KLRegistry<Value> { return known }
    let made = registry(of: KLRegistry<Value>.standardRules)
    others.withLock { $0[key] = made }
    return made
  }

  /// The first rule of each pair; a test makes sure that there is one only.
  private static func registry<Value: RealValue>(of rules: [KLRule<Value>]) -> KLRegistry<Value> {
    var registry = KLRegistry<Value>()
    for rule in rules.reversed() { registry.replace(rule) }
    return registry
  }
}
