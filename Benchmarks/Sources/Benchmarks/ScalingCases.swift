import Distributions
import Tensors

/// The same computations for 10³ to 10⁸ numbers: an element's time should not grow with their count.
let scalingCases: [Case] = (3...8).map { power in
  let count = (0..<power).reduce(1) { product, _ in 10 * product }
  return Case("scaling: normal log-density of 10^\(power) doubles", elements: count) {
    let law = lawOfMany(count)
    let x = filled(count) { 6 * $0 - 3 }
    return { evaluate(law.logProbability(of: x)) }
  }
}

/// Numbers in (0, 1) mapped, written where they stay: nothing but the tensor is allocated.
private func filled(_ count: Int, _ map: (Double) -> Double) -> Tensor<Double> {
  Tensor(shape: [count]) { (numbers: UnsafeMutableBufferPointer<Double>) in
    for index in 0..<count {
      numbers[index] = map((Double(index &* 40_503 & 0xffff) + 0.5) / 65_536)
    }
  }
}

private func lawOfMany(_ count: Int) -> Normal<Tensor<Double>> {
  Normal(mean: filled(count) { 2 * $0 - 1 }, standardDeviation: filled(count) { 0.5 + $0 })
}

/// The memory that a log-density of 10⁷ numbers takes at its peak, over what its operands and its
/// result take; nil where the system does not tell.
func memoryRatio() -> Double? {
  let count = 10_000_000
  guard let before = residentPeak() else { return nil }
  let law = lawOfMany(count)
  let x = filled(count) { 6 * $0 - 3 }
  let y = law.logProbability(of: x).materialized()
  keep(y.withUnsafeScalars { $0[count / 2] })
  guard let after = residentPeak() else { return nil }
  return (after - before) / Double(4 * count * MemoryLayout<Double>.stride)
}
