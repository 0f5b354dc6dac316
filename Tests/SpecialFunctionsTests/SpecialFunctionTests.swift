import SpecialFunctions
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How far a value may be from its reference.
enum Tolerance: Sendable {
  /// Relative.
  case relative(Double)
  /// For the logarithm of a probability: absolute (so, relative in the probability) up to 30, relative
  /// to |log|/30 beyond; relative near 0, where it is minus the other tail, whose own logarithm this
  /// bounds.
  case logProbability(Double)
}

struct Subject: Sendable {
  let name: String
  let tolerance: Tolerance
  let evaluate: @Sendable ([Double]) -> [Double]
}

private func tails(_ t: TailProbabilities) -> [Double] { [t.logLower, t.logUpper] }

let subjects: [Subject] = [
  Subject(name: "regularizedBeta", tolerance: .logProbability(2e-14)) {
    tails(regularizedBeta($0[0], oneMinus: $0[1], $0[2], $0[3]))
  },
  Subject(name: "regularizedGamma", tolerance: .logProbability(2e-14)) {
    tails(regularizedGamma($0[0], $0[1]))
  },
  Subject(name: "studentT", tolerance: .logProbability(2e-14)) {
    tails(studentTTails($0[0], degreesOfFreedom: $0[1]))
  },
  Subject(name: "noncentralChiSquared", tolerance: .logProbability(3e-14)) {
    tails(noncentralChiSquaredTails($0[0], degreesOfFreedom: $0[1], noncentrality: $0[2]))
  },
  Subject(name: "logGammaOnePlus", tolerance: .relative(2e-15)) { [logGammaOnePlus($0[0])] },
  Subject(name: "logGammaDifference", tolerance: .relative(1e-14)) {
    [logGammaDifference($0[0], $0[1])]
  },
  Subject(name: "logGammaRemainder", tolerance: .relative(4e-15)) {
    [logGammaRemainder($0[0], $0[1])]
  },
  Subject(name: "logBeta", tolerance: .relative(1e-14)) { [logBeta($0[0], $0[1])] },
  Subject(name: "polygamma", tolerance: .relative(1e-14)) { [polygamma(order: Int($0[0]), $0[1])] },
  Subject(name: "normalCDF", tolerance: .relative(2e-15)) { [normalCDF($0[0])] },
  Subject(name: "logBesselI0", tolerance: .relative(3e-15)) { [logBesselI0($0[0])] },
  Subject(name: "logScaledBesselI0", tolerance: .relative(3e-15)) { [logScaledBesselI0($0[0])] },
  Subject(name: "logScaledBesselI1", tolerance: .relative(3e-15)) { [logScaledBesselI1($0[0])] },
  Subject(name: "besselRatio", tolerance: .relative(3e-15)) { [besselRatio($0[0])] },
  Subject(name: "besselRatioComplement", tolerance: .relative(4e-15)) {
    [besselRatioComplement($0[0])]
  },
  Subject(name: "besselRatioDerivative", tolerance: .relative(3e-15)) {
    [besselRatioDerivative($0[0])]
  },
  Subject(name: "skewNormal", tolerance: .logProbability(2e-14)) {
    tails(skewNormalTails($0[0], shape: $0[1]))
  },
  Subject(name: "owenT", tolerance: .relative(3e-15)) { [owenT($0[0], $0[1])] },
]

func error(_ value: Double, _ reference: Double, _ other: Double, _ t: Tolerance) -> Double {
  if value == reference { return 0 }
  guard value.isFinite else { return .infinity }
  let difference = abs(value - reference)
  switch t {
  case .relative(let bound):
    return difference / (bound * max(reference.magnitude, .leastNormalMagnitude))
  case .logProbability(let bound):
    if reference.magnitude >= 1 {
      return difference / (bound * max(1, reference.magnitude / 30))
    }
    let scale = bound * max(1, other.magnitude / 30)
    return difference / (scale * max(reference.magnitude, .leastNormalMagnitude))
  }
}

