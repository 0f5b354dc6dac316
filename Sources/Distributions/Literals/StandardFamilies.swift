extension LiteralFamilies {
  /// Every family of this package.
  public static let standard = LiteralFamilies(listed: standardList)

  /// One line for each family.
  static let standardList: [any LiteralFamily.Type] = [
    // Continuous.
    Beta<Double>.self,
    Cauchy<Double>.self,
    Chi<Double>.self,
    ChiSquared<Double>.self,
    Exponential<Double>.self,
    Frechet<Double>.self,
    Gamma<Double>.self,
    GeneralizedNormal<Double>.self,
    GeneralizedPareto<Double>.self,
    Gumbel<Double>.self,
    HalfCauchy<Double>.self,
    HalfNormal<Double>.self,
    InverseGamma<Double>.self,
    InverseGaussian<Double>.self,
    Kumaraswamy<Double>.self,
    Laplace<Double>.self,
    Levy<Double>.self,
    LogLogistic<Double>.self,
    LogNormal<Double>.self,
    LogUniform<Double>.self,
    Logistic<Double>.self,
    NoncentralBeta<Double>.self,
    NoncentralChiSquared<Double>.self,
    NoncentralF<Double>.self,
    NoncentralT<Double>.self,
    Normal<Double>.self,
    Pareto<Double>.self,
    Rayleigh<Double>.self,
    Rice<Double>.self,
    SkewNormal<Double>.self,
    StudentT<Double>.self,
    Triangular<Double>.self,
    Uniform<Double>.self,
    VonMises<Double>.self,
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
