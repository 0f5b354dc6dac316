import Tensors

/// −(log-likelihood)/(total weight) of weighted observations as a function of parameters without
/// bounds, with its first two derivatives.
final class Likelihood {
  private let search: LikelihoodSearch
  private let data: Observations
  private let shapes: [Tensor<Double>]
  private lazy var values = TracedFunction(like: shapes) { [self.loss($0)] }
  private var slopes: TracedFunction<Double>?
  private var curvatures: TracedFunction<Double>?
  /// Whether the log-density has no derivatives, or no second ones, as an expression: differences
  /// serve then.
  private var isOpaque = false
  private var hasNoCurvature = false

  init(_ search: LikelihoodSearch, _ data: Observations) {
    self.search = search
    self.data = data
    shapes = search.parameters.map { _ in Tensor<Double>(0) }
  }

  private func loss(_ point: [Tensor<Double>]) -> Tensor<Double> {
    let parameters = zip(search.parameters, point).map { $0.value($1) }
    let x = data.tensor
    let terms = search.logDensity(parameters, x)
    let weighted = data.weightTensor.map { $0 * terms } ?? terms.broadcast(to: x.shape)
    return -weighted.sum() / Tensor(data.totalWeight)
  }

  /// The function; +infinity where an observation is outside the support.
  func value(_ point: [Double]) -> Double {
    let value = values(point.map { Tensor($0) })[0].scalar
    return value.isNaN ? .infinity : value
  }

  /// The function and its gradient.
  func gradient(_ point: [Double]) -> (value: Double, gradient: [Double]) {
    if !isOpaque, slopes == nil {
      slopes = try? TracedFunction(like: shapes) { point in
        let loss = self.loss(point)
        return [loss] + (try Tensors.gradient(of: loss, at: point))
      }
      isOpaque = slopes == nil
    }
    guard let slopes else { return differences(point) }
    let results = slopes(point.map { Tensor($0) }).map(\.scalar)
    return (results[0], Array(results.dropFirst()))
  }

  /// The function, its gradient and its second derivatives.
  func curvature(_ point: [Double]) -> (value: Double, gradient: [Double], hessian: [[Double]]) {
    if !isOpaque, !hasNoCurvature, curvatures == nil {
      curvatures = try? TracedFunction(like: shapes) { point in
        let loss = self.loss(point)
        let first = try Tensors.gradient(of: loss, at: point)
        var second: [Tensor<Double>] = []
        for (i, slope) in first.enumerated() {
          second += try Tensors.gradient(of: slope, at: Array(point[i...]))
        }
        return [loss] + first + second
      }
      hasNoCurvature = curvatures == nil
    }
    guard let curvatures else {
      let (value, gradient) = gradient(point)
      return (value, gradient, secondDifferences(point))
    }
    let results = curvatures(point.map { Tensor($0) }).map(\.scalar)
    let n = point.count
    var hessian = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    var next = 1 + n
    for i in 0..<n {
      for j in i..<n {
        hessian[i][j] = results[next]
        hessian[j][i] = results[next]
        next += 1
      }
    }
    return (results[0], Array(results[1...n]), hessian)
  }

  // MARK: - Differences

  /// Central differences of the function.
  private func differences(_ point: [Double]) -> (value: Double, gradient: [Double]) {
    let gradient = point.indices.map { i in
      let step = 1e-5 * max(1, abs(point[i]))
      let near = value(shifted(point, [(i, step)])) - value(shifted(point, [(i, -step)]))
      let far = value(shifted(point, [(i, 2 * step)])) - value(shifted(point, [(i, -2 * step)]))
      return (8 * near - far) / (12 * step)
    }
    return (value(point), gradient)
  }

  private func secondDifferences(_ point: [Double]) -> [[Double]] {
    let n = point.count
    let step = point.map { (isOpaque ? 3e-4 : 1e-5) * max(1, abs($0)) }
    var hessian = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    guard isOpaque else {
      for i in 0..<n {
        let up = gradient(shifted(point, [(i, step[i])])).gradient
        let down = gradient(shifted(point, [(i, -step[i])])).gradient
        for j in 0..<n {
          let slope = (up[j] - down[j]) / (2 * step[i])
          hessian[i][j] += 0.5 * slope
          hessian[j][i] += 0.5 * slope
        }
      }
      return hessian
    }
    for i in 0..<n {
      for j in i..<n {
        var sum = 0.0
        for (a, b) in [(1.0, 1.0), (1, -1), (-1, 1), (-1, -1)] {
          sum += a * b * value(shifted(point, [(i, a * step[i]), (j, b * step[j])]))
        }
        hessian[i][j] = sum / (4 * step[i] * step[j])
        hessian[j][i] = hessian[i][j]
      }
    }
    return hessian
  }

  private func shifted(_ point: [Double], _ changes: [(Int, Double)]) -> [Double] {
    var point = point
    for (index, change) in changes { point[index] += change }
    return point
  }
}
