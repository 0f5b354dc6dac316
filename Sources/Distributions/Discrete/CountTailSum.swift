import Quadrature
import SpecialFunctions

/// A law on the whole numbers of an interval whose neighbouring masses have a known ratio.
protocol CountMasses {
  /// The largest number with mass.
  var last: Double { get }
  /// A power of 2 of which all whole numbers of the law are multiples after any difference: the last
  /// place of the largest of them.
  var grid: Double { get }
  /// How far x, not necessarily whole, is from where the mass is not smooth below the support.
  func distanceToStart(_ x: Double) -> Double
  /// The log-mass, a smooth function of x between the whole numbers too.
  func logMass(_ x: Double) -> Double
  /// P(x + 1)/P(x).
  func ratio(_ x: Double) -> Double
  /// Nothing below any ratio from x on; 1 or more where none is known.
  func ratioBound(_ x: Double) -> Double
}

/// log Σ P(m), m from a whole number through the last one.
///
/// Term by term through the ratios while the terms fall or few are left. Where thousands are left, the
/// first and the last are summed so, and those between by Gauss's form of Euler and Maclaurin's
/// formula,
///
/// ```
/// Σ f(k), k from n to m  =  ∫ f from n − ½ to m + ½  + c(n) − c(m + 1),
/// c(n) = δ/24 − 17 δ³/5760 + 367 δ⁵/967680 − 27859 δ⁷/464486400
/// ```
///
/// δ^j being central differences at n − ½. The terms there change by less than a tenth from one to the
/// next, for which the formula is exact to rounding; the integral is taken by Gauss and Legendre's rule
/// over pieces on which the log-mass changes little and no end of the support is near.
func logTailSum(_ law: some CountMasses, from first: Double) -> Double {
  guard first <= law.last else { return -.infinity }
  let base = law.logMass(first)
  var sum = CompensatedSum()
  sum.add(1)
  var term = 1.0
  var x = first
  var count = 0
  let few = 4096.0
  while x < law.last {
    term *= law.ratio(x)
    x += 1
    count += 1
    // So that the ratios' rounding does not add up.
    if count % 64 == 0, term > 1e-200 { term = Double.exp(law.logMass(x) - base) }
    sum.add(term)
    let bound = law.ratioBound(x)
    if bound < 1, term * bound < 1e-17 * sum.value * (1 - bound) {
      return base + Double.log(sum.value)
    }
    // Far from the start, with many to come and steps that are small.
    if x - first >= 64, law.last - x > few, law.distanceToStart(x) >= 64,
      abs(law.ratio(x) - 1) < 0.1
    {
      return base + Double.log(sum.value + middleAndEnd(law, after: x, base: base))
    }
  }
  return base + Double.log(sum.value)
}

/// What comes after x, in units of e^base.
private func middleAndEnd(_ law: some CountMasses, after x: Double, base: Double) -> Double {
  let start = x + 1
  var sum = CompensatedSum()
  let end = law.last - 64
  sum.add(boundaryCorrection(law, at: start, base: base))
  let isOver = addIntegral(law, from: start, through: end, base: base, to: &sum)
  if isOver { return sum.value }
  sum.add(-boundaryCorrection(law, at: end + 1, base: base))
  var term = Double.exp(law.logMass(law.last) - base)
  sum.add(term)
  var m = law.last
  while m > end + 1 {
    m -= 1
    term /= law.ratio(m)
    sum.add(term)
  }
  return sum.value
}

/// c(n) above.
private func boundaryCorrection(_ law: some CountMasses, at n: Double, base: Double) -> Double {
  var differences: [Double] = [1]
  // The eight terms from n − 4 to n + 3, in units of that at n − 4.
  for step in 0..<7 {
    differences.append(differences[step] * law.ratio(n - 4 + Double(step)))
  }
  let coefficients: [Double] = [
    1.0 / 24, -17.0 / 5760, 367.0 / 967_680, -27_859.0 / 464_486_400,
  ]
  var correction = 0.0
  for order in 1..<8 {
    for index in 0..<(8 - order) {
      differences[index] = differences[index + 1] - differences[index]
    }
    if order % 2 == 1 { correction += coefficients[order / 2] * differences[(8 - order) / 2] }
  }
  return correction * Double.exp(law.logMass(n - 4) - base)
}

/// Adds ∫ e^(log P(x) − base) dx from `first` − ½ to `last` + ½; whether what follows is negligible.
private func addIntegral(
  _ law: some CountMasses, from first: Double, through last: Double, base: Double,
  to sum: inout CompensatedSum
) -> Bool {
  let length = last - first + 1
  // Offsets from `first`, which are exact where the sum is not.
  var offset = -0.5
  var total = CompensatedSum()
  while offset < length - 0.5 {
    let x = first + offset
    let room = 0.4 * min(law.distanceToStart(x), law.last - x)
    let here = Double.log(law.ratio(x))
    var width = min(room, length - 0.5 - offset)
    // The log-mass is to change by less than 6, by slope and curvature.
    for _ in 0..<60 {
      let there = Double.log(law.ratio(min(x + width, law.last - 1)))
      if width * max(abs(here), abs(there)) <= 6 { break }
      width *= 0.7
    }
    let part = pieceIntegral(law, origin: first, from: offset, width: width, base: base)
    total.add(part)
    offset += width
    let bound = law.ratioBound(first + offset)
    if bound < 1 {
      let rest = Double.exp(law.logMass(first + offset) - base) / -Double.log(bound)
      if rest < 1e-17 * (sum.value + total.value) {
        sum.add(total.value)
        return true
      }
    }
  }
  sum.add(total.value)
  return false
}

private func pieceIntegral(
  _ law: some CountMasses, origin: Double, from offset: Double, width: Double, base: Double
) -> Double {
  var sum = 0.0
  for (node, weight) in legendreNodes {
    let wanted = offset + 0.5 * width * (1 + node)
    // The point rounded so that its differences from the law's numbers are exact, and the rest by the
    // slope.
    let x = ((origin + wanted) / law.grid).rounded() * law.grid
    let rest = wanted - (x - origin)
    let log = law.logMass(x) - base + rest * Double.log(law.ratio(x - 0.5))
    sum += weight * Double.exp(log)
  }
  return 0.5 * width * sum
}

/// Nodes and weights of Gauss and Legendre's rule of 20 points on [−1, 1].
private let legendreNodes: [(Double, Double)] = {
  let half: [(Double, Double)] = [
    (0.99312859918509492479, 0.017614007139152118312),
    (0.96397192727791379127, 0.040601429800386941331),
    (0.91223442825132590587, 0.06267204833410906357),
    (0.83911697182221882339, 0.083276741576704748725),
    (0.74633190646015079261, 0.10193011981724043504),
    (0.63605368072651502545, 0.11819453196151841731),
    (0.510867001950827098, 0.1316886384491766269),
    (0.37370608871541956067, 0.14209610931838205133),
    (0.22778585114164507808, 0.14917298647260374679),
    (0.076526521133497333755, 0.1527533871307258507),
  ]
  return half + half.map { (-$0.0, $0.1) }
}()
