import CGSL

/// An integral as GSL's adaptive routines report it.
public struct GSLIntegral: Sendable {
  /// The integral.
  public let value: Double

  /// GSL's estimate of its error, which knows nothing of what lies between the nodes.
  public let error: Double
}

/// Memory for GSL's adaptive integration, freed with its owner.
public struct IntegrationWorkspace: ~Copyable {
  let pointer: UnsafeMutablePointer<gsl_integration_workspace>

  /// The largest number of intervals.
  public let limit: Int

  /// Memory for that many intervals.
  ///
  /// - Throws: ``GSLError`` if the limit is not positive or memory is short.
  public init(limit: Int = 1000) throws(GSLError) {
    GSLLibrary.prepare()
    guard limit > 0 else {
      throw GSLError(code: 4, operation: "integration workspace")
    }
    pointer = try GSLLibrary.allocated(
      gsl_integration_workspace_alloc(limit), "integration workspace")
    self.limit = limit
  }

  deinit {
    gsl_integration_workspace_free(pointer)
  }
}

/// Memory for GSL's doubly adaptive Clenshaw–Curtis integration, freed with its owner.
public struct ClenshawCurtisWorkspace: ~Copyable {
  let pointer: UnsafeMutablePointer<gsl_integration_cquad_workspace>

  /// Memory for that many intervals, at least three.
  ///
  /// - Throws: ``GSLError`` if there are fewer or memory is short.
  public init(intervals: Int = 100) throws(GSLError) {
    GSLLibrary.prepare()
    guard intervals >= 3 else {
      throw GSLError(code: 4, operation: "cquad workspace")
    }
    pointer = try GSLLibrary.allocated(
      gsl_integration_cquad_workspace_alloc(intervals), "cquad workspace")
  }

  deinit {
    gsl_integration_cquad_workspace_free(pointer)
  }
}

/// Each throws the closure's own error, or ``GSLError`` where GSL's status is not success.
extension Callback {
  /// Bisects the interval of the largest error until the tolerance holds.
  public mutating func qag(
    from lower: Double, to upper: Double, absoluteTolerance: Double = 0,
    relativeTolerance: Double = 1e-10, rule: KronrodRule = .points61,
    workspace: borrowing IntegrationWorkspace
  ) throws -> GSLIntegral {
    var value = 0.0
    var error = 0.0
    let status = gsl_integration_qag(
      &function, lower, upper, absoluteTolerance, relativeTolerance, workspace.limit,
      rule.rawValue, workspace.pointer, &value, &error)
    try check(status, "qag")
    return GSLIntegral(value: value, error: error)
  }

  /// Bisects and extrapolates: for integrable singularities.
  public mutating func qags(
    from lower: Double, to upper: Double, absoluteTolerance: Double = 0,
    relativeTolerance: Double = 1e-10, workspace: borrowing IntegrationWorkspace
  ) throws -> GSLIntegral {
    var value = 0.0
    var error = 0.0
    let status = gsl_integration_qags(
      &function, lower, upper, absoluteTolerance, relativeTolerance, workspace.limit,
      workspace.pointer, &value, &error)
    try check(status, "qags")
    return GSLIntegral(value: value, error: error)
  }

  /// The same with the singular points given: the ends of the interval and what lies between, in
  /// increasing order.
  public mutating func qagp(
    points: [Double], absoluteTolerance: Double = 0, relativeTolerance: Double = 1e-10,
    workspace: borrowing IntegrationWorkspace
  ) throws -> GSLIntegral {
    var value = 0.0
    var error = 0.0
    var points = points
    let status = gsl_integration_qagp(
      &function, &points, points.count, absoluteTolerance, relativeTolerance, workspace.limit,
      workspace.pointer, &value, &error)
    try check(status, "qagp")
    return GSLIntegral(value: value, error: error)
  }

  /// From `lower` to +∞, by x = lower + (1 − t)/t.
  public mutating func qagiu(
    from lower: Double, absoluteTolerance: Double = 0, relativeTolerance: Double = 1e-10,
    workspace: borrowing IntegrationWorkspace
  ) throws -> GSLIntegral {
    var value = 0.0
    var error = 0.0
    let status = gsl_integration_qagiu(
      &function, lower, absoluteTolerance, relativeTolerance, workspace.limit,
      workspace.pointer, &value, &error)
    try check(status, "qagiu")
    return GSLIntegral(value: value, error: error)
  }

  /// From −∞ to +∞, by x = (1 − t)/t. It finds no narrow peak: see `Quadrature`.
  public mutating func qagi(
    absoluteTolerance: Double = 0, relativeTolerance: Double = 1e-10,
    workspace: borrowing IntegrationWorkspace
  ) throws -> GSLIntegral {
    var value = 0.0
    var error = 0.0
    let status = gsl_integration_qagi(
      &function, absoluteTolerance, relativeTolerance, workspace.limit, workspace.pointer,
      &value, &error)
    try check(status, "qagi")
    return GSLIntegral(value: value, error: error)
  }

  /// Doubly adaptive Clenshaw–Curtis rules: slow, and hard to mislead.
  public mutating func cquad(
    from lower: Double, to upper: Double, absoluteTolerance: Double = 0,
    relativeTolerance: Double = 1e-10, workspace: borrowing ClenshawCurtisWorkspace
  ) throws -> GSLIntegral {
    var value = 0.0
    var error = 0.0
    var count = 0
    let status = gsl_integration_cquad(
      &function, lower, upper, absoluteTolerance, relativeTolerance, workspace.pointer,
      &value, &error, &count)
    try check(status, "cquad")
    return GSLIntegral(value: value, error: error)
  }
}
