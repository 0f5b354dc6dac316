import Tensors

/// Closed forms of other divergences between two normal distributions.
///
/// Sources: M. Gil, F. Alajaji, T. Linder, "Rényi divergence measures for commonly used univariate
/// continuous distributions", 2013; A. Bhattacharyya, 1943; for Wasserstein-2, D. Dowson,
/// B. Landau, "The Fréchet distance between multivariate normal distributions", 1982.
struct NormalDivergences {
  private let p: Normal<Double>
  private let q: Normal<Double>

  init(_ p: Normal<Double>, _ q: Normal<Double>) {
    self.p = p
    self.q = q
  }

  /// nil where there is no closed form.
  func estimate(_ divergence: Divergence) -> Estimate<Double>? {
    guard (try? p.validate()) != nil, (try? q.validate()) != nil else { return nil }
    let value: Double
    switch divergence {
    case .bhattacharyya: value = bhattacharyya
    case .hellinger: value = (-expMinusOne(-bhattacharyya)).squareRoot()
    case .renyi(let order): value = renyi(order)
    case .chiSquared: value = expMinusOne(renyi(2))
    case .wasserstein(order: 2): value = transport
    case .maximumMeanDiscrepancy(let bandwidth):
      value = normalDiscrepancy(p, q, bandwidth: bandwidth)
    default: return nil
    }
    return value.isNaN
      ? nil : KLClosedForm(value: value, magnitude: value, mayCancel: false).estimate
  }

  /// (μp − μq)²/(4 (σp² + σq²)) + ½ log(1 + (σp − σq)²/(2 σp σq)).
  private var bhattacharyya: Double {
    let spread = p.standardDeviation - q.standardDeviation
    let excess = 0.5 * (spread / p.standardDeviation) * (spread / q.standardDeviation)
    let large = max(p.standardDeviation, q.standardDeviation)
    let small = min(p.standardDeviation, q.standardDeviation) / large
    let distance = (p.mean - q.mean) / large
    return 0.25 * distance * distance / (1 + small * small) + 0.5 * log(onePlus: excess)
  }

  /// With x = (σp/σq)² − 1 and y = (1 − α) x: ½ (R(x) − R(y)/(1 − α)) + α (μp − μq)²/(2 σq² (1 + y)),
  /// where R(t) = t − log(1 + t); infinite where 1 + y is not positive.
  private func renyi(_ order: Double) -> Double {
    let deviation = q.standardDeviation
    let x =
      ((p.standardDeviation - deviation) / deviation)
      * ((p.standardDeviation + deviation) / deviation)
    let y = (1 - order) * x
    guard 1 + y > 0 else { return .infinity }
    let distance = (p.mean - q.mean) / deviation
    // Where p is much narrower than q, 1 + x has lost its digits.
    let remainder = ratioRemainder(
      p.standardDeviation * p.standardDeviation, deviation * deviation)
    let own = x > -0.5 ? logOnePlusRemainder(x) : remainder
    return 0.5 * (own - logOnePlusRemainder(y) / (1 - order))
      + 0.5 * order * distance * (distance / (1 + y))
  }

  /// √((μp − μq)² + (σp − σq)²).
  private var transport: Double {
    let a = abs(p.mean - q.mean)
    let b = abs(p.standardDeviation - q.standardDeviation)
    let large = max(a, b)
    if large == 0 { return 0 }
    let ratio = min(a, b) / large
    return large * (1 + ratio * ratio).squareRoot()
  }
}
