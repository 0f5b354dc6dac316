import CVectorMath
import Testing

/// Every unary kernel by name and number, and the units in the last place it may err by: 2 for the
/// elementary functions, 45 (1e-14) for the special ones.
let kernels: [(name: String, number: Int, ulps: Double)] = [
  ("exp", VM_EXP, 2), ("expMinusOne", VM_EXP_MINUS_ONE, 2), ("log", VM_LOG, 2),
  ("logOnePlus", VM_LOG_ONE_PLUS, 2), ("sin", VM_SIN, 2), ("cos", VM_COS, 2), ("tan", VM_TAN, 2),
  ("asin", VM_ASIN, 2), ("acos", VM_ACOS, 2), ("atan", VM_ATAN, 2), ("sinh", VM_SINH, 2),
  ("cosh", VM_COSH, 2), ("tanh", VM_TANH, 2), ("asinh", VM_ASINH, 2), ("acosh", VM_ACOSH, 2),
  ("atanh", VM_ATANH, 2), ("erf", VM_ERF, 2), ("erfc", VM_ERFC, 3), ("erfcx", VM_ERFCX, 45),
  ("logGamma", VM_LOG_GAMMA, 45), ("digamma", VM_DIGAMMA, 45), ("trigamma", VM_TRIGAMMA, 45),
  ("sigmoid", VM_SIGMOID, 3), ("logSigmoid", VM_LOG_SIGMOID, 3), ("softplus", VM_SOFTPLUS, 3),
  ("normalLogCDF", VM_NORMAL_LOG_CDF, 45), ("normalQuantile", VM_NORMAL_QUANTILE, 45),
  ("logOnePlusRemainder", VM_LOG_ONE_PLUS_REMAINDER, 45),
  ("expRemainder", VM_EXP_REMAINDER, 45), ("logOneMinusExp", VM_LOG_ONE_MINUS_EXP, 45),
  ("logGammaCorrection", VM_LOG_GAMMA_CORRECTION, 45),
].map { ($0.0, $0.1, $0.2) }

/// Those written by us, which give the same bits with every instruction set.
private let own: [Int] = [
  VM_EXP, VM_EXP_MINUS_ONE, VM_LOG, VM_LOG_ONE_PLUS, VM_ERFCX, VM_LOG_GAMMA, VM_DIGAMMA,
  VM_TRIGAMMA, VM_SIGMOID, VM_LOG_SIGMOID, VM_SOFTPLUS, VM_NORMAL_LOG_CDF, VM_NORMAL_QUANTILE,
  VM_LOG_ONE_PLUS_REMAINDER, VM_EXP_REMAINDER, VM_LOG_ONE_MINUS_EXP, VM_LOG_GAMMA_CORRECTION,
]

/// The instruction sets of this processor.
let levels: [Int32] = {
  let highest = vm_set_instruction_set_of_thread(.max)
  vm_set_instruction_set_of_thread(-1)
  return Array(0...highest)
}()

/// Runs `body` with an instruction set of this thread's own.
func withInstructionSet<R>(_ level: Int32, _ body: () throws -> R) rethrows -> R {
  vm_set_instruction_set_of_thread(level)
  defer { vm_set_instruction_set_of_thread(-1) }
  return try body()
}

func unary(_ number: Int, _ x: [Double]) throws -> [Double] {
  let function = try #require(vm_unary_f64(Int32(number)))
  return [Double](unsafeUninitializedCapacity: x.count) { out, count in
    function(x, out.baseAddress, x.count)
    count = x.count
  }
}

func unary(_ number: Int, _ x: [Float]) throws -> [Float] {
  let function = try #require(vm_unary_f32(Int32(number)))
  return [Float](unsafeUninitializedCapacity: x.count) { out, count in
    function(x, out.baseAddress, x.count)
    count = x.count
  }
}

