import SpecialFunctions
import Tensors

/// The distribution of Lewandowski, Kurowicka and Joe over correlation matrices, as their Cholesky
/// factors.
///
/// ```
/// p(L) = Π_{k=1}^{n} c_k Lₖₖ^(2 bₖ − 2),   bₖ = η + (n − k)/2
/// ```
///
/// so that the correlation matrix R = L Lᵀ has a density proportional to |R|^(η − 1).
///
/// - `dimension` n: at least 1, the rows of L.
/// - `concentration` η: positive and finite; at 1 all correlation matrices are equally likely, above
///   it those near the identity are likelier.
///
/// The density is one by the elements below the diagonal. The rows are independent: what row k has
/// before its diagonal is a point w of a ball of k − 1 dimensions with density proportional to
/// (1 − |w|²)^(bₖ − 1), and Lₖₖ² = 1 − |w|² is a beta variable of bₖ and (k − 1)/2. A matrix that is
/// not lower triangular with rows of length 1 (to 1e-6) and no negative diagonal is outside. Gradients
/// flow through the log-density and through draws.
///
/// Elsewhere: TFP `CholeskyLKJ(dimension, concentration)`; torch `LKJCholesky(dim, concentration)`;
/// Distributions.jl `LKJCholesky(d, η)`; scipy —.
///
/// Source: D. Lewandowski, D. Kurowicka, H. Joe, "Generating random correlation matrices based on vines
/// and extended onion method", J. Multivariate Anal. 100 (2009) 1989-2001.
public struct LKJCholesky<Value: RealValue>: MultivariateDistribution {
  public typealias Sample = Tensor<Value.Scalar>
  public typealias Element = Value.Scalar

  /// n.
  public let dimension: Int
  /// η.
  public let concentration: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - dimension: n, at least 1.
  ///   - concentration: η, positive and finite.
  public init(dimension: Int, concentration: Value) {
    self.dimension = dimension
    self.concentration = concentration
  }

  public static var familyName: String { "LKJCholesky" }

  public func validate() throws(ParameterError) {
    guard dimension >= 1 else {
      throw ParameterError(
        family: Self.familyName, parameter: "dimension", value: "\(dimension)",
        requirement: "at least 1")
    }
    try requirePositive("concentration", concentration)
  }

  private var size: Int { max(dimension, 1) }

  /// η with an axis for the rows, NaN where it is not valid.
  private var eta: Tensor<Value.Scalar> {
    let given = concentration.tensor
    let isValid =
      (given .> 0) .& (given .< Tensor<Value.Scalar>.infinity)
      .& (Tensor<Value.Scalar>(Value.Scalar(dimension)) .> 0)
    return Tensor.select(isValid, given, Tensor.nan).column
  }

  /// Half of how many elements a row has before its diagonal; ½ in the first row, which has none.
  private var halves: Tensor<Value.Scalar> {
    Tensor((0..<size).map { 0.5 * Value.Scalar(max($0, 1)) })
  }

  /// 1 for the rows that vary, 0 for the first.
  private var counts: Tensor<Value.Scalar> {
    Tensor((0..<size).map { $0 == 0 ? 0 : 1 })
  }

  /// bₖ.
  private var shapes: Tensor<Value.Scalar> {
    eta + Tensor((0..<size).map { 0.5 * Value.Scalar(size - 1 - $0) })
  }

  /// log Γ(b + h) − log Γ(b) − h log π: what makes the density of a row integrate to 1.
  private var logConstants: Tensor<Value.Scalar> {
    logGammaDifference(shapes, halves) - 1.1447298858494001741 * halves
  }

  // MARK: - Support

  public var eventShape: [Int] { [size, size] }
  public var space: Space { .correlationFactors(size) }

  // MARK: - Density

  public func logProbability(of x: Tensor<Value.Scalar>) -> Value {
    typealias Values = Tensor<Value.Scalar>
    let diagonal = x.diagonalPart()
    let lengths = square(x).sumOfLast()
    let above = abs(x - x.lowerTriangle()).max(alongAxes: [-2, -1])
    let isInside =
      (diagonal.min(alongAxes: [-1]) .>= 0) .& (above .== 0)
      .& (abs(lengths - 1).max(alongAxes: [-1]) .<= 1e-6)
    let safe = Values.select(isInside.expandingShape(at: -1), diagonal, 1)
    let terms = counts * (xLogY(2 * shapes - 2, safe) + logConstants)
    let sum = lengths.sumOfLast()
    let outside = Values.select(sum .== sum, -Values.infinity, Values.nan)
    let log = terms.sumOfLast()
    return Value(tensor: Values.select(isInside, log, outside) + 0 * eta.squeezingShape(at: -1))
  }

  // MARK: - Statistics

  /// 0 below the diagonal, on it Γ(b + ½) Γ(b + h)/(Γ(b) Γ(b + h + ½)), h = (k − 1)/2.
  public var mean: Tensor<Value.Scalar> { diagonalMean.diagonal() }

  private var diagonalMean: Tensor<Value.Scalar> {
    let half = 0 * halves + 0.5
    let b = shapes
    let log = logGammaDifference(b, half) - logGammaDifference(b + halves, half)
    return exp(counts * log)
  }

