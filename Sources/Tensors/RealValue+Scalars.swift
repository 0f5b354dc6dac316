import CVectorMath
import RandomGenerators
import RealModule
import SpecialFunctions

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Functions that the compiler knows to have no side effects, so that a loop computes what does not
/// change in it once; the C library's entry points may set `errno` and are never moved.
@usableFromInline enum Intrinsics {
  @inlinable @inline(__always) static func exp(_ x: Double) -> Double { vm_pure_exp_f64(x) }
  @inlinable @inline(__always) static func log(_ x: Double) -> Double { vm_pure_log_f64(x) }
  @inlinable @inline(__always) static func sin(_ x: Double) -> Double { vm_pure_sin_f64(x) }
  @inlinable @inline(__always) static func cos(_ x: Double) -> Double { vm_pure_cos_f64(x) }
  @inlinable @inline(__always) static func exp(_ x: Float) -> Float { vm_pure_exp_f32(x) }
  @inlinable @inline(__always) static func log(_ x: Float) -> Float { vm_pure_log_f32(x) }
  @inlinable @inline(__always) static func sin(_ x: Float) -> Float { vm_pure_sin_f32(x) }
  @inlinable @inline(__always) static func cos(_ x: Float) -> Float { vm_pure_cos_f32(x) }
}

extension Bool: MaskValue {
  @inlinable public init(_ constant: Bool) { self = constant }
  @inlinable public static func .& (x: Bool, y: Bool) -> Bool { x && y }
  @inlinable public static func .| (x: Bool, y: Bool) -> Bool { x || y }
  @inlinable public static prefix func .! (x: Bool) -> Bool { !x }
}

extension Int: CountValue {
  public var tensor: Tensor<Int64> { Tensor(Int64(self)) }
  public init(tensor: Tensor<Int64>) { self = Int(tensor.scalar) }
}

extension Double: RealValue {
  public typealias Scalar = Double
  public typealias Mask = Bool
  public typealias Count = Int

  @inlinable public init(count: Int) { self = Double(count) }
  @inlinable public init(mask: Bool) { self = mask ? 1 : 0 }
  @inlinable public static func flooring(_ x: Double) -> Int { Int(clampingFloor: x) }

  @inlinable @inline(__always)
  public static func unary(_ function: UnaryFunction, _ x: Double) -> Double {
    switch function {
    case .negate: -x
    case .absolute: Swift.abs(x)
    case .sign: x > 0 ? 1 : x < 0 ? -1 : x.isNaN ? x : 0
    case .squareRoot: x.squareRoot()
    case .square: x * x
    case .reciprocal: 1 / x
    case .floor: x.rounded(.down)
    case .ceil: x.rounded(.up)
    case .round: x.rounded(.toNearestOrEven)
    case .truncate: x.rounded(.towardZero)
    case .exp: Intrinsics.exp(x)
    case .expMinusOne: .expMinusOne(x)
    case .log: Intrinsics.log(x)
    case .logOnePlus: .log(onePlus: x)
    case .sin: Intrinsics.sin(x)
    case .cos: Intrinsics.cos(x)
    case .tan: .tan(x)
    case .asin: .asin(x)
    case .acos: .acos(x)
    case .atan: .atan(x)
    case .sinh: .sinh(x)
    case .cosh: .cosh(x)
    case .tanh: .tanh(x)
    case .asinh: .asinh(x)
    case .acosh: .acosh(x)
    case .atanh: .atanh(x)
    case .erf: .erf(x)
    case .erfc: .erfc(x)
    case .erfcx: SpecialFunctions.erfcx(x)
    case .logGamma: SpecialFunctions.logGamma(x)
    case .digamma: SpecialFunctions.digamma(x)
    case .trigamma: SpecialFunctions.trigamma(x)
    case .sigmoid: SpecialFunctions.sigmoid(x)
    case .logSigmoid: SpecialFunctions.logSigmoid(x)
    case .softplus: SpecialFunctions.softplus(x)
    case .normalLogCDF: SpecialFunctions.normalLogCDF(x)
    case .normalQuantile: SpecialFunctions.normalQuantile(x)
    case .logOnePlusRemainder: SpecialFunctions.logOnePlusRemainder(x)
    case .expRemainder: SpecialFunctions.expRemainder(x)
    case .logOneMinusExp: SpecialFunctions.logOneMinusExp(x)
    case .logGammaCorrection: SpecialFunctions.logGammaCorrection(x)
    case .digammaCorrection: SpecialFunctions.digammaCorrection(x)
    case .trigammaCorrection: SpecialFunctions.trigammaCorrection(x)
    }
  }

