import SpecialFunctions
import Tensors

/// The multivariate t distribution.
///
/// ```
/// p(x) = Γ((ν+n)/2) / (Γ(ν/2) (νπ)^(n/2) |L|) · (1 + |L⁻¹(x − μ)|²/ν)^(−(ν+n)/2)
/// ```
///
/// - `degreesOfFreedom` ν: positive and finite.
/// - `location` μ: n finite numbers.
/// - `scaleFactor` L: lower triangular with a positive diagonal; L Lᵀ is not the covariance.
///
/// Gradients flow through draws to location and factor, not to ν.
///
/// Elsewhere: TFP `MultivariateStudentTLinearOperator(df, loc, scale)`; Distributions.jl
/// `MvTDist(ν, μ, Σ)`; scipy `multivariate_t(loc, shape, df)`.
///
/// Source: S. Kotz, S. Nadarajah, *Multivariate t Distributions and Their Applications*, 2004, ch. 1.
public struct MultivariateStudentT<Value: RealValue>: MultivariateDistribution {
  public typealias Sample = Tensor<Value.Scalar>
  public typealias Element = Value.Scalar

  /// ν.
  public let degreesOfFreedom: Value
  /// μ.
  public let location: Tensor<Value.Scalar>
  /// L.
  public let scaleFactor: Tensor<Value.Scalar>

  // MARK: - Parameters

  init(
    degrees: Value, location: Tensor<Value.Scalar>, scaleFactor: Tensor<Value.Scalar>
  ) {
    degreesOfFreedom = degrees
    self.location = location
    self.scaleFactor = scaleFactor
  }

  /// - Parameters:
  ///   - degreesOfFreedom: ν.
  ///   - location: μ.
  ///   - scaleFactor: L, rows of a lower triangular matrix with a positive diagonal.
  public init(degreesOfFreedom: Value, location: [Value], scaleFactor: [[Value]])
  where Value: BinaryFloatingPoint {
    self.init(
      degrees: degreesOfFreedom, location: vector(location), scaleFactor: matrix(scaleFactor))
  }

  /// A batch: the event is on the last axis of the location, on the last two of the factor.
  public init<S>(degreesOfFreedom: Tensor<S>, location: Tensor<S>, scaleFactor: Tensor<S>)
  where Value == Tensor<S> {
    self.init(degrees: degreesOfFreedom, location: location, scaleFactor: scaleFactor)
  }

  public static var familyName: String { "MultivariateStudentT" }

  public func validate() throws(ParameterError) {
    let length = length
    try requirePositive("degreesOfFreedom", degreesOfFreedom)
    try requireShape("location", location, trailing: [length], "a list of at least one number")
    try requireAll("location", location, ParameterError.finite) { $0.isFinite }
    try requireShape(
      "scaleFactor", scaleFactor, trailing: [length, length],
      "a matrix of \(length) rows and columns")
    try requireFactor("scaleFactor", scaleFactor)
  }

  private var length: Int { location.shape.last ?? 0 }
  private var scale: NormalScale<Value.Scalar> { .scaleFactor(scaleFactor) }

  // MARK: - Support

  public var eventShape: [Int] { [length] }
  public var space: Space { .vectors(length) }

  // MARK: - Density

  /// log Γ((ν+n)/2) − log Γ(ν/2) − n/2 log(νπ).
  private var logNormalizer: Value {
    let half: Value = 0.5 * degreesOfFreedom
    let n = Double(length)
    let ratio = logGammaRatio(half, Value(0.5 * n))
    let power: Value = Value(0.5 * n) * (log(half) + Value(1.8378770664093454836))
    return nanUnless(isPositive(degreesOfFreedom), ratio - power)
  }

  public func logProbability(of x: Tensor<Value.Scalar>) -> Value {
    let z = scale.whitened(x - location)
    let degrees = degreesOfFreedom.tensor
    // A quadratic form beyond the range of numbers counts through its logarithm.
    let largest = abs(z).max(alongAxes: [-1])
    let isFar = largest .> 1e100
    let size = Tensor.select(isFar, largest, 1)
    let form = square(z / size.column).sumOfLast()
    let near = log(onePlus: Tensor.select(isFar, 0, form) / degrees)
    let far = log(form) + 2 * log(size) - log(degrees)
    let growth = Tensor.select(isFar, far, near)
    let power = (0.5 * degrees + Tensor(0.5 * Value.Scalar(length))) * growth
    return Value(tensor: logNormalizer.tensor - scale.logDeterminant - power)
  }

  // MARK: - Statistics

  /// NaN for ν ≤ 1.
  public var mean: Tensor<Value.Scalar> {
    let isDefined = degreesOfFreedom.tensor .> 1
    return Tensor.select(isDefined.expandingShape(at: -1), location, Tensor.nan)
  }