/// Numbers of all sizes and signs, whole numbers and special values among them.
private func mixture(_ count: Int, seed: UInt64) -> [Double] {
  var generator = SplitMix(state: seed)
  let special: [Double] = [
    0, -0.0, .infinity, -.infinity, .nan, 1, -1, 0.5, 0x1p-1074, -0x1p-1074, 0x1p-1030, 1e308,
    -1e308,
  ]
  return (0..<count).map { i in
    switch i % 5 {
    case 0: return special.randomElement(using: &generator) ?? 0
    case 1: return Double.random(in: -20...20, using: &generator)
    case 2: return Double.random(in: 0...1, using: &generator)
    case 3:
      return Double(
        sign: .plus, exponent: Int.random(in: -40...60, using: &generator),
        significand: Double.random(in: -2...2, using: &generator))
    default: return Double(bitPattern: generator.next())
    }
  }
}

/// Values at limits, which follow from the definitions.
private let limits: [(Int, Double, Double)] = [
  (VM_EXP, Double.infinity, Double.infinity), (VM_EXP, -.infinity, 0),
  (VM_EXP, 709.9, .infinity),
  (VM_EXP, -746, 0), (VM_EXP_MINUS_ONE, -.infinity, -1), (VM_EXP_MINUS_ONE, -0.0, -0.0),
  (VM_LOG, 0, -.infinity), (VM_LOG, -1, .nan), (VM_LOG, .infinity, .infinity),
  (VM_LOG_ONE_PLUS, -1, -.infinity), (VM_LOG_ONE_PLUS, -1.5, .nan), (VM_ROUND, 2.5, 2),
  (VM_ROUND, -0.5, -0.0), (VM_SIGN, -7, -1), (VM_SIGN, .nan, .nan), (VM_SIGN, -0.0, -0.0),
  (VM_LOG_GAMMA, 0, .infinity), (VM_LOG_GAMMA, -3, .infinity), (VM_LOG_GAMMA, 1, 0),
  (VM_LOG_GAMMA, 2, 0), (VM_LOG_GAMMA, .infinity, .infinity), (VM_DIGAMMA, -2, .nan),
  (VM_DIGAMMA, 0, -.infinity), (VM_DIGAMMA, .infinity, .infinity), (VM_TRIGAMMA, 0, .infinity),
  (VM_TRIGAMMA, .infinity, 0), (VM_ERFCX, .infinity, 0), (VM_ERFCX, -.infinity, .infinity),
  (VM_SIGMOID, .infinity, 1), (VM_SIGMOID, -.infinity, 0), (VM_SOFTPLUS, -.infinity, 0),
  (VM_SOFTPLUS, .infinity, .infinity), (VM_NORMAL_LOG_CDF, -.infinity, -.infinity),
  (VM_NORMAL_LOG_CDF, .infinity, 0), (VM_NORMAL_QUANTILE, 0, -.infinity),
  (VM_NORMAL_QUANTILE, 1, .infinity), (VM_NORMAL_QUANTILE, 0.5, 0),
  (VM_NORMAL_QUANTILE, 1.5, .nan), (VM_LOG_ONE_PLUS_REMAINDER, -1, .infinity),
  (VM_LOG_ONE_PLUS_REMAINDER, 0, 0), (VM_EXP_REMAINDER, -.infinity, .infinity),
  (VM_LOG_ONE_MINUS_EXP, 0, -.infinity), (VM_LOG_ONE_MINUS_EXP, -.infinity, 0),
  (VM_LOG_ONE_MINUS_EXP, 1, .nan), (VM_LOG_GAMMA_CORRECTION, 0, .infinity),
  (VM_LOG_GAMMA_CORRECTION, .infinity, 0), (VM_SINH, 710.3, 1.507788755590971e308),
  (VM_ASINH, 1e300, 691.4686750787736), (VM_TAN, 0x1p-1074, 0x1p-1074), (VM_ACOSH, 1, 0),
]

@Suite struct KernelTests {
  @Test func doublesAgreeWithReferences() throws {
    let references = try References.load().kernels
    for level in levels {
      try withInstructionSet(level) {
        for kernel in kernels {
          let rows = try #require(references[kernel.name])
          let values = try unary(kernel.number, rows.map { $0[0] })
          for (row, value) in zip(rows, values) {
            // Near the zeros of log Γ and ψ between negative whole numbers the error is absolute.
            let error = row[0] < 0 && row[1].magnitude < 1 ? abs(value - row[1]) / 0x1p-53 : 0
            let within = ulps(value, row[1]) <= kernel.ulps || (error > 0 && error < kernel.ulps)
            #expect(within, "\(kernel.name)(\(row[0])) = \(value), not \(row[1]), level \(level)")
          }
        }
      }
    }
  }

