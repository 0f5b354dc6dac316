/// A number with its provenance.
public struct Estimate<Value: Sendable>: Sendable {
  /// The number; `+infinity` where it is infinite.
  public let value: Value
  /// A bound on |value − truth|: of rounding for closed forms, of the integrator or of what a sum
  /// left out, the standard error of a Monte Carlo mean; 0 for infinities and exact zeros.
  public let error: Value
  /// How the number was found.
  public let method: EstimateMethod

  public init(value: Value, error: Value, method: EstimateMethod) {
    self.value = value
    self.error = error
    self.method = method
  }
}

extension Estimate: Equatable where Value: Equatable {}

/// How an ``Estimate`` was found.
public enum EstimateMethod: Hashable, Sendable, CustomStringConvertible {
  /// A formula, or a fact about supports and tails.
  case closedForm
  /// Adaptive quadrature.
  case quadrature
  /// A sum with a bound on what was left out.
  case summation
  /// The mean over that many draws.
  case monteCarlo(draws: Int)

  public var description: String {
    switch self {
    case .closedForm: "closedForm"
    case .quadrature: "quadrature"
    case .summation: "summation"
    case .monteCarlo: "monteCarlo"
    }
  }
}
