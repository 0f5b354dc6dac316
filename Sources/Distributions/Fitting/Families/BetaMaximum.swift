import SpecialFunctions

/// The beta law under which shares s and their complements are most likely, from how far they are from
/// shares s₀ and 1 − s₀ in their middle; narrow shares keep the digits that the means of log s and
/// log(1 − s) would lose.
///
/// With A = α + β, f = α/A and c what Stirling's formula leaves of log Γ, the mean log-likelihood is
///
/// ```
/// −A K(f) + ½ log(A f (1 − f)/2π) + c(A) − c(A f) − c(A (1 − f)) − mean (log s + log(1 − s))
/// ```
///
/// where K(f) is the mean divergence of a coin of probability f from coins of probabilities s: that of f
/// from s₀, and K(s₀) − (f − s₀) D, D the mean difference of the log-odds from those of s₀. Newton's
/// steps go over log A and the difference t of the log-odds of f from those of s₀.
struct BetaMaximum {
  let alpha: Double
  let beta: Double
  /// The mean log-likelihood without the last term.
  let meanLogLikelihood: Double
  private let curvature: [[Double]]

  /// What the shares tell.
  struct Spread {
    /// s₀.
    let share: Double
    /// 1 − s₀.
    let complement: Double
    /// K(s₀).
    let divergence: Double
    /// D.
    let oddsShift: Double

    /// Of shares with the differences δ = (s − s₀)/s₀ and ε = (s₀ − s)/(1 − s₀), and the logarithms of
    /// 1 + δ and 1 + ε, which count where the differences are large.
    init(
      _ observations: Observations, share: Double, complement: Double,
      differences: (Tensor<Double>) -> (first: Distance, second: Distance)
    ) {
      self.share = share
      self.complement = complement
      let means = observations.means { x in
        let (first, second) = differences(x)
        return [
          first.difference - second.difference, first.remainder, second.remainder,
        ]
      }
      divergence = share * means[1] + complement * means[2]
      oddsShift = means[0] - (means[1] - means[2])
    }
  }

  /// A relative difference δ with log(1 + δ).
  struct Distance {
    let difference: Tensor<Double>
    let logRatio: Tensor<Double>

    /// δ − log(1 + δ).
    var remainder: Tensor<Double> {
      let isNear = abs(difference) .< 0.5
      let near = logOnePlusRemainder(Tensor<Double>.select(isNear, difference, 0))
      return Tensor<Double>.select(isNear, near, difference - logRatio)
    }
  }

  /// The value, the slopes and the second derivatives by log A and t at a point.
  private struct Place {
    let total: Double
    let share: Double
    let complement: Double
    let value: Double
    let slope: [Double]
    let curvature: [[Double]]

    init(_ spread: Spread, logTotal: Double, t: Double) {
      let total = exp(logTotal)
      // f and 1 − f of odds e^t s₀/(1 − s₀).
      let weight = spread.complement + spread.share * exp(t)
      let f = spread.share * exp(t) / weight
      let g = spread.complement / weight
      let (a, b) = (total * f, total * g)
      let own = Self.divergence(spread, f, t)
      let moved = spread.share * spread.complement * expMinusOne(t) / weight
      let divergence = own + spread.divergence - moved * spread.oddsShift
      let slopes = [total, a, b].map { digammaCorrection($0) }
      let bends = [total, a, b].map { trigammaCorrection($0) }
      let corrections = logGammaCorrection(total) - logGammaCorrection(a) - logGammaCorrection(b)
      let product = f * g
      let pull = (t - spread.oddsShift) + (slopes[1] - slopes[2])
      let (wholeBend, firstBend, secondBend) = (
        total * (total * bends[0]), a * (a * bends[1]), b * (b * bends[2])
      )
      let inner = total * slopes[0] - a * slopes[1] - b * slopes[2] - total * divergence
      self.total = total
      share = f
      complement = g
      value =
        0.5 * (logTotal + log(product)) - 0.91893853320467274178 + corrections
        - total * divergence
      slope = [0.5 + inner, -total * product * pull + 0.5 * (g - f)]
      let across = -total * product * pull - (g * firstBend - f * secondBend)
      let second: Double =
        -total * product * ((g - f) * pull + 1) - product
        - (g * g * firstBend + f * f * secondBend)
      curvature = [[inner + wholeBend - firstBend - secondBend, across], [across, second]]
    }

