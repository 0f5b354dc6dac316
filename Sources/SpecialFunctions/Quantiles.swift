import CVectorMath

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The tail whose logarithm is known.
enum Tail {
  case lower(log: Double)
  case upper(log: Double)

  /// The same point told by its smaller tail, where the logarithm carries all digits.
  var smaller: Tail {
    switch self {
    case .lower(let log):
      return log > -0.6931471805599453 ? .upper(log: logOneMinusExp(log)) : self
    case .upper(let log):
      return log > -0.6931471805599453 ? .lower(log: logOneMinusExp(log)) : self
    }
  }

  var log: Double {
    switch self {
    case .lower(let log), .upper(let log): return log
    }
  }

  var isLower: Bool {
    switch self {
    case .lower: return true
    case .upper: return false
    }
  }
}

/// A log tail f(u) at a point.
struct LogTailPoint {
  let value: Double
  /// f′.
  let slope: Double
  /// The derivative of log |f′| is `bend` − f′: that of the logarithm of the density times the scale of u.
  let bend: Double
  /// The size of the derivative of `bend`.
  let bendSlope: Double
}

/// Halley's method for a log tail f(u), concave and monotone in u, at the value `target`.
///
/// With r = f″/f′ the step is n/(1 + r n/2), n = (target − f)/f′ that of Newton, where it is not far from it;
/// then the error after it is about (r²/12 + …) times its cube, and no evaluation is needed to see that it is
/// small. From anywhere Newton's first step lands where f is at most the target, because the tangent lies
/// above the function; from there the steps approach the root from one side. `advance` moves the point by a
/// step and says whether it is still inside; `evaluate` gives f at the point.
func solveLogTail(
  target: Double, evaluate: () -> LogTailPoint, advance: (Double) -> Bool
) {
  var previous = Double.infinity
  var last = 0.0
  for _ in 0..<200 {
    let point = evaluate()
    // A first step that fell far below the target, where the slope has no digits: back by halves.
    if last != 0, !(point.value - target > -60 - target.magnitude) {
      last *= 0.5
      if !advance(-last) { return }
      continue
    }
    let newton = (target - point.value) / point.slope
    if !newton.isFinite || newton == 0 { return }
    let ratio = point.bend - point.slope
    let curve = 0.5 * ratio * newton
    let step = abs(curve) < 0.5 ? newton / (1 + curve) : newton
    // Once rounding makes the steps grow again, the digits are exhausted.
    if abs(step) < 1e-10, abs(step) >= previous { return }
    previous = abs(step)
    last = max(-50, min(50, step))
    if !advance(last) { return }
    let growth = square(ratio) + abs(point.slope * ratio) + point.bendSlope + 1
    if abs(curve) < 0.1, growth * abs(step) * abs(step) * abs(step) < 1e-16 { return }
  }
}

private func square(_ x: Double) -> Double { x * x }

// MARK: - Normal

/// The standard normal quantile Φ⁻¹(p). Relative error below 1e-15; Wichura, Algorithm AS 241.
/// `-infinity` at 0, `+infinity` at 1, NaN outside [0, 1].
@inlinable public func normalQuantile(_ p: Double) -> Double { vm_normal_quantile(p) }

/// Φ⁻¹(e^l): the quantile of a probability given as its logarithm, which may be far below the
/// smallest number (down to -1e300) or so near 0 that the probability rounds to 1.
public func normalQuantile(logProbability l: Double) -> Double {
  guard l <= 0 else { return .nan }
  if l > -0.5 { return -vm_normal_quantile(-expm1(l)) }
  if l > -700 { return vm_normal_quantile(exp(l)) }
  if l == -.infinity { return -.infinity }
  // log Φ(-z) = -z^2/2 - log(z sqrt(2π)) + ...; two Newton steps from its solution.
  var z = sqrt(-2 * l)
  z = sqrt(-2 * (l + 0.9189385332046728 + log(z)))
  for _ in 0..<3 {
    // The slope of log Φ at -z is φ/Φ = sqrt(2/π) / erfcx(z / sqrt(2)).
    let slope = 0.7978845608028654 / vm_erfcx(z * 0.7071067811865476)
    z -= (l - vm_normal_log_cdf(-z)) / slope
  }
  return -z
}

