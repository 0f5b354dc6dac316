import CGSL

/// Levin's u-transform: the limit of a series from its first terms.
///
/// For alternating series and series whose terms fall like a power; its error is an estimate.
public struct LevinSum: ~Copyable {
  private let workspace: UnsafeMutablePointer<gsl_sum_levin_u_workspace>
  private let limit: Int

  /// Memory for at most that many terms.
  ///
  /// - Throws: ``GSLError`` if the limit is not positive or memory is short.
  public init(limit: Int) throws(GSLError) {
    GSLLibrary.prepare()
    guard limit > 0 else {
      throw GSLError(code: 4, operation: "Levin u-transform")
    }
    workspace = try GSLLibrary.allocated(gsl_sum_levin_u_alloc(limit), "Levin u-transform")
    self.limit = limit
  }

  deinit {
    gsl_sum_levin_u_free(workspace)
  }

  /// The sum of the whole series of which these are the first terms.
  ///
  /// - Throws: ``GSLError`` if there are none, or more than the limit, or the transform fails.
  public func limit(of terms: [Double]) throws(GSLError) -> GSLIntegral {
    guard !terms.isEmpty, terms.count <= limit else {
      throw GSLError(code: 19, operation: "Levin u-transform")
    }
    var value = 0.0
    var error = 0.0
    try GSLLibrary.check(
      gsl_sum_levin_u_accel(terms, terms.count, workspace, &value, &error), "Levin u-transform")
    return GSLIntegral(value: value, error: error)
  }
}
