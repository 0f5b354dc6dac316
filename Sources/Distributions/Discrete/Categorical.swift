/// The categorical distribution: one of n classes, 0 to n − 1.
///
/// ```
/// P(i) = pᵢ/Σ p_j   or   exp(lᵢ)/Σ exp(l_j)
/// ```
///
/// - `probabilities` p: not negative, with sum 1 (they are divided by it; `validate()` throws where
///   it is further than 10⁻⁶ from 1); or
/// - `logits` l: numbers or −infinity, one of them finite.
///
/// It keeps the parameter it was given and clamps nothing: a probability of 0 and a logit of
/// −infinity are valid. The parameter is a tensor whose last axis is that of the classes, so a batch
/// of distributions is a matrix; facts are about the class index.
///
/// Elsewhere: TFP `Categorical(logits, probs)`; torch `Categorical(probs, logits)`;
/// Distributions.jl `Categorical(p)`.
///
/// Source: N. L. Johnson, A. W. Kemp, S. Kotz, *Univariate Discrete Distributions*, 3rd ed., 2005.
public struct Categorical<Value: RealValue>: DiscreteDistribution {
  public typealias Sample = Value.Count
  public typealias Element = Int64
  public typealias Parameter = CategoricalParameter<Value.Scalar>

  /// The parameter as it was given.
  public let parameter: Parameter

  /// The log-probabilities and cumulative sums of one distribution over numbers.
  @usableFromInline let table: (logs: [Value.Scalar], row: CategoricalRow)?

  // MARK: - Parameters

  /// - Parameter probabilities: Not negative, with sum 1.
  public init(probabilities: [Value]) where Value: BinaryFloatingPoint {
    self.init(row: .probabilities(Tensor(probabilities.map { Value.Scalar($0) })))
  }

  /// - Parameter logits: Logarithms of probabilities up to a common constant.
  public init(logits: [Value]) where Value: BinaryFloatingPoint {
    self.init(row: .logits(Tensor(logits.map { Value.Scalar($0) })))
  }

  /// - Parameter probabilities: Not negative, with sum 1 along the last axis.
  /// - Precondition: There is an axis, and it is not empty.
  public init<S>(probabilities: Tensor<S>) where Value == Tensor<S> {
    self.init(batch: .probabilities(probabilities))
  }

  /// - Parameter logits: Logarithms of probabilities up to a constant, along the last axis.
  /// - Precondition: There is an axis, and it is not empty.
  public init<S>(logits: Tensor<S>) where Value == Tensor<S> {
    self.init(batch: .logits(logits))
  }

  init(row: Parameter) {
    parameter = row
    if row.tensor.scalarCount == 0 {
      table = ([], CategoricalRow([]))
    } else {
      let weights = CategoricalWeights(row)
      let (logs, probabilities) = (weights.logProbabilities, weights.probabilities)
      evaluate(logs, probabilities)
      table = (logs.scalars, CategoricalRow(probabilities.scalars.map { Double($0) }))
    }
  }

  private init(batch: Parameter) {
    precondition(
      (batch.tensor.shape.last ?? 0) > 0,
      "Categorical: shape \(batch.tensor.shape) has no classes along its last axis")
    parameter = batch
    table = nil
  }

  public static var familyName: String { "Categorical" }

  public func validate() throws(ParameterError) {
    let scalars = parameter.tensor.scalars.map { Double($0) }
    guard classCount > 0 else {
      throw parameterError("[]", index: nil, "a list of at least one class")
    }
    for row in 0..<(scalars.count / classCount) {
      let values = scalars[(row * classCount)..<((row + 1) * classCount)]
      let index = scalars.count == classCount ? nil : row
      switch parameter {
      case .probabilities:
        if let bad = values.first(where: { !($0 >= 0) }) {
          throw parameterError("\(bad)", index: index, "not negative")
        }
        let sum = compensatedSum(values)
        if !(abs(sum - 1) <= 1e-6) {
          throw parameterError("of sum \(sum)", index: index, "of sum 1, to 1e-6")
        }
      case .logits:
        if let bad = values.first(where: { $0.isNaN || $0 == .infinity }) {
          throw parameterError("\(bad)", index: index, "a number below infinity")
        }
        if values.allSatisfy({ $0 == -.infinity }) {
          throw parameterError("-inf", index: index, "finite for one class at least")
        }
      }
    }
  }

  private func parameterError(
    _ value: String, index: Int?, _ requirement: String
  ) -> ParameterError {
    ParameterError(
      family: Self.familyName, parameter: label, index: index, value: value,
      requirement: requirement)
  }

  private var label: String {
    switch parameter {
    case .probabilities: "probabilities"
    case .logits: "logits"
    }
  }

  /// n, the number of classes.
  public var classCount: Int { parameter.tensor.shape.last ?? 0 }

  private var weights: CategoricalWeights<Value.Scalar> { CategoricalWeights(parameter) }

