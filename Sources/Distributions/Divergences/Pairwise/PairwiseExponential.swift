import Tensors

/// A law of an exponential family, whose parameters are its natural ones or their negatives.
protocol ExponentialFamilyLaw: Distribution<Double> {
  var parameterCount: Int { get }
  /// Writes the parameters, `step` numbers apart.
  func write(to target: UnsafeMutablePointer<Double>, step: Int)
  /// The derivatives of the logarithm of the normaliser, of one row for each parameter, and the sizes of
  /// what they are sums of.
  static func slopes(of parameters: Tensor<Double>) -> (Tensor<Double>, sizes: Tensor<Double>)
  /// KL of the laws of as many columns, by the closed form.
  static func divergences(of p: Tensor<Double>, from q: Tensor<Double>) -> Tensor<Double>?
}

/// KL of every pair of two lists of laws of one exponential family.
///
/// With F the logarithm of the normaliser, a function of the parameters θ, it is
///
/// ```
/// KL(p‖q) = F(θ′) − F(θ) − ∇F(θ)·(θ′ − θ),
/// ```
///
/// to which an affine function added to F makes no difference. The tangent at a centre of all laws is
/// taken away: then F is a divergence from the centre itself, and nothing large cancels for laws near each
/// other. Of F and its slope there is one for each law; a pair that keeps few of the digits is done again
/// by its closed form, all of them as one batch.
struct PairwiseExponential<Law: ExponentialFamilyLaw> {
  /// The parameters of both lists, one row for each.
  private let own: Tensor<Double>
  private let other: Tensor<Double>
  private let isOneList: Bool

  private var length: Int { own.shape[0] }
  private var rows: Int { own.shape[1] }
  private var columns: Int { other.shape[1] }

  /// Of laws whose parameters are columns of matrices with as many rows.
  init(of own: Tensor<Double>, from other: Tensor<Double>, isOneList: Bool) {
    (self.own, self.other, self.isOneList) = (own, other, isOneList)
  }

  /// nil where the laws have not all as many parameters.
  init?(of ps: [Law], from qs: [Law]) {
    guard let length = ps.first?.parameterCount else { return nil }
    guard ps.allSatisfy({ $0.parameterCount == length }),
      qs.allSatisfy({ $0.parameterCount == length })
    else { return nil }
    isOneList = areSameList(ps, qs)
    own = Self.table(ps, length)
    other = isOneList ? own : Self.table(qs, length)
  }

  /// One row for each parameter.
  private static func table(_ laws: [Law], _ length: Int) -> Tensor<Double> {
    Tensor(shape: [length, laws.count]) { (out: UnsafeMutableBufferPointer<Double>) in
      guard let base = out.baseAddress else { return }
      for (index, law) in laws.enumerated() { law.write(to: base + index, step: laws.count) }
    }
  }

  /// The mean of each parameter over both lists, of those that are numbers and not 0.
  private func centre(_ tables: [Tensor<Double>]) -> Tensor<Double> {
    let means = (0..<length).map { (row: Int) -> Double in
      var (sum, count) = (0.0, 0.0)
      for table in tables {
        let columns = table.shape[1]
        table.withUnsafeScalars { numbers in
          for x in numbers[row * columns..<(row + 1) * columns] where x > 0 && x < 1e300 {
            sum += x
            count += 1
          }
        }
      }
      return sum / max(count, 1)
    }
    return Tensor(shape: [length, 1], scalars: means)
  }

  /// The matrix; nil where there is no closed form.
  func matrix() -> Tensor<Double>? {
    let centre = centre(isOneList ? [own] : [own, other])
    guard let ownHeights = Law.divergences(of: centre, from: own),
      let otherHeights = isOneList ? ownHeights : Law.divergences(of: centre, from: other)
    else { return nil }
    let (steep, steepness) = Law.slopes(of: own)
    let (base, baseSize) = Law.slopes(of: centre)
    let laws = own.transposed()
    let slopes = (steep - base).transposed()
    let sizes = (steepness + baseSize).transposed()
    evaluate(laws, slopes, sizes, ownHeights, otherHeights)
    let tangents = TangentColumns(parameters: other, heights: otherHeights)
    var lost = [[Int32]](repeating: [], count: rows)
    let (length, isOneList) = (length, isOneList)
    return lost.withUnsafeMutableBufferPointer { lost in
      // Each row is written by exactly one call, and all calls end before any is read.
      nonisolated(unsafe) let places = lost
      return laws.withUnsafeScalars { laws in
        slopes.withUnsafeScalars { slopes in
          sizes.withUnsafeScalars { sizes in
            ownHeights.withUnsafeScalars { heights in
              matrixByRows(rows, columns) { row, out in
                guard let law = laws.baseAddress, let slope = slopes.baseAddress,
                  let size = sizes.baseAddress
                else { return }
                let start = row * length
                places[row] = tangents.divergences(
                  of: law + start, height: heights[row], slopes: slope + start,
                  sizes: size + start, into: out, itself: isOneList ? row : nil)
              } finish: { matrix in
                writeCareful(Array(places), to: matrix)
              }
            }
          }
        }
      }
    }
  }

  /// Writes these elements of the matrix by the closed form, some hundred thousands at a time.
  private func writeCareful(_ lost: [[Int32]], to matrix: UnsafeMutablePointer<Double>) {
    let places = lost.enumerated().flatMap { row, columns in
      columns.map { (row: row, column: Int($0)) }
    }
    let atOnce = max(1, 1_000_000 / length)
    for start in stride(from: 0, to: places.count, by: atOnce) {
      let part = places[start..<min(places.count, start + atOnce)]
      let p = own.gathering(atIndices: Tensor(part.map { Int64($0.row) }), alongAxis: 1)
      let q = other.gathering(atIndices: Tensor(part.map { Int64($0.column) }), alongAxis: 1)
      let values = Law.divergences(of: p, from: q)?.scalars
      for (index, place) in part.enumerated() {
        let value = values?[index] ?? .nan
        let isSame = isOneList && place.row == place.column && !value.isNaN
        matrix[place.row * self.columns + place.column] = isSame ? 0 : value
      }
    }
  }
}

extension Dirichlet: ExponentialFamilyLaw where Value == Double {
  var parameterCount: Int { concentration.scalarCount }

  func write(to target: UnsafeMutablePointer<Double>, step: Int) {
    concentration.withUnsafeScalars { numbers in
      for (index, number) in numbers.enumerated() { target[index * step] = number }
    }
  }

  static func slopes(of parameters: Tensor<Double>) -> (Tensor<Double>, sizes: Tensor<Double>) {
    dirichletSlopes(parameters)
  }

  static func divergences(of p: Tensor<Double>, from q: Tensor<Double>) -> Tensor<Double>? {
    KLRegistry<Tensor<Double>>.standard.answer(
      Dirichlet<Tensor<Double>>(concentration: p.transposed()),
      Dirichlet<Tensor<Double>>(concentration: q.transposed()))?.value
  }
}

/// Of F = Σ log Γ(αᵢ) − log Γ(Σ αᵢ).
private func dirichletSlopes(
  _ concentration: Tensor<Double>
) -> (Tensor<Double>, sizes: Tensor<Double>) {
  let parts = digamma(concentration)
  let whole = digamma(concentration.sum(alongAxes: [0], keepRank: true))
  return (parts - whole, abs(parts) + abs(whole))
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
