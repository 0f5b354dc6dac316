import SpecialFunctions

/// A family of single distributions whose divergences from each other are one formula, which never cancels:
/// what ``klDivergence(of:from:)`` gives without looking for it in a registry.
///
/// The formula is that of ``KLRegistry/standard``.
public protocol FamilyDivergence: Distribution where Value == Double {
  /// KL(p‖q), as the family's rule in the standard registry gives it.
  static func divergence(of p: Self, from q: Self) -> Double
}

/// The Kullback–Leibler divergence of two single distributions of one of the commonest families.
///
/// The same number as ``klDivergence(of:from:using:method:allowing:tolerance:)-(P,_,_,_,_,_)``, at the cost
/// of its formula.
///
/// - Returns: a number that is not negative; `+infinity` where it is infinite, NaN where a parameter
///   is invalid.
/// - Throws: nothing; the signature is that of other pairs.
@inlinable public func klDivergence<P: FamilyDivergence>(
  of p: P, from q: P
) throws(DivergenceError) -> Double {
  P.divergence(of: p, from: q)
}

/// The cross-entropy −E_p log q of two single distributions of one of the commonest families, their
/// entropy and divergence added.
///
/// The same number as ``crossEntropy(of:under:using:method:allowing:tolerance:)-(P,_,_,_,_,_)``.
///
/// - Throws: ``DivergenceError``, where the sum has cancelled and is integrated instead.
@inlinable public func crossEntropy<P: FamilyDivergence>(
  of p: P, under q: P
) throws(DivergenceError) -> Double {
  let entropy = p.entropy
  let divergence = P.divergence(of: p, from: q)
  let sum = entropy + divergence
  // Both numbers are exact to some 10⁻¹⁴ of the size of 1; what has not cancelled is sharp.
  if sum.magnitude > 0.01 * (1 + entropy.magnitude) { return sum }
  return try crossEntropy(of: p, under: q, using: .standard)
}

extension Normal: FamilyDivergence where Value == Double {
  @inlinable public static func divergence(of p: Normal, from q: Normal) -> Double {
    normalDivergence(p.mean, q.mean, p.standardDeviation, q.standardDeviation)
  }
}

extension LogNormal: FamilyDivergence where Value == Double {
  @inlinable public static func divergence(of p: LogNormal, from q: LogNormal) -> Double {
    normalDivergence(p.logMean, q.logMean, p.logStandardDeviation, q.logStandardDeviation)
  }
}

extension Exponential: FamilyDivergence where Value == Double {
  @inlinable public static func divergence(of p: Exponential, from q: Exponential) -> Double {
    nanUnless(p.isValid && q.isValid, SpecialFunctions.ratioRemainder(q.rate, p.rate))
  }
}

extension Poisson: FamilyDivergence where Value == Double {
  @inlinable public static func divergence(of p: Poisson, from q: Poisson) -> Double {
    nanUnless(p.isValid && q.isValid, SpecialFunctions.massDivergence(p.rate, q.rate))
  }
}

extension Laplace: FamilyDivergence where Value == Double {
  public static func divergence(of p: Laplace, from q: Laplace) -> Double {
    plainDivergence(p, q)
  }
}

extension Cauchy: FamilyDivergence where Value == Double {
  public static func divergence(of p: Cauchy, from q: Cauchy) -> Double { plainDivergence(p, q) }
}

extension Uniform: FamilyDivergence where Value == Double {
  public static func divergence(of p: Uniform, from q: Uniform) -> Double { plainDivergence(p, q) }
}

extension Geometric: FamilyDivergence where Value == Double {
  public static func divergence(of p: Geometric, from q: Geometric) -> Double {
    plainDivergence(p, q)
  }
}

extension Bernoulli: FamilyDivergence where Value == Double {
  public static func divergence(of p: Bernoulli, from q: Bernoulli) -> Double {
    plainDivergence(p, q)
  }
}
