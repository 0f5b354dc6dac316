/// An integral over the whole line of a function that is analytic and falls fast both ways, by the
/// trapezoidal rule.
///
/// ```
/// ∫ f(t) dt ≈ h Σ f(kh)
/// ```
///
/// What it promises, in this order: the error covers the truth; few evaluations; nothing where it
/// does not suit, since a function with kinks, or one that ends, has better rules.
///
/// The error of a sum of step h is 2 |F(2π/h)| and less, where F is the Fourier transform of f,
/// which falls exponentially for an analytic f. From the points of step h the sums of step 4h and
/// 2h are known too, the former with all four offsets of its points, which give the size of F(2π/4h)
/// whatever its phase, a, and the latter with two, which give that of F(2π/2h) or, by accident of
/// phase, less: b is not taken for less than a². Then F(2π/h), about b², is taken to be b·(b/a), which
/// holds for every transform that falls at least like a power.
///
/// Source: L. N. Trefethen, J. A. C. Weideman, "The exponentially convergent trapezoidal rule",
/// SIAM Review 56 (2014), 385–458.
package struct AnalyticIntegral: Sendable {
  /// The integral.
  package private(set) var value = 0.0
  /// A bound on the error of the rule and of what is left out at both ends.
  package private(set) var error = 0.0
  /// The integral of what the function says of its rounding.
  package private(set) var rounding = 0.0
  /// ∫|f|.
  package private(set) var magnitude = 0.0
  /// How often the function has been called.
  package private(set) var evaluations = 0

  /// The step of the first sum.
  private static var coarsest: Double { 0.5 }
  /// How often it may be halved.
  private static var halvings: Int { 4 }

  private let relativeTolerance: Double
  private let relativeToMagnitude: Double

  private init(relativeTolerance: Double, relativeToMagnitude: Double) {
    self.relativeTolerance = relativeTolerance
    self.relativeToMagnitude = relativeToMagnitude
  }

  /// Integrates a function of t and a bound on the rounding of its value, which is 0 only where
  /// nothing is left of the function.
  ///
  /// - Parameters:
  ///   - relativeTolerance: the error allowed, relative to the integral; never less
  ///     than a quarter of what rounding costs.
  ///   - relativeToMagnitude: the error allowed relative to ∫|f|, where that allows more.
  ///   - limits: how far out the function can be evaluated.
  /// - Returns: nil where the rule does not reach the tolerance with steps of 1/32, or the function
  ///   does not fall far enough before the limit.
  /// - Throws: what the function throws.
  package static func integrate(
    relativeTolerance: Double, relativeToMagnitude: Double = 0, limits: ClosedRange<Double>,
    _ function: (Double) throws -> SIMD2<Double>
  ) rethrows -> AnalyticIntegral? {
    var integral = AnalyticIntegral(
      relativeTolerance: relativeTolerance, relativeToMagnitude: relativeToMagnitude)
    return try integral.run(function, limits: limits) ? integral : nil
  }

  private mutating func run(
    _ function: (Double) throws -> SIMD2<Double>, limits: ClosedRange<Double>
  ) rethrows -> Bool {
    let start = try function(0)
    evaluations = 1
    guard let upper = try side(function, step: Self.coarsest, limit: limits.upperBound),
      let lower = try side(function, step: -Self.coarsest, limit: -limits.lowerBound)
    else { return false }
    let size = abs(start[0]) + upper.magnitude + lower.magnitude
    guard size > 0, size.isFinite else { return false }
    let negligible = 1e-3 * relativeTolerance * size
    let first = -lower.reach(negligible)
    let last = upper.reach(negligible)
    let leftOut = lower.rest(beyond: -first) + upper.rest(beyond: last)

    var sums = start
    var absolute = abs(start[0])
    for index in 0..<last {
      sums += upper.values[index]
      absolute += abs(upper.values[index][0])
    }
    for index in 0..<(-first) {
      sums += lower.values[index]
      absolute += abs(lower.values[index][0])
    }
    var step = Self.coarsest
    // The sum over the points of step 4h.
    var wide = 0.0
    for halving in 1...Self.halvings {
      step *= 0.5
      let former = sums[0]
      var left = SIMD2<Double>.zero
      var right = SIMD2<Double>.zero
      let count = 1 << halving
      var index = first * count + 1
      while index < last * count {
        let value = try function(Double(index) * step)
        if index & 3 == 1 { left += value } else { right += value }
        absolute += abs(value[0])
        index += 2
      }
      evaluations += ((last - first) * count) / 2
      sums += left + right
      value = step * sums[0]
      magnitude = step * absolute
      rounding = step * sums[1]
      guard value.isFinite, rounding.isFinite else { return false }
      defer { wide = former }
      guard halving >= 2 else { continue }
      error =
        missed(step, SIMD4(wide, left[0], former - wide, right[0]))
        + 4 * Self.coarsest * leftOut + 0x1p-49 * magnitude
      let allowed = max(
        relativeTolerance * abs(value), relativeToMagnitude * magnitude, 0.25 * rounding)
      if error <= allowed { return true }
    }
    return false
  }

  /// What the sum of step h may miss, by the sums over its points at each offset from those of 4h.
  private func missed(_ step: Double, _ sums: SIMD4<Double>) -> Double {
    let scale = max(magnitude, .leastNormalMagnitude)
    let even = sums[0] - sums[2]
    let odd = sums[1] - sums[3]
    let a = 2 * step * (even * even + odd * odd).squareRoot() / scale
    let b = max(step * abs((sums[0] + sums[2]) - (sums[1] + sums[3])) / scale, a * a)
    return a > 0 ? 4 * scale * b * min(1, b / a) : 4 * scale * b
  }

  /// The points of the coarsest step on one side.
  private struct Side {
    var values: [SIMD2<Double>] = []
    var magnitude = 0.0
    /// What may lie beyond the last of them.
    var beyond = 0.0

    /// How many of them are not negligible, or stand before one that is not smaller.
    func reach(_ negligible: Double) -> Int {
      var count = values.count
      while count > 0 {
        let own = abs(values[count - 1][0])
        let before = count > 1 ? abs(values[count - 2][0]) : .infinity
        guard own <= negligible, own <= 0.7 * before || own <= 1e-30 * negligible else { break }
        count -= 1
      }
      return min(values.count, count + 1)
    }

    func rest(beyond count: Int) -> Double {
      values.dropFirst(count).reduce(beyond) { $0 + abs($1[0]) }
    }
  }

  /// Goes out until nothing is left of the function, or the limit is reached where it falls.
  private mutating func side(
    _ function: (Double) throws -> SIMD2<Double>, step: Double, limit: Double
  ) rethrows -> Side? {
    var side = Side()
    side.values.reserveCapacity(16)
    var empty = 0
    var t = step
    while abs(t) <= limit {
      let value = try function(t)
      evaluations += 1
      guard value[0].isFinite, value[1].isFinite else { return nil }
      empty = value[0] == 0 && value[1] == 0 ? empty + 1 : 0
      if empty == 2 { return side }
      side.values.append(value)
      side.magnitude += abs(value[0])
      t += step
    }
    // At the limit the function must be falling like an exponential at least.
    let last = side.values.suffix(3).map { abs($0[0]) }
    guard last.count == 3, last[2] == 0 || last[2] < 0.9 * last[1] && last[1] < 0.95 * last[0] else {
      return nil
    }
    let ratio = last[2] == 0 ? 0 : max(last[2] / last[1], last[1] / last[0])
    side.beyond = last[2] * ratio / (1 - ratio)
    return side
  }
}
