#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Both tails of the noncentral beta law at x.
///
/// ```
/// P(X <= x) = sum over j >= 0 of Poisson(j; λ/2) I_x(a + j, b)
/// ```
///
/// The smaller tail is the integral of the density outward from x over the log-odds, by Gauss and
/// Legendre's rule on panels that follow the density's scale; the density is the Poisson mixture of
/// beta densities, a sum of positive terms. Relative error of either tail about 1e-14 times
/// max(1, |its logarithm|/30).
///
/// - Parameters:
///   - x: The point, in [0, 1].
///   - y: 1 - x, given apart as for ``regularizedBeta(_:oneMinus:_:_:)``.
///   - a: Positive.
///   - b: Positive.
///   - noncentrality: λ >= 0.
public func noncentralBetaTails(
  _ x: Double, oneMinus y: Double, _ a: Double, _ b: Double, noncentrality: Double
) -> TailProbabilities {
  guard let law = NoncentralBetaLaw(a, b, noncentrality), x >= 0, y >= 0 else {
    return .undefined
  }
  if noncentrality == 0 { return regularizedBeta(x, oneMinus: y, a, b) }
  if x == 0 { return .allAbove }
  if y == 0 { return .allBelow }
  return law.tails(x, y)
}

/// log(x (1 - x) f(x)) of the noncentral beta law's density f, 0 < x < 1.
public func noncentralBetaLogWeight(
  _ x: Double, oneMinus y: Double, _ a: Double, _ b: Double, noncentrality: Double
) -> Double {
  guard let law = NoncentralBetaLaw(a, b, noncentrality), !x.isNaN, !y.isNaN else { return .nan }
  guard x > 0, y > 0 else { return -.infinity }
  return law.logWeight(x, y)
}

/// The log-odds log(x/(1 - x)) at which the lower tail of the noncentral beta law is `lower`; they hold
/// where x or 1 - x leaves the range of numbers.
public func noncentralBetaQuantile(
  lower: Double, _ a: Double, _ b: Double, noncentrality: Double
) -> Double {
  guard lower >= 0, lower <= 1, let law = NoncentralBetaLaw(a, b, noncentrality) else {
    return .nan
  }
  return law.logOdds(tail(lower: lower))
}

/// The same from the upper tail.
public func noncentralBetaQuantile(
  upper: Double, _ a: Double, _ b: Double, noncentrality: Double
) -> Double {
  guard upper >= 0, upper <= 1, let law = NoncentralBetaLaw(a, b, noncentrality) else {
    return .nan
  }
  return law.logOdds(tail(upper: upper))
}

/// The expectation of g(x, 1 - x, log(x (1 - x) f(x))) over the noncentral beta law, by quadrature; g
/// may grow like a logarithm at the ends.
public func noncentralBetaExpectation(
  _ a: Double, _ b: Double, noncentrality: Double, _ g: (Double, Double, Double) -> Double
) -> Double {
  guard let law = NoncentralBetaLaw(a, b, noncentrality) else { return .nan }
  return law.expectation(g)
}

/// The log-odds of the mode of the noncentral beta law, or of the noncentral F law that it becomes over
/// the odds; infinite where the density is highest at an end.
public func noncentralBetaMode(
  _ a: Double, _ b: Double, noncentrality: Double, ofOdds: Bool
) -> Double {
  guard let law = NoncentralBetaLaw(a, b, noncentrality) else { return .nan }
  if a < 1 { return -.infinity }
  if !ofOdds, b < 1 { return .infinity }
  return law.crossing(power: ofOdds ? b + 1 : b - 1)
}

/// What the derivatives of the noncentral beta law's log-density at x are made of: E J/(λ/2), E ψ(a + J)
/// and E ψ(a + b + J), J weighted as the terms of the Poisson mixture at x are.
public func noncentralBetaMixtureMeans(
  _ x: Double, oneMinus y: Double, _ a: Double, _ b: Double, noncentrality: Double
) -> (countRatio: Double, shape: Double, total: Double) {
  guard let law = NoncentralBetaLaw(a, b, noncentrality), x > 0, y > 0 else {
    return (.nan, .nan, .nan)
  }
  var mass = 0.0
  var (count, shape, total) = (0.0, 0.0, 0.0)
  law.forEachTerm(x, y) { j, weight in
    mass += weight
    // (j + 1) T(j + 1)/(λ/2) is T(j) x (a + b + j)/(a + j).
    count += weight * x * (a + b + j) / (a + j)
    shape += weight * digamma(a + j)
    total += weight * digamma(a + b + j)
  }
  return (count / mass, shape / mass, total / mass)
}