  /// ν/(ν − 2) L Lᵀ; infinite variances (and NaN for those that are 0 times that) for 1 < ν ≤ 2, NaN
  /// for ν ≤ 1.
  public var covariance: Tensor<Value.Scalar> {
    let degrees = degreesOfFreedom.tensor
    let isFinite = degrees .> 2
    let safe = Tensor.select(isFinite, degrees, 3)
    let finite = safe / (safe - 2)
    let factor = Tensor.select(
      isFinite, finite, Tensor.select(degrees .> 1, Tensor.infinity, Tensor.nan))
    return factor.column.column * scale.covarianceMatrix
  }

  public var mode: Tensor<Value.Scalar> { location }

  // MARK: - Entropy

  /// (ν+n)/2 (ψ((ν+n)/2) − ψ(ν/2)) − log p(μ).
  public var entropy: Value {
    let half: Value = 0.5 * degreesOfFreedom
    var difference: Value = 0
    var start = half
    // ψ(a + ½) − ψ(a) and 1/a are added for what n is made of, so that nothing cancels.
    if length % 2 == 1 {
      difference = StudentT<Value>(degreesOfFreedom: degreesOfFreedom).digammaHalfStep(half)
      start = half + 0.5
    }
    for step in 0..<(length / 2) { difference = difference + 1 / (start + Value(Double(step))) }
    let spread: Value = (half + Value(0.5 * Double(length))) * difference
    return spread - logNormalizer + Value(tensor: scale.logDeterminant)
  }

  // MARK: - Draws

  public func sample(using generator: inout some RandomNumberGenerator) -> Tensor<Value.Scalar> {
    sample(shape: [], using: &generator)
  }

  /// A normal vector divided by the root of a chi-squared number over ν.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    let batches = [
      degreesOfFreedom.shape, Array(location.shape.dropLast()),
      Array(scaleFactor.shape.dropLast(2)),
    ]
    guard let batch = broadcastShape(batches) else {
      preconditionFailure("MultivariateStudentT: batches of shapes \(batches) do not fit")
    }
    let normal = Tensor<Value.Scalar>(
      standardNormal: shape + batch + [length], using: &generator)
    let half = 0.5 * degreesOfFreedom.tensor
    let logGamma = logGammaDraws(half.broadcast(to: shape + batch), using: &generator)
    let stretch = exp(0.5 * (log(half) - logGamma))
    return location + scale.coloured(normal) * stretch.column
  }

  public func elements() -> DistributionElements {
    vectorElements([(degreesOfFreedom.tensor, 0), (location, 1), (scaleFactor, 2)]) { parts in
      MultivariateStudentT<Double>(
        degrees: parts[0].scalar, location: parts[1], scaleFactor: parts[2])
    }
  }

  // MARK: - Description

  public var description: String {
    vectorLiteral(
      Self.familyName, ("degreesOfFreedom", degreesOfFreedom.tensor), ("location", location),
      ("scaleFactor", scaleFactor))
  }
}

/// log Γ(a + x) − log Γ(a).
func logGammaRatio<Value: RealValue>(_ a: Value, _ x: Value) -> Value {
  Value.elementwise(
    "log Γ(a + x) − log Γ(a)", a, x, { SpecialFunctions.logGammaDifference($0, $1) },
    derivatives: (
      { a, x in digamma(a + x) - digamma(a) }, { a, x in digamma(a + x) }
    ))
}

extension MultivariateStudentT where Value == Double {
  /// Lets whole literals stand for numbers.
  public init(degreesOfFreedom: Double, location: [Double], scaleFactor: [[Double]]) {
    self.init(
      degrees: degreesOfFreedom, location: vector(location), scaleFactor: matrix(scaleFactor))
  }
}

extension MultivariateStudentT: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([
        .init("degreesOfFreedom", .number), .init("location", .numbers),
        .init("scaleFactor", .matrix),
      ]) {
        MultivariateStudentT(
          degreesOfFreedom: try $0.number("degreesOfFreedom"),
          location: try $0.numbers("location"), scaleFactor: try $0.matrix("scaleFactor"))
      }
    ]
  }
}

extension MultivariateStudentT: Equatable, Hashable where Value: BinaryFloatingPoint {
  public static func == (x: MultivariateStudentT, y: MultivariateStudentT) -> Bool {
    x.degreesOfFreedom == y.degreesOfFreedom && x.location.scalars == y.location.scalars
      && x.scaleFactor.shape == y.scaleFactor.shape
      && x.scaleFactor.scalars == y.scaleFactor.scalars
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(degreesOfFreedom)
    hasher.combine(location.scalars)
    hasher.combine(scaleFactor.scalars)
  }
}

extension MultivariateStudentT: Codable where Value == Double {}
