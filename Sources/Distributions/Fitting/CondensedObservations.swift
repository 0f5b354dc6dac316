extension Observations {
  /// Equal values together, with the sum of their weights; nil where there are more than 4,096
  /// different ones.
  var groups: Observations? {
    cache.groups.value {
      let sorted = sorted
      var values: [Double] = []
      var weights: [Double] = []
      for i in 0..<sorted.count {
        if let last = values.last, last == sorted.values[i] {
          weights[values.count - 1] += sorted.weight(i)
        } else {
          guard values.count < 4096 else { return nil }
          values.append(sorted.values[i])
          weights.append(sorted.weight(i))
        }
      }
      return Observations(
        checked: values, weights: weights, totalWeight: totalWeight, like: self)
    }
  }

  /// Equal values together where there are few different ones, else the observations.
  var grouped: Observations { groups ?? self }

  /// A thousand or so weighted values in place of many, with nearly the same likelihood.
  ///
  /// The sorted values are cut into runs that hold 4% of the weight between them and the nearer
  /// end, so that single values stay at the ends and about 600 runs are made of 10⁶ values. The
  /// values of a run are replaced by the two of Gauss's rule for them, which have their weight,
  /// mean, variance and third moment: the mean of a smooth function changes by its fourth
  /// derivative times the fourth power of a small width. It is where a maximum is searched; the
  /// last steps are taken on all observations.
  ///
  /// Source: G. H. Golub, J. H. Welsch, "Calculation of Gauss quadrature rules", Math. Comp. 23
  /// (1969), 221-230, for two nodes.
  var condensed: Observations {
    cache.condensed.value {
      if values.count <= 2048 { return self }
      if let groups { return groups }
      let sorted = sorted
      var values: [Double] = []
      var weights: [Double] = []
      var first = 0
      while first < sorted.count {
        let toEnd = min(first, sorted.count - 1 - first)
        let end = min(first + max(1, Int(0.04 * Double(toEnd))), sorted.count)
        for (value, weight) in sorted.twoPointRule(first..<end) {
          values.append(value)
          weights.append(weight)
        }
        first = end
      }
      return Observations(
        checked: values, weights: weights, totalWeight: totalWeight, like: self)
    }
  }
}

extension SortedObservations {
  /// Two values, or fewer, with the first four moments of a run.
  fileprivate func twoPointRule(_ run: Range<Int>) -> [(Double, Double)] {
    let width = values[run.upperBound - 1] - values[run.lowerBound]
    if run.count <= 2 { return run.map { (values[$0], weight($0)) } }
    let origin = values[run.lowerBound]
    var total = 0.0
    var sum = 0.0
    for i in run {
      total += weight(i)
      sum += weight(i) * (values[i] - origin)
    }
    let mean = sum / total
    guard width > 0 else { return [(origin, total)] }
    var second = 0.0
    var third = 0.0
    for i in run {
      let d = values[i] - origin - mean
      second += weight(i) * d * d
      third += weight(i) * d * d * d
    }
    second /= total
    guard second > 0 else { return [(origin + mean, total)] }
    // The nodes are the roots of d² − s d − v, s = third/v, whose weights are their distances.
    let half = 0.5 * (third / total / second)
    let root = (half * half + second).squareRoot()
    let low = half >= 0 ? -second / (half + root) : half - root
    let high = half >= 0 ? half + root : -second / (half - root)
    let share = high / (high - low)
    return [
      (origin + mean + low, total * share), (origin + mean + high, total * (1 - share)),
    ]
  }
}
