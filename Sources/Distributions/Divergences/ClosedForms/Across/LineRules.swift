import SpecialFunctions

// Closed forms from laws on the whole line: means and variances, exponential moments, distances.

/// A law on the line with a closed form of its entropy, mean and variance.
protocol LineLaw<Value>: ContinuousDistribution {
  /// Where the parameters are in their domains.
  var isValid: Value.Mask { get }
  /// E X − point, and the size of what was subtracted for it.
  func meanOffset(from point: Value) -> (value: Value, size: Value)
}

extension LineLaw {
  func meanOffset(from point: Value) -> (value: Value, size: Value) {
    let mean: Value = mean
    return (mean - point, abs(mean))
  }
}

extension Gumbel: LineLaw {
  func meanOffset(from point: Value) -> (value: Value, size: Value) {
    let value: Value = (location - point) + Value(0.57721566490153286061) * scale
    return (value, abs(location - point) + scale)
  }
}
extension Laplace: LineLaw {
  func meanOffset(from point: Value) -> (value: Value, size: Value) {
    (location - point, abs(location - point))
  }
}
extension Logistic: LineLaw {
  func meanOffset(from point: Value) -> (value: Value, size: Value) {
    (location - point, abs(location - point))
  }
}
extension StudentT: LineLaw {}
extension Triangular: LineLaw {
  func meanOffset(from point: Value) -> (value: Value, size: Value) {
    let parts: [Value] = [lowerBound - point, mode - point, upperBound - point]
    let third = Value(1.0 / 3)
    return (
      third * (parts[0] + parts[1] + parts[2]),
      third * (abs(parts[0]) + abs(parts[1]) + abs(parts[2]))
    )
  }
}
extension Uniform: LineLaw {
  func meanOffset(from point: Value) -> (value: Value, size: Value) {
    let lower: Value = 0.5 * (lowerBound - point)
    let upper: Value = 0.5 * (upperBound - point)
    return (lower + upper, abs(lower) + abs(upper))
  }
}
extension Beta: LineLaw {}
extension Kumaraswamy: LineLaw {}
extension LogUniform: LineLaw {}
extension Pareto: LineLaw {}
extension LogLogistic: LineLaw {}
extension LogNormal: LineLaw {}
extension Exponential: LineLaw {}
extension Gamma: LineLaw {}
extension ChiSquared: LineLaw {}
extension Chi: LineLaw {}
extension HalfNormal: LineLaw {}
extension Rayleigh: LineLaw {}
extension Weibull: LineLaw {}
extension InverseGamma: LineLaw {}
extension Frechet: LineLaw {}
extension GeneralizedPareto: LineLaw {}

extension KLRule {
  /// −H(p) − E log q = −H(p) + log σ + ½ log 2π + (Var X + (E X − μ)²)/(2σ²), infinite where p has no
  /// second moment.
  static func normal<P: LineLaw<Value>>(_ p: P.Type) -> KLRule {
    KLRule(sum: { (p: P, q: Normal<Value>) in
      let variance: Value = p.variance
      let isInfinite: Value.Mask = .!(variance .< Value.infinity)
      let offset = p.meanOffset(from: q.mean)
      let distance: Value = select(isInfinite, 0, offset.value) / q.standardDeviation
      let size: Value = select(isInfinite, 0, offset.size) / q.standardDeviation
      let spread: Value =
        select(isInfinite, 0, variance) / q.standardDeviation / q.standardDeviation
      return KLTerms(
        where: p.isValid .& q.isValid, isInfinite: isInfinite,
        [
          -p.entropy, log(q.standardDeviation), Value(0.91893853320467274178), 0.5 * spread,
          0.5 * square(distance),
        ], size: abs(distance) * size)
    })
  }

  /// −H(p) − E log q = log(b − a) − H(p), where [a, b] holds p's support.
  static func uniform<P: LineLaw<Value>>(_ p: P.Type) -> KLRule {
    KLRule(sum: { (p: P, q: Uniform<Value>) in
      let own = p.support
      let isInside: Value.Mask =
        (own.lowerBound .>= q.lowerBound) .& (own.upperBound .<= q.upperBound)
      return KLTerms(
        where: p.isValid .& q.isValid, isInfinite: .!isInside, [-p.entropy, q.logWidth])
    })
  }

