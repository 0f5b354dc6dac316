import CVectorMath

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What ``logGammaRemainder(_:_:)`` has beside its leading part, for a > 0 and a + h > 0:
///
/// ```
/// log Γ(a + h) − log Γ(a) − h ψ(a) − (b log(b/a) − h),   b = a + h
///   = (t − log(1 + t))/2 + c(b) − c(a) − h c′(a),   t = h/a
/// ```
///
/// with c the remainder of Stirling's formula. Where several remainders meet, as in the divergences
/// of gamma, beta and Dirichlet laws, their leading parts cancel to the last digit; joined on paper,
/// what is left are these, each of the size of 1 at any a. Never negative; relative error at most
/// some 5e-14 however small h is. NaN outside the domain.
public func logGammaExcess(_ a: Double, _ h: Double) -> Double {
  logGammaExcess(a, h, to: a + h)
}

/// ``logGammaExcess(_:_:)`` with both h and b = a + h: within a factor of 4 by h, which has the digits of
/// the difference, further away by b, which the difference may have rounded away.
public func logGammaExcess(_ a: Double, _ h: Double, to b: Double) -> Double {
  vm_log_gamma_excess(a, h, b)
}

/// excess(b, h) − excess(b + a, h) of ``logGammaExcess(_:_:)``, a ≥ 0, with its digits where a is much
/// smaller than b.
///
/// ```
/// −h² a ∫∫ (1 − u) g′(b + u h + v a) du dv,   g(x) = ψ′(x) − 1/x,  g′(x) = c‴(x) − 1/x³
/// ```
public func logGammaExcessDrop(_ b: Double, _ h: Double, _ a: Double) -> Double {
  if h == 0 || a == 0, b > 0, b < .infinity, b + h > 0 { return 0 }
  guard a >= 0, a < 1e-3 * b, b + h >= 0.25 * b, b + h <= 4 * b else {
    return logGammaExcess(b, h) - logGammaExcess(b + a, h)
  }
  var sum = 0.0
  for (node, weight) in excessRule {
    let x = b + node * h
    for (share, part) in shareRule {
      let y = x + share * a
      let slope = logGammaCorrectionDerivative(order: 3, y) - 1 / (y * y * y)
      sum += weight * (1 - node) * part * slope
    }
  }
  return -h * (h * (a * sum))
}

/// excess(s, h) − excess(s, h + k) of ``logGammaExcess(_:_:)``, with its digits where k is much smaller
/// than s.
///
/// ```
/// −k ∫ (h + v k) ∫ g(s + u (h + v k)) du dv,   g(x) = ψ′(x) − 1/x = c″(x) + 1/(2 x²)
/// ```
public func logGammaExcessShift(_ s: Double, _ h: Double, _ k: Double) -> Double {
  if k == 0 && s > 0 && s < .infinity && s + h > 0 { return 0 }
  let end = s + h
  guard abs(k) < 1e-3 * s, end >= 0.25 * s, end <= 4 * s else {
    return logGammaExcess(s, h) - logGammaExcess(s, h + k)
  }
  var sum = 0.0
  for (share, part) in shareRule {
    let way = h + share * k
    var mean = 0.0
    for (node, weight) in excessRule {
      let x = s + node * way
      mean += weight * (trigammaCorrection(x) + 0.5 / (x * x))
    }
    sum += part * way * mean
  }
  return -k * sum
}

/// Gauss and Legendre's rule of three nodes on [0, 1].
private let shareRule: [(node: Double, weight: Double)] = [
  (0.11270166537925831, 5.0 / 18), (0.5, 4.0 / 9), (0.8872983346207417, 5.0 / 18),
]

/// Gauss and Legendre's rule of twenty nodes on [0, 1], by Newton's method from Tricomi's guess.
private let excessRule: [(node: Double, weight: Double)] = {
  let n = 20
  return (1...n).map { i in
    var x = cos(Double.pi * (Double(i) - 0.25) / (Double(n) + 0.5))
    var slope = 1.0
    for _ in 0..<8 {
      var (p, previous) = (1.0, 0.0)
      for k in 1...n {
        let j = Double(k)
        (p, previous) = (((2 * j - 1) * x * p - (j - 1) * previous) / j, p)
      }
      slope = Double(n) * (x * p - previous) / (x * x - 1)
      x -= p / slope
    }
    return (0.5 * (1 + x), 1 / ((1 - x * x) * slope * slope))
  }
}()

/// c′(x) = ψ(x) − log x + 1/(2 x) for x > 0: what Stirling's formula leaves of ψ.
///
/// About −1/(12 x²) for large x, with all its digits. NaN below 0, −infinity at 0.
public func digammaCorrection(_ x: Double) -> Double { vm_digamma_correction(x) }

/// c″(x) = ψ′(x) − 1/x − 1/(2 x²) for x > 0: what Stirling's formula leaves of ψ′.
///
/// About 1/(6 x³) for large x, with all its digits. NaN below 0, +infinity at 0.
public func trigammaCorrection(_ x: Double) -> Double { vm_trigamma_correction(x) }
