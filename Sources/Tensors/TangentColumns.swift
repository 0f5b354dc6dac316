import CVectorMath

/// Laws of an exponential family as the columns of a matrix of divergences.
///
/// With F the logarithm of the normaliser, less its tangent at a centre common to all laws, KL(p‖q) is
/// what F at q is above its tangent at p:
///
/// ```
/// F(θ′) − F(θ) − ∇F(θ)·(θ′ − θ)
/// ```
package struct TangentColumns: Sendable {
  private let parameters: [Double]
  private let heights: [Double]

  /// - Parameters:
  ///   - parameters: θ′, one row for each parameter.
  ///   - heights: F(θ′).
  package init(parameters: Tensor<Double>, heights: Tensor<Double>) {
    precondition(parameters.rank == 2 && heights.shape == [parameters.shape[1]])
    self.parameters = parameters.scalars
    self.heights = heights.scalars
  }

  /// Writes the divergences of one law from each of these.
  ///
  /// - Parameters:
  ///   - law: θ, its parameters.
  ///   - slopes: ∇F(θ).
  ///   - sizes: of what the slopes are sums of.
  ///   - itself: the place of the law among these, where it is one of them.
  /// - Returns: The places of those that have lost more than eleven of their bits.
  package func divergences(
    of law: UnsafePointer<Double>, height: Double, slopes: UnsafePointer<Double>,
    sizes: UnsafePointer<Double>, into out: UnsafeMutablePointer<Double>, itself: Int?
  ) -> [Int32] {
    let count = heights.count
    return withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { lost in
      guard let places = lost.baseAddress, count > 0 else { return [] }
      let found = vm_tangent_distances(
        parameters.count / count, height, slopes, sizes, law, parameters, heights, out, count,
        places)
      // A law from itself is 0, and that is all of it.
      if found == 1, let itself, Int(lost[0]) == itself, out[itself] == 0 { return [] }
      return Array(lost[..<found])
    }
  }
}
