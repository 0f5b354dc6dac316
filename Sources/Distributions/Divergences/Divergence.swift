/// A way to say how far two distributions are apart.
public enum Divergence: Hashable, Sendable {
  /// KL(p‖q) = ∫ p log(p/q).
  case kullbackLeibler
  /// KL(p‖q) + KL(q‖p).
  case jeffreys
  /// The mean of KL(p‖m) and KL(q‖m), m = (p + q)/2; at most log 2.
  case jensenShannon
  /// log ∫ p^α q^(1−α) / (α − 1), for α > 0; the Kullback–Leibler divergence at α = 1.
  case renyi(order: Double)
  /// (∫ p^α q^(1−α) − 1)/(α (α − 1)), Amari's; the Kullback–Leibler divergence at α = 1, its
  /// reverse at α = 0.
  case alpha(order: Double)
  /// √(½ ∫ (√p − √q)²), at most 1.
  case hellinger
  /// −log ∫ √(p q).
  case bhattacharyya
  /// ½ ∫ |p − q|, at most 1.
  case totalVariation
  /// ∫ (p − q)²/q, Pearson's.
  case chiSquared
  /// (∫₀¹ |P⁻¹(u) − Q⁻¹(u)|^k du)^(1/k), on the line: how far mass must be moved, k ≥ 1.
  case wasserstein(order: Double)
  /// 2 ∫ (P(x) − Q(x))² dx = 2 E|X − Y| − E|X − X′| − E|Y − Y′|, on the line.
  case energy
  /// E k(X, X′) + E k(Y, Y′) − 2 E k(X, Y), the squared maximum mean discrepancy for the kernel
  /// k(x, y) = exp(−(x − y)²/(2 h²)) of bandwidth h > 0, on the line.
  case maximumMeanDiscrepancy(bandwidth: Double)
}

extension Divergence: CustomStringConvertible {
  /// The name, as the command line spells it.
  public var description: String {
    switch self {
    case .kullbackLeibler: "kullbackLeibler"
    case .jeffreys: "jeffreys"
    case .jensenShannon: "jensenShannon"
    case .renyi(let order): "renyi(order: \(order))"
    case .alpha(let order): "alpha(order: \(order))"
    case .hellinger: "hellinger"
    case .bhattacharyya: "bhattacharyya"
    case .totalVariation: "totalVariation"
    case .chiSquared: "chiSquared"
    case .wasserstein(let order): "wasserstein(order: \(order))"
    case .energy: "energy"
    case .maximumMeanDiscrepancy(let bandwidth): "maximumMeanDiscrepancy(bandwidth: \(bandwidth))"
    }
  }

  /// The divergence of that name; an order, or a bandwidth, where it takes one.
  public init?(name: String, order: Double? = nil) {
    switch name {
    case "kullbackLeibler", "kl": self = .kullbackLeibler
    case "jeffreys": self = .jeffreys
    case "jensenShannon": self = .jensenShannon
    case "renyi": self = .renyi(order: order ?? 2)
    case "alpha": self = .alpha(order: order ?? 0.5)
    case "hellinger": self = .hellinger
    case "bhattacharyya": self = .bhattacharyya
    case "totalVariation": self = .totalVariation
    case "chiSquared": self = .chiSquared
    case "wasserstein": self = .wasserstein(order: order ?? 1)
    case "energy": self = .energy
    case "maximumMeanDiscrepancy": self = .maximumMeanDiscrepancy(bandwidth: order ?? 1)
    default: return nil
    }
  }

  /// The names that ``init(name:order:)`` takes.
  public static let names: [String] = [
    "alpha", "bhattacharyya", "chiSquared", "energy", "hellinger", "jeffreys", "jensenShannon",
    "kullbackLeibler", "maximumMeanDiscrepancy", "renyi", "totalVariation", "wasserstein",
  ]
}

/// A divergence between two distributions, with a bound on its error and the method that found it.
///
/// Infinite is decided from supports and tails; closed forms exist where the Kullback–Leibler
/// divergence is one or a sum of them, and for normal distributions; the rest is integrated or
/// summed over both.
///
/// - Parameters:
///   - divergence: which one.
///   - p: the first distribution, over numbers.
///   - q: the second one, over the same space.
///   - registry: closed forms of the Kullback–Leibler divergence; `.empty` leaves all of them out.
///   - tolerance: the relative error allowed below the closed forms.
/// - Throws: ``DivergenceError``.
public func divergenceEstimate(
  _ divergence: Divergence, of p: any Distribution<Double>, from q: any Distribution<Double>,
  using registry: KLRegistry<Double> = .standard, method: DivergenceMethod? = nil,
  tolerance: Double = 1e-10
) throws(DivergenceError) -> Estimate<Double> {
  func kl(
    _ p: any Distribution<Double>, _ q: any Distribution<Double>
  ) throws(DivergenceError) -> Estimate<Double> {
    try klEstimate(of: p, from: q, using: registry, method: method, tolerance: tolerance)
  }
  switch divergence {
  case .kullbackLeibler, .renyi(order: 1), .alpha(order: 1):
    return try kl(p, q)
  case .alpha(order: 0):
    return try kl(q, p)
  case .jeffreys:
    let forward = try kl(p, q)
    if forward.value == .infinity { return forward }
    let backward = try kl(q, p)
    if backward.value == .infinity { return backward }
    return Estimate(
      value: forward.value + backward.value, error: forward.error + backward.error,
      method: forward.method.rank > backward.method.rank ? forward.method : backward.method)
  case .renyi(let order) where !(order > 0 && order < .infinity),
    .wasserstein(let order) where !(order >= 1 && order < .infinity),
    .alpha(let order) where !order.isFinite,
    .maximumMeanDiscrepancy(let order) where !(order > 0 && order < .infinity):
    throw .undefined("\(divergence) has an order or a bandwidth outside its domain.")
  default:
    guard p.space == q.space else {
      throw .differentSpaces(
        p: p.description, pSpace: p.space, q: q.description, qSpace: q.space)
    }
    return try SymmetricLadder(
      divergence: divergence, usesClosedForms: !registry.isEmpty, method: method,
      tolerance: tolerance
    ).estimate(p, q)
  }
}

/// The number of ``divergenceEstimate(_:of:from:using:method:tolerance:)``.
///
/// - Throws: ``DivergenceError``.
public func divergence(
  _ divergence: Divergence, of p: any Distribution<Double>, from q: any Distribution<Double>,
  using registry: KLRegistry<Double> = .standard, method: DivergenceMethod? = nil,
  tolerance: Double = 1e-10
) throws(DivergenceError) -> Double {
  try divergenceEstimate(
    divergence, of: p, from: q, using: registry, method: method, tolerance: tolerance
  ).value
}
