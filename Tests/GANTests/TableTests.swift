import Foundation
import GAN
import Testing

@Suite struct TableTests {
  private func table(_ text: String, labels: Set<String> = []) throws -> Table {
    try Table(CSV(Data(text.utf8), file: "t.csv"), labels: labels, source: "t.csv")
  }

  private func problem(_ text: String) -> CSVError? {
    do {
      _ = try table(text)
      return nil
    } catch {
      return error as? CSVError
    }
  }

  @Test func textIsReadAsRFC4180Says() throws {
    let text = "\u{FEFF}name,\"size, cm\"\r\n\"a \"\"b\"\"\",1.5\r\n\r\n\"line\nbreak\",-2e3\r\n"
    let csv = try CSV(Data(text.utf8), file: "t.csv")
    #expect(csv.header == ["name", "size, cm"])
    #expect(csv.rows == [["a \"b\"", "1.5"], ["line\nbreak", "-2e3"]])
    let table = try Table(csv, source: "t.csv")
    #expect(table.columns[0].values == .labels([0, 1], levels: ["a \"b\"", "line\nbreak"]))
    #expect(table.columns[1].values == .numbers([1.5, -2000]))
    #expect(
      try CSV(Data(table.csv.utf8), file: "again").rows.map { $0[0] } == csv.rows.map { $0[0] })
  }

  @Test func errorsNameThePlace() {
    let text = problem("a,b\n1,2\n3,x\n5,6\n")
    #expect(text?.row == 2 && text?.column == "b" && text?.file == "t.csv")
    #expect(text?.description == "t.csv, row 2, column b: \"x\" is not a finite number.")
    for cell in ["nan", "inf", "-inf", "1e999"] {
      #expect(problem("a,b\n1,2\n3,\(cell)\n5,6\n")?.row == 2, "\(cell)")
    }
    #expect(problem("a,b\n1,2\n3,\n5,6\n")?.problem == "The cell is empty.")
    let ragged = problem("a,b\n1,2\n3\n5,6\n")
    #expect(ragged?.row == 2 && ragged?.line == 3 && ragged?.column == "b")
    #expect(problem("a,b\n1,2\n")?.problem.contains("too few") == true)
    #expect(problem("a,b\n")?.problem.contains("too few") == true)
    #expect(problem("")?.problem == "The file is empty.")
    #expect(problem("a,a\n1,2\n3,4\n")?.column == "a")
    #expect(problem("a,\n1,2\n3,4\n")?.problem.contains("no name") == true)
    #expect(problem("a,b\n1,\"2\n3,4\n")?.problem.contains("not closed") == true)
    #expect(throws: CSVError.self) { try CSV(Data([0xFF, 0xFE, 0]), file: "binary") }
    #expect(throws: FileError.self) { try Table(contentsOf: "/nonexistent") }
  }

  @Test func labelsMayBeNumbers() throws {
    let read = try table("x,digit\n0.5,10\n1,9\n2,10\n", labels: ["digit"])
    #expect(read.column("digit")?.values == .labels([1, 0, 1], levels: ["9", "10"]))
  }

  @Test func encodingComesBack() throws {
    let read = try table(
      "x,kind,constant,big\n1,a,7,1e300\n2,b,7,-1e300\n4,a,7,2e300\n", labels: ["kind"])
    let encoding = try TableEncoding(read, conditions: ["kind"])
    #expect(encoding.featureWidth == 3 && encoding.conditionWidth == 2)
    let features: Tensor<Double> = encoding.features(of: read)
    #expect(features.mean(alongAxes: 0).scalars.allSatisfy { abs($0) < 1e-15 })
    let squares = square(features).mean(alongAxes: 0).scalars
    #expect(abs(squares[0] - 1) < 1e-15 && squares[1] == 0 && abs(squares[2] - 1) < 1e-15)
    let conditions: Tensor<Double>? = encoding.conditions(of: read)
    #expect(conditions?.scalars == [1, 0, 0, 1, 1, 0])
    let back = encoding.table(features: features, conditions: read)
    for (own, column) in zip(read.numericColumns, back.numericColumns) {
      for (a, b) in zip(own.values, column.values) { #expect(abs(a - b) <= 1e-15 * abs(a)) }
    }
    #expect(back.column("kind") == read.column("kind"))
    // Whatever a network makes of a constant column, it comes back as the constant.
    let wild = encoding.table(features: features + 5, conditions: read)
    #expect(wild.numericColumns[1].values == [7, 7, 7])
  }

  @Test func labelsThatAreMadeComeBackAsTheLikeliest() throws {
    let read = try table("x,kind\n1,a\n2,b\n4,c\n")
    let encoding = try TableEncoding(read)
    #expect(encoding.featureWidth == 4)
    let rows = Tensor([[0.0, 0.2, 0.1, 0.7], [0, 0.9, 0.1, -3]])
    #expect(
      encoding.table(features: rows, conditions: nil).column("kind")?.values
        == .labels([2, 0], levels: ["a", "b", "c"]))
    #expect(throws: CSVError.self) { try TableEncoding(read, conditions: ["nothing"]) }
    #expect(throws: CSVError.self) { try TableEncoding(read, conditions: ["x", "kind"]) }
  }

  @Test func dataSetsAreWhatTheirSourcesSay() throws {
    let iris = try Table.iris()
    #expect(iris.rowCount == 150)
    #expect(
      iris.columns.map(\.name)
        == ["sepal_length", "sepal_width", "petal_length", "petal_width", "species"])
    // Fisher's table of means (1936): 5.006, 3.428, 1.462, 0.246 for setosa.
    let setosa = iris.rows(Array(0..<50)).numericColumns.map { $0.values.reduce(0, +) / 50 }
    for (mean, wanted) in zip(setosa, [5.006, 3.428, 1.462, 0.246]) {
      #expect(abs(mean - wanted) < 1e-12)
    }
    let digits = try Table.digits()
    #expect(digits.rowCount == 1_797 && digits.columns.count == 65)
    #expect(
      digits.numericColumns.allSatisfy { $0.values.allSatisfy { $0 >= 0 && $0 <= 16 } })
    guard case .labels(_, let levels)? = digits.column("digit")?.values else {
      Issue.record("digit is no column of labels")
      return
    }
    #expect(levels == (0...9).map(String.init))
  }

  @Test func toysHaveTheirModes() {
    var random = Philox4x32(seed: 4)
    for toy in [Toy.ring, .grid] {
      let columns = toy.table(count: 25_000, using: &random).numericColumns
      let points = zip(columns[0].values, columns[1].values).map { (x: $0, y: $1) }
      let coverage = ModeCoverage(points: points, centres: toy.centres, deviation: toy.deviation)
      #expect(coverage.captured == toy.centres.count)
      // 1 − e^(−9/2), with a standard error of 0.0007.
      #expect(abs(coverage.goodShare - 0.988891) < 0.003)
      #expect(coverage.reverseKL >= 0 && coverage.reverseKL < 0.0015)
    }
    let roll = Toy.swissRoll.table(count: 1_000, using: &random).numericColumns
    for (x, y) in zip(roll[0].values, roll[1].values) {
      let radius = (x * x + y * y).squareRoot()
      #expect(radius > 0.35 && radius < 1.55)
    }
  }
}
