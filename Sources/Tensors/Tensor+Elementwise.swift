// Arithmetic, comparisons, logic and selection, element by element with broadcasting.

extension Tensor where Scalar: Numeric {
  public static func + (x: Tensor, y: Tensor) -> Tensor {
    Tensor(node: .binary(.add, x.node, y.node))
  }
  public static func - (x: Tensor, y: Tensor) -> Tensor {
    Tensor(node: .binary(.subtract, x.node, y.node))
  }
  public static func * (x: Tensor, y: Tensor) -> Tensor {
    Tensor(node: .binary(.multiply, x.node, y.node))
  }
  /// The quotient; of whole numbers, truncated towards 0 (and 0 for a divisor of 0).
  public static func / (x: Tensor, y: Tensor) -> Tensor {
    Tensor(node: .binary(.divide, x.node, y.node))
  }
  public static prefix func - (x: Tensor) -> Tensor { Tensor(node: .unary(.negate, x.node)) }

  public static func += (x: inout Tensor, y: Tensor) { x = x + y }
  public static func -= (x: inout Tensor, y: Tensor) { x = x - y }
  public static func *= (x: inout Tensor, y: Tensor) { x = x * y }
  public static func /= (x: inout Tensor, y: Tensor) { x = x / y }

  public static func .< (x: Tensor, y: Tensor) -> Tensor<Bool> {
    Tensor<Bool>(node: .compare(.less, x.node, y.node))
  }
  public static func .<= (x: Tensor, y: Tensor) -> Tensor<Bool> {
    Tensor<Bool>(node: .compare(.lessEqual, x.node, y.node))
  }
  public static func .> (x: Tensor, y: Tensor) -> Tensor<Bool> {
    Tensor<Bool>(node: .compare(.greater, x.node, y.node))
  }
  public static func .>= (x: Tensor, y: Tensor) -> Tensor<Bool> {
    Tensor<Bool>(node: .compare(.greaterEqual, x.node, y.node))
  }
  public static func .== (x: Tensor, y: Tensor) -> Tensor<Bool> {
    Tensor<Bool>(node: .compare(.equal, x.node, y.node))
  }
  public static func .!= (x: Tensor, y: Tensor) -> Tensor<Bool> {
    Tensor<Bool>(node: .compare(.notEqual, x.node, y.node))
  }
}

extension Tensor {
  /// `x` where the mask is true, else `y`, each broadcast against the others.
  public static func select(_ mask: Tensor<Bool>, _ x: Tensor, _ y: Tensor) -> Tensor {
    Tensor(node: .select(mask.node, x.node, y.node))
  }

  /// The value, through which no gradient flows.
  public func stoppingGradient() -> Tensor { Tensor(node: .stopGradient(node)) }
}

extension Tensor: MaskValue where Scalar == Bool {
  public static func .& (x: Tensor, y: Tensor) -> Tensor {
    Tensor(node: .logical(.and, x.node, y.node))
  }
  public static func .| (x: Tensor, y: Tensor) -> Tensor {
    Tensor(node: .logical(.or, x.node, y.node))
  }
  public static prefix func .! (x: Tensor) -> Tensor { Tensor(node: .not(x.node)) }
}

extension Tensor: CountValue where Scalar == Int64 {
  public var tensor: Tensor { self }
  public init(tensor: Tensor) { self = tensor }

  /// Real numbers rounded down; the ends of `Int64` beyond its range, and 0 for NaN.
  public init<Other: FloatingPointTensorScalar>(flooring other: Tensor<Other>) {
    node = .convert(.unary(.floor, other.node), to: .int64)
  }
}

extension Tensor: RealValue where Scalar: FloatingPointTensorScalar {
  public typealias Mask = Tensor<Bool>
  public typealias Count = Tensor<Int64>

  /// Less favoured than `init(_ scalar: Scalar)`, which says the same of a `Double`.
  @_disfavoredOverload
  public init(_ constant: Double) { node = .literal(constant, Scalar.scalarType) }
  public init(count: Tensor<Int64>) { self.init(count) }
  public init(mask: Tensor<Bool>) { self.init(mask) }
  public static func flooring(_ x: Tensor) -> Tensor<Int64> { Tensor<Int64>(flooring: x) }

  public static func unary(_ function: UnaryFunction, _ x: Tensor) -> Tensor {
    Tensor(node: .unary(function, x.node))
  }
  public static func binary(_ function: BinaryFunction, _ x: Tensor, _ y: Tensor) -> Tensor {
    Tensor(node: .binary(function, x.node, y.node))
  }
  public static func polygamma(_ order: Int, _ x: Tensor) -> Tensor {
    precondition(order >= 0, "polygamma: order \(order) is negative")
    return Tensor(node: .polygamma(order, x.node))
  }

