import Quadrature
import SpecialFunctions

// Expectations under beta-binomial laws, of which the entropies and divergences of beta-binomial and
// Dirichlet-multinomial laws are made.

extension BetaBinomialNumbers {
  /// Up to how many trials sums over all counts are formed.
  static let manyTrials = 200_000.0

  /// P(0), ..., P(n), through the ratios of neighbours and anew every 64 terms.
  var masses: [Double] {
    var masses: [Double] = []
    masses.reserveCapacity(Int(n) + 1)
    var mass = 0.0
    for k in 0...Int(n) {
      let x = Double(k)
      mass = k % 64 == 0 || mass < 1e-290 ? Double.exp(logMass(x)) : mass * ratio(x - 1)
      masses.append(mass)
    }
    return masses
  }

  /// Σ_{j < n} P(X > j) r(h/(a + j)), r(x) = x − log(1 + x): E of log Γ(a + h) − log Γ(a) − (log Γ(X + a +
  /// h) − log Γ(X + a)) less what is linear in h.
  ///
  /// Every term is positive: log Γ(x + h) − log Γ(x) − h ψ(x) falls by r(h/x) from x to x + 1.
  ///
  /// - Parameter other: a + h.
  func remainderSum(to other: Double) -> Double {
    if n == 0 || other == a { return 0 }
    if n <= Self.manyTrials {
      var sum = CompensatedSum()
      var upper = 0.0
      for (k, mass) in masses.enumerated().reversed() where k > 0 {
        upper += mass
        sum.add(upper * stepRemainder(a, other, Double(k - 1)))
      }
      return sum.value
    }
    let start = wholeRemainder(a, other, 0)
    return expectation { start - wholeRemainder(a, other, $0) }
  }

  /// E f(X) of a function that is smooth between the whole numbers.
  func expectation(_ function: @escaping (Double) -> Double) -> Double {
    if n <= Self.manyTrials {
      var sum = CompensatedSum()
      for (k, mass) in masses.enumerated() where mass > 0 { sum.add(mass * function(Double(k))) }
      return sum.value
    }
    func term(_ x: Double) -> Double { Double.exp(logMass(x)) * function(x) }
    do {
      return try Quadrature.sum(
        { term(Double($0)) }, from: 0, through: Int(n), startingAt: Int(n * (a / (a + b))),
        continuation: term, directTerms: 1_000, relativeTolerance: 1e-13
      ).value
    } catch QuadratureError.toleranceNotReached(let value, _, _) {
      return value
    } catch {
      return .nan
    }
  }
}

/// r(h/(a + j)), h = b − a: near equality by the exact difference, else by the ratio, for which a b much
/// smaller than a keeps its digits.
private func stepRemainder(_ a: Double, _ b: Double, _ j: Double) -> Double {
  let h = b - a
  return abs(h) <= 0.5 * (a + j)
    ? SpecialFunctions.logOnePlusRemainder(h / (a + j)) : ratioRemainder(b + j, a + j)
}

/// log Γ(x + h) − log Γ(x) − h ψ(x) for x = a + k, h = b − a; likewise.
private func wholeRemainder(_ a: Double, _ b: Double, _ k: Double) -> Double {
  let (x, h) = (a + k, b - a)
  return h >= -0.5 * x
    ? SpecialFunctions.logGammaRemainder(x, h)
    : (SpecialFunctions.logGamma(b + k) - SpecialFunctions.logGamma(x))
      - h * SpecialFunctions.digamma(x)
}

/// KL of Dirichlet-multinomial laws of n trials with concentrations a and b; of beta-binomial laws for
/// two classes. With hᵢ = bᵢ − aᵢ, and s and h_s the sums,
///
/// ```
/// Σᵢ Σ_{j < n} P(Xᵢ > j) r(hᵢ/(aᵢ + j)) − Σ_{j < n} r(h_s/(s + j)),   r(x) = x − log(1 + x)
/// ```
///
/// What is linear in h has cancelled on paper, by E ψ(Xᵢ + aᵢ) − ψ(aᵢ) = ψ(n + s) − ψ(s), so that nearly
/// equal laws keep their digits.
///
/// - Returns: The divergence, and the sum of its positive part.
func dirichletMultinomialDivergence(
  _ n: Double, _ a: [Double], from b: [Double]
) -> (value: Double, magnitude: Double) {
  if n == 0 || a.count < 2 { return (0, 0) }
  let total = compensatedSum(a)
  var positive = 0.0
  for (index, pair) in zip(a, b).enumerated() {
    let others = compensatedSum(a.indices.filter { $0 != index }.map { a[$0] })
    positive += BetaBinomialNumbers(n: n, a: pair.0, b: others).remainderSum(to: pair.1)
  }
  let change = compensatedSum(zip(a, b).map { $1 - $0 })
  let other = abs(change) <= 0.5 * total ? total + change : compensatedSum(b)
  return (max(0, positive - wholeSum(total, other, change, n)), positive)
}

/// Σ_{j < n} r(h/(s + j)), h being known better than t − s.
private func wholeSum(_ s: Double, _ t: Double, _ h: Double, _ n: Double) -> Double {
  if h == 0 { return 0 }
  let isNear = abs(h) <= 0.5 * s
  if n > BetaBinomialNumbers.manyTrials {
    return isNear
      ? SpecialFunctions.logGammaRemainder(s, h) - SpecialFunctions.logGammaRemainder(s + n, h)
      : wholeRemainder(s, t, 0) - wholeRemainder(s, t, n)
  }
  var sum = CompensatedSum()
  for j in 0..<Int(n) {
    let j = Double(j)
    sum.add(
      isNear ? SpecialFunctions.logOnePlusRemainder(h / (s + j)) : stepRemainder(s, t, j))
  }
  return sum.value
}
