import Tensors

/// Measures the cases whose names contain the words given, and prints one line of JSON for each:
/// `{"case", "peer", "threads", "elements", "median", "least"}`, times in nanoseconds a run.
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
    let harness = Harness()
    let cases = tensorCases + densityCases + drawCases + scalarCases + divergenceCases + lossCases
    for item in cases + ganCases {
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
