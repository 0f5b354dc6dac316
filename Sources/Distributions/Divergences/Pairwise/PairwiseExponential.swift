import SpecialFunctions
import Tensors

/// A law of an exponential family: KL from another is F′ − F − (θ′ − θ)·μ.
struct ExponentialForm {
  /// θ, the natural parameters, and μ, the means of what they multiply.
  let natural: [Double]
  let means: [Double]
  /// F, the logarithm of the normaliser.
  let logNormalizer: Double
  /// The sizes of what the means and the normaliser are sums of: their rounding is of these.
  let meanSizes: [Double]
  let normalizerSize: Double
}

protocol ExponentialFamilyLaw: Distribution<Double> {
  /// NaN of parameters that are not valid.
  var exponentialForm: ExponentialForm { get }
}

/// KL of every pair of two lists of laws of one exponential family: (θ·μ − F) − (μ·θ′ − F′), the second
/// by one matrix product, and another of the sizes of what is added. A pair that keeps few of the digits
/// is done again by its closed form.
struct PairwiseExponential<Law: ExponentialFamilyLaw> {
  private let ps: [Law]
  private let qs: [Law]

  private static var share: Double { 0x1p-13 }

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
    func table(_ forms: [ExponentialForm], _ row: (ExponentialForm) -> [Double]) -> Tensor<Double> {
      Tensor(shape: [forms.count, length + 1], scalars: forms.flatMap(row))
    }
    let products = table(own) { $0.means + [-1] }
      .matmul(table(other) { $0.natural + [$0.logNormalizer] }.matrixTransposed())
    let sizes = table(own) { $0.meanSizes + [1] }
      .matmul(table(other) { $0.natural.map(abs) + [$0.normalizerSize] }.matrixTransposed())
    evaluate(products, sizes)
    let (rows, columns) = (ps.count, qs.count)
    return products.withUnsafeScalars { products in
      sizes.withUnsafeScalars { sizes in
        matrixByRows(rows, columns) { row, out in
          let law = own[row]
          var sum = -law.logNormalizer
          var size = law.normalizerSize
          for index in 0..<length {
            sum += law.natural[index] * law.means[index]
            size += abs(law.natural[index]) * law.meanSizes[index]
          }
          for column in 0..<columns {
            let value = sum - products[row * columns + column]
            let isSharp =
              value > Self.share * (size + sizes[row * columns + column]) && value < .infinity
            out[column] = isSharp ? value : careful(row, column, isSame: isOneList && row == column)
          }
        }
      }
    }
  }

  private func careful(_ row: Int, _ column: Int, isSame: Bool) -> Double {
    let value = (try? klDivergence(of: ps[row], from: qs[column], method: .closedForm)) ?? .nan
    return isSame && !value.isNaN ? 0 : value
  }
}

extension Gamma: ExponentialFamilyLaw where Value == Double {
  var exponentialForm: ExponentialForm {
    let isValid = shape > 0 && shape < .infinity && rate > 0 && rate < .infinity
    let (shape, rate) = isValid ? (shape, rate) : (.nan, .nan)
    let (logRate, mean, logGamma) = (log(rate), digamma(shape), logGamma(shape))
    return ExponentialForm(
      natural: [shape, -rate], means: [mean - logRate, shape / rate],
      logNormalizer: logGamma - shape * logRate,
      meanSizes: [abs(mean) + abs(logRate), shape / rate],
      normalizerSize: abs(logGamma) + abs(shape * logRate))
  }
}

extension InverseGamma: ExponentialFamilyLaw where Value == Double {
  var exponentialForm: ExponentialForm { Gamma<Double>(shape: shape, rate: scale).exponentialForm }
}

extension Beta: ExponentialFamilyLaw where Value == Double {
  var exponentialForm: ExponentialForm { dirichletForm([alpha, beta]) }
}

extension Dirichlet: ExponentialFamilyLaw where Value == Double {
  var exponentialForm: ExponentialForm { dirichletForm(concentration.scalars) }
}

private func dirichletForm(_ concentration: [Double]) -> ExponentialForm {
  let isValid = concentration.allSatisfy { $0 > 0 && $0 < .infinity }
  let total = isValid ? concentration.reduce(0, +) : .nan
  let whole = digamma(total)
  let means = concentration.map { digamma($0) }
  let logs = concentration.map { logGamma($0) }
  let last = logGamma(total)
  return ExponentialForm(
    natural: concentration, means: means.map { $0 - whole },
    logNormalizer: logs.reduce(0, +) - last,
    meanSizes: means.map { abs($0) + abs(whole) },
    normalizerSize: logs.reduce(0) { $0 + abs($1) } + abs(last))
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
