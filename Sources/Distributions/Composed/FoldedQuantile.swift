import Quadrature
import SpecialFunctions

/// Quantiles of |Y|.
struct FoldedQuantile {
  private let base: any UnivariateDistribution<Double>

  init(_ base: any UnivariateDistribution<Double>) { self.base = base }

  private func logOutside(_ y: Double) -> Double {
    min(0, logSumExp(base.logCDF(-y), base.logSurvival(y)))
  }

  private func logInside(_ y: Double) -> Double {
    let outside = logOutside(y)
    return outside < -0.1
      ? logOneMinusExp(outside) : IntervalMass(base).log(above: -y, through: y)
  }

  /// The y with P(|Y| ≤ y) = u, or with P(|Y| > y) = u.
  func point(_ u: Double, upper: Bool) -> Double {
    guard u >= 0, u <= 1 else { return .nan }
    let support = base.support
    let largest = max(abs(support.lowerBound), abs(support.upperBound))
    let smallest = support.lowerBound > 0 ? support.lowerBound : max(0, -support.upperBound)
    if u == 0 { return upper ? largest : smallest }
    if u == 1 { return upper ? smallest : largest }
    let takesOutside = upper == (u <= 0.5)
    let target = u <= 0.5 ? log(u) : log(onePlus: -u)
    let guess = max(abs(base.quantile(0.25)), abs(base.quantile(0.75)))
    // Over log y, so that small ones have digits.
    let found = try? monotoneInverse(
      of: { takesOutside ? logOutside(exp($0)) : logInside(exp($0)) }, at: target,
      in: log(smallest)...log(largest), guess: log(guess))
    return found.map { exp($0) } ?? .nan
  }
}
