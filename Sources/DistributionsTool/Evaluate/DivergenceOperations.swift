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
    "klMatrix": { request in
      let query = try DivergenceQuery(request)
      let ps = try request.distributions("ps")
      let qs = try request.distributions("qs")
      var values: [Double] = []
      values.reserveCapacity(ps.count * qs.count)
      for p in ps {
        for q in qs { values.append(try query.kl(p, q).value) }
      }
      let shape = [ps.count, qs.count]
      return Answer { writer in
        writer.nested(shape: shape) { $0.number(values[$1]) }
      }
    },
  ]
}
