import Tensors

/// What maximum likelihood arrived at.
///
/// `Family` is the family fitted, or `any UnivariateDistribution<Double>` where several were.
public struct Fit<Family: Sendable>: Sendable {
  /// The distribution of the greatest likelihood.
  public let distribution: Family
  /// The family's name, as in literals.
  public let familyName: String
  /// Σ w log p(x), at its greatest.
  public let logLikelihood: Double
  /// The parameters that were estimated, with their standard errors.
  public let parameters: [FittedParameter]
  /// The covariance matrix of the estimates, row by row; NaN where a standard error is, and empty
  /// for more than a hundred shares.
  public let covariance: [[Double]]
  /// The sum of the weights: the number of observations where all weights are 1.
  public let totalWeight: Double

  /// How many parameters were estimated: shares that sum to 1 are one fewer than there are of them.
  public let parameterCount: Int

  /// Akaike's information criterion, 2k − 2 log L: the smaller, the better.
  ///
  /// Source: H. Akaike, "A new look at the statistical model identification", IEEE Trans. Automatic
  /// Control 19 (1974), 716-723.
  public var aic: Double { 2 * Double(parameterCount) - 2 * logLikelihood }

  /// Schwarz's Bayesian information criterion, k log n − 2 log L.
  ///
  /// Source: G. Schwarz, "Estimating the dimension of a model", Ann. Statist. 6 (1978), 461-464.
  public var bic: Double { Double(parameterCount) * log(totalWeight) - 2 * logLikelihood }

  /// The parameter of a label; nil where it was not estimated.
  public func parameter(_ label: String) -> FittedParameter? {
    parameters.first { $0.label == label }
  }
}

/// An estimated parameter.
public struct FittedParameter: Sendable, Hashable {
  /// As in the initialiser.
  public let label: String
  /// The estimate.
  public let value: Double
  /// The square root of its variance by the inverse of the observed information, −∂² log L at the
  /// maximum; NaN where that does not tell it, and then ``remark`` says why.
  public let standardError: Double
  /// Why there is no standard error; nil where there is.
  public let remark: String?

  public init(label: String, value: Double, standardError: Double, remark: String? = nil) {
    self.label = label
    self.value = value
    self.standardError = standardError
    self.remark = remark
  }
}

extension Fit where Family: Distribution<Double> {
  /// - Parameters:
  ///   - parameters: Labels and estimates.
  ///   - covariance: That of the estimates.
  public init(
    _ distribution: Family, logLikelihood: Double, parameters: [(label: String, value: Double)],
    covariance: EstimateCovariance, totalWeight: Double, parameterCount: Int? = nil
  ) {
    self.parameterCount = parameterCount ?? parameters.count
    self.distribution = distribution
    familyName = Family.familyName
    self.logLikelihood = logLikelihood
    self.covariance = covariance.matrix
    self.totalWeight = totalWeight
    self.parameters = parameters.enumerated().map { index, parameter in
      let variance = covariance.variances[index]
      let remark =
        covariance.remarks[index]
        ?? (variance >= 0 ? nil : "the likelihood is not curved there")
      return FittedParameter(
        label: parameter.label, value: parameter.value,
        standardError: variance >= 0 ? variance.squareRoot() : .nan, remark: remark)
    }
  }
}

extension Fit where Family: Distribution<Double> {
  /// The same without standard errors, and why.
  func withoutErrors(_ remark: String) -> Fit {
    Fit(
      distribution, logLikelihood: logLikelihood,
      parameters: parameters.map { ($0.label, $0.value) },
      covariance: EstimateCovariance(parameters.map { _ in .none(remark) }),
      totalWeight: totalWeight, parameterCount: parameterCount)
  }
}

extension Fit where Family: UnivariateDistribution<Double> {
  /// The same, as one of several families'.
  public var erased: Fit<any UnivariateDistribution<Double>> {
    Fit<any UnivariateDistribution<Double>>(
      distribution: distribution, familyName: familyName, logLikelihood: logLikelihood,
      parameters: parameters, covariance: covariance, totalWeight: totalWeight,
      parameterCount: parameterCount)
  }

  /// How far data are from the fitted distribution: see
  /// ``UnivariateDistribution/kolmogorovSmirnov(of:)``. Where the data are those that were fitted,
  /// the true p-value is smaller than the one given, because the fit follows the data.
  public func kolmogorovSmirnov(of data: Observations) -> KolmogorovSmirnov {
    distribution.kolmogorovSmirnov(of: data)
  }
}

extension Fit where Family == any UnivariateDistribution<Double> {
  /// Likewise.
  public func kolmogorovSmirnov(of data: Observations) -> KolmogorovSmirnov {
    distribution.kolmogorovSmirnov(of: data)
  }
}

extension Fit: CustomStringConvertible {
  public var description: String {
    "\(distribution), log-likelihood \(logLikelihood), AIC \(aic)"
  }
}

/// The covariance matrix of estimates, with why some have none.
public struct EstimateCovariance: Sendable {
  let matrix: [[Double]]
  let variances: [Double]
  let remarks: [String?]

  /// At an end of the support, which moves with the data as 1/n: no information matrix tells it.
  public static let atEnd = "it is at an end of the support"
  /// Of a whole number.
  public static let whole = "it is a whole number"

  /// A matrix, row by row; rows of NaN have a remark.
  public init(_ matrix: [[Double]], remarks: [String?]? = nil) {
    self.matrix = matrix
    variances = matrix.indices.map { matrix[$0][$0] }
    self.remarks = remarks ?? matrix.map { _ in nil }
  }

  /// Variances without the matrix.
  init(variances: [Double]) {
    matrix = []
    self.variances = variances
    remarks = variances.map { _ in nil }
  }

  /// Estimates that are not correlated: a variance, or why there is none.
  public init(_ variances: [Variance]) {
    self.init(
      variances.indices.map { i in
        variances.indices.map { j in i == j ? variances[i].value : 0 }
      }, remarks: variances.map(\.remark))
  }

  /// The inverse of an information matrix, −∂² log L.
  public init(information: [[Double]]) {
    let n = information.count
    let inverse = SymmetricFactor(information)?.inverse
    self.init(inverse ?? Array(repeating: Array(repeating: .nan, count: n), count: n))
  }

  /// The variance of one estimate.
  public enum Variance: Sendable {
    case of(Double)
    case none(String)

    var value: Double { if case .of(let value) = self { value } else { .nan } }
    var remark: String? { if case .none(let remark) = self { remark } else { nil } }
  }
}
