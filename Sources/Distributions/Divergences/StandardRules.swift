extension KLRegistry {
  /// All rules of the package: each family's own, in the order of the families' names.
  ///
  /// A family states its rules once, generic over the value, as `static var klRules`; the first
  /// rule of a family adds its name here.
  public static var standardRules: [KLRule<Value>] {
    [
      Bernoulli<Value>.klRules, Beta<Value>.klRules, Binomial<Value>.klRules,
      Categorical<Value>.klRules, Cauchy<Value>.klRules, ChiSquared<Value>.klRules,
      Dirichlet<Value>.klRules, DiscreteUniform<Value>.klRules, Exponential<Value>.klRules,
      Frechet<Value>.klRules, Gamma<Value>.klRules, GeneralizedNormal<Value>.klRules,
      Geometric<Value>.klRules,
      Gumbel<Value>.klRules, HalfCauchy<Value>.klRules, HalfNormal<Value>.klRules,
      InverseGamma<Value>.klRules, InverseGaussian<Value>.klRules, Laplace<Value>.klRules,
      LogNormal<Value>.klRules,
      Logistic<Value>.klRules, LowRankMultivariateNormal<Value>.klRules,
      Multinomial<Value>.klRules, MultivariateNormal<Value>.klRules,
      NegativeBinomial<Value>.klRules, Normal<Value>.klRules, OneHotCategorical<Value>.klRules,
      Pareto<Value>.klRules, Poisson<Value>.klRules, Rayleigh<Value>.klRules,
      Uniform<Value>.klRules, VonMises<Value>.klRules, Weibull<Value>.klRules,
      Wishart<Value>.klRules,
    ].flatMap { $0 }
  }
}
