extension LiteralFamilies {
  /// Every family of this package.
  public static let standard = LiteralFamilies(listed: standardList)

  /// One line for each family.
  static let standardList: [any LiteralFamily.Type] = [
    // Continuous.
    Cauchy<Double>.self,
    Frechet<Double>.self,
    Gumbel<Double>.self,
    LogLogistic<Double>.self,
    Logistic<Double>.self,
    Normal<Double>.self,
    Pareto<Double>.self,
    Rayleigh<Double>.self,
    StudentT<Double>.self,
    Uniform<Double>.self,
    Weibull<Double>.self,

    // Discrete.
    Bernoulli<Double>.self,
    Binomial<Double>.self,
    Categorical<Double>.self,
    DiscreteUniform<Double>.self,
    Geometric<Double>.self,
    NegativeBinomial<Double>.self,
    Poisson<Double>.self,

    // Multivariate.
    Dirichlet<Double>.self,
    LowRankMultivariateNormal<Double>.self,
    Multinomial<Double>.self,
    MultivariateNormal<Double>.self,
    MultivariateStudentT<Double>.self,
    OneHotCategorical<Double>.self,
    Wishart<Double>.self,

    // Composed.
    Affine<AnyContinuous<Double>>.self,
    Empirical.self,
    Independent<AnyContinuous<Double>>.self,
    Mixture<AnyContinuous<Double>>.self,
    PointMass<Double>.self,
    Product<Double>.self,
    Transformed<AnyContinuous<Double>>.self,
    Truncated<AnyContinuous<Double>>.self,
  ]
}
