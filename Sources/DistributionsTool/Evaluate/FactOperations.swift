import Distributions

extension Answering {
  /// What is known of one distribution: moments, mode, median, support.
  static let factOperations: [String: Operation] = [
    "mean": fact("mean", { $0.mean }, { Answer($0.mean) }),
    "variance": fact("variance", { $0.variance }, { Answer(try variances(of: $0)) }),
    "standardDeviation": fact(
      "standardDeviation", { $0.standardDeviation }, { Answer(sqrt(try variances(of: $0))) }),
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

  /// The variance of each number of an event, in its shape.
  private static func variances(
    of p: any MultivariateDistribution<Double>
  ) throws(Failure) -> Tensor<Double> {
    let covariance = p.covariance
    let length = p.eventShape.reduce(1, *)
    guard covariance.shape == [length, length] else { throw notApplicable("variance", p) }
    let scalars = covariance.scalars
    return Tensor(
      shape: p.eventShape, scalars: (0..<length).map { scalars[$0 * length + $0] })
  }

  /// The failure of a question that has no meaning for this family.
  static func notApplicable(_ what: String, _ p: any Distribution<Double>) -> Failure {
    Failure(
      .notApplicable, "\(type(of: p).familyName) has no \(what): it is over \(p.space).")
  }
}
