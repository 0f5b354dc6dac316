import Quadrature
import SpecialFunctions

extension GeneralizedNormal: FittableDistribution where Value == Double {
  /// The root of the slope of the likelihood by the shape, where at each shape location and scale are
  /// the best ones: the scale is (β mean |x − μ|^β)^(1/β), the location the least point of the mean,
  /// which is convex for β ≥ 1 and has its least point at an observation for β ≤ 1.
  ///
  /// The standard error of the location is that of the expected information, which exists for shapes
  /// above ½: towards shape 1 the likelihood has a kink at each observation, and no curvature.
  ///
  /// - Throws: ``FittingError``; `.noMaximum` where the shape goes to infinity, as it does for data
  ///   that are spread evenly, and where it goes to 0.
  ///
  /// Source: S. Nadarajah, "A generalized normal distribution", J. Appl. Statist. 32 (2005) 685-694.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireDistinct(familyName, values: 3)
    let (shift, unit) = (observations.median, observations.halfWidth)
    let standardized = observations.standardized(shift: shift, unit: unit)
    let condensed = standardized.condensed
    let profile = SubbotinProfile(condensed)
    var best = try profile.maximum(from: 1.5, factor: 1.5)
    if condensed.values.count < standardized.values.count {
      best = try SubbotinProfile(standardized.grouped, around: best.location)
        .maximum(from: best.shape, factor: 1.01)
    }
    let weight = observations.totalWeight
    let (shape, scale) = (best.shape, unit * best.scale)
    let location = shift + unit * best.location
    // log β − log Γ(1/β) = −log Γ(1 + 1/β).
    let perDraw: Double =
      -logGammaOnePlus(1 / shape) - 0.69314718055994530942 - log(scale) - 1 / shape
    // −∂² log p, averaged, by scale and shape: of u = |z|^β, l = log |z|, with mean u = 1/β.
    let byShape: Double =
      (1 + 2 * digamma(1 / shape) / shape + trigamma(1 / shape) / shape / shape) / shape / shape
      + best.meanLogSquare
    let across = -(1 / shape + shape * best.meanLog) / scale
    let spread = EstimateCovariance(information: [
      [weight * shape / scale / scale, weight * across], [weight * across, weight * byShape],
    ]).matrix
    let isRegular = shape > 0.5
    let gammas = isRegular ? logGamma(2 - 1 / shape) - logGamma(1 / shape) : .nan
    let variance = square(scale / shape) * exp(-gammas) / weight
    return Fit(
      GeneralizedNormal(location: location, scale: scale, shape: shape),
      logLikelihood: weight * perDraw,
      parameters: [("location", location), ("scale", scale), ("shape", shape)],
      covariance: EstimateCovariance(
        [[variance, 0, 0], [0] + spread[0], [0] + spread[1]],
        remarks: [isRegular ? nil : "the information is infinite for a shape up to 1/2", nil, nil]),
      totalWeight: weight)
  }
}

/// The likelihood of generalised normal laws as a function of their shape alone, with the best location
/// and scale of each.
private struct SubbotinProfile {
  private static let family = GeneralizedNormal<Double>.familyName

  private let data: Observations
  /// No distance from a location is above it.
  private let range: Double
  /// Where the location is searched first; nil where nothing is known.
  private let middle: Double?

  init(_ data: Observations, around middle: Double? = nil) {
    self.data = data
    range = data.maximum - data.minimum
    self.middle = middle
  }

  /// What is best at a shape.
  struct Point {
    let shape: Double
    let location: Double
    let scale: Double
    /// The mean of |z|^β log |z|.
    let meanLog: Double
    /// The mean of |z|^β log² |z|.
    let meanLogSquare: Double
    /// The derivative of the mean log-likelihood by the shape, times β².
    var slope: Double { digamma(1 + 1 / shape) - shape * shape * meanLog }
  }

