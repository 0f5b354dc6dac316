/// The families whose log-density is called directly where many values are needed.
///
/// Through the protocol a generic function is called, which first finds out what its types are made
/// of; for a density of a dozen operations that is most of the time. Families that are not listed go
/// that way.

extension Arcsine: PreparableDensity where Value == Double {}
extension AsymmetricLaplace: PreparableDensity where Value == Double {}
extension Beta: PreparableDensity where Value == Double {}
extension BetaPrime: PreparableDensity where Value == Double {}
extension BurrXII: PreparableDensity where Value == Double {}
extension Cauchy: PreparableDensity where Value == Double {}
extension Chi: PreparableDensity where Value == Double {}
extension ChiSquared: PreparableDensity where Value == Double {}
extension ContinuousBernoulli: PreparableDensity where Value == Double {}
extension Erlang: PreparableDensity where Value == Double {}
extension Exponential: PreparableDensity where Value == Double {}
extension FisherF: PreparableDensity where Value == Double {}
extension Frechet: PreparableDensity where Value == Double {}
extension Gamma: PreparableDensity where Value == Double {}
extension GeneralizedExtremeValue: PreparableDensity where Value == Double {}
extension GeneralizedNormal: PreparableDensity where Value == Double {}
extension GeneralizedPareto: PreparableDensity where Value == Double {}
extension Gompertz: PreparableDensity where Value == Double {}
extension Gumbel: PreparableDensity where Value == Double {}
extension HalfCauchy: PreparableDensity where Value == Double {}
extension HalfNormal: PreparableDensity where Value == Double {}
extension HyperbolicSecant: PreparableDensity where Value == Double {}
extension InverseGamma: PreparableDensity where Value == Double {}
extension InverseGaussian: PreparableDensity where Value == Double {}
extension JohnsonSU: PreparableDensity where Value == Double {}
extension Kumaraswamy: PreparableDensity where Value == Double {}
extension Laplace: PreparableDensity where Value == Double {}
extension Levy: PreparableDensity where Value == Double {}
extension LogLogistic: PreparableDensity where Value == Double {}
extension LogNormal: PreparableDensity where Value == Double {}
extension LogUniform: PreparableDensity where Value == Double {}
extension Logistic: PreparableDensity where Value == Double {}
extension LogitNormal: PreparableDensity where Value == Double {}
extension Lomax: PreparableDensity where Value == Double {}
extension Maxwell: PreparableDensity where Value == Double {}
extension Moyal: PreparableDensity where Value == Double {}
extension Nakagami: PreparableDensity where Value == Double {}
extension NoncentralBeta: PreparableDensity where Value == Double {}
extension NoncentralChiSquared: PreparableDensity where Value == Double {}
extension NoncentralF: PreparableDensity where Value == Double {}
extension NoncentralT: PreparableDensity where Value == Double {}
extension Normal: PreparableDensity where Value == Double {}
extension NormalInverseGaussian: PreparableDensity where Value == Double {}
extension Pareto: PreparableDensity where Value == Double {}
extension RaisedCosine: PreparableDensity where Value == Double {}
extension Rayleigh: PreparableDensity where Value == Double {}
extension RelaxedBernoulli: PreparableDensity where Value == Double {}
extension Rice: PreparableDensity where Value == Double {}
extension Semicircle: PreparableDensity where Value == Double {}
extension SkewNormal: PreparableDensity where Value == Double {}
extension StudentT: PreparableDensity where Value == Double {}
extension Triangular: PreparableDensity where Value == Double {}
extension Uniform: PreparableDensity where Value == Double {}
extension VonMises: PreparableDensity where Value == Double {}
extension Weibull: PreparableDensity where Value == Double {}