  @inlinable @inline(__always)
  public static func binary(_ function: BinaryFunction, _ x: Double, _ y: Double) -> Double {
    switch function {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .divide: x / y
    case .power: Tensors.power(x, y)
    case .atan2: .atan2(y: x, x: y)
    case .minimum: x.isNaN || y.isNaN ? .nan : Swift.min(x, y)
    case .maximum: x.isNaN || y.isNaN ? .nan : Swift.max(x, y)
    case .xLogY: SpecialFunctions.xLogY(x, y)
    case .xLogOnePlusY: SpecialFunctions.xLogOnePlusY(x, y)
    case .ratioRemainder: SpecialFunctions.ratioRemainder(x, y)
    case .massDivergence: SpecialFunctions.massDivergence(x, y)
    }
  }

  @inlinable public static func polygamma(_ order: Int, _ x: Double) -> Double {
    SpecialFunctions.polygamma(order: order, x)
  }

  @inlinable public static func .< (x: Double, y: Double) -> Bool { x < y }
  @inlinable public static func .<= (x: Double, y: Double) -> Bool { x <= y }
  @inlinable public static func .> (x: Double, y: Double) -> Bool { x > y }
  @inlinable public static func .>= (x: Double, y: Double) -> Bool { x >= y }
  @inlinable public static func .== (x: Double, y: Double) -> Bool { x == y }
  @inlinable public static func .!= (x: Double, y: Double) -> Bool { x != y }

  @inlinable public static func select(_ mask: Bool, _ x: Double, _ y: Double) -> Double {
    mask ? x : y
  }

  @inlinable public static func elementwise(
    _ name: String, _ x: Double, _ function: @escaping @Sendable (Double) -> Double,
    derivative: (@Sendable (Double) -> Double)?
  ) -> Double { function(x) }

  @inlinable public static func elementwise(
    _ name: String, _ x: Double, _ y: Double,
    _ function: @escaping @Sendable (Double, Double) -> Double,
    derivatives: (
      (@Sendable (Double, Double) -> Double)?, (@Sendable (Double, Double) -> Double)?
    )
  ) -> Double { function(x, y) }

  @inlinable public static func elementwise(
    _ name: String, _ x: Double, _ y: Double, _ z: Double,
    _ function: @escaping @Sendable (Double, Double, Double) -> Double,
    derivatives: (
      (@Sendable (Double, Double, Double) -> Double)?,
      (@Sendable (Double, Double, Double) -> Double)?,
      (@Sendable (Double, Double, Double) -> Double)?
    )
  ) -> Double { function(x, y, z) }

  @inlinable public var shape: [Int] { [] }
  public var tensor: Tensor<Double> { Tensor(self) }
  public init(tensor: Tensor<Double>) { self = tensor.scalar }

