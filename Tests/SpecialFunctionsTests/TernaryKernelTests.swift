import CVectorMath
import Testing

/// The kernels of three numbers; their values are tested where the formulas are, in DistributionsTests.
@Suite struct TernaryKernelTests {
  private let ordinary: [Double] = [
    0.3, 1, 2.5, 0.999, 1e-8, 40, 1e12, 0.5, 7, 1e-300, 3.25, 0.1, 0.75, 12, 1e5, 0.02, 1.5, 0.9,
  ]
  private let strange: [Double] = [0, -1, .infinity, .nan, 1e308, 0x1p-1074, -.infinity]

  private func run(
    _ function: Int32, _ x: [Double], _ xStep: Int, _ y: [Double], _ yStep: Int, _ z: [Double],
    _ zStep: Int, count: Int
  ) throws -> [Double] {
    let kernel = try #require(vm_ternary_f64(function))
    return [Double](unsafeUninitializedCapacity: count) { out, initialized in
      kernel(x, xStep, y, yStep, z, zStep, out.baseAddress, count)
      initialized = count
    }
  }

  /// The same bits for every instruction set, at any place in a block, with numbers used throughout.
  @Test func anElementIsTheSameEverywhere() throws {
    let numbers = ordinary + strange
    for function in 0..<Int32(VM_TERNARY_END) {
      for y in numbers {
        for z in [1.5, 0.2, 1e6, -1, .nan] {
          let expected = try withInstructionSet(0) {
            try numbers.map { try run(function, [$0], 1, [y], 1, [z], 1, count: 1)[0] }
          }
          for level in levels {
            try withInstructionSet(level) {
              let found = try run(function, numbers, 1, [y], 0, [z], 0, count: numbers.count)
              for (a, b) in zip(found, expected) {
                #expect(a == b || (a.isNaN && b.isNaN), "\(function), \(y), \(z), level \(level)")
              }
            }
          }
        }
      }
    }
    #expect(vm_ternary_f64(Int32(VM_TERNARY_END)) == nil && vm_ternary_f32(-1) == nil)
  }

  /// At one point the same bits as in a block, with and without fused multiply-adds.
  @Test func onePointIsAnElement() throws {
    let functions: [(Int32, (Double, Double, Double) -> Double)] = [
      (Int32(VM_GAMMA_LOG_DENSITY), vm_gamma_log_density),
      (Int32(VM_BETA_LOG_DENSITY), vm_beta_log_density),
      (Int32(VM_CAUCHY_LOG_DENSITY), vm_cauchy_log_density),
      (Int32(VM_WEIBULL_LOG_DENSITY), vm_weibull_log_density),
      (Int32(VM_BINOMIAL_LOG_MASS), vm_binomial_log_mass),
      (Int32(VM_NEGATIVE_BINOMIAL_LOG_MASS), vm_negative_binomial_log_mass),
      (Int32(VM_POISSON_LOG_MASS), { k, rate, _ in vm_poisson_log_mass(k, rate) }),
    ]
    let numbers = ordinary + strange + [2, 30]
    for (function, atOnePoint) in functions {
      for y in numbers {
        for z in [1.5, 0.2, 1e6, -1, .nan] {
          let other = function == Int32(VM_POISSON_LOG_MASS) ? y : z
          let block = try run(function, numbers, 1, [y], 0, [other], 0, count: numbers.count)
          for level in [0, levels.last ?? 0] {
            withInstructionSet(level) {
              for (x, b) in zip(numbers, block) {
                let a = atOnePoint(x, y, other)
                #expect(a == b || (a.isNaN && b.isNaN), "\(function) of \(x), \(y), \(z)")
              }
            }
          }
        }
      }
    }
  }

  /// Floats are the doubles rounded once, but for simple densities, slopes and entropies and the sigmoid
  /// losses, within 4 units in the last place of their larger terms.
  @Test func floatsAreRoundedOnce() throws {
    for function in 0..<Int32(VM_TERNARY_END) {
      let kernel = try #require(vm_ternary_f32(function))
      let x = ordinary.map { Float($0) }
      for level in levels {
        try withInstructionSet(level) {
          var out = [Float](repeating: 0, count: x.count)
          kernel(x, 1, [2.5], 0, [0.75], 0, &out, x.count)
          let exact = try run(
            function, x.map(Double.init), 1, [2.5], 0, [0.75], 0, count: x.count)
          for (a, b) in zip(out, exact) {
            #expect(areClose(a, b, slack: slack(of: function)))
          }
        }
      }
    }
  }

  private func slack(of function: Int32) -> Float {
    let isSingle = function >= VM_SIGMOID_COST && function <= VM_ROOT_RATIO
    let densities = [
      VM_NORMAL_LOG_DENSITY, VM_LAPLACE_LOG_DENSITY, VM_CAUCHY_LOG_DENSITY,
      VM_LOGISTIC_LOG_DENSITY, VM_GUMBEL_LOG_DENSITY, VM_EXPONENTIAL_LOG_DENSITY,
      VM_HALF_NORMAL_LOG_DENSITY, VM_HALF_CAUCHY_LOG_DENSITY, VM_LOG_NORMAL_LOG_DENSITY,
      VM_GAMMA_LOG_DENSITY, VM_LOGISTIC_SLOPE, VM_GUMBEL_SLOPE, VM_LOG_NORMAL_SLOPE,
      VM_HALF_NORMAL_SLOPE, VM_PARETO_LOG_DENSITY, VM_WEIBULL_LOG_DENSITY, VM_EXPONENTIAL_SLOPE,
      VM_SCALED_ENTROPY,
    ]
    return isSingle || densities.contains { Int32($0) == function } ? 4 : 0
  }

  private func areClose(_ a: Float, _ b: Double, slack: Float) -> Bool {
    let rounded = Float(b)
    if a.isNaN || rounded.isNaN { return a.isNaN && rounded.isNaN }
    return a == rounded || abs(a - rounded) <= slack * max(2, abs(a)).ulp
  }
}