  /// −H(p) − E log q = −H(p) − log(α/m) + (α + 1) E log(X/m), where p's support begins at m or above.
  static func pareto<P: HalfLineLaw<Value>>(_ p: P.Type) -> KLRule {
    KLRule(sum: { (p: P, q: Pareto<Value>) in
      let isInside: Value.Mask = p.support.lowerBound .>= q.scale
      return KLTerms(
        where: p.isValid .& q.isValid, isInfinite: .!isInside,
        [
          -p.entropy, -log(q.shape), log(q.scale),
          (q.shape + 1) * (p.meanLog - log(q.scale)),
        ])
    })
  }

  /// −H(p) − E log q = −H(p) + E log X + log log(b/a), where [a, b] holds p's support.
  static func logUniform<P: HalfLineLaw<Value>>(_ p: P.Type) -> KLRule {
    KLRule(sum: { (p: P, q: LogUniform<Value>) in
      let own = p.support
      let isInside: Value.Mask =
        (own.lowerBound .>= q.lowerBound) .& (own.upperBound .<= q.upperBound)
      return KLTerms(
        where: p.isValid .& q.isValid, isInfinite: .!isInside,
        [-p.entropy, p.meanLog, log(q.logWidth)])
    })
  }

  /// −H(p) − E log q = −H(p) + log β + E Z + E e^−Z, Z = (X − μ)/β, infinite where the exponential
  /// moment is.
  static func gumbel<P: ExponentialMoments<Value>>(_ p: P.Type) -> KLRule {
    KLRule(sum: { (p: P, q: Gumbel<Value>) in
      let rate: Value = 1 / q.scale
      let moment: Value = p.exponentialMoment(rate, from: q.location)
      let isInfinite: Value.Mask = moment .== Value.infinity
      return KLTerms(
        where: p.isValid .& q.isValid, isInfinite: isInfinite,
        [
          -p.entropy, log(q.scale), p.meanOffset(from: q.location).value * rate,
          select(isInfinite, 0, moment),
        ])
    })
  }

  /// −H(p) − E log q = −H(p) + log 2b + E |X − μ|/b, where the mean distance is known.
  static func laplace<P: MeanDistances<Value>>(_ p: P.Type) -> KLRule {
    KLRule(
      where: { (p: P, q: Laplace<Value>) in p.hasMeanDistance(from: q.location) },
      sum: { (p: P, q: Laplace<Value>) in
        let distance: Value = p.meanDistance(from: q.location)
        let isInfinite: Value.Mask = distance .== Value.infinity
        return KLTerms(
          where: p.isValid .& q.isValid, isInfinite: isInfinite,
          [
            -p.entropy, log(2 * q.scale), select(isInfinite, 0, distance) / q.scale,
          ])
      })
  }
}

// MARK: - Exponential moments

/// A law whose moment generating function is known.
protocol ExponentialMoments<Value>: LineLaw {
  /// E e^(−t (X − μ)), t > 0; `+infinity` where that is infinite.
  func exponentialMoment(_ t: Value, from location: Value) -> Value
}

extension Normal: LineLaw {
  func meanOffset(from point: Value) -> (value: Value, size: Value) {
    (mean - point, abs(mean - point))
  }
}
extension Normal: ExponentialMoments {
  func exponentialMoment(_ t: Value, from location: Value) -> Value {
    exp(0.5 * square(t * standardDeviation) - t * (mean - location))
  }
}

extension Laplace: ExponentialMoments {
  func exponentialMoment(_ t: Value, from other: Value) -> Value {
    let reach: Value = t * scale
    let exists: Value.Mask = reach .< 1
    let safe: Value = select(exists, reach, 0)
    let value: Value = exp(-t * (location - other)) / ((1 - safe) * (1 + safe))
    return select(exists, value, Value.infinity)
  }
}

extension Logistic: ExponentialMoments {
  func exponentialMoment(_ t: Value, from other: Value) -> Value {
    let reach: Value = t * scale
    let exists: Value.Mask = reach .< 1
    let angle: Value = Value(3.1415926535897932385) * select(exists, reach, 0.5)
    let value: Value = exp(-t * (location - other)) * (angle / sin(angle))
    return select(exists, value, Value.infinity)
  }
}

extension Uniform: ExponentialMoments {
  /// e^(−t (a − μ)) (1 − e^−w)/w, w = t (b − a).
  func exponentialMoment(_ t: Value, from location: Value) -> Value {
    let w: Value = t * width
    let isNarrow: Value.Mask = w .< 1e-300
    let safe: Value = select(isNarrow, 1, w)
    let share: Value = select(isNarrow, 1, -expMinusOne(-safe) / safe)
    return exp(-t * (lowerBound - location)) * share
  }
}

