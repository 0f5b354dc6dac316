extension Tensor: CustomStringConvertible {
  /// The elements between nested brackets, the middle of long axes left out, with the shape and
  /// the type where there are several.
  ///
  /// ```
  /// [[1.0, 2.0, 3.0],
  ///  [4.0, 5.0, 6.0]]
  /// ```
  public var description: String {
    let elements = scalars
    if rank == 0 { return "\(elements[0])" }
    let width = elements.count <= 1_000 ? nil : 3
    var text = ""
    append(elements, axis: 0, offset: 0, edge: width, to: &text)
    if width != nil || elements.isEmpty { text += " (shape \(shape), \(Scalar.self))" }
    return text
  }

  private func append(
    _ elements: [Scalar], axis: Int, offset: Int, edge: Int?, to text: inout String
  ) {
    let length = shape[axis]
    let step = shape[(axis + 1)...].reduce(1, *)
    let isLast = axis == rank - 1
    let separator =
      isLast
      ? ", "
      : "," + String(repeating: "\n", count: rank - 1 - axis)
        + String(repeating: " ", count: axis + 1)
    text += "["
    var first = true
    var index = 0
    while index < length {
      if !first { text += separator }
      first = false
      if let edge, length > 2 * edge, index == edge {
        text += "..."
        index = length - edge
        continue
      }
      if isLast {
        text += "\(elements[offset + index])"
      } else {
        append(elements, axis: axis + 1, offset: offset + index * step, edge: edge, to: &text)
      }
      index += 1
    }
    text += "]"
  }
}
