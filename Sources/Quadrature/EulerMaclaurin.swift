/// Euler and Maclaurin's formula with central differences in place of derivatives.
///
/// For a function that is smooth on the scale of 1,
///
/// ```
/// Σ f(k), k ≥ n  =  ∫ f(x) dx, x ≥ n − 1/2  +  δ/24 − 17 δ³/5760 + 367 δ⁵/967680
///                   − 27859 δ⁷/464486400 + ...
/// ```
///
/// where δ^j is the j-th central difference of f at n − 1/2, made of the values at the integers
/// from n − 4 to n + 3. (With the operators δ = 2 sinh(D/2): the sum is −1/δ, the integral −1/D, and
/// 1/D − 1/δ is the series above.) Nothing is differentiated, so nothing is lost to rounding. The
/// formula is asymptotic: the last term used estimates the error.
///
/// Source: F. B. Hildebrand, Introduction to Numerical Analysis, 2nd ed., 1974, section 5.8 (Gauss's
/// summation formula); the coefficients are those of y/arcsinh(y) with y = δ/2.
enum EulerMaclaurin {
  /// The coefficients of δ, δ³, δ⁵, δ⁷.
  static let coefficients: [Double] = [
    1.0 / 24, -17.0 / 5760, 367.0 / 967_680, -27_859.0 / 464_486_400,
  ]

  /// What is to be added to the integral from n − 1/2 upwards, from the eight values at n − 4, …,
  /// n + 3; and the size of its last term.
  static func correction(_ values: [Double]) -> (value: Double, error: Double) {
    var differences = values
    var sum = 0.0
    var lastTerm = 0.0
    for order in 1..<values.count {
      for index in 0..<(values.count - order) {
        differences[index] = differences[index + 1] - differences[index]
      }
      if order % 2 == 1 {
        lastTerm = coefficients[order / 2] * differences[(values.count - order) / 2]
        sum += lastTerm
      }
    }
    return (sum, abs(lastTerm))
  }
}

extension SeriesSide {
  /// Sums what is left of a long side.
  mutating func finish(
    _ term: (Int) throws -> Double, continuation: ((Double) throws -> Double)?,
    into total: inout SeriesTotal
  ) throws {
    guard let continuation else {
      return try accelerate(term, into: &total)
    }
    // The eight values around the border: four that are summed already, four that are not.
    let border = Double(next) - 0.5 * Double(step)
    let sign = Double(step)
    let near = try (-4..<4).map { try continuation(Double(next) + sign * Double($0)) }
    let (value, error) = EulerMaclaurin.correction(near)
    total.evaluations += 8
    try checkContinuation(near, term, &total)

    let distance = abs(Double(end) - Double(next))
    if !isEndless, distance < 1024 {
      return try finishDirectly(term, into: &total)
    }
    let integral: IntegrationResult
    var correction = value
    var correctionError = error
    if isEndless {
      integral = try tailMarch(
        continuation, from: border, to: sign * .infinity, firstPiece: Double(count),
        reference: total.sum.value, relativeTolerance: total.relativeTolerance / 4,
        absoluteTolerance: total.absoluteTolerance / 4, maximumEvaluations: 200_000
      ).results[0]
    } else {
      // The last terms are summed one by one: the end of a support may be less smooth than its
      // middle, as that of 1/k is from 1 on.
      let last = 256
      let far = Double(end) - sign * Double(last)
      let there = try (-4..<4).map { try continuation(far + sign * Double($0 + 1)) }
      let (farValue, farError) = EulerMaclaurin.correction(there)
      total.evaluations += 8
      correction -= farValue
      correctionError += farError
      integral = try integrateLong(continuation, from: border, to: far + 0.5 * sign, total)
      for offset in 0..<last {
        let value = try term(end - step * offset)
        guard value.isFinite else {
          throw QuadratureError.nonFiniteIntegrand(at: Double(end - step * offset))
        }
        total.add(value)
        total.evaluations += 1
      }
    }
    total.sum.add(integral.value)
    total.sum.add(correction)
    total.magnitude += integral.magnitude
    total.error += integral.error + correctionError
    total.evaluations += integral.evaluations
  }

  /// The integral over a long bounded range, over pieces that double in length from its near end.
  private func integrateLong(
    _ continuation: (Double) throws -> Double, from border: Double, to far: Double,
    _ total: SeriesTotal
  ) throws -> IntegrationResult {
    var points = [border]
    var length = Double(count)
    while let last = points.last, abs(far - last) > 1.5 * length, points.count < 80 {
      points.append(last + Double(step) * length)
      length *= 2
    }
    points.append(far)
    let scale = max(
      total.absoluteTolerance, total.relativeTolerance * abs(total.sum.value))
    return try integrateWithoutFailing(
      continuation, over: points.sorted(), relativeTolerance: total.relativeTolerance / 4,
      absoluteTolerance: scale / 4, maximumEvaluations: 200_000)
  }

  /// Few terms are left.
  private func finishDirectly(
    _ term: (Int) throws -> Double, into total: inout SeriesTotal
  ) throws {
    for index in stride(from: next, through: end, by: step) {
      let value = try term(index)
      guard value.isFinite else {
        throw QuadratureError.nonFiniteIntegrand(at: Double(index))
      }
      total.add(value)
      total.evaluations += 1
    }
  }

  /// The continuation must be the terms at the integers.
  private func checkContinuation(
    _ near: [Double], _ term: (Int) throws -> Double, _ total: inout SeriesTotal
  ) throws {
    let value = try term(next)
    total.evaluations += 1
    guard near.allSatisfy(\.isFinite), value.isFinite else {
      throw QuadratureError.nonFiniteIntegrand(at: Double(next))
    }
    guard abs(near[4] - value) <= 1e-6 * abs(value) + Double.leastNormalMagnitude else {
      throw QuadratureError.invalidArgument(
        "the continuation of a series must equal its terms: at \(next) it is \(near[4]) and the "
          + "term \(value)")
    }
  }
}
