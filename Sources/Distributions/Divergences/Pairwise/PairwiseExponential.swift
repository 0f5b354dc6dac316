import SpecialFunctions
import Tensors

/// A law of an exponential family, with natural parameters θ, the means μ of what they multiply, and the
/// logarithm F of the normaliser: KL from another is F′ − F − (θ′ − θ)·μ.
protocol ExponentialFamilyLaw: Distribution<Double> {
  /// θ, μ and F; NaN of parameters that are not valid.
  var exponentialForm: (natural: [Double], means: [Double], logNormalizer: Double) { get }
}

/// KL of every pair of two lists of laws of one exponential family: (θ·μ − F) − (μ·θ′ − F′), the second
/// by one matrix product. A pair that keeps few of the digits is done again by its closed form.
struct PairwiseExponential<Law: ExponentialFamilyLaw> {
  private let ps: [Law]
  private let qs: [Law]

  init(of ps: [Law], from qs: [Law]) {
    self.ps = ps
    self.qs = qs
  }

  /// The matrix; nil where the laws are of different lengths.
  func matrix() -> Tensor<Double>? {
    let isOneList = areSameList(ps, qs)
    let own = ps.map(\.exponentialForm)
    let other = isOneList ? own : qs.map(\.exponentialForm)
    let length = own.first?.natural.count ?? 0
    guard own.allSatisfy({ $0.natural.count == length }),
      other.allSatisfy({ $0.natural.count == length })
    else { return nil }
    // The normaliser as one more parameter, of mean −1.
    let means = Tensor<Double>(
      shape: [ps.count, length + 1], scalars: own.flatMap { $0.means + [-1] })
    let parameters = Tensor<Double>(
      shape: [qs.count, length + 1], scalars: other.flatMap { $0.natural + [$0.logNormalizer] })
    let products = means.matmul(parameters.matrixTransposed())
    // The largest of each parameter bounds what a product is the sum of.
    var largest = [Double](repeating: 0, count: length + 1)
    for law in other {
      for (index, value) in (law.natural + [law.logNormalizer]).enumerated() {
        largest[index] = max(largest[index], abs(value))
      }
    }
    let (rows, columns) = (ps.count, qs.count)
    return products.withUnsafeScalars { products in
      matrixByRows(rows, columns) { row, out in
        let law = own[row]
        var sum = -law.logNormalizer
        var size = abs(law.logNormalizer) + largest[length]
        for index in 0..<length {
          sum += law.natural[index] * law.means[index]
          size += abs(law.means[index]) * (abs(law.natural[index]) + largest[index])
        }
        writeDifferences(
          sum, size: size / 8192,
          UnsafeBufferPointer(rebasing: products[row * columns..<(row + 1) * columns]), into: out
        ) { column in
          isOneList && row == column && abs(sum) < .infinity
            ? 0 : (try? klDivergence(of: ps[row], from: qs[column])) ?? .nan
        }
      }
    }
  }
}

extension Gamma: ExponentialFamilyLaw where Value == Double {
  var exponentialForm: (natural: [Double], means: [Double], logNormalizer: Double) {
    guard isValid else { return ([.nan, .nan], [.nan, .nan], .nan) }
    return (
      [shape, -rate], [digamma(shape) - log(rate), shape / rate],
      logGamma(shape) - shape * log(rate)
    )
  }
}

extension InverseGamma: ExponentialFamilyLaw where Value == Double {
  var exponentialForm: (natural: [Double], means: [Double], logNormalizer: Double) {
    Gamma<Double>(shape: shape, rate: scale).exponentialForm
  }
}

extension Beta: ExponentialFamilyLaw where Value == Double {
  var exponentialForm: (natural: [Double], means: [Double], logNormalizer: Double) {
    dirichletForm([alpha, beta])
  }
}

extension Dirichlet: ExponentialFamilyLaw where Value == Double {
  var exponentialForm: (natural: [Double], means: [Double], logNormalizer: Double) {
    dirichletForm(concentration.scalars)
  }
}

private func dirichletForm(
  _ concentration: [Double]
) -> (natural: [Double], means: [Double], logNormalizer: Double) {
  let isValid = concentration.allSatisfy { $0 > 0 && $0 < .infinity }
  let total = isValid ? concentration.reduce(0, +) : .nan
  let whole = digamma(total)
  return (
    concentration, concentration.map { digamma($0) - whole },
    concentration.reduce(0) { $0 + logGamma($1) } - logGamma(total)
  )
}

/// The matrix of laws of one trial that are given by their probabilities; nil of others.
func probabilityDivergences(
  _ ps: [Bernoulli<Double>], _ qs: [Bernoulli<Double>]
) -> Tensor<Double>? {
  func probabilities(_ laws: [Bernoulli<Double>], shape: [Int]) -> Tensor<Double>? {
    var values: [Double] = []
    values.reserveCapacity(laws.count)
    for law in laws {
      guard case .probability(let p) = law.parameter else { return nil }
      values.append(p)
    }
    return Tensor(shape: shape, scalars: values)
  }
  guard let p = probabilities(ps, shape: [ps.count, 1]),
    let q = probabilities(qs, shape: [1, qs.count])
  else { return nil }
  let (own, other) = (Bernoulli(probability: p), Bernoulli(probability: q))
  return (try? klDivergence(of: own, from: other))?
    .broadcast(to: [ps.count, qs.count]).materialized()
}

extension HalfNormal: Batchable where Value == Double {
  var parameters: [Double] { [scale] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    HalfNormal<Tensor<Double>>(scale: p[0])
  }
}

extension Pareto: Batchable where Value == Double {
  var parameters: [Double] { [scale, shape] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Pareto<Tensor<Double>>(scale: p[0], shape: p[1])
  }
}

extension Uniform: Batchable where Value == Double {
  var parameters: [Double] { [lowerBound, upperBound] }
  static func batch(_ p: [Tensor<Double>]) -> any Distribution<Tensor<Double>> {
    Uniform<Tensor<Double>>(lowerBound: p[0], upperBound: p[1])
  }
}
