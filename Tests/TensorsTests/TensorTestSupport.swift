import RandomGenerators
import Tensors
import Testing

/// Random numbers of a shape within bounds, the same for the same seed.
func uniform(_ shape: [Int], _ bounds: ClosedRange<Double>, seed: UInt64 = 1) -> Tensor<Double> {
  var generator = Philox4x32(seed: seed)
  let count = shape.reduce(1, *)
  return Tensor(
    shape: shape,
    scalars: (0..<count).map { _ in Double.random(in: bounds, using: &generator) })
}

/// The largest difference relative to the size of the numbers; NaN equals NaN alone.
func relativeDifference(_ x: [Double], _ y: [Double]) -> Double {
  guard x.count == y.count else { return .infinity }
  var worst = 0.0
  for (a, b) in zip(x, y) {
    if a == b || (a.isNaN && b.isNaN) { continue }
    let difference = Swift.abs(a - b) / max(Swift.abs(a), Swift.abs(b), 1e-300)
    worst = max(worst, difference.isNaN ? .infinity : difference)
  }
  return worst
}

/// Expects the fused evaluator and the reference evaluator to agree.
func expectSameAsReference(
  _ tensor: Tensor<Double>, tolerance: Double = 4e-15,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let difference = relativeDifference(tensor.scalars, tensor.referenceScalars)
  #expect(difference <= tolerance, "differs by \(difference)", sourceLocation: sourceLocation)
}

/// The gradient of the sum of `function` by central differences with Richardson's extrapolation.
func differences(
  of function: (Tensor<Double>) throws -> Tensor<Double>, at x: Tensor<Double>, step: Double = 1e-3
) rethrows -> [Double] {
  var result: [Double] = []
  let scalars = x.scalars
  for i in scalars.indices {
    func slope(_ h: Double) throws -> Double {
      var up = scalars
      var down = scalars
      up[i] += h
      down[i] -= h
      let high = try function(Tensor(shape: x.shape, scalars: up)).sum().scalar
      let low = try function(Tensor(shape: x.shape, scalars: down)).sum().scalar
      return (high - low) / (up[i] - down[i])
    }
    let (coarse, fine) = (try slope(step), try slope(step / 2))
    result.append((4 * fine - coarse) / 3)
  }
  return result
}

/// Expects the derivatives of `function` to order two to equal differences.
func expectDerivatives(
  _ name: String, at x: Tensor<Double>, tolerance: Double = 1e-7, order: Int = 2,
  sourceLocation: SourceLocation = #_sourceLocation,
  of function: @escaping (Tensor<Double>) throws -> Tensor<Double>
) throws {
  // A weight for each element keeps symmetric mistakes from cancelling in the sum.
  func weighted(_ y: Tensor<Double>) -> Tensor<Double> {
    let weights = (0..<y.scalarCount).map { 1 + 0.37 * Double($0 % 7) }
    return y * Tensor(shape: y.shape, scalars: weights)
  }
  var current = function
  for level in 1...order {
    let of = current
    let expected = try differences(of: { weighted(try of($0)) }, at: x)
    let derivative: (Tensor<Double>) throws -> Tensor<Double> = { x in
      try gradient(of: weighted(try of(x)), at: x)
    }
    let found = try derivative(x).scalars
    let scale = expected.map { Swift.abs($0) }.max() ?? 0
    for (a, b) in zip(found, expected) {
      #expect(
        Swift.abs(a - b) <= tolerance * max(scale, 1), "\(name), order \(level): \(a), not \(b)",
        sourceLocation: sourceLocation)
    }
    #expect(found.count == expected.count, sourceLocation: sourceLocation)
    current = derivative
  }
}
