extension Categorical {
  /// Closed forms whose first argument is a categorical distribution.
  static var klRules: [KLRule<Value>] {
    [
      KLRule(
        where: nil,
        form: { (p: Categorical<Value>, q: Categorical<Value>) in
          let value: Value
          if let p = p as? Categorical<Double>, let q = q as? Categorical<Double> {
            value = Value(
              CategoricalMasses(p.parameter).divergence(from: CategoricalMasses(q.parameter)))
          } else {
            value = Value(tensor: classDivergence(p.parameter, q.parameter))
          }
          // Masses whose logits are far below the largest have lost digits in the difference.
          return KLClosedForm(value: value, magnitude: 8 * value, mayCancel: false)
        })
    ]
  }
}

/// KL(p‖q) of classes along the last axis, classes that one of them lacks having no mass; of all pairs of
/// two lists along two axes by a product of matrices.
func classDivergence<Scalar: FloatingPointTensorScalar>(
  _ p: CategoricalParameter<Scalar>, _ q: CategoricalParameter<Scalar>
) -> Tensor<Scalar> {
  let (isLogits, areLogits) = (p.isLogits, q.isLogits)
  let kind = PairMatrixKind.categorical(logits: isLogits, otherLogits: areLogits)
  let matrix = Tensor<Scalar>.pairMatrix(
    kind, p.tensor, q.tensor,
    write: { p, q, out in
      let (ps, qs) = (p.laws(areLogits: isLogits), q.laws(areLogits: areLogits))
      PairwiseCategorical(
        of: ps, from: qs, isOneList: p == q && isLogits == areLogits
      ).write(to: out)
    },
    meaning: { rowDivergence($0.parameter(isLogits), $1.parameter(areLogits)) })
  return matrix ?? rowDivergence(p, q)
}

extension Tensor where Scalar: FloatingPointTensorScalar {
  fileprivate func parameter(_ isLogits: Bool) -> CategoricalParameter<Scalar> {
    isLogits ? .logits(self) : .probabilities(self)
  }
}

/// The same row by row.
private func rowDivergence<Scalar: FloatingPointTensorScalar>(
  _ p: CategoricalParameter<Scalar>, _ q: CategoricalParameter<Scalar>
) -> Tensor<Scalar> {
  switch (p, q) {
  case (.probabilities(let p), .probabilities(let q)): weightDivergence(p, q)
  case (.logits, .logits): logitDivergence(p, q)
  default: categoricalDivergence(p, q)
  }
}

/// KL(p‖q) of classes along the last axis, from weights, classes that one of them lacks having none.
private func weightDivergence<Scalar: FloatingPointTensorScalar>(
  _ p: Tensor<Scalar>, _ q: Tensor<Scalar>
) -> Tensor<Scalar> {
  let (a, b) = (p.shape.last ?? 0, q.shape.last ?? 0)
  guard max(a, b) > 0 else { return Tensor.nan }
  let p = a < b ? CategoricalParameter.probabilities(p).padded(to: b).tensor : p
  let q = b < a ? CategoricalParameter.probabilities(q).padded(to: a).tensor : q
  return Tensor.weightDivergence(p, q)
}

/// The same from logits.
private func logitDivergence<Scalar: FloatingPointTensorScalar>(
  _ p: CategoricalParameter<Scalar>, _ q: CategoricalParameter<Scalar>
) -> Tensor<Scalar> {
  let classes = max(p.tensor.shape.last ?? 0, q.tensor.shape.last ?? 0)
  guard classes > 0 else { return Tensor.nan }
  return Tensor.logitDivergence(p.padded(to: classes).tensor, q.padded(to: classes).tensor) {
    categoricalDivergence(.logits($0), .logits($1))
  }
}

