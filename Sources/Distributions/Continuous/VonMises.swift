/// The von Mises distribution: the circular normal.
///
/// ```
/// p(x) = exp(κ cos(x − μ)) / (2π I₀(κ))   on [μ − π, μ + π]
/// ```
///
/// - `mean` μ: finite.
/// - `concentration` κ: not negative and finite; at 0 the distribution is uniform.
///
/// The density is periodic: it answers for every angle. Draws, cumulative functions and moments are
/// those of the interval around the mean. The variance is that of the angle on this interval, not the
/// circular one. The cumulative functions have no derivative by κ.
///
/// Elsewhere: TFP `VonMises(loc, concentration)`; torch `VonMises(loc, concentration)`;
/// Distributions.jl `VonMises(μ, κ)`; scipy `vonmises(kappa, loc)`.
///
/// Sources: K. V. Mardia, P. E. Jupp, *Directional Statistics*, 2000, ch. 3; draws by D. J. Best,
/// N. I. Fisher, "Efficient simulation of the von Mises distribution", Appl. Statist. 28 (1979) 152-157.
public struct VonMises<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// μ, the centre and the mode.
  public let mean: Value
  /// κ, near 1/σ² where it is large.
  public let concentration: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - mean: μ, finite.
  ///   - concentration: κ, not negative and finite.
  @inlinable public init(mean: Value, concentration: Value) {
    self.mean = mean
    self.concentration = concentration
  }

  public static var familyName: String { "VonMises" }

  public func validate() throws(ParameterError) {
    try requireFinite("mean", mean)
    try require("concentration", concentration, "not negative and finite") {
      $0 >= 0 && $0 < .infinity
    }
  }

  @inlinable var isValid: Value.Mask {
    isFinite(mean) .& (concentration .>= 0) .& (concentration .< Value.infinity)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> {
    let pi = Value(3.1415926535897932385)
    return Support(lowerBound: mean - pi, upperBound: mean + pi)
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? { .bounded }

  /// 2π.
  @inlinable public var period: Value? { Value(6.283185307179586477) }

  // MARK: - Density

  /// −2κ sin²(d/2) − log(2π I₀(κ) e^−κ), in which nothing large cancels.
  func logDensity(distance: Value) -> Value {
    let peak: Value = -Value(1.8378770664093454836) - logScaledBesselI0(concentration)
    return nanUnless(isValid, peak - concentration * (2 * square(sin(0.5 * distance))))
  }

  public func logProbability(of x: Value) -> Value {
    if Value.self == Value.Scalar.self { return plainLogDensity(at: x) }
    return fused(.vonMisesLogDensity, x, mean, concentration) {
      VonMises(mean: $1, concentration: $2).plainLogDensity(at: $0)
    }
  }

  private func plainLogDensity(at x: Value) -> Value {
    let isInfinite: Value.Mask = abs(x) .== Value.infinity
    let inside: Value = logDensity(distance: select(isInfinite, mean, x) - mean)
    return nanUnless(isValid, select(isInfinite, -Value.infinity, inside))
  }

  @specialized(where Value == Double)
  public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(distance: (point.anchor - mean) + point.offset)
  }

  // MARK: - Cumulative functions

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    let (distance, rest) = exactDifference(x, mean)
    return logLowerTail(distance: distance, rest: rest)
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    let (distance, rest) = exactDifference(mean, x)
    return logLowerTail(distance: distance, rest: rest)
  }

  /// x − y, and what rounding has taken off: next to the ends it is what counts (T. J. Dekker, 1971).
  private func exactDifference(_ x: Value, _ y: Value) -> (Value, rest: Value) {
    let difference: Value = x - y
    let part: Value = difference - x
    let rest: Value = (x - (difference - part)) - (y + part)
    return (difference, select(abs(difference) .< Value.infinity, rest, 0))
  }

  func logLowerTail(distance: Value, rest: Value) -> Value {
    let log = Value.elementwise(
      "von Mises log-cdf", distance, concentration, rest,
      { vonMisesTails($0, $1, rest: $2).logLower },
      derivatives: (
        { d, concentration, rest in
          let centred = VonMises(mean: 0, concentration: concentration)
          return exp(
            centred.logDensity(distance: d) - centred.logLowerTail(distance: d, rest: rest))
        }, nil, { _, _, rest in 0 * rest }
      ))
    return nanUnless(isValid, log)
  }

  /// d with P(X ≤ mean + d) = u.
  private static func offset(_ u: Double, _ concentration: Double) -> Double {
    guard u >= 0, u <= 1, concentration >= 0, concentration < .infinity else { return .nan }
    return u <= 0.5
      ? vonMisesLowerQuantile(.log(u), concentration)
      : -vonMisesLowerQuantile(.log(onePlus: -u), concentration)
  }

  public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    let offset = Value.elementwise(
      "von Mises quantile", u, concentration, { Self.offset($0, $1) }, derivatives: (nil, nil))
    return AnchoredPoint(anchor: mean, offset: nanUnless(isValid, offset))
  }

  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    let point = anchoredQuantile(u)
    return AnchoredPoint(
      anchor: point.anchor, offset: -point.offset, logMagnitude: point.logMagnitude)
  }

  // MARK: - Statistics

  private func moment(_ order: Double) -> Value {
    Value.elementwise(
      "von Mises moment", concentration, { vonMisesMoment(order, $0) }, derivative: nil)
  }

  /// E (x − μ)² over the interval around the mean, by quadrature.
  public var variance: Value { nanUnless(isValid, moment(2)) }
  @inlinable public var skewness: Value { nanUnless(isValid, 0) }
  /// By quadrature, as the variance.
  public var excessKurtosis: Value {
    let variance = variance
    return nanUnless(isValid, moment(4) / variance / variance - 3)
  }
  /// The mean; at κ = 0, where every point is a mode, the smallest.
  @inlinable public var mode: Value {
    nanUnless(isValid, select(concentration .== 0, support.lowerBound, mean))
  }
  @inlinable public var median: Value { nanUnless(isValid, mean) }

  // MARK: - Entropy

  /// log(2π I₀(κ) e^−κ) + κ (1 − I₁(κ)/I₀(κ)).
  public var entropy: Value {
    let spread: Value = concentration * besselRatioComplement(concentration)
    let value: Value = Value(1.8378770664093454836) + logScaledBesselI0(concentration) + spread
    return nanUnless(isValid, value)
  }

  // MARK: - Draws

  /// Not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    drawValue([mean, concentration], using: &generator) { p, generator in
      drawVonMises(mean: p[0], concentration: p[1], using: &generator)
    }
  }

  /// Not differentiable. By rejection, many at a time.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    let full = fullShape(shape, Self.familyName, mean, concentration)
    let angles = Tensor(vonMisesOf: concentration.tensor, shape: full, using: &generator)
    return nanUnless(isFinite(mean), mean).tensor + angles
  }

  public func elements() -> DistributionElements {
    DistributionElements(mean, concentration) {
      VonMises<Double>(mean: $0[0], concentration: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("mean", mean), ("concentration", concentration))
  }
}

extension VonMises where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(mean: Double, concentration: Double) {
    self.mean = mean
    self.concentration = concentration
  }
}

extension VonMises: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "mean", "concentration") {
        VonMises(mean: $0[0], concentration: $0[1])
      }
    ]
  }
}

extension VonMises: Equatable where Value: Equatable {}
extension VonMises: Hashable where Value: Hashable {}
extension VonMises: Codable where Value == Double {}