  @Test func floatsAgreeWithReferences() throws {
    let references = try References.load().kernels
    for level in levels {
      try withInstructionSet(level) {
        for kernel in kernels {
          let rows = try #require(references[kernel.name])
          let values = try unary(kernel.number, rows.map { Float($0[0]) })
          for (row, value) in zip(rows, values) {
            let within = ulps(value, Float(row[1])) <= 2
            #expect(within, "\(kernel.name)(\(row[0])) = \(value), not \(row[1]), level \(level)")
          }
        }
      }
    }
  }

  @Test func ownFunctionsHaveTheSameBitsEverywhere() throws {
    let x = mixture(600, seed: 1)
    for number in own {
      let expected = try withInstructionSet(0) { try unary(number, x) }
      for level in levels.dropFirst() {
        let values = try withInstructionSet(level) { try unary(number, x) }
        for i in x.indices where !(expected[i].isNaN && values[i].isNaN) {
          let same = expected[i].bitPattern == values[i].bitPattern
          #expect(same, "function \(number) at \(x[i]), level \(level)")
        }
      }
    }
  }

  @Test func bitsDoNotDependOnThePlaceInABlock() throws {
    let x = mixture(331, seed: 2)
    let floats = x.map { Float($0) }
    for level in levels {
      try withInstructionSet(level) {
        for number in 0..<VM_UNARY_COUNT {
          let whole = try unary(number, x)
          let wholeFloats = try unary(number, floats)
          for i in x.indices {
            let alone = try unary(number, [x[i]])[0]
            let same = alone.bitPattern == whole[i].bitPattern || (alone.isNaN && whole[i].isNaN)
            #expect(same, "function \(number) at \(x[i]), level \(level)")
            let single = try unary(number, [floats[i]])[0]
            let sameFloat =
              single.bitPattern == wholeFloats[i].bitPattern
              || (single.isNaN && wholeFloats[i].isNaN)
            #expect(sameFloat, "function \(number) at \(floats[i]), level \(level)")
          }
        }
      }
    }
  }

  @Test func writesOnlyTheBlockAndMayWorkInPlace() throws {
    let x = mixture(40, seed: 3)
    for level in levels {
      try withInstructionSet(level) {
        for number in 0..<VM_UNARY_COUNT {
          let function = try #require(vm_unary_f64(Int32(number)))
          for count in [0, 1, 7, 8, 9, 31] {
            let expected = try unary(number, Array(x[0..<count]))
            var buffer = x
            buffer.withUnsafeMutableBufferPointer {
              function($0.baseAddress, $0.baseAddress, count)
            }
            for i in x.indices {
              let wanted = i < count ? expected[i] : x[i]
              let same =
                buffer[i].bitPattern == wanted.bitPattern || (buffer[i].isNaN && wanted.isNaN)
              #expect(same, "function \(number), count \(count), index \(i)")
            }
          }
        }
      }
    }
  }

  @Test func limitsAreExact() throws {
    for level in levels {
      try withInstructionSet(level) {
        for (number, x, wanted) in limits {
          let value = try unary(number, [x])[0]
          #expect(ulps(value, wanted) <= 1, "function \(number) at \(x), level \(level): \(value)")
          let same = Double(Float(x)) == x && Double(Float(wanted)) == wanted
          if same || x.isNaN || wanted.isNaN {
            let single = try unary(number, [Float(x)])[0]
            let within = ulps(single, Float(wanted)) <= 1
            #expect(within, "function \(number) at \(x), level \(level): \(single)")
          }
        }
      }
    }
  }

  @Test func unknownNumbersHaveNoKernel() {
    #expect(vm_unary_f64(-1) == nil)
    #expect(vm_unary_f64(Int32(VM_UNARY_COUNT)) == nil)
    #expect(vm_binary_f32(Int32(VM_BINARY_COUNT)) == nil)
    #expect(vm_compare_f64(-1) == nil)
  }
}
