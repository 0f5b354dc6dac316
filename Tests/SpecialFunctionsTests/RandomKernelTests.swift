import CVectorMath
import Foundation
import Testing

private struct PhiloxFile: Decodable {
  struct Case: Decodable {
    let key: String
    let stream: String
    let start: String
    let words: [String]
  }
  let cases: [Case]
}

@Suite struct RandomKernelTests {
  /// Words from the definition in Python, which the published Random123 answers check there.
  @Test func wordsAreThoseOfTheDefinition() throws {
    let file = try JSONDecoder().decode(
      PhiloxFile.self, from: References.contents(of: "philox.json"))
    for level in levels {
      try withInstructionSet(level) {
        for c in file.cases {
          let key = try #require(UInt64(c.key))
          let stream = try #require(UInt64(c.stream))
          let start = try #require(UInt64(c.start))
          var words = [UInt64](repeating: 0, count: 2)
          vm_random_bits(key, stream, start, &words, 2)
          #expect(words.map(String.init) == c.words)
        }
      }
    }
  }

  @Test func rangesMayBeCutAnywhereAndSetsAgree() {
    let count = 75
    var whole = [UInt64](repeating: 0, count: count)
    withInstructionSet(0) { vm_random_bits(11, 22, 1000, &whole, count) }
    var normals = [Double](repeating: 0, count: count)
    withInstructionSet(0) { vm_random_normal_f64(11, 22, 1000, &normals, count) }
    for level in levels {
      withInstructionSet(level) {
        for first in 0..<20 {
          for length in [0, 1, 2, 3, 15, 16, 17, 33, 50] {
            var part = [UInt64](repeating: 0, count: length + 1)
            vm_random_bits(11, 22, 1000 + UInt64(first), &part, length)
            #expect(Array(part[0..<length]) == Array(whole[first..<first + length]))
            #expect(part[length] == 0)
            var draws = [Double](repeating: 0, count: length)
            vm_random_normal_f64(11, 22, 1000 + UInt64(first), &draws, length)
            #expect(draws == Array(normals[first..<first + length]))
          }
        }
      }
    }
  }

  @Test func uniformsAreTheFormulaOfTheWords() {
    let count = 400
    var words = [UInt64](repeating: 0, count: count)
    vm_random_bits(3, 4, 5, &words, count)
    for level in levels {
      withInstructionSet(level) {
        var doubles = [Double](repeating: 0, count: count)
        vm_random_uniform_f64(3, 4, 5, &doubles, count)
        #expect(doubles == words.map { (Double($0 >> 12) + 0.5) * 0x1p-52 })
        var floats = [Float](repeating: 0, count: count)
        vm_random_uniform_f32(3, 4, 5, &floats, count)
        #expect(floats == words.map { (Float($0 >> 41) + 0.5) * 0x1p-23 })
      }
    }
  }

  /// Both numbers of a pair of words follow from its radius and angle.
  @Test func normalsAreBoxAndMullersOfTheirWords() {
    let count = 300
    var words = [UInt64](repeating: 0, count: count)
    vm_random_bits(3, 4, 6, &words, count)
    for level in levels {
      withInstructionSet(level) {
        var draws = [Double](repeating: 0, count: count)
        vm_random_normal_f64(3, 4, 6, &draws, count)
        var floats = [Float](repeating: 0, count: count)
        vm_random_normal_f32(3, 4, 6, &floats, count)
        #expect(floats == draws.map { Float($0) })
        for i in stride(from: 0, to: count, by: 2) {
          let u = (Double(words[i] >> 1) + 0.5) * 0x1p-63
          let turn = (Double(words[i + 1] >> 12) + 0.5) * 0x1p-52 - 0.5
          let radius = (-2 * log(u)).squareRoot() * (words[i + 1] & 1 == 0 ? 1 : -1)
          #expect(abs(draws[i] - radius * cos(.pi * turn)) < 1e-14 * abs(radius))
          #expect(abs(draws[i + 1] - radius * sin(.pi * turn)) < 1e-14 * abs(radius))
        }
      }
    }
  }

