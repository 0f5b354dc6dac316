/// Whether ∫ p·|log q| converges towards one end, decided from the leading terms of both tails.
///
/// With T_p and T_q the terms of −log p and −log q as functions of t (see ``TailBehaviour``), the
/// integrand is exp(−T_p(t))·T_q(t), times 1 at an infinite end, where t = |x|, and t⁻² at a finite
/// one, where t = 1/distance. Its −log is
///
/// ```
/// E(t) = T_p(t) − log T_q(t) (+ 2 log t at a finite end)
/// ```
///
/// and the integral converges where E outgrows log t, or grows as a·log t with a > 1. At a = 1 what
/// is left is a power of log t, at least the first, over t: it diverges. Sums over whole numbers
/// behave like integrals. Since ∫ p·|log p| converges wherever such a p is a density, the same
/// decides KL(p‖q).
enum TailConvergence {
  /// E(t) for the leading term of `q`; a tail of q that is bounded counts as a constant.
  static func exponent(
    of p: TailBehaviour, against q: TailBehaviour, atFiniteEnd: Bool
  ) -> TailBehaviour {
    var terms = p.terms
    if let leading = q.terms.first {
      switch leading.growth {
      case .exponential(let rate): terms.append(.init(-rate, .power(exponent: 1)))
      case .powerLog(let exponent), .power(let exponent):
        terms.append(.init(-exponent, .log))
      case .logSquared, .log: break
      }
    }
    if atFiniteEnd { terms.append(.init(2, .log)) }
    return TailBehaviour(merging(terms))
  }

  /// Whether the integral towards the end is finite.
  static func converges(
    _ p: TailBehaviour, against q: TailBehaviour, atFiniteEnd: Bool
  ) -> Bool {
    guard let leading = exponent(of: p, against: q, atFiniteEnd: atFiniteEnd).terms.first else {
      return false
    }
    // A density is integrable: an exponent that is 1 as a number is more than that, by less than a
    // rounding. Against that a logarithm is nothing.
    if case .log = leading.growth, leading.coefficient <= 1, leading.coefficient > 1 - 1e-15 {
      switch q.terms.first?.growth {
      case .log?, .logSquared?, nil: return true
      default: break
      }
    }
    if case .log = leading.growth { return leading.coefficient > 1 }
    return leading.coefficient > 0
  }

  /// Terms of equal growth added up.
  static func merging(_ terms: [TailBehaviour.Term]) -> [TailBehaviour.Term] {
    var merged: [TailBehaviour.Term] = []
    merged.reserveCapacity(terms.count)
    for term in terms {
      if let place = merged.firstIndex(where: { $0.growth == term.growth }) {
        merged[place] = .init(merged[place].coefficient + term.coefficient, term.growth)
      } else {
        merged.append(term)
      }
    }
    return merged
  }
}