  /// The elements of L counted along its rows, n² × n²: 1/(2b + k − 1) for those below the diagonal, and
  /// on it what b/(b + h) is above the square of the mean. Nothing is correlated.
  public var covariance: Tensor<Value.Scalar> {
    let b = shapes
    let sum = b + halves
    let below = 0.5 / sum
    // log(b/(b + h)) − 2 log mean, from log Γ(b + ½) − log Γ(b) − ½ log b.
    let excess = 2 * rootGammaExcessDifference(b, halves)
    let diagonal = -(b / sum) * expMinusOne(excess)
    let lower = Tensor<Value.Scalar>(ones: [size, size]).belowDiagonal
    let variances = lower * (counts * below).column + (counts * diagonal).diagonal()
    let batch = Array(variances.shape.dropLast(2))
    return variances.reshaped(to: batch + [size * size]).diagonal()
  }

  /// The identity; NaN for η below 1, where the density has no largest value.
  public var mode: Tensor<Value.Scalar> {
    let identity = Tensor<Value.Scalar>(ones: [size]).diagonal()
    let given = eta.column
    return Tensor.select(given .>= 1, identity, Tensor.nan)
  }

  // MARK: - Entropy

  /// Σ (bₖ − 1)(ψ(bₖ + h) − ψ(bₖ)) − log Γ(bₖ + h) + log Γ(bₖ) + h log π.
  public var entropy: Value {
    let (b, h) = (shapes, halves)
    let sum = b + h
    let slope: Tensor<Value.Scalar> =
      log(onePlus: h / b) + 0.5 * (h / b) / sum
      + (digammaCorrection(sum) - digammaCorrection(b))
    return Value(tensor: (counts * ((b - 1) * slope - logConstants)).sumOfLast())
  }

  // MARK: - Draws

  public func sample(using generator: inout some RandomNumberGenerator) -> Tensor<Value.Scalar> {
    sample(shape: [], using: &generator)
  }

  /// By the onion method: the length of a row before its diagonal is the root of a beta variable, its
  /// direction uniform.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    let full = shape + concentration.shape + [size]
    let first = logGammaDraws(shapes.broadcast(to: full), using: &generator)
    let second = logGammaDraws(halves.broadcast(to: full), using: &generator)
    let normal = Tensor<Value.Scalar>(standardNormal: full + [size], using: &generator)
    let directions = normal.belowDiagonal
    let lengths = square(directions).sumOfLast()
    let isFirst = counts .== 0
    let safe = Tensor.select(isFirst, 1, lengths)
    let reach = exp(0.5 * logSigmoid(second - first)) / sqrt(safe)
    let diagonal = Tensor.select(isFirst, 1, exp(0.5 * logSigmoid(first - second)))
    return directions * reach.column + diagonal.diagonal()
  }

  public func elements() -> DistributionElements {
    let dimension = dimension
    return DistributionElements(concentration) {
      LKJCholesky<Double>(dimension: dimension, concentration: $0[0])
    }
  }

  // MARK: - Divergences

  /// Closed forms whose first argument is a distribution of correlation matrices.
  static var klRules: [KLRule<Value>] {
    [
      // The sum of the divergences of the beta laws of the squared diagonals.
      KLRule { (p: LKJCholesky, q: LKJCholesky) in
        let step = (q.eta - p.eta) + 0 * p.halves
        let rows = dirichletDivergence(
          p.pairs, q.pairs, change: Tensor(stacking: [step, 0 * step], alongAxis: -1))
        return Value(tensor: (p.counts * rows).sumOfLast())
      }
    ]
  }

  /// b and h of each row on a last axis.
  private var pairs: Tensor<Value.Scalar> {
    let b = shapes
    return Tensor(stacking: [b, halves + 0 * b], alongAxis: -1)
  }

  // MARK: - Description

  public var description: String {
    "\(Self.familyName)(dimension: \(dimension), concentration: "
      + "\(concentration.tensor.literalText))"
  }
}

/// g(b) − g(b + h), where g(b) = log Γ(b + ½) − log Γ(b) − ½ log b is near −1/(8b).
private func rootGammaExcessDifference<Scalar: FloatingPointTensorScalar>(
  _ b: Tensor<Scalar>, _ h: Tensor<Scalar>
) -> Tensor<Scalar> {
  Tensor.elementwise(
    "the variance of a factor of a correlation matrix", b, h,
    { b, h in
      let sum = b + h
      if b > 60 {
        func rest(_ x: Double) -> Double {
          let y = 1 / (x * x)
          return y / x * (1.0 / 192 - y * (1.0 / 640 - y * (17.0 / 14336 - y * 31.0 / 18432)))
        }
        return -0.125 * (h / b) / sum + (rest(b) - rest(sum))
      }
      func excess(_ x: Double) -> Double {
        let corrections =
          SpecialFunctions.logGammaCorrection(x + 0.5) - SpecialFunctions.logGammaCorrection(x)
        return corrections - x * SpecialFunctions.logOnePlusRemainder(0.5 / x)
      }
      return excess(b) - excess(sum)
    }, derivatives: (nil, nil))
}

extension LKJCholesky: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([.init("dimension", .wholeNumber), .init("concentration", .number)]) {
        LKJCholesky(
          dimension: try $0.wholeNumber("dimension"), concentration: try $0.number("concentration"))
      }
    ]
  }
}

extension LKJCholesky: Equatable, Hashable where Value: BinaryFloatingPoint {
  public static func == (x: LKJCholesky, y: LKJCholesky) -> Bool {
    x.dimension == y.dimension && x.concentration == y.concentration
  }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(dimension)
    hasher.combine(concentration)
  }
}

extension LKJCholesky: Codable where Value == Double {}
