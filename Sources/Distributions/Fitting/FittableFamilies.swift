/// The families that data are fitted with: a value, which a caller copies and adds its own to.
///
/// ```swift
/// let ranking = FittableFamilies.standard.ranking(of: try Observations(lengths))
/// for fit in ranking.fits { print(fit.distribution, fit.aic) }
/// ```
public struct FittableFamilies: Sendable {
  private(set) var families: [any FittableDistribution.Type]

  /// The given families.
  public init(_ families: [any FittableDistribution.Type]) { self.families = families }

  /// Adds a family.
  public mutating func append(_ family: any FittableDistribution.Type) { families.append(family) }

  /// Their names, in alphabetical order.
  public var names: [String] { families.map { $0.familyName }.sorted() }

  /// The family of a name; nil where there is none.
  public func family(_ name: String) -> (any FittableDistribution.Type)? {
    families.first { $0.familyName == name }
  }

  /// Those over real numbers.
  public var continuous: FittableFamilies {
    FittableFamilies(families.filter { $0 is any ContinuousDistribution.Type })
  }

  /// Those over whole numbers.
  public var discrete: FittableFamilies {
    FittableFamilies(families.filter { $0 is any DiscreteDistribution.Type })
  }

  /// Families fitted to the same observations.
  public struct Ranking: Sendable {
    /// The fits, the smallest AIC first.
    public let fits: [Fit<any UnivariateDistribution<Double>>]
    /// The families without a fit and why, in alphabetical order.
    public let failures: [(family: String, error: FittingError)]
  }

  /// All families that can be fitted, the smallest AIC first; ties by name.
  ///
  /// A density and a mass are not compared well, nor are measurements fitted well by laws of counts:
  /// choose ``continuous`` or ``discrete``.
  ///
  /// - Parameter progress: Called with the name of each family before it is fitted.
  public func ranking(
    of observations: Observations, progress: (String) -> Void = { _ in }
  ) -> Ranking {
    var fits: [Fit<any UnivariateDistribution<Double>>] = []
    var failures: [(family: String, error: FittingError)] = []
    for family in families {
      progress(family.familyName)
      do throws(FittingError) {
        let fit = try family.erasedFit(to: observations)
        if fit.logLikelihood.isNaN {
          throw FittingError.notConverged(
            family: family.familyName, reason: "the likelihood is not a number")
        }
        fits.append(fit)
      } catch {
        failures.append((family.familyName, error))
      }
    }
    fits.sort { ($0.aic, $0.familyName) < ($1.aic, $1.familyName) }
    failures.sort { $0.family < $1.family }
    return Ranking(fits: fits, failures: failures)
  }
}

extension FittableFamilies {
  /// The families of this package whose parameters a sample of numbers tells.
  ///
  /// Two are only in ``all``: ``Categorical``, which fits every sample of counts and says nothing
  /// about it, and ``VonMises``, because most numbers within a turn are no angles.
  public static let standard = FittableFamilies([
    // Continuous.
    AsymmetricLaplace<Double>.self,
    Beta<Double>.self,
    BetaPrime<Double>.self,
    BurrXII<Double>.self,
    Cauchy<Double>.self,
    Chi<Double>.self,
    ChiSquared<Double>.self,
    ContinuousBernoulli<Double>.self,
    Exponential<Double>.self,
    FisherF<Double>.self,
    Frechet<Double>.self,
    Gamma<Double>.self,
    GeneralizedExtremeValue<Double>.self,
    GeneralizedNormal<Double>.self,
    GeneralizedPareto<Double>.self,
    Gompertz<Double>.self,
    Gumbel<Double>.self,
    HalfCauchy<Double>.self,
    HalfNormal<Double>.self,
    InverseGamma<Double>.self,
    JohnsonSU<Double>.self,
    InverseGaussian<Double>.self,
    Kumaraswamy<Double>.self,
    Laplace<Double>.self,
    Levy<Double>.self,
    LogLogistic<Double>.self,
    LogNormal<Double>.self,
    LogUniform<Double>.self,
    Logistic<Double>.self,
    LogitNormal<Double>.self,
    Lomax<Double>.self,
    Maxwell<Double>.self,
    Moyal<Double>.self,
    Nakagami<Double>.self,
    NoncentralChiSquared<Double>.self,
    Normal<Double>.self,
    Pareto<Double>.self,
    Rayleigh<Double>.self,
    Rice<Double>.self,
    SkewNormal<Double>.self,
    StudentT<Double>.self,
    Triangular<Double>.self,
    Uniform<Double>.self,
    Weibull<Double>.self,

    // Discrete.
    Bernoulli<Double>.self,
    BetaBinomial<Double>.self,
    Binomial<Double>.self,
    DiscreteUniform<Double>.self,
    Geometric<Double>.self,
    NegativeBinomial<Double>.self,
    Poisson<Double>.self,
    Skellam<Double>.self,
    Zipf<Double>.self,
  ])

  /// ``standard``, and the families that are worth fitting only where they are asked for.
  public static let all = FittableFamilies(
    standard.families + [
      Categorical<Double>.self, VonMises<Double>.self,
    ])
}