struct NoncentralBetaLaw {
  let a: Double
  let b: Double
  /// λ/2.
  let rate: Double

  init?(_ a: Double, _ b: Double, _ noncentrality: Double) {
    guard a > 0, b > 0, a < .infinity, b < .infinity, noncentrality >= 0, noncentrality < .infinity
    else { return nil }
    self.a = a
    self.b = b
    rate = 0.5 * noncentrality
  }

  // MARK: - Density

  /// The log of the j-th term of x y f.
  private func logTerm(_ j: Double, _ x: Double, _ y: Double) -> Double {
    let count = j == 0 ? -rate : logGammaPrefactor(j, rate) - log(j)
    return count + logBetaPrefactor(x, oneMinus: y, a + j, b)
  }

  /// The place of the largest term, the root of (j + 1)(a + j) = λx/2 (a + b + j), and its bell's width.
  private func summit(_ x: Double) -> (top: Double, spread: Double) {
    let p = rate * x
    let linear = a + 1 - p
    let constant = p * (a + b) - a
    guard constant > 0 else { return (0, 0) }
    let root = (linear * linear + 4 * constant).squareRoot()
    let top = (linear > 0 ? 2 * constant / (linear + root) : 0.5 * (root - linear)).rounded(.down)
    let curvature = (1 / (top + 1)) + b / ((a + top) * (a + b + top))
    return (top, curvature.squareRoot() > 0 ? 1 / curvature.squareRoot() : 0)
  }

  /// Calls `body` with the places and relative weights of the terms, from the largest outward. Where
  /// they form a wide bell, every s-th term stands for its s neighbours, which is exact to rounding for
  /// s half of the bell's width (the trapezoidal rule).
  ///
  /// - Returns: The log of the largest term, and the stride.
  @discardableResult
  func forEachTerm(
    _ x: Double, _ y: Double, _ body: (Double, Double) -> Void
  ) -> (logLargest: Double, stride: Double) {
    let (top, spread) = summit(x)
    let stride = spread > 8 ? (0.5 * spread).rounded(.down) : 1
    let largest = logTerm(top, x, y)
    body(top, 1)
    let p = rate * x
    for direction in [1.0, -1.0] {
      var j = top
      var weight = 1.0
      for _ in 0..<100_000 {
        let next = j + direction * stride
        if next < 0 { break }
        if stride > 1 {
          weight = exp(logTerm(next, x, y) - largest)
        } else if direction > 0 {
          weight *= p / next * ((a + b + j) / (a + j))
        } else {
          weight *= j / p * ((a + next) / (a + b + next))
        }
        j = next
        body(j, weight)
        if weight < 1e-18 { break }
      }
    }
    return (largest, stride)
  }

  func logWeight(_ x: Double, _ y: Double) -> Double {
    var sum = 0.0
    let (largest, stride) = forEachTerm(x, y) { sum += $1 }
    return largest + log(sum * stride)
  }

  // MARK: - Integrals over the log-odds

  /// About E J at x.
  private func count(_ x: Double) -> Double {
    let p = rate * x
    let linear = a - p
    let root = (linear * linear + 4 * p * (a + b)).squareRoot()
    return linear > 0 ? 2 * p * (a + b) / (linear + root) : 0.5 * (root - linear)
  }

  private func width(_ x: Double, _ y: Double, upward: Bool) -> Double {
    let j = count(x)
    let shape = a + j
    let active = upward ? max(shape, b) * y : max(b * x, j)
    let power = upward ? b : a
    if active < 1e-17 { return 6 / power }
    let slope = abs(shape * y - b * x)
    let curvature = (shape + b) * x * y
    return min(2, min(6 / slope, 3 / curvature.squareRoot()))
  }

  /// The point whose log-odds are larger by τ.
  private func moved(_ x: Double, _ y: Double, _ tau: Double) -> (Double, Double) {
    if tau > 0 {
      let e = y * exp(-tau)
      return (x / (x + e), e / (x + e))
    }
    let e = x * exp(tau)
    return (e / (e + y), y / (e + y))
  }

  /// ∫ term(x, y, log(x y f)) over the log-odds from a point outward.
  private func integral(
    from x: Double, _ y: Double, upward: Bool, _ term: (Double, Double, Double) -> Double
  ) -> Double {
    let sign: Double = upward ? 1 : -1
    let odds = log(x) - log(y)
    return outwardIntegral(
      limit: max(0, 700 - sign * odds),
      width: { tau in
        let point = moved(x, y, sign * tau)
        return width(point.0, point.1, upward: upward)
      },
      { tau in
        let point = moved(x, y, sign * tau)
        return term(point.0, point.1, logWeight(point.0, point.1))
      })
  }