// MARK: - Gamma

/// The x with log P(a, x) = `logLower`, for a > 0 and logLower <= 0.
///
/// Halley's method on the logarithm of the smaller tail as a function of log x, where it is concave. 0 where
/// x is below the smallest number.
public func inverseRegularizedGamma(_ shape: Double, logLower: Double) -> Double {
  gammaQuantile(shape, .lower(log: logLower))
}

/// The x with log Q(a, x) = `logUpper`, for a > 0 and logUpper <= 0.
public func inverseRegularizedGamma(_ shape: Double, logUpper: Double) -> Double {
  gammaQuantile(shape, .upper(log: logUpper))
}

/// The x with P(a, x) = `lower`.
public func inverseRegularizedGamma(_ shape: Double, lower: Double) -> Double {
  lower > 0.5
    ? gammaQuantile(shape, .upper(log: log1p(-lower)))
    : gammaQuantile(shape, .lower(log: log(lower)))
}

/// The x with Q(a, x) = `upper`.
public func inverseRegularizedGamma(_ shape: Double, upper: Double) -> Double {
  upper > 0.5
    ? gammaQuantile(shape, .lower(log: log1p(-upper)))
    : gammaQuantile(shape, .upper(log: log(upper)))
}

private func gammaQuantile(_ a: Double, _ tail: Tail) -> Double {
  guard a > 0, a < .infinity, tail.log <= 0 else { return .nan }
  let tail = tail.smaller
  switch tail {
  case .lower(let log) where log == -.infinity: return 0
  case .upper(let log) where log == -.infinity: return .infinity
  default: break
  }
  var x = gammaStart(a, tail)
  if x == 0 || x == .infinity { return x }
  let law = GammaLaw(a)
  solveLogTail(
    target: tail.log,
    evaluate: {
      let own = GammaPoint(x: x, law: law).nearTail.onSide(lower: tail.isLower)
      return LogTailPoint(value: own.log, slope: own.slope, bend: a - x, bendSlope: x)
    },
    advance: { step in
      // A difference of numbers of one size would leave 0 of a long step to the left.
      x = step < -1 ? x * exp(step) : x + x * expm1(step)
      return x > 0 && x < .infinity
    })
  return x
}

/// A first guess: Wilson and Hilferty's cube of a normal variable in the middle, the leading term of
/// the tail outside.
private func gammaStart(_ a: Double, _ tail: Tail) -> Double {
  let z: Double
  switch tail {
  case .lower(let log): z = normalQuantile(logProbability: log)
  case .upper(let log): z = -normalQuantile(logProbability: log)
  }
  let root = 1 - 1 / (9 * a) + z / (3 * a.squareRoot())
  if a > 0.5, root > 0.3, abs(z) < 3 * a.squareRoot() + 3 { return a * root * root * root }
  switch tail {
  case .lower(let log):
    // P <= x^a / Γ(1 + a): left of the root.
    return exp((log + logGammaOnePlus(a)) / a)
  case .upper(let log):
    var x = max(-log, a)
    for _ in 0..<3 { x = max(-log + (a - 1) * naturalLog(x) - logGamma(a), a) }
    return x
  }
}

private func naturalLog(_ x: Double) -> Double { log(x) }

// MARK: - Beta

/// The point of the unit interval at which a beta law's tail has a given logarithm, with its distance
/// from 1.
///
/// `logLower` is log I_x(a, b). Halley's method on the logarithm of the smaller tail as a function of
/// log(x / (1 - x)), where it is concave.
public func inverseRegularizedBeta(
  _ a: Double, _ b: Double, logLower: Double
) -> (x: Double, oneMinusX: Double) {
  betaQuantile(a, b, .lower(log: logLower))
}

/// The same from the upper tail: `logUpper` is log(1 - I_x(a, b)).
public func inverseRegularizedBeta(
  _ a: Double, _ b: Double, logUpper: Double
) -> (x: Double, oneMinusX: Double) {
  betaQuantile(a, b, .upper(log: logUpper))
}

