/// What can be wrong with the labels of a loss.
public enum LossError: Error, Equatable, CustomStringConvertible {
  /// A label that is no class: the row it stands in (in row-major order, counted from 0), the
  /// label, and how many classes there are.
  case labelOutOfRange(row: Int, label: Int, classes: Int)
  /// Not as many labels as there are rows of logits.
  case labelCount(labels: Int, rows: Int)

  public var description: String {
    switch self {
    case .labelOutOfRange(let row, let label, let classes):
      "Row \(row) has the label \(label), but labels must be in 0..<\(classes)."
    case .labelCount(let labels, let rows):
      "There are \(labels) labels for \(rows) rows of logits."
    }
  }
}
