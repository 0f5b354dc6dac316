import CVectorMath
import Foundation
import Testing

/// Kernels over rows of classes.
@Suite struct ClassKernelTests {
  private static func numbers(_ count: Int, _ lowest: Double, _ highest: Double) -> [Double] {
    (0..<count).map { lowest + (highest - lowest) * Double(($0 * 7919 + 13) % 1009) / 1009 }
  }

  private static func bits(_ x: [Double]) -> [UInt64] { x.map { $0.isNaN ? 0 : $0.bitPattern } }
  private static func bits(_ x: [Float]) -> [UInt64] {
    x.map { $0.isNaN ? 0 : UInt64($0.bitPattern) }
  }

  /// The log-mass of one class of a row, and the row's entropy, by the definition.
  private static func definition(
    _ row: ArraySlice<Double>, logits: Bool, _ index: Int64
  ) -> (logMass: Double, entropy: Double) {
    let isLaw = row.allSatisfy { logits ? $0 < .infinity : $0 >= 0 && $0 < .infinity }
    guard isLaw, let top = row.max(), top > (logits ? -.infinity : 0) else { return (.nan, .nan) }
    let distances = row.map { logits ? $0 - top : log($0 / top) }
    var others = distances
    if let place = distances.firstIndex(of: 0) { others.remove(at: place) }
    let rest = others.reduce(0) { $0 + exp($1) }
    let spread = others.reduce(0) { $0 + ($1 == -.infinity ? 0 : exp($1) * $1) }
    let chosen = index >= 0 && index < row.count ? distances[Int(index)] : -.infinity
    return (chosen - log1p(rest), log1p(rest) - spread / (1 + rest))
  }

  /// Six rows of which the last ones are no laws or nearly certain, and an index for each.
  private static func rows(_ classes: Int, logits: Bool) -> (x: [Double], indices: [Int64]) {
    var x = numbers(7 * classes, logits ? -30 : 0, logits ? 30 : 5)
    func set(_ row: Int, _ values: (Int) -> Double) {
      for j in 0..<classes { x[row * classes + j] = values(j) }
    }
    set(1) { $0 % 3 == 0 ? (logits ? 0 : 1) : (logits ? -.infinity : 0) }
    set(2) { $0 == classes / 2 ? .infinity : 1 }
    set(3) { $0 == classes / 3 ? .nan : 1 }
    set(4) { _ in logits ? -.infinity : 0 }
    set(5) { $0 == classes - 1 ? (logits ? 0 : 1) : (logits ? -40 : 1e-17) }
    let last = Int64(classes - 1)
    return (x, [last / 2, 0, 0, 0, 0, last, last + 1])
  }

  @Test(arguments: [1, 2, 7, 24, 25, 100, 129, 1_000], [Int32(0), 1])
  func rowsOfClasses(_ classes: Int, _ logits: Int32) {
    let (x, indices) = Self.rows(classes, logits: logits == 1)
    let floats = x.map { Float($0) }
    let rows = indices.count
    var results: [[UInt64]] = []
    for level in levels {
      withInstructionSet(level) {
        var masses = [Double](repeating: 7, count: rows + 1)
        vm_class_log_mass_f64(x, logits, indices, rows, classes, &masses)
        var entropies = [Double](repeating: 7, count: rows + 1)
        vm_class_entropy_f64(x, logits, rows, classes, &entropies)
        var floatMasses = [Float](repeating: 7, count: rows + 1)
        vm_class_log_mass_f32(floats, logits, indices, rows, classes, &floatMasses)
        var floatEntropies = [Float](repeating: 7, count: rows + 1)
        vm_class_entropy_f32(floats, logits, rows, classes, &floatEntropies)
        #expect(masses.last == 7 && entropies.last == 7)
        #expect(floatMasses.last == 7 && floatEntropies.last == 7)
        for row in 0..<rows {
          let range = row * classes..<(row + 1) * classes
          let wide = Self.definition(x[range], logits: logits == 1, indices[row])
          let own = floats.map { Double($0) }
          let single = Self.definition(own[range], logits: logits == 1, indices[row])
          #expect(Self.areNear(masses[row], wide.logMass, 2e-14))
          #expect(Self.areNear(entropies[row], wide.entropy, 2e-14))
          #expect(Self.areNear(Double(floatMasses[row]), single.logMass, 4e-6))
          #expect(Self.areNear(Double(floatEntropies[row]), single.entropy, 4e-6))
        }
        results.append(
          Self.bits(masses) + Self.bits(entropies) + Self.bits(floatMasses)
            + Self.bits(floatEntropies))
      }
    }
    #expect(results.allSatisfy { $0 == results[0] })
  }

