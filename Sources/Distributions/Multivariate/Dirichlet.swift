import Tensors

/// The Dirichlet distribution over shares that sum to 1.
///
/// ```
/// p(x) = Γ(A)/Π Γ(αᵢ) · Π xᵢ^(αᵢ − 1),   A = Σ αᵢ
/// ```
///
/// - `concentration` α: n positive finite numbers.
///
/// The leading parts of Stirling's formula meet those of the powers before anything is rounded:
/// with δᵢ = (A xᵢ − αᵢ)/αᵢ and c what Stirling's formula leaves out,
///
/// ```
/// log p = A (Σ xᵢ − 1) − Σ αᵢ (δᵢ − log(1 + δᵢ)) − Σ log xᵢ
///         + ½ (Σ log αᵢ − log A) − (n−1)/2 log 2π − Σ c(αᵢ) + c(A)
/// ```
///
/// so that concentrations of 10¹² lose no digits. The shares are taken as they are: where they do
/// not sum to 1 to within 10⁻⁶ the point is outside. A share of 0 has density where αᵢ ≤ 1.
///
/// Gradients flow through the log-density and through draws.
///
/// Elsewhere: TFP `Dirichlet(concentration)`; torch `Dirichlet(concentration)`; Distributions.jl
/// `Dirichlet(α)`; scipy `dirichlet(alpha)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Multivariate Distributions* vol. 1,
/// 2nd ed., 2000, ch. 49.
public struct Dirichlet<Value: RealValue>: MultivariateDistribution {
  public typealias Sample = Tensor<Value.Scalar>
  public typealias Element = Value.Scalar

  /// α, the event on the last axis.
  public let concentration: Tensor<Value.Scalar>

  // MARK: - Parameters

  init(rows concentration: Tensor<Value.Scalar>) { self.concentration = concentration }

  /// - Parameter concentration: α.
  public init(concentration: [Value]) where Value: BinaryFloatingPoint {
    self.init(rows: vector(concentration))
  }

  /// A batch: the event is on the last axis.
  public init<S>(concentration: Tensor<S>) where Value == Tensor<S> {
    self.init(rows: concentration)
  }

  public static var familyName: String { "Dirichlet" }

  public func validate() throws(ParameterError) {
    try requireShape(
      "concentration", concentration, trailing: [length], "a list of at least one number")
    try requireAll("concentration", concentration, ParameterError.positive) {
      $0 > 0 && $0.isFinite
    }
  }

  private var length: Int { concentration.shape.last ?? 0 }

  /// α, NaN where it is not valid.
  private var alpha: Tensor<Value.Scalar> {
    let isValid = (concentration .> 0) .& (concentration .< Tensor<Value.Scalar>.infinity)
    return Tensor.select(isValid, concentration, Tensor.nan)
  }

  // MARK: - Support

  public var eventShape: [Int] { [length] }
  public var space: Space { .simplex(length) }

  // MARK: - Density

  public func logProbability(of x: Tensor<Value.Scalar>) -> Value {
    let alpha = alpha
    // One law at many points is one pass over them.
    if alpha.rank == 1, x.rank > 1, x.shape.last == alpha.shape[0], alpha.shape[0] > 0,
      let points = x as? Tensor<Double>, let concentration = alpha as? Tensor<Double>,
      let density = points.dirichletLogDensity(
        concentration: concentration,
        meaning: { Dirichlet<Tensor<Double>>.plainLogDensity(at: $0, $1) }) as? Tensor<Value.Scalar>
    {
      return Value(tensor: density)
    }
    return Value(tensor: Self.plainLogDensity(at: x, alpha))
  }

  private static func plainLogDensity(
    at x: Tensor<Value.Scalar>, _ alpha: Tensor<Value.Scalar>
  ) -> Tensor<Value.Scalar> {
    typealias Values = Tensor<Value.Scalar>
    let total = alpha.sum(alongAxes: [-1], keepRank: true)
    let excess = x.excessOverOne
    let expected = total * x
    let isNear = (expected .>= 0.5 * alpha) .& (expected .<= 2 * alpha)
    // Near the mean: −α (δ − log(1 + δ)) − log x.
    let change = Values.select(isNear, expected - alpha, 0) / alpha
    let near = -alpha * logOnePlusRemainder(change) - log(Values.select(isNear, x, 1))
    // Elsewhere: α log(A x/α) − (A x − α) − log x; a share of 0 counts by α − 1.
    let power = xLogY(alpha - 1, Values.select(isNear, 1, x))
    let far = (power + alpha * log(total / alpha)) - (expected - alpha)
    let terms = Values.select(isNear, near, far) + stirlingTerms(alpha)
    let whole = total.squeezingShape(at: -1)
    let log = whole * excess + terms.sumOfLast() - stirlingTerms(whole)
    let isInside = (x.min(alongAxes: [-1]) .>= 0) .& (abs(excess) .<= 1e-6)
    let isNumber = excess .== excess
    let outside = Values.select(isNumber, -Values.infinity, Values.nan) + 0 * whole
    return Values.select(isInside, log, outside)
  }

