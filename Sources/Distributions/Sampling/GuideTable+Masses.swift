import Tensors

extension GuideTable {
  /// The table of the numbers 0, 1, ... of these probabilities, summed from both ends so that small tails
  /// keep their digits.
  convenience init(masses: [Double]) {
    var sum = 0.0
    let cumulative = masses.map { mass in
      sum += mass
      return sum
    }
    var tail = 0.0
    var survival = [Double](repeating: 0, count: masses.count)
    for index in masses.indices.reversed() {
      survival[index] = tail
      tail += masses[index]
    }
    self.init(
      cumulative: cumulative, survival: survival, last: masses.lastIndex { $0 > 0 } ?? 0)
  }
}
