import Tensors

/// The divergences that are a function of one integral of both densities: the integrand, in a form
/// that keeps its digits near equality, and the function.
struct SymmetricForm {
  /// The integrand of p, q and r = log q − log p, where p may be 0 or q.
  let integrand: (IntegrandPoint) -> SIMD2<Double>
  /// The divergence of the integral, and its derivative.
  let result: (Double) -> (value: Double, slope: Double)

  /// nil for a divergence that is none of these.
  init?(_ divergence: Divergence) {
    switch divergence {
    case .totalVariation:
      self.init(
        { p, q, r, _ in 0.5 * (r < 0 ? -p * expMinusOne(r) : -q * expMinusOne(-r)) },
        { ($0, 1) })
    case .hellinger:
      self.init(
        Self.hellinger,
        { value in (value.squareRoot(), value > 0 ? 0.5 / value.squareRoot() : 0) })
    case .bhattacharyya:
      self.init(Self.hellinger, { (-log(onePlus: -$0), 1 / (1 - $0)) })
    case .jensenShannon:
      // ½ ((1 + u) log(1 + u) + (1 − u) log(1 − u)) times the mean density, with
      // u = (q − p)/(q + p) = tanh(r/2); far apart by w = e^−|r|.
      self.init(
        { p, q, r, _ in
          guard abs(r) < 1 else {
            let w = exp(-abs(r))
            let loss = w == 0 ? 0 : abs(r) * w / (1 + w)
            return 0.5 * (p + q) * (0.6931471805599453 - log(onePlus: w) - loss)
          }
          let u = tanh(0.5 * r)
          return 0.25 * (p + q) * (u * r + log(onePlus: -u * u))
        }, { ($0, 1) })
    case .chiSquared:
      self.init(
        { p, q, r, logP in
          if abs(r) < 1 {
            let half = sinh(0.5 * r)
            return 4 * p * half * half
          }
          return exp(logP.isFinite ? logP - r : logP) + q - 2 * p
        }, { ($0, 1) })
    case .renyi(let order):
      self.init(
        Self.power(order),
        { value in
          let total = 1 + value * order * (order - 1)
          return (log(onePlus: value * order * (order - 1)) / (order - 1), order / total)
        })
    case .alpha(let order):
      self.init(Self.power(order), { ($0, 1) })
    default:
      return nil
    }
  }

  /// - Parameter value: the integrand of p, q, log q − log p and log p.
  private init(
    _ value: @escaping (Double, Double, Double, Double) -> Double,
    _ result: @escaping (Double) -> (value: Double, slope: Double)
  ) {
    integrand = { point in
      let p = point.mass
      let q = point.otherMass
      let logP = point.logP + point.logFactor
      let ratio = point.logRatio
      if ratio.isNaN { return .zero }
      let number = value(p, q, ratio, logP)
      // The larger of the two counts, and what rounding of the ratio does shows where that is
      // moved by as much.
      let larger = LogDensityPair.rounding(ratio < 0 ? point.logP : point.logQ)
      let doubt = LogDensityPair.rounding(point.logP) + LogDensityPair.rounding(point.logQ)
      let moved =
        abs(ratio) < 700
        ? abs(value(p, q * exp(doubt), ratio + doubt, logP) - number) : 0
      return SIMD2(number, abs(number) * (larger + 0x1p-51 * abs(point.logFactor)) + moved)
    }
    self.result = result
  }

  /// ½ (√p − √q)².
  private static func hellinger(
    _ p: Double, _ q: Double, _ r: Double, _ logP: Double
  ) -> Double {
    let root = r < 0 ? p.squareRoot() : q.squareRoot()
    let difference = root * expMinusOne(-0.5 * abs(r))
    return 0.5 * difference * difference
  }

  /// (p^α q^(1−α) − α p − (1 − α) q)/(α (α − 1)) ≥ 0, whose integral is Amari's divergence.
  private static func power(_ order: Double) -> (Double, Double, Double, Double) -> Double {
    let scale = order * (order - 1)
    return { p, q, r, logP in
      let exponent = (1 - order) * r
      if abs(r) < 1, abs(exponent) < 1 {
        return p * (expRemainder(exponent) - (1 - order) * expRemainder(r)) / scale
      }
      return
        (exp(order * logP + (1 - order) * (logP.isFinite ? logP + r : log(q))) - order * p
        - (1 - order) * q) / scale
    }
  }

  /// Whether the integral is infinite towards an end with these tails: that of p^α q^(1−α), α > 1.
  static func order(of divergence: Divergence) -> Double? {
    switch divergence {
    case .chiSquared: 2
    case .renyi(let order), .alpha(let order): order
    default: nil
    }
  }
}