  private static func areNear(_ x: Double, _ y: Double, _ tolerance: Double) -> Bool {
    x == y || (x.isNaN && y.isNaN) || abs(x - y) <= tolerance * abs(y)
  }

  /// Weights of 1 and 10⁻¹⁸: log p = −10⁻¹⁸ and H = 10⁻¹⁸ (1 + 18 log 10), in short rows and long ones, also
  /// where the weights are multiples that are very small or almost infinite.
  @Test(arguments: [2, 40], [1, 0x1p-900, 0x1p1000]) func whatIsAlmostCertain(
    _ classes: Int, _ size: Double
  ) {
    var x = [Double](repeating: 0, count: classes)
    (x[0], x[1]) = (size, 1e-18 * size)
    for level in levels {
      withInstructionSet(level) {
        var (mass, entropy) = (0.0, 0.0)
        vm_class_log_mass_f64(x, 0, [0], 1, classes, &mass)
        vm_class_entropy_f64(x, 0, 1, classes, &entropy)
        #expect(Self.areNear(mass, -1e-18, 1e-15))
        #expect(Self.areNear(entropy, 4.2446531673892822e-17, 1e-15))
      }
    }
  }

  /// A class of e⁻⁷²⁰, which is subnormal: H = e⁻⁷²⁰ (1 + 720).
  @Test(arguments: [2, 40]) func subnormalMasses(_ classes: Int) {
    var x = [Double](repeating: -.infinity, count: classes)
    (x[0], x[1]) = (0, -720)
    let weights = x.map { exp($0) }
    for level in levels {
      withInstructionSet(level) {
        for (row, logits) in [(x, Int32(1)), (weights, 0)] {
          var entropy = 0.0
          vm_class_entropy_f64(row, logits, 1, classes, &entropy)
          // A subnormal number has few digits.
          #expect(Self.areNear(entropy, 721 * exp(-720), 1e-8))
        }
      }
    }
  }

  @Test(arguments: [1, 2, 7, 8, 9, 16, 40, 100]) func classesOfOneHotRows(_ classes: Int) {
    let rows = 20
    var x = [Double](repeating: 0, count: rows * classes)
    var expected = (0..<rows).map { Int64(($0 * 7) % classes) }
    for row in 0..<rows { x[row * classes + Int(expected[row])] = 1 }
    let none = Int64(classes)
    func set(_ row: Int, _ class: Int64, _ values: (Int) -> Double) {
      for j in 0..<classes { x[row * classes + j] = values(j) }
      expected[row] = `class`
    }
    set(3, none) { $0 % 2 == 0 ? 0 : -0.0 }
    set(4, none + 1) { $0 == classes / 2 ? .nan : 0 }
    set(5, none) { $0 == classes - 1 ? 2 : 0 }
    set(6, 0) { $0 == 0 ? 1 : -0.0 }
    if classes > 1 {
      set(7, none) { $0 < 2 ? 1 : 0 }
      set(8, none + 1) { $0 == 0 ? .infinity : $0 == 1 ? -.infinity : 0 }
      set(9, none) { $0 < 2 ? 0.5 : 0 }
    }
    let floats = x.map { Float($0) }
    for level in levels {
      withInstructionSet(level) {
        var out = [Int64](repeating: -7, count: rows + 1)
        vm_one_hot_classes_f64(x, rows, classes, &out)
        #expect(out == expected + [-7])
        out = [Int64](repeating: -7, count: rows + 1)
        vm_one_hot_classes_f32(floats, rows, classes, &out)
        #expect(out == expected + [-7])
      }
    }
  }

  @Test(arguments: [0, 1, 9, 15, 16, 100]) func entriesOfTables(_ count: Int) {
    let table = Self.numbers(count + 1, -1, 1)
    let floats = table.map { Float($0) }
    for length in [0, 1, 8, 21] {
      var indices = (0..<length).map { Int64(($0 * 5) % (count + 3)) - 1 }
      if length > 8 { indices.replaceSubrange(0..<3, with: [.min, .max, 1 << 32]) }
      let places = indices.map { $0 >= 0 && $0 < count ? Int($0) : count }
      for level in levels {
        withInstructionSet(level) {
          var out = [Double](repeating: 7, count: length + 1)
          vm_entries_f64(table, count, indices, &out, length)
          #expect(out == places.map { table[$0] } + [7])
          var floatOut = [Float](repeating: 7, count: length + 1)
          vm_entries_f32(floats, count, indices, &floatOut, length)
          #expect(floatOut == places.map { floats[$0] } + [7])
        }
      }
    }
  }
}
