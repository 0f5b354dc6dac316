import Quadrature
import Tensors

/// Distances between cumulative functions: Wasserstein's through quantiles, the energy distance
/// through the cumulative functions themselves.
struct TransportLadder {
  let divergence: Divergence
  let tolerance: Double

  // MARK: - The line

  func answer(
    _ p: any ContinuousDistribution<Double>, _ q: any ContinuousDistribution<Double>
  ) throws -> LadderAnswer {
    do {
      switch divergence {
      case .wasserstein(let order): return try wasserstein(order, p, q)
      default: return try energy(p, q)
      }
    } catch QuadratureError.divergent {
      return .infinite
    }
  }

  /// ∫ |P⁻¹(u) − Q⁻¹(u)|^k du over both halves, each over log u of its own tail.
  private func wasserstein(
    _ order: Double, _ p: any ContinuousDistribution<Double>,
    _ q: any ContinuousDistribution<Double>
  ) throws -> LadderAnswer {
    func gap(_ x: AnchoredPoint<Double>, _ y: AnchoredPoint<Double>) -> Double {
      // Offsets keep their digits where the anchors are far from 0.
      abs((x.anchor - y.anchor) + (x.offset - y.offset))
    }
    var value = 0.0
    var error = 0.0
    for isUpper in [false, true] {
      func integrand(_ s: Double) -> Double {
        let u = exp(s)
        if u == 0 { return 0 }
        let distance =
          isUpper
          ? gap(p.anchoredSurvivalQuantile(u), q.anchoredSurvivalQuantile(u))
          : gap(p.anchoredQuantile(u), q.anchoredQuantile(u))
        return distance == 0 || distance.isNaN ? 0 : exp(order * log(distance) + s)
      }
      let edges: [Double] = [-6, -3, -1.5, -0.6931471805599453]
      let bulk = try integrate(
        integrand, over: edges, relativeTolerance: tolerance / 4,
        absoluteTolerance: tolerance / 8 * value)
      let tail = try integrateTail(
        integrand, from: -6, to: -700, firstPiece: 2, reference: value + bulk.value,
        relativeTolerance: tolerance / 4)
      value += bulk.value + tail.value
      error += bulk.error + tail.error + 0x1p-46 * (bulk.magnitude + tail.magnitude)
    }
    let root = order == 1 ? value : exp(log(value) / order)
    let slope = value > 0 ? root / (order * value) : 1
    return LadderAnswer(value: value > 0 ? root : 0, error: slope * error, method: .quadrature)
  }

  /// 2 ∫ (P(x) − Q(x))² dx over the pieces where either's mass lies.
  private func energy(
    _ p: any ContinuousDistribution<Double>, _ q: any ContinuousDistribution<Double>
  ) throws -> LadderAnswer {
    let grid = IntegrationGrid(p: p, q: q, forBoth: true)
    guard !grid.cells.isEmpty else {
      throw QuadratureError.invalidArgument("no quantile of \(p) could be found")
    }
    func integrand(_ x: Double) -> Double {
      // The smaller tails keep their digits.
      let difference =
        p.cdf(x) < 0.5 ? p.cdf(x) - q.cdf(x) : q.survival(x) - p.survival(x)
      return 2 * difference * difference
    }
    let bulk = try integrate(
      { node -> Double in
        let (index, share) = grid.cell(at: node)
        let (point, logFactor) = grid.cells[index].point(share)
        let value = integrand(point.value)
        return value == 0 ? 0 : exp(log(value) + logFactor)
      }, over: (0...grid.cells.count).map { Double($0) }, relativeTolerance: tolerance / 4)
    return LadderAnswer(
      value: bulk.value, error: bulk.error + 0x1p-44 * bulk.magnitude, method: .quadrature)
  }

  // MARK: - Whole numbers

  func answer(
    _ p: any DiscreteDistribution<Double>, _ q: any DiscreteDistribution<Double>
  ) throws -> LadderAnswer {
    let lower = min(p.quantile(1e-30), q.quantile(1e-30))
    let upper = max(p.survivalQuantile(1e-30), q.survivalQuantile(1e-30))
    guard upper - lower < 5e6 else {
      throw QuadratureError.invalidArgument(
        "\(p) and \(q) are spread over too many whole numbers")
    }
    switch divergence {
    case .wasserstein(let order): return wasserstein(order, p, q)
    default: return energy(p, q, Int(lower)...Int(upper))
    }
  }

  private func energy(
    _ p: any DiscreteDistribution<Double>, _ q: any DiscreteDistribution<Double>,
    _ range: ClosedRange<Int>
  ) -> LadderAnswer {
    var sum = 0.0
    for k in range {
      let x = Double(k)
      let difference = p.cdf(x) < 0.5 ? p.cdf(x) - q.cdf(x) : q.survival(x) - p.survival(x)
      sum += 2 * difference * difference
    }
    return LadderAnswer(value: sum, error: 0x1p-44 * sum + 1e-30, method: .summation)
  }

  /// Both quantile functions are steps: the sum over the pieces between them, from each end to the
  /// middle.
  private func wasserstein(
    _ order: Double, _ p: any DiscreteDistribution<Double>,
    _ q: any DiscreteDistribution<Double>
  ) -> LadderAnswer {
    var sum = 0.0
    for isUpper in [false, true] {
      // Levels rise from 0 to ½ from this end.
      var x = isUpper ? p.survivalQuantile(1e-30) : p.quantile(1e-30)
      var y = isUpper ? q.survivalQuantile(1e-30) : q.quantile(1e-30)
      var level = 0.0
      while level < 0.5 {
        let nextX = isUpper ? p.survival(x - 1) : p.cdf(x)
        let nextY = isUpper ? q.survival(y - 1) : q.cdf(y)
        let next = min(nextX, nextY, 0.5)
        if next > level { sum += pow(abs(x - y), order) * (next - level) }
        level = max(level, next)
        if level >= 0.5 { break }
        let step: Double = isUpper ? -1 : 1
        if nextX <= level { x += step }
        if nextY <= level { y += step }
      }
    }
    let root = order == 1 ? sum : pow(sum, 1 / order)
    return LadderAnswer(value: root, error: 0x1p-44 * root + 1e-25, method: .summation)
  }
}
