import CGSL

/// What a C callback needs of the Swift closure that it stands for.
struct CallbackState {
  let function: (Double) throws -> Double
  var error: (any Error)?
  var evaluations = 0
}

/// A Swift closure as GSL sees it: a function of a real number.
///
/// Made by ``withCallback(_:_:)`` and not to be kept: it points to memory of that call.
public struct Callback: ~Copyable {
  let state: UnsafeMutablePointer<CallbackState>
  var function: gsl_function

  init(state: UnsafeMutablePointer<CallbackState>) {
    GSLLibrary.prepare()
    self.state = state
    self.function = gsl_function(
      function: { x, pointer in
        // GSL hands back the pointer that stands in `params`, below.
        guard let pointer else { return .nan }
        let state = pointer.assumingMemoryBound(to: CallbackState.self)
        if state.pointee.error != nil { return .nan }
        state.pointee.evaluations += 1
        do {
          return try state.pointee.function(x)
        } catch {
          state.pointee.error = error
          return .nan
        }
      },
      params: UnsafeMutableRawPointer(state))
  }

  /// How often the closure has been called.
  public var evaluations: Int {
    state.pointee.evaluations
  }

  /// Whether the closure has thrown. From then on it is not called again: GSL sees NaN.
  public var hasFailed: Bool {
    state.pointee.error != nil
  }

  /// Throws what the closure threw, if it did, else the error of the status.
  func check(_ status: Int32, _ operation: StaticString) throws {
    if let error = state.pointee.error {
      throw error
    }
    try GSLLibrary.check(status, operation)
  }
}

/// Runs `body` with a closure made callable by GSL.
///
/// C code cannot be left by a Swift error. So the first error that `function` throws is kept, GSL
/// is given NaN from then on, and the error is thrown when GSL has returned.
///
/// - Throws: what `function` or `body` throws; the former first.
public func withCallback<Result>(
  _ function: (Double) throws -> Double,
  _ body: (inout Callback) throws -> Result
) throws -> Result {
  try withoutActuallyEscaping(function) { function in
    var state = CallbackState(function: function)
    return try withUnsafeMutablePointer(to: &state) { pointer in
      var callback = Callback(state: pointer)
      do {
        let result = try body(&callback)
        try callback.check(0, "callback")
        return result
      } catch {
        throw pointer.pointee.error ?? error
      }
    }
  }
}
