import Quadrature
import SpecialFunctions

/// The mass that a distribution gives to an interval, as a logarithm with its digits.
struct IntervalMass {
  private let base: any UnivariateDistribution<Double>

  init(_ base: any UnivariateDistribution<Double>) { self.base = base }

  /// log P(a < X ≤ b), from the tail in which both ends are smaller; where their logs are so close
  /// that the difference would cancel, from the density.
  func log(above a: Double, through b: Double) -> Double {
    guard a < b else { return a.isNaN || b.isNaN ? .nan : -.infinity }
    let (whole, part) = tails(a, b)
    let difference = part - whole
    if difference.isNaN { return whole == -.infinity ? -.infinity : .nan }
    if difference < -0.1 { return whole + logOneMinusExp(difference) }
    let local =
      base is any DiscreteDistribution<Double>
      ? summed(a, b) : integrated(from: a, over: b - a)
    return local ?? whole + logOneMinusExp(min(difference, 0))
  }

  /// Likewise between a point and one at an exact offset from it.
  func log(beside bound: Double, offset: Double) -> Double {
    let other = bound + offset
    let (whole, part) = offset > 0 ? tails(bound, other) : tails(other, bound)
    let difference = part - whole
    // The rounding of the sum counts where the offset is small beside the bound.
    let isFar = abs(offset) >= 0x1p-10 * abs(bound)
    if difference < -0.1, isFar { return whole + logOneMinusExp(difference) }
    return integrated(from: bound, over: offset) ?? whole + logOneMinusExp(min(difference, 0))
  }

  /// The logs of the tail beyond the nearer end and beyond the farther one.
  private func tails(_ a: Double, _ b: Double) -> (whole: Double, part: Double) {
    let lower = base.logCDF(b)
    let upper = base.logSurvival(a)
    return lower < upper ? (lower, base.logCDF(a)) : (upper, base.logSurvival(b))
  }

  /// The log of the sum of the masses, if there are few.
  private func summed(_ a: Double, _ b: Double) -> Double? {
    guard let base = base as? any DiscreteDistribution<Double>, b - a <= 4096 else { return nil }
    let first = a.rounded(.down) + 1
    let last = b.rounded(.down)
    guard first <= last else { return -.infinity }
    let logs = (0...Int(last - first)).map { base.logMass(at: first + Double($0)) }
    guard let highest = logs.max(), highest.isFinite else { return logs.max() }
    return highest + Tensors.log(compensatedSum(logs.map { exp($0 - highest) }))
  }

  /// The log of the integral of the density over offsets from a point.
  private func integrated(from start: Double, over length: Double) -> Double? {
    guard let base = base as? any ContinuousDistribution<Double>, start.isFinite, length.isFinite
    else { return nil }
    let height = [0.0, 0.5, 1]
      .map { base.logDensity(at: AnchoredPoint(anchor: start, offset: $0 * length)) }
      .filter { $0.isFinite }.max()
    guard let height else { return nil }
    var pieces = base.breakpoints.map { ($0 - start) / length }.filter { $0 > 0 && $0 < 1 }
    pieces = [0] + pieces.sorted() + [1]
    let result = try? integrate(
      {
        let point = AnchoredPoint(anchor: start, offset: $0 * length)
        return exp(base.logDensity(at: point) - height)
      }, over: pieces, relativeTolerance: 1e-11)
    guard let value = result?.value, value > 0 else { return nil }
    return height + Tensors.log(value) + Tensors.log(abs(length))
  }
}