extension Exponential: ExponentialMoments {
  func exponentialMoment(_ t: Value, from location: Value) -> Value {
    exp(t * location) / (1 + t / rate)
  }
}

extension Gamma: ExponentialMoments {
  func exponentialMoment(_ t: Value, from location: Value) -> Value {
    exp(t * location - shape * log(onePlus: t / rate))
  }
}

extension ChiSquared: ExponentialMoments {
  func exponentialMoment(_ t: Value, from location: Value) -> Value {
    exp(t * location - 0.5 * degreesOfFreedom * log(onePlus: 2 * t))
  }
}

// MARK: - Mean distances

/// A law whose mean distance from a point is known.
protocol MeanDistances<Value>: LineLaw {
  /// Where it is known.
  func hasMeanDistance(from point: Value) -> Value.Mask
  /// E |X − point|.
  func meanDistance(from point: Value) -> Value
}

extension MeanDistances {
  /// Where p's support lies on one side of the point, the distance of the mean.
  func hasMeanDistance(from point: Value) -> Value.Mask {
    (support.lowerBound .>= point) .| (support.upperBound .<= point)
  }
  func meanDistance(from point: Value) -> Value { abs(mean - point) }
}

extension Gamma: MeanDistances {}
extension ChiSquared: MeanDistances {}
extension Weibull: MeanDistances {}
extension Rayleigh: MeanDistances {}
extension HalfNormal: MeanDistances {}
extension Pareto: MeanDistances {}
extension Beta: MeanDistances {}
extension LogNormal: MeanDistances {}

extension Normal: MeanDistances {
  func hasMeanDistance(from point: Value) -> Value.Mask { Value.Mask(true) }

  /// σ (√(2/π) e^(−z²/2) + z erf(z/√2)), z = (μ − point)/σ.
  func meanDistance(from point: Value) -> Value {
    let z: Value = (mean - point) / standardDeviation
    let bell: Value = Value(0.79788456080286535588) * exp(-0.5 * square(z))
    return standardDeviation * (bell + z * erf(Value(0.70710678118654752440) * z))
  }
}

extension Gumbel: MeanDistances {
  func hasMeanDistance(from point: Value) -> Value.Mask { Value.Mask(true) }

  /// β E |Z − z| of the standard law, z = (point − μ)/β.
  func meanDistance(from point: Value) -> Value {
    let z: Value = (point - location) / scale
    return scale
      * Value.elementwise(
        "gumbelDistance", z, { SpecialFunctions.gumbelDistance($0) },
        // 2 F(z) − 1
        derivative: { z in 2 * exp(-exp(-z)) - 1 })
  }
}

extension Logistic: MeanDistances {
  func hasMeanDistance(from point: Value) -> Value.Mask { Value.Mask(true) }

  /// s (|z| + 2 log(1 + e^−|z|)).
  func meanDistance(from point: Value) -> Value {
    let z: Value = abs((location - point) / scale)
    return scale * (z + 2 * log(onePlus: exp(-z)))
  }
}

extension Uniform: MeanDistances {
  func hasMeanDistance(from point: Value) -> Value.Mask { Value.Mask(true) }

  /// With u and v the distances of the ends: (u² + v²)/(2w) within, |u + v|/2 outside.
  func meanDistance(from point: Value) -> Value {
    let (u, v): (Value, Value) = (lowerBound - point, upperBound - point)
    let isInside: Value.Mask = (u .< 0) .& (v .> 0)
    let (a, b): (Value, Value) = (select(isInside, u, -1), select(isInside, v, 1))
    let inner: Value = 0.5 * (a * (a / (b - a)) + b * (b / (b - a)))
    return select(isInside, inner, abs(0.5 * u + 0.5 * v))
  }
}

extension Exponential: MeanDistances {
  func hasMeanDistance(from point: Value) -> Value.Mask { Value.Mask(true) }

  /// 1/β − c + 2 (c − (1 − e^−βc)/β) for a point c ≥ 0: with t = βc, (1 + t + 2 (e^−t − 1))/β.
  func meanDistance(from point: Value) -> Value {
    let isInside: Value.Mask = point .> 0
    let t: Value = select(isInside, rate * point, 0)
    let above: Value = (1 + (2 * expMinusOne(-t) + t)) / rate
    return select(isInside, above, 1 / rate - point)
  }
}