/// The same from the lower tail itself, I_x(a, b).
public func inverseRegularizedBeta(
  _ a: Double, _ b: Double, lower: Double
) -> (x: Double, oneMinusX: Double) {
  lower > 0.5
    ? betaQuantile(a, b, .upper(log: log1p(-lower))) : betaQuantile(a, b, .lower(log: log(lower)))
}

/// The same from the upper tail itself, 1 - I_x(a, b).
public func inverseRegularizedBeta(
  _ a: Double, _ b: Double, upper: Double
) -> (x: Double, oneMinusX: Double) {
  upper > 0.5
    ? betaQuantile(a, b, .lower(log: log1p(-upper))) : betaQuantile(a, b, .upper(log: log(upper)))
}

func betaQuantile(
  _ a: Double, _ b: Double, _ tail: Tail, odds: Double? = nil
) -> (x: Double, oneMinusX: Double) {
  guard a > 0, b > 0, a < .infinity, b < .infinity, tail.log <= 0 else { return (.nan, .nan) }
  switch tail.smaller {
  case .lower(let log): return betaLowerQuantile(a, b, log, odds)
  case .upper(let log):
    let mirrored = betaLowerQuantile(b, a, log, odds.map { 1 / $0 })
    return (mirrored.oneMinusX, mirrored.x)
  }
}

/// The quantile of a lower tail of at most about 1/2; `odds` is a guess of x/(1 - x).
private func betaLowerQuantile(
  _ a: Double, _ b: Double, _ target: Double, _ odds: Double?
) -> (x: Double, oneMinusX: Double) {
  if target == -.infinity { return (0, 1) }
  var (x, y) = odds.map { ($0 / (1 + $0), 1 / (1 + $0)) } ?? betaStart(a, b, target)
  if x == 0 { return (0, 1) }
  if y == 0 { return (1, 0) }
  func point() -> LogTailPoint {
    let point = BetaPoint(x: x, oneMinus: y, a: a, b: b)
    let tail = point.nearTail.onSide(lower: true)
    return LogTailPoint(
      value: tail.log, slope: tail.slope, bend: point.distance, bendSlope: (a + b) * (x * y))
  }
  var first: LogTailPoint? = point()
  // Where the guess fails, the mean, whose tail is never thin.
  if let value = first?.value, !(value - target > -60 - target.magnitude) {
    (x, y) = (a / (a + b), b / (a + b))
    first = nil
  }
  solveLogTail(
    target: target,
    evaluate: {
      defer { first = nil }
      return first ?? point()
    },
    advance: { step in
      // The odds x/y are multiplied by e^step; both parts keep their digits.
      if step > 0 {
        let e = exp(-step)
        let s = x + y * e
        (x, y) = (x / s, y * e / s)
      } else {
        let e = exp(step)
        let s = x * e + y
        (x, y) = (x * e / s, y / s)
      }
      return x > 0 && y > 0
    })
  return (x, y)
}

/// A first guess: the normal approximation of Abramowitz and Stegun 26.5.22 for parameters above 1,
/// the tail's leading term, which is left of the root, otherwise.
private func betaStart(_ a: Double, _ b: Double, _ target: Double) -> (Double, Double) {
  if a > 1, b > 1 {
    let z = -normalQuantile(logProbability: target)
    let lambda = (z * z - 3) / 6
    let p = 1 / (2 * a - 1)
    let q = 1 / (2 * b - 1)
    let h = 2 / (p + q)
    if h + lambda > 0 {
      let w = z * sqrt(h + lambda) / h - (q - p) * (lambda + 5.0 / 6.0 - 2 / (3 * h))
      if abs(w) < 300 {
        let odds = a / b * exp(-2 * w)
        return (odds / (1 + odds), 1 / (1 + odds))
      }
    }
  }
  let logX = (target + log(a) + logBeta(a, b)) / a
  let mean = a / (a + b)
  if logX >= log(mean) { return (mean, b / (a + b)) }
  return (exp(logX), -expm1(logX))
}