  /// A formula that is one kernel.
  ///
  /// - Parameters:
  ///   - meaning: The same formula in single operations, from which derivatives are taken.
  ///   - slopes: The derivatives by each operand, where they are simpler than those; nil of an operand
  ///     that is another once more.
  package static func fused(
    _ function: TernaryFunction, _ x: Tensor, _ y: Tensor, _ z: Tensor,
    meaning: @escaping @Sendable (Tensor, Tensor, Tensor) -> Tensor,
    slopes: (@Sendable (Tensor, Tensor, Tensor) -> [Tensor?])? = nil
  ) -> Tensor {
    var ofNodes: (@Sendable ([Node]) -> [Node?])?
    if let slopes {
      ofNodes = { x in
        slopes(Tensor(node: x[0]), Tensor(node: x[1]), Tensor(node: x[2])).map { $0?.node }
      }
    }
    let fused = FusedFunction(
      .ternary(function),
      expand: { x in
        meaning(Tensor(node: x[0]), Tensor(node: x[1]), Tensor(node: x[2])).node
      }, slopes: ofNodes)
    return Tensor(node: .fused(fused, Inputs(x.node, y.node, z.node)))
  }

  package static func fused(
    _ function: QuaternaryFunction, _ x: Tensor, _ y: Tensor, _ z: Tensor, _ w: Tensor,
    meaning: @escaping @Sendable (Tensor, Tensor, Tensor, Tensor) -> Tensor,
    slopes: (@Sendable (Tensor, Tensor, Tensor, Tensor) -> [Tensor?])? = nil
  ) -> Tensor {
    var ofNodes: (@Sendable ([Node]) -> [Node?])?
    if let slopes {
      ofNodes = { x in
        slopes(
          Tensor(node: x[0]), Tensor(node: x[1]), Tensor(node: x[2]), Tensor(node: x[3])
        ).map { $0?.node }
      }
    }
    let fused = FusedFunction(
      .quaternary(function),
      expand: { x in
        meaning(
          Tensor(node: x[0]), Tensor(node: x[1]), Tensor(node: x[2]), Tensor(node: x[3])
        ).node
      }, slopes: ofNodes)
    return Tensor(node: .fused(fused, Inputs([x.node, y.node, z.node, w.node])))
  }

  public static func elementwise(
    _ name: String, _ x: Tensor, _ function: @escaping @Sendable (Double) -> Double,
    derivative: (@Sendable (Tensor) -> Tensor)?
  ) -> Tensor {
    let rule = derivative.map { rule in
      { @Sendable (inputs: [Node]) in rule(Tensor(node: inputs[0])).node }
    }
    let custom = CustomFunction(name: name, evaluate: .one(function), derivatives: [rule])
    return Tensor(node: .custom(custom, [x.node]))
  }

  public static func elementwise(
    _ name: String, _ x: Tensor, _ y: Tensor,
    _ function: @escaping @Sendable (Double, Double) -> Double,
    derivatives: (
      (@Sendable (Tensor, Tensor) -> Tensor)?, (@Sendable (Tensor, Tensor) -> Tensor)?
    )
  ) -> Tensor {
    let rules = [derivatives.0, derivatives.1].map { rule in
      rule.map { rule in
        { @Sendable (inputs: [Node]) in
          rule(Tensor(node: inputs[0]), Tensor(node: inputs[1])).node
        }
      }
    }
    let custom = CustomFunction(name: name, evaluate: .two(function), derivatives: rules)
    return Tensor(node: .custom(custom, [x.node, y.node]))
  }

  public static func elementwise(
    _ name: String, _ x: Tensor, _ y: Tensor, _ z: Tensor,
    _ function: @escaping @Sendable (Double, Double, Double) -> Double,
    derivatives: (
      (@Sendable (Tensor, Tensor, Tensor) -> Tensor)?,
      (@Sendable (Tensor, Tensor, Tensor) -> Tensor)?,
      (@Sendable (Tensor, Tensor, Tensor) -> Tensor)?
    )
  ) -> Tensor {
    let rules = [derivatives.0, derivatives.1, derivatives.2].map { rule in
      rule.map { rule in
        { @Sendable (inputs: [Node]) in
          rule(Tensor(node: inputs[0]), Tensor(node: inputs[1]), Tensor(node: inputs[2])).node
        }
      }
    }
    let custom = CustomFunction(name: name, evaluate: .three(function), derivatives: rules)
    return Tensor(node: .custom(custom, [x.node, y.node, z.node]))
  }

  public var tensor: Tensor { self }
  public init(tensor: Tensor) { self = tensor }

  public static func standardUniform(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor { Tensor(standardUniform: shape, using: &generator) }

  public static func standardNormal(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor { Tensor(standardNormal: shape, using: &generator) }
}
