import CGSL

/// A root or a minimum on an interval.
public struct BracketedPoint: Sendable {
  /// Where it is.
  public let point: Double

  /// The interval that it lies in.
  public let lower: Double

  /// The interval that it lies in.
  public let upper: Double

  /// How many steps were taken.
  public let iterations: Int

  /// Whether the interval became as short as was asked for.
  public let converged: Bool
}

extension Callback {
  /// A root between two points of opposite signs, by Brent and Dekker's method.
  ///
  /// - Throws: the closure's error; ``GSLError`` if the signs are equal or a value is not finite.
  public mutating func brentRoot(
    from lower: Double, to upper: Double, absoluteTolerance: Double = 0,
    relativeTolerance: Double = 4e-16, maximumIterations: Int = 200
  ) throws -> BracketedPoint {
    let solver = try GSLLibrary.allocated(
      gsl_root_fsolver_alloc(cgsl_root_brent()), "Brent's root finder")
    defer { gsl_root_fsolver_free(solver) }
    try check(gsl_root_fsolver_set(solver, &function, lower, upper), "Brent's root finder")
    var iterations = 0
    var status: Int32 = -2
    while status == -2, iterations < maximumIterations {
      try check(gsl_root_fsolver_iterate(solver), "Brent's root finder")
      iterations += 1
      status = gsl_root_test_interval(
        gsl_root_fsolver_x_lower(solver), gsl_root_fsolver_x_upper(solver), absoluteTolerance,
        relativeTolerance)
    }
    return BracketedPoint(
      point: gsl_root_fsolver_root(solver), lower: gsl_root_fsolver_x_lower(solver),
      upper: gsl_root_fsolver_x_upper(solver), iterations: iterations, converged: status == 0)
  }

  /// A local minimum of a function that is lower at `guess` than at both ends, by Brent's method.
  ///
  /// - Throws: the closure's error; ``GSLError`` if the three points do not enclose a minimum or a
  ///   value is not finite.
  public mutating func brentMinimum(
    from lower: Double, to upper: Double, guess: Double, absoluteTolerance: Double = 0,
    relativeTolerance: Double = 1e-7, maximumIterations: Int = 200
  ) throws -> BracketedPoint {
    let minimizer = try GSLLibrary.allocated(
      gsl_min_fminimizer_alloc(cgsl_minimum_brent()), "Brent's minimizer")
    defer { gsl_min_fminimizer_free(minimizer) }
    try check(
      gsl_min_fminimizer_set(minimizer, &function, guess, lower, upper), "Brent's minimizer")
    var iterations = 0
    var status: Int32 = -2
    while status == -2, iterations < maximumIterations {
      try check(gsl_min_fminimizer_iterate(minimizer), "Brent's minimizer")
      iterations += 1
      status = gsl_min_test_interval(
        gsl_min_fminimizer_x_lower(minimizer), gsl_min_fminimizer_x_upper(minimizer),
        absoluteTolerance, relativeTolerance)
    }
    return BracketedPoint(
      point: gsl_min_fminimizer_x_minimum(minimizer),
      lower: gsl_min_fminimizer_x_lower(minimizer),
      upper: gsl_min_fminimizer_x_upper(minimizer), iterations: iterations,
      converged: status == 0)
  }
}
