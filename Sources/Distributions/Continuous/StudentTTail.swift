import SpecialFunctions

/// The standard Student t distribution's cumulative functions and their inverses, for one number.
///
/// ```
/// P(T > t) = ½ I_{ν/(ν+t²)}(ν/2, ½),   t ≥ 0
/// ```
///
/// with the regularised incomplete beta function, as logarithms. Where t² /ν is so large that only
/// the first term of its series counts, from log t alone, so that the tail reaches beyond the range
/// of numbers.
enum StudentTTail {
  /// log P(T > t) for t > 0, given with its logarithm.
  static func logUpper(_ t: Double, logMagnitude: Double, _ degrees: Double) -> Double {
    let half = 0.5 * degrees
    let root = degrees.squareRoot()
    let ratio = t / root
    if !(ratio < 1e60) {
      // x^(ν/2)/(ν/2 · B(ν/2, ½))/2 with x = ν/t².
      let logX = Double.log(degrees) - 2 * logMagnitude
      return half * logX - Double.log(degrees) - SpecialFunctions.logBeta(half, 0.5)
    }
    let square = ratio * ratio
    let x = 1 / (1 + square)
    let tails = regularizedBeta(x, oneMinus: square / (1 + square), half, 0.5)
    return tails.logLower - 0.69314718055994530942
  }

  /// log P(T ≤ t).
  static func logLower(_ t: Double, _ degrees: Double) -> Double {
    guard degrees > 0, degrees < .infinity, !t.isNaN else { return .nan }
    if t == 0 { return -0.69314718055994530942 }
    let upper = logUpper(abs(t), logMagnitude: .log(abs(t)), degrees)
    return t < 0 ? upper : .log(onePlus: -.exp(upper))
  }

  /// log |t| with P(T ≤ t) = u, for 0 < u < 1.
  static func logMagnitude(quantile u: Double, _ degrees: Double) -> Double {
    guard u >= 0, u <= 1, degrees > 0, degrees < .infinity else { return .nan }
    if u == 0.5 { return -.infinity }
    if u == 0 || u == 1 { return .infinity }
    let quantile = StudentTQuantile(degrees: degrees, upper: min(u, 1 - u))
    return abs(u - 0.5) < 0.25 ? quantile.central(abs(u - 0.5)) : quantile.tail()
  }
}

/// The point t > 0 that a Student t variable exceeds with a given probability.
private struct StudentTQuantile {
  let degrees: Double
  /// The probability, below ½.
  let upper: Double
  let logNormalizer: Double
  /// log of the unit in which s is measured: √ν for few degrees, 1 for many.
  let logUnit: Double

  init(degrees: Double, upper: Double) {
    self.degrees = degrees
    self.upper = upper
    logNormalizer = studentTLogNormalizer(degrees)
    logUnit = -0.5 * Double.log(onePlus: 1 / degrees)
  }

  /// An upper bound of log t: the tail is at most the first term of its series.
  var logBound: Double {
    let constant = SpecialFunctions.logBeta(0.5 * degrees, 0.5)
    let first = -(Double.log(upper) + Double.log(degrees) + constant) / degrees
    return first + 0.5 * Double.log(degrees)
  }

  func logDensity(_ t: Double, _ logT: Double) -> Double {
    let ratio = t / degrees.squareRoot()
    let growth = logOnePlusSquare(ratio, logMagnitude: logT - 0.5 * Double.log(degrees))
    return logNormalizer - 0.5 * (degrees + 1) * growth
  }

  /// Newton's method on the log of the tail over s with t = unit · sinh s, in which the tail of
  /// few degrees is nearly a line.
  func tail() -> Double {
    let logTwo = 0.69314718055994530942
    let target = Double.log(upper)
    func logPoint(_ s: Double) -> Double {
      logUnit + (s > 20 ? s - logTwo : Double.log(Double.sinh(s)))
    }
    let bound = max(logBound - logUnit + logTwo, 1) + 1
    let normal = -SpecialFunctions.normalQuantile(upper)
    let guess = degrees > 3 ? Double.asinh(normal / Double.exp(logUnit)) : logBound - logUnit
    let root = monotoneRoot(from: guess, in: 0...bound, isIncreasing: false) { s in
      let logT = logPoint(s)
      let t = Double.exp(logT)
      let tail = StudentTTail.logUpper(t, logMagnitude: logT, degrees)
      let logStretch = logUnit + (s > 20 ? s - logTwo : Double.log(Double.cosh(s)))
      return (tail - target, -Double.exp(logDensity(t, logT) - tail + logStretch))
    }
    return logPoint(root)
  }

  /// Newton's method on log P(0 < T < t) over log t, from P(0 < T < t) < t p(0): near the centre
  /// the tail has no digits of t.
  func central(_ probability: Double) -> Double {
    let target = Double.log(2 * probability)
    let lowest = Double.log(probability) - logNormalizer
    return monotoneRoot(
      from: lowest, in: (lowest - 1e-9)...max(logBound, lowest + 1), isIncreasing: true
    ) { logT in
      let t = Double.exp(logT)
      let ratio = t / degrees.squareRoot()
      let square = ratio * ratio
      let tails = regularizedBeta(
        1 / (1 + square), oneMinus: square / (1 + square), 0.5 * degrees, 0.5)
      let slope = 2 * Double.exp(logDensity(t, logT) + logT - tails.logUpper)
      return (tails.logUpper - target, slope)
    }
  }
}

/// log of the standard density at 0: log Γ((ν+1)/2) − log Γ(ν/2) − ½ log νπ.
///
/// With a = ν/2 the logarithms of Γ differ by ½ log a − a r(1/(2a)) + δ(a + ½) − δ(a), r(x) = x −
/// log(1 + x) and δ what Stirling's formula leaves out; nothing large is left to cancel.
@inlinable func studentTLogNormalizer<Value: RealValue>(_ degrees: Value) -> Value {
  let a: Value = 0.5 * degrees
  let remainder: Value = a * logOnePlusRemainder(1 / degrees)
  let correction: Value = logGammaCorrection(a + 0.5) - logGammaCorrection(a)
  return correction - remainder - Value(0.91893853320467274178)
}
