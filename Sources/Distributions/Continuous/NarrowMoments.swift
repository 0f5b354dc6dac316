import Tensors

/// The central moments of X = exp(hZ) for small h, in units of powers of its mean, as series in h.
///
/// Raw moments are nearly equal there, and their differences keep no digits. With κⱼ the cumulants
/// of Z,
///
/// ```
/// log E Xⁿ − n log E X = Σ κⱼ hʲ (nʲ − n)/j!,   j ≥ 2
/// ```
///
/// is exponentiated as a series in h, E Xⁿ/(E X)ⁿ = Σ eₖ hᵏ with k eₖ = Σ j aⱼ eₖ₋ⱼ, and the sums
/// e⁽³⁾ − 3e⁽²⁾ + 2 and e⁽⁴⁾ − 4e⁽³⁾ + 6e⁽²⁾ − 3 are taken power by power: those below h³ and h⁴
/// vanish for whatever κ, and are left out and not computed.
struct NarrowMoments<Value: RealValue> {
  /// E (X − EX)ⁿ/(E X)ⁿ over hⁿ, for n = 2, 3, 4.
  private let second, third, fourth: Value

  /// Up to which h the series are better than differences of raw moments, for a Z of about unit
  /// spread: (4h)⁹ is left out.
  static var limit: Double { 0.01 }

  /// - Parameters:
  ///   - cumulants: κ₂ to κ₁₂.
  ///   - h: small.
  init<Coefficient: RealValue>(
    cumulants: [Coefficient], _ h: Value, as value: (Coefficient) -> Value
  ) {
    let moments = [2.0, 3.0, 4.0].map { Self.exponential(cumulants, power: $0) }
    var thirds: [Coefficient] = []
    var fourths: [Coefficient] = []
    for k in 3...12 { thirds.append(moments[1][k] - 3 * moments[0][k]) }
    for k in 4...12 { fourths.append(moments[2][k] - 4 * moments[1][k] + 6 * moments[0][k]) }
    func sum(_ coefficients: some BidirectionalCollection<Coefficient>) -> Value {
      coefficients.reversed().reduce(Value(0)) { $0 * h + value($1) }
    }
    second = sum(moments[0][2...])
    third = sum(thirds)
    fourth = sum(fourths)
  }

  /// The coefficients e₀ to e₁₂ of E Xⁿ/(E X)ⁿ.
  private static func exponential<Coefficient: RealValue>(
    _ cumulants: [Coefficient], power n: Double
  ) -> [Coefficient] {
    // j aⱼ = κⱼ (nʲ − n)/(j − 1)!
    var rates: [Coefficient] = [0, 0]
    var power = n
    var factorial = 1.0
    for (i, cumulant) in cumulants.enumerated() {
      power *= n
      rates.append(cumulant * Coefficient((power - n) / factorial))
      factorial *= Double(i + 2)
    }
    var terms: [Coefficient] = [1]
    for k in 1...12 {
      var sum: Coefficient = 0
      for j in 2...max(k, 2) where j <= k { sum = sum + rates[j] * terms[k - j] }
      terms.append(sum / Coefficient(Double(k)))
    }
    return terms
  }

  var skewness: Value { third / second / sqrt(second) }
  var excessKurtosis: Value { fourth / second / second - 3 }
}

extension NarrowMoments {
  init(cumulants: [Double], _ h: Value) {
    self.init(cumulants: cumulants, h) { Value($0) }
  }

  /// X = Eʰ, E exponential with mean 1: κⱼ = ψ⁽ʲ⁻¹⁾(1).
  init(exponentialPower h: Value) {
    self.init(cumulants: (1...11).map { Double.polygamma($0, 1) }, h)
  }

  /// X = E⁻ʰ: κⱼ = (−1)ʲ ψ⁽ʲ⁻¹⁾(1).
  init(exponentialPowerNegative h: Value) {
    self.init(cumulants: (1...11).map { Double.polygamma($0, 1).magnitude }, h)
  }

  /// `general` where h is not small, else `narrow`; each is given an h of its own side.
  static func chosen(
    _ h: Value, general: (Value) -> Value, narrow: (Value) -> Value
  ) -> Value {
    let limit = Value(Self.limit)
    return select(h .< limit, narrow(minimum(h, limit)), general(maximum(h, limit)))
  }
}