  /// A range of gamma draws may be cut anywhere, and every instruction set makes the same.
  @Test func gammaDrawsDependOnTheirNumberAlone() {
    let count = 700
    let shapes = (0..<count).map { 0.05 + Double($0 % 23) * 0.3 }
    var whole = [Double](repeating: 0, count: count)
    withInstructionSet(0) { vm_random_log_gamma(11, 22, 1000, shapes, 1, &whole, count) }
    #expect(whole.allSatisfy { $0.isFinite })
    for level in levels {
      withInstructionSet(level) {
        for (first, length) in [
          (0, 700), (1, 699), (5, 1), (6, 2), (255, 300), (256, 257), (3, 64),
        ] {
          var part = [Double](repeating: 0, count: length + 1)
          let own = Array(shapes[first..<first + length])
          vm_random_log_gamma(11, 22, 1000 + UInt64(first), own, 1, &part, length)
          #expect(Array(part[..<length]) == Array(whole[first..<first + length]))
          #expect(part[length] == 0)
        }
        var invalid = [Double](repeating: 0, count: 4)
        vm_random_log_gamma(1, 2, 0, [-1, 0, .infinity, .nan], 1, &invalid, 4)
        #expect(invalid.allSatisfy { $0.isNaN })
      }
    }
  }

  /// Mean and variance of log G are ψ(a) and ψ′(a); each within five standard errors, of which one in
  /// 10⁶ tests would fail.
  @Test(arguments: [0.02, 0.5, 1, 2.5, 40, 1e6])
  func gammaDrawsHaveTheirMoments(shape: Double) {
    let count = 200_000
    var logs = [Double](repeating: 0, count: count)
    vm_random_log_gamma(7, 8, 0, [shape], 0, &logs, count)
    let n = Double(count)
    let mean = logs.reduce(0, +) / n
    let variance = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    let trigamma = vm_trigamma(shape)
    #expect(abs(mean - vm_digamma(shape)) < 5 * (trigamma / n).squareRoot())
    let fourth = vm_polygamma(3, shape) + 3 * trigamma * trigamma
    #expect(
      abs(variance - trigamma) < 5 * ((fourth - trigamma * trigamma) / n).squareRoot())
  }

  /// Gamma and beta variables themselves, too, depend on their number alone; the former are those of the
  /// logarithms.
  @Test func gammaAndBetaDrawsDependOnTheirNumberAlone() {
    let count = 700
    let shapes = (0..<count).map { 0.05 + Double($0 % 23) * 0.3 }
    let pairs = [(0.5, 0.5), (1e-4, 0.8), (2.5, 0.3), (0.01, 40)]
    var logs = [Double](repeating: 0, count: count)
    var whole = [Double](repeating: 0, count: count)
    var betas = pairs.map { _ in [Double](repeating: 0, count: count) }
    withInstructionSet(0) {
      vm_random_log_gamma(11, 22, 1000, shapes, 1, &logs, count)
      vm_random_gamma(11, 22, 1000, shapes, 1, &whole, count)
      for (i, (a, b)) in pairs.enumerated() { vm_random_beta(11, 22, 1000, a, b, &betas[i], count) }
    }
    #expect(zip(whole, logs).allSatisfy { abs($0 - exp($1)) <= 1e-12 * $0 })
    #expect(betas.allSatisfy { $0.allSatisfy { $0 >= 0 && $0 <= 1 } })
    for level in levels {
      withInstructionSet(level) {
        for (first, length) in [
          (0, 700), (1, 699), (5, 1), (6, 2), (255, 300), (256, 257), (3, 64),
        ] {
          var part = [Double](repeating: 0, count: length + 1)
          let own = Array(shapes[first..<first + length])
          vm_random_gamma(11, 22, 1000 + UInt64(first), own, 1, &part, length)
          #expect(Array(part[..<length]) == Array(whole[first..<first + length]))
          #expect(part[length] == 0)
          for (i, (a, b)) in pairs.enumerated() {
            vm_random_beta(11, 22, 1000 + UInt64(first), a, b, &part, length)
            #expect(Array(part[..<length]) == Array(betas[i][first..<first + length]))
            #expect(part[length] == 0)
          }
        }
        var invalid = [Double](repeating: 0, count: 4)
        vm_random_gamma(1, 2, 0, [-1, 0, .infinity, .nan], 1, &invalid, 4)
        #expect(invalid.allSatisfy { $0.isNaN })
        for (a, b) in [(-1.0, 2.0), (0, 0.5), (0.5, .infinity), (.nan, 1)] {
          vm_random_beta(1, 2, 0, a, b, &invalid, 4)
          #expect(invalid.allSatisfy { $0.isNaN })
        }
      }
    }
  }

  /// Mean a/(a + b) and variance a b/((a + b)^2 (a + b + 1)), each within five standard errors, the
  /// fourth central moment at most a quarter of the variance.
  @Test(arguments: [[0.5, 0.5], [1, 1], [0.02, 0.9], [0.03, 3], [2.5, 0.3], [7, 40]])
  func betaDrawsHaveTheirMoments(parameters: [Double]) {
    let (a, b) = (parameters[0], parameters[1])
    let count = 200_000
    var draws = [Double](repeating: 0, count: count)
    vm_random_beta(7, 8, 0, a, b, &draws, count)
    let n = Double(count)
    let mean = draws.reduce(0, +) / n
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    let wanted = a * b / ((a + b) * (a + b) * (a + b + 1))
    #expect(abs(mean - a / (a + b)) < 5 * (wanted / n).squareRoot())
    #expect(abs(variance - wanted) < 5 * (wanted / 4 / n).squareRoot())
  }

  /// Of tiny parameters the draws reach down to the least number: near 0, P(X <= x) is x^a/(a B(a, b)) and
  /// x^a/Gamma(a + 1).
  @Test func tinyParametersDrawAllOfTheLowerTail() {
    let count = 200_000
    var draws = [Double](repeating: 0, count: count)
    func check(_ a: Double, _ logConstant: Double) {
      for y in [0x1p-1074, 0x1p-1030, 1e-300, 1e-250, 1e-200, 1e-100, 1e-30] {
        let share = Double(draws.count { $0 <= y }) / Double(count)
        let wanted = exp(a * log(y) - logConstant)
        // A number below the least is rounded to it or to 0.
        let slack = 5 * (wanted * (1 - wanted) / Double(count)).squareRoot() + a * wanted
        #expect(abs(share - wanted) < slack, "at \(y) with \(a)")
      }
    }
    for (a, b) in [(1e-3, 1e-3), (1e-3, 0.8), (0.01, 0.02), (2e-3, 3)] {
      vm_random_beta(3, 4, 0, a, b, &draws, count)
      check(a, log(a) + vm_log_gamma(a) + vm_log_gamma(b) - vm_log_gamma(a + b))
    }
    for a in [1e-3, 0.01] {
      vm_random_gamma(5, 6, 0, [a], 0, &draws, count)
      check(a, vm_log_gamma(1 + a))
    }
  }

  /// Poisson numbers, too, depend on their number alone, below and above where rejection begins.
  @Test func poissonDrawsDependOnTheirNumberAlone() {
    let count = 600
    let rates = (0..<count).map { 0.15 * Double($0 % 200) }
    var whole = [Int64](repeating: 0, count: count)
    withInstructionSet(0) { vm_random_poisson(11, 22, 1000, rates, 1, &whole, count) }
    for level in levels {
      withInstructionSet(level) {
        for (first, length) in [(0, 600), (1, 599), (5, 1), (255, 300), (256, 257), (3, 64)] {
          var part = [Int64](repeating: -1, count: length + 1)
          let own = Array(rates[first..<first + length])
          vm_random_poisson(11, 22, 1000 + UInt64(first), own, 1, &part, length)
          #expect(Array(part[..<length]) == Array(whole[first..<first + length]))
          #expect(part[length] == -1)
        }
        var strange = [Int64](repeating: -1, count: 4)
        vm_random_poisson(1, 2, 0, [-1, 0, .infinity, .nan], 1, &strange, 4)
        #expect(strange == [0, 0, .max, 0])
      }
    }
  }

  /// Mean and variance are the rate; each within five standard errors.
  @Test(arguments: [0.02, 3, 11.9, 12.1, 200, 1e9])
  func poissonDrawsHaveTheirMoments(rate: Double) {
    let count = 200_000
    var draws = [Int64](repeating: 0, count: count)
    vm_random_poisson(7, 8, 0, [rate], 0, &draws, count)
    let n = Double(count)
    let steps = draws.map { Double($0) - rate }
    let mean = steps.reduce(0, +) / n
    let variance = steps.reduce(0) { $0 + $1 * $1 } / n
    #expect(abs(mean) < 5 * (rate / n).squareRoot())
    // The fourth central moment is λ + 3 λ².
    #expect(abs(variance - rate) < 5 * ((rate + 2 * rate * rate) / n).squareRoot())
  }

  /// Each number is the first whose threshold is above the upper 63 bits of its word.
  @Test func guidedDrawsAreTheFirstThresholdAbove() {
    let thresholds: [UInt64] = [0, 1 << 60, 1 << 60, 5 << 60, 1 << 63]
    // Where the search begins in each eighth of the interval.
    let guide: [UInt32] = [1, 3, 3, 3, 3, 4, 4, 4]
    var words = [UInt64](repeating: 0, count: 700)
    vm_random_bits(3, 4, 5, &words, 700)
    let expected = words.map { word in
      Int64(thresholds.firstIndex { word >> 1 < $0 } ?? -1)
    }
    for level in levels {
      withInstructionSet(level) {
        var draws = [Int64](repeating: -1, count: 700)
        vm_random_guided(3, 4, 5, thresholds, guide, 3, &draws, 700)
        #expect(draws == expected)
      }
    }
  }
}
