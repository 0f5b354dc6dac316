/// A bound on what follows contributions that fall.
enum TailBound {
  /// The bound on the sum of all further contributions, after one of this size, `ratio` times as
  /// large as the one before, which was `formerRatio` times as large as its own predecessor.
  ///
  /// Ratios q that do not grow leave at most M q / (1 − q). Where they grow, they are taken to near
  /// 1 like 1 − c/k, as those of 1/(x (log x)^c) do over doubling pieces: with a = 1 − q and b of the
  /// former, 1/a − 1/b = 1/c, and the rest is that bound times c/(c − 1), infinite from c = 1 on. A
  /// half of 1/c more allows for what the ratios have beyond c/k.
  static func rest(after contribution: Double, ratio: Double, formerRatio: Double) -> Double {
    guard ratio < 1 else { return contribution == 0 ? 0 : .infinity }
    let bound = contribution * ratio / (1 - ratio)
    let inverse = slowness(ratio: ratio, formerRatio: formerRatio)
    return inverse < 1 ? bound * (1 + inverse / 2) / (1 - inverse) : .infinity
  }

  /// 1/c, where ratios near 1 like 1 − c/k; 0 where they do not grow, infinite from 1 on.
  static func slowness(ratio: Double, formerRatio: Double) -> Double {
    guard ratio < 1 else { return .infinity }
    guard ratio > formerRatio, formerRatio < 1 else { return 0 }
    return 1 / (1 - ratio) - 1 / (1 - formerRatio)
  }
}
