import CDatasets
import Foundation

extension Table {
  /// Four measurements in cm of 150 flowers of three iris species: `sepal_length`, `sepal_width`,
  /// `petal_length`, `petal_width`, `species`.
  ///
  /// Source: R. A. Fisher, "The use of multiple measurements in taxonomic problems", 1936; UCI
  /// Machine Learning Repository, CC BY 4.0.
  public static func iris() throws -> Table {
    let data = bytes(dataset_iris_pointer(), dataset_iris_size)
    return try Table(CSV(data, file: "iris"), source: "iris")
  }

  /// 1,797 grey images of handwritten digits, 8 × 8 pixels from 0 to 16, row by row from `p00` to
  /// `p77`, and the `digit` as a label.
  ///
  /// Source: E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", 1998, test part;
  /// UCI Machine Learning Repository, CC BY 4.0.
  public static func digits() throws -> Table {
    let data = bytes(dataset_digits_pointer(), dataset_digits_size)
    return try Table(CSV(data, file: "digits"), labels: ["digit"], source: "digits")
  }

  private static func bytes(_ start: UnsafePointer<UInt8>, _ count: Int) -> Data {
    Data(UnsafeBufferPointer(start: start, count: count))
  }
}
