extension LiteralFamilies {
  /// Every family of this package.
  public static let standard = LiteralFamilies(listed: standardList)

  /// One line for each family.
  static let standardList: [any LiteralFamily.Type] = [
    // Continuous.
    Cauchy<Double>.self,
    Chi<Double>.self,
    ChiSquared<Double>.self,
    Frechet<Double>.self,
    GeneralizedPareto<Double>.self,
    InverseGamma<Double>.self,
    Kumaraswamy<Double>.self,
    Levy<Double>.self,
    LogLogistic<Double>.self,
    LogUniform<Double>.self,
    Normal<Double>.self,
    Pareto<Double>.self,
    Rayleigh<Double>.self,
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

    // Composed.
    Affine<AnyContinuous<Double>>.self,
    Empirical.self,
    Mixture<AnyContinuous<Double>>.self,
    PointMass<Double>.self,
    Transformed<AnyContinuous<Double>>.self,
    Truncated<AnyContinuous<Double>>.self,
  ]
}
