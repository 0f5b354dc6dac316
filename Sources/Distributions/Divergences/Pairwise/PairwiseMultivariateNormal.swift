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
  private let isOneList: Bool

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
    isOneList = areSameList(ps, qs)
  }

  /// L of each law, one under the other; those given in one way are made as one batch.
  private func factors(_ laws: [MultivariateNormal<Double>]) -> Tensor<Double> {
    let n = length
    var result = Tensor<Double>(zeros: [0, n, n])
    var order: [Int] = []
    for label in Set(laws.map(\.scale.label)) {
      let members = laws.indices.filter { laws[$0].scale.label == label }
      let shape = laws[members[0]].scale.rank == 1 ? [n] : [n, n]
      let given = stacked(
        members.map { laws[$0].scale.tensor }, rowLength: shape.reduce(1, *), shape: shape)
      let scale: NormalScale<Double> =
        switch laws[members[0]].scale {
        case .covariance: .covariance(given)
        case .scaleFactor: .scaleFactor(given)
        case .standardDeviations: .standardDeviations(given)
        }
      result =
        order.isEmpty
        ? scale.factor : Tensor(concatenating: [result, scale.factor], alongAxis: 0)
      order += members
    }
    if order != Array(laws.indices) {
      var places = [Int64](repeating: 0, count: laws.count)
      for (place, index) in order.enumerated() { places[index] = Int64(place) }
      result = result.gathering(atIndices: Tensor(places))
    }
    return result.materialized()
  }

  func matrix() -> Tensor<Double> {
    let n = length
    let (rows, columns) = (ps.count, qs.count)
    let ownMeans = stacked(ps.map(\.location), rowLength: n, shape: [n])
    let otherMeans = isOneList ? ownMeans : stacked(qs.map(\.location), rowLength: n, shape: [n])
    // What is common to all means need not be squared.
    let centre = Tensor(concatenating: [ownMeans, otherMeans], alongAxis: 0)
      .mean(alongAxes: [0], keepRank: true)
    let (own, other) = (ownMeans - centre, otherMeans - centre)
    let ownFactors = factors(ps)
    let otherFactors = isOneList ? ownFactors : factors(qs)

    let first = NormalRows(.first, factors: ownFactors, means: own)
    let second = NormalRows(.second, factors: otherFactors, means: other)
    let products = first.rows.matmul(second.rows.matrixTransposed())

    // No scalar product is larger than its vectors' lengths: the sizes of what was added.
    let logs = first.constants
    let constants = second.constants.map { $0 - Double(n) }
    var lost: [Int] = []
    let matrix = products.withUnsafeScalars { products in
      Tensor<Double>(shape: [rows, columns]) { (out: UnsafeMutableBufferPointer<Double>) in
        for row in 0..<rows {
          let left = first.sizes[row]
          for column in 0..<columns {
            let index = row * columns + column
            let value = 0.5 * (products[index] + (constants[column] - logs[row]))
            let right = second.sizes[column]
            let size =
              left.matrix * right.matrix + left.vector * right.vector
              + abs(constants[column]) + abs(logs[row]) + Double(n)
            out[index] = value
            if value > Self.share * size && value < .infinity { continue }
            // A law from itself, as in the matrix of a list with itself.
            let isSame =
              abs(value) < .infinity
              && (isOneList && row == column
                || ownMeans.row(row, equals: column, of: otherMeans)
                  && ownFactors.row(row, equals: column, of: otherFactors))
            if isSame { out[index] = 0 } else { lost.append(index) }
          }
        }
      }
    }
    guard !lost.isEmpty else { return matrix }
    return careful(lost, in: matrix, ownMeans, ownFactors, otherMeans, otherFactors)
  }

  /// The matrix with these of its elements done again from the factors, some thousands at a time.
  private func careful(
    _ places: [Int], in matrix: Tensor<Double>, _ own: Tensor<Double>, _ ownFactors: Tensor<Double>,
    _ other: Tensor<Double>, _ otherFactors: Tensor<Double>
  ) -> Tensor<Double> {
    let columns = qs.count
    let atOnce = max(1, 4_000_000 / (length * length))
    let parts = stride(from: 0, to: places.count, by: atOnce).map { start in
      let part = places[start..<min(places.count, start + atOnce)]
      let p = Tensor(part.map { Int64($0 / columns) })
      let q = Tensor(part.map { Int64($0 % columns) })
      let value: Tensor<Double> = normalDivergence(
        own.gathering(atIndices: p), .scaleFactor(ownFactors.gathering(atIndices: p)),
        other.gathering(atIndices: q), .scaleFactor(otherFactors.gathering(atIndices: q)))
      return value.scalars
    }
    return matrix.withUnsafeScalars { values in
      Tensor(shape: matrix.shape) { (out: UnsafeMutableBufferPointer<Double>) in
        _ = out.update(fromContentsOf: values)
        for (place, value) in zip(places, parts.joined()) { out[place] = value }
      }
    }
  }
}

extension Tensor<Double> {
  /// Whether a part of the first axis has the numbers of one of another tensor's.
  fileprivate func row(_ row: Int, equals other: Int, of tensor: Tensor<Double>) -> Bool {
    let length = scalarCount / Swift.max(shape[0], 1)
    return withUnsafeScalars { own in
      tensor.withUnsafeScalars { others in
        (0..<length).allSatisfy { own[row * length + $0] == others[other * length + $0] }
      }
    }
  }
}
