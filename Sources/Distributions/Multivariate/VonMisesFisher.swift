import SpecialFunctions
import Tensors

/// The von Mises-Fisher distribution: directions around a mean direction.
///
/// ```
/// p(x) = κ^ν/((2π)^(n/2) I_ν(κ)) exp(κ μᵀx)   for |x| = 1,   ν = n/2 − 1
/// ```
///
/// - `meanDirection` μ: n ≥ 2 numbers, a vector of length 1 (it is divided by its length;
///   `validate()` throws where that is further than 10⁻⁶ from 1).
/// - `concentration` κ: not negative and finite; at 0 all directions are equally likely.
///
/// The density is one by the area of the sphere. The exponent is −κ|x − μ|²/2, and I_ν(κ) e^−κ takes the
/// place of I_ν(κ), so that no digits are lost at κ of 10¹². A point whose length is further than 10⁻⁶
/// from 1 is outside; others are divided by their length. The log-density has derivatives by value, mean
/// direction and concentration (by this to the second order), draws by the mean direction.
///
/// Elsewhere: TFP `VonMisesFisher(mean_direction, concentration)`; torch —; Distributions.jl
/// `VonMisesFisher(μ, κ)`; scipy `vonmises_fisher(mu, kappa)`.
///
/// Sources: K. V. Mardia, P. E. Jupp, *Directional Statistics*, 2000, ch. 9.3; draws by A. T. A. Wood,
/// "Simulation of the von Mises Fisher distribution", Comm. Statist. Simulation Comput. 23 (1994)
/// 157-164, after G. Ulrich, "Computer generation of distributions on the m-sphere", Appl. Statist. 33
/// (1984) 158-163.
public struct VonMisesFisher<Value: RealValue>: MultivariateDistribution {
  public typealias Sample = Tensor<Value.Scalar>
  public typealias Element = Value.Scalar

  /// μ as it was given, the event on the last axis.
  public let meanDirection: Tensor<Value.Scalar>
  /// κ.
  public let concentration: Value

  // MARK: - Parameters

  init(direction: Tensor<Value.Scalar>, concentration: Value) {
    meanDirection = direction
    self.concentration = concentration
  }

  /// - Parameters:
  ///   - meanDirection: μ, of length 1.
  ///   - concentration: κ, not negative and finite.
  public init(meanDirection: [Value], concentration: Value) where Value: BinaryFloatingPoint {
    self.init(direction: vector(meanDirection), concentration: concentration)
  }

  /// A batch: the event is on the last axis of the direction.
  public init<S>(meanDirection: Tensor<S>, concentration: Tensor<S>) where Value == Tensor<S> {
    self.init(direction: meanDirection, concentration: concentration)
  }

  public static var familyName: String { "VonMisesFisher" }

  public func validate() throws(ParameterError) {
    let length = length
    guard length >= 2 else {
      throw ParameterError(
        family: Self.familyName, parameter: "meanDirection",
        value: "of shape \(meanDirection.shape)", requirement: "a list of at least two numbers")
    }
    try requireAll("meanDirection", meanDirection, ParameterError.finite) { $0.isFinite }
    for (index, size) in sqrt(square(meanDirection).sumOfLast()).scalars.enumerated()
    where !(abs(Double(size) - 1) <= 1e-6) {
      throw ParameterError(
        family: Self.familyName, parameter: "meanDirection",
        index: meanDirection.rank == 1 ? nil : index, value: "of length \(size)",
        requirement: "of length 1, to 1e-6")
    }
    try require("concentration", concentration, "not negative and finite") {
      $0 >= 0 && $0 < .infinity
    }
  }

  private var length: Int { meanDirection.shape.last ?? 0 }

  /// ν.
  private var order: Double { 0.5 * Double(length) - 1 }

  /// μ, of length 1; NaN where there are fewer than two numbers.
  private var direction: Tensor<Value.Scalar> {
    length < 2 ? meanDirection * Tensor.nan : unit(meanDirection)
  }

  private func unit(_ x: Tensor<Value.Scalar>) -> Tensor<Value.Scalar> {
    x / sqrt(square(x).sumOfLast()).column
  }

  /// κ, NaN where it is not valid.
  private var kappa: Tensor<Value.Scalar> {
    let given = concentration.tensor
    let isValid = (given .>= 0) .& (given .< Tensor<Value.Scalar>.infinity)
    return Tensor.select(isValid, given, Tensor.nan)
  }

  // MARK: - Support

  public var eventShape: [Int] { [length] }
  public var space: Space { .sphere(length) }