    /// The divergence of a coin of probability f from one of s₀, by the difference t of their
    /// log-odds: f t − log(1 + s₀ (e^t − 1)), or its series, by the cumulants of the coin, for small t.
    private static func divergence(_ spread: Spread, _ f: Double, _ t: Double) -> Double {
      guard abs(t) < 1e-4 else { return f * t - log(onePlus: spread.share * expMinusOne(t)) }
      let variance = spread.share * spread.complement
      let third = (spread.complement - spread.share) / 3
      return variance * t * (t * (0.5 + t * (third + t * (0.125 - 0.75 * variance))))
    }
  }

  /// - Throws: ``FittingError``: `.noMaximum` for shares that differ by their rounding only,
  ///   `.notConverged`.
  init(_ spread: Spread, family: String) throws(FittingError) {
    guard spread.divergence > 0, spread.divergence < .infinity else {
      throw .noMaximum(family, "the observations differ by no more than rounding")
    }
    guard let place = Self.highest(spread) else {
      throw .notConverged(family: family, reason: "the steps do not settle")
    }
    alpha = place.total * place.share
    beta = place.total * place.complement
    meanLogLikelihood = place.value
    curvature = place.curvature
  }

  private static func highest(_ spread: Spread) -> Place? {
    // ½/A is the mean divergence, where A is large.
    var point = [log(max(0.5 / spread.divergence, 1e-3)), 0.0]
    var place = Place(spread, logTotal: point[0], t: point[1])
    var former = Double.infinity
    for _ in 0..<200 {
      guard place.value.isFinite, let step = step(place.slope, place.curvature) else { return nil }
      let gain = place.slope[0] * step[0] + place.slope[1] * step[1]
      if gain < 1e-12 {
        // Below the rounding of the value steps are taken whole, as long as they shrink.
        let size = abs(step[0]) + abs(step[1])
        if gain < 1e-26 || size > 0.25 * former { return place }
        former = size
        point = [point[0] + step[0], point[1] + step[1]]
        place = Place(spread, logTotal: point[0], t: point[1])
        continue
      }
      var length = min(1, 3 / max(abs(step[0]), abs(step[1])))
      var isBetter = false
      for _ in 0..<60 where !isBetter {
        let next = [point[0] + length * step[0], point[1] + length * step[1]]
        let found = Place(spread, logTotal: next[0], t: next[1])
        if found.value >= place.value + 1e-4 * length * gain - 1e-15 * abs(place.value) {
          (point, place, isBetter) = (next, found, true)
        }
        length *= 0.5
      }
      if !isBetter { return nil }
    }
    return nil
  }

  /// Newton's step uphill, with as much taken off the diagonal as makes it one.
  private static func step(_ slope: [Double], _ curvature: [[Double]]) -> [Double]? {
    var added = 0.0
    for _ in 0..<40 {
      var matrix = curvature.map { $0.map { -$0 } }
      for i in 0..<2 { matrix[i][i] += added * max(abs(curvature[i][i]), 1e-12) }
      if let factor = SymmetricFactor(matrix) {
        let step = factor.solve(slope)
        if step.allSatisfy(\.isFinite) { return step }
      }
      added = added == 0 ? 1e-3 : 4 * added
    }
    return nil
  }

  /// That of α = A f and β = A (1 − f), by the slopes of these.
  func covariance(weight: Double) -> EstimateCovariance {
    let own = EstimateCovariance(
      information: curvature.map { $0.map { -weight * $0 } }
    ).matrix
    let total = alpha + beta
    let slopes = [
      [alpha, alpha * (beta / total)], [beta, -beta * (alpha / total)],
    ]
    return EstimateCovariance(
      slopes.map { row in
        slopes.map { column in
          var sum = 0.0
          for i in 0..<2 {
            for j in 0..<2 { sum += row[i] * own[i][j] * column[j] }
          }
          return sum
        }
      })
  }
}
