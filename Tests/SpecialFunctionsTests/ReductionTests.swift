import CVectorMath
import Testing

@Suite struct ReductionTests {
  /// Sums of random numbers against a sum in pairs of doubles, the same bits for every set.
  @Test func sumsAreAccurateAndTheSameEverywhere() {
    var generator = SplitMix(state: 5)
    for count in [0, 1, 2, 15, 16, 17, 127, 128, 129, 1000, 5000] {
      let x = (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
      var high = 0.0
      var low = 0.0
      var magnitude = 0.0
      for v in x {
        let s = high + v
        let back = s - high
        low += (high - (s - back)) + (v - back)
        high = s
        magnitude += v.magnitude
      }
      let exact = high + low
      let sums = levels.map { level in withInstructionSet(level) { vm_sum_f64(x, count) } }
      #expect(Set(sums.map(\.bitPattern)).count == 1)
      let first = sums.first ?? .nan
      #expect(abs(first - exact) <= 20 * 0x1p-53 * magnitude)
      let floats = x.map { Float($0) }
      let floatSums = levels.map { level in withInstructionSet(level) { vm_sum_f32(floats, count) }
      }
      #expect(Set(floatSums.map(\.bitPattern)).count == 1)
      let floatExact = floats.reduce(0.0) { $0 + Double($1) }
      #expect(abs(Double(floatSums.first ?? .nan) - floatExact) <= 20 * 0x1p-24 * magnitude)
    }
  }

  @Test func extremaFindTheLastAndReportNaN() {
    for level in levels {
      withInstructionSet(level) {
        #expect(vm_maximum_of_f64([], 0) == -.infinity)
        #expect(vm_minimum_of_f64([], 0) == .infinity)
        for count in [1, 16, 17, 40] {
          for place in 0..<count {
            var x = (0..<count).map { Double($0 % 7) }
            x[place] = 100
            #expect(vm_maximum_of_f64(x, count) == 100)
            x[place] = -100
            #expect(vm_minimum_of_f64(x, count) == -100)
            x[place] = .nan
            #expect(vm_maximum_of_f64(x, count).isNaN)
            let floats = x.map { Float($0) }
            #expect(vm_minimum_of_f32(floats, count).isNaN)
          }
        }
      }
    }
  }

  @Test func conversionsRoundOnce() {
    let whole: [Int64] = [
      0, 1, -1, .max, .min, 1 << 53 + 1, 16_777_217, -16_777_219, 0x7fff_ff40_0000_0001,
    ]
    for level in levels {
      withInstructionSet(level) {
        var doubles = [Double](repeating: 0, count: whole.count)
        vm_convert_i64_f64(whole, &doubles, whole.count)
        #expect(doubles == whole.map { Double($0) })
        var floats = [Float](repeating: 0, count: whole.count)
        vm_convert_i64_f32(whole, &floats, whole.count)
        #expect(floats == whole.map { Float($0) })
        var narrowed = [Float](repeating: 0, count: whole.count)
        vm_convert_f64_f32(doubles, &narrowed, whole.count)
        #expect(narrowed == doubles.map { Float($0) })
      }
    }
  }
}