  func point(_ shape: Double) -> Point {
    let location = location(shape)
    let means = data.means { x in
      let d = abs(x - Tensor(location)) / Tensor(range)
      let isZero = d .== 0
      let log = Tensors.log(Tensor<Double>.select(isZero, 1, d))
      let power = Tensor<Double>.select(isZero, 0, exp(Tensor(shape) * log))
      return [power, power * log, power * square(log)]
    }
    // log(σ/range), and the means of u = |z|^β with log |z| = log d − log(σ/range).
    let unit = log(shape * means[0]) / shape
    let total = shape * means[0]
    let first = (means[1] - unit * means[0]) / total
    let second = (means[2] - unit * (2 * means[1] - unit * means[0])) / total
    return Point(
      shape: shape, location: location, scale: range * exp(unit), meanLog: first,
      meanLogSquare: second)
  }

  /// The shape at which the slope changes its sign, from a start in steps by a factor.
  func maximum(from start: Double, factor: Double) throws(FittingError) -> Point {
    var (low, high) = (start, start)
    var growth = factor
    if point(start).slope > 0 {
      repeat {
        (low, high) = (high, high * growth)
        growth = min(growth * growth, 1.5)
        guard high < 500 else {
          throw .noMaximum(Self.family, "it keeps growing as shape goes to infinity")
        }
      } while point(high).slope > 0
    } else {
      repeat {
        (low, high) = (low / growth, low)
        growth = min(growth * growth, 1.5)
        guard low > 0.05 else {
          throw .noMaximum(Self.family, "it keeps growing as shape goes to 0")
        }
      } while point(low).slope <= 0
    }
    let found = try? root(
      of: { point($0).slope }, between: low, and: high, relativeTolerance: 1e-13)
    guard let found else {
      throw .notConverged(family: Self.family, reason: "the steps do not settle")
    }
    return point(found)
  }

  // MARK: - Location

  private func location(_ shape: Double) -> Double {
    shape > 1 ? smoothLocation(shape) : observedLocation(shape)
  }

  /// Where the mean of sign(x − μ) |x − μ|^(β − 1), which falls with μ, is 0.
  private func smoothLocation(_ shape: Double) -> Double {
    func slope(_ location: Double) -> Double {
      data.mean { x in
        let d = (x - Tensor(location)) / Tensor(range)
        return sign(d) * pow(abs(d), Tensor(shape - 1))
      }
    }
    var (low, high) = (data.minimum, data.maximum)
    if let middle {
      var reach = 1e-3 * range
      while reach < range {
        let (near, far) = (max(middle - reach, low), min(middle + reach, high))
        if slope(near) >= 0, slope(far) <= 0 {
          (low, high) = (near, far)
          break
        }
        reach *= 8
      }
    }
    let found = try? root(
      of: slope, between: low, and: high, relativeTolerance: 1e-15,
      absoluteTolerance: 1e-14 * range)
    return found ?? .nan
  }

  /// The observation in the middle from which the mean of |x − μ|^β is least: every so many are tried,
  /// then those about the best.
  private func observedLocation(_ shape: Double) -> Double {
    let sorted = data.sorted
    func loss(_ place: Int) -> Double {
      data.mean { x in
        let d = abs(x - Tensor(sorted.values[place])) / Tensor(range)
        let isZero = d .== 0
        return Tensor<Double>.select(
          isZero, 0, pow(Tensor<Double>.select(isZero, 1, d), Tensor(shape)))
      }
    }
    let weight = data.totalWeight
    var low = sorted.place(ofWeight: 0.3 * weight)
    var high = sorted.place(ofWeight: 0.7 * weight)
    if let middle {
      let place = sorted.values.firstIndex { $0 >= middle } ?? low
      (low, high) = (max(place - 64, 0), min(place + 64, sorted.count - 1))
    }
    while true {
      let step = max(1, (high - low) / 64)
      let places = Array(stride(from: low, through: high, by: step))
      let losses = places.map(loss)
      let best = zip(losses, places).min { $0.0 < $1.0 }?.1 ?? low
      if step == 1 { return sorted.values[best] }
      (low, high) = (max(best - step, low), min(best + step, high))
    }
  }
}
