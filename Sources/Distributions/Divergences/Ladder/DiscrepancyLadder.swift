import Quadrature
import Tensors

/// The squared maximum mean discrepancy for the kernel k(x, y) = exp(−(x − y)²/(2 h²)).
///
/// With κ(t) = exp(−t²/h²), of which k is the convolution with itself over h √(π/2),
///
/// ```
/// E k(X, X′) + E k(Y, Y′) − 2 E k(X, Y) = ∫ D(z)² dz / (h √(π/2)),   D(z) = ∫ (p − q)(x) κ(x − z) dx
/// ```
///
/// which is never negative and does not cancel: near equality p − q is p (1 − e^r), r = log q − log p.
struct DiscrepancyLadder {
  let bandwidth: Double

  // MARK: - The line

  func answer(
    _ p: any ContinuousDistribution<Double>, _ q: any ContinuousDistribution<Double>
  ) throws -> LadderAnswer {
    let pair = LogDensityPair(p: p, q: q)
    let grid = IntegrationGrid(p: p, q: q, forBoth: true)
    return try squared { halvings in
      try KernelNodes(pair, grid, bandwidth: bandwidth, halvings: halvings) { logs in
        Distributions.difference(logP: logs.p, logQ: logs.q)
      }
    }
  }

  /// Of the numbers of a sample, each of the same mass, from a law.
  func answer(
    sample: [Double], _ law: any ContinuousDistribution<Double>
  ) throws -> LadderAnswer {
    let pair = LogDensityPair(p: law, q: law)
    let grid = IntegrationGrid(p: law, q: law)
    return try squared { halvings in
      var nodes = try KernelNodes(pair, grid, bandwidth: bandwidth, halvings: halvings) { logs in
        exp(logs.p)
      }
      for x in sample { nodes.add(x, mass: -1 / Double(sample.count)) }
      return nodes
    }
  }

  /// By the rules of two sizes, whose difference is a bound for the finer.
  private func squared(_ nodes: (Int) throws -> KernelNodes) throws -> LadderAnswer {
    let (coarse, fine) = (try nodes(0), try nodes(1))
    let (rough, value) = (try coarse.squaredNorm(), try fine.squaredNorm())
    let rounding = 0x1p-44 * (value + value.squareRoot() * 1e-3)
    return LadderAnswer(
      value: value, error: abs(value - rough) + rounding + fine.leftOut, method: .quadrature)
  }

  // MARK: - Whole numbers

  /// Σ (p − q)(i) (p − q)(j) k(i, j).
  func answer(
    _ p: any DiscreteDistribution<Double>, _ q: any DiscreteDistribution<Double>
  ) throws -> LadderAnswer {
    let lower = min(p.quantile(1e-18), q.quantile(1e-18))
    let upper = max(p.survivalQuantile(1e-18), q.survivalQuantile(1e-18))
    let width = min(upper - lower, 9.2 * bandwidth)
    guard upper - lower < 1e6, (upper - lower + 1) * (width + 1) < 4e8 else {
      throw QuadratureError.invalidArgument(
        "\(p) and \(q) are spread over too many whole numbers")
    }
    let differences = (Int(lower)...Int(upper)).map { k -> Double in
      let (a, b) = (p.logMass(at: Double(k)), q.logMass(at: Double(k)))
      return Distributions.difference(logP: a, logQ: b)
    }
    var terms: [Double] = []
    for lag in 0...Int(width) {
      var sum = 0.0
      for i in 0..<(differences.count - lag) { sum += differences[i] * differences[i + lag] }
      let kernel = exp(-0.5 * (Double(lag) / bandwidth) * (Double(lag) / bandwidth))
      terms.append(lag == 0 ? sum : 2 * sum * kernel)
    }
    let value = compensatedSum(terms)
    let size = terms.reduce(0) { $0 + abs($1) }
    return LadderAnswer(
      value: max(value, 0), error: 0x1p-46 * size + 1e-17 * value.magnitude.squareRoot(),
      method: .summation)
  }
}

/// p − q from the logarithms, with the digits of near ones.
private func difference(logP: Double, logQ: Double) -> Double {
  let ratio = logQ - logP
  return abs(ratio) < 1 ? -exp(logP) * expMinusOne(ratio) : exp(logP) - exp(logQ)
}

/// Points of the line with the masses that an integral over a density gives them, and what is left of
/// their sum smoothed by a kernel.
struct KernelNodes {
  private let bandwidth: Double
  private let origin: AnchoredPoint<Double>
  /// Distances from the origin, and masses.
  private var points: [(position: Double, mass: Double)] = []
  /// A bound on what the parts of the line without nodes would add.
  private(set) var leftOut = 0.0

