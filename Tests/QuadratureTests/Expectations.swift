import Foundation
import Quadrature
import Testing

/// Expects that a result is within its own error of the exact value, up to the rounding of the
/// latter, and that the error is no larger than was asked for.
func expectCovered(
  _ result: IntegrationResult, exact: Double, relativeTolerance: Double,
  _ name: String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
  let truth = abs(result.value - exact)
  #expect(
    truth <= result.error + 2e-16 * abs(exact),
    "\(name): \(result.value) is \(truth) off \(exact), and claims \(result.error)",
    sourceLocation: sourceLocation)
  let allowed = max(relativeTolerance * abs(result.value), 5e-14 * result.magnitude)
  #expect(
    result.error <= allowed, "\(name): claims \(result.error), and \(allowed) was asked for",
    sourceLocation: sourceLocation)
}

/// The density of the normal distribution.
func normalDensity(_ x: Double, mean: Double = 0, deviation: Double = 1) -> Double {
  let z = (x - mean) / deviation
  return exp(-z * z / 2) / (deviation * (2 * Double.pi).squareRoot())
}

/// Points of a sequence that is spread evenly over (0, 1): multiples of the golden ratio.
func spreadPoints(_ count: Int) -> [Double] {
  (1...count).map { index in
    let x = Double(index) * 0.618_033_988_749_894_9
    return x - x.rounded(.down)
  }
}