  /// pᵢ, normalised, the class axis last.
  public var probabilities: Tensor<Value.Scalar> { weights.probabilities }

  /// log pᵢ, normalised, the class axis last.
  public var logProbabilities: Tensor<Value.Scalar> { weights.logProbabilities }

  private var classes: Tensor<Value.Scalar> {
    Tensor((0..<classCount).map { Value.Scalar($0) })
  }

  // MARK: - Support

  /// From the first to the last class that has mass.
  public var support: Support<Value> {
    let probabilities = probabilities
    let hasMass = probabilities .> 0
    let infinity = Tensor<Value.Scalar>.infinity
    let defined = 0 * probabilities.sum(alongAxes: [-1])
    let first = Tensor.select(hasMass, classes, infinity).min(alongAxes: [-1])
    let last = Tensor.select(hasMass, classes, -infinity).max(alongAxes: [-1])
    return Support(
      lowerBound: Value(tensor: first + defined), upperBound: Value(tensor: last + defined))
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? { .bounded }

  // MARK: - Mass

  @inlinable public func logProbability(of x: Value.Count) -> Value {
    if let table, let index = x as? Int {
      guard table.logs.indices.contains(index) else {
        return (table.logs.first ?? .nan).isNaN ? Value.nan : -Value.infinity
      }
      return Value(Double(table.logs[index]))
    }
    return batchLogProbability(of: x)
  }

  @usableFromInline func batchLogProbability(of x: Value.Count) -> Value {
    Value(tensor: parameter.logMass(at: x.tensor))
  }

  /// The log of the mass at a class index given as a real number; −infinity between them.
  @specialized(where Value == Double)
  public func logMass(at x: Value) -> Value {
    let isWhole = floor(x) .== x
    let log = logProbability(of: Value.flooring(select(isWhole, x, -1)))
    return select(x .== x, log, Value.nan)
  }

  // MARK: - Cumulative functions

  /// The mass of the classes chosen by a comparison with x.
  private func mass(
    _ x: Value, _ chosen: (Tensor<Value.Scalar>, Tensor<Value.Scalar>) -> Tensor<Bool>
  ) -> Value {
    let point = x.tensor
    let weights = weights
    let mask = chosen(classes, point.expandingShape(at: -1))
    let sum = Tensor.select(mask, weights.weights, 0 * weights.rest).sum(alongAxes: [-1])
    let total = weights.rest.squeezingShape(at: -1) + 1
    return Value(tensor: Tensor.select(point .== point, sum / total, Tensor.nan))
  }

  @specialized(where Value == Double)
  public func cdf(_ x: Value) -> Value { mass(x) { $0 .<= $1 } }
  @specialized(where Value == Double)
  public func survival(_ x: Value) -> Value { mass(x) { $0 .> $1 } }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    logMass(x, complement: survival(x)) { $0 .<= $1 }
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    logMass(x, complement: cdf(x)) { $0 .> $1 }
  }

  /// The log of the mass of the classes chosen by a comparison with x: from the mass of the others
  /// where that is less, else the log of a sum of exponentials, which does not underflow.
  private func logMass(
    _ x: Value, complement: Value,
    _ chosen: (Tensor<Value.Scalar>, Tensor<Value.Scalar>) -> Tensor<Bool>
  ) -> Value {
    let weights = weights
    let mask = chosen(classes, x.tensor.expandingShape(at: -1))
    let logs = Tensor.select(mask, weights.logs, 0 * weights.rest - Tensor.infinity)
    let sum = logs.logSumExp(alongAxes: [-1]) - weights.logTotal.squeezingShape(at: -1)
    let others = complement.tensor
    let isMost = others .< 0.5
    let most = log(onePlus: -Tensor.select(isMost, others, 0))
    // The complement is NaN where x is.
    return Value(tensor: Tensor.select(isMost, most, sum) + 0 * others)
  }

  public func quantile(_ u: Value) -> Value { quantile(u) { $0.quantile($1) } }
  public func survivalQuantile(_ u: Value) -> Value { quantile(u) { $0.survivalQuantile($1) } }

  /// A quantile of each row. It is a step function, so no gradient flows.
  private func quantile(
    _ u: Value, _ choose: (CategoricalRow, Double) -> Double
  ) -> Value {
    let rows = rows
    let batch = Array(parameter.tensor.shape.dropLast())
    guard let shape = broadcastShape(batch, u.shape) else {
      preconditionFailure("Categorical: quantiles of shape \(u.shape) of a batch of shape \(batch)")
    }
    let levels = u.tensor.broadcast(to: shape).scalars
    let index = Tensor((0..<Int64(rows.count)).map { $0 }).reshaped(to: batch)
      .broadcast(to: shape).scalars
    let values = zip(levels, index).map { level, row in
      Value.Scalar(choose(rows[Int(row)], Double(level)))
    }
    return Value(tensor: Tensor(shape: shape, scalars: values))
  }

