// Kepler's equation of an eccentricity of 1: angles less or plus their sine.

/// φ − sin φ for 0 ≤ φ ≤ π, to a few roundings also where it is φ³/6.
func sineRemainder<Value: RealValue>(_ phi: Value) -> Value {
  Value.elementwise(
    "φ − sin φ", phi, { sineRemainder($0) }, derivative: { 2 * square(sin(0.5 * $0)) })
}

private func sineRemainder(_ x: Double) -> Double {
  guard x < 1.5 else { return x - Double.sin(x) }
  let s = x * x
  // x³/3! − x⁵/5! + ...
  var sum = 0.0
  for n in stride(from: 19.0, through: 3, by: -2) { sum = 1 - s / ((n + 1) * (n + 2)) * sum }
  return x * s / 6 * sum
}

/// The φ from 0 to π with φ − sin φ = 2πu, for u up to ½.
func sineRemainderInverse<Value: RealValue>(_ u: Value) -> Value {
  Value.elementwise(
    "inverse of φ − sin φ", u,
    { u in
      guard u >= 0, u <= 0.5 else { return .nan }
      let target = 2 * Double.pi * u
      // φ³/6 at first; Newton's steps from above, where the function is convex.
      var phi = min(Double.pi, 1.1 * Double.pow(6 * target, 1.0 / 3))
      for _ in 0..<60 where phi > 0 {
        let sine = Double.sin(0.5 * phi)
        let step = (sineRemainder(phi) - target) / (2 * sine * sine)
        phi -= step
        if abs(step) <= 1e-16 * phi { break }
      }
      return phi
    },
    derivative: {
      Value(3.1415926535897932385) / square(sin(0.5 * sineRemainderInverse($0)))
    })
}

/// The ψ with ψ + sin ψ = πw, for |w| < 1.
func sineSumInverse<Value: RealValue>(_ w: Value) -> Value {
  Value.elementwise(
    "inverse of ψ + sin ψ", w,
    { w in
      guard abs(w) < 1 else { return .nan }
      let target = Double.pi * w
      var psi = 0.5 * target
      for _ in 0..<60 {
        let cosine = Double.cos(0.5 * psi)
        let step = (psi + Double.sin(psi) - target) / (2 * cosine * cosine)
        psi -= step
        if abs(step) <= 1e-16 * abs(psi) { break }
      }
      return psi
    },
    derivative: {
      Value(1.5707963267948966192) / square(cos(0.5 * sineSumInverse($0)))
    })
}
