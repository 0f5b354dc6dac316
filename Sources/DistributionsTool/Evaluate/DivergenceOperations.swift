import Distributions

extension Answering {
  /// Divergences, cross-entropies and entropies.
  static let divergenceOperations: [String: Operation] = [
    "kl": { request in
      let query = try DivergenceQuery(request)
      return Answer(
        try query.kl(try request.distribution("p"), try request.distribution("q")))
    },
    "crossEntropy": { request in
      let query = try DivergenceQuery(request)
      return Answer(
        try query.crossEntropy(try request.distribution("p"), try request.distribution("q")))
    },
    "entropy": { request in
      Answer(try DivergenceQuery(request).entropy(try request.distribution("p")))
    },
    "divergence": { request in
      let query = try DivergenceQuery(request)
      let divergence = try DivergenceQuery.divergence(
        named: try request.string("name"), order: try request.optionalNumber("order"))
      return Answer(
        try query.divergence(
          divergence, try request.distribution("p"), try request.distribution("q")))
    },
    "klMatrix": { request in
      let query = try DivergenceQuery(request)
      let ps = try request.distributions("ps")
      let qs = try request.distributions("qs")
      guard ps.count <= pairLimit / max(qs.count, 1) else {
        throw Failure(
          .badArgument, "\(ps.count) × \(qs.count) pairs are more than \(pairLimit).")
      }
      return Answer(try query.klMatrix(ps, qs))
    },
  ]

  /// The most pairs that one answer holds.
  private static let pairLimit = 5_000_000
}
