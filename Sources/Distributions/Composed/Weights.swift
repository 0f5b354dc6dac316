import Quadrature

/// Σ xᵢ: compensated over numbers.
func total<Value: RealValue>(_ values: [Value]) -> Value {
  if let numbers = values as? [Double] { return Value(compensatedSum(numbers)) }
  return values.reduce(0) { $0 + $1 }
}

/// log(wᵢ/Σ wⱼ), −infinity for a weight of 0; NaN throughout where a weight is negative or not a
/// number, all are 0, or there are not as many as `count`.
func normalizedLogs<Value: RealValue>(_ weights: [Value], count: Int) -> [Value] {
  guard weights.count == count else { return [Value](repeating: Value.nan, count: count) }
  let sum = total(weights)
  var isValid = isPositive(sum)
  for weight in weights { isValid = isValid .& (weight .>= 0) }
  return weights.map { nanUnless(isValid, log($0 / sum)) }
}

/// Distributions that cannot be put together.
public struct CompositionError: Error, Equatable, CustomStringConvertible {
  /// What would have to be otherwise.
  public let reason: String
  public var description: String { reason }
}

extension TailBehaviour {
  /// Whether a density with this tail is, far out, infinitely many times as large as one with the
  /// other.
  func isSlower(than other: TailBehaviour) -> Bool {
    var difference: [Growth: Double] = [:]
    for term in terms { difference[term.growth, default: 0] += term.coefficient }
    for term in other.terms { difference[term.growth, default: 0] -= term.coefficient }
    let leading = TailBehaviour(difference.map { Term($0.value, $0.key) }).terms.first
    return (leading?.coefficient ?? 0) < 0
  }
}
