import RandomGenerators

/// What a formula is written over: a real number, or a batch of them.
///
/// `Double` and `Float` are numbers; `Tensor<Double>` and `Tensor<Float>` are batches, broadcast
/// against each other by NumPy's rules, and nodes of a differentiable expression. A formula over
/// `RealValue` is therefore written once and serves all four.
///
/// Both branches of ``select(_:_:_:)`` are evaluated: make the *input* of the untaken branch safe
/// rather than masking its output, or the gradient becomes NaN.
public protocol RealValue:
  Sendable, CustomStringConvertible, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral
{
  /// The type of one number: `Self`, or the element of the tensor.
  associatedtype Scalar: FloatingPointTensorScalar
  /// The result of a comparison: `Bool`, or a tensor of them.
  associatedtype Mask: MaskValue
  /// Whole numbers: `Int`, or `Tensor<Int64>`.
  associatedtype Count: CountValue

  /// The number `constant`, rounded to ``Scalar``.
  init(_ constant: Double)
  /// Whole numbers as real ones, rounded where they have too many digits.
  init(count: Count)
  /// 1 where the mask is true, else 0.
  init(mask: Mask)
  /// The greatest whole number not above each value; the ends of the integer type beyond its
  /// range, and 0 for NaN.
  static func flooring(_ x: Self) -> Count

  static func + (x: Self, y: Self) -> Self
  static func - (x: Self, y: Self) -> Self
  static func * (x: Self, y: Self) -> Self
  static func / (x: Self, y: Self) -> Self
  static prefix func - (x: Self) -> Self

  static func unary(_ function: UnaryFunction, _ x: Self) -> Self
  static func binary(_ function: BinaryFunction, _ x: Self, _ y: Self) -> Self
  /// ψ⁽ⁿ⁾(x), the derivative of order `order` of the digamma function.
  static func polygamma(_ order: Int, _ x: Self) -> Self

  static func .< (x: Self, y: Self) -> Mask
  static func .<= (x: Self, y: Self) -> Mask
  static func .> (x: Self, y: Self) -> Mask
  static func .>= (x: Self, y: Self) -> Mask
  static func .== (x: Self, y: Self) -> Mask
  static func .!= (x: Self, y: Self) -> Mask

  /// `x` where the mask is true, else `y`.
  static func select(_ mask: Mask, _ x: Self, _ y: Self) -> Self

  /// A function of one number that has no kernel of its own, applied to each element.
  ///
  /// - Parameters:
  ///   - name: What an error about a missing derivative calls it.
  ///   - derivative: The derivative as an expression, or nil where it is not known; asking for a
  ///     gradient through it then throws.
  static func elementwise(
    _ name: String, _ x: Self, _ function: @escaping @Sendable (Double) -> Double,
    derivative: (@Sendable (Self) -> Self)?
  ) -> Self
  /// Likewise of two numbers; `derivatives` by the first and by the second.
  static func elementwise(
    _ name: String, _ x: Self, _ y: Self,
    _ function: @escaping @Sendable (Double, Double) -> Double,
    derivatives: ((@Sendable (Self, Self) -> Self)?, (@Sendable (Self, Self) -> Self)?)
  ) -> Self
  /// Likewise of three numbers.
  static func elementwise(
    _ name: String, _ x: Self, _ y: Self, _ z: Self,
    _ function: @escaping @Sendable (Double, Double, Double) -> Double,
    derivatives: (
      (@Sendable (Self, Self, Self) -> Self)?, (@Sendable (Self, Self, Self) -> Self)?,
      (@Sendable (Self, Self, Self) -> Self)?
    )
  ) -> Self

  /// The lengths along each axis; `[]` for a number.
  var shape: [Int] { get }
  /// The value as a tensor; a number becomes a tensor of rank 0.
  var tensor: Tensor<Scalar> { get }
  /// The value that a tensor is; for a number the tensor's only element.
  init(tensor: Tensor<Scalar>)

  /// Uniform draws from the open interval (0, 1): one number, or a tensor of `shape`.
  static func standardUniform(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Self
  /// Draws from the normal distribution of mean 0 and variance 1: one, or a tensor of `shape`.
  static func standardNormal(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Self
}

extension RealValue {
  /// Not a number.
  @inlinable public static var nan: Self { Self(Double.nan) }
  /// Positive infinity.
  @inlinable public static var infinity: Self { Self(Double.infinity) }
}

/// The result of comparing ``RealValue``s: `Bool`, or a tensor of `Bool`.
public protocol MaskValue: Sendable {
  init(_ constant: Bool)
  static func .& (x: Self, y: Self) -> Self
  static func .| (x: Self, y: Self) -> Self
  static prefix func .! (x: Self) -> Self
}

/// Whole numbers that go with a ``RealValue``: `Int`, or `Tensor<Int64>`.
public protocol CountValue: Sendable, ExpressibleByIntegerLiteral {
  /// The value as a tensor; a number becomes a tensor of rank 0.
  var tensor: Tensor<Int64> { get }
  /// The value that a tensor is; for a number the tensor's only element.
  init(tensor: Tensor<Int64>)
}
