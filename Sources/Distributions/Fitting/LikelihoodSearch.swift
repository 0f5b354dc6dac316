import Quadrature

/// Finds the greatest likelihood of a family without a closed form, by Newton's steps with exact
/// second derivatives.
///
/// The parameters are searched as numbers without bounds: a positive one as its logarithm, a
/// probability as its logit. The log-density is written over tensors, so its derivatives by the
/// parameters are expressions (to the second order). Steps are shortened until the likelihood
/// grows, and where it is not concave the diagonal of the second derivatives is added until it is;
/// where that fails the simplex of Nelder and Mead goes before. Of many observations most steps are
/// taken on a thousand weighted ones with nearly the same likelihood, the last ones on all.
///
/// ```swift
/// public static func fit(to data: Observations) throws(FittingError) -> Fit<Self> {
///   try LikelihoodSearch(
///     [.real("location"), .positive("scale")],
///     from: [[data.median, data.halfWidth]],
///     logDensity: { p, x in Cauchy(location: p[0], scale: p[1]).logProbability(of: x) }
///   ).fit(data) { Cauchy(location: $0[0], scale: $0[1]) }
/// }
/// ```
///
/// Source: J. Nocedal, S. J. Wright, *Numerical Optimization*, 2nd ed., 2006, ch. 3.
public struct LikelihoodSearch: Sendable {
  /// A parameter's label and domain.
  public struct Parameter: Sendable {
    enum Domain {
      case real, positive, probability
      case above(Double)
      case below(Double)
    }

    let label: String
    let domain: Domain

    /// Any number.
    public static func real(_ label: String) -> Parameter {
      Parameter(label: label, domain: .real)
    }
    /// A positive number.
    public static func positive(_ label: String) -> Parameter {
      Parameter(label: label, domain: .positive)
    }
    /// A number between 0 and 1.
    public static func probability(_ label: String) -> Parameter {
      Parameter(label: label, domain: .probability)
    }
    /// A number above another.
    public static func above(_ bound: Double, _ label: String) -> Parameter {
      Parameter(label: label, domain: .above(bound))
    }
    /// A number below another.
    public static func below(_ bound: Double, _ label: String) -> Parameter {
      Parameter(label: label, domain: .below(bound))
    }
  }

  /// A log-density or log-mass over tensors: parameters of one element each, and values.
  public typealias LogDensity = @Sendable ([Tensor<Double>], Tensor<Double>) -> Tensor<Double>

  let parameters: [Parameter]
  let starts: [[Double]]
  let logDensity: LogDensity

  /// - Parameters:
  ///   - parameters: Labels and domains.
  ///   - starts: Where to start; from each in turn where there are several, and the best counts.
  ///   - logDensity: The log-density, or the log-mass at whole numbers.
  public init(
    _ parameters: [Parameter], from starts: [[Double]], logDensity: @escaping LogDensity
  ) {
    self.parameters = parameters
    self.starts = starts
    self.logDensity = logDensity
  }

  /// The distribution of the greatest likelihood.
  ///
  /// - Parameter make: The distribution of given parameters.
  /// - Throws: ``FittingError``: `.noMaximum` where a parameter leaves for the end of its domain
  ///   while the likelihood keeps growing, `.notConverged` where no start leads to a maximum.
  public func fit<Family: Distribution<Double>>(
    _ data: Observations, make: ([Double]) -> Family
  ) throws(FittingError) -> Fit<Family> {
    let found = try maximum(over: data, family: Family.familyName)
    return Fit(
      make(found.values), logLikelihood: found.logLikelihood,
      parameters: zip(parameters, found.values).map { ($0.label, $1) },
      covariance: found.covariance, totalWeight: data.totalWeight)
  }

  /// The parameters of the greatest likelihood.
  struct Maximum {
    let values: [Double]
    let logLikelihood: Double
    let covariance: EstimateCovariance
  }

  func maximum(over data: Observations, family: String) throws(FittingError) -> Maximum {
    let all = Likelihood(self, data.grouped)
    let condensed = data.condensed
    let first =
      condensed.values.count < data.grouped.values.count ? Likelihood(self, condensed) : all
    let search = NewtonSearch(likelihood: first, parameters: parameters, family: family)
    var best: NewtonSearch.Result?
    var failure: FittingError?
    for start in starts where start.allSatisfy(\.isFinite) {
      do {
        let found = try search.run(from: zip(parameters, start).map { $0.unbounded($1) })
        if best.map({ found.value < $0.value }) ?? true { best = found }
      } catch {
        failure = failure ?? error
      }
    }
    guard var best else {
      throw failure ?? .notConverged(family: family, reason: "there is nowhere to start")
    }
    if first !== all { best = search.polished(best, on: all) }
    // −∂² log L by the parameters: at a maximum the second derivatives of the transformations do
    // not count.
    let slopes = zip(parameters, best.point).map { $0.slope($1) }
    let information = best.hessian.indices.map { i in
      best.hessian.indices.map { j in
        best.hessian[i][j] * data.totalWeight / (slopes[i] * slopes[j])
      }
    }
    return Maximum(
      values: zip(parameters, best.point).map { $0.value($1) },
      logLikelihood: -best.value * data.totalWeight,
      covariance: EstimateCovariance(information: information))
  }
}

extension LikelihoodSearch.Parameter {
  /// The parameter of a number without bounds.
  func value(_ t: Double) -> Double {
    switch domain {
    case .real: t
    case .positive: exp(t)
    case .probability: sigmoid(t)
    case .above(let bound): bound + exp(t)
    case .below(let bound): bound - exp(t)
    }
  }

  func value(_ t: Tensor<Double>) -> Tensor<Double> {
    switch domain {
    case .real: t
    case .positive: exp(t)
    case .probability: sigmoid(t)
    case .above(let bound): Tensor(bound) + exp(t)
    case .below(let bound): Tensor(bound) - exp(t)
    }
  }

  /// The number without bounds of a parameter inside its domain; NaN outside.
  func unbounded(_ value: Double) -> Double {
    switch domain {
    case .real: value
    case .positive: log(value)
    case .probability: log(value) - log(onePlus: -value)
    case .above(let bound): log(value - bound)
    case .below(let bound): log(bound - value)
    }
  }

  /// The derivative of the parameter by the number without bounds.
  func slope(_ t: Double) -> Double {
    switch domain {
    case .real: 1
    case .positive, .above: exp(t)
    case .probability: sigmoid(t) * sigmoid(-t)
    case .below: -exp(t)
    }
  }

  /// Where a search that runs away is going.
  func limit(_ isUp: Bool) -> String {
    switch domain {
    case .real: isUp ? "infinity" : "-infinity"
    case .positive: isUp ? "infinity" : "0"
    case .probability: isUp ? "1" : "0"
    case .above(let bound): isUp ? "infinity" : "\(bound)"
    case .below(let bound): isUp ? "-infinity" : "\(bound)"
    }
  }

  /// Whether the number without bounds is one of those over which a runaway goes.
  var isBounded: Bool { if case .real = domain { false } else { true } }
}
