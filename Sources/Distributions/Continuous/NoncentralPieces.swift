import SpecialFunctions
import Tensors

/// A function of more numbers than three, element by element over the broadcast arguments.
///
/// Of numbers it is called once. Of tensors it is computed at once, and its derivatives are those that
/// ``carrying(_:_:_:)`` adds.
func pointwise<Value: RealValue>(
  _ family: String, _ arguments: [Value], _ function: ([Double]) -> Double
) -> Value {
  if let numbers = arguments as? [Double], let result = function(numbers) as? Value {
    return result
  }
  let (shape, rows) = parameterRows(family, arguments)
  return Value(tensor: Tensor(shape: shape, scalars: rows.map { Value.Scalar(function($0)) }))
}

/// A result that is constant, with derivatives by arguments that are computed only when asked for; nil
/// where there is none.
func carrying<Value: RealValue>(
  _ name: String, _ result: Value,
  _ arguments: [(value: Value, slope: (@Sendable () -> Value)?)]
) -> Value {
  arguments.reduce(result) { result, argument in
    let slope = argument.slope.map { slope -> @Sendable (Value, Value) -> Value in
      { _, _ in slope() }
    }
    return Value.elementwise(
      name, result, argument.value, { result, _ in result },
      derivatives: ({ result, _ in 0 * result + 1 }, slope))
  }
}

/// The noncentral beta law at a point given by x, 1 − x and their logarithms, which hold where they
/// underflow: there x (1 − x) f(x) is a power.
func noncentralBetaLogWeight(
  _ x: Double, _ y: Double, log logX: Double, log logY: Double, _ a: Double, _ b: Double,
  _ noncentrality: Double
) -> Double {
  let border = 600.0
  if logX < -border {
    let inner = noncentralBetaLogWeight(
      Double.exp(-border), oneMinus: 1, a, b, noncentrality: noncentrality)
    return inner + a * (logX + border)
  }
  if logY < -border {
    let inner = noncentralBetaLogWeight(
      1, oneMinus: Double.exp(-border), a, b, noncentrality: noncentrality)
    return inner + b * (logY + border)
  }
  return noncentralBetaLogWeight(x, oneMinus: y, a, b, noncentrality: noncentrality)
}

/// What the derivatives of the weight are made of, by log-odds, a, b and λ.
func noncentralBetaSlopes(
  _ x: Double, _ y: Double, _ a: Double, _ b: Double, _ noncentrality: Double
) -> (odds: Double, alpha: Double, beta: Double, noncentrality: Double) {
  let means = noncentralBetaMixtureMeans(x, oneMinus: y, a, b, noncentrality: noncentrality)
  let count = 0.5 * noncentrality * means.countRatio
  return (
    (a + count) * y - b * x, Double.log(x) + means.total - means.shape,
    Double.log(y) + means.total - SpecialFunctions.digamma(b), 0.5 * (means.countRatio - 1)
  )
}
