import Foundation
import Tensors

/// Measures the cases whose names contain the words given, and prints one line of JSON for each:
/// `{"case", "peer", "threads", "elements", "median", "least"}`, times in nanoseconds a run. The cases
/// with the word after `--without` are left out; those of `--scaling` grow from 10³ to 10⁸ numbers;
/// `--names` prints the cases alone; with `--by-turns` the names are read from the input and an empty
/// line ends what is said of each; `--memory` measures memory instead.
@main
enum Benchmarks {
  static func main() {
    var words = Array(CommandLine.arguments.dropFirst())
    if let threads = value(after: "--threads", in: &words).flatMap({ Int($0) }) {
      ThreadCount.current = threads
    }
    if flag("--memory", in: &words) {
      if let ratio = memoryRatio() { print("{\"memory\": \(ratio)}") }
      return
    }
    var cases = tensorCases + densityCases + drawCases + scalarCases + divergenceCases + lossCases
    cases += ganCases + breadthCases + familyCases
    if let word = value(after: "--without", in: &words) {
      cases.removeAll { $0.name.contains(word) }
    }
    if flag("--scaling", in: &words) { cases = scalingCases }
    if flag("--by-turns", in: &words) { return takeTurns(cases) }
    let namesAlone = flag("--names", in: &words)
    for item in cases where words.allSatisfy({ item.name.contains($0) }) {
      if namesAlone {
        print("{\"case\": \"\(item.name)\", \"elements\": \(item.elements)}")
      } else {
        measure(item, item.prepare())
      }
    }
  }

  /// Measures the cases that are asked for, a name a line; one that is asked for again, with the data
  /// at hand.
  private static func takeTurns(_ cases: [Case]) {
    var prepared = ""
    var bodies: [(Case, () -> Void)] = []
    while let name = readLine() {
      if name != prepared {
        bodies = []  // the data of the case before may go
        prepared = name
        bodies = cases.filter { $0.name == name }.map { ($0, $0.prepare()) }
      }
      for (item, body) in bodies { measure(item, body) }
      print()
      fflush(nil)  // a pipe is not flushed at the end of a line
    }
  }

  private static func measure(_ item: Case, _ body: () -> Void) {
    let times = Harness().measure(body)
    print(
      """
      {"case": "\(item.name)", "peer": "\(item.peer)", "threads": \(ThreadCount.current), \
      "elements": \(item.elements), "median": \(times[times.count / 2]), "least": \(times[0])}
      """)
  }

  /// Whether the words have this one, which is taken out.
  private static func flag(_ name: String, in words: inout [String]) -> Bool {
    guard let index = words.firstIndex(of: name) else { return false }
    words.remove(at: index)
    return true
  }

  /// The word after this one; both are taken out.
  private static func value(after name: String, in words: inout [String]) -> String? {
    guard let index = words.firstIndex(of: name), index + 1 < words.count else { return nil }
    defer { words.removeSubrange(index...(index + 1)) }
    return words[index + 1]
  }
}
