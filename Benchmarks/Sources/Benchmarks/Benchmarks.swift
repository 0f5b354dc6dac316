import Tensors

/// Measures the cases whose names contain the words given, and prints one line of JSON for each:
/// `{"case", "peer", "threads", "elements", "median", "least"}`, times in nanoseconds a run. The cases
/// with the word after `--without` are left out; those of `--scaling` grow from 10³ to 10⁸ numbers;
/// `--memory` measures memory instead.
@main
enum Benchmarks {
  static func main() {
    var words = Array(CommandLine.arguments.dropFirst())
    if let flag = words.firstIndex(of: "--threads"), flag + 1 < words.count,
      let threads = Int(words[flag + 1])
    {
      ThreadCount.current = threads
      words.removeSubrange(flag...(flag + 1))
    }
    if words.contains("--memory") {
      if let ratio = memoryRatio() { print("{\"memory\": \(ratio)}") }
      return
    }
    let harness = Harness()
    var cases = tensorCases + densityCases + drawCases + scalarCases + divergenceCases + lossCases
    cases += ganCases + breadthCases + familyCases
    if let flag = words.firstIndex(of: "--without"), flag + 1 < words.count {
      let word = words[flag + 1]
      cases.removeAll { $0.name.contains(word) }
      words.removeSubrange(flag...(flag + 1))
    }
    if let flag = words.firstIndex(of: "--scaling") {
      words.remove(at: flag)
      cases = scalingCases
    }
    for item in cases {
      guard words.allSatisfy({ item.name.contains($0) }) else { continue }
      let times = harness.measure(item.prepare())
      print(
        """
        {"case": "\(item.name)", "peer": "\(item.peer)", "threads": \(ThreadCount.current), \
        "elements": \(item.elements), "median": \(times[times.count / 2]), "least": \(times[0])}
        """)
    }
  }
}
