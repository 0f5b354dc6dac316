/// What a distribution over numbers is made of, for the divergences that follow from its parts.
enum Composition {
  /// Another distribution in a box.
  case held(any Distribution<Double>)
  /// Numbers side by side.
  case product([any Distribution<Double>])
  /// The base's mass between two bounds.
  case truncated(any UnivariateDistribution<Double>, lower: Double, upper: Double, logMass: Double)
  /// The image of a base under elementary bijections, the first step first.
  case transformed(any ContinuousDistribution<Double>, [any Bijection])
  /// Finitely many points with the logarithms of their masses.
  case atoms([(point: Double, logMass: Double)])
}

/// A distribution that is made of others.
protocol ComposedDistribution: Distribution where Value == Double {
  /// The parts; nil where divergences do not follow from them.
  var composition: Composition? { get }
}

extension AnyContinuous: ComposedDistribution where Value == Double {
  var composition: Composition? { .held(base) }
}

extension AnyDiscrete: ComposedDistribution where Value == Double {
  var composition: Composition? { .held(base) }
}

extension Mixture: ComposedDistribution where Component.Value == Double {
  var composition: Composition? { soleComponent.map { .held($0) } }
}

extension Product: ComposedDistribution where Value == Double {
  var composition: Composition? { .product(components) }
}

extension Truncated: ComposedDistribution where Base.Value == Double {
  var composition: Composition? {
    let support = support
    return .truncated(
      base, lower: support.lowerBound, upper: support.upperBound, logMass: logMassInside)
  }
}

extension Affine: ComposedDistribution where Base.Value == Double {
  var composition: Composition? {
    guard let base = base as? any ContinuousDistribution<Double> else { return nil }
    return .transformed(base, [AffineMap(shift: shift, scale: scale)])
  }
}

extension Transformed: ComposedDistribution where Base.Value == Double {
  var composition: Composition? { .transformed(base, bijection.elementarySteps) }
}

extension PointMass: ComposedDistribution where Value == Double {
  var composition: Composition? { .atoms([(point, 0)]) }
}

extension Empirical: ComposedDistribution {
  var composition: Composition? {
    .atoms(zip(points, shares).map { (point: $0, logMass: log($1)) })
  }
}

/// The distribution without boxes around it.
func unboxed(_ distribution: any Distribution<Double>) -> any Distribution<Double> {
  var result = distribution
  while let composed = result as? any ComposedDistribution,
    case .held(let inner)? = composed.composition
  {
    result = inner
  }
  return result
}

/// Whether a distribution is over finitely many points of the line.
func isAtomic<Value: RealValue>(_ distribution: any Distribution<Value>) -> Bool {
  distribution is Empirical || distribution is PointMass<Value>
}
