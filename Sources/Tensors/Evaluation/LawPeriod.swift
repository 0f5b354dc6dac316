/// After how many elements the parameters of a kernel's formulas begin anew, where a row of parameters goes
/// with every row of points: the formulas then make the law of each column once for many rows.
struct LawPeriod {
  /// Elements after which parameters begin anew: a row, or several that are a number of whole vectors.
  let length: Int
  /// Elements of a block and of a chunk, whole periods.
  let block: Int
  let chunk: Int
  let blockBytes: Int

  private static let mostBytes = 16_384
  private static let mostBlockBytes = 65_536
  /// Rows that a law should serve.
  private static let rows = 16

  /// Nil where something else reads the parameters, or a formula has other parameters than these and
  /// single numbers, or a row is too long to be of use.
  init?(_ draft: KernelDraft, chunk: Int, unit: Int) {
    guard draft.rowLength == 0, let (repeated, size) = Self.repeatedSlots(draft),
      let row = repeated.values.first, repeated.values.allSatisfy({ $0 == row }),
      Self.readOnlyAsParameters(Set(repeated.keys), draft)
    else { return nil }
    let lanes = 64 / size
    let whole = row * (lanes / Self.greatestCommonDivisor(row, lanes))
    let length = whole * size <= Self.mostBytes ? whole : row
    guard length * size <= Self.mostBytes else { return nil }
    self.length = length
    if draft.reductions.isEmpty {
      self.chunk = max(chunk, Self.rows * length) / length * length
    } else if chunk % length == 0 {
      self.chunk = chunk
    } else if length % unit == 0 {
      self.chunk = (chunk + length - 1) / length * length
    } else {
      return nil
    }
    let isAlone = draft.instructions.count == 1 && draft.reductions.isEmpty
    if isAlone && draft.scratchCount == repeated.count {
      block = self.chunk
      blockBytes = (length * draft.widest + 63) / 64 * 64
    } else {
      let periods = min(Self.rows, Self.mostBlockBytes / (length * draft.widest))
      guard periods > 1 else { return nil }
      block = min(periods * length, self.chunk)
      blockBytes = (block * draft.widest + 63) / 64 * 64
    }
  }

  /// The slots that are a row used again and again, with its length, and the size of their numbers.
  private static func repeatedSlots(_ draft: KernelDraft) -> ([Int: Int], size: Int)? {
    var result: [Int: Int] = [:]
    var size = 0
    for slot in draft.gathers {
      guard case .gathered(let number, _) = draft.slots[slot],
        let row = draft.loads[number].gather?.repeatedRow
      else { continue }
      result[slot] = row
      size = max(size, draft.loads[number].type.size)
    }
    return result.isEmpty ? nil : (result, size)
  }

  private static func readOnlyAsParameters(_ repeated: Set<Int>, _ draft: KernelDraft) -> Bool {
    for reducing in draft.reductions where repeated.contains(reducing.slot) { return false }
    for instruction in draft.instructions {
      let all = [instruction.x, instruction.y, instruction.z, instruction.w]
      let operands = all[..<instruction.operation.operandCount]
      guard operands.contains(where: repeated.contains) else { continue }
      guard instruction.operation.takesRowsOfParameters, runsAlong(operands[0], repeated, draft)
      else { return false }
      for operand in operands.dropFirst() where !repeated.contains(operand) {
        switch draft.slots[operand] {
        case .constant, .single: continue
        default: return false
        }
      }
    }
    return true
  }

  /// Whether a slot has a number for each element.
  private static func runsAlong(_ slot: Int, _ repeated: Set<Int>, _ draft: KernelDraft) -> Bool {
    switch draft.slots[slot] {
    case .constant, .single: false
    default: !repeated.contains(slot)
    }
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
