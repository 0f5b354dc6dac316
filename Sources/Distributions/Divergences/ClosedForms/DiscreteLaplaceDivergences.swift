extension DiscreteLaplace {
  /// Closed forms whose first argument is a discrete Laplace distribution.
  static var klRules: [KLRule<Value>] {
    [
      KLRule { (p: DiscreteLaplace<Value>, q: DiscreteLaplace<Value>) in
        nanUnless(
          p.isValid .& q.isValid, spreadDivergence(p, q) + shiftDivergence(p, q))
      }
    ]
  }

  /// That of laws about one middle: whether there is a step at all, and if so a geometric number of
  /// further ones.
  ///
  /// Steps go on with p = e^−a or q = e^−c; there is one with 2p/(1 + p) or 2q/(1 + q).
  private static func spreadDivergence(
    _ first: DiscreteLaplace<Value>, _ second: DiscreteLaplace<Value>
  ) -> Value {
    let (a, c): (Value, Value) = (first.rate, second.rate)
    let (p, q): (Value, Value) = (exp(-a), exp(-c))
    let change: Value = (first.scale - second.scale) / first.scale / second.scale
    // q − p from the difference of the rates, from the larger of the two.
    let falls: Value.Mask = change .>= 0
    let difference: Value = select(
      falls, p * expMinusOne(-select(falls, change, 0)),
      -q * expMinusOne(select(falls, 0, change)))
    let (stepP, stepQ): (Value, Value) = (2 * p / (1 + p), 2 * q / (1 + q))
    let (stayP, stayQ): (Value, Value) = (exp(first.logTop), exp(second.logTop))
    let stepDifference: Value = 2 * difference / (1 + p) / (1 + q)
    let (endP, endQ): (Value, Value) = (-expMinusOne(-a), -expMinusOne(-c))
    let start: Value =
      massDivergence(stepP, stepQ, difference: stepDifference, logRatio: log(stepP / stepQ))
      + massDivergence(
        stayP, stayQ, difference: -stepDifference, logRatio: first.logTop - second.logTop)
    let further: Value =
      massDivergence(p, q, difference: difference, logRatio: change)
      + massDivergence(endP, endQ, difference: -difference, logRatio: log(endP / endQ))
    return start + stepP * further / endP
  }

  /// What a distance d of the middles adds: c (E|X − d| − E|X|), X about 0.
  ///
  /// c (d + (e^(−ad) − 1)/sinh a) = c (r(−ad) + d (sinh a − a))/sinh a, r(x) = e^x − 1 − x.
  private static func shiftDivergence(
    _ first: DiscreteLaplace<Value>, _ second: DiscreteLaplace<Value>
  ) -> Value {
    let a: Value = first.rate
    let distance: Value = abs(first.location - second.location)
    let isLarge: Value.Mask = a .> 1
    let (large, small): (Value, Value) = (select(isLarge, a, 1), select(isLarge, 1, a))
    let whole: Value = distance + expMinusOne(-large * distance) / sinh(large)
    let excess: Value = 0.5 * (expRemainder(small) - expRemainder(-small))
    let joined: Value = (expRemainder(-small * distance) + distance * excess) / sinh(small)
    return select(isLarge, whole, joined) / second.scale
  }
}