  // MARK: - Density

  public func logProbability(of x: Tensor<Value.Scalar>) -> Value {
    typealias Values = Tensor<Value.Scalar>
    let size = sqrt(square(x).sumOfLast())
    let isInside = abs(size - 1) .<= 1e-6
    let safe = Values.select(isInside.expandingShape(at: -1), x, direction)
    let distance = square(unit(safe) - direction).sumOfLast()
    let kappa = kappa
    let log = logNormalizer - 0.5 * kappa * distance
    let outside = Values.select(size .== size, -Values.infinity, Values.nan)
    return Value(tensor: Values.select(isInside, log, outside) + 0 * kappa)
  }

  /// log of the density at the mean direction.
  private var logNormalizer: Tensor<Value.Scalar> {
    let constant = Tensor<Value.Scalar>(
      Value.Scalar(0.91893853320467274178 * Double(length)))
    return sphereLogNormalizer(kappa, order: order) - constant
  }

  // MARK: - Statistics

  /// A μ, A = I_(ν+1)(κ)/I_ν(κ).
  public var mean: Tensor<Value.Scalar> {
    sphereRatio(\.value, kappa, order: order).column * direction
  }

  /// A/κ (1 − μμᵀ) + A′ μμᵀ.
  public var covariance: Tensor<Value.Scalar> {
    let along = direction.column * direction.expandingShape(at: -2)
    let across = Tensor<Value.Scalar>(ones: [length]).diagonal() - along
    let kappa = kappa
    return sphereRatio(\.perConcentration, kappa, order: order).column.column * across
      + sphereRatio(\.derivative, kappa, order: order).column.column * along
  }

  /// The mean direction; at κ = 0 one of the equally likely.
  public var mode: Tensor<Value.Scalar> { direction + 0 * kappa.column }

  // MARK: - Entropy

  /// κ (1 − A) − log of the density at the mean direction.
  public var entropy: Value {
    let kappa = kappa
    let spread = kappa * sphereRatioComplement(kappa, order: order)
    return Value(tensor: spread - logNormalizer + 0 * direction.sumOfLast())
  }

  // MARK: - Draws

  public func sample(using generator: inout some RandomNumberGenerator) -> Tensor<Value.Scalar> {
    sample(shape: [], using: &generator)
  }

  /// The distance 1 − μᵀx by rejection, the direction around μ uniform.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    typealias Values = Tensor<Value.Scalar>
    let parts = [concentration.shape, Array(meanDirection.shape.dropLast())]
    guard let batch = broadcastShape(parts) else {
      preconditionFailure("VonMisesFisher: batches of shapes \(parts) do not fit")
    }
    let kappas = kappa.broadcast(to: shape + batch)
    let dimension = length
    let distances = kappas.scalars.map {
      Value.Scalar(
        drawSphereDistance(concentration: Double($0), dimension: dimension, using: &generator))
    }
    let t = Values(shape: shape + batch, scalars: distances).column
    let normal = Values(standardNormal: shape + batch + [length], using: &generator)
    let mu = direction
    // Off the mean direction, twice, as the first may leave rounding of what was large.
    let first = normal - mu * (normal * mu).sumOfLast().column
    let around = unit(first - mu * (first * mu).sumOfLast().column)
    return mu * (1 - t) + around * sqrt(t * (2 - t))
  }

  public func elements() -> DistributionElements {
    vectorElements([(meanDirection, 1), (concentration.tensor, 0)]) {
      VonMisesFisher<Double>(direction: $0[0], concentration: $0[1].scalar)
    }
  }

  // MARK: - Divergences

  /// Closed forms whose first argument is a von Mises-Fisher distribution.
  static var klRules: [KLRule<Value>] {
    [
      // What the log-normaliser of q is below its tangent at p, and κq A(κp) |μp − μq|²/2.
      KLRule { (p: VonMisesFisher, q: VonMisesFisher) in
        let order = p.order
        let (own, other) = (p.kappa, q.kappa)
        let turn = 0.5 * square(p.direction - q.direction).sumOfLast()
        let length = sphereRatio(\.value, own, order: order)
        let remainder = sphereRemainder(own, other, order: order)
        return Value(tensor: remainder + other * (length * turn))
      }
    ]
  }

  // MARK: - Description

  public var description: String {
    vectorLiteral(
      Self.familyName, ("meanDirection", meanDirection), ("concentration", concentration.tensor))
  }
}

// MARK: - Functions of the concentration

