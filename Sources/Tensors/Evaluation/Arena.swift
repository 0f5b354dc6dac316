/// Where the moderate intermediate results of a plan lie: in one block of memory, places that are not
/// needed at the same time over one another. Carrying out the plan then takes one block, not hundreds,
/// and a step finds its operands where they were the time before, in cache.
struct Arena: Sendable {
  let bytes: Int
  /// Where each piece of memory begins that lies in the block.
  let places: [(memory: Int, offset: Int)]

  /// Larger results have memory of their own, which may be given up as soon as they have been read.
  private static let largest = 1 << 20
  /// Places begin at lines of the cache.
  private static let alignment = 64
  /// Plans with more pieces are not laid out: finding the places takes time.
  private static let mostPieces = 4_096

  /// - Parameters:
  ///   - outside: The memory that must outlive the plan, or is there before it.
  ///   - parts: For memory that is a part of other memory, where it lies there.
  ///   - overwrites: For each step, which of its results may take the place of numbers that nobody
  ///     reads later. They do: lines of memory that a thread has just read are its own.
  init(
    steps: [Plan.Step], stages: [Plan.Stage], memoryCount: Int, outside: Set<Int>,
    parts: [Plan.Place?], overwrites: [[Kernel.Overwrite]]
  ) {
    var lives = [Life?](repeating: nil, count: memoryCount)
    for (stage, work) in stages.enumerated() {
      for step in work.steps {
        for (memory, bytes) in steps[step].results {
          let (whole, size) = parts[memory].map { ($0.whole, $0.wholeBytes) } ?? (memory, bytes)
          lives[whole, default: Life(memory: whole, bytes: size, first: stage)].last = stage
        }
        for memory in steps[step].operands {
          lives[parts[memory]?.whole ?? memory]?.last = stage
        }
      }
    }
    // The whole of a concatenation may have readers that know only a part.
    let wholes = Set(parts.compactMap { $0?.whole })
    let hosts = Self.joinLives(&lives, steps, stages, overwrites) {
      parts[$0] == nil && !wholes.contains($0) && !outside.contains($0)
    }
    let pieces = lives.compactMap { $0 }.filter {
      $0.bytes > 0 && $0.bytes <= Self.largest && !outside.contains($0.memory)
    }
    guard pieces.count <= Self.mostPieces else {
      (bytes, places) = (0, [])
      return
    }
    var bytes = 0
    // In order of their beginnings, each at the lowest gap that is wide enough.
    var offsets: [Int: Int] = [:]
    var taken: [(range: Range<Int>, last: Int)] = []
    for piece in pieces.sorted(by: { ($0.first, $0.memory) < ($1.first, $1.memory) }) {
      taken.removeAll { $0.last < piece.first }
      let size = (piece.bytes + Self.alignment - 1) / Self.alignment * Self.alignment
      var (start, position) = (0, 0)
      while position < taken.count, taken[position].range.lowerBound < start + size {
        start = max(start, taken[position].range.upperBound)
        position += 1
      }
      taken.insert((start..<start + size, piece.last), at: position)
      offsets[piece.memory] = start
      bytes = max(bytes, start + size)
    }
    self.bytes = bytes
    places = (0..<memoryCount).compactMap { memory in
      let part = parts[memory]
      let holder = part?.whole ?? hosts[memory] ?? memory
      return offsets[holder].map { (memory, $0 + (part?.offset ?? 0)) }
    }
  }

  /// Makes one of the lives of an operand that ends and of the result that takes its place; gives the
  /// operand for each such result.
  private static func joinLives(
    _ lives: inout [Life?], _ steps: [Plan.Step], _ stages: [Plan.Stage],
    _ overwrites: [[Kernel.Overwrite]], where isOwn: (Int) -> Bool
  ) -> [Int: Int] {
    var hosts: [Int: Int] = [:]
    for (stage, work) in stages.enumerated() {
      for step in work.steps {
        guard case .kernel(let kernel) = steps[step] else { continue }
        for overwrite in overwrites[step] {
          let guest = kernel.stores[overwrite.store].memory
          let host = hosts[overwrite.memory] ?? overwrite.memory
          guard isOwn(overwrite.memory), isOwn(guest), let place = lives[host],
            let result = lives[guest], place.bytes == result.bytes, place.last == stage,
            result.first == stage, result.last > stage
          else { continue }
          lives[host]?.last = result.last
          lives[guest] = nil
          hosts[guest] = host
        }
      }
    }
    return hosts
  }

  /// From the stage that first writes a piece of memory to the last that writes or reads it.
  private struct Life {
    let memory: Int
    let bytes: Int
    let first: Int
    var last = 0
  }
}

extension Plan.Step {
  /// The memory it reads.
  var operands: [Int] {
    switch self {
    case .kernel(let kernel): kernel.loads.map(\.memory)
    case .bulk(let bulk): bulk.operands.map(\.memory)
    }
  }

  /// The memory it writes, and the bytes there.
  var results: [(memory: Int, bytes: Int)] {
    switch self {
    case .kernel(let kernel):
      kernel.stores.map { ($0.memory, kernel.count * $0.type.size) }
        + kernel.reductions.map { ($0.memory, $0.resultCount * $0.type.size) }
    case .bulk(let bulk):
      [(bulk.result, bulk.count * bulk.type.size)]
        + (bulk.losses.map { [($0, bulk.lossCount * bulk.type.size)] } ?? [])
    }
  }
}

extension Array {
  /// The element at `index`, or `value` where there is none yet.
  fileprivate subscript<Wrapped>(index: Int, default value: @autoclosure () -> Wrapped) -> Wrapped
  where Element == Wrapped? {
    get { self[index] ?? value() }
    set { self[index] = newValue }
  }
}
