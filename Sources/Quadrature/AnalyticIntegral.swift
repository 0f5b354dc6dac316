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
/// which falls exponentially for an analytic f. The points of step h tell the size of F at any
/// frequency up to half of that, with both phases, but at half of that the real part alone; so it
/// is taken at two fifths, and thrice that is the error. For an analytic f this is far too much, as
/// F(2π/h) is the power 2.5 of it; but where the rest of a weak singularity is left, which falls like
/// a power, however low, no more than this is known.
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
  package static var coarsest: Double { 0.3 }
  /// How often it may be halved.
  package static var halvings: Int { 4 }

  private let relativeTolerance: Double

  private init(relativeTolerance: Double) {
    self.relativeTolerance = relativeTolerance
  }

  /// Integrates a function of t.
  ///
  /// - Parameters:
  ///   - relativeTolerance: the error allowed, relative to the integral; never less than a quarter
  ///     of what rounding costs.
  ///   - limits: how far out the function can be evaluated.
  ///   - function: its value, a bound on the rounding of the value, which is 0 only where nothing is
  ///     left of the function, and by how much rounding may have moved t.
  /// - Returns: nil where the rule does not reach the tolerance with its smallest step, or the
  ///   function does not fall far enough before the limits.
  /// - Throws: what the function throws.
  package static func integrate(
    relativeTolerance: Double, limits: ClosedRange<Double>,
    _ function: (Double) throws -> SIMD4<Double>
  ) rethrows -> AnalyticIntegral? {
    var integral = AnalyticIntegral(relativeTolerance: relativeTolerance)
    return try integral.run(function, limits: limits) ? integral : nil
  }

  private mutating func run(
    _ function: (Double) throws -> SIMD4<Double>, limits: ClosedRange<Double>
  ) rethrows -> Bool {
    let start = try function(0)
    evaluations = 1
    guard let upper = try side(function, step: Self.coarsest, limit: limits.upperBound),
      let lower = try side(function, step: -Self.coarsest, limit: -limits.lowerBound)
    else { return false }
    let size = abs(start[0]) + upper.magnitude + lower.magnitude
    guard size > 0, size.isFinite else { return false }
    // Where a function is that small it must have fallen for good.
    let negligible = 1e-22 * size
    let below = lower.reach(negligible)
    let above = upper.reach(negligible)
    let leftOut = lower.rest(beyond: below) + upper.rest(beyond: above)

    // All values in the order of t, at multiples of the smallest step.
    let unit = 1 << Self.halvings
    var values = [SIMD4<Double>](repeating: .zero, count: (below + above) * unit + 1)
    values[below * unit] = start
    for index in 0..<above { values[(below + 1 + index) * unit] = upper.values[index] }
    for index in 0..<below { values[(below - 1 - index) * unit] = lower.values[index] }
    var sum = 0.0
    var absolute = 0.0
    for index in stride(from: 0, to: values.count, by: unit) {
      sum += values[index][0]
      absolute += abs(values[index][0])
    }
    var step = Self.coarsest
    for halving in 1...Self.halvings {
      step *= 0.5
      let count = 1 << halving
      let spacing = unit / count
      for index in stride(from: 1, to: (below + above) * count, by: 2) {
        let value = try function(Double(index - below * count) * step)
        values[index * spacing] = value
        sum += value[0]
        absolute += abs(value[0])
      }
      evaluations += (below + above) * count / 2
      value = step * sum
      magnitude = step * absolute
      guard value.isFinite else { return false }
      guard halving >= 2 else { continue }
      rounding = roundings(values, spacing: spacing, step: step)
      guard rounding.isFinite else { return false }
      error =
        3 * step * transform(values, spacing: spacing) + 4 * Self.coarsest * leftOut
        + 0x1p-49 * magnitude
      if error <= max(relativeTolerance * abs(value), 0.25 * rounding) { return true }
    }
    return false
  }

  /// |Σ f(kh) e^(−4πik/5)|.
  private func transform(_ values: [SIMD4<Double>], spacing: Int) -> Double {
    // The points of each remainder by 5.
    var sums = (0.0, 0.0, 0.0, 0.0, 0.0)
    var index = 0
    while index < values.count {
      let first = values[index][0]
      sums = (sums.1, sums.2, sums.3, sums.4, sums.0 + first)
      index += spacing
    }
    // cos and sin of 4π/5 and 8π/5: the sums have turned, which changes the phase alone.
    let real =
      sums.0 - 0.809_016_994_374_947_5 * (sums.1 + sums.4)
      + 0.309_016_994_374_947_45 * (sums.2 + sums.3)
    let imaginary =
      0.587_785_252_292_473_1 * (sums.1 - sums.4) - 0.951_056_516_295_153_5 * (sums.2 - sums.3)
    return (real * real + imaginary * imaginary).squareRoot()
  }

  /// What rounding of the values costs, and of the places at which they are taken.
  private func roundings(_ values: [SIMD4<Double>], spacing: Int, step: Double) -> Double {
    var sum = 0.0
    var former = values[0][0]
    for index in stride(from: spacing, to: values.count, by: spacing) {
      let value = values[index]
      sum += step * value[1] + abs(value[0] - former) * value[2]
      former = value[0]
    }
    return sum
  }

  /// The points of the coarsest step on one side.
  private struct Side {
    var values: [SIMD4<Double>] = []
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
    _ function: (Double) throws -> SIMD4<Double>, step: Double, limit: Double
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
    guard last.count == 3, last[2] == 0 || last[2] < 0.9 * last[1] && last[1] < 0.95 * last[0]
    else {
      return nil
    }
    let ratio = last[2] == 0 ? 0 : max(last[2] / last[1], last[1] / last[0])
    side.beyond = last[2] * ratio / (1 - ratio)
    return side
  }
}
