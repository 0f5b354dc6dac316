import Distributions

/// A family that records what its literal gave it, so that the parser is tested apart from the
/// families of the package.
struct Recording: LiteralFamily {
  static let familyName = "Recording"

  var numbers: [Double] = []
  var rows: [[Double]] = []
  var parts: [String] = []

  static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([.init("shape", .number), .init("rate", .number)]) {
        Recording(numbers: [1, try $0.number("shape"), try $0.number("rate")])
      },
      LiteralSpelling([.init("shape", .number), .init("scale", .number)]) {
        Recording(numbers: [2, try $0.number("shape"), try $0.number("scale")])
      },
      LiteralSpelling([.init("weights", .numbers), .init("components", .distributions)]) {
        Recording(
          numbers: try $0.numbers("weights"),
          parts: try $0.distributions("components").map(\.description))
      },
      LiteralSpelling([
        .init("base", .distribution), .init("lowerBound", .number, isOptional: true),
        .init("upperBound", .number, isOptional: true),
      ]) {
        Recording(
          numbers: [
            $0.optionalNumber("lowerBound") ?? -.infinity,
            $0.optionalNumber("upperBound") ?? .infinity,
          ],
          parts: [try $0.distribution("base").description])
      },
      LiteralSpelling([.init("matrix", .matrix)]) { Recording(rows: try $0.matrix("matrix")) },
      LiteralSpelling([.init("trials", .wholeNumber)]) {
        Recording(numbers: [Double(try $0.wholeNumber("trials"))])
      },
    ]
  }

  typealias Value = Double
  typealias Sample = Double
  typealias Element = Double
  var space: Space { .realLine }
  var entropy: Double { .nan }
  func validate() throws(ParameterError) {
    for number in numbers where number == 13 {
      throw ParameterError(
        family: "Recording", parameter: "rate", value: "\(number)", requirement: "lucky")
    }
  }
  func logProbability(of x: Double) -> Double { .nan }
  func sample(using generator: inout some RandomNumberGenerator) -> Double { .nan }
  func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Double> { Tensor(repeating: .nan, shape: shape) }
  func elements() -> DistributionElements {
    DistributionElements(shape: [], distributions: [self])
  }
  var description: String { "Recording(\(numbers), \(rows), \(parts))" }
}
