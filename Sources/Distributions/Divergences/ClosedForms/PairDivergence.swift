import Tensors

/// The divergences of all pairs of laws that lie along two axes, the parameters of the first laws [n, 1]
/// and of the second [1, m], by what is known of each law alone; nil of numbers and of other shapes.
///
/// - Parameters:
///   - single: The divergence of one pair of laws, of the parameters of both, where the family has no kernel
///     for it.
///   - meaning: The same in plain operations, element by element, of which derivatives are taken.
func pairDivergence<Value: RealValue>(
  _ family: PairFamily, _ p: [Value], _ q: [Value],
  single: @escaping @Sendable ([Double]) -> Double = { _ in .nan },
  meaning: @escaping @Sendable ([Value]) -> Value
) -> Value? {
  if Value.self == Value.Scalar.self { return nil }
  let pairs = Tensor.pairs(family, (p + q).map(\.tensor), single: single) { x in
    meaning(x.map { Value(tensor: $0) }).tensor
  }
  return pairs.map { Value(tensor: $0) }
}
