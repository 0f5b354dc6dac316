import SpecialFunctions

// Facts of Rice's law of unit scale and noncentrality θ.

/// (E (T − θ), variance, skewness, excess kurtosis, entropy).
///
/// By quadrature of central moments; from θ = 20 on the third and fourth cumulants, which vanish as
/// θ⁻³ and θ⁻⁴, by their expansions in θ⁻², which follow from those of the raw moments.
func riceFacts(
  _ theta: Double
) -> (shift: Double, variance: Double, skewness: Double, kurtosis: Double, entropy: Double) {
  let m = riceMoments(noncentrality: theta)
  let variance = m.second - m.first * m.first
  var third = (m.third - 3 * m.first * m.second) + 2 * m.first * m.first * m.first
  let square = m.first * m.first
  var fourth = (m.fourth - 4 * m.first * m.third) + (6 * square * m.second - 3 * square * square)
  fourth -= 3 * variance * variance
  if theta >= 20 {
    let t = 1 / (theta * theta)
    third = riceThird.reversed().reduce(0) { $0 * t + $1 } * t / theta
    fourth = riceFourth.reversed().reduce(0) { $0 * t + $1 } * t * t
  }
  return (
    m.first, variance, third / (variance * variance.squareRoot()), fourth / (variance * variance),
    m.entropy
  )
}

/// θ³ times the third cumulant, in powers of θ⁻².
private let riceThird: [Double] = [
  1, 2.25, 9.75, 62.40625, 525.4453125, 5471.349609375, 67814.859375, 974663.8439941406,
  15935623.828582764, 292073828.2769394, 5931570801.166191, 132216597774.51,
]

/// θ⁴ times the fourth cumulant, in powers of θ⁻².
private let riceFourth: [Double] = [
  -3, -12, -75, -631.5, -6621.5625, -82753.875, -1198777.5, -19737670.21875, -363972312.2109375,
  -7430860265.625, -166396770280.1953,
]
