import Tensors

// How a tail changes when the line is mapped.

extension TailBehaviour {
  /// The tail of shift + scale·Y at an infinite end: T((t − shift)/scale), with the shift counted
  /// outwards.
  func movedOut(by shift: Double, stretched scale: Double) -> TailBehaviour {
    var result: [Term] = []
    for term in terms {
      switch term.growth {
      case .exponential(let rate):
        let factor = exp(-rate * shift / scale)
        result.append(Term(term.coefficient * factor, .exponential(rate: rate / scale)))
      case .power(let exponent):
        // (t − d)^a = t^a − a d t^(a−1) + a (a − 1)/2 d² t^(a−2) − ...
        var coefficient = term.coefficient * pow(scale, -exponent)
        var power = exponent
        var order = 1.0
        while power > 0, order < 12 {
          result.append(Term(coefficient, .power(exponent: power)))
          coefficient *= -shift * power / order
          power -= 1
          order += 1
        }
      case .powerLog(let exponent):
        // u^a log u at u = (t − d)/s: (t^a log t − t^a log s − a d t^(a−1) log t − ...)/s^a
        let coefficient = term.coefficient * pow(scale, -exponent)
        result.append(Term(coefficient, .powerLog(exponent: exponent)))
        result.append(Term(-coefficient * log(scale), .power(exponent: exponent)))
        let slope = -coefficient * shift * exponent
        if exponent == 1 {
          result.append(Term(slope, .log))
        } else if exponent > 1 {
          result.append(Term(slope, .powerLog(exponent: exponent - 1)))
        }
      case .logSquared, .log:
        result += Self.logarithmic(term, shift: -log(scale), factor: 1)
      }
    }
    return TailBehaviour.merging(result)
  }

  /// The tail at a finite end of a variable that is closer to it by a factor, to first order:
  /// T(factor·t).
  func nearer(by factor: Double) -> TailBehaviour {
    TailBehaviour.merging(
      terms.flatMap { term -> [Term] in
        switch term.growth {
        case .exponential(let rate):
          [Term(term.coefficient, .exponential(rate: rate * factor))]
        case .power(let exponent):
          [Term(term.coefficient * pow(factor, exponent), term.growth)]
        case .powerLog(let exponent):
          [
            Term(term.coefficient * pow(factor, exponent), term.growth),
            Term(
              term.coefficient * pow(factor, exponent) * log(factor), .power(exponent: exponent)),
          ]
        case .logSquared, .log: Self.logarithmic(term, shift: log(factor), factor: 1)
        }
      })
  }

  /// T(t^exponent) + logs·log t; nil where that grows in another way.
  func raised(to exponent: Double, addingLogs logs: Double) -> TailBehaviour? {
    var result = [Term(logs, .log)]
    for term in terms {
      switch term.growth {
      case .exponential(let rate):
        guard exponent == 1 else { return nil }
        result.append(Term(term.coefficient, .exponential(rate: rate)))
      case .power(let power):
        result.append(Term(term.coefficient, .power(exponent: power * exponent)))
      case .powerLog(let power):
        result.append(Term(term.coefficient * exponent, .powerLog(exponent: power * exponent)))
      case .logSquared, .log:
        result += Self.logarithmic(term, shift: 0, factor: exponent)
      }
    }
    return TailBehaviour.merging(result)
  }

  /// T(factor·log t + shift) + logs·log t; nil where that grows in another way.
  func ofLogarithm(
    factor: Double = 1, shift: Double = 0, addingLogs logs: Double
  ) -> TailBehaviour? {
    var result = [Term(logs, .log)]
    for term in terms {
      switch term.growth {
      case .exponential(let rate):
        let coefficient = term.coefficient * exp(rate * shift)
        result.append(Term(coefficient, .power(exponent: rate * factor)))
      case .power(exponent: 1): result.append(Term(term.coefficient * factor, .log))
      case .power(exponent: 2):
        let square = Term(term.coefficient, .logSquared)
        result += Self.logarithmic(square, shift: shift, factor: factor)
      case .power(let exponent):
        // Between known growths, or beyond them: only what is slower than log t may be left out.
        guard exponent < 1 else { return nil }
      case .powerLog(let exponent):
        guard exponent < 1 else { return nil }
      case .logSquared, .log: break
      }
    }
    return TailBehaviour.merging(result)
  }

  /// T(eᵗ) + slope·t; nil where that grows faster than any known growth.
  func ofExponential(addingSlope slope: Double) -> TailBehaviour? {
    var result = [Term(slope, .power(exponent: 1))]
    for term in terms {
      switch term.growth {
      case .exponential, .powerLog: return nil
      case .power(let exponent):
        result.append(Term(term.coefficient, .exponential(rate: exponent)))
      case .logSquared: result.append(Term(term.coefficient, .power(exponent: 2)))
      case .log: result.append(Term(term.coefficient, .power(exponent: 1)))
      }
    }
    return TailBehaviour.merging(result)
  }

  /// c·L² or c·L for L = factor·log t + shift.
  private static func logarithmic(_ term: Term, shift: Double, factor: Double) -> [Term] {
    let c = term.coefficient
    guard case .logSquared = term.growth else { return [Term(c * factor, .log)] }
    return [Term(c * factor * factor, .logSquared), Term(2 * c * factor * shift, .log)]
  }

  /// Terms of equal growth added up.
  private static func merging(_ terms: [Term]) -> TailBehaviour {
    var coefficients: [Growth: Double] = [:]
    for term in terms { coefficients[term.growth, default: 0] += term.coefficient }
    return TailBehaviour(coefficients.map { Term($0.value, $0.key) })
  }
}
