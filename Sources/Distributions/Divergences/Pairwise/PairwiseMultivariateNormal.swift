import Tensors

/// KL of every pair of two lists of multivariate normal laws, from one factorisation for each law and
/// one matrix product for all pairs.
///
/// With A = Σq⁻¹ and means counted from a common centre,
///
/// ```
/// 2 KL = tr(A Σp) + μpᵀ A μp − 2 μpᵀ A μq + μqᵀ A μq − n + log |Σq| − log |Σp|
///      = ⟨A, Σp + μp μpᵀ⟩ − 2 ⟨A μq, μp⟩ + ...
/// ```
///
/// is a scalar product of a row made of p and a column made of q. Where it has lost more than three
/// digits, the pair is done again from the factors, which keeps them.
struct PairwiseMultivariateNormal {
  private let length: Int
  private let ps: [MultivariateNormal<Double>]
  private let qs: [MultivariateNormal<Double>]

  private static let share = 0x1p-10

  /// nil where the lengths are not all the same: the pairs are not in one space.
  init?(of ps: [MultivariateNormal<Double>], from qs: [MultivariateNormal<Double>]) {
    guard let length = ps.first?.length, length > 0 else { return nil }
    guard ps.allSatisfy({ $0.length == length }), qs.allSatisfy({ $0.length == length }) else {
      return nil
    }
    self.length = length
    self.ps = ps
    self.qs = qs
  }

  /// L of each law, one under the other, and whether all of them are factors.
  private static func factors(_ laws: [MultivariateNormal<Double>]) -> Tensor<Double> {
    // Those given by covariances are factorised as one batch.
    let given = laws.indices.filter {
      if case .covariance = laws[$0].scale { true } else { false }
    }
    var factors = laws.map { law -> Tensor<Double>? in
      if case .covariance = law.scale { nil } else { law.scale.factor }
    }
    if !given.isEmpty {
      let all = Tensor(stacking: given.map { laws[$0].scale.tensor }).cholesky().materialized()
      for (place, index) in given.enumerated() {
        factors[index] = all.sliced(place..<(place + 1)).squeezingShape(at: 0)
      }
    }
    return Tensor(stacking: factors.compactMap { $0 })
  }

  /// The mean of all means: what is common to them need not be squared.
  private func means() -> (p: Tensor<Double>, q: Tensor<Double>) {
    let own = Tensor(stacking: ps.map(\.location))
    let other = Tensor(stacking: qs.map(\.location))
    let centre = Tensor(concatenating: [own, other], alongAxis: 0)
      .mean(alongAxes: [0], keepRank: true)
    return (own - centre, other - centre)
  }

  func matrix() -> Tensor<Double> {
    let n = length
    let (rows, columns) = (ps.count, qs.count)
    let (own, other) = means()
    let ownFactors = Self.factors(ps)
    let otherFactors = Self.factors(qs)

    // Rows: Σp + μp μpᵀ, μp, 1 and −log |Σp|.
    let column = own.reshaped(to: [rows, n, 1])
    let second =
      ownFactors.matmul(ownFactors.matrixTransposed())
      + column.matmul(column.matrixTransposed())
    let ownLogs = 2 * log(ownFactors.diagonalPart()).sum(alongAxes: [-1], keepRank: true)
    let ones = Tensor<Double>(repeating: 1, shape: [rows, 1])
    let left = Tensor(
      concatenating: [second.reshaped(to: [rows, n * n]), own, ones, ownLogs], alongAxis: 1)

    // Columns: A, −2 A μq, μqᵀ A μq − n + log |Σq| and −1.
    let identity = Tensor<Double>(repeating: 1, shape: [columns, n]).diagonal()
    let inverses = otherFactors.triangularSolve(identity)
    let precision = inverses.matrixTransposed().matmul(inverses)
    let otherColumn = other.reshaped(to: [columns, n, 1])
    let whitened = inverses.matmul(otherColumn)
    let pull = precision.matmul(otherColumn).reshaped(to: [columns, n])
    let squares = square(whitened).sum(alongAxes: [-2, -1]).reshaped(to: [columns, 1])
    let otherLogs = 2 * log(otherFactors.diagonalPart()).sum(alongAxes: [-1], keepRank: true)
    let constant = squares + otherLogs - Tensor(Double(n))
    let minusOnes = Tensor<Double>(repeating: -1, shape: [columns, 1])
    let right = Tensor(
      concatenating: [
        precision.reshaped(to: [columns, n * n]), -2 * pull, constant, minusOnes,
      ], alongAxis: 1)
    let products = left.matmul(right.matrixTransposed())

    // No scalar product is larger than its vectors' lengths: the sizes of what was added.
    let leftSizes = sqrt(square(second).sum(alongAxes: [-2, -1])).scalars
    let rightSizes = sqrt(square(precision).sum(alongAxes: [-2, -1])).scalars
    let ownLengths = sqrt(square(own).sum(alongAxes: [-1])).scalars
    let pullLengths = sqrt(square(pull).sum(alongAxes: [-1])).scalars
    let constants = abs(constant).scalars
    let logs = abs(ownLogs).scalars
    return products.withUnsafeScalars { products in
      matrixByRows(rows, columns) { row, out in
        for column in 0..<columns {
          let value = 0.5 * products[row * columns + column]
          let size =
            leftSizes[row] * rightSizes[column] + 2 * ownLengths[row] * pullLengths[column]
            + constants[column] + logs[row] + Double(n)
          let isSharp = value > Self.share * size && value < .infinity
          out[column] = isSharp ? value : careful(ps[row], qs[column])
        }
      }
    }
  }

  private func careful(
    _ p: MultivariateNormal<Double>, _ q: MultivariateNormal<Double>
  ) -> Double {
    normalDivergence(p.location, p.scale, q.location, q.scale)
  }
}
