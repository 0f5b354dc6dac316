import CGSL

/// Memory for Levin's u-transform, freed with its owner.
private struct LevinWorkspace: ~Copyable {
  let pointer: UnsafeMutablePointer<gsl_sum_levin_u_workspace>

  init(terms: Int) throws(GSLError) {
    GSLLibrary.prepare()
    pointer = try GSLLibrary.allocated(gsl_sum_levin_u_alloc(terms), "Levin u-transform")
  }

  deinit {
    gsl_sum_levin_u_free(pointer)
  }
}

/// The sum of the whole series of which these are the first terms, by Levin's u-transform.
///
/// For alternating series and series whose terms fall like a power. Its error is an estimate.
///
/// - Throws: ``GSLError`` if there are no terms, memory is short or the transform fails.
public func levinLimit(of terms: [Double]) throws(GSLError) -> GSLIntegral {
  guard !terms.isEmpty else {
    throw GSLError(code: 19, operation: "Levin u-transform")
  }
  let workspace = try LevinWorkspace(terms: terms.count)
  var value = 0.0
  var error = 0.0
  let status = gsl_sum_levin_u_accel(terms, terms.count, workspace.pointer, &value, &error)
  try GSLLibrary.check(status, "Levin u-transform")
  return GSLIntegral(value: value, error: error)
}
