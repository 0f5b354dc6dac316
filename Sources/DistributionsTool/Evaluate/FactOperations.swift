import Distributions

extension Answering {
  /// What is known of one distribution: moments, mode, median, support.
  static let factOperations: [String: Operation] = [
    "mean": fact("mean", { $0.mean }, { Answer($0.mean) }),
    "variance": fact(
      "variance", { $0.variance },
      { p in
        guard p.eventShape.count == 1 else { throw notApplicable("variance", p) }
        return Answer(try diagonal(of: p))
      }),
    "standardDeviation": fact(
      "standardDeviation", { $0.standardDeviation },
      { p in
        guard p.eventShape.count == 1 else { throw notApplicable("standardDeviation", p) }
        return Answer(sqrt(try diagonal(of: p)))
      }),
    "covariance": fact("covariance", { $0.variance }, { Answer($0.covariance) }),
    "skewness": fact("skewness", { $0.skewness }, nil),
    "excessKurtosis": fact("excessKurtosis", { $0.excessKurtosis }, nil),
    "mode": fact("mode", { $0.mode }, { Answer($0.mode) }),
    "median": fact("median", { $0.median }, nil),
    "support": { request in
      let p = try request.distribution("p")
      guard let line = p as? any UnivariateDistribution<Double> else {
        throw notApplicable("support", p)
      }
      let support = line.support
      return Answer { writer in
        writer.list(count: 2) { writer, index in
          writer.number(index == 0 ? support.lowerBound : support.upperBound)
        }
      }
    },
  ]

  /// A fact that is a number on the line and, where it exists there, a list of vectors.
  private static func fact(
    _ name: String,
    _ onTheLine: @escaping @Sendable (any UnivariateDistribution<Double>) -> Double,
    _ ofVectors: (@Sendable (any MultivariateDistribution<Double>) throws -> Answer)?
  ) -> Operation {
    { request in
      let p = try request.distribution("p")
      if let line = p as? any UnivariateDistribution<Double> { return Answer(onTheLine(line)) }
      if let ofVectors, let vectors = p as? any MultivariateDistribution<Double> {
        return try ofVectors(vectors)
      }
      throw notApplicable(name, p)
    }
  }

  private static func diagonal(
    of p: any MultivariateDistribution<Double>
  ) throws(Failure) -> Tensor<Double> {
    let covariance = p.covariance
    let scalars = covariance.scalars
    guard let length = p.eventShape.first, covariance.shape == [length, length] else {
      throw notApplicable("variance", p)
    }
    return Tensor((0..<length).map { scalars[$0 * length + $0] })
  }

  /// The failure of a question that has no meaning for this family.
  static func notApplicable(_ what: String, _ p: any Distribution<Double>) -> Failure {
    Failure(
      .notApplicable, "\(type(of: p).familyName) has no \(what): it is over \(p.space).")
  }
}
