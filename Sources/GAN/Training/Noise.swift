import Distributions
import RandomGenerators
import Tensors

/// What the generator makes rows of: draws from a distribution of the toolkit.
public struct Noise: Sendable {
  /// The law of the noise.
  public let distribution: any Distribution
  /// How many numbers a row of noise has.
  public let width: Int

  /// Rows of noise.
  ///
  /// A distribution of numbers is drawn from `width` times a row; one of vectors once, and `width`
  /// is then the length of its vectors.
  ///
  /// - Throws: ``ParameterError`` where the distribution's parameters are invalid;
  ///   ``NoiseError`` where a draw is neither a number nor a vector, or `width` is not positive.
  public init(_ distribution: any Distribution, width: Int) throws {
    try distribution.validate()
    guard width > 0 else { throw NoiseError(problem: "A row of noise has \(width) numbers.") }
    var generator = Philox4x32(seed: 0)
    let shape = Self.draw(from: distribution, shape: [1], using: &generator).shape
    switch shape.count {
    case 1: self.width = width
    case 2: self.width = shape[1]
    default:
      throw NoiseError(
        problem: "A draw from \(distribution) has shape \(shape.dropFirst()), not one axis.")
    }
    self.distribution = distribution
    isVector = shape.count == 2
  }

  private let isVector: Bool

  /// Draws `[count, width]`.
  public func draw<Scalar: FloatingPointTensorScalar>(
    _ count: Int, using generator: inout some RandomNumberGenerator
  ) -> Tensor<Scalar> {
    let shape = isVector ? [count] : [count, width]
    let law: any Distribution = distribution
    let draws = Self.draw(from: law, shape: shape, using: &generator)
    return Tensor<Scalar>(draws)
  }

  /// The log of the density (or of the mass) of each row of noise `[count, width]`.
  public func logProbability<Scalar: FloatingPointTensorScalar>(
    of rows: Tensor<Scalar>
  ) -> [Double] {
    precondition(
      rows.rank == 2 && rows.shape[1] == width,
      "logProbability: noise of shape \(rows.shape), not [count, \(width)]")
    let scalars = rows.scalars.map { Double($0) }
    let law: any Distribution = distribution
    return (0..<rows.shape[0]).map { row in
      let numbers = Array(scalars[(row * width)..<((row + 1) * width)])
      return isVector
        ? Self.logProbability(under: law, of: Tensor(numbers))
        : numbers.reduce(0) { $0 + Self.logProbability(under: law, of: $1) }
    }
  }

  /// NaN for what is no value of the distribution: half a count.
  private static func logProbability<D: Distribution>(
    under distribution: D, of value: any Sendable
  ) -> Double {
    let sample: D.Sample?
    if let value = value as? D.Sample {
      sample = value
    } else if let number = value as? Double {
      sample =
        Float(number) as? D.Sample ?? Int(exactly: number) as? D.Sample
        ?? (number == 0 || number == 1 ? (number == 1) as? D.Sample : nil)
    } else {
      sample = (value as? Tensor<Double>).flatMap { Tensor<Float>($0) as? D.Sample }
    }
    guard let sample else { return .nan }
    let log = distribution.logProbability(of: sample)
    return log as? Double ?? (log as? Float).map { Double($0) } ?? .nan
  }

  /// Draws as `Double`s, whatever the distribution's own type.
  private static func draw<D: Distribution>(
    from distribution: D, shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Double> {
    let draws = distribution.sample(shape: shape, using: &generator)
    if let real = draws as? Tensor<Double> { return real }
    if let real = draws as? Tensor<Float> { return Tensor<Double>(real) }
    if let whole = draws as? Tensor<Int64> { return Tensor<Double>(whole) }
    if let truth = draws as? Tensor<Bool> { return Tensor<Double>(truth) }
    preconditionFailure("Tensors hold Double, Float, Int64 or Bool, not \(D.Element.self)")
  }
}

/// A distribution that cannot be noise.
public struct NoiseError: Error, Equatable, CustomStringConvertible {
  public let problem: String
  public init(problem: String) { self.problem = problem }
  public var description: String { problem }
}

/// Ways from one row of noise to another.
public enum Interpolation: String, Sendable, Hashable, CaseIterable {
  /// Along the straight line: (1 − t) a + t b.
  case linear
  /// Along the great circle:
  ///
  /// ```
  /// sin((1 − t) φ)/sin φ · a + sin(t φ)/sin φ · b,    cos φ = a·b / (‖a‖ ‖b‖)
  /// ```
  ///
  /// which keeps rows of normal noise as long as such rows are. Rows of one direction, or of
  /// opposite ones where no circle is greatest, go along the line.
  ///
  /// Source: T. White, "Sampling generative networks", 2016, arXiv:1609.04468.
  case spherical

  /// Rows from `start` to `end` (each `[width]`), one for each of `fractions`.
  public func callAsFunction<Scalar: FloatingPointTensorScalar>(
    from start: Tensor<Scalar>, to end: Tensor<Scalar>, at fractions: [Double]
  ) -> Tensor<Scalar> {
    let t = Tensor<Scalar>(shape: [fractions.count, 1], scalars: fractions.map { Scalar($0) })
    switch self {
    case .linear: return (1 - t) * start + t * end
    case .spherical:
      let lengths = sqrt(square(start).sum() * square(end).sum()).scalar
      let cosine = lengths > 0 ? Double((start * end).sum().scalar / lengths) : 1
      let angle = Tensors.acos(Swift.min(Swift.max(cosine, -1), 1))
      guard Tensors.sin(angle) > 1e-6 else {
        return Interpolation.linear(from: start, to: end, at: fractions)
      }
      let phi = Tensor<Scalar>(angle)
      return (sin((1 - t) * phi) * start + sin(t * phi) * end) / sin(phi)
    }
  }
}
