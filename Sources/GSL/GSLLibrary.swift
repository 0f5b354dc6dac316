import CGSL

/// What every call of GSL passes through.
///
/// GSL's own answer to an error is to abort the process. The first call of ``prepare()`` switches
/// that off, once, before anything of GSL runs; from then on GSL returns a status, and ``check(_:_:)``
/// turns every status into a Swift error.
public enum GSLLibrary {
  /// Initialised by the first thread that reads it, before any reader goes on: that is Swift's
  /// promise for static properties.
  private static let handlerIsOff: Bool = {
    gsl_set_error_handler_off()
    return true
  }()

  /// Switches GSL's error handler off if that has not been done. Call it before GSL.
  @inline(__always)
  public static func prepare() {
    _ = handlerIsOff
  }

  /// Throws the error that a status stands for; does nothing for success.
  ///
  /// - Parameter operation: what was being done, for the error's text.
  public static func check(_ status: Int32, _ operation: StaticString) throws(GSLError) {
    if status != 0 {
      throw GSLError(code: status, operation: "\(operation)")
    }
  }

  /// The workspace that an allocation returned, or the error that memory is short (or the size 0).
  static func allocated<Pointee>(
    _ pointer: UnsafeMutablePointer<Pointee>?, _ operation: StaticString
  ) throws(GSLError) -> UnsafeMutablePointer<Pointee> {
    guard let pointer else {
      throw GSLError(code: 8, operation: "\(operation)")
    }
    return pointer
  }

  /// The version of the headers that this was compiled with, such as `2.7.1`.
  public static var version: String {
    GSL_VERSION
  }
}
