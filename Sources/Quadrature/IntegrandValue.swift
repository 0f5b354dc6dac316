/// What an integrand may give: a number, or a few that share their nodes.
protocol IntegrandValue {
  static var componentCount: Int { get }
  static var zero: Self { get }
  subscript(component index: Int) -> Double { get set }
}

extension Double: IntegrandValue {
  @inline(__always) static var componentCount: Int { 1 }

  @inline(__always)
  subscript(component index: Int) -> Double {
    get { self }
    set { self = newValue }
  }
}

extension IntegrandValue where Self: SIMD, Scalar == Double {
  @inline(__always) static var componentCount: Int { scalarCount }

  @inline(__always)
  subscript(component index: Int) -> Double {
    get { self[index] }
    set { self[index] = newValue }
  }
}

extension SIMD2: IntegrandValue where Scalar == Double {}
extension SIMD3: IntegrandValue where Scalar == Double {}
extension SIMD4: IntegrandValue where Scalar == Double {}
extension SIMD8: IntegrandValue where Scalar == Double {}
