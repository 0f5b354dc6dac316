import Distributions

extension Catalogue {
  /// Families whose cumulative functions are integrals: the inverse Gaussian, generalised and skew
  /// normal ones, and the noncentral ones.
  static let noncentral: [CatalogueEntry] = [
    CatalogueEntry(
      [[1, 1], [2, 0.5], [3, 40], [1, 1e-3], [1e3, 1e9], [1e-20, 3e-20]],
      invalid: [
        [0, 1], [-1, 1], [1, 0], [1, -1], [.infinity, 1], [1, .infinity], [.nan, 1],
      ],
      { InverseGaussian(mean: $0[0], shape: $0[1]) },
      { InverseGaussian(mean: $0[0], shape: $0[1]) },
      { InverseGaussian(mean: $0[0], shape: $0[1]) }),
    CatalogueEntry(
      [
        [0, 1, 1], [0, 1, 2], [0, 2, 2.000001], [1, 2, 0.5], [-3, 0.5, 5], [0, 1e3, 1.3],
        [0, 1, 30], [1e6, 1e-3, 2.5],
      ],
      invalid: [[0, 0, 1], [0, 1, 0], [0, 1, -1], [.infinity, 1, 1], [0, .nan, 1]],
      { GeneralizedNormal(location: $0[0], scale: $0[1], shape: $0[2]) },
      { GeneralizedNormal(location: $0[0], scale: $0[1], shape: $0[2]) },
      { GeneralizedNormal(location: $0[0], scale: $0[1], shape: $0[2]) }),
    CatalogueEntry(
      [[0, 1, 0], [1, 2, 3], [0, 1, -1.5], [-2, 0.5, 30], [0, 1e3, 0.2], [1e6, 1e-3, 2]],
      invalid: [[0, 0, 1], [0, -1, 1], [.infinity, 1, 1], [0, 1, .infinity], [0, 1, .nan]],
      { SkewNormal(location: $0[0], scale: $0[1], shape: $0[2]) },
      { SkewNormal(location: $0[0], scale: $0[1], shape: $0[2]) },
      { SkewNormal(location: $0[0], scale: $0[1], shape: $0[2]) }),
    CatalogueEntry(
      [[0, 1], [1, 1], [3, 2], [0.5, 0.01], [100, 1], [1e-30, 1e-20], [1e6, 1e-3]],
      invalid: [[-1, 1], [0, 0], [1, -1], [.infinity, 1], [1, .infinity], [.nan, 1]],
      { Rice(noncentrality: $0[0], scale: $0[1]) },
      { Rice(noncentrality: $0[0], scale: $0[1]) },
      { Rice(noncentrality: $0[0], scale: $0[1]) }),
    CatalogueEntry(
      [
        [2, 3], [2, 1], [1, 1], [0.3, 10], [4, 0], [5.5, 100], [30, 5], [2, 1e4], [1e6, 1e6],
      ],
      invalid: [[0, 1], [-1, 1], [1, -1], [.infinity, 1], [1, .infinity], [.nan, 1]],
      { NoncentralChiSquared(degreesOfFreedom: $0[0], noncentrality: $0[1]) },
      { NoncentralChiSquared(degreesOfFreedom: $0[0], noncentrality: $0[1]) },
      { NoncentralChiSquared(degreesOfFreedom: $0[0], noncentrality: $0[1]) }),
    CatalogueEntry(
      [[5, 2], [1, 1], [0.8, -3], [30, 5], [3.5, 0], [1e8, 3]],
      invalid: [[0, 1], [-1, 1], [.infinity, 1], [1, .infinity], [1, .nan]],
      { NoncentralT(degreesOfFreedom: $0[0], noncentrality: $0[1]) },
      { NoncentralT(degreesOfFreedom: $0[0], noncentrality: $0[1]) },
      { NoncentralT(degreesOfFreedom: $0[0], noncentrality: $0[1]) }),
    CatalogueEntry(
      [[2, 3, 1], [1, 1, 2], [0.5, 0.5, 4], [5, 0.3, 0], [30, 20, 100], [1, 8, 500]],
      invalid: [[0, 1, 1], [1, 0, 1], [1, 1, -1], [.infinity, 1, 1], [1, 1, .infinity]],
      { NoncentralBeta(alpha: $0[0], beta: $0[1], noncentrality: $0[2]) },
      { NoncentralBeta(alpha: $0[0], beta: $0[1], noncentrality: $0[2]) },
      { NoncentralBeta(alpha: $0[0], beta: $0[1], noncentrality: $0[2]) }),
    CatalogueEntry(
      [[4, 6.5, 1], [1, 10, 3], [2, 3, 0], [30, 40, 100], [2, 100, 1]],
      invalid: [[0, 1, 1], [1, 0, 1], [1, 1, -1], [.infinity, 1, 1], [1, 1, .infinity]],
      {
        NoncentralF(
          numeratorDegreesOfFreedom: $0[0], denominatorDegreesOfFreedom: $0[1],
          noncentrality: $0[2])
      },
      {
        NoncentralF(
          numeratorDegreesOfFreedom: $0[0], denominatorDegreesOfFreedom: $0[1],
          noncentrality: $0[2])
      },
      {
        NoncentralF(
          numeratorDegreesOfFreedom: $0[0], denominatorDegreesOfFreedom: $0[1],
          noncentrality: $0[2])
      }),
  ]
}
