import Tensors

/// A family with numbers for parameters, many of whose laws make one batch: all pairs of two lists are
/// then one broadcast expression.
protocol Batchable: Distribution<Double> {
  /// The parameters of one law.
  var parameters: [Double] { get }
  /// The batch of laws with these parameters.
  static func batch(_ parameters: [Tensor<Double>]) -> any Distribution<Tensor<Double>>
}

extension Batchable {
  /// The laws of a list along an axis of a matrix: rows are [n, 1], columns [1, n].
  static func batch(_ laws: [Self], shape: [Int]) -> (any Distribution<Tensor<Double>>)? {
    guard let first = laws.first else { return nil }
    let all = laws.map(\.parameters)
    return batch(
      first.parameters.indices.map { index in
        Tensor(shape: shape, scalars: all.map { $0[index] })
      })
  }
}

/// The matrix of all pairs by the closed form over batches; nil where there is none, or where it may
/// cancel.
func batchedDivergences<P: Batchable, Q: Batchable>(
  _ ps: [P], _ qs: [Q]
) -> Tensor<Double>? {
  guard let p = P.batch(ps, shape: [ps.count, 1]), let q = Q.batch(qs, shape: [1, qs.count]),
    let answer = KLRegistry<Tensor<Double>>.standard.answer(p, q), !answer.mayCancel
  else { return nil }
  return answer.value.broadcast(to: [ps.count, qs.count]).materialized()
}

extension Beta: Batchable where Value == Double {
  var parameters: [Double] { [alpha, beta] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Beta<Tensor<Double>>(alpha: p[0], beta: p[1])
  }
}

extension Binomial: Batchable where Value == Double {
  var parameters: [Double] { [trials, probability] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Binomial<Tensor<Double>>(trials: p[0], probability: p[1])
  }
}

extension Cauchy: Batchable where Value == Double {
  var parameters: [Double] { [location, scale] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Cauchy<Tensor<Double>>(location: p[0], scale: p[1])
  }
}

extension Exponential: Batchable where Value == Double {
  var parameters: [Double] { [rate] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Exponential<Tensor<Double>>(rate: p[0])
  }
}

extension Gamma: Batchable where Value == Double {
  var parameters: [Double] { [shape, rate] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Gamma<Tensor<Double>>(shape: p[0], rate: p[1])
  }
}

extension Geometric: Batchable where Value == Double {
  var parameters: [Double] { [probability] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Geometric<Tensor<Double>>(probability: p[0])
  }
}

extension Gumbel: Batchable where Value == Double {
  var parameters: [Double] { [location, scale] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Gumbel<Tensor<Double>>(location: p[0], scale: p[1])
  }
}

extension InverseGamma: Batchable where Value == Double {
  var parameters: [Double] { [shape, scale] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    InverseGamma<Tensor<Double>>(shape: p[0], scale: p[1])
  }
}

extension Laplace: Batchable where Value == Double {
  var parameters: [Double] { [location, scale] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Laplace<Tensor<Double>>(location: p[0], scale: p[1])
  }
}

extension LogNormal: Batchable where Value == Double {
  var parameters: [Double] { [logMean, logStandardDeviation] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    LogNormal<Tensor<Double>>(logMean: p[0], logStandardDeviation: p[1])
  }
}

extension Poisson: Batchable where Value == Double {
  var parameters: [Double] { [rate] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Poisson<Tensor<Double>>(rate: p[0])
  }
}

extension Weibull: Batchable where Value == Double {
  var parameters: [Double] { [shape, scale] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Weibull<Tensor<Double>>(shape: p[0], scale: p[1])
  }
}

extension VonMises: Batchable where Value == Double {
  var parameters: [Double] { [mean, concentration] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    VonMises<Tensor<Double>>(mean: p[0], concentration: p[1])
  }
}
