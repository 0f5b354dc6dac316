import CGSL

/// A status of GSL that is not success, as a Swift error.
public struct GSLError: Error, Hashable, Sendable {
  /// GSL's number for it, such as 18.
  public let code: Int32

  /// GSL's name for it, such as `GSL_EROUND`.
  public let name: String

  /// GSL's sentence about it.
  public let text: String

  /// What was being done, such as `qags`.
  public let operation: String

  /// The error that a status stands for.
  public init(code: Int32, operation: String) {
    self.code = code
    self.name = Self.names[code] ?? "GSL status \(code)"
    self.text = String(cString: gsl_strerror(code))
    self.operation = operation
  }

  private static let names: [Int32: String] = [
    -2: "GSL_CONTINUE", -1: "GSL_FAILURE", 0: "GSL_SUCCESS", 1: "GSL_EDOM", 2: "GSL_ERANGE",
    3: "GSL_EFAULT", 4: "GSL_EINVAL", 5: "GSL_EFAILED", 6: "GSL_EFACTOR", 7: "GSL_ESANITY",
    8: "GSL_ENOMEM", 9: "GSL_EBADFUNC", 10: "GSL_ERUNAWAY", 11: "GSL_EMAXITER",
    12: "GSL_EZERODIV", 13: "GSL_EBADTOL", 14: "GSL_ETOL", 15: "GSL_EUNDRFLW",
    16: "GSL_EOVRFLW", 17: "GSL_ELOSS", 18: "GSL_EROUND", 19: "GSL_EBADLEN", 20: "GSL_ENOTSQR",
    21: "GSL_ESING", 22: "GSL_EDIVERGE", 23: "GSL_EUNSUP", 24: "GSL_EUNIMPL", 25: "GSL_ECACHE",
    26: "GSL_ETABLE", 27: "GSL_ENOPROG", 28: "GSL_ENOPROGJ", 29: "GSL_ETOLF", 30: "GSL_ETOLX",
    31: "GSL_ETOLG", 32: "GSL_EOF",
  ]
}

extension GSLError: CustomStringConvertible {
  /// Operation, sentence and name: `qags: failed because of roundoff error (GSL_EROUND)`.
  public var description: String {
    "\(operation): \(text) (\(name))"
  }
}
