import GSL

/// The nodes of GSL's 21-point Gauss–Kronrod rule, and what tells how well the rule resolves a
/// function.
///
/// The nodes and weights are read from GSL once. A *null rule* of degree d is a sum Σ u_k f(x_k)
/// over the same nodes that vanishes for every polynomial of degree below d: it measures what of f
/// is beyond degree d. The difference of the Kronrod and the Gauss rule is one (d = 20). It may
/// vanish by accident, at a kink between the nodes for instance; six further null rules, of degrees
/// 20 down to 15, do not vanish with it. They are the discrete orthogonal polynomials of the nodes,
/// of the same norm.
///
/// Source: J. Berntsen, T. O. Espelid, "Error estimation in automatic quadrature routines", ACM
/// TOMS 17 (1991), 233–252.
struct KronrodPoints: Sendable {
  static let count = 21
  static let shared = KronrodPoints()

  /// The nodes on [−1, 1], in GSL's order.
  let nodes: [Double]

  /// For each node its weights in the seven null rules: Kronrod minus Gauss, then degrees 20, 19,
  /// …, 15. (The eighth is 0.)
  let nullRules: [SIMD8<Double>]

  /// For each node its weights in the values at −1 and 1 of the polynomial through all nodes.
  let endWeights: [SIMD2<Double>]

  /// The outermost node.
  static let outermost = 0.995_657_163_025_808_1

  private init() {
    let rule = KronrodRule.points21
    let weights = rule.weights()
    var nodes: [Double] = []
    var difference = weights
    do {
      nodes = try rule.nodes()
      let gauss = try GaussLegendre(count: rule.gaussCount)
      for index in 0..<rule.gaussCount {
        let (node, weight) = try gauss.point(index)
        for (place, other) in nodes.enumerated() where abs(other - node) < 1e-10 {
          difference[place] -= weight
        }
      }
    } catch {
      preconditionFailure("GSL cannot give its own quadrature rules: \(error)")
    }
    self.nodes = nodes
    let norm = difference.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let polynomials = Self.orthonormalPolynomials(at: nodes)
    nullRules = nodes.indices.map { index in
      var rules = SIMD8<Double>(repeating: 0)
      rules[0] = difference[index]
      for degree in 15...20 {
        rules[21 - degree] = polynomials[degree][index] * norm
      }
      return rules
    }
    endWeights = nodes.map { node in
      var weights = SIMD2<Double>(1, 1)
      for other in nodes where other != node {
        weights *= (SIMD2(-1, 1) - other) / (node - other)
      }
      return weights
    }
  }

  /// The polynomials of degrees 0 to 20 that are orthonormal in the sum over the nodes.
  private static func orthonormalPolynomials(at nodes: [Double]) -> [[Double]] {
    func dot(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    var basis: [[Double]] = []
    for degree in 0..<nodes.count {
      // A node times the last polynomial, freed of all lower ones, twice for the sake of rounding.
      var vector = [Double](repeating: 1, count: nodes.count)
      if degree > 0 {
        vector = zip(nodes, basis[degree - 1]).map { $0 * $1 }
      }
      for _ in 0..<2 {
        for other in basis {
          let part = dot(vector, other)
          for index in vector.indices {
            vector[index] -= part * other[index]
          }
        }
      }
      let norm = dot(vector, vector).squareRoot()
      basis.append(vector.map { $0 / norm })
    }
    return basis
  }

  /// What the values let expect of the function at both ends.
  @inline(__always)
  func ends(_ values: UnsafePointer<Double>) -> SIMD2<Double> {
    endWeights.withUnsafeBufferPointer { weights in
      var sums = SIMD2<Double>(repeating: 0)
      for index in 0..<Self.count {
        sums += weights[index] * values[index]
      }
      return sums
    }
  }

  /// How much of the function the rule may miss, on [−1, 1]: the largest of the null rules of the
  /// highest degrees, or what the decay of the lower ones lets expect of them.
  @inline(__always)
  func unresolved(_ values: UnsafePointer<Double>) -> Double {
    let sums = nullRules.withUnsafeBufferPointer { rules in
      var sums = SIMD8<Double>(repeating: 0)
      for index in 0..<Self.count {
        sums += rules[index] * values[index]
      }
      return sums
    }
    let first = max(abs(sums[1]), abs(sums[2]))
    let second = max(abs(sums[3]), abs(sums[4]))
    let third = max(abs(sums[5]), abs(sums[6]))
    let expected = second < third ? second * (second / third) : second
    return max(abs(sums[0]), max(first, expected))
  }
}
