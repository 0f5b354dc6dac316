import SpecialFunctions

/// The cumulant generating function K of a law on the whole numbers, seen from a whole number k.
protocol CumulantFunction {
  /// K(t) − t k.
  func value(_ t: Double) -> Double
  /// K′(t) − k.
  func slope(_ t: Double) -> Double
  /// K″(t).
  func curvature(_ t: Double) -> Double
  /// The function of y that is exp(K(t + iy) − K(t) − i y k), whose size falls from 1 at 0 to π.
  func bell(_ t: Double) -> (Double) -> (real: Double, imaginary: Double)
}

/// log P(X = k) of a law whose cumulant generating function is known, for k not below the mean and
/// below the end of the support: the same integral as ``logUpperTail(_:)`` without the denominator.
func logLatticeMass(_ law: some CumulantFunction) -> Double {
  guard let t = saddlePoint(law.slope) else { return .nan }
  let bell = law.bell(t)
  return law.value(t)
    + latticeIntegral(curvature: law.curvature(t)) { y in
      let (real, imaginary) = bell(y)
      return (real, (real * real + imaginary * imaginary).squareRoot())
    }
}

/// log P(X > k) of a law whose cumulant generating function is known.
///
/// Cauchy's integral for the sum of the masses above k,
///
/// ```
/// P(X > k) = 1/2π ∫ exp(K(z) − z k)/(e^z − 1) dy,   z = t + iy,  −π < y < π
/// ```
///
/// holds for any t > 0 and is taken through the saddle point, where the integrand is a bell that does
/// not oscillate: nothing cancels, however far out k is. The integrand has the period 2π, so that the
/// trapezoidal rule converges exponentially; its step is halved until nothing changes.
///
/// Source: H. E. Daniels, "Tail probability approximations", Int. Stat. Rev. 55 (1987) 37-48; L. N.
/// Trefethen, J. A. C. Weideman, "The exponentially convergent trapezoidal rule", SIAM Rev. 56 (2014).
func logUpperTail(_ law: some CumulantFunction) -> Double {
  let t = saddlePoint { t in law.slope(t) - 1 / -Double.expMinusOne(-t) } ?? 1e-8
  let decay = Double.exp(-t)
  let rest = -Double.expMinusOne(-t)
  // The second derivative of K(t) − log(e^t − 1).
  let curvature = law.curvature(t) + decay / (rest * rest)
  let height = law.value(t) - t - Double.log(rest)
  let bell = law.bell(t)
  return height
    + latticeIntegral(curvature: curvature) { y in
      let (real, imaginary) = bell(y)
      // (1 − e^−t)/(e^iy − e^−t), with cos y − e^−t = (1 − e^−t) − 2 sin²(y/2).
      let half = Double.sin(0.5 * y)
      let (c, s) = (rest - 2 * half * half, Double.sin(y))
      let square = c * c + s * s
      let size = (real * real + imaginary * imaginary) / square
      return (rest * (c * real + s * imaginary) / square, rest * size.squareRoot())
    }
}

/// The t > 0 at which a function that rises through 0 does so, to a part in 10⁴; nil if it does not.
private func saddlePoint(_ slope: (Double) -> Double) -> Double? {
  var low = 0.0
  var high = 1.0
  if slope(high) > 0 {
    low = 0.5
    while low > 1e-300, slope(low) > 0 {
      high = low
      low *= 0.25
    }
  } else {
    low = 1
    high = 2
    while high < 1e4, slope(high) < 0 {
      low = high
      high *= 1.5
    }
    if high >= 1e4 { return nil }
  }
  while high > low * 1.0001 {
    let middle = high > 2 * low ? (low * high).squareRoot() : 0.5 * (low + high)
    if slope(middle) > 0 { high = middle } else { low = middle }
  }
  return 0.5 * (low + high)
}

/// log of 1/2π ∫ f(y) dy over a period, f the real part of a bell that is 1 at y = 0 and falls from
/// there on.
///
/// - Parameter integrand: The value at y and a bound on the values further out.
private func latticeIntegral(
  curvature: Double, _ integrand: (Double) -> (value: Double, size: Double)
) -> Double {
  let pi: Double = 3.1415926535897932385
  let wanted = 12 * curvature.squareRoot()
  var count = max(8, wanted.rounded(.up))
  // The mean over the nodes j·2π/count from `first` on; y and −y have one real part.
  func mean(_ first: Double) -> Double {
    var sum = first == 0 ? 1.0 : 0.0
    var j = first == 0 ? 1 : first
    while 2 * j <= count {
      let (value, size) = integrand(j * (2 * pi / count))
      sum += 2 * j == count ? value : 2 * value
      if size < 1e-18 { break }
      j += 1
    }
    return sum / count
  }
  var whole = mean(0)
  for _ in 0..<12 {
    let between = mean(0.5)
    let difference = abs(between - whole)
    whole = 0.5 * (whole + between)
    count *= 2
    // Each halving squares the error.
    if difference <= 1e-8 * abs(whole) { break }
  }
  return Double.log(whole)
}