  private static var halfLogTwoPi: Tensor<Value.Scalar> { Tensor(0.91893853320467274178) }

  /// ½ log a − ½ log 2π − c(a): what −log Γ(a) has beside a − a log a.
  private static func stirlingTerms(_ a: Tensor<Value.Scalar>) -> Tensor<Value.Scalar> {
    0.5 * log(a) - halfLogTwoPi - logGammaCorrection(a)
  }

  // MARK: - Statistics

  /// α/A.
  public var mean: Tensor<Value.Scalar> {
    alpha / alpha.sum(alongAxes: [-1], keepRank: true)
  }

  /// (diag m − m mᵀ)/(A + 1).
  public var covariance: Tensor<Value.Scalar> {
    let total = alpha.sum(alongAxes: [-1], keepRank: true)
    let mean = mean
    // mᵢ (1 − mᵢ) from the rest, which has the digits.
    let rest = (total - alpha) / total
    let outer = mean.column * mean.expandingShape(at: -2)
    let off = outer - outer.diagonalPart().diagonal()
    return ((mean * rest).diagonal() - off) / (total.column + 1)
  }

  /// (αᵢ − 1)/Σ (αⱼ − 1) over those above 1, the others 0; with none above 1 a corner of the largest
  /// α, or the centre where all are 1.
  public var mode: Tensor<Value.Scalar> {
    let alpha = alpha
    let above = maximum(alpha - 1, 0)
    let sum = above.sum(alongAxes: [-1], keepRank: true)
    let corner = Tensor<Value.Scalar>(oneHot: alpha.argmax(alongAxis: -1), depth: length)
    let isFlat = (alpha.min(alongAxes: [-1], keepRank: true) .== 1) .& (sum .== 0)
    let share = 0 * alpha + Tensor(1 / Value.Scalar(max(length, 1)))
    let inner = above / Tensor.select(sum .> 0, sum, 1)
    return Tensor.select(
      sum .> 0, inner, Tensor.select(isFlat, share, corner + 0 * alpha))
  }

  // MARK: - Entropy

  /// log B(α) + (A − n) ψ(A) − Σ (αᵢ − 1) ψ(αᵢ), with Stirling's parts joined before they are large:
  ///
  /// ```
  /// ½ Σ log αᵢ + (½ − n) log A + (n−1)/2 (1 + log 2π) + n/(2A) − ½ Σ 1/αᵢ
  ///   + Σ c(αᵢ) − c(A) + (A − n) c′(A) − Σ (αᵢ − 1) c′(αᵢ)
  /// ```
  public var entropy: Value {
    let alpha = alpha
    let total = alpha.sumOfLast()
    let n = Tensor<Value.Scalar>(Value.Scalar(length))
    let own =
      0.5 * log(alpha) - 0.5 / alpha + logGammaCorrection(alpha)
      - (alpha - 1) * digammaCorrection(alpha)
    let whole = logGammaCorrection(total) - (total - n) * digammaCorrection(total)
    let logs = (0.5 - n) * log(total) + 0.5 * n / total
    let constant = (n - 1) * Tensor(1.41893853320467274178)
    return Value(tensor: own.sumOfLast() - whole + (logs + constant))
  }

  // MARK: - Draws

  public func sample(using generator: inout some RandomNumberGenerator) -> Tensor<Value.Scalar> {
    sample(shape: [], using: &generator)
  }

