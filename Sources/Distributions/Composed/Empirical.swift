/// The distribution of a draw from a list of values, each as likely as the others.
///
/// ```
/// P(x) = (how often x is in the list)/n
/// ```
///
/// - `values`: finite numbers, at least one; equal ones count as often as they are there.
///
/// It is over `Double` alone: a list of values is data, not a parameter that a gradient goes to. It
/// is a discrete distribution wherever its values are: over whole numbers where all of them are
/// such, else over the line, where a divergence of it from a density is infinite.
///
/// Elsewhere: TFP `Empirical(samples)`; Distributions.jl `DiscreteNonParametric(xs, ps)`; scipy
/// `rv_discrete(values=...), ecdf(sample)`.
public struct Empirical: DiscreteDistribution {
  public typealias Value = Double
  public typealias Sample = Double
  public typealias Element = Double

  /// The values as they were given.
  public let values: [Double]
  /// The different values in order.
  let points: [Double]
  /// How many values are below each of the points, and all of them.
  private let countsBelow: [Int]

  // MARK: - Parameters

  /// - Parameter values: finite numbers, at least one.
  public init(values: [Double]) {
    self.values = values
    var points: [Double] = []
    var below: [Int] = []
    if values.allSatisfy(\.isFinite) {
      for (index, value) in values.sorted().enumerated() where value != points.last {
        points.append(value)
        below.append(index)
      }
      below.append(values.count)
    }
    self.points = points
    countsBelow = below
  }

  public static var familyName: String { "Empirical" }

  public func validate() throws(ParameterError) {
    guard !values.isEmpty else {
      throw ParameterError(
        family: Self.familyName, parameter: "values", value: "[]",
        requirement: "a list of at least one number")
    }
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw ParameterError(
        family: Self.familyName, parameter: "values", index: index, value: "\(values[index])",
        requirement: ParameterError.finite)
    }
  }

  private var isValid: Bool { !points.isEmpty }

  public var space: Space {
    points.allSatisfy { $0 == $0.rounded() } ? .integers : .realLine
  }

  // MARK: - Support

  public var support: Support<Double> {
    Support(lowerBound: points.first ?? .nan, upperBound: points.last ?? .nan)
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? { .bounded }

  // MARK: - Mass

  /// How many of the points are at most x.
  private func pointCount(through x: Double) -> Int {
    var low = 0
    var high = points.count
    while low < high {
      let middle = (low + high) / 2
      if points[middle] <= x { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// How often each point is in the list, with the logarithm of its share.
  var shares: [Double] {
    points.indices.map {
      Double(countsBelow[$0 + 1] - countsBelow[$0]) / Double(values.count)
    }
  }

  public func logProbability(of x: Double) -> Double { logMass(at: x) }

  public func logMass(at x: Double) -> Double {
    guard isValid, !x.isNaN else { return .nan }
    let count = pointCount(through: x)
    guard count > 0, points[count - 1] == x else { return -.infinity }
    return log(Double(countsBelow[count] - countsBelow[count - 1]) / Double(values.count))
  }

  // MARK: - Cumulative functions

  public func cdf(_ x: Double) -> Double {
    guard isValid, !x.isNaN else { return .nan }
    return Double(countsBelow[pointCount(through: x)]) / Double(values.count)
  }

  public func survival(_ x: Double) -> Double {
    guard isValid, !x.isNaN else { return .nan }
    return Double(values.count - countsBelow[pointCount(through: x)]) / Double(values.count)
  }

  public func logCDF(_ x: Double) -> Double {
    let rest = survival(x)
    return rest < 0.5 ? log(onePlus: -rest) : log(cdf(x))
  }

  public func logSurvival(_ x: Double) -> Double {
    let rest = cdf(x)
    return rest < 0.5 ? log(onePlus: -rest) : log(survival(x))
  }

  public func quantile(_ u: Double) -> Double {
    guard isValid, u >= 0, u <= 1 else { return .nan }
    return smallestPoint { Double(countsBelow[$0 + 1]) / Double(values.count) >= u }
  }

  public func survivalQuantile(_ u: Double) -> Double {
    guard isValid, u >= 0, u <= 1 else { return .nan }
    return smallestPoint {
      Double(values.count - countsBelow[$0 + 1]) / Double(values.count) <= u
    }
  }

  /// The first point from which on a condition holds.
  private func smallestPoint(_ condition: (Int) -> Bool) -> Double {
    var low = 0
    var high = points.count - 1
    while low < high {
      let middle = (low + high) / 2
      if condition(middle) { high = middle } else { low = middle + 1 }
    }
    return points[low]
  }

  // MARK: - Statistics

  private func average(_ function: (Double) -> Double) -> Double {
    guard isValid else { return .nan }
    return compensatedSum(values.map(function)) / Double(values.count)
  }

  public var mean: Double {
    // The mean of the distances from one of them is exact for values far from 0.
    guard let first = points.first else { return .nan }
    return first + average { $0 - first }
  }

  /// With the divisor n: that of the distribution, not an estimate for the one it came from.
  public var variance: Double {
    let mean = mean
    return average { ($0 - mean) * ($0 - mean) }
  }

  /// NaN where all values are equal.
  public var skewness: Double {
    let mean = mean
    let deviation = standardDeviation
    return average {
      let z = ($0 - mean) / deviation
      return z * z * z
    }
  }

  /// NaN where all values are equal.
  public var excessKurtosis: Double {
    let mean = mean
    let deviation = standardDeviation
    return average {
      let z = ($0 - mean) / deviation
      return z * z * (z * z)
    } - 3
  }

  /// The smallest of the most frequent values.
  public var mode: Double {
    let shares = shares
    guard let highest = shares.max(), let index = shares.firstIndex(of: highest) else {
      return .nan
    }
    return points[index]
  }

  // MARK: - Entropy

  /// −Σ P log P.
  public var entropy: Double {
    isValid ? -compensatedSum(shares.map { xLogY($0, $0) }) : .nan
  }

  // MARK: - Draws

  public func sample(using generator: inout some RandomNumberGenerator) -> Double {
    isValid ? values[Int.random(in: values.indices, using: &generator)] : .nan
  }

  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Double> {
    Tensor(
      shape: shape,
      scalars: (0..<shape.reduce(1, *)).map { _ in sample(using: &generator) })
  }

  public func elements() -> DistributionElements {
    DistributionElements(shape: [], distributions: [self])
  }

  // MARK: - Description

  public var description: String { literal(Self.familyName, ("values", values)) }
}

extension Empirical: LiteralFamily {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([LiteralParameter("values", .numbers)]) {
        Empirical(values: try $0.numbers("values"))
      }
    ]
  }
}

extension Empirical: Hashable {
  public static func == (x: Empirical, y: Empirical) -> Bool { x.values == y.values }
  public func hash(into hasher: inout Hasher) { hasher.combine(values) }
}

extension Empirical: Codable {
  private enum Key: CodingKey { case values }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(values: try container.decode([Double].self, forKey: .values))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(values, forKey: .values)
  }
}
