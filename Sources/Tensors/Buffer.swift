import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Memory that holds the elements of a tensor, given back to a pool when nobody uses it.
///
/// `@unchecked Sendable` is safe: a buffer is written only by the evaluation that made it, before
/// it is published to other threads, and is constant from then on; or by a later one that is the only one
/// to hold it, and publishes it anew.
final class Buffer: @unchecked Sendable {
  let pointer: UnsafeMutableRawPointer
  let capacity: Int

  /// The buffer that this one is a part of.
  private let whole: Buffer?

  init(bytes: Int) {
    (pointer, capacity) = BufferPool.take(atLeast: bytes)
    whole = nil
  }

  /// Some bytes of `whole`, which they keep.
  init(partOf whole: Buffer, at offset: Int, bytes: Int) {
    pointer = whole.pointer + offset
    capacity = bytes
    self.whole = whole
  }

  /// Whether the memory is a part of another buffer's.
  var isPart: Bool { whole != nil }

  deinit { if whole == nil { BufferPool.give(pointer, capacity: capacity) } }

  func typed<Scalar>(_ type: Scalar.Type) -> UnsafeMutablePointer<Scalar> {
    pointer.assumingMemoryBound(to: type)
  }
}

/// Free memory in blocks of some 8 sizes between each power of two and the next.
enum BufferPool {
  /// More than this many free bytes are not kept.
  private static let keptBytes = 1 << 28
  private struct State {
    var free = [[UInt]](repeating: [], count: 512)
    var freeBytes = 0
  }
  private static let state = Mutex(State())

  /// The class of a size and the bytes it really has, with at most an eighth wasted.
  private static func sizeClass(_ bytes: Int) -> (index: Int, capacity: Int) {
    let size = Swift.max(bytes, 64)
    let log = Int.bitWidth - 1 - size.leadingZeroBitCount
    let step = 1 << Swift.max(log - 3, 6)
    let capacity = (size + step - 1) / step * step
    let top = Int.bitWidth - 1 - capacity.leadingZeroBitCount
    let eighth = top >= 3 ? (capacity >> (top - 3)) & 7 : 0
    return (top * 8 + eighth, capacity)
  }

  static func take(atLeast bytes: Int) -> (UnsafeMutableRawPointer, Int) {
    let (index, capacity) = sizeClass(bytes)
    let address = state.withLock { state -> UInt? in
      guard let address = state.free[index].popLast() else { return nil }
      state.freeBytes -= capacity
      return address
    }
    if let address, let pointer = UnsafeMutableRawPointer(bitPattern: address) {
      return (pointer, capacity)
    }
    return (allocate(capacity), capacity)
  }

  private static let largePage = 1 << 21
  /// How far large blocks begin from their pages: not all at one place, or an element's neighbours in
  /// several operands would compete for the same lines of the cache.
  private static let spreads = 13
  private static let spread = 320
  private static let turn = Atomic<Int>(0)

  private static func isLarge(_ capacity: Int) -> Bool { capacity >= 2 * largePage }

  /// Memory from the system, large blocks in large pages where it has them: a first touch of every 4 KB
  /// costs more than computing the numbers.
  private static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer {
    guard isLarge(capacity) else {
      return UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 64)
    }
    let whole = capacity + spreads * spread
    let base = UnsafeMutableRawPointer.allocate(byteCount: whole, alignment: largePage)
    #if os(Linux)
      // Advice: where it is not taken, the pages are small and nothing else is different.
      _ = madvise(base, whole / largePage * largePage, MADV_HUGEPAGE)
    #endif
    return base + turn.wrappingAdd(1, ordering: .relaxed).oldValue % spreads * spread
  }

  private static func deallocate(_ pointer: UnsafeMutableRawPointer, _ capacity: Int) {
    // A large block begins less than a page after the memory it came from.
    let offset = isLarge(capacity) ? Int(bitPattern: pointer) & (largePage - 1) : 0
    (pointer - offset).deallocate()
  }

  static func give(_ pointer: UnsafeMutableRawPointer, capacity: Int) {
    let (index, _) = sizeClass(capacity)
    let kept = state.withLock { state -> Bool in
      guard state.freeBytes + capacity <= keptBytes else { return false }
      state.free[index].append(UInt(bitPattern: pointer))
      state.freeBytes += capacity
      return true
    }
    if !kept { deallocate(pointer, capacity) }
  }
}
