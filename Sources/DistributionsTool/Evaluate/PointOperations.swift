import Distributions

extension Answering {
  /// Functions of a distribution and a point, or a list of points.
  static let pointOperations: [String: Operation] = [
    "logProbability": points { p in
      switch p {
      case let p as any ContinuousDistribution<Double>:
        return .ofNumbers { p.logProbability(of: $0) }
      case let p as any DiscreteDistribution<Double>:
        return .ofNumbers { p.logMass(at: $0) }
      case let p as any MultivariateDistribution<Double>:
        return .ofEvents(p.eventShape) { p.logProbability(of: $0) }
      default: return nil
      }
    },
    "density": points { p in
      switch p {
      case let p as any ContinuousDistribution<Double>: return .ofNumbers { p.density(at: $0) }
      case let p as any MultivariateDistribution<Double>:
        if case .countVectors = p.space { return nil }
        return .ofEvents(p.eventShape) { exp(p.logProbability(of: $0)) }
      default: return nil
      }
    },
    "probability": points { p in
      switch p {
      case let p as any DiscreteDistribution<Double>:
        return .ofNumbers { p.mass(at: $0) }
      case let p as any MultivariateDistribution<Double>:
        guard case .countVectors = p.space else { return nil }
        return .ofEvents(p.eventShape) { exp(p.logProbability(of: $0)) }
      default: return nil
      }
    },
    "cdf": lineFunction { p, x in p.cdf(x) },
    "logCDF": lineFunction { p, x in p.logCDF(x) },
    "survival": lineFunction { p, x in p.survival(x) },
    "logSurvival": lineFunction { p, x in p.logSurvival(x) },
    "quantile": lineFunction(of: "u") { p, u in p.quantile(u) },
    "survivalQuantile": lineFunction(of: "u") { p, u in p.survivalQuantile(u) },
  ]

  /// A function of points, which are numbers or events of a shape.
  private enum PointFunction {
    case ofNumbers((Double) -> Double)
    case ofEvents([Int], (Tensor<Double>) -> Double)
  }

  private static func lineFunction(
    of field: String = "x",
    _ function: @escaping @Sendable (any UnivariateDistribution<Double>, Double) -> Double
  ) -> Operation {
    points(of: field) { p in
      guard let line = p as? any UnivariateDistribution<Double> else { return nil }
      return .ofNumbers { function(line, $0) }
    }
  }

  private static func points(
    of field: String = "x",
    _ function: @escaping @Sendable (any Distribution<Double>) -> PointFunction?
  ) -> Operation {
    { request in
      let p = try request.distribution("p")
      guard let function = function(p) else {
        throw notApplicable(try request.string("op"), p)
      }
      let isWhole = p.space == .integers && field == "x"
      let value = try request.value(field)
      switch function {
      case .ofNumbers(let function):
        if let number = value.number { return Answer(function(number)) }
        let points = try NestedNumbers(value, called: field, acceptsBool: isWhole)
        let values = points.scalars.map(function)
        return Answer { writer in
          writer.nested(shape: points.shape) { $0.number(values[$1]) }
        }
      case .ofEvents(let eventShape, let function):
        let points = try NestedNumbers(value, called: field, acceptsBool: true)
        guard points.shape.count >= eventShape.count,
          Array(points.shape.suffix(eventShape.count)) == eventShape
        else {
          throw Failure(
            .badArgument,
            "\(field) is of shape \(points.shape), but \(type(of: p).familyName) is over \(p.space)."
          )
        }
        let batch = Array(points.shape.dropLast(eventShape.count))
        let size = eventShape.reduce(1, *)
        let values = (0..<batch.reduce(1, *)).map { index in
          let scalars = Array(points.scalars[index * size..<(index + 1) * size])
          return function(Tensor(shape: eventShape, scalars: scalars))
        }
        return Answer { writer in
          writer.nested(shape: batch) { $0.number(values[$1]) }
        }
      }
    }
  }
}

extension DiscreteDistribution<Double> {
  /// The mass at a number, which need not be one of the support.
  fileprivate func mass(at x: Double) -> Double {
    // The family's own mass where the number is a draw: it need not pass through a logarithm.
    if let draw = Int(exactly: x) as? Sample { return probability(of: draw) }
    if x == 0 || x == 1, let draw = (x == 1) as? Sample { return probability(of: draw) }
    return exp(logMass(at: x))
  }
}
