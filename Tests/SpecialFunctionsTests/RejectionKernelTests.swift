import CVectorMath
import Testing

/// Draws by rejection depend on their number alone, below and above where rejection begins.
@Suite struct RejectionKernelTests {
  private let count = 600
  private let ranges = [(0, 600), (1, 599), (5, 1), (255, 300), (256, 257), (3, 64)]

  @Test func binomialDraws() {
    let trials = (0..<count).map { Double($0 % 97) * Double($0 % 13) }
    let chances = (0..<count).map { Double($0 % 101) / 100 }
    var whole = [Int64](repeating: 0, count: count)
    withInstructionSet(0) {
      vm_random_binomial(11, 22, 1000, trials, 1, chances, 1, &whole, count)
    }
    #expect(zip(whole, trials).allSatisfy { $0 >= 0 && Double($0) <= $1 })
    for level in levels {
      withInstructionSet(level) {
        for (first, length) in ranges {
          var part = [Int64](repeating: -1, count: length + 1)
          vm_random_binomial(
            11, 22, 1000 + UInt64(first), Array(trials[first..<first + length]), 1,
            Array(chances[first..<first + length]), 1, &part, length)
          #expect(Array(part[..<length]) == Array(whole[first..<first + length]))
          #expect(part[length] == -1)
        }
        var strange = [Int64](repeating: -1, count: 7)
        vm_random_binomial(
          1, 2, 0, [-1, .nan, .infinity, 9, 9, 9, 9], 1, [0.5, 0.5, 0.5, -0.1, .nan, 0, 1], 1,
          &strange, 7)
        #expect(strange == [0, 0, 0, 0, 0, 0, 9])
      }
    }
  }

  @Test func anglesOfVonMises() {
    let concentrations = (0..<count).map { 0.02 * Double($0) }
    var whole = [Double](repeating: 0, count: count)
    withInstructionSet(0) { vm_random_von_mises(11, 22, 1000, concentrations, 1, &whole, count) }
    #expect(whole.allSatisfy { abs($0) <= Double.pi })
    for level in levels {
      withInstructionSet(level) {
        for (first, length) in ranges {
          var part = [Double](repeating: -9, count: length + 1)
          vm_random_von_mises(
            11, 22, 1000 + UInt64(first), Array(concentrations[first..<first + length]), 1, &part,
            length)
          #expect(Array(part[..<length]) == Array(whole[first..<first + length]))
          #expect(part[length] == -9)
        }
        var strange = [Double](repeating: 0, count: 3)
        vm_random_von_mises(1, 2, 0, [-1, .infinity, .nan], 1, &strange, 3)
        #expect(strange.allSatisfy { $0.isNaN })
      }
    }
  }
}