  /// The point at which integrals end, beyond which x y f is a power of x or y.
  private func end(upward: Bool) -> (Double, Double) {
    let tiny = exp(-700.0)
    return upward ? (1, tiny) : (tiny, 1)
  }

  func logTail(_ x: Double, _ y: Double, upward: Bool) -> Double {
    let first = logWeight(x, y)
    let (lastX, lastY) = end(upward: upward)
    let isBeyond = upward ? y <= lastY : x <= lastX
    let power = upward ? b : a
    let rest = isBeyond ? 1 : exp(logWeight(lastX, lastY) - first)
    let inner = isBeyond ? 0 : integral(from: x, y, upward: upward) { exp($2 - first) }
    let result = first + log(inner + rest / power)
    return result > 0 ? 0 : result
  }

  func tails(_ x: Double, _ y: Double) -> TailProbabilities {
    let shape = a + rate
    let lowerFirst = x * b < y * shape
    let first = logTail(x, y, upward: !lowerFirst)
    if first < -0.7 {
      let tails = TailProbabilities(logLower: first)
      return lowerFirst ? tails : tails.swapped
    }
    let second = logTail(x, y, upward: lowerFirst)
    return lowerFirst
      ? TailProbabilities(logLower: first, logUpper: second)
      : TailProbabilities(logLower: second, logUpper: first)
  }

  func expectation(_ g: (Double, Double, Double) -> Double) -> Double {
    let shape = a + rate
    let (x, y) = (shape / (shape + b), b / (shape + b))
    let term: (Double, Double, Double) -> Double = { exp($2) * g($0, $1, $2) }
    var sum = integral(from: x, y, upward: true, term)
    sum += integral(from: x, y, upward: false, term)
    for upward in [true, false] {
      // Beyond the end x y f is a power and g a straight line over the log-odds.
      let (lastX, lastY) = end(upward: upward)
      let (nearX, nearY) = moved(lastX, lastY, upward ? -10 : 10)
      let power = upward ? b : a
      let last = logWeight(lastX, lastY)
      let atEnd = g(lastX, lastY, last)
      let slope = (atEnd - g(nearX, nearY, logWeight(nearX, nearY))) / 10
      let mass = exp(last) / power
      if mass > 0 { sum += mass * (atEnd + slope / power) }
    }
    return sum
  }

  /// The log-odds at which (a - 1 + E J) y = power x, the slope of x^-1 y^(1-power) times the density's
  /// weight; −infinity where the left side is smaller everywhere, infinity where it is larger.
  func crossing(power: Double) -> Double {
    func isBelow(_ odds: Double) -> Bool {
      let x = 1 / (1 + exp(-odds))
      let y = 1 / (1 + exp(odds))
      var (mass, count) = (0.0, 0.0)
      forEachTerm(x, y) { j, weight in
        mass += weight
        count += weight * (a + b + j) / (a + j)
      }
      return (a - 1 + rate * x * (count / mass)) * y > power * x
    }
    var (low, high) = (-690.0, 690.0)
    if !isBelow(low) { return -.infinity }
    if isBelow(high) { return .infinity }
    while true {
      let middle = 0.5 * (low + high)
      if middle <= low || middle >= high { return middle }
      if isBelow(middle) { low = middle } else { high = middle }
    }
  }

  // MARK: - Quantiles

  func logOdds(_ given: Tail) -> Double {
    let tail = given.smaller
    let z: Double
    switch tail {
    case .lower(let log):
      if log == -.infinity { return -.infinity }
      let (x, y) = end(upward: false)
      // Below the end the tail is a power of x.
      let last = logWeight(x, y) - naturalLog(a)
      if log < last { return -700 + (log - last) / a }
      z = normalQuantile(logProbability: log)
    case .upper(let log):
      if log == -.infinity { return .infinity }
      let (x, y) = end(upward: true)
      let last = logWeight(x, y) - naturalLog(b)
      if log < last { return 700 - (log - last) / b }
      z = -normalQuantile(logProbability: log)
    }
    let shape = a + rate
    let spread = ((a + 2 * rate) / shape / shape + 1 / b).squareRoot()
    let inverse = LogTailInverse(
      isPositive: true,
      tails: { tails($0 / (1 + $0), 1 / (1 + $0)) },
      logDensity: { logWeight($0 / (1 + $0), 1 / (1 + $0)) - naturalLog($0) })
    let start = shape / b * exp(max(-4, min(4, z)) * min(spread, 10))
    return naturalLog(inverse.point(tail, from: max(1e-300, min(1e300, start))))
  }
}

private func naturalLog(_ x: Double) -> Double { log(x) }
