/// One categorical distribution over `Double`, prepared for divergences from many others.
///
/// The same sum as ``categoricalDivergence(_:_:)``, one class after another.
struct CategoricalMasses: Sendable {
  private let isLogits: Bool
  /// The parameter as it was given: a weight, or its logarithm.
  private let given: [Double]
  /// The masses, normalised, and their logarithms.
  let masses: [Double]
  let logs: [Double]
  /// The most likely class.
  private let top: Int
  let isValid: Bool

  init(_ parameter: CategoricalParameter<Double>) {
    let given = parameter.tensor.scalars
    let top = given.indices.max { given[$0] < given[$1] } ?? 0
    let largest = given.isEmpty ? .nan : given[top]
    self.given = given
    self.top = top
    var rest = 0.0
    switch parameter {
    case .probabilities:
      isLogits = false
      let weights = given.map { $0 / largest }
      for (index, weight) in weights.enumerated() where index != top { rest += weight }
      let total = rest
      masses = weights.map { $0 / (1 + total) }
      logs = weights.map { log($0) - log(onePlus: total) }
      isValid = largest > 0 && largest < .infinity && given.allSatisfy { $0 >= 0 }
    case .logits:
      isLogits = true
      let weights = given.map { exp($0 - largest) }
      for (index, weight) in weights.enumerated() where index != top { rest += weight }
      let total = rest
      masses = weights.map { $0 / (1 + total) }
      logs = given.map { ($0 - largest) - log(onePlus: total) }
      isValid = largest < .infinity && largest > -.infinity && rest >= 0
    }
  }

  var classCount: Int { given.count }

  func hasMass(_ index: Int) -> Bool {
    index < given.count && given[index] != (isLogits ? -.infinity : 0)
  }

  /// log(qᵢ/pᵢ) up to a constant, from the parameters as given, for a class that has mass in both.
  @inline(__always)
  private func logRatio(_ other: CategoricalMasses, _ index: Int) -> Double {
    let a = given[index]
    let b = other.given[index]
    switch (isLogits, other.isLogits) {
    case (true, true): return b - a
    case (false, false):
      if b >= 0.5 * a, b <= 2 * a { return log(onePlus: (b - a) / a) }
      let ratio = b / a
      return ratio < 1e-30 || ratio > 1e30 ? log(b) - log(a) : log(ratio)
    case (true, false): return log(b) - a
    case (false, true): return b - log(a)
    }
  }

  /// The divergence of these masses from others.
  func divergence(from other: CategoricalMasses) -> Double {
    guard isValid, other.isValid else { return .nan }
    let classes = max(classCount, other.classCount)
    for index in 0..<classCount where hasMass(index) && !other.hasMass(index) { return .infinity }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: classCount) { deltas in
      let reference = logRatio(other, top)
      var change = 0.0
      var isNear = true
      for index in 0..<classCount {
        guard hasMass(index) else {
          deltas[index] = 0
          if other.hasMass(index) { isNear = false }
          continue
        }
        let delta = logRatio(other, index) - reference
        deltas[index] = delta
        if delta > 1 { isNear = false }
        if isNear { change += masses[index] * expMinusOne(delta) }
      }
      if classes > classCount { isNear = false }
      let shift = isNear ? log(onePlus: change) : logs[top] - other.logs[top]
      var sum = 0.0
      for index in 0..<classes {
        guard hasMass(index) else {
          if index < other.classCount { sum += other.masses[index] }
          continue
        }
        let ratio = deltas[index] - shift
        let mass = masses[index]
        sum +=
          abs(ratio) <= 0.7
          ? mass * expRemainder(ratio) : (other.masses[index] - mass) - mass * ratio
      }
      return sum
    }
  }
}
