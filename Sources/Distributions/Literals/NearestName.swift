/// Finds the name that was probably meant: what a word is called elsewhere, else the nearest by
/// spelling.
package enum NearestName {
  /// The candidate that `word` was probably meant to be, or nil where none is near.
  ///
  /// Case and underscores do not count. A word that other libraries use comes first (``elsewhere``);
  /// then a candidate that begins with it or holds it whole (`std` is not one, `deviation` is);
  /// then the least edit distance, at most a third of the length.
  package static func suggestion(for word: String, among candidates: [String]) -> String? {
    let plainWord = plain(word)
    if let same = candidates.first(where: { plain($0) == plainWord }) { return same }
    if let meant = elsewhere[plainWord]?.first(where: { candidates.contains($0) }) { return meant }
    if plainWord.count >= 3 {
      let holding = candidates.filter {
        let candidate = plain($0)
        return contains(candidate, plainWord)
          || (candidate.count >= 3 && contains(plainWord, candidate))
      }
      if let shortest = holding.min(by: { $0.count < $1.count }) { return shortest }
    }
    var nearest: (name: String, distance: Int)?
    for candidate in candidates {
      let distance = editDistance(plainWord, plain(candidate))
      let limit = max(1, max(plainWord.count, candidate.utf8.count) / 3)
      if distance <= limit, nearest.map({ distance < $0.distance }) ?? true {
        nearest = (candidate, distance)
      }
    }
    return nearest?.name ?? misspelled(plainWord, among: candidates)
  }

  /// The one of some names that `word` is a misspelling of: five letters at least, one or two of
  /// them wrong.
  package static func misspelled(_ word: String, of names: Set<String>) -> String? {
    let length = word.utf8.count
    guard length >= 5 else { return nil }
    return names.sorted().first {
      $0.utf8.count >= 5 && abs($0.utf8.count - length) <= 1
        && editDistance(word.lowercased(), $0.lowercased()) <= (length >= 8 ? 2 : 1)
    }
  }

  /// What a misspelled word of another library is called here: `sgima`.
  private static func misspelled(_ word: String, among candidates: [String]) -> String? {
    guard word.count >= 4 else { return nil }
    for key in elsewhere.keys.sorted() where key.count >= 4 && editDistance(word, key) == 1 {
      if let meant = elsewhere[key]?.first(where: { candidates.contains($0) }) { return meant }
    }
    return nil
  }

  /// Labels that mean the square of a standard deviation.
  static let variances: Set<String> = ["variance", "var", "sigma2"]

  /// Words of TensorFlow Probability, torch.distributions, scipy.stats, Distributions.jl and of
  /// textbooks, and what they are called here; of several the first that the family has.
  static let elsewhere: [String: [String]] = [
    // Labels.
    "loc": ["mean", "location", "logMean", "lowerBound"],
    "mu": ["mean", "location", "logMean", "rate", "logitMean"],
    "location": ["mean", "logMean"],
    "mean": ["location", "logMean", "rate"],
    "sigma": ["standardDeviation", "scale", "logStandardDeviation", "standardDeviations"],
    "std": ["standardDeviation", "scale", "logStandardDeviation", "standardDeviations"],
    "stddev": ["standardDeviation", "scale", "logStandardDeviation", "standardDeviations"],
    "sd": ["standardDeviation", "scale", "logStandardDeviation", "standardDeviations"],
    "scale": ["standardDeviation", "rate", "logStandardDeviation", "scaleFactor"],
    "variance": ["standardDeviation", "scale"],
    "var": ["standardDeviation", "scale"],
    "sigma2": ["standardDeviation", "scale"],
    "lambda": ["rate", "concentration"],
    "lam": ["rate"],
    "beta": ["rate", "scale"],
    "theta": ["scale", "rate"],
    "alpha": ["shape", "concentration"],
    "a": ["alpha", "shape", "lowerBound", "exponent"],
    "b": ["beta", "upperBound", "rate", "scale"],
    "concentration1": ["alpha"],
    "concentration0": ["beta"],
    "concentration": ["shape", "alpha"],
    "kappa": ["concentration"],
    "k": ["shape", "degreesOfFreedom", "trials"],
    "c": ["shape"],
    "p": ["probability", "probabilities"],
    "prob": ["probability", "probabilities"],
    "probs": ["probability", "probabilities"],
    "probability": ["probabilities"],
    "probabilities": ["probability"],
    "logit": ["logits"],
    "logits": ["logit"],
    "n": ["trials", "draws", "degreesOfFreedom"],
    "totalcount": ["trials", "successes"],
    "df": ["degreesOfFreedom"],
    "nu": ["degreesOfFreedom"],
    "dof": ["degreesOfFreedom"],
    "df1": ["numeratorDegreesOfFreedom"],
    "dfn": ["numeratorDegreesOfFreedom"],
    "df2": ["denominatorDegreesOfFreedom"],
    "dfd": ["denominatorDegreesOfFreedom"],
    "xi": ["shape"],
    "low": ["lowerBound"],
    "min": ["lowerBound"],
    "lower": ["lowerBound"],
    "high": ["upperBound"],
    "max": ["upperBound"],
    "upper": ["upperBound"],
    "cov": ["covariance"],
    "covariancematrix": ["covariance"],
    "scaletril": ["scaleFactor"],
    "cholesky": ["scaleFactor"],
    "covfactor": ["factor"],
    "covdiag": ["diagonal"],
    "nc": ["noncentrality"],
    "peak": ["mode"],
    "order": ["exponent"],
    "mixtureweights": ["weights"],
    "distributions": ["components"],
    "value": ["at"],
    // Families.
    "gaussian": ["Normal"],
    "norm": ["Normal"],
    "expon": ["Exponential"],
    "t": ["StudentT"],
    "students": ["StudentT"],
    "tdist": ["StudentT"],
    "f": ["FisherF"],
    "fisher": ["FisherF"],
    "snedecor": ["FisherF"],
    "fdist": ["FisherF"],
    "chi2": ["ChiSquared"],
    "chisq": ["ChiSquared"],
    "ncx2": ["NoncentralChiSquared"],
    "noncentralchisq": ["NoncentralChiSquared"],
    "lognorm": ["LogNormal"],
    "halfnorm": ["HalfNormal"],
    "skewnorm": ["SkewNormal"],
    "gennorm": ["GeneralizedNormal"],
    "exponentialpower": ["GeneralizedNormal"],
    "invgamma": ["InverseGamma"],
    "invgauss": ["InverseGaussian"],
    "wald": ["InverseGaussian"],
    "triang": ["Triangular"],
    "genextreme": ["GeneralizedExtremeValue"],
    "gev": ["GeneralizedExtremeValue"],
    "genpareto": ["GeneralizedPareto"],
    "gpd": ["GeneralizedPareto"],
    "gumbelr": ["Gumbel"],
    "invweibull": ["Frechet"],
    "weibullmin": ["Weibull"],
    "fisk": ["LogLogistic"],
    "loguniform": ["LogUniform"],
    "reciprocal": ["LogUniform"],
    "cb": ["ContinuousBernoulli"],
    "nbinom": ["NegativeBinomial"],
    "geom": ["Geometric"],
    "randint": ["DiscreteUniform"],
    "discreteuniform": ["DiscreteUniform"],
    "betabinom": ["BetaBinomial"],
    "binom": ["Binomial"],
    "hypergeom": ["Hypergeometric"],
    "zeta": ["Zipf"],
    "zipfian": ["Zipf"],
    "mvnormal": ["MultivariateNormal"],
    "mvn": ["MultivariateNormal"],
    "multinormal": ["MultivariateNormal"],
    "multivariatenormaltril": ["MultivariateNormal"],
    "multivariatenormaldiag": ["MultivariateNormal"],
    "mvtdist": ["MultivariateStudentT"],
    "mixturemodel": ["Mixture"],
    "mixturesamefamily": ["Mixture"],
    "dirac": ["PointMass"],
    "deterministic": ["PointMass"],
    "delta": ["PointMass"],
    "transformeddistribution": ["Transformed"],
    "locationscale": ["Affine"],
    "affinedistribution": ["Affine"],
    // Divergences.
    "js": ["jensenShannon"],
    "jsd": ["jensenShannon"],
    "tv": ["totalVariation"],
    "chi2divergence": ["chiSquared"],
    "emd": ["wasserstein"],
    "earthmover": ["wasserstein"],
  ]

  /// Lower-case letters and digits only, as bytes.
  private static func plain(_ word: String) -> String {
    String(decoding: word.lowercased().utf8.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
  }

  private static func contains(_ text: String, _ part: String) -> Bool {
    let text = Array(text.utf8)
    let part = Array(part.utf8)
    guard !part.isEmpty, part.count <= text.count else { return false }
    return (0...text.count - part.count).contains { text[$0..<$0 + part.count] == part[...] }
  }

  /// The least number of insertions, deletions, replacements and exchanges of neighbours that make
  /// one word of the other (the optimal string alignment of Damerau and Levenshtein). Words of
  /// more than 64 bytes are far from everything.
  static func editDistance(_ first: String, _ second: String) -> Int {
    let a = Array(first.utf8)
    let b = Array(second.utf8)
    guard a.count <= 64, b.count <= 64 else { return .max }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var least = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          least = min(least, beforeLast[j - 1] + 1)
        }
        row.append(least)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
