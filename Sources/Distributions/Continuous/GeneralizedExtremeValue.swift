/// The generalised extreme value distribution: the limit law of maxima, of Gumbel's, Fréchet's and the
/// reversed Weibull's kind.
///
/// ```
/// p(x) = t^(1+ξ) e^−t/σ,   t = (1 + ξz)^(−1/ξ),   z = (x − μ)/σ, 1 + ξz ≥ 0;   t = e^−z for ξ = 0
/// ```
///
/// - `location` μ: finite.
/// - `scale` σ: positive and finite.
/// - `shape` ξ: finite; heavy-tailed above with a lower end where positive, with an upper end where
///   negative.
///
/// With w = −log t = log(1 + ξz)/ξ it is Gumbel's law at w; around ξ = 0 values and derivatives go over
/// into those of `Gumbel`.
///
/// Elsewhere: TFP `GeneralizedExtremeValue(loc, scale, concentration=shape)`; torch —; Distributions.jl
/// `GeneralizedExtremeValue(μ, σ, ξ)`; scipy `genextreme(c=−shape, loc, scale)`.
///
/// Source: P. Embrechts, C. Klüppelberg, T. Mikosch, *Modelling Extremal Events*, 1997, ch. 3.
public struct GeneralizedExtremeValue<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// μ, the point with e⁻¹ of the mass below.
  public let location: Value
  /// σ.
  public let scale: Value
  /// ξ; 1/ξ is the power with which a heavy tail falls.
  public let shape: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - location: μ, finite.
  ///   - scale: σ, positive and finite.
  ///   - shape: ξ, finite.
  @inlinable public init(location: Value, scale: Value, shape: Value) {
    self.location = location
    self.scale = scale
    self.shape = shape
  }

  public static var familyName: String { "GeneralizedExtremeValue" }

  public func validate() throws(ParameterError) {
    try requireFinite("location", location)
    try requirePositive("scale", scale)
    try requireFinite("shape", shape)
  }

  @inlinable var isValid: Value.Mask {
    isFinite(location) .& isPositive(scale) .& isFinite(shape)
  }

  // MARK: - Support

  /// From μ − σ/ξ for ξ > 0, to μ − σ/ξ for ξ < 0; else infinite.
  @inlinable public var support: Support<Value> {
    Support(
      lowerBound: select(shape .> 0, end, -Value.infinity),
      upperBound: select(shape .< 0, end, Value.infinity))
  }

  /// μ − σ/ξ, the finite end; μ for ξ = 0.
  @inlinable var end: Value {
    let isZero: Value.Mask = shape .== 0
    return location - select(isZero, 0, scale) / select(isZero, 1, shape)
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let location = number(location), let scale = number(scale), let shape = number(shape)
    else { return nil }
    if shape == 0 { return Gumbel(location: location, scale: scale).tail(towards: end) }
    let power = abs(1 / shape)
    if end == .upper {
      return TailBehaviour([.init(shape > 0 ? 1 + power : power - 1, .log)])
    }
    let factor = Double.pow(scale / abs(shape), shape > 0 ? power : -power)
    guard factor > 0, factor < .infinity else { return nil }
    if shape > 0 {
      // w = log(ξ/(σt))/ξ at the distance 1/t from the end.
      return TailBehaviour([
        .init(factor, .power(exponent: power)), .init(-1 - power, .log),
      ])
    }
    // e^−w = ((t + c)|ξ|/σ)^k with c = μ + σ/|ξ|, by the binomial series.
    let offset = location - scale / shape
    var terms = [TailBehaviour.Term(1 - power, .log)]
    var coefficient = factor
    var exponent = power
    while exponent > 0, terms.count < 17 {
      terms.append(.init(coefficient, .power(exponent: exponent)))
      coefficient *= offset * exponent / Double(terms.count - 1)
      exponent -= 1
    }
    return TailBehaviour(terms)
  }

  // MARK: - Density

  /// Gumbel's law of w.
  @inlinable var standard: Gumbel<Value> { Gumbel(location: 0, scale: 1) }

  /// w = log(1 + ξz)/ξ, infinite beyond the finite end.
  @inlinable func reduced(_ distance: Value, logMagnitude: Value) -> Value {
    powerLogarithm(distance: distance, logDistance: logMagnitude, scale: scale, shape: shape)
  }

  @inlinable func reduced(_ x: Value) -> Value {
    let distance: Value = x - location
    return reduced(distance, logMagnitude: safeLogMagnitude(distance))
  }

  /// −log σ − (1 + ξ) w − e^−w.
  @inlinable func logDensity(reduced w: Value, isOutside: Value.Mask) -> Value {
    let isLow: Value.Mask = w .== -Value.infinity
    let isHigh: Value.Mask = w .== Value.infinity
    let safe: Value = select(isLow .| isHigh, 0, w)
    let inside: Value = standard.logDensity(standardized: safe) - shape * safe - log(scale)
    let top: Value = limitAtEnd(power: 1 + shape, -log(scale))
    let outer: Value = select(isHigh, top, inside)
    return nanUnless(isValid, select(isOutside .| isLow, -Value.infinity, outer))
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    Value.self == Value.Scalar.self ? plainLogProbability(of: x) : fusedLogProbability(of: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @inlinable func plainLogProbability(of x: Value) -> Value {
    logDensity(
      reduced: reduced(x), isOutside: (x .< support.lowerBound) .| (x .> support.upperBound))
  }

  @usableFromInline func fusedLogProbability(of x: Value) -> Value {
    fused(.extremeValueLogDensity, x, location, scale, shape) { x, location, scale, shape in
      GeneralizedExtremeValue(location: location, scale: scale, shape: shape).plainLogProbability(
        of: x)
    }
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    // Of a point given by its distance from the finite end: 1 + ξz = ξ (x − end)/σ.
    let isAtEnd: Value.Mask = (shape .!= 0) .& (point.anchor .== end)
    let distance = point.distance(from: location)
    let safeShape: Value = select(isAtEnd, shape, 1)
    let fromEnd: Value = select(isAtEnd, point.logMagnitude, 0) + log(abs(safeShape)) - log(scale)
    let far: Value = fromEnd / safeShape
    let near: Value = reduced(
      select(isAtEnd, 0, distance.value), logMagnitude: select(isAtEnd, 0, distance.logMagnitude))
    let isBeyond: Value.Mask = isAtEnd .& (shape * point.offset .< 0)
    let x: Value = point.value
    let isOutside: Value.Mask = (x .< support.lowerBound) .| (x .> support.upperBound)
    return logDensity(reduced: select(isAtEnd, far, near), isOutside: isBeyond .| isOutside)
  }

  // MARK: - Cumulative functions

  /// −e^−w.
  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value {
    nanUnless(isValid, standard.logCDF(reduced(x)))
  }

  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value {
    nanUnless(isValid, standard.logSurvival(reduced(x)))
  }

  @specialized(where Value == Double)
  @inlinable public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  @specialized(where Value == Double)
  @inlinable public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  /// w = −log(−log u).
  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(-log(negativeLog(u)))
  }

  /// w = −log(−log(1 − u)).
  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(-log(negativeLog(complement: u)))
  }

  /// σ (e^(ξw) − 1)/ξ from μ; nearer to the finite end, σ e^(ξw)/ξ from there.
  @inlinable func point(_ w: Value) -> AnchoredPoint<Value> {
    let isZero: Value.Mask = shape .== 0
    let t: Value = shape * select(isZero .& (abs(w) .== Value.infinity), 1, w)
    let isFar: Value.Mask = t .< -0.69314718055994530942
    let valid: Value = nanUnless(isValid .& (w .== w), scale)
    let near = powerExponential(select(isFar, 0, w), shape: shape)
    let safeShape: Value = select(isFar, shape, 1)
    let fromEnd: Value = exp(select(isFar, t, 0)) / safeShape
    let logFromEnd: Value = select(isFar, t, 0) - log(abs(safeShape))
    return AnchoredPoint(
      anchor: select(isFar, end, location),
      offset: valid * select(isFar, fromEnd, near.value),
      logMagnitude: log(valid) + select(isFar, logFromEnd, near.logMagnitude))
  }

  // MARK: - Statistics

  /// A moment of an order that exists for ξ below its reciprocal, as a function of ξ, that of Gumbel's
  /// law around 0; infinite else.
  func moment(_ order: Double, gumbel: Double, _ value: (Value) -> Value) -> Value {
    let exists: Value.Mask = Value(order) * shape .< 1
    let isSmall: Value.Mask = abs(shape) .< 1e-50
    let safe: Value = select(exists .& .!isSmall, shape, -1)
    let near: Value = select(isSmall, Value(gumbel), value(safe))
    return nanUnless(isValid, select(exists, near, Value.infinity))
  }

  /// A moment of an order, by a power series around ξ = 0, whose derivatives keep their digits.
  private func moment(
    _ order: Double, series: [Double], _ value: (Value) -> Value
  ) -> Value {
    let exists: Value.Mask = Value(order) * shape .< 1
    let isSmall: Value.Mask = abs(shape) .< Value(ExtremeValueSeries.radius)
    let near: Value = ExtremeValueSeries.value(series, at: select(isSmall, shape, 0))
    let far: Value = value(select(exists .& .!isSmall, shape, -1))
    return nanUnless(isValid, select(exists, select(isSmall, near, far), Value.infinity))
  }

  /// μ + σ (Γ(1 − ξ) − 1)/ξ; infinite for ξ ≥ 1.
  public var mean: Value {
    location
      + scale
      * moment(1, series: ExtremeValueSeries.mean) { expMinusOne(logGammaOnePlus(-$0)) / $0 }
  }
  /// σ² (Γ(1 − 2ξ) − Γ(1 − ξ)²)/ξ²; infinite for ξ ≥ ½.
  public var variance: Value {
    square(scale)
      * moment(2, series: ExtremeValueSeries.variance) { shape in
        let size: Value = exp(logGammaOnePlus(-shape)) / shape
        return square(size) * GammaPowerMoments(power: -shape).variance
      }
  }
  /// Of the moments of an exponential variable to the power −ξ; infinite for ⅓ ≤ ξ < ½, NaN for more.
  public var skewness: Value {
    let value: Value = moment(3, gumbel: 1.1395470994046486575) { shape in
      sign(shape) * GammaPowerMoments(power: -shape).skewness
    }
    return nanUnless(shape .< 0.5, value)
  }
  /// Of the moments of an exponential variable to the power −ξ; infinite for ¼ ≤ ξ < ½, NaN for more.
  public var excessKurtosis: Value {
    let value: Value = moment(4, gumbel: 2.4) { GammaPowerMoments(power: -$0).excessKurtosis }
    return nanUnless(shape .< 0.5, value)
  }
  /// μ + σ ((1 + ξ)^−ξ − 1)/ξ, and the upper end for ξ ≤ −1.
  @inlinable public var mode: Value {
    let isTop: Value.Mask = shape .<= -1
    let inner: Value = point(-log(onePlus: select(isTop, 0, shape))).value
    return nanUnless(isValid, select(isTop, support.upperBound, inner))
  }

  // MARK: - Entropy

  /// log σ + γξ + γ + 1, γ Euler's constant.
  @inlinable public var entropy: Value {
    let euler = Value(0.57721566490153286061)
    return nanUnless(isValid, log(scale) + euler * shape + Value(1.5772156649015328606))
  }

  // MARK: - Draws

  /// Reparameterised: gradients flow to all parameters.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    draw([], using: &generator)
  }

  /// Reparameterised: gradients flow to all parameters.
  @inlinable public func sample(
    shape lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    GeneralizedExtremeValue<Tensor<Value.Scalar>>(
      location: location.tensor, scale: scale.tensor, shape: shape.tensor
    )
    .draw(lengths, using: &generator)
  }

  /// By the quantile function.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, location, scale, shape)
    let u = Value.standardUniform(shape: lengths, using: &generator)
    return quantile(u)
  }

  public func elements() -> DistributionElements {
    DistributionElements(location, scale, shape) {
      GeneralizedExtremeValue<Double>(location: $0[0], scale: $0[1], shape: $0[2])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("location", location), ("scale", scale), ("shape", shape))
  }
}

extension GeneralizedExtremeValue where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(location: Double, scale: Double, shape: Double) {
    self.location = location
    self.scale = scale
    self.shape = shape
  }
}

extension GeneralizedExtremeValue: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "location", "scale", "shape") {
        GeneralizedExtremeValue(location: $0[0], scale: $0[1], shape: $0[2])
      }
    ]
  }
}

extension GeneralizedExtremeValue: Equatable where Value: Equatable {}
extension GeneralizedExtremeValue: Hashable where Value: Hashable {}
extension GeneralizedExtremeValue: Codable where Value == Double {}
