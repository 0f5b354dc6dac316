import Quadrature

/// Newton's steps down a ``Likelihood``, made safe.
struct NewtonSearch {
  let likelihood: Likelihood
  let parameters: [LikelihoodSearch.Parameter]
  let family: String

  struct Result {
    var point: [Double]
    var value: Double
    var hessian: [[Double]]
  }

  /// How far a logarithm or a logit may go from where it started.
  private static let reach = 16.0

  func run(from start: [Double]) throws(FittingError) -> Result {
    guard start.allSatisfy(\.isFinite) else {
      throw .notConverged(family: family, reason: "it starts outside the parameters' domain")
    }
    var place = start
    if !likelihood.value(start).isFinite || !descend(from: start, limit: 60).hasConverged {
      place = simplex(from: start)
    }
    let end = descend(from: place, limit: 200)
    if let runaway = runaway(from: start, to: end.result.point) { throw runaway }
    guard end.hasConverged else {
      throw .notConverged(family: family, reason: "the steps do not settle")
    }
    return end.result
  }

  /// Steps until one would change the parameters by far less than their standard errors.
  private func descend(from start: [Double], limit: Int) -> (result: Result, hasConverged: Bool) {
    var point = start
    var former = Double.infinity
    var result = Result(point: point, value: .infinity, hessian: [])
    for _ in 0..<limit {
      let (value, gradient, hessian) = likelihood.curvature(point)
      guard value.isFinite, gradient.allSatisfy(\.isFinite) else { return (result, false) }
      result = Result(point: point, value: value, hessian: hessian)
      let (step, isConvex) = direction(gradient, hessian)
      guard let step else { return (result, false) }
      let decrement = -zip(gradient, step).reduce(0) { $0 + $1.0 * $1.1 }
      if gradient.allSatisfy({ $0 == 0 }) { return (result, isConvex) }
      if isConvex, decrement < 1e-14 {
        // Below the rounding of the value, whole steps serve as long as they shrink.
        if decrement < 1e-30 || decrement >= 0.25 * former { return (result, true) }
        former = decrement
        point = zip(point, step).map { $0 + $1 }
        continue
      }
      guard let next = shortened(step, from: point, value: value, decrement: decrement) else {
        return (result, isConvex && decrement < 1e-9)
      }
      point = next
      if runaway(from: start, to: point) != nil {
        return (Result(point: point, value: value, hessian: hessian), false)
      }
    }
    return (result, false)
  }

  /// Newton's direction, with as much of the diagonal added as makes it one of descent.
  private func direction(
    _ gradient: [Double], _ hessian: [[Double]]
  ) -> (step: [Double]?, isConvex: Bool) {
    var added = 0.0
    let size = hessian.indices.map { abs(hessian[$0][$0]) }
    let largest = size.max() ?? 0
    for _ in 0..<40 {
      var matrix = hessian
      for i in matrix.indices {
        matrix[i][i] += added * max(size[i], 1e-8 * largest, 1e-300)
      }
      if let factor = SymmetricFactor(matrix) {
        let step = factor.solve(gradient.map { -$0 })
        if step.allSatisfy(\.isFinite) { return (step, added == 0) }
      }
      added = added == 0 ? 1e-3 : added * 4
    }
    return (nil, false)
  }

  /// The point after a step, or a part of it, that lowers the value; nil where none does.
  private func shortened(
    _ step: [Double], from point: [Double], value: Double, decrement: Double
  ) -> [Double]? {
    // Logarithms move by at most 3 at a time.
    var length = 1.0
    for (parameter, change) in zip(parameters, step) where parameter.isBounded {
      length = min(length, 3 / max(abs(change), 1e-300))
    }
    for _ in 0..<50 {
      let next = zip(point, step).map { $0 + length * $1 }
      let found = likelihood.value(next)
      if found <= value - 1e-4 * length * decrement
        || (found <= value && length * decrement < 1e-13 * abs(value))
      {
        return next
      }
      length *= 0.5
    }
    return nil
  }

  private func runaway(from start: [Double], to end: [Double]) -> FittingError? {
    for (i, parameter) in parameters.enumerated() where parameter.isBounded {
      let way = end[i] - start[i]
      guard abs(way) > Self.reach else { continue }
      return .noMaximum(
        family: family,
        reason: "it keeps growing as \(parameter.label) goes to \(parameter.limit(way > 0))")
    }
    return nil
  }

  /// The best point of a simplex around a start.
  private func simplex(from start: [Double]) -> [Double] {
    let steps = zip(parameters, start).map { $0.isBounded ? 0.5 : max(0.1 * abs($1), 0.1) }
    let found = try? minimize(
      { likelihood.value($0) }, from: start, steps: steps, tolerance: 1e-6,
      maximumIterations: 2000)
    return found?.point ?? start
  }

  /// The last steps, on all observations: their gradient with the second derivatives of the
  /// condensed ones, which differ by far less than 1%.
  func polished(_ start: Result, on all: Likelihood) -> Result {
    var best = start
    guard let factor = SymmetricFactor(start.hessian) else {
      best.value = all.value(start.point)
      return best
    }
    var point = start.point
    var former = Double.infinity
    for _ in 0..<6 {
      let (value, gradient) = all.gradient(point)
      let step = factor.solve(gradient.map { -$0 })
      let decrement = -zip(gradient, step).reduce(0) { $0 + $1.0 * $1.1 }
      guard value.isFinite, decrement.isFinite, decrement < former else { break }
      best.point = point
      best.value = value
      // In standard errors the step is the root of the weight times this.
      if decrement < 1e-22 { break }
      former = 0.5 * decrement
      point = zip(point, step).map { $0 + $1 }
    }
    if best.value == start.value { best.value = all.value(best.point) }
    return best
  }
}
