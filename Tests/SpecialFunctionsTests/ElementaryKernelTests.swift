import CVectorMath
import Foundation
import Testing

/// Functions made of tables: against values to 60 digits, rounded, so that 1 is the number beside the nearest one; and
/// the same bits with every instruction set.
@Suite struct ElementaryKernelTests {
  private static func references() throws -> [String: [[Double]]] {
    try JSONDecoder().decode(
      [String: [[Double]]].self, from: References.contents(of: "elementary.json"))
  }

  @Test(arguments: [
    ("erf", VM_ERF, 1.0), ("tanh", VM_TANH, 2.0), ("sin", VM_SIN, 1.0), ("cos", VM_COS, 1.0),
    ("digamma_correction", VM_DIGAMMA_CORRECTION, 45),
    ("trigamma_correction", VM_TRIGAMMA_CORRECTION, 12),
  ])
  func functionsAgreeWithReferences(name: String, number: Int, bound: Double) throws {
    let rows = try #require(try Self.references()[name])
    let first = try withInstructionSet(0) { try unary(number, rows.map { $0[0] }) }
    for level in levels {
      let values = try withInstructionSet(level) { try unary(number, rows.map { $0[0] }) }
      for (row, value) in zip(rows, values) {
        #expect(
          ulps(value, row[1]) <= bound,
          "\(name)(\(row[0])) = \(value), not \(row[1]), level \(level)")
      }
      #expect(values.map(\.bitPattern) == first.map(\.bitPattern), "\(name), level \(level)")
    }
  }

  @Test func floatErrorFunctionAgreesWithReferences() throws {
    let rows = try #require(try Self.references()["float_erf"])
    for level in levels {
      let values = try withInstructionSet(level) { try unary(VM_ERF, rows.map { Float($0[0]) }) }
      for (row, value) in zip(rows, values) {
        #expect(
          ulps(value, Float(row[1])) <= 1,
          "erf(\(row[0])) = \(value), not \(row[1]), level \(level)")
      }
    }
  }

  /// By the C library's sine and cosine of doubles, beside their zeros and up to 2^14: beyond 2^13 they are
  /// SLEEF's, whose vectors need not have the bits of the plain set.
  @Test func floatSineAndCosineKeepDigitsNearZeros() throws {
    var x: [Float] = [-0.0, 0, 0x1p-149, -0x1p-126, 0x1p-13, 0x1.fffffep-14, 0x1p13, 0x1.fffffep12]
    for turns in stride(from: 1, through: 5_215, by: 7) {
      let zero = Float(Double(turns) * Double.pi / 2)
      x += [zero.nextDown, -zero, zero.nextUp, zero + 0.4, -zero - 0.78]
    }
    let beyond: [Float] = [0x1.000002p13, 9_000.5, -16_000]
    for (number, exact) in [(VM_SIN, { sin($0) }), (VM_COS, { cos($0) })]
      as [(Int, (Double) -> Double)]
    {
      let first = try withInstructionSet(0) { try unary(number, x) }
      for level in levels {
        let values = try withInstructionSet(level) { try unary(number, x + beyond) }
        for (x, value) in zip(x + beyond, values) {
          let expected = Float(exact(Double(x)))
          #expect(ulps(value, expected) <= 1, "\(x): \(value), not \(expected), level \(level)")
        }
        let own = values.prefix(x.count).map(\.bitPattern)
        #expect(own == first.map(\.bitPattern), "level \(level)")
      }
      let edges = try unary(number, [Float.infinity, -.infinity, .nan])
      #expect(edges.allSatisfy { $0.isNaN })
    }
    let negativeZero = try unary(VM_SIN, [-0.0 as Float])
    #expect(negativeZero[0].sign == .minus)
  }

  @Test func errorFunctionEndsAtOne() throws {
    let x: [Double] = [5.9, 6, 6.5, 40, .infinity, -6.5, -.infinity, .nan, -0.0, 0x1p-1074]
    for level in levels {
      try withInstructionSet(level) {
        let values = try unary(VM_ERF, x)
        #expect(values[0] <= 1 && values[1...4].allSatisfy { $0 == 1 })
        #expect(values[5] == -1 && values[6] == -1 && values[7].isNaN)
        #expect(values[8].sign == .minus && values[9] == 0x1p-1074)
        let floats = try unary(VM_ERF, x.map { Float($0) })
        #expect(floats[1...4].allSatisfy { $0 == 1 } && floats[6] == -1 && floats[7].isNaN)
      }
    }
  }

  @Test func powersAgreeWithReferences() throws {
    let rows = try #require(try Self.references()["powers"])
    func powers() throws -> [Double] {
      let function = try #require(vm_binary_f64(Int32(VM_POWER)))
      let (x, y) = (rows.map { $0[0] }, rows.map { $0[1] })
      return [Double](unsafeUninitializedCapacity: x.count) { out, count in
        function(x, 1, y, 1, out.baseAddress, x.count)
        count = x.count
      }
    }
    let first = try withInstructionSet(0) { try powers() }
    for level in levels {
      let values = try withInstructionSet(level) { try powers() }
      for (row, value) in zip(rows, values) {
        #expect(
          ulps(value, row[2]) <= 1,
          "pow(\(row[0]), \(row[1])) = \(value), not \(row[2]), level \(level)")
      }
      #expect(values.map(\.bitPattern) == first.map(\.bitPattern), "level \(level)")
    }
  }

  /// Whole powers of whole numbers, which are numbers, are exact.
  @Test func wholePowersAreExact() throws {
    let function = try #require(vm_binary_f64(Int32(VM_POWER)))
    for level in levels {
      withInstructionSet(level) {
        for base in 2...30 {
          var expected = 1.0
          for exponent in 1...16 where expected * Double(base) < 0x1p53 {
            expected *= Double(base)
            var power = 0.0
            function([Double(base)], 1, [Double(exponent)], 1, &power, 1)
            #expect(power == expected, "\(base)^\(exponent), level \(level)")
          }
        }
      }
    }
  }
}