/// With derivatives: 1 − A.
private func sphereLogNormalizer<Scalar: FloatingPointTensorScalar>(
  _ kappa: Tensor<Scalar>, order: Double
) -> Tensor<Scalar> {
  Tensor.elementwise(
    "the normaliser of a law on a sphere", kappa, { sphereLogNormalizer($0, order: order) },
    derivative: { sphereRatioComplement($0, order: order) })
}

/// 1 − A, with its derivative −A′.
private func sphereRatioComplement<Scalar: FloatingPointTensorScalar>(
  _ kappa: Tensor<Scalar>, order: Double
) -> Tensor<Scalar> {
  Tensor.elementwise(
    "the mean of a law on a sphere", kappa, { SphereRatio($0, order: order).complement },
    derivative: { -sphereRatio(\.derivative, $0, order: order) })
}

/// A, A/κ or A′; the first has a derivative.
private func sphereRatio<Scalar: FloatingPointTensorScalar>(
  _ part: KeyPath<SphereRatio, Double> & Sendable, _ kappa: Tensor<Scalar>, order: Double
) -> Tensor<Scalar> {
  let slope: @Sendable (Tensor<Scalar>) -> Tensor<Scalar> = {
    sphereRatio(\.derivative, $0, order: order)
  }
  return Tensor.elementwise(
    "a moment of a law on a sphere", kappa, { SphereRatio($0, order: order)[keyPath: part] },
    derivative: part == \SphereRatio.value ? slope : nil)
}

/// The remainder of the log-normaliser, with its derivatives (κp − κq) A′(κp) and A(κq) − A(κp).
private func sphereRemainder<Scalar: FloatingPointTensorScalar>(
  _ p: Tensor<Scalar>, _ q: Tensor<Scalar>, order: Double
) -> Tensor<Scalar> {
  Tensor.elementwise(
    "the divergence of laws on a sphere", p, q, { sphereRemainder($0, $1, order: order) },
    derivatives: (
      { p, q in (p - q) * sphereRatio(\.derivative, p, order: order) },
      { p, q in
        sphereRatioComplement(p, order: order) - sphereRatioComplement(q, order: order)
      }
    ))
}

/// 1 − μᵀx of a draw in n dimensions.
///
/// With b = (n − 1)/(2κ + √(4κ² + (n − 1)²)), x₀ = (1 − b)/(1 + b) and Z a beta variable of (n − 1)/2
/// twice, W = (1 − (1 + b) Z)/(1 − (1 − b) Z) is taken with probability
/// exp(κ (W − x₀)) ((1 − x₀ W)/(1 − x₀²))^(n − 1); all differences from 1 are formed without it.
func drawSphereDistance(
  concentration kappa: Double, dimension: Int, using generator: inout some RandomNumberGenerator
) -> Double {
  guard kappa >= 0, kappa < .infinity, dimension >= 2 else { return .nan }
  let m = Double(dimension - 1)
  let b = m / (2 * kappa + (4 * kappa * kappa + m * m).squareRoot())
  // 1 − x₀
  let gap = 2 * b / (1 + b)
  while true {
    let first = GammaDraw.log(shape: 0.5 * m, using: &generator)
    let second = GammaDraw.log(shape: 0.5 * m, using: &generator)
    let z = sigmoid(first - second)
    // 1 − W, from 1 − Z
    let t = 2 * b * z / (sigmoid(second - first) + b * z)
    let ratio = (gap + (1 - gap) * t) / (gap * (2 - gap))
    let log = kappa * (gap - t) + m * Tensors.log(ratio)
    if Tensors.log(OpenUnitInterval.double(using: &generator)) <= log { return min(t, 2) }
  }
}

extension VonMisesFisher where Value == Double {
  /// Lets whole literals stand for numbers.
  public init(meanDirection: [Double], concentration: Double) {
    self.init(direction: vector(meanDirection), concentration: concentration)
  }
}

extension VonMisesFisher: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([.init("meanDirection", .numbers), .init("concentration", .number)]) {
        VonMisesFisher(
          meanDirection: try $0.numbers("meanDirection"),
          concentration: try $0.number("concentration"))
      }
    ]
  }
}

extension VonMisesFisher: Equatable, Hashable where Value: BinaryFloatingPoint {
  public static func == (x: VonMisesFisher, y: VonMisesFisher) -> Bool {
    x.concentration == y.concentration && x.meanDirection.scalars == y.meanDirection.scalars
  }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(concentration)
    hasher.combine(meanDirection.scalars)
  }
}

extension VonMisesFisher: Codable where Value == Double {}
