import SpecialFunctions

// Expectations of functions of a normal variable Y = μ + σZ that turn near Y = 0, by panels of Gauss
// and Legendre's rule: as wide as the normal density wants, and around Y = 0 as the functions do.

/// E f(Z, σZ, Y) for a function whose poles are at least a distance of π/2 from the line in Y and
/// which grows no faster than e^(4Y).
func normalExpectation(
  mean: Double, deviation: Double, _ f: (_ shift: Double, _ y: Double) -> SIMD4<Double>
) -> SIMD4<Double> {
  let turn = -mean / deviation
  // Where e^(kY) weighs most, as long as it grows.
  let upper = 9.5 + min(4 * deviation, max(turn, 0))
  let lower = -9.5 - min(4 * deviation, max(-turn, 0))
  let count = ((upper - lower) / 1.25).rounded(.up)
  var ends = (0...Int(count)).map { lower + (upper - lower) * Double($0) / count }
  let stretch = 2 / deviation
  if stretch < 1.25 {
    for k in -22...22 {
      let end = turn + Double(k) * stretch
      if end > lower, end < upper { ends.append(end) }
    }
    ends.sort()
  }
  var sum = SIMD4<Double>.zero
  for (start, end) in zip(ends, ends.dropFirst()) where end > start {
    var panel = SIMD4<Double>.zero
    for (node, weight) in legendreRule {
      let z = start + (end - start) * node
      let shift = deviation * z
      panel += weight * Double.exp(-0.5 * z * z) * f(shift, mean + shift)
    }
    sum += (end - start) * panel
  }
  return 0.39894228040143267794 * sum
}

/// The facts of 1/(1 + e^−Y) that have no closed form.
struct LogitNormalFacts {
  let mean: Double
  let deviation: Double

  /// The moments, from the differences of 1/(1 + e^−Y) from its median.
  var moments: (mean: Double, variance: Double, skewness: Double, excessKurtosis: Double) {
    guard mean.isFinite, deviation > 0, deviation < .infinity else {
      return (.nan, .nan, .nan, .nan)
    }
    let median = SpecialFunctions.sigmoid(mean)
    func difference(_ shift: Double, _ y: Double) -> Double {
      shift >= 0
        ? -Double.expMinusOne(-shift) * SpecialFunctions.sigmoid(y)
          * SpecialFunctions.sigmoid(-mean)
        : Double.expMinusOne(shift) * median * SpecialFunctions.sigmoid(-y)
    }
    let first = normalExpectation(mean: mean, deviation: deviation) { shift, y in
      SIMD4(difference(shift, y), 0, 0, 0)
    }[0]
    let central = normalExpectation(mean: mean, deviation: deviation) { shift, y in
      let d = difference(shift, y) - first
      let square = d * d
      return SIMD4(0, square, square * d, square * square)
    }
    let variance = central[1]
    return (
      median + first, variance, central[2] / variance / variance.squareRoot(),
      central[3] / variance / variance - 3
    )
  }

  /// E log σ(Y) + log σ(−Y).
  var logisticTerm: Double { expectedLogLogistic(mean: mean, deviation: deviation) }

  /// By Newton's method on y − μ − σ² tanh(y/2), concave below 0, from the left of its first zero,
  /// which for μ ≤ 0 has the highest density.
  var mode: Double {
    guard mean.isFinite, deviation > 0, deviation < .infinity else { return .nan }
    let centre = -mean.magnitude
    let variance = deviation * deviation
    guard variance < .infinity else { return mean > 0 ? 1 : 0 }
    var y = centre - variance
    for _ in 0..<300 {
      let tangent = Double.tanh(0.5 * y)
      let slope = 1 - 0.5 * variance * (1 - tangent * tangent)
      let step = -(y - centre - variance * tangent) / slope
      guard step > 0, step.isFinite else { break }
      y += step
      if step <= 1e-17 * y.magnitude { break }
    }
    return SpecialFunctions.sigmoid(mean > 0 ? -y : y)
  }
}

/// E log σ(Y) + log σ(−Y), σ the logistic function: −E |Y| − 2 E log(1 + e^−|Y|).
func expectedLogLogistic(mean: Double, deviation: Double) -> Double {
  guard mean.isFinite, deviation > 0, deviation < .infinity else { return .nan }
  return normalExpectation(mean: mean, deviation: deviation) { _, y in
    SIMD4(SpecialFunctions.logSigmoid(y) + SpecialFunctions.logSigmoid(-y), 0, 0, 0)
  }[0]
}
