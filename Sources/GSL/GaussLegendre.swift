import CGSL

/// The nodes and weights of a Gauss–Legendre rule, freed with their owner.
public struct GaussLegendre: ~Copyable {
  let table: UnsafeMutablePointer<gsl_integration_glfixed_table>

  /// The number of nodes.
  public let count: Int

  /// The rule of that many nodes: exact for polynomials of degree 2 · count − 1.
  ///
  /// - Throws: ``GSLError`` if the count is not positive or memory is short.
  public init(count: Int) throws(GSLError) {
    GSLLibrary.prepare()
    guard count > 0 else {
      throw GSLError(code: 4, operation: "glfixed")
    }
    table = try GSLLibrary.allocated(gsl_integration_glfixed_table_alloc(count), "glfixed")
    self.count = count
  }

  deinit {
    gsl_integration_glfixed_table_free(table)
  }

  /// A node and its weight on an interval, in increasing order.
  ///
  /// - Throws: ``GSLError`` if the index is not in `0..<count`.
  public func point(
    _ index: Int, from lower: Double = -1, to upper: Double = 1
  ) throws(GSLError) -> (node: Double, weight: Double) {
    guard index >= 0, index < count else {
      throw GSLError(code: 4, operation: "glfixed point")
    }
    var node = 0.0
    var weight = 0.0
    try GSLLibrary.check(
      gsl_integration_glfixed_point(lower, upper, index, &node, &weight, table),
      "glfixed point")
    return (node, weight)
  }

  /// The integral by this rule.
  public func integral(
    _ callback: inout Callback, from lower: Double, to upper: Double
  ) throws -> Double {
    let value = gsl_integration_glfixed(&callback.function, lower, upper, table)
    try callback.check(0, "glfixed")
    return value
  }
}
