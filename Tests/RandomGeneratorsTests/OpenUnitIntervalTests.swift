import CVectorMath
import RandomGenerators
import Testing

@Suite("Open unit interval")
struct OpenUnitIntervalTests {
  @Test("is open at both ends")
  func ends() {
    #expect(OpenUnitInterval.double(0) == 0x1p-53)
    #expect(OpenUnitInterval.double(.max) == 1 - 0x1p-53)
    #expect(OpenUnitInterval.float(0) == 0x1p-24)
    #expect(OpenUnitInterval.float(.max) == 1 - 0x1p-24)
  }

  @Test("takes the leading bits")
  func leadingBits() {
    #expect(OpenUnitInterval.double(1 << 63) == 0.5 + 0x1p-53)
    #expect(OpenUnitInterval.double((1 << 62) - 1) == 0.25 - 0x1p-53)
    #expect(OpenUnitInterval.float(1 << 63) == 0.5 + 0x1p-24)
    #expect(OpenUnitInterval.float((1 << 41) - 1) == 0x1p-24)
  }

  @Test("words and numbers are those that kernels make for whole blocks")
  func kernels() {
    for (seed, stream, start) in [(3, 0, 0), (7, 9, 5), (UInt64.max, 1 << 40, 1 << 33)]
      as [(UInt64, UInt64, UInt64)]
    {
      let count = 101
      var words = [UInt64](repeating: 0, count: count)
      var doubles = [Double](repeating: 0, count: count)
      var floats = [Float](repeating: 0, count: count)
      vm_random_bits(seed, stream, start, &words, count)
      vm_random_uniform_f64(seed, stream, start, &doubles, count)
      vm_random_uniform_f32(seed, stream, start, &floats, count)
      var generator = Philox4x32(seed: seed, stream: stream)
      generator.position = start
      for index in 0..<count {
        let word = generator.next()
        #expect(word == words[index])
        #expect(OpenUnitInterval.double(word) == doubles[index])
        #expect(OpenUnitInterval.float(word) == floats[index])
      }
    }
  }

  @Test("a draw takes one word")
  func draws() {
    var generator = Philox4x32(seed: 5)
    var copy = generator
    #expect(OpenUnitInterval.double(using: &generator) == OpenUnitInterval.double(copy.next()))
    #expect(OpenUnitInterval.float(using: &generator) == OpenUnitInterval.float(copy.next()))
    #expect(generator == copy)
  }
}