@Suite struct SpecialFunctionTests {
  @Test func agreeWithReferences() throws {
    let references = try References.load().scalars
    for subject in subjects {
      for row in try #require(references[subject.name]) {
        let values = subject.evaluate(row.at)
        for (i, value) in values.enumerated() {
          let other = row.is[row.is.count - 1 - i]
          let e = error(value, row.is[i], other, subject.tolerance)
          #expect(e <= 1, "\(subject.name)\(row.at)[\(i)] = \(value), not \(row.is[i])")
        }
      }
    }
  }

  /// A quantile's tail is the tail that was asked for, to the rounding of the quantile itself.
  @Test func gammaQuantilesInvert() {
    for shape in [1e-3, 0.3, 1, 2.5, 40, 3e3, 1e7] {
      for l in [-1e-10, -1e-3, -0.4, -0.69, -0.7, -3, -50, -900] {
        for upper in [false, true] {
          let x =
            upper
            ? inverseRegularizedGamma(shape, logUpper: l)
            : inverseRegularizedGamma(shape, logLower: l)
          if x < 1e-300 { continue }
          let t = regularizedGamma(shape, x)
          let slope = (logGammaPrefactor(shape, x) - (upper ? t.logUpper : t.logLower))
          let value = upper ? t.logUpper : t.logLower
          let allowed = 4e-16 * (1 + exponential(slope)) + 2e-14 * max(abs(l), 1e-12)
          #expect(abs(value - l) <= allowed, "shape \(shape), log \(l), upper \(upper)")
        }
      }
    }
  }

  /// Where a first guess is many powers of e away, and where 1 − x is rounded; by mpmath.
  @Test func quantilesNextToZero() {
    let far = inverseRegularizedGamma(0.005, lower: 0.6)
    #expect(abs(far - 2.4063019738725849e-45) <= 1e-12 * far)
    let near = inverseRegularizedBeta(0.8389289712257741, 1e10, lower: 0.1715144569049749).x
    #expect(abs(near - 1.2159142272713367e-11) <= 1e-14 * near)
    let nearer = inverseRegularizedBeta(0.9807048463579948, 1e16, lower: 0.4263239431395837).x
    #expect(abs(nearer - 5.3918575346828069e-17) <= 1e-14 * nearer)
  }

  @Test func betaQuantilesInvert() {
    for (a, b) in [
      (1e-2, 3.0), (0.5, 0.5), (2, 3), (40, 0.2), (500, 700), (1e6, 2e7), (4.9e13, 2.1),
    ] {
      for l in [-1e-8, -1e-3, -0.4, -0.69, -0.7, -3, -50, -400] {
        for upper in [false, true] {
          let (x, y) =
            upper
            ? inverseRegularizedBeta(a, b, logUpper: l) : inverseRegularizedBeta(a, b, logLower: l)
          if x < 1e-300 || y < 1e-300 { continue }
          #expect(abs(x + y - 1) < 1e-15)
          let t = regularizedBeta(x, oneMinus: y, a, b)
          let value = upper ? t.logUpper : t.logLower
          let slope = logBetaPrefactor(x, oneMinus: y, a, b) - value
          let allowed = 4e-16 * (1 + exponential(slope)) + 2e-14 * max(abs(l), 1e-10)
          #expect(abs(value - l) <= allowed, "(\(a), \(b)), log \(l), upper \(upper): \(value)")
        }
      }
    }
  }

  @Test func studentQuantilesInvert() {
    for nu in [0.1, 1, 2.5, 30, 1e6, 1e19, 1e93] {
      for l in [-0.693147180559, -0.7, -1, -5, -100, -2000] {
        let t = studentTQuantile(logUpper: l, degreesOfFreedom: nu)
        if t.isInfinite { continue }
        let back = studentTTails(t, degreesOfFreedom: nu).logUpper
        #expect(abs(back - l) <= 2e-15 + 4e-15 * abs(l) * max(1, nu < 1 ? nu : 1), "\(nu) \(l)")
      }
      #expect(studentTQuantile(0.5, degreesOfFreedom: nu) == 0)
    }
    // Two degrees of freedom have a closed form: t = (2p - 1)/sqrt(2p(1 - p)).
    for p in [1e-200, 1e-30, 0.1, 0.3, 0.5 - 1e-12] {
      let wanted = (2 * p - 1) / (2 * p * (1 - p)).squareRoot()
      let t = studentTQuantile(p, degreesOfFreedom: 2)
      #expect(abs(t / wanted - 1) < 5e-14, "p = \(p): \(t), not \(wanted)")
    }
  }

  @Test func normalQuantileOfLogarithmsInverts() {
    for l in [-1e300, -1e10, -1e4, -800, -690, -40, -2, -0.6, -0.4, -1e-3, -1e-17, -1e-200] {
      let x = normalQuantile(logProbability: l)
      let back = normalLogCDF(x)
      #expect(abs(back / l - 1) < 2e-13, "log \(l): \(x)")
    }
    #expect(normalQuantile(logProbability: 0) == .infinity)
    #expect(normalQuantile(logProbability: -.infinity) == -.infinity)
    #expect(normalQuantile(logProbability: 1).isNaN)
  }

  @Test func tailsOfNoncentralLawsAddToOne() {
    for (x, k, n) in [(1e4, 3.0, 1e4), (1e8, 2, 1e8), (1e6, 1e6, 10), (3e5, 5, 3.01e5)] {
      let t = noncentralChiSquaredTails(x, degreesOfFreedom: k, noncentrality: n)
      #expect(abs(t.lower + t.upper - 1) < 1e-12)
    }
    // Without noncentrality, chi-squared; two degrees of freedom, exponential.
    let t = noncentralChiSquaredTails(7, degreesOfFreedom: 2, noncentrality: 0)
    #expect(abs(t.logUpper + 3.5) < 1e-15)
    // Q_1(a, 0) = 1.
    #expect(marcumQ(order: 1, 3, 0).upper == 1)
  }

  @Test func smallElementaryFunctions() {
    #expect(logSumExp(-.infinity, -.infinity) == -.infinity)
    #expect(logSumExp(1000, 1000) == 1000 + 0.6931471805599453)
    #expect(logSumExp(.nan, 1).isNaN && logSumExp(.infinity, -.infinity) == .infinity)
    #expect(xLogY(0, 0) == 0 && xLogY(0, .nan).isNaN && xLogOnePlusY(0, -1) == 0)
    // log(e^x - 1) = log x + x/2 + x^2/24 - ... for small x, x for large.
    #expect(abs(logExpMinusOne(1e-8) - (-18.420680743952367 + 5e-9)) < 4e-15)
    #expect(logExpMinusOne(800) == 800 && logExpMinusOne(0) == -.infinity)
  }

  @Test func skewNormalTailsAtTheEnds() {
    // Infinite shape is the half-normal law; far out both tails keep their logarithms.
    #expect(skewNormalTails(-1, shape: .infinity).logLower == -.infinity)
    #expect(abs(skewNormalTails(1, shape: .infinity).upper - 2 * normalCDF(-1)) < 1e-15)
    let far = skewNormalTails(100, shape: 2)
    #expect(abs(far.logUpper - (normalLogCDF(-100) + 0.6931471805599453)) < 1e-11)
    let thin = skewNormalTails(-1e10, shape: 3)
    #expect(abs(thin.logLower / -5e20 - 1) < 1e-14 && thin.logUpper == 0)
  }

  @Test func nothingOutsideTheDomainIsANumber() {
    let nan = Double.nan
    #expect(regularizedBeta(nan, 1, 2).logLower.isNaN)
    #expect(regularizedBeta(0.5, -1, 2).logLower.isNaN)
    #expect(regularizedGamma(-1, 2).logUpper.isNaN && regularizedGamma(1, nan).logUpper.isNaN)
    #expect(inverseRegularizedGamma(1, logLower: 0.5).isNaN)
    #expect(inverseRegularizedBeta(1, nan, logLower: -1).x.isNaN)
    #expect(studentTTails(nan, degreesOfFreedom: 1).logLower.isNaN)
    #expect(studentTTails(1, degreesOfFreedom: -1).logLower.isNaN)
    #expect(logGammaDifference(-1, 2).isNaN && logGammaRemainder(1, -2).isNaN)
    #expect(logBeta(-1, 2).isNaN && owenT(nan, 1).isNaN && polygamma(order: -1, 2).isNaN)
    #expect(besselRatio(nan).isNaN && logBesselI0(nan).isNaN)
    #expect(noncentralChiSquaredTails(1, degreesOfFreedom: nan, noncentrality: 1).logLower.isNaN)
  }
}

private func exponential(_ x: Double) -> Double {
  #if canImport(Glibc)
    return Glibc.exp(x)
  #else
    return Darwin.exp(x)
  #endif
}
