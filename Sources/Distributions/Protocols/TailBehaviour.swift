/// How −log of a density or mass grows towards an end of its support: its leading terms.
///
/// With t = |x| at an infinite end and t = 1/(distance to the end) at a finite one,
///
/// ```
/// −log p = Σ coefficient · growth(t) + O(1)
/// ```
///
/// so that a density that falls as t^−(ν+1) has the one term (ν + 1) log t, a normal one
/// t²/(2σ²) − μt/σ², and one that rises as distance^(α−1) towards a finite end (α − 1) log t.
/// From these it is decided, before any point is evaluated, whether the integral or sum of p·log q
/// exists.
public struct TailBehaviour: Sendable, Hashable {
  public enum Growth: Sendable, Hashable {
    /// e^{rate·t}
    case exponential(rate: Double)
    /// t^{exponent}·log t, exponent > 0
    case powerLog(exponent: Double)
    /// t^{exponent}, exponent > 0
    case power(exponent: Double)
    /// (log t)²
    case logSquared
    /// log t
    case log
  }

  public struct Term: Sendable, Hashable {
    public let coefficient: Double
    public let growth: Growth

    public init(_ coefficient: Double, _ growth: Growth) {
      self.coefficient = coefficient
      self.growth = growth
    }
  }

  /// The terms, the fastest growing first.
  public let terms: [Term]

  /// The terms in any order; those with coefficient 0 are dropped.
  public init(_ terms: [Term]) {
    let isOrdered = terms.indices.allSatisfy { index in
      terms[index].coefficient != 0
        && (index == 0 || terms[index - 1].growth.isFaster(than: terms[index].growth))
    }
    self.terms =
      isOrdered
      ? terms
      : terms.filter { $0.coefficient != 0 }.sorted { $0.growth.isFaster(than: $1.growth) }
  }

  /// A coefficient that is positive but may be beyond the range of numbers, as the nearest one
  /// within it: what grows fastest decides, and must not be lost.
  public static func positiveCoefficient(_ value: Double) -> Double {
    min(max(value, .leastNormalMagnitude), .greatestFiniteMagnitude)
  }

  /// A density with a finite positive limit.
  public static let bounded = TailBehaviour([])
}

extension TailBehaviour.Growth {
  /// Whether this grows faster than `other` as t goes to infinity.
  public func isFaster(than other: TailBehaviour.Growth) -> Bool {
    switch (self, other) {
    case (.exponential(let a), .exponential(let b)): a > b
    case (.exponential, _): true
    case (_, .exponential): false
    case (.powerLog(let a), .powerLog(let b)), (.power(let a), .power(let b)): a > b
    case (.powerLog(let a), .power(let b)): a >= b
    case (.power(let a), .powerLog(let b)): a > b
    case (.powerLog, _), (.power, _): true
    case (_, .powerLog), (_, .power): false
    case (.logSquared, .log): true
    default: false
    }
  }
}
