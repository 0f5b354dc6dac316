// The cumulants of a tilted uniform law: derivatives of log(sinh(l/2)/(l/2)).

/// coth x − 1/x, the derivative of log(sinh(x)/x).
func langevin<Value: RealValue>(_ x: Value) -> Value { 2 * tiltedCumulant(1, 2 * x) }

/// ``tiltedCumulant(ofOrder:at:)`` of any value; its derivative is that of the next order.
func tiltedCumulant<Value: RealValue>(_ order: Int, _ l: Value) -> Value {
  let next: @Sendable (Value) -> Value = { (x: Value) -> Value in tiltedCumulant(order + 1, x) }
  let function: @Sendable (Double) -> Double = { x in tiltedCumulant(ofOrder: order, at: x) }
  return Value.elementwise(
    "cumulant of a tilted uniform law", l, function, derivative: order < 4 ? next : nil)
}

/// The derivative of an order from 1 to 4 of log(sinh(l/2)/(l/2)): about the middle, the cumulants of
/// the law of density e^lx over [−½, ½].
///
/// Up to |l| = 4 by the series Σ (−1)^(n+1) ζ(2n) l^2n/(n (2π)^2n), beyond by
///
/// ```
/// ½ coth(l/2) − 1/l,   1/l² − s²,   c s² − 2/l³,   6/l⁴ − (s² + 6 s⁴)
/// ```
///
/// with s = ½/sinh(l/2), c = coth(l/2).
func tiltedCumulant(ofOrder order: Int, at l: Double) -> Double {
  let size = l.magnitude
  let sign: Double = order % 2 == 1 && l < 0 ? -1 : 1
  guard size > 4 else { return sign * tiltedSeries(order, size) }
  let fall = Double.exp(-size)
  let rest = -Double.expMinusOne(-size)
  // s² = e^−l/(1 − e^−l)²
  let square = fall / rest / rest
  let cotangent = (1 + fall) / rest
  let inverse = 1 / size
  switch order {
  case 1: return sign * (0.5 * cotangent - inverse)
  case 2: return inverse * inverse - square
  case 3: return sign * (cotangent * square - 2 * inverse * inverse * inverse)
  default:
    let fourth = inverse * inverse * inverse * inverse
    return 6 * fourth - square * (1 + 6 * square)
  }
}

/// The series' terms fall by a factor of 0.4 at 4.
private func tiltedSeries(_ order: Int, _ l: Double) -> Double {
  let ratio = l * l / (4 * Double.pi * Double.pi)
  var sum = 0.0
  for n in stride(from: 44, through: 1, by: -1) where 2 * n >= order {
    var term = evenZeta(n) / Double(n)
    for k in 0..<order { term *= Double(2 * n - k) }
    sum = term - ratio * sum
  }
  // The first term's power of l, and of 1/(2π)².
  let first = (order + 1) / 2
  var power = 1.0
  for _ in 0..<first { power *= 1 / (4 * Double.pi * Double.pi) }
  for _ in 0..<(2 * first - order) { power *= l }
  return first % 2 == 1 ? power * sum : -power * sum
}

/// ζ(2n).
private func evenZeta(_ n: Int) -> Double {
  switch n {
  case 1: return Double.pi * Double.pi / 6
  case 2: return 1.0823232337111381915
  case 3: return 1.0173430619844491397
  case 4: return 1.0040773561979443394
  case 5: return 1.0009945751278180853
  case 6: return 1.0002460865533080483
  case 7: return 1.0000612481350587048
  case 8: return 1.0000152822594086519
  default:
    var sum = 1.0
    for k in [2.0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13] { sum += Double.pow(k, Double(-2 * n)) }
    return sum
  }
}