  @inlinable public static func standardUniform(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Double {
    OpenUnitInterval.double(generator.next())
  }

  @inlinable public static func standardNormal(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Double {
    Ziggurat.normal(using: &generator)
  }
}

extension Float: RealValue {
  public typealias Scalar = Float
  public typealias Mask = Bool
  public typealias Count = Int

  @inlinable public init(count: Int) { self = Float(count) }
  @inlinable public init(mask: Bool) { self = mask ? 1 : 0 }
  @inlinable public static func flooring(_ x: Float) -> Int { Int(clampingFloor: Double(x)) }

  @inlinable @inline(__always)
  public static func unary(_ function: UnaryFunction, _ x: Float) -> Float {
    switch function {
    case .negate: -x
    case .absolute: Swift.abs(x)
    case .sign: x > 0 ? 1 : x < 0 ? -1 : x.isNaN ? x : 0
    case .squareRoot: x.squareRoot()
    case .square: x * x
    case .reciprocal: 1 / x
    case .floor: x.rounded(.down)
    case .ceil: x.rounded(.up)
    case .round: x.rounded(.toNearestOrEven)
    case .truncate: x.rounded(.towardZero)
    case .exp: Intrinsics.exp(x)
    case .expMinusOne: .expMinusOne(x)
    case .log: Intrinsics.log(x)
    case .logOnePlus: .log(onePlus: x)
    case .sin: Intrinsics.sin(x)
    case .cos: Intrinsics.cos(x)
    case .tan: .tan(x)
    case .asin: .asin(x)
    case .acos: .acos(x)
    case .atan: .atan(x)
    case .sinh: .sinh(x)
    case .cosh: .cosh(x)
    case .tanh: .tanh(x)
    case .asinh: .asinh(x)
    case .acosh: .acosh(x)
    case .atanh: .atanh(x)
    case .erf: .erf(x)
    case .erfc: .erfc(x)
    case .erfcx: Float(SpecialFunctions.erfcx(Double(x)))
    case .logGamma: Float(SpecialFunctions.logGamma(Double(x)))
    case .digamma: Float(SpecialFunctions.digamma(Double(x)))
    case .trigamma: Float(SpecialFunctions.trigamma(Double(x)))
    case .sigmoid: Float(SpecialFunctions.sigmoid(Double(x)))
    case .logSigmoid: Float(SpecialFunctions.logSigmoid(Double(x)))
    case .softplus: Float(SpecialFunctions.softplus(Double(x)))
    case .normalLogCDF: Float(SpecialFunctions.normalLogCDF(Double(x)))
    case .normalQuantile: Float(SpecialFunctions.normalQuantile(Double(x)))
    case .logOnePlusRemainder: Float(SpecialFunctions.logOnePlusRemainder(Double(x)))
    case .expRemainder: Float(SpecialFunctions.expRemainder(Double(x)))
    case .logOneMinusExp: Float(SpecialFunctions.logOneMinusExp(Double(x)))
    case .logGammaCorrection: Float(SpecialFunctions.logGammaCorrection(Double(x)))
    case .digammaCorrection: Float(SpecialFunctions.digammaCorrection(Double(x)))
    case .trigammaCorrection: Float(SpecialFunctions.trigammaCorrection(Double(x)))
    }
  }

  @inlinable @inline(__always)
  public static func binary(_ function: BinaryFunction, _ x: Float, _ y: Float) -> Float {
    switch function {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .divide: x / y
    case .power: Float(Tensors.power(Double(x), Double(y)))
    case .atan2: .atan2(y: x, x: y)
    case .minimum: x.isNaN || y.isNaN ? .nan : Swift.min(x, y)
    case .maximum: x.isNaN || y.isNaN ? .nan : Swift.max(x, y)
    case .xLogY: Float(SpecialFunctions.xLogY(Double(x), Double(y)))
    case .xLogOnePlusY: Float(SpecialFunctions.xLogOnePlusY(Double(x), Double(y)))
    case .ratioRemainder: Float(SpecialFunctions.ratioRemainder(Double(x), Double(y)))
    case .massDivergence: Float(SpecialFunctions.massDivergence(Double(x), Double(y)))
    }
  }

  @inlinable public static func polygamma(_ order: Int, _ x: Float) -> Float {
    Float(SpecialFunctions.polygamma(order: order, Double(x)))
  }

  @inlinable public static func .< (x: Float, y: Float) -> Bool { x < y }
  @inlinable public static func .<= (x: Float, y: Float) -> Bool { x <= y }
  @inlinable public static func .> (x: Float, y: Float) -> Bool { x > y }
  @inlinable public static func .>= (x: Float, y: Float) -> Bool { x >= y }
  @inlinable public static func .== (x: Float, y: Float) -> Bool { x == y }
  @inlinable public static func .!= (x: Float, y: Float) -> Bool { x != y }

  @inlinable public static func select(_ mask: Bool, _ x: Float, _ y: Float) -> Float {
    mask ? x : y
  }

  @inlinable public static func elementwise(
    _ name: String, _ x: Float, _ function: @escaping @Sendable (Double) -> Double,
    derivative: (@Sendable (Float) -> Float)?
  ) -> Float { Float(function(Double(x))) }

  @inlinable public static func elementwise(
    _ name: String, _ x: Float, _ y: Float,
    _ function: @escaping @Sendable (Double, Double) -> Double,
    derivatives: (
      (@Sendable (Float, Float) -> Float)?, (@Sendable (Float, Float) -> Float)?
    )
  ) -> Float { Float(function(Double(x), Double(y))) }

  @inlinable public static func elementwise(
    _ name: String, _ x: Float, _ y: Float, _ z: Float,
    _ function: @escaping @Sendable (Double, Double, Double) -> Double,
    derivatives: (
      (@Sendable (Float, Float, Float) -> Float)?,
      (@Sendable (Float, Float, Float) -> Float)?,
      (@Sendable (Float, Float, Float) -> Float)?
    )
  ) -> Float { Float(function(Double(x), Double(y), Double(z))) }

  @inlinable public var shape: [Int] { [] }
  public var tensor: Tensor<Float> { Tensor(self) }
  public init(tensor: Tensor<Float>) { self = tensor.scalar }

  @inlinable public static func standardUniform(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Float {
    OpenUnitInterval.float(generator.next())
  }

  @inlinable public static func standardNormal(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Float {
    Float(Ziggurat.normal(using: &generator))
  }
}

extension Int {
  /// The whole number at or below `x`, the ends of `Int` beyond its range, 0 for NaN.
  @inlinable init(clampingFloor x: Double) {
    if x.isNaN {
      self = 0
    } else if x >= 0x1p63 {
      self = .max
    } else if x < -0x1p63 {
      self = .min
    } else {
      self = Int(x.rounded(.down))
    }
  }
}

/// C's `pow`, which takes negative bases to whole powers, unlike swift-numerics' `pow`.
@inlinable func power(_ x: Double, _ y: Double) -> Double { pow(x, y) }
