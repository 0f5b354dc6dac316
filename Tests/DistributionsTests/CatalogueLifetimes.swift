import Distributions

extension Catalogue {
  /// Laws of speeds, signals, lifetimes and losses, and bells between or beyond the classical ones.
  static let lifetimes: [CatalogueEntry] = [
    CatalogueEntry(
      [[1], [2.5], [1e-6], [1e100]], invalid: [[0], [-1], [.infinity], [.nan]],
      { Maxwell(scale: $0[0]) }, { Maxwell(scale: $0[0]) }, { Maxwell(scale: $0[0]) }),
    CatalogueEntry(
      [[1, 1], [0.5, 2], [0.3, 3], [4.5, 1e-6], [1e8, 4], [0.01, 1e20]],
      invalid: [[0, 1], [-1, 1], [.infinity, 1], [1, 0], [1, .infinity], [1, .nan]],
      { Nakagami(shape: $0[0], spread: $0[1]) }, { Nakagami(shape: $0[0], spread: $0[1]) },
      { Nakagami(shape: $0[0], spread: $0[1]) }),
    CatalogueEntry(
      [[1, 1], [3, 0.25], [40, 2], [1e8, 1e8]], constants: [0],
      invalid: [[0, 1], [2.5, 1], [-1, 1], [.infinity, 1], [1, 0], [1, .nan]],
      { Erlang(shape: $0[0], rate: $0[1]) }, { Erlang(shape: $0[0], rate: $0[1]) },
      { Erlang(shape: $0[0], rate: $0[1]) }),
    CatalogueEntry(
      [[1, 1], [2, 0.3], [0.5, 3.5], [1e3, 5], [1, 1e8], [1e12, 1e12]],
      invalid: [[0, 1], [-1, 1], [.infinity, 1], [1, 0], [1, .infinity], [1, .nan]],
      { Lomax(scale: $0[0], shape: $0[1]) }, { Lomax(scale: $0[0], shape: $0[1]) },
      { Lomax(scale: $0[0], shape: $0[1]) }),
    CatalogueEntry(
      [[0, 1], [-2.5, 3], [1e6, 1e-3], [0, 1e100]],
      invalid: [[0, 0], [0, -1], [0, .infinity], [.infinity, 1], [.nan, 1]],
      { Moyal(location: $0[0], scale: $0[1]) }, { Moyal(location: $0[0], scale: $0[1]) },
      { Moyal(location: $0[0], scale: $0[1]) }),
    CatalogueEntry(
      [
        [1, 1, 1], [2, 3, 2], [1, 0.5, 12], [5, 1, 0.7], [1, 2, 1e8], [1e-3, 30, 0.2],
        [1, 1e3, 3],
      ],
      invalid: [[0, 1, 1], [1, 0, 1], [1, 1, -1], [.infinity, 1, 1], [1, .nan, 1]],
      { BurrXII(scale: $0[0], firstShape: $0[1], secondShape: $0[2]) },
      { BurrXII(scale: $0[0], firstShape: $0[1], secondShape: $0[2]) },
      { BurrXII(scale: $0[0], firstShape: $0[1], secondShape: $0[2]) }),
    CatalogueEntry(
      [[0, 1, 1], [2, 3, 0.3], [-1, 0.5, 4], [1e6, 1e-3, 1.5], [0, 1, 0.05], [0, 1e100, 2]],
      invalid: [[0, 0, 1], [0, 1, 0], [0, 1, -1], [.infinity, 1, 1], [0, .nan, 1]],
      { AsymmetricLaplace(location: $0[0], scale: $0[1], asymmetry: $0[2]) },
      { AsymmetricLaplace(location: $0[0], scale: $0[1], asymmetry: $0[2]) },
      { AsymmetricLaplace(location: $0[0], scale: $0[1], asymmetry: $0[2]) }),
    CatalogueEntry(
      [[0, 1], [-2.5, 3], [1e6, 1e-3], [0, 1e150]],
      invalid: [[0, 0], [0, -1], [0, .infinity], [.infinity, 1], [.nan, 1]],
      { HyperbolicSecant(location: $0[0], scale: $0[1]) },
      { HyperbolicSecant(location: $0[0], scale: $0[1]) },
      { HyperbolicSecant(location: $0[0], scale: $0[1]) }),
    CatalogueEntry(
      [[0, 1], [3, 0.7], [-2, 5], [1e6, 10], [0, 1e100]],
      invalid: [[0, 0], [0, -1], [0, .infinity], [.infinity, 1], [.nan, 1]],
      { Semicircle(location: $0[0], radius: $0[1]) },
      { Semicircle(location: $0[0], radius: $0[1]) },
      { Semicircle(location: $0[0], radius: $0[1]) }),
    CatalogueEntry(
      [[0, 1], [3, 0.7], [-2, 5], [1e6, 10], [0, 1e100]],
      invalid: [[0, 0], [0, -1], [0, .infinity], [.infinity, 1], [.nan, 1]],
      { RaisedCosine(location: $0[0], scale: $0[1]) },
      { RaisedCosine(location: $0[0], scale: $0[1]) },
      { RaisedCosine(location: $0[0], scale: $0[1]) }),
    CatalogueEntry(
      [[1, 1], [0.1, 2], [3, 0.05], [1e-8, 1], [1e8, 1], [1e-3, 1e12]],
      invalid: [[0, 1], [-1, 1], [.infinity, 1], [1, 0], [1, .infinity], [1, .nan]],
      { Gompertz(shape: $0[0], rate: $0[1]) }, { Gompertz(shape: $0[0], rate: $0[1]) },
      { Gompertz(shape: $0[0], rate: $0[1]) }),
    CatalogueEntry(
      [[0, 1, 0, 1], [2, 3, 1.5, 2], [-1, 0.5, -2, 0.7], [1e6, 1e-3, 0.5, 3], [0, 1, 0, 1e4]],
      invalid: [
        [0, 0, 1, 1], [0, 1, 1, 0], [0, 1, 1, -1], [.infinity, 1, 1, 1], [0, 1, .nan, 1],
      ],
      { JohnsonSU(location: $0[0], scale: $0[1], gamma: $0[2], delta: $0[3]) },
      { JohnsonSU(location: $0[0], scale: $0[1], gamma: $0[2], delta: $0[3]) },
      { JohnsonSU(location: $0[0], scale: $0[1], gamma: $0[2], delta: $0[3]) }),
    CatalogueEntry(
      [
        [0, 1, 1, 0], [2, 3, 1.5, 1], [-1, 0.5, 2, -1.9], [1e6, 1e-3, 5e3, 1e3],
        [0, 1, 1e-3, 0], [0, 100, 100, 50],
      ],
      invalid: [
        [0, 0, 1, 0], [0, 1, 1, 1], [0, 1, 1, -2], [.infinity, 1, 1, 0], [0, 1, .nan, 0],
      ],
      { NormalInverseGaussian(location: $0[0], scale: $0[1], alpha: $0[2], beta: $0[3]) },
      { NormalInverseGaussian(location: $0[0], scale: $0[1], alpha: $0[2], beta: $0[3]) },
      { NormalInverseGaussian(location: $0[0], scale: $0[1], alpha: $0[2], beta: $0[3]) }),
  ]
}
