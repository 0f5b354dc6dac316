import Tensors

/// The weight and the means of log x and log(1 − x) of numbers between 0 and 1: what ``Beta`` needs.
public struct ShareStatistics: SufficientStatistics {
  private var tally = Tally()
  private var shares = RunningMoments()
  private var logs = RunningMoments()
  private var complements = RunningMoments()

  public init() {}

  public var totalWeight: Double { tally.weight }
  /// The weighted mean.
  public var mean: Double { shares.mean }
  /// The weighted mean of the squared differences from the mean.
  public var variance: Double { shares.variance }
  /// The weighted means of log x and log(1 − x).
  public var meanLogs: [Double] { [logs.mean, complements.mean] }

  public mutating func add(_ x: Double, weight: Double) throws(FittingError) {
    try tally.require(x, Beta<Double>.familyName, "above 0 and below 1", x > 0 && x < 1)
    guard let share = try tally.share(of: weight) else { return }
    shares.add(x, share: share)
    logs.add(log(x), share: share)
    complements.add(log(onePlus: -x), share: share)
  }

  public mutating func merge(_ other: ShareStatistics) {
    let share = tally.merge(other.tally)
    shares.merge(other.shares, share: share)
    logs.merge(other.logs, share: share)
    complements.merge(other.complements, share: share)
  }

  func requireData() throws(FittingError) { try tally.requireData() }
}

/// The weight and the means of log xᵢ of shares that sum to 1: what ``Dirichlet`` needs.
public struct CompositionStatistics: SufficientStatistics {
  private var tally = Tally()
  private var shares: [RunningMoments] = []
  private var logs: [RunningMoments] = []

  public init() {}

  public var totalWeight: Double { tally.weight }
  /// The weighted means of the shares.
  public var means: [Double] { shares.map(\.mean) }
  /// Their variances.
  public var variances: [Double] { shares.map(\.variance) }
  /// The weighted means of the logarithms.
  public var meanLogs: [Double] { logs.map(\.mean) }

  public mutating func add(_ x: Tensor<Double>, weight: Double) throws(FittingError) {
    let row = x.scalars
    guard row.allSatisfy({ $0 > 0 }), abs(row.reduce(0, +) - 1) <= 1e-6 else {
      throw .malformed(
        family: Dirichlet<Double>.familyName, index: tally.count,
        problem: "must be of positive shares that sum to 1")
    }
    if shares.isEmpty {
      shares = row.map { _ in RunningMoments() }
      logs = shares
    }
    guard row.count == shares.count else {
      throw .malformed(
        family: Dirichlet<Double>.familyName, index: tally.count,
        problem: "has \(row.count) shares, but those before have \(shares.count)")
    }
    guard let share = try tally.share(of: weight) else { return }
    for (i, x) in row.enumerated() {
      shares[i].add(x, share: share)
      logs[i].add(log(x), share: share)
    }
  }

  /// - Precondition: The vectors are of one length.
  public mutating func merge(_ other: CompositionStatistics) {
    guard !other.shares.isEmpty else { return }
    guard !shares.isEmpty else {
      self = other
      return
    }
    precondition(
      shares.count == other.shares.count, "CompositionStatistics: vectors of different lengths")
    let share = tally.merge(other.tally)
    for i in shares.indices {
      shares[i].merge(other.shares[i], share: share)
      logs[i].merge(other.logs[i], share: share)
    }
  }

  func requireData() throws(FittingError) { try tally.requireData() }
}

/// The weight and the means of cos x and sin x of angles: what ``VonMises`` needs.
public struct AngleStatistics: SufficientStatistics {
  private var tally = Tally()
  private var cosines = RunningMoments()
  private var sines = RunningMoments()

  public init() {}

  public var totalWeight: Double { tally.weight }
  /// The weighted means of cos x and sin x.
  public var direction: (x: Double, y: Double) { (cosines.mean, sines.mean) }

  public mutating func add(_ x: Double, weight: Double) throws(FittingError) {
    try tally.require(x, VonMises<Double>.familyName, "finite", true)
    guard let share = try tally.share(of: weight) else { return }
    cosines.add(cos(x), share: share)
    sines.add(sin(x), share: share)
  }

  public mutating func merge(_ other: AngleStatistics) {
    let share = tally.merge(other.tally)
    cosines.merge(other.cosines, share: share)
    sines.merge(other.sines, share: share)
  }

  /// 1 − the length of the mean direction, from the spread of the points around it: cos² + sin² is 1,
  /// so 1 − R² is the sum of the two variances.
  var complement: Double {
    let spread = cosines.variance + sines.variance
    let length = max(0, 1 - spread).squareRoot()
    return spread / (1 + length)
  }

  func requireData() throws(FittingError) { try tally.requireData() }
}

/// The weight, the mean and the scatter of vectors: what ``MultivariateNormal`` needs.
public struct VectorStatistics: SufficientStatistics {
  private var tally = Tally()
  /// The weighted mean.
  public private(set) var mean: [Double] = []
  /// The weighted mean of the products of the differences from the mean, row by row.
  public private(set) var covariance: [[Double]] = []

  public init() {}

  public var totalWeight: Double { tally.weight }

  public mutating func add(_ x: Tensor<Double>, weight: Double) throws(FittingError) {
    let row = x.scalars
    let family = MultivariateNormal<Double>.familyName
    guard row.allSatisfy(\.isFinite) else {
      throw .malformed(
        family: family, index: tally.count, problem: "has a number that is not finite")
    }
    if mean.isEmpty {
      mean = row.map { _ in 0 }
      covariance = row.map { _ in mean }
    }
    guard row.count == mean.count else {
      throw .malformed(
        family: family, index: tally.count,
        problem: "has \(row.count) numbers, but those before have \(mean.count)")
    }
    guard let share = try tally.share(of: weight) else { return }
    join(row, [], share: share)
  }

  /// - Precondition: The vectors are of one length.
  public mutating func merge(_ other: VectorStatistics) {
    guard !other.mean.isEmpty else { return }
    guard !mean.isEmpty else {
      self = other
      return
    }
    precondition(mean.count == other.mean.count, "VectorStatistics: vectors of different lengths")
    join(other.mean, other.covariance, share: tally.merge(other.tally))
  }

  /// Takes in a sample with a given share of the weight of both; no covariance is one of zeros.
  private mutating func join(_ other: [Double], _ spread: [[Double]], share: Double) {
    let difference = zip(other, mean).map { $0 - $1 }
    for i in mean.indices {
      mean[i] += share * difference[i]
      for j in mean.indices {
        let theirs = spread.isEmpty ? 0 : spread[i][j]
        covariance[i][j] +=
          share * (theirs - covariance[i][j])
          + share * (1 - share) * difference[i] * difference[j]
      }
    }
  }

  func requireData() throws(FittingError) { try tally.requireData() }
}
