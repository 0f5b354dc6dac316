import SpecialFunctions

/// The log-density of one law over numbers as a plain function of a point.
typealias PointDensity = (AnchoredPoint<Double>) -> Double

/// The log-density of a law, made ready for many evaluations.
struct PreparedDensity {
  typealias Batch = (Span<AnchoredPoint<Double>>, inout MutableSpan<Double>) -> Void

  /// At one point.
  let single: PointDensity
  /// At several points.
  let batch: Batch

  init(_ single: @escaping PointDensity, batch: @escaping Batch) {
    self.single = single
    self.batch = batch
  }

  /// One that gains nothing by several points.
  init(_ single: @escaping PointDensity) {
    self.init(single) { points, logs in
      for index in points.indices { logs[index] = single(points[index]) }
    }
  }

  init(_ law: any ContinuousDistribution<Double>) {
    if let law = law as? any PreparableDensity {
      self = law.preparedDensity()
    } else {
      self.init { law.logDensity(at: $0) }
    }
  }
}

/// A law whose log-density is many times quicker to evaluate once its parts have been looked at.
///
/// A composed law is generic over its parts, and evaluated through them as such it costs a hundred
/// times what they do.
protocol PreparableDensity {
  /// The function that `logDensity(at:)` is, over numbers.
  func preparedDensity() -> PreparedDensity
  /// The law itself.
  var lawOverNumbers: any ContinuousDistribution<Double> { get }
}

extension PreparableDensity where Self: ContinuousDistribution, Self.Value == Double {
  var lawOverNumbers: any ContinuousDistribution<Double> { self }

  /// What does not depend on the point is computed once for several.
  func preparedDensity() -> PreparedDensity {
    PreparedDensity({ point in logDensity(at: point) }) { points, logs in
      for index in points.indices { logs[index] = logDensity(at: points[index]) }
    }
  }
}

extension AnyContinuous: PreparableDensity where Value == Double {
  func preparedDensity() -> PreparedDensity { PreparedDensity(base) }
}

extension Mixture: PreparableDensity
where Component: ContinuousDistribution, Component.Value == Double {
  /// log Σ wᵢ pᵢ, the components without weight left out.
  func preparedDensity() -> PreparedDensity {
    var parts: [(logWeight: Double, density: PointDensity)] = []
    for (logWeight, component) in zip(logWeights, components) where logWeight != -.infinity {
      parts.append((logWeight, PreparedDensity(component).single))
    }
    let laws = parts
    return PreparedDensity { point in
      var highest = -Double.infinity
      var sum = 0.0
      for part in laws {
        let log = part.logWeight + part.density(point)
        if log > highest {
          sum = highest == -.infinity ? 1 : sum * exp(highest - log) + 1
          highest = log
        } else if log > -.infinity {
          sum += log == highest ? 1 : exp(log - highest)
        } else if log.isNaN {
          return .nan
        }
      }
      if laws.isEmpty { return .nan }
      return highest.isInfinite ? highest : highest + log(sum)
    }
  }
}

extension Truncated: PreparableDensity
where Base: ContinuousDistribution, Base.Value == Double {
  func preparedDensity() -> PreparedDensity {
    let density = PreparedDensity(base).single
    let lower = lowerBound ?? -.infinity
    let upper = upperBound ?? .infinity
    let logMass = logMassInside
    return PreparedDensity { point in
      let x = point.value
      if x.isNaN || logMass.isNaN { return .nan }
      return x >= lower && x <= upper ? density(point) - logMass : -.infinity
    }
  }
}

extension Affine: PreparableDensity where Base: ContinuousDistribution, Base.Value == Double {
  func preparedDensity() -> PreparedDensity {
    let density = PreparedDensity(base).single
    let (shift, scale) = (shift, scale)
    let logScale = log(abs(scale))
    let undefined = 0 * (shift + logScale)
    let own = base.support
    let lower = shift + scale * own.lowerBound
    let upper = shift + scale * own.upperBound
    return PreparedDensity { point in
      // The rounded images of the ends are the ends.
      let anchor =
        point.anchor == lower
        ? own.lowerBound
        : point.anchor == upper ? own.upperBound : (point.anchor - shift) / scale
      let y = AnchoredPoint(
        anchor: anchor, offset: point.offset / scale, logMagnitude: point.logMagnitude - logScale)
      return density(y) - logScale + undefined
    }
  }
}

extension Transformed: PreparableDensity where Base.Value == Double {
  func preparedDensity() -> PreparedDensity {
    var law: any ContinuousDistribution<Double> = base
    var density = PreparedDensity(base).single
    for step in bijection.elementarySteps {
      let image = Pushforward(base: law, map: step)
      density = image.preparedDensity(of: density)
      law = image
    }
    return PreparedDensity(density)
  }
}
