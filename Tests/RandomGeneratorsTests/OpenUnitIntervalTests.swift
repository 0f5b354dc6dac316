import RandomGenerators
import Testing

@Suite("Open unit interval")
struct OpenUnitIntervalTests {
  @Test("is open at both ends")
  func ends() {
    #expect(OpenUnitInterval.double(0) == 0x1p-54)
    #expect(OpenUnitInterval.double(.max) == 1 - 0x1p-53)
    #expect(OpenUnitInterval.float(0) == 0x1p-24)
    #expect(OpenUnitInterval.float(.max) == 1 - 0x1p-24)
  }

  @Test("takes the leading bits")
  func leadingBits() {
    #expect(OpenUnitInterval.double(1 << 63) == 0.5)
    #expect(OpenUnitInterval.double(1 << 62) == 0.25 + 0x1p-54)
    #expect(OpenUnitInterval.float(1 << 63) == 0.5 + 0x1p-24)
    #expect(OpenUnitInterval.float((1 << 41) - 1) == 0x1p-24)
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
