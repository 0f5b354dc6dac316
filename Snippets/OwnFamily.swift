// A family of one's own, and the closed form for a pair of them, registered in five lines.

import Distributions

/// The speed of a molecule, whose velocity has three normal components of mean 0 (Maxwell's law):
/// p(x) = √(2/π) x² exp(−x²/(2a²)) / a³.
struct MolecularSpeed: Distribution {
  let scale: Double

  static let familyName = "MolecularSpeed"
  var description: String { "MolecularSpeed(scale: \(scale))" }
  var space: Space { .realLine }

  func validate() throws(ParameterError) {
    try require("scale", scale, "positive and finite") { $0 > 0 && $0 < .infinity }
  }

  func logProbability(of x: Double) -> Double {
    guard x >= 0 else { return x.isNaN ? x : -.infinity }
    let z = x / scale
    return 2 * log(z) - 0.5 * z * z - log(scale) - 0.22579135264472744
  }

  var entropy: Double { log(scale) + 0.9961541981062056 }

  func sample(using generator: inout some RandomNumberGenerator) -> Double {
    sample(shape: [], using: &generator).scalar
  }

  func sample(shape: [Int], using generator: inout some RandomNumberGenerator) -> Tensor<Double> {
    let velocity = Tensor<Double>(standardNormal: shape + [3], using: &generator)
    return Tensor(scale) * sqrt(square(velocity).sum(alongAxes: -1))
  }

  func elements() -> DistributionElements {
    DistributionElements(shape: [], distributions: [self])
  }
}

// 3/2 (r − 1 − log r) with r = a²/b², from the exact r − 1: equal scales keep their digits.
var registry = KLRegistry<Double>.standard
try registry.register { (p: MolecularSpeed, q: MolecularSpeed) in
  let excess: Double = (p.scale - q.scale) * (p.scale + q.scale) / (q.scale * q.scale)
  return 1.5 * logOnePlusRemainder(excess)
}

let slow = MolecularSpeed(scale: 1)
let fast = MolecularSpeed(scale: 2)
print(try klEstimate(of: slow, from: fast, using: registry))

// The mean of log p − log q over draws agrees.
var generator = Philox4x32(seed: 1)
let draws = slow.sample(count: 100_000, using: &generator)
let gains = draws.map { slow.logProbability(of: $0) - fast.logProbability(of: $0) }
print(gains.reduce(0, +) / Double(gains.count))
