// Formulas of plain numbers beside those of every ``RealValue``.
//
// A formula over ``RealValue`` computes all branches of a `select`, because a tensor needs them. A single
// `Double` needs one: a family that is asked for single numbers by the million gives the formula of that
// branch, or the kernel's at one point, to one of these functions, and goes on with its own where they give
// nil. At `Double` the compiler leaves nothing of them but the formula.

/// The formula at plain double-precision numbers; nil of any other type.
@inlinable @inline(__always)
func ofNumbers<Value: RealValue>(_ x: Value, _ formula: (Double) -> Double) -> Value? {
  guard Value.self == Double.self, let x = x as? Double else { return nil }
  return formula(x) as? Value
}

/// The formula at plain double-precision numbers; nil of any other type.
@inlinable @inline(__always)
func ofNumbers<Value: RealValue>(
  _ x: Value, _ y: Value, _ formula: (Double, Double) -> Double
) -> Value? {
  guard Value.self == Double.self, let x = x as? Double, let y = y as? Double else { return nil }
  return formula(x, y) as? Value
}

/// The formula at plain double-precision numbers; nil of any other type.
@inlinable @inline(__always)
func ofNumbers<Value: RealValue>(
  _ x: Value, _ y: Value, _ z: Value, _ formula: (Double, Double, Double) -> Double
) -> Value? {
  guard Value.self == Double.self, let x = x as? Double, let y = y as? Double,
    let z = z as? Double
  else { return nil }
  return formula(x, y, z) as? Value
}

/// The formula at plain double-precision numbers; nil of any other type.
@inlinable @inline(__always)
func ofNumbers<Value: RealValue>(
  _ x: Value, _ y: Value, _ z: Value, _ w: Value,
  _ formula: (Double, Double, Double, Double) -> Double
) -> Value? {
  guard Value.self == Double.self, let x = x as? Double, let y = y as? Double,
    let z = z as? Double, let w = w as? Double
  else { return nil }
  return formula(x, y, z, w) as? Value
}

/// Whether the parameters of a law of location and scale are in their domain.
@inlinable @inline(__always)
func isPlaced(_ location: Double, _ scale: Double) -> Bool {
  scale > 0 && scale < .infinity && location.magnitude < .infinity
}
