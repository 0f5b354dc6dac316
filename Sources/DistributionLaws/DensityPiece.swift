import Quadrature

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A part of the line between two quantiles, as offsets from an anchor, and its probability.
///
/// Where the offsets are far apart in ratio the integral runs over their logarithm, so that tails
/// that reach over hundreds of orders of magnitude and singular ends are smooth.
struct DensityPiece: CustomStringConvertible {
  let anchor: Double
  /// log |offset| of the ends, with the sign of the offsets; or plain offsets.
  let range: Range
  let mass: Double

  enum Range {
    case offsets(Double, Double)
    case logarithms(Double, Double, sign: Double)
  }

  var description: String {
    switch range {
    case .offsets(let a, let b): "\(anchor) + \(a) to \(anchor) + \(b)"
    case .logarithms(let a, let b, let sign): "\(anchor) + \(sign)·exp(\(a) to \(b))"
    }
  }

  /// What rounding the offsets of both ends costs: their density times half a unit in their last
  /// places, twice.
  func rounding(of p: some ContinuousDistribution<Double>) -> Double {
    switch range {
    case .offsets(let a, let b):
      return [a, b].reduce(0) { sum, offset in
        let log = p.logDensity(at: AnchoredPoint(anchor: anchor, offset: offset))
        return log < .infinity ? sum + exp(log) * abs(offset) * 0x1p-52 : sum
      }
    case .logarithms(let a, let b, let sign):
      return [a, b].reduce(0) { sum, s in
        let point = AnchoredPoint(anchor: anchor, offset: sign * exp(s), logMagnitude: s)
        return sum + exp(p.logDensity(at: point) + s) * max(1, abs(s)) * 0x1p-52
      }
    }
  }

  /// ∫ f(weight, log-density, offset) over the piece, where the weight is the log of the density
  /// times the stretch of the variable: either factor may be out of range where the product is not.
  func integral(
    of p: some ContinuousDistribution<Double>, _ f: (Double, Double, Double) -> Double
  ) throws -> Double {
    switch range {
    case .offsets(let a, let b):
      return try integral(from: a, to: b, breakpoints: p.breakpoints.map { $0 - anchor }) {
        let log = p.logDensity(at: AnchoredPoint(anchor: anchor, offset: $0))
        return f(log, log, $0)
      }
    case .logarithms(let a, let b, let sign):
      let inner = p.breakpoints.map { ($0 - anchor) * sign }.filter { $0 > 0 }.map { log($0) }
      return try integral(from: min(a, b), to: max(a, b), breakpoints: inner) { s in
        let point = AnchoredPoint(anchor: anchor, offset: sign * exp(s), logMagnitude: s)
        let log = p.logDensity(at: point)
        return f(log + s, log, sign * exp(s))
      }
    }
  }

  private func integral(
    from a: Double, to b: Double, breakpoints: [Double], _ f: (Double) -> Double
  ) throws -> Double {
    let inner = breakpoints.filter { $0 > a && $0 < b }.sorted()
    return try integrate(
      f, over: [a] + inner + [b], relativeTolerance: 1e-10, absoluteTolerance: 1e-14 * mass
    ).value
  }

  /// The pieces between the quantiles of all levels.
  static func pieces(of p: some ContinuousDistribution<Double>) -> [DensityPiece] {
    let levels =
      [0.5, 0.4, 0.25, 0.1, 0.03, 0.01, 1e-3, 1e-4, 1e-6] + tailLevels.filter { $0 < 1e-6 }
    let lower = levels.map { (p.anchoredQuantile($0), $0) }
    let upper = levels.map { (p.anchoredSurvivalQuantile($0), $0) }
    return side(lower) + side(upper)
  }

  private static func side(_ points: [(AnchoredPoint<Double>, Double)]) -> [DensityPiece] {
    var result: [DensityPiece] = []
    for ((near, nearLevel), (far, farLevel)) in zip(points, points.dropFirst()) {
      let mass = nearLevel - farLevel
      let offset =
        near.anchor == far.anchor ? near.offset : (near.anchor - far.anchor) + near.offset
      let logNear = near.anchor == far.anchor ? near.logMagnitude : log(abs(offset))
      let apart = abs(logNear - far.logMagnitude)
      // An offset too small for a number keeps its sign.
      let sameSide = offset.sign == far.offset.sign
      if sameSide && apart > 1 && logNear.isFinite && far.logMagnitude.isFinite {
        result.append(
          DensityPiece(
            anchor: far.anchor,
            range: .logarithms(
              logNear, far.logMagnitude, sign: offset.sign == .plus ? 1 : -1), mass: mass))
      } else if offset.isFinite && far.offset.isFinite && offset != far.offset {
        result.append(
          DensityPiece(
            anchor: far.anchor, range: .offsets(min(offset, far.offset), max(offset, far.offset)),
            mass: mass))
      }
    }
    return result
  }
}