  /// Gamma variables divided by their sum, but where none of them can vanish as logarithms: tiny
  /// concentrations draw corners, not 0/0.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    let full = shape + concentration.shape
    // Of numbers, and so known.
    if Value.self == Double.self, concentration.scalars.allSatisfy({ $0 >= 0.0625 && $0 < 1e100 }) {
      let draws = gammaDraws(concentration, shape: full, using: &generator)
      return draws / draws.sum(alongAxes: [-1], keepRank: true)
    }
    return logGammaDraws(concentration, shape: full, using: &generator).softmax(alongAxis: -1)
  }

  public func elements() -> DistributionElements {
    vectorElements([(concentration, 1)]) { Dirichlet<Double>(rows: $0[0]) }
  }

  // MARK: - Divergences

  /// Closed forms whose first argument is a Dirichlet distribution.
  static var klRules: [KLRule<Value>] {
    [
      KLRule(
        where: nil,
        form: { (p: Dirichlet, q: Dirichlet) in
          let (value, magnitude) = dirichletDivergence(p.alpha, q.alpha, change: q.alpha - p.alpha)
          let matrix = dirichletMatrix(p.alpha, q.alpha)
          return KLClosedForm(
            value: Value(tensor: matrix ?? value), magnitude: Value(tensor: magnitude),
            mayCancel: false)
        })
    ]
  }

  // MARK: - Description

  public var description: String {
    vectorLiteral(Self.familyName, ("concentration", concentration))
  }
}

/// The same of all pairs of two lists along two axes; nil of other shapes.
private func dirichletMatrix<Scalar: FloatingPointTensorScalar>(
  _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
) -> Tensor<Scalar>? {
  guard a.shape.last == b.shape.last else { return nil }
  return Tensor<Scalar>.pairMatrix(
    .dirichlet, a, b,
    write: { a, b, out in
      let pairs = PairwiseExponential<Dirichlet<Double>>(
        of: a.columns(), from: b.columns(), isOneList: a == b)
      let count = a.count * b.count
      if let matrix = pairs.matrix() {
        matrix.withUnsafeScalars { numbers in
          if let base = numbers.baseAddress { out.update(from: base, count: count) }
        }
      } else {
        out.update(repeating: .nan, count: count)
      }
    },
    meaning: { dirichletDivergence($0, $1, change: $1 - $0).value })
}

/// KL of Dirichlet laws of concentrations α and β, on the last axis:
///
/// ```
/// Σ (βᵢ log(βᵢ/mᵢ) − βᵢ + mᵢ + excess(αᵢ, βᵢ − αᵢ)) − excess(A, B − A),   mᵢ = B αᵢ/A
/// ```
///
/// - Parameter change: β − α, where it is known better than to the rounding of β.
/// - Returns: The divergence and the size of what was added up for it.
func dirichletDivergence<Scalar: FloatingPointTensorScalar>(
  _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, change: Tensor<Scalar>
) -> (value: Tensor<Scalar>, magnitude: Tensor<Scalar>) {
  let total = a.sum(alongAxes: [-1], keepRank: true)
  let totalChange = change.sum(alongAxes: [-1], keepRank: true)
  // 1 + r is at least 2⁻⁵³: of totals further apart and of what rounding makes of it, an amendment below.
  let rise = maximum(totalChange / total, Tensor(-1 + Scalar.ulpOfOne / 2))
  let expected = totalChange * (a / total)
  let difference = expected - change
  let terms = Tensor.fused(.shareDivergence, a, b, change, rise) { a, b, change, rise in
    concentrationDivergence(
      a, b, mean: a * (1 + rise), difference: a * rise - change, change: change)
  }
  let otherTotal = b.sum(alongAxes: [-1], keepRank: true)
  // Of means x mᵢ in place of mᵢ the sum is too large by B (x − 1 − log x).
  let isFar = rise .< -0.5
  let factor = Tensor<Scalar>.select(isFar, (1 + rise) / (otherTotal / total), 1)
  let excess = otherTotal * logOnePlusRemainder(factor - 1)
  let whole = (logGammaExcess(total, totalChange, to: otherTotal) + excess)
    .squeezingShape(at: -1)
  let sum = terms.sumOfLast()
  let share = minimum(abs(difference) / b, 1) * (abs(expected) + abs(change))
  return (maximum(sum - whole, 0), 4 * (sum + whole) + 0.0625 * share.sumOfLast())
}

extension Dirichlet where Value == Double {
  /// Lets whole literals stand for numbers.
  public init(concentration: [Double]) { self.init(rows: vector(concentration)) }
}

extension Dirichlet: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling([.init("concentration", .numbers)]) {
        Dirichlet(concentration: try $0.numbers("concentration"))
      }
    ]
  }
}

extension Dirichlet: Equatable, Hashable where Value: BinaryFloatingPoint {
  public static func == (x: Dirichlet, y: Dirichlet) -> Bool {
    x.concentration.scalars == y.concentration.scalars
  }
  public func hash(into hasher: inout Hasher) { hasher.combine(concentration.scalars) }
}

extension Dirichlet: Codable where Value == Double {}
