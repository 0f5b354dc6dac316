import Tensors

/// A family with numbers for parameters, many of whose laws make one batch: all pairs of two lists are
/// then one broadcast expression.
protocol Batchable: Distribution<Double> {
  /// The parameters of laws, a list for each.
  static func parameters(of laws: [Self]) -> [[Double]]
  /// The batch of laws with these parameters.
  static func batch(_ parameters: [Tensor<Double>]) -> any Distribution<Tensor<Double>>
}

extension Batchable {
  /// The laws of a list along an axis of a matrix: rows are [n, 1], columns [1, n].
  static func batch(_ laws: [Self], shape: [Int]) -> any Distribution<Tensor<Double>> {
    let numbers = parameters(of: laws)
    return batch(
      numbers.enumerated().map { index, list in
        // What they have all in common is one number, of which a rule's condition is quickly known; the
        // first parameter may not be the only one.
        if index + 1 < numbers.count, let first = list.first, list.allSatisfy({ $0 == first }) {
          return Tensor(first)
        }
        return Tensor(shape: shape, scalars: list)
      })
  }

  /// The matrix of all pairs by the closed form over batches; nil where there is none, or where it may
  /// cancel. The lists are of laws of this family.
  static func divergences(_ ps: Any, _ qs: Any) -> Tensor<Double>? {
    guard let ps = ps as? [Self], let qs = qs as? [Self] else { return nil }
    let p = batch(ps, shape: [ps.count, 1])
    let q = batch(qs, shape: [1, qs.count])
    guard let answer = KLRegistry<Tensor<Double>>.standard.answer(p, q), !answer.mayCancel else {
      return nil
    }
    return answer.value.broadcast(to: [ps.count, qs.count]).materialized()
  }
}

extension Beta: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] { [laws.map(\.alpha), laws.map(\.beta)] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Beta<Tensor<Double>>(alpha: p[0], beta: p[1])
  }
}

extension BetaPrime: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] { [laws.map(\.alpha), laws.map(\.beta)] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    BetaPrime<Tensor<Double>>(alpha: p[0], beta: p[1])
  }
}

extension Binomial: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] {
    [laws.map(\.trials), laws.map(\.probability)]
  }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Binomial<Tensor<Double>>(trials: p[0], probability: p[1])
  }
}

extension Cauchy: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] {
    [laws.map(\.location), laws.map(\.scale)]
  }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Cauchy<Tensor<Double>>(location: p[0], scale: p[1])
  }
}

extension Chi: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] { [laws.map(\.degreesOfFreedom)] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Chi<Tensor<Double>>(degreesOfFreedom: p[0])
  }
}

extension ChiSquared: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] { [laws.map(\.degreesOfFreedom)] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    ChiSquared<Tensor<Double>>(degreesOfFreedom: p[0])
  }
}

extension Erlang: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] { [laws.map(\.shape), laws.map(\.rate)] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Erlang<Tensor<Double>>(shape: p[0], rate: p[1])
  }
}

extension Exponential: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] { [laws.map(\.rate)] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Exponential<Tensor<Double>>(rate: p[0])
  }
}

extension Gamma: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] { [laws.map(\.shape), laws.map(\.rate)] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Gamma<Tensor<Double>>(shape: p[0], rate: p[1])
  }
}

extension Geometric: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] { [laws.map(\.probability)] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Geometric<Tensor<Double>>(probability: p[0])
  }
}

extension Gumbel: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] {
    [laws.map(\.location), laws.map(\.scale)]
  }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Gumbel<Tensor<Double>>(location: p[0], scale: p[1])
  }
}

extension HalfNormal: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] { [laws.map(\.scale)] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    HalfNormal<Tensor<Double>>(scale: p[0])
  }
}

extension InverseGamma: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] { [laws.map(\.shape), laws.map(\.scale)] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    InverseGamma<Tensor<Double>>(shape: p[0], scale: p[1])
  }
}

extension InverseGaussian: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] { [laws.map(\.mean), laws.map(\.shape)] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    InverseGaussian<Tensor<Double>>(mean: p[0], shape: p[1])
  }
}

extension Laplace: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] {
    [laws.map(\.location), laws.map(\.scale)]
  }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Laplace<Tensor<Double>>(location: p[0], scale: p[1])
  }
}

extension LogitNormal: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] {
    [laws.map(\.logitMean), laws.map(\.logitStandardDeviation)]
  }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    LogitNormal<Tensor<Double>>(logitMean: p[0], logitStandardDeviation: p[1])
  }
}

extension LogNormal: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] {
    [laws.map(\.logMean), laws.map(\.logStandardDeviation)]
  }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    LogNormal<Tensor<Double>>(logMean: p[0], logStandardDeviation: p[1])
  }
}

extension Maxwell: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] { [laws.map(\.scale)] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Maxwell<Tensor<Double>>(scale: p[0])
  }
}

extension NegativeBinomial: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] {
    [laws.map(\.successes), laws.map(\.probability)]
  }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    NegativeBinomial<Tensor<Double>>(successes: p[0], probability: p[1])
  }
}

extension Normal: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] {
    [laws.map(\.mean), laws.map(\.standardDeviation)]
  }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Normal<Tensor<Double>>(mean: p[0], standardDeviation: p[1])
  }
}

extension Pareto: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] { [laws.map(\.scale), laws.map(\.shape)] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Pareto<Tensor<Double>>(scale: p[0], shape: p[1])
  }
}

extension Poisson: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] { [laws.map(\.rate)] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Poisson<Tensor<Double>>(rate: p[0])
  }
}

extension Rayleigh: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] { [laws.map(\.scale)] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Rayleigh<Tensor<Double>>(scale: p[0])
  }
}

extension Uniform: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] {
    [laws.map(\.lowerBound), laws.map(\.upperBound)]
  }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Uniform<Tensor<Double>>(lowerBound: p[0], upperBound: p[1])
  }
}

extension VonMises: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] {
    [laws.map(\.mean), laws.map(\.concentration)]
  }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    VonMises<Tensor<Double>>(mean: p[0], concentration: p[1])
  }
}

extension Weibull: Batchable where Value == Double {
  static func parameters(of laws: [Self]) -> [[Double]] { [laws.map(\.shape), laws.map(\.scale)] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Weibull<Tensor<Double>>(shape: p[0], scale: p[1])
  }
}
