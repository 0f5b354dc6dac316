import CGSL

/// What a minimiser of several variables arrived at.
public struct MultivariateMinimum: Sendable {
  /// Where it is.
  public let point: [Double]

  /// The function there.
  public let value: Double

  /// How many steps were taken.
  public let iterations: Int

  /// Whether the stopping rule held.
  public let converged: Bool
}

/// A vector of GSL's, freed with its owner.
private struct OwnedVector: ~Copyable {
  let pointer: UnsafeMutablePointer<gsl_vector>

  init(_ elements: [Double]) throws(GSLError) {
    GSLLibrary.prepare()
    guard !elements.isEmpty else {
      throw GSLError(code: 4, operation: "vector")
    }
    pointer = try GSLLibrary.allocated(gsl_vector_alloc(elements.count), "vector")
    for (index, element) in elements.enumerated() {
      gsl_vector_set(pointer, index, element)
    }
  }

  deinit {
    gsl_vector_free(pointer)
  }
}

private func elements(of vector: UnsafePointer<gsl_vector>) -> [Double] {
  (0..<vector.pointee.size).map { gsl_vector_get(vector, $0) }
}

/// What the C callbacks need of the Swift closures that they stand for.
private struct ObjectiveState {
  let function: ([Double]) throws -> Double
  let gradient: ([Double]) throws -> [Double]
  var error: (any Error)?

  mutating func value(at point: [Double]) -> Double {
    if error != nil { return .nan }
    do {
      return try function(point)
    } catch {
      self.error = error
      return .nan
    }
  }

  mutating func gradient(at point: [Double], into result: UnsafeMutablePointer<gsl_vector>) {
    var slope: [Double] = []
    if error == nil {
      do {
        slope = try gradient(point)
      } catch {
        self.error = error
      }
    }
    for index in 0..<result.pointee.size {
      gsl_vector_set(result, index, index < slope.count ? slope[index] : .nan)
    }
  }
}

/// Minimises a function of several variables without derivatives, by the simplex of Nelder and
/// Mead.
///
/// Values that are not numbers count as larger than all others, so a function may answer
/// `+infinity` or NaN where it is not defined.
///
/// - Parameters:
///   - steps: the size of the first simplex along each axis.
///   - tolerance: stop when the mean distance of the corners from their centre is below it.
/// - Throws: what `function` throws; ``GSLError`` if `start` is empty, the lengths differ or GSL
///   fails.
public func simplexMinimum(
  of function: ([Double]) throws -> Double, from start: [Double], steps: [Double],
  tolerance: Double = 1e-8, maximumIterations: Int = 10_000
) throws -> MultivariateMinimum {
  guard start.count == steps.count else {
    throw GSLError(code: 19, operation: "simplex")
  }
  let startVector = try OwnedVector(start)
  let stepVector = try OwnedVector(steps)
  let minimizer = try GSLLibrary.allocated(
    gsl_multimin_fminimizer_alloc(cgsl_simplex(), start.count), "simplex")
  defer { gsl_multimin_fminimizer_free(minimizer) }

  return try withoutActuallyEscaping(function) { function in
    var state = ObjectiveState(function: function, gradient: { _ in [] })
    return try withUnsafeMutablePointer(to: &state) { pointer in
      var objective = gsl_multimin_function(
        f: { point, parameters in
          guard let point, let parameters else { return .infinity }
          let state = parameters.assumingMemoryBound(to: ObjectiveState.self)
          let value = state.pointee.value(at: elements(of: point))
          return value.isNaN ? .infinity : value
        },
        n: start.count, params: UnsafeMutableRawPointer(pointer))
      func check(_ status: Int32) throws {
        if let error = pointer.pointee.error { throw error }
        try GSLLibrary.check(status, "simplex")
      }
      try check(
        gsl_multimin_fminimizer_set(
          minimizer, &objective, startVector.pointer, stepVector.pointer))
      var iterations = 0
      var converged = false
      while !converged, iterations < maximumIterations {
        try check(gsl_multimin_fminimizer_iterate(minimizer))
        iterations += 1
        let size = gsl_multimin_fminimizer_size(minimizer)
        converged = gsl_multimin_test_size(size, tolerance) == 0
      }
      return MultivariateMinimum(
        point: elements(of: gsl_multimin_fminimizer_x(minimizer)),
        value: gsl_multimin_fminimizer_minimum(minimizer), iterations: iterations,
        converged: converged)
    }
  }
}

/// Minimises a smooth function of several variables with its gradient, by the quasi-Newton method
/// of Broyden, Fletcher, Goldfarb and Shanno.
///
/// - Parameters:
///   - step: the length of the first step.
///   - tolerance: stop when the norm of the gradient is below it.
/// - Throws: what the closures throw; ``GSLError`` if `start` is empty or GSL fails. That GSL can
///   make no further progress is no error: `converged` is false.
public func quasiNewtonMinimum(
  of function: ([Double]) throws -> Double, gradient: ([Double]) throws -> [Double],
  from start: [Double], step: Double = 0.1, tolerance: Double = 1e-8,
  maximumIterations: Int = 1000
) throws -> MultivariateMinimum {
  let startVector = try OwnedVector(start)
  let minimizer = try GSLLibrary.allocated(
    gsl_multimin_fdfminimizer_alloc(cgsl_bfgs(), start.count), "BFGS")
  defer { gsl_multimin_fdfminimizer_free(minimizer) }

  return try withoutActuallyEscaping(function) { function in
    try withoutActuallyEscaping(gradient) { gradient in
      var state = ObjectiveState(function: function, gradient: gradient)
      return try withUnsafeMutablePointer(to: &state) { pointer in
        var objective = gsl_multimin_function_fdf(
          f: { point, parameters in
            guard let point, let parameters else { return .nan }
            let state = parameters.assumingMemoryBound(to: ObjectiveState.self)
            return state.pointee.value(at: elements(of: point))
          },
          df: { point, parameters, result in
            guard let point, let parameters, let result else { return }
            let state = parameters.assumingMemoryBound(to: ObjectiveState.self)
            state.pointee.gradient(at: elements(of: point), into: result)
          },
          fdf: { point, parameters, value, result in
            guard let point, let parameters, let value, let result else { return }
            let state = parameters.assumingMemoryBound(to: ObjectiveState.self)
            let place = elements(of: point)
            value.pointee = state.pointee.value(at: place)
            state.pointee.gradient(at: place, into: result)
          },
          n: start.count, params: UnsafeMutableRawPointer(pointer))
        func check(_ status: Int32) throws {
          if let error = pointer.pointee.error { throw error }
          try GSLLibrary.check(status, "BFGS")
        }
        try check(
          gsl_multimin_fdfminimizer_set(minimizer, &objective, startVector.pointer, step, 0.1))
        var iterations = 0
        var converged = false
        while !converged, iterations < maximumIterations {
          let status = gsl_multimin_fdfminimizer_iterate(minimizer)
          iterations += 1
          converged =
            gsl_multimin_test_gradient(gsl_multimin_fdfminimizer_gradient(minimizer), tolerance)
            == 0
          // GSL_ENOPROG: the point cannot be bettered in this arithmetic.
          if status == 27 { break }
          try check(status)
        }
        return MultivariateMinimum(
          point: elements(of: gsl_multimin_fdfminimizer_x(minimizer)),
          value: gsl_multimin_fdfminimizer_minimum(minimizer), iterations: iterations,
          converged: converged)
      }
    }
  }
}
