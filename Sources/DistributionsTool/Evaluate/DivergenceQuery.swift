import Distributions

/// How a divergence is to be found, as requests and options say it.
struct DivergenceQuery {
  var method: DivergenceMethod?
  var tolerance: Double = 1e-10
  var monteCarlo: MonteCarlo?

  /// How many draws are taken where nobody says.
  static let defaultDraws = 100_000

  /// The most draws that may be asked for.
  static let drawsLimit: UInt64 = 100_000_000

  init(
    method: String?, tolerance: Double?, draws: UInt64?, seed: UInt64?
  ) throws(Failure) {
    if let method {
      guard let known = DivergenceMethod(rawValue: method) else {
        let names = DivergenceMethod.allCases.map(\.rawValue)
        let advice = NearestName.suggestion(for: method, among: names).map {
          "; did you mean \($0)?"
        }
        throw Failure(
          .badArgument,
          "No method is called \(method)\(advice ?? ".") Methods: \(names.joined(separator: ", "))."
        )
      }
      self.method = known
    }
    if let tolerance {
      guard tolerance > 0 else {
        throw Failure(.badArgument, "tolerance is \(tolerance), but must be positive.")
      }
      self.tolerance = tolerance
    }
    if let draws, draws < 2 || draws > Self.drawsLimit {
      throw Failure(
        .badArgument, "draws is \(draws), but must be from 2 to \(Self.drawsLimit).")
    }
    // Draws are taken only where they are asked for, by name or by their number.
    if self.method == .monteCarlo || draws != nil {
      monteCarlo = .monteCarlo(
        draws: draws.map { Int($0) } ?? Self.defaultDraws,
        using: Philox4x32(seed: seed ?? 0))
    }
  }

  init(_ request: Request) throws(Failure) {
    let method = request.optional("method") == nil ? nil : try request.string("method")
    try self.init(
      method: method, tolerance: try request.optionalNumber("tolerance"),
      draws: try request.optionalWholeNumber("draws"),
      seed: try request.optionalWholeNumber("seed"))
  }

  func kl(
    _ p: any Distribution<Double>, _ q: any Distribution<Double>
  ) throws(DivergenceError) -> Estimate<Double> {
    try klEstimate(
      of: p, from: q, method: method, allowing: monteCarlo, tolerance: tolerance)
  }

  func divergence(
    _ divergence: Divergence, _ p: any Distribution<Double>, _ q: any Distribution<Double>
  ) throws(DivergenceError) -> Estimate<Double> {
    try divergenceEstimate(divergence, of: p, from: q, method: method, tolerance: tolerance)
  }

  /// The divergence of that name; the failure says which names there are.
  static func divergence(named name: String, order: Double?) throws(Failure) -> Divergence {
    if let divergence = Divergence(name: name, order: order) { return divergence }
    let nearest = NearestName.suggestion(for: name, among: Divergence.names)
    let advice = nearest.map { "; did you mean \($0)?" } ?? "."
    throw Failure(
      .badArgument,
      "No divergence is called \(name)\(advice) Names: "
        + "\(Divergence.names.joined(separator: ", ")).")
  }

  func klMatrix(
    _ ps: [any Distribution<Double>], _ qs: [any Distribution<Double>]
  ) throws(DivergenceError) -> Tensor<Double> {
    try pairwiseKLDivergence(
      of: ps, from: qs, method: method, allowing: monteCarlo, tolerance: tolerance)
  }

  func crossEntropy(
    _ p: any Distribution<Double>, _ q: any Distribution<Double>
  ) throws(DivergenceError) -> Estimate<Double> {
    try crossEntropyEstimate(
      of: p, under: q, method: method, allowing: monteCarlo, tolerance: tolerance)
  }

  func entropy(_ p: any Distribution<Double>) throws(DivergenceError) -> Estimate<Double> {
    try entropyEstimate(of: p, method: method, allowing: monteCarlo, tolerance: tolerance)
  }
}
