/// A computed integral, or sum, and what is known of it.
public struct IntegrationResult: Sendable, Hashable {
  /// The value.
  public var value: Double

  /// A bound on its error: what the method left out and what rounding added. It is an estimate, made
  /// to be too large rather than too small; it knows nothing of rounding inside the integrand, nor
  /// of what lies between the nodes.
  public var error: Double

  /// ∫|f|, the scale against which digits cancel; for a sum, the sum of the absolute terms.
  public var magnitude: Double

  /// How often the integrand, or the term, was evaluated.
  public var evaluations: Int

  /// A result of these parts.
  public init(value: Double, error: Double, magnitude: Double, evaluations: Int) {
    self.value = value
    self.error = error
    self.magnitude = magnitude
    self.evaluations = evaluations
  }
}

/// Several integrals of functions that shared their nodes.
public struct VectorIntegrationResult<Values: SIMD & Sendable>: Sendable, Hashable
where Values.Scalar == Double {
  /// The values.
  public var values: Values

  /// A bound on the error of each: see ``IntegrationResult/error``.
  public var errors: Values

  /// ∫|f| of each.
  public var magnitudes: Values

  /// How often the integrands were evaluated together.
  public var evaluations: Int

  /// A result of these parts.
  public init(values: Values, errors: Values, magnitudes: Values, evaluations: Int) {
    self.values = values
    self.errors = errors
    self.magnitudes = magnitudes
    self.evaluations = evaluations
  }
}
