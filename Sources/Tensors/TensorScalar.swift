/// How the elements of a tensor are held in memory.
public enum ScalarType: UInt8, Sendable {
  case float64, float32, int64, bool

  /// Bytes an element takes.
  @inlinable package var size: Int {
    switch self {
    case .float64, .int64: 8
    case .float32: 4
    case .bool: 1
    }
  }

  package var isFloatingPoint: Bool { self == .float64 || self == .float32 }
}

/// What a tensor can hold: `Double`, `Float`, `Int64` or `Bool`.
public protocol TensorScalar: Sendable, Equatable {
  /// The type's name in memory.
  static var scalarType: ScalarType { get }
}

/// A real number that a tensor can hold: `Double` or `Float`.
public protocol FloatingPointTensorScalar: TensorScalar, BinaryFloatingPoint {}

extension Double: FloatingPointTensorScalar {
  @inlinable public static var scalarType: ScalarType { .float64 }
}
extension Float: FloatingPointTensorScalar {
  @inlinable public static var scalarType: ScalarType { .float32 }
}
extension Int64: TensorScalar {
  @inlinable public static var scalarType: ScalarType { .int64 }
}
extension Bool: TensorScalar {
  @inlinable public static var scalarType: ScalarType { .bool }
}
