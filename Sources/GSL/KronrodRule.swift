import CGSL

/// The Gauss–Kronrod rules of QUADPACK, as GSL has them, by their number of points.
public enum KronrodRule: Int32, CaseIterable, Sendable {
  case points15 = 1
  case points21, points31, points41, points51, points61

  /// How many points the rule evaluates; none is an end of the interval.
  public var count: Int {
    self == .points15 ? 15 : Int(rawValue) * 10 + 1
  }

  /// The number of points of the Gauss rule inside, whose difference estimates the error.
  public var gaussCount: Int {
    count / 2
  }
}

/// What a Gauss–Kronrod rule says of one interval.
public struct KronrodEstimate: Sendable {
  /// The integral by the Kronrod rule.
  public let value: Double

  /// GSL's estimate of its error: 200 times the difference of the two rules, scaled down by the
  /// power 3/2, and at least 50 ε ∫|f|.
  public let error: Double

  /// ∫|f|.
  public let magnitude: Double

  /// ∫|f − mean of f|.
  public let deviation: Double
}

extension KronrodRule {
  /// The nodes on [−1, 1] in the order in which GSL asks for them: the node of a value at `i` is
  /// `(a + b)/2 + nodes[i] · (b − a)/2`.
  public func nodes() throws -> [Double] {
    var nodes: [Double] = []
    _ = try withCallback({ node in
      nodes.append(node)
      return 0
    }) { callback in
      callback.kronrod(self, from: -1, to: 1)
    }
    return nodes
  }

  /// The weights of the nodes on [−1, 1], in the same order.
  public func weights() -> [Double] {
    (0..<count).map { index in
      var indicator = [Double](repeating: 0, count: count)
      indicator[index] = 1
      return indicator.withUnsafeBufferPointer { estimate(of: $0, from: -1, to: 1).value }
    }
  }

  /// The rule applied to the values of a function at ``nodes()``.
  ///
  /// - Precondition: there are at least ``count`` values.
  @inline(__always)
  public func estimate(
    of values: UnsafeBufferPointer<Double>, from lower: Double, to upper: Double
  ) -> KronrodEstimate {
    precondition(values.count >= count, "a Gauss-Kronrod rule needs a value for each node")
    var value = 0.0
    var error = 0.0
    var magnitude = 0.0
    var deviation = 0.0
    cgsl_kronrod(
      Int32(count), values.baseAddress, lower, upper, &value, &error, &magnitude, &deviation)
    return KronrodEstimate(
      value: value, error: error, magnitude: magnitude, deviation: deviation)
  }
}

extension Callback {
  /// One Gauss–Kronrod rule on one interval.
  public mutating func kronrod(
    _ rule: KronrodRule, from lower: Double, to upper: Double
  ) -> KronrodEstimate {
    var value = 0.0
    var error = 0.0
    var magnitude = 0.0
    var deviation = 0.0
    let apply =
      switch rule {
      case .points15: gsl_integration_qk15
      case .points21: gsl_integration_qk21
      case .points31: gsl_integration_qk31
      case .points41: gsl_integration_qk41
      case .points51: gsl_integration_qk51
      case .points61: gsl_integration_qk61
      }
    apply(&function, lower, upper, &value, &error, &magnitude, &deviation)
    return KronrodEstimate(
      value: value, error: error, magnitude: magnitude, deviation: deviation)
  }
}
