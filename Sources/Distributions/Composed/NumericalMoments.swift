import Quadrature

/// Moments of a distribution on the line by quadrature or summation, where no formula gives them.
///
/// The integrals are of ((x − median)/width)ᵏ p(x), k = 1 to 4, over pieces between quantiles, in
/// the logarithm of the distance from the median where pieces are wide. The relative error is about
/// 1e-10. Whether a moment exists is decided by the tails; where it does not, it is infinite (even
/// orders, or one tail only) or NaN.
struct NumericalMoments {
  let mean: Double
  let variance: Double
  let skewness: Double
  let excessKurtosis: Double

  static let undefined = NumericalMoments(
    mean: .nan, variance: .nan, skewness: .nan, excessKurtosis: .nan)

  private init(mean: Double, variance: Double, skewness: Double, excessKurtosis: Double) {
    self.mean = mean
    self.variance = variance
    self.skewness = skewness
    self.excessKurtosis = excessKurtosis
  }

  init(of p: any Distribution<Double>) {
    switch p {
    case let p as any ContinuousDistribution<Double>: self.init(continuous: p)
    case let p as any DiscreteDistribution<Double>: self.init(discrete: p)
    default: self = .undefined
    }
  }

  /// From E z, E z², E z³ and E z⁴ with x = centre + width·z.
  private init(centre: Double, width: Double, raw: SIMD4<Double>) {
    let (m, m2, m3, m4) = (raw[0], raw[1], raw[2], raw[3])
    mean = centre + width * m
    guard m.isFinite else {
      (variance, skewness, excessKurtosis) = (.nan, .nan, .nan)
      return
    }
    let spread = m2 - m * m
    variance = width * width * spread
    let third = m3 - 3 * m * m2 + 2 * m * m * m
    let fourth = m4 - 4 * m * m3 + 6 * m * m * m2 - 3 * m * m * m * m
    skewness = spread.isFinite && spread > 0 ? third / (spread * spread.squareRoot()) : .nan
    excessKurtosis = spread.isFinite && spread > 0 ? fourth / (spread * spread) - 3 : .nan
  }

  // MARK: - Which moments there are

  /// ∞, −∞ or NaN for the moment of an order that does not exist; nil if it does.
  private static func infinity(_ p: any UnivariateDistribution<Double>, order: Int) -> Double? {
    let support = p.support
    var signs: [Double] = []
    for end in SupportEnd.allCases {
      let bound = end == .lower ? support.lowerBound : support.upperBound
      guard bound.isInfinite, let leading = p.tail(towards: end)?.terms.first else { continue }
      guard case .log = leading.growth, leading.coefficient <= Double(order) + 1 else { continue }
      signs.append(end == .lower && order % 2 == 1 ? -1 : 1)
    }
    guard let first = signs.first else { return nil }
    return signs.allSatisfy { $0 == first } ? first * .infinity : .nan
  }

  /// The moments, with those that do not exist in place.
  private static func completed(
    _ p: any UnivariateDistribution<Double>, _ finite: SIMD4<Double>
  ) -> SIMD4<Double> {
    var result = finite
    for order in 1...4 {
      if let infinite = infinity(p, order: order) { result[order - 1] = infinite }
    }
    return result
  }

  // MARK: - Integrals

  private static let levels: [Double] = [
    1e-300, 1e-200, 1e-120, 1e-70, 1e-40, 1e-24, 1e-15, 1e-10, 1e-7, 1e-5, 1e-3, 0.02, 0.1, 0.25,
  ]

  private init(continuous p: any ContinuousDistribution<Double>) {
    let middle = p.anchoredQuantile(0.5)
    let anchor = middle.anchor
    let offset: (AnchoredPoint<Double>) -> Double = { ($0.anchor - anchor) + $0.offset }
    let centre = middle.offset
    let width = offset(p.anchoredSurvivalQuantile(0.25)) - offset(p.anchoredQuantile(0.25))
    guard width > 0, width.isFinite, centre.isFinite else {
      self = .undefined
      return
    }
    let support = p.support
    var points = Self.levels.flatMap {
      [offset(p.anchoredQuantile($0)), offset(p.anchoredSurvivalQuantile($0))]
    }
    points += p.breakpoints.map { $0 - anchor }
    points += [support.lowerBound - anchor, support.upperBound - anchor]
    // Distances from the centre in widths.
    let lowest = (support.lowerBound - anchor - centre) / width
    let highest = (support.upperBound - anchor - centre) / width
    points = points.map { ($0 - centre) / width } + [0]
    points = points.filter { $0.isFinite && $0 >= lowest && $0 <= highest }.sorted()

    let orders = (1...4).filter { Self.infinity(p, order: $0) == nil }
    let wanted = SIMD4<Double>(
      orders.contains(1) ? 1 : 0, orders.contains(2) ? 1 : 0, orders.contains(3) ? 1 : 0,
      orders.contains(4) ? 1 : 0)
    let logWidth = log(width)
    let powers: (Double, Double) -> SIMD4<Double> = { z, logFactor in
      let point = AnchoredPoint(anchor: anchor, offset: centre + width * z)
      let mass = exp(p.logDensity(at: point) + logWidth + logFactor)
      guard mass > 0 else { return .zero }
      let square = z * z
      var values = SIMD4<Double>(z, square, z * square, square * square) * mass
      for index in 0..<4 where wanted[index] == 0 { values[index] = 0 }
      return values
    }
    var sum = SIMD4<Double>.zero
    for (lower, upper) in zip(points, points.dropFirst()) where lower < upper {
      guard let piece = Self.piece(powers, lower, upper) else {
        self = .undefined
        return
      }
      sum += piece
    }
    self.init(
      centre: anchor + centre, width: width, raw: Self.completed(p, sum))
  }

  /// One piece, over the logarithm of z where it spans more than a factor of 8.
  private static func piece(
    _ function: (Double, Double) -> SIMD4<Double>, _ lower: Double, _ upper: Double
  ) -> SIMD4<Double>? {
    let relative = SIMD4<Double>(repeating: 1e-11)
    let absolute = SIMD4<Double>(repeating: 1e-14)
    let isWide = lower > 0 && upper > 8 * lower || upper < 0 && lower < 8 * upper
    do {
      if isWide {
        let sign: Double = lower > 0 ? 1 : -1
        let ends = [log(abs(lower)), log(abs(upper))].sorted()
        return try integrate(
          { s in function(sign * exp(s), s) }, over: ends, relativeTolerance: relative,
          absoluteTolerance: absolute
        ).values
      }
      return try integrate(
        { function($0, 0) }, over: [lower, upper], relativeTolerance: relative,
        absoluteTolerance: absolute
      ).values
    } catch {
      return nil
    }
  }

  // MARK: - Sums

  private init(discrete p: any DiscreteDistribution<Double>) {
    let centre = p.median
    let support = p.support
    guard centre.isFinite, abs(centre) < 0x1p52 else {
      self = .undefined
      return
    }
    let first = support.lowerBound > -0x1p60 ? Int(support.lowerBound - centre) : nil
    let last = support.upperBound < 0x1p60 ? Int(support.upperBound - centre) : nil
    var sums = SIMD4<Double>.zero
    for order in 1...4 where Self.infinity(p, order: order) == nil {
      let result = try? sum(
        { step in
          let z = Double(step)
          return pow(z, Double(order)) * exp(p.logMass(at: centre + z))
        }, from: first ?? -(1 << 60), through: last, startingAt: 0, directTerms: 1 << 22)
      sums[order - 1] = result?.value ?? .nan
    }
    self.init(centre: centre, width: 1, raw: Self.completed(p, sums))
  }
}
