#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The natural logarithm, from C.
@inline(__always)
func naturalLogarithm(_ x: Double) -> Double {
  log(x)
}

/// The exponential function, from C.
@inline(__always)
func exponential(_ x: Double) -> Double {
  exp(x)
}