  /// Gauss and Legendre's rule of twenty nodes for every cell of a grid, halved until it is no wider
  /// than two bandwidths; those that are not wider from the start as often as is asked for.
  ///
  /// Outermost cells whose mass counts for nothing are left out: there the density falls outwards.
  init(
    _ pair: LogDensityPair, _ grid: IntegrationGrid, bandwidth: Double, halvings: Int,
    _ density: (_ logs: (p: Double, q: Double)) -> Double
  ) throws {
    guard !grid.cells.isEmpty else {
      throw QuadratureError.invalidArgument("no quantile of \(pair.p) could be found")
    }
    self.bandwidth = bandwidth
    origin = grid.points[grid.points.count / 2]
    // Twice the mass times the smoothed densities that it meets: those of the bulk, where that is
    // within reach, else no more than the density as far inwards as the kernel reaches.
    func bound(_ index: Int, isLower: Bool) -> Double {
      let point = grid.points[index]
      let mass =
        isLower
        ? pair.p.cdf(point.value) + pair.q.cdf(point.value)
        : pair.p.survival(point.value) + pair.q.survival(point.value)
      let neighbour = grid.points[isLower ? index + 1 : index - 1]
      let reach = 7 * bandwidth
      guard abs(IntegrationGrid.position(neighbour, from: point)) > reach else { return 16 * mass }
      let logs = pair.logDensities(
        at: AnchoredPoint(
          anchor: point.anchor, offset: point.offset + (isLower ? reach : -reach)))
      return 16 * mass * min(1, bandwidth * (exp(logs.p) + exp(logs.q)))
    }
    var range = 0..<grid.cells.count
    while range.count > 2, bound(range.lowerBound + 1, isLower: true) < 1e-13 {
      range = (range.lowerBound + 1)..<range.upperBound
    }
    while range.count > 2, bound(range.upperBound - 1, isLower: false) < 1e-13 {
      range = range.lowerBound..<(range.upperBound - 1)
    }
    if range.lowerBound > 0 { leftOut += bound(range.lowerBound, isLower: true) }
    if range.upperBound < grid.cells.count { leftOut += bound(range.upperBound, isLower: false) }
    for index in range {
      let cell = grid.cells[index]
      var open: [(from: Double, to: Double, halved: Int)] = [(0, 1, 0)]
      while let piece = open.popLast() {
        let (begin, end) = (cell.point(piece.from).0, cell.point(piece.to).0)
        let width = abs(IntegrationGrid.position(end, from: begin))
        let isWide = width > 2 * bandwidth
        let isWhole = piece.to - piece.from == 1 || piece.halved > 0
        if isWide || isWhole && piece.halved < halvings {
          let middle = 0.5 * (piece.from + piece.to)
          let halved = isWide ? piece.halved : piece.halved + 1
          open.append((piece.from, middle, halved))
          open.append((middle, piece.to, halved))
          continue
        }
        let length = piece.to - piece.from
        for (node, weight) in legendreRule {
          let (point, logFactor) = cell.point(piece.from + node * length)
          let logs = pair.logDensities(at: point)
          let mass = length * weight * density((logs.p + logFactor, logs.q + logFactor))
          if mass != 0 { points.append((IntegrationGrid.position(point, from: origin), mass)) }
        }
        guard points.count < 2_000_000 else {
          throw QuadratureError.invalidArgument(
            "\(pair.p) or \(pair.q) is too wide for a kernel of bandwidth \(bandwidth)")
        }
      }
    }
  }

  /// One more point.
  mutating func add(_ x: Double, mass: Double) {
    points.append(((x - origin.anchor) - origin.offset, mass))
  }

  /// ∫ D(z)² dz/(h √(π/2)), D(z) = Σ m exp(−(x − z)²/h²), by the trapezoidal rule in steps of h/3, whose
  /// error is below 10⁻¹⁸ for such a D.
  func squaredNorm() throws -> Double {
    let step = bandwidth / 3
    guard let low = points.map(\.position).min(), let high = points.map(\.position).max() else {
      return 0
    }
    // κ is below 10⁻¹⁸ beyond 6½ bandwidths, which are 20 steps.
    let reach = 20
    let count = ((high - low) / step).rounded(.up) + 2 * Double(reach) + 1
    guard count < 4e6 else {
      throw QuadratureError.invalidArgument(
        "the points are too far apart for a kernel of bandwidth \(bandwidth)")
    }
    var smoothed = [Double](repeating: 0, count: Int(count) + 1)
    for (position, mass) in points {
      let place = (position - low) / step
      let nearest = Int(place.rounded())
      for index in (nearest - reach)...(nearest + reach) {
        let t = (place - Double(index)) / 3
        smoothed[index + reach] += mass * exp(-t * t)
      }
    }
    return compensatedSum(smoothed.map { $0 * $0 }) / 3 / 1.2533141373155002512
  }
}

/// Of two normal laws: h (a^−½ + b^−½ − 2 c^−½ e^(−Δ²/(2c))) with a = h² + 2σp², b = h² + 2σq² and c
/// their mean, as a sum of two parts that are never negative.
func normalDiscrepancy(
  _ p: Normal<Double>, _ q: Normal<Double>, bandwidth h: Double
) -> Double {
  // In units of the bandwidth.
  let (s, t) = (p.standardDeviation / h, q.standardDeviation / h)
  let distance = (p.mean - q.mean) / h
  let c = 1 + s * s + t * t
  let lean = (s - t) * (s + t) / c
  let root = ((1 - lean) * (1 + lean)).squareRoot()
  // (1 − x)^−½ + (1 + x)^−½ is √(2 (1 + u))/u, u = √(1 − x²).
  let whole = (2 * (1 + root)).squareRoot() / root
  let rest = lean * lean / (1 + root)
  let excess = 2 * rest * (1 + 2 * root) / (root * root) / (whole + 2)
  let shift = -2 * expMinusOne(-0.5 * (distance / c) * distance)
  return (excess + shift) / c.squareRoot()
}
