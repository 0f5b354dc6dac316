/// Functions of one real number that every ``RealValue`` has.
///
/// The raw values are those of the kernels in `CVectorMath`.
public enum UnaryFunction: Int32, CaseIterable, Sendable {
  case negate = 0
  case absolute, sign, squareRoot, square, reciprocal
  case floor, ceil, round, truncate
  case exp, expMinusOne, log, logOnePlus
  case sin, cos, tan, asin, acos, atan
  case sinh, cosh, tanh, asinh, acosh, atanh
  case erf, erfc, erfcx
  case logGamma, digamma, trigamma
  case sigmoid, logSigmoid, softplus
  case normalLogCDF, normalQuantile
  case logOnePlusRemainder, expRemainder, logOneMinusExp, logGammaCorrection
  case digammaCorrection, trigammaCorrection
}

/// Functions of two real numbers that every ``RealValue`` has.
///
/// The raw values are those of the kernels in `CVectorMath`.
public enum BinaryFunction: Int32, CaseIterable, Sendable {
  case add = 0
  case subtract, multiply, divide
  case power, atan2, minimum, maximum
  case xLogY, xLogOnePlusY
  case ratioRemainder, massDivergence
}

/// Formulas of three real numbers that are one kernel.
///
/// The raw values are those of the kernels in `CVectorMath`.
package enum TernaryFunction: Int32, CaseIterable, Sendable {
  case normalLogDensity = 0
  case gammaLogDensity, betaLogDensity
  /// q z softplus(−x) + (1 − z) softplus(x) of x, z, q, where a term of weight 0 is 0 whatever x is,
  /// and its derivative by x, (1 − z) σ(x) − q z σ(−x).
  case sigmoidCost, sigmoidSlope
  /// The derivatives of the normal log-density by mean and deviation.
  case normalMeanSlope, normalDeviationSlope
  /// y where x > 0, else s y, of x, y, s.
  case gate
  /// y + b (x − y) and y² + b (x − y²), of x, y, b: running means of numbers and of their squares.
  case blend, squareBlend
  /// x/(√y + e), of x, y, e.
  case rootRatio
  /// Of a point and the parameters in the order of the families; one parameter is given twice.
  case laplaceLogDensity, cauchyLogDensity, halfCauchyLogDensity, logisticLogDensity
  case gumbelLogDensity, logNormalLogDensity, exponentialLogDensity, halfNormalLogDensity
  case rayleighLogDensity, weibullLogDensity, paretoLogDensity
  case uniformLogDensity, inverseGaussianLogDensity
  case binomialLogMass, negativeBinomialLogMass, geometricLogMass, poissonLogMass
  case inverseGammaLogDensity, chiLogDensity, betaPrimeLogDensity, fisherFLogDensity
  case frechetLogDensity, logLogisticLogDensity, logitNormalLogDensity, levyLogDensity
  case kumaraswamyLogDensity, bernoulliLogMass
  /// x log(x/y) − x + y of x, y, y − x; KL of n trials, of both probabilities and n; KL of one trial of
  /// logits x, y, y; r − 1 − log r, r = x/y, of x, y, y.
  case massDivergenceBy, trialDivergence, logitDivergence, exponentialDivergence
  /// The excess of log Γ of a, b − a, b; log Γ(1 + x) and log Γ(1 + x) + γ x of x thrice.
  case logGammaExcess, logGammaOfOnePlus, logGammaRemainderAtOne
  case vonMisesLogDensity
  /// KL of Gumbel laws, of the ratio of the scales, that less 1, and the difference of the locations over
  /// the second scale; of Poisson laws, of rates x, y, y; of geometric laws, of probabilities x, y, y.
  case extremeDivergence, poissonDivergence, geometricDivergence
  /// Derivatives of log-densities by the location, of a point, the location and 1/scale; by the scale alone,
  /// of a point and 1/scale twice; by the rate, of a point and 1/rate twice.
  case laplaceSlope, logisticSlope, gumbelSlope, logNormalSlope, halfNormalSlope, exponentialSlope
  /// Of gamma laws by the rate, of a point, the rate and the mean; of Pareto laws by the scale, of a point, the
  /// scale and shape/scale, and by the shape, of a point, the scale and 1/shape.
  case gammaRateSlope, paretoScaleSlope, paretoShapeSlope
  /// The logarithm of a scale and the entropy of the law of scale 1, of the scale, the location and that.
  case scaledEntropy
  /// Cumulative functions and quantiles, of a point or a probability and the parameters in the order of the
  /// families; one parameter is given twice.
  case normalCDF, normalLogCDF, normalQuantile
  case cauchyCDF, cauchyLogCDF, cauchyQuantile
  case logisticCDF, logisticLogCDF, logisticQuantile
  case laplaceCDF, laplaceLogCDF, laplaceQuantile
  case exponentialCDF, exponentialLogCDF, exponentialQuantile
  case exponentialSurvival, exponentialLogSurvival, exponentialSurvivalQuantile
  case weibullCDF, weibullLogCDF, weibullQuantile
  case weibullSurvival, weibullLogSurvival, weibullSurvivalQuantile
  case gumbelCDF, gumbelLogCDF, gumbelQuantile
  case gumbelSurvival, gumbelLogSurvival, gumbelSurvivalQuantile
  case logNormalCDF, logNormalLogCDF, logNormalQuantile
  case logNormalSurvival, logNormalLogSurvival, logNormalSurvivalQuantile
}

/// Formulas of four real numbers that are one kernel.
///
/// The raw values are those of the kernels in `CVectorMath`.
package enum QuaternaryFunction: Int32, CaseIterable, Sendable {
  /// KL of normal laws, of both means and both standard deviations.
  case normalDivergence = 0
  /// KL of gamma laws, of both shapes and both rates.
  case gammaDivergence
  /// KL of laws with locations and scales.
  case laplaceDivergence, cauchyDivergence
  /// Of a point and the parameters in the order of the families.
  case studentTLogDensity, triangularLogDensity, generalizedParetoLogDensity
  case extremeValueLogDensity, betaBinomialLogMass
  /// KL of uniform laws, of the bounds of each; of laws with two scales and two shapes; of two means and
  /// two concentrations.
  case uniformDivergence, paretoDivergence, vonMisesDivergence
  /// The share of one concentration in KL of Dirichlet laws, of both, their difference and the part by
  /// which the sum rises.
  case shareDivergence
  /// The derivative of a log-density by the scale, of that by the location, the point, the location and
  /// 1/scale; the same of log-normal laws, of the derivative by the mean, the point, the standard deviation
  /// and 1 over it.
  case scaleSlope, deviationSlope
  /// Of gamma laws by the shape, of a point, the shape, the rate and log rate − ψ(shape).
  case gammaShapeSlope
  /// KL of inverse Gaussian laws, of both means and both shapes.
  case inverseGaussianDivergence
  /// log P(a < X ≤ b) of a normal law, of a, b, the mean and the standard deviation.
  case normalLogMass
  /// log Σ exp of all four.
  case logSum
  /// −E log q of normal laws, of both means and both standard deviations.
  case normalCrossEntropy
}

/// Comparisons of two numbers; all but `notEqual` are false where either is NaN.
public enum Comparison: Int32, CaseIterable, Sendable {
  case less = 0
  case lessEqual, greater, greaterEqual, equal, notEqual
}