/// KL(p‖q) of classes along the last axis: Σ pᵢ (eʳ − 1 − r), r = log(qᵢ/pᵢ), no term negative.
///
/// With k the most likely class of p and δᵢ = log(qᵢ/pᵢ) − log(q_k/p_k) from the parameters as they
/// were given, normalised or not,
///
/// ```
/// rᵢ = δᵢ − c,   c = log Σ pᵢ e^δᵢ = log(1 + Σ pᵢ (e^δᵢ − 1))
/// ```
///
/// so that nearly equal parameters keep the digits of their differences. An error of c is one of
/// the second order in the sum. A class without mass in p adds qᵢ, one without mass in q makes the
/// divergence infinite if p has mass there, be it too small for a number.
func categoricalDivergence<Scalar: FloatingPointTensorScalar>(
  _ p: CategoricalParameter<Scalar>, _ q: CategoricalParameter<Scalar>
) -> Tensor<Scalar> {
  typealias Values = Tensor<Scalar>
  let classes = max(p.tensor.shape.last ?? 0, q.tensor.shape.last ?? 0)
  guard classes > 0 else { return Values.nan }
  let p = p.padded(to: classes)
  let q = q.padded(to: classes)
  let ownWeights = CategoricalWeights(p)
  let otherWeights = CategoricalWeights(q)
  let mass = ownWeights.probabilities
  let other = otherWeights.probabilities

  let isAbsent = p.isWithoutMass
  let isImpossible = (.!isAbsent) .& q.isWithoutMass
  let impossibility = Values(isImpossible).max(alongAxes: [-1], keepRank: true) .> 0
  let isSkipped = isAbsent .| impossibility

  // δ, with 0 where it does not matter.
  let raw = logRatios(p, q, except: isSkipped)
  let shape = broadcastShape(raw.shape, mass.shape) ?? raw.shape
  let top = raw.broadcast(to: shape)
    .selectingLastAxis(atIndices: ownWeights.largest).expandingShape(at: -1)
  let delta = Values.select(isSkipped, 0, raw - top)

  let largest = delta.max(alongAxes: [-1], keepRank: true)
  let absentMass = Values.select(isAbsent, other, 0).max(alongAxes: [-1], keepRank: true)
  let isNear = (largest .<= 1) .& (absentMass .== 0)
  let change = (mass * expMinusOne(Values.select(isNear, delta, 0)))
    .sum(alongAxes: [-1], keepRank: true)
  // Far apart: c = log p_k − log q_k, of the most likely class of p, whose own weight is 1 but has a
  // derivative.
  let largestOfOwn = ownWeights.largest
  let ownTop = ownWeights.log(ofClass: largestOfOwn, in: p, shape: shape)
  let otherTop = otherWeights.log(ofClass: largestOfOwn, in: q, shape: shape)
  let isReachable = otherTop .> -Values.infinity
  let far =
    (otherWeights.logTotal - ownWeights.logTotal)
    - Values.select(isReachable, otherTop - ownTop, 0)
  let shift = Values.select(
    isNear, log(onePlus: Values.select(isNear, change, 0)),
    Values.select(isNear .| impossibility, 0, far))

  let ratio = Values.select(isSkipped, 0, delta - shift)
  let isClose = abs(ratio) .<= 0.7
  let close = mass * expRemainder(Values.select(isClose, ratio, 0))
  let apart = (other - mass) - mass * Values.select(isClose, 0, ratio)
  var terms = Values.select(isAbsent, other, Values.select(isClose, close, apart))
  if case .probabilities(let given) = p {
    // The derivative by a probability of 0 is that of p log p: −infinity.
    let empty = Values.select(isAbsent, given, 0)
    terms = terms + Values.select(isAbsent, xLogY(empty, empty), 0)
  }
  let sum = terms.sum(alongAxes: [-1])
  let defined = 0 * (ownWeights.rest + otherWeights.rest).squeezingShape(at: -1)
  let isInfinite = impossibility.squeezingShape(at: -1)
  return Values.select(isInfinite, Values.infinity, sum) + defined
}

/// log(qᵢ/pᵢ) up to a common constant, from the parameters as given; 0 at the exceptions.
private func logRatios<Scalar: FloatingPointTensorScalar>(
  _ p: CategoricalParameter<Scalar>, _ q: CategoricalParameter<Scalar>, except: Tensor<Bool>
) -> Tensor<Scalar> {
  typealias Values = Tensor<Scalar>
  switch (p, q) {
  case (.logits(let a), .logits(let b)):
    return Values.select(except, 0, b) - Values.select(except, 0, a)
  case (.probabilities(let a), .probabilities(let b)):
    let a = Values.select(except, 1, a)
    let b = Values.select(except, 1, b)
    let isNear = (b .>= 0.5 * a) .& (b .<= 2 * a)
    let near = log(onePlus: Values.select(isNear, b - a, 0) / a)
    let ratio = Values.select(isNear, 1, b) / a
    let isExtreme = (ratio .< 1e-30) .| (ratio .> 1e30)
    let far = Values.select(
      isExtreme, log(b) - log(a), log(Values.select(isExtreme, 1, ratio)))
    return Values.select(isNear, near, far)
  case (.logits(let a), .probabilities(let b)):
    return log(Values.select(except, 1, b)) - Values.select(except, 0, a)
  case (.probabilities(let a), .logits(let b)):
    return Values.select(except, 0, b) - log(Values.select(except, 1, a))
  }
}

extension CategoricalWeights {
  /// dᵢ of the given class of each row, whose gradient does not touch the other classes.
  fileprivate func log(
    ofClass index: Tensor<Int64>, in parameter: CategoricalParameter<Scalar>, shape: [Int]
  ) -> Tensor<Scalar> {
    switch parameter {
    case .probabilities:
      let weight = weights.broadcast(to: shape).selectingLastAxis(atIndices: index)
      return Tensors.log(weight).expandingShape(at: -1)
    case .logits:
      return logs.broadcast(to: shape).selectingLastAxis(atIndices: index).expandingShape(at: -1)
    }
  }
}

extension CategoricalParameter {
  /// Where a class has no mass.
  fileprivate var isWithoutMass: Tensor<Bool> {
    switch self {
    case .probabilities(let p): p .== 0
    case .logits(let l): l .== -Tensor<Scalar>.infinity
    }
  }

  /// With classes of no mass at the end, as many as it takes.
  fileprivate func padded(to classes: Int) -> CategoricalParameter {
    var shape = tensor.shape
    let missing = classes - (shape.last ?? 0)
    guard missing > 0 else { return self }
    shape[shape.count - 1] = missing
    switch self {
    case .probabilities(let p):
      return .probabilities(
        Tensor(concatenating: [p, Tensor(zeros: shape)], alongAxis: -1))
    case .logits(let l):
      let empty = Tensor(repeating: -Scalar.infinity, shape: shape)
      return .logits(Tensor(concatenating: [l, empty], alongAxis: -1))
    }
  }
}
