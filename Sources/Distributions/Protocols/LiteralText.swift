/// A distribution as text: `Normal(mean: 0.0, standardDeviation: 1.0)`. Numbers are written with
/// as many digits as it takes to read them back.
func literal(
  _ family: String, _ arguments: (label: String, value: any CustomStringConvertible)...
) -> String {
  let list = arguments.map { "\($0.label): \($0.value)" }.joined(separator: ", ")
  return "\(family)(\(list))"
}
