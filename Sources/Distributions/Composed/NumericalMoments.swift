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
    // The fourth moment is infinite where the third is, and with it the central one.
    let fourth = m4 == .infinity ? m4 : m4 - 4 * m * m3 + 6 * m * m * m2 - 3 * m * m * m * m
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

  private init(continuous p: any ContinuousDistribution<Double>) {
    let cells = IntegrationGrid(p: p, q: p).cells
    let centre = p.anchoredQuantile(0.5)
    let width =
      p.anchoredSurvivalQuantile(0.25).distance(from: centre.anchor).value
      - p.anchoredQuantile(0.25).distance(from: centre.anchor).value
    guard width > 0, width.isFinite, centre.value.isFinite else {
      self = .undefined
      return
    }
    let logWidth = log(width)
    let exists = (1...4).map { Self.infinity(p, order: $0) == nil }
    var total = SIMD4<Double>.zero
    for cell in cells {
      let moments: (Double) -> SIMD4<Double> = { share in
        let (point, logFactor) = cell.point(share)
        let mass = exp(p.logDensity(at: point) + logFactor)
        let distance = (point.anchor - centre.anchor) + (point.offset - centre.offset)
        // Far out the power and the mass meet as logarithms.
        let z = distance / width
        if mass > 1e-200, abs(z) < 1e25 {
          let square = z * z
          return SIMD4(
            exists[0] ? z * mass : 0, exists[1] ? square * mass : 0,
            exists[2] ? z * square * mass : 0, exists[3] ? square * square * mass : 0)
        }
        let logSize =
          point.offset.isInfinite ? point.logMagnitude - logWidth : log(abs(distance)) - logWidth
        let logMass = p.logDensity(at: point) + logFactor
        var values = SIMD4<Double>.zero
        for index in 0..<4 where exists[index] {
          let size = exp(logMass + Double(index + 1) * logSize)
          values[index] = index % 2 == 0 && distance < 0 ? -size : size
        }
        return values
      }
      let piece = try? integrate(
        moments, over: [0, 1], relativeTolerance: SIMD4(repeating: 1e-12),
        absoluteTolerance: SIMD4(repeating: 1e-15))
      guard let piece else {
        self = .undefined
        return
      }
      total += piece.values
    }
    self.init(centre: centre.value, width: width, raw: Self.completed(p, total))
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
