import Quadrature
import SpecialFunctions

// Expectations under beta-binomial laws, of which the entropies and divergences of beta-binomial and
// Dirichlet-multinomial laws are made.

extension BetaBinomialNumbers {
  /// Up to how many trials sums over all counts are formed.
  static let manyTrials = 200_000.0

  /// P(0), ..., P(n), through the ratios of neighbours and anew every 16 terms, divided by their sum.
  var masses: [Double] {
    var masses: [Double] = []
    masses.reserveCapacity(Int(n) + 1)
    var mass = 0.0
    for k in 0...Int(n) {
      let x = Double(k)
      mass = k % 16 == 0 || mass < 1e-290 ? Double.exp(logMass(x)) : mass * ratio(x - 1)
      masses.append(mass)
    }
    let total = compensatedSum(masses)
    return masses.map { $0 / total }
  }

  /// Σ_{j < n} P(X > j) r(v_j), r(x) = x − log(1 + x), 1 + v_j = (b + j)/(a + j)/(1 + ε): what E log of
  /// Γ(X + b)/Γ(X + a) lacks of being linear in b. Every term is positive.
  ///
  /// - Parameters:
  ///   - other: b.
  ///   - common: ε; 0 for more than ``manyTrials``.
  func remainderSum(to other: Double, common: Double) -> Double {
    if n == 0 || (other == a && common == 0) { return 0 }
    if n <= Self.manyTrials {
      var sum = CompensatedSum()
      var upper = 0.0
      for (k, mass) in masses.enumerated().reversed() where k > 0 {
        upper += mass
        sum.add(upper * stepRemainder(a, other, other - a, Double(k - 1), common))
      }
      return sum.value
    }
    // log Γ(x + h) − log Γ(x) − h ψ(x) falls by r(h/x) from x to x + 1.
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

extension BetaBinomialNumbers {
  /// E (ψ(X + b) − ψ(b)) = Σ_{j < n} P(X > j)/(b + j).
  func digammaExcess(_ b: Double) -> Double {
    if n > Self.manyTrials {
      return expectation { SpecialFunctions.digamma(b + $0) - SpecialFunctions.digamma(b) }
    }
    var sum = CompensatedSum()
    var upper = 0.0
    for (k, mass) in masses.enumerated().reversed() where k > 0 {
      upper += mass
      sum.add(upper / (b + Double(k - 1)))
    }
    return sum.value
  }

  /// How E f(X), f(k) = log(Γ(a + k)/Γ(a)) − log(Γ(c + k)/Γ(c)), moves with a and with b where f is
  /// held: the covariances of f with ψ(a + X) and with ψ(b + n − X).
  func covariances(other c: Double) -> (byFirst: Double, bySecond: Double) {
    if n == 0 || a == c { return (0, 0) }
    var products = (CompensatedSum(), CompensatedSum())
    var means = (CompensatedSum(), CompensatedSum(), CompensatedSum())
    if n <= Self.manyTrials {
      // All three as sums from the mean on, so that what is common to all counts is not there.
      let masses = masses
      let middle = Int((n * (a / (a + b))).rounded())
      func add(_ k: Int, _ f: Double, _ first: Double, _ second: Double) {
        let mass = masses[k]
        products.0.add(mass * f * first)
        products.1.add(mass * f * second)
        means.0.add(mass * f)
        means.1.add(mass * first)
        means.2.add(mass * second)
      }
      func step(_ j: Double) -> (Double, Double, Double) {
        let v = (c - a) / (a + j)
        let f = abs(v) < 0.5 ? Double.log(onePlus: v) : Double.log((c + j) / (a + j))
        return (-f, 1 / (a + j), -1 / (b + n - 1 - j))
      }
      var (f, first, second) = (0.0, 0.0, 0.0)
      for k in stride(from: middle + 1, through: Int(n), by: 1) {
        let steps = step(Double(k - 1))
        (f, first, second) = (f + steps.0, first + steps.1, second + steps.2)
        add(k, f, first, second)
      }
      (f, first, second) = (0, 0, 0)
      for k in stride(from: middle - 1, through: 0, by: -1) {
        let steps = step(Double(k))
        (f, first, second) = (f - steps.0, first - steps.1, second - steps.2)
        add(k, f, first, second)
      }
      let mean = (means.0.value, means.1.value, means.2.value)
      return (products.0.value - mean.0 * mean.1, products.1.value - mean.0 * mean.2)
    }
    let middle = n * (a / (a + b))
    let (x, y) = (a + middle, c + middle)
    func f(_ k: Double) -> Double {
      SpecialFunctions.logGammaDifference(x, k - middle)
        - SpecialFunctions.logGammaDifference(y, k - middle)
    }
    func first(_ k: Double) -> Double {
      SpecialFunctions.digamma(a + k) - SpecialFunctions.digamma(x)
    }
    func second(_ k: Double) -> Double {
      SpecialFunctions.digamma(b + n - k) - SpecialFunctions.digamma(b + n - middle)
    }
    let mean = expectation(f)
    return (
      expectation { f($0) * first($0) } - mean * expectation(first),
      expectation { f($0) * second($0) } - mean * expectation(second)
    )
  }
}

/// The derivatives of ``dirichletMultinomialDivergence(_:_:from:)`` by a and by b.
///
/// By bᵢ, ψ(n + t) − ψ(t) − E (ψ(Xᵢ + bᵢ) − ψ(bᵢ)). By aᵢ, the derivative of the mean of log(p/q) with
/// log(p/q) held, since the mean of a score is 0: a sum over the marginal laws, each beta-binomial, of
/// which that of class i moves with its first parameter and the others with their second.
func dirichletMultinomialDerivatives(
  _ n: Double, _ a: [Double], from b: [Double]
) -> (byFirst: [Double], bySecond: [Double]) {
  let zeros = [Double](repeating: 0, count: a.count)
  if n == 0 || a.count < 2 { return (zeros, zeros) }
  let marginals = a.indices.map { index in
    BetaBinomialNumbers(
      n: n, a: a[index], b: compensatedSum(a.indices.filter { $0 != index }.map { a[$0] }))
  }
  let covariances = zip(marginals, b).map { $0.covariances(other: $1) }
  let byOthers = covariances.reduce(0) { $0 + $1.bySecond }
  let other = compensatedSum(b)
  let whole =
    n <= BetaBinomialNumbers.manyTrials
    ? compensatedSum((0..<Int(n)).map { 1 / (other + Double($0)) })
    : SpecialFunctions.digamma(other + n) - SpecialFunctions.digamma(other)
  return (
    covariances.map { $0.byFirst + (byOthers - $0.bySecond) },
    zip(marginals, b).map { whole - $0.digammaExcess($1) }
  )
}

/// r(v), 1 + v = (b + j)/(a + j)/(1 + ε): near equality by the exact difference h = b − a, else by the
/// ratio, for which a b much smaller than a keeps its digits.
private func stepRemainder(
  _ a: Double, _ b: Double, _ h: Double, _ j: Double, _ common: Double
) -> Double {
  let x = a + j
  // One rounding: for proportional concentrations the product is most of h.
  let v = h.addingProduct(-common, x) / x / (1 + common)
  if abs(v) <= 0.5 { return SpecialFunctions.logOnePlusRemainder(v) }
  let ratio = (b + j) / x / (1 + common)
  return (ratio - 1) - Double.log(ratio)
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
/// two classes. With s and t their sums and any ε,
///
/// ```
/// Σᵢ Σ_{j < n} P(Xᵢ > j) r(vᵢⱼ) − Σ_{j < n} r(vⱼ),   r(x) = x − log(1 + x),
/// 1 + vᵢⱼ = (bᵢ + j)/(aᵢ + j)/(1 + ε),   1 + vⱼ = (t + j)/(s + j)/(1 + ε)
/// ```
///
/// What is linear in b has cancelled on paper, by E ψ(Xᵢ + aᵢ) − ψ(aᵢ) = ψ(n + s) − ψ(s), and what is
/// common to all ratios, by Σ P(Xᵢ > j) = n. So nearly equal laws keep their digits, and those whose
/// concentrations are proportional and large, which are nearly one multinomial law. For very many trials
/// ε is 0 and the sums over j are in closed form.
///
/// - Returns: The divergence, and the sum of its positive part.
func dirichletMultinomialDivergence(
  _ n: Double, _ a: [Double], from b: [Double]
) -> (value: Double, magnitude: Double) {
  if n == 0 || a.count < 2 || a == b { return (0, 0) }
  let total = compensatedSum(a)
  let change = compensatedSum(zip(a, b).map { $1 - $0 })
  let isNear = abs(change) <= 0.5 * total
  let other = isNear ? total + change : compensatedSum(b)
  let isMany = n > BetaBinomialNumbers.manyTrials
  let common = isMany ? 0 : max(-0.75, (isNear ? change : other - total) / (total + 0.5 * n))
  var positive = 0.0
  for (index, pair) in zip(a, b).enumerated() {
    let others = compensatedSum(a.indices.filter { $0 != index }.map { a[$0] })
    positive += BetaBinomialNumbers(n: n, a: pair.0, b: others)
      .remainderSum(to: pair.1, common: common)
  }
  let whole: Double
  if isMany {
    whole =
      isNear
      ? SpecialFunctions.logGammaRemainder(total, change)
        - SpecialFunctions.logGammaRemainder(total + n, change)
      : wholeRemainder(total, other, 0) - wholeRemainder(total, other, n)
  } else {
    var sum = CompensatedSum()
    for j in 0..<Int(n) { sum.add(stepRemainder(total, other, change, Double(j), common)) }
    whole = sum.value
  }
  return (max(0, positive - whole), positive)
}
