extension DiscreteUniform {
  /// Closed forms whose first argument is a discrete uniform distribution.
  static var klRules: [KLRule<Value>] {
    [
      // log(nq/np) = log(1 + ((ap − aq) + (bq − bp))/np) where [ap, bp] lies in [aq, bq].
      KLRule { (p: DiscreteUniform<Value>, q: DiscreteUniform<Value>) in
        let inside: Value.Mask =
          (p.lowerBound .>= q.lowerBound) .& (p.upperBound .<= q.upperBound)
        let slack: Value = (p.lowerBound - q.lowerBound) + (q.upperBound - p.upperBound)
        let count: Value = (p.upperBound - p.lowerBound) + 1
        let value: Value = log(onePlus: select(inside, slack, 0) / count)
        return nanUnless(p.isValid .& q.isValid, select(inside, value, Value.infinity))
      }
    ] + rulesAcross
  }
}
