import Distributions

/// Every family, once.
enum Catalogue {
  static let families: [any LiteralFamily.Type] = [
    Normal<Double>.self, Cauchy<Double>.self, Uniform<Double>.self, StudentT<Double>.self,
    Bernoulli<Double>.self, Categorical<Double>.self,
  ]
}