  /// The rows of probabilities.
  private var rows: [CategoricalRow] {
    if let table { return [table.row] }
    let count = classCount
    let all = probabilities.scalars.map { Double($0) }
    return stride(from: 0, to: all.count, by: count).map {
      CategoricalRow(Array(all[$0..<($0 + count)]))
    }
  }

  // MARK: - Statistics

  /// E f(class).
  private func expectation(_ values: Tensor<Value.Scalar>) -> Tensor<Value.Scalar> {
    let weights = weights
    let sum = (weights.weights * values).sum(alongAxes: [-1])
    return sum / (weights.rest.squeezingShape(at: -1) + 1)
  }

  private var deviations: Tensor<Value.Scalar> {
    classes - expectation(classes).expandingShape(at: -1)
  }

  public var mean: Value { Value(tensor: expectation(classes)) }
  public var variance: Value { Value(tensor: expectation(square(deviations))) }

  /// NaN where all mass is at one class.
  public var skewness: Value {
    let deviations = deviations
    return standardized(expectation(deviations * square(deviations))) { $0 / sqrt($1) / $1 }
  }

  /// NaN where all mass is at one class.
  public var excessKurtosis: Value {
    standardized(expectation(square(square(deviations)))) { $0 / $1 / $1 } - 3
  }

  private func standardized(
    _ moment: Tensor<Value.Scalar>, by divide: (Value, Value) -> Value
  ) -> Value {
    let variance = variance
    let isSpread = variance .> 0
    return nanUnless(isSpread, divide(Value(tensor: moment), select(isSpread, variance, 1)))
  }

  public var mode: Value {
    let weights = weights
    return Value(tensor: Tensor(weights.largest) + 0 * weights.rest.squeezingShape(at: -1))
  }

  // MARK: - Entropy

  /// −Σ pᵢ log pᵢ, a class without mass adding 0.
  public var entropy: Value { Value(tensor: parameter.entropy) }

  // MARK: - Draws

  @inlinable public func sample(
    using generator: inout some RandomNumberGenerator
  ) -> Value.Count {
    if let table {
      let draw = Int(table.row.draw(OpenUnitInterval.double(generator.next())))
      if let draw = draw as? Value.Count { return draw }
    }
    return Value.Count(tensor: sample(shape: [], using: &generator))
  }

  /// By the cumulative sums, one uniform number a draw.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Int64> {
    let batch = Array(parameter.tensor.shape.dropLast())
    if let row = table?.row ?? (batch.reduce(1, *) == 1 ? rows.first : nil),
      let table = row.guideTable
    {
      return Tensor(drawsOf: table, shape: shape + batch, using: &generator)
    }
    let levels = Tensor<Double>(standardUniform: shape + batch, using: &generator)
    if classCount > mostDrawnClasses {
      // Each row is summed once and searched.
      let rows = rows
      return levels.withUnsafeScalars { levels in
        Tensor(shape: shape + batch) { draws in
          for index in levels.indices {
            draws[index] = rows[index % rows.count].draw(levels[index])
          }
        }
      }
    }
    let weights = parameter.isLogits ? probabilities : parameter.tensor
    return drawsOfRows(Tensor<Double>(weights), levels: levels).reshaped(to: shape + batch)
  }

  public func elements() -> DistributionElements {
    let scalars = parameter.tensor.scalars.map { Double($0) }
    let count = max(classCount, 1)
    let list = stride(from: 0, to: scalars.count, by: count).map {
      start -> any Distribution<Double> in
      let row = Array(scalars[start..<(start + count)])
      switch parameter {
      case .probabilities: return Categorical<Double>(probabilities: row)
      case .logits: return Categorical<Double>(logits: row)
      }
    }
    return DistributionElements(
      shape: Array(parameter.tensor.shape.dropLast()), distributions: list)
  }

  // MARK: - Description

  public var description: String { literal(Self.familyName, (label, parameter.tensor)) }
}

/// A draw of each row of weights, again from the first row on where there are more levels than rows:
/// the first class up to which the row adds up to that share of its sum, among those with mass; −1 of rows
/// that are no law.
private func drawsOfRows(_ weights: Tensor<Double>, levels: Tensor<Double>) -> Tensor<Int64> {
  let classes = weights.shape.last ?? 0
  let rows = classes > 0 ? weights.scalarCount / classes : 0
  return levels.withUnsafeScalars { levels in
    weights.withUnsafeScalars { all in
      Tensor(shape: [levels.count]) { draws in
        guard let levels = levels.baseAddress, let all = all.baseAddress,
          let out = draws.baseAddress, rows > 0
        else { return }
        concurrentRows(draws.count, atOnce: max(64, 16_384 / classes)) { range in
          var index = range.lowerBound
          while index < range.upperBound {
            let row = index % rows
            let count = min(range.upperBound - index, rows - row)
            writeDraws(
              ofRows: all + row * classes, count: count, classes: classes, levels: levels + index,
              into: out + index)
            index += count
          }
        }
      }
    }
  }
}
