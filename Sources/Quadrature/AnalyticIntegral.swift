/// An integral over the whole line of a function that is analytic and falls fast both ways, by the
/// trapezoidal rule.
///
/// ```
/// ∫ f(t) dt ≈ h Σ f(kh)
/// ```
///
/// What it promises, in this order: the error covers the truth; few evaluations, many at a time;
/// nothing where it does not suit, since a function with kinks, or one that ends, has better rules.
///
/// The error of a sum of step h is 2 |F(2π/h)| and less, where F is the Fourier transform of f,
/// which falls exponentially for an analytic f. The points of step h tell F at tenths of that
/// frequency up to five, at five its real part alone. Thrice what it is at four is the error: far too
/// much for an analytic f, but a part of it that falls slowly, the rest of a weak singularity or a
/// narrow place where f is small, may be hidden by the rest up to there.
///
/// Who knows that there is no such part may have it that F falls further as it does where it is seen:
/// its slowest fall from one tenth to the next, from two to five, is believed to last for three tenths
/// more, to seven, and a dozen times what is left there is the error.
///
/// Source: L. N. Trefethen, J. A. C. Weideman, "The exponentially convergent trapezoidal rule",
/// SIAM Review 56 (2014), 385–458.
package struct AnalyticIntegral: Sendable {
  /// Appends the function at several places: its value, a bound on the rounding of the value, which is
  /// 0 only where nothing is left of the function, and by how much rounding may have moved the place.
  package typealias Function = (Places, inout [SIMD4<Double>]) -> Void

  /// Multiples of ``finest`` at equal distances.
  package struct Places: Sendable {
    @usableFromInline let first: Int
    @usableFromInline let stride: Int
    package let count: Int

    /// How many times ``finest`` a place is.
    @inlinable package func multiple(_ index: Int) -> Int { first + index * stride }

    @inlinable package subscript(index: Int) -> Double {
      Double(multiple(index)) * AnalyticIntegral.finest
    }
  }

  /// The integral.
  package private(set) var value = 0.0
  /// A bound on the error of the rule and of what is left out at both ends.
  package private(set) var error = 0.0
  /// The integral of what the function says of its rounding.
  package private(set) var rounding = 0.0
  /// ∫|f|.
  package private(set) var magnitude = 0.0
  /// At how many places the function has been taken.
  package private(set) var evaluations = 0

  /// The step of the first sum.
  @inlinable package static var coarsest: Double { 0.2 }
  /// How often it may be halved.
  package static var halvings: Int { 4 }
  /// The step of the last sum.
  @inlinable package static var finest: Double { 0.0125 }

  private let relativeTolerance: Double
  private let keepsFalling: Bool

  private init(relativeTolerance: Double, keepsFalling: Bool) {
    self.relativeTolerance = relativeTolerance
    self.keepsFalling = keepsFalling
  }

  /// Integrates a function of t.
  ///
  /// - Parameters:
  ///   - relativeTolerance: the error allowed, relative to the integral; never less than a quarter
  ///     of what rounding costs.
  ///   - limits: how far out the function can be evaluated.
  ///   - keepsFalling: whether no part of the function's transform falls slower than what is seen of it.
  ///   - function: its values.
  /// - Returns: nil where the rule does not reach the tolerance with its smallest step, the function
  ///   does not fall far enough before the limits, or it is not finite where it is needed.
  package static func integrate(
    relativeTolerance: Double, limits: ClosedRange<Double>, keepsFalling: Bool = false,
    _ function: Function
  ) -> AnalyticIntegral? {
    var integral = AnalyticIntegral(
      relativeTolerance: relativeTolerance, keepsFalling: keepsFalling)
    return integral.run(function, limits: limits) ? integral : nil
  }

  private mutating func run(_ function: Function, limits: ClosedRange<Double>) -> Bool {
    guard let upper = side(function, from: 0, sign: 1, limit: limits.upperBound),
      let lower = side(function, from: 1, sign: -1, limit: -limits.lowerBound)
    else { return false }
    let size = upper.magnitude + lower.magnitude
    guard size > 0, size.isFinite else { return false }
    // Where a function is that small it must have fallen for good.
    let negligible = 1e-22 * size
    let below = lower.reach(negligible)
    let above = max(upper.reach(negligible), 1)
    let leftOut = lower.rest(beyond: below) + upper.rest(beyond: above)

    // All values in the order of t.
    var values: [SIMD4<Double>] = []
    values.reserveCapacity(below + above)
    values.append(contentsOf: lower.values[..<below].reversed())
    values.append(contentsOf: upper.values[..<above])
    let unit = 1 << Self.halvings
    for halving in 1...Self.halvings {
      let stride = unit >> halving
      let step = Double(stride) * Self.finest
      let middles = Places(
        first: stride - below * unit, stride: 2 * stride, count: values.count - 1)
      var between: [SIMD4<Double>] = []
      between.reserveCapacity(middles.count)
      function(middles, &between)
      evaluations += middles.count
      var all: [SIMD4<Double>] = []
      all.reserveCapacity(2 * values.count - 1)
      for index in between.indices {
        all.append(values[index])
        all.append(between[index])
      }
      all.append(values[between.count])
      values = all
      let sums = Sums(values)
      value = step * sums.total
      magnitude = step * sums.magnitude
      rounding = step * sums.rounding + sums.displacement
      guard value.isFinite, rounding.isFinite else { return false }
      let aliased = keepsFalling ? 12 * sums.extrapolated : 3 * sums.aliased
      error = step * aliased + 4 * Self.coarsest * leftOut + 0x1p-49 * magnitude
      if error <= max(relativeTolerance * abs(value), 0.25 * rounding) { return true }
    }
    return false
  }

  /// Goes out until nothing is left of the function, or the limit is reached where it falls.
  private mutating func side(
    _ function: Function, from first: Int, sign: Int, limit: Double
  ) -> Side? {
    var side = Side()
    side.values.reserveCapacity(3 * Self.batch)
    let stride = sign << Self.halvings
    let last = Int(min(limit / Self.coarsest, 1e6))
    var known = 0
    var empty = 0
    while first + known <= last {
      let count = min(Self.batch, last + 1 - first - known)
      function(
        Places(first: (first + known) * stride, stride: stride, count: count), &side.values)
      evaluations += count
      while known < side.values.count {
        let value = side.values[known]
        guard value[0].isFinite, value[1].isFinite else { return nil }
        empty = value[0] == 0 && value[1] == 0 ? empty + 1 : 0
        if empty == 2 {
          side.values.removeSubrange(known...)
          return side
        }
        side.magnitude += abs(value[0])
        known += 1
      }
    }
    // At the limit the function must be falling like an exponential at least.
    let sizes = side.values.suffix(3).map { abs($0[0]) }
    guard sizes.count == 3, sizes[2] == 0 || sizes[2] < 0.9 * sizes[1] && sizes[1] < 0.95 * sizes[0]
    else {
      return nil
    }
    let ratio = sizes[2] == 0 ? 0 : max(sizes[2] / sizes[1], sizes[1] / sizes[0])
    side.beyond = sizes[2] * ratio / (1 - ratio)
    return side
  }

  /// How many points are taken at once on the way out.
  private static var batch: Int { 8 }

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

  /// What is added up over the points of one step h.
  private struct Sums {
    /// Σ f and Σ|f|.
    private(set) var total = 0.0
    private(set) var magnitude = 0.0
    /// Σ of the roundings of values, and Σ|Δf| times those of places.
    private(set) var rounding = 0.0
    private(set) var displacement = 0.0
    /// |F(4π/5h)|/h.
    private(set) var aliased = 0.0
    /// |F(2π/h)|/h, if F falls as it does up to half of that frequency.
    private(set) var extrapolated = 0.0

    init(_ values: [SIMD4<Double>]) {
      var before = values.first?[0] ?? 0
      for value in values {
        total += value[0]
        magnitude += abs(value[0])
        rounding += value[1]
        displacement += abs(value[0] - before) * value[2]
        before = value[0]
      }
      (aliased, extrapolated) = withUnsafeTemporaryAllocation(of: Double.self, capacity: 10) {
        tenths in
        tenths.initialize(repeating: 0)
        var tenth = 0
        for value in values {
          tenths[tenth] += value[0]
          tenth = tenth == 9 ? 0 : tenth + 1
        }
        return Self.aliased(UnsafeBufferPointer(tenths))
      }
    }

    /// From the sums of every tenth point.
    private static func aliased(
      _ tenths: UnsafeBufferPointer<Double>
    ) -> (seen: Double, extrapolated: Double) {
      var seen = 0.0
      var largest = 0.0
      var decay = 0.0
      var before = transform(tenths, at: 2)
      for frequency in 3...5 {
        let size = transform(tenths, at: frequency)
        decay = max(decay, before > 0 ? size / before : 1)
        if frequency == 4 { seen = size }
        if frequency > 3 { largest = max(largest, size) }
        before = size
      }
      return (seen, decay < 1 ? largest * decay * decay * decay : largest)
    }

    /// cos and sin of tenths of a turn.
    private static let cosines: SIMD16<Double> = SIMD16([
      1.0, 0.8090169943749475, 0.3090169943749474, -0.3090169943749474,
      -0.8090169943749475, -1.0, -0.8090169943749475, -0.3090169943749474,
      0.3090169943749474, 0.8090169943749475,
      0, 0, 0, 0, 0, 0,
    ])
    private static let sines: SIMD16<Double> = SIMD16([
      0.0, 0.5877852522924731, 0.9510565162951535, 0.9510565162951535,
      0.5877852522924731, 0.0, -0.5877852522924731, -0.9510565162951535,
      -0.9510565162951535, -0.5877852522924731,
      0, 0, 0, 0, 0, 0,
    ])

    /// |Σ f(mh) e^(−2πi km/10)|.
    private static func transform(_ tenths: UnsafeBufferPointer<Double>, at k: Int) -> Double {
      var real = 0.0
      var imaginary = 0.0
      var turn = 0
      for m in 0..<10 {
        real += tenths[m] * cosines[turn]
        imaginary += tenths[m] * sines[turn]
        turn += k
        if turn >= 10 { turn -= 10 }
      }
      return (real * real + imaginary * imaginary).squareRoot()
    }
  }
}
