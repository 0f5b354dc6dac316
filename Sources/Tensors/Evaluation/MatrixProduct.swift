import COpenBLAS

/// A batched matrix product on fixed tiles, so that the bits do not depend on the threads; made once,
/// when the product is planned.
final class MatrixProduct: Sendable {
  private let type: ScalarType
  private let m: Int
  private let n: Int
  private let k: Int
  let first: Factor
  let second: Factor
  private let batch: Int
  /// How threads share it, and how one of them does it alone.
  private let tiles: Tiles
  private let ownTiles: Tiles
  private let isAdded: Bool

  struct Factor: Sendable {
    /// The plan's number of the memory, and the bytes before the first element there.
    let memory: Int
    let start: Int
    /// Where each matrix of a batch begins, in elements.
    let offsets: [Int]
    /// Whether BLAS must transpose what lies in memory, and the length of its rows there.
    let isTransposed: Bool
    let rowLength: Int

    init(_ operand: Plan.Bulk.Operand, transpose: Bool, batch: [Int]) {
      memory = operand.memory
      start = operand.offset * operand.type.size
      offsets = operand.batchOffsets(over: batch)
      let rank = operand.shape.count
      let (rows, columns) = (operand.shape[rank - 2], operand.shape[rank - 1])
      let (row, column) = (operand.strides[rank - 2], operand.strides[rank - 1])
      let isPlain = (column == 1 || columns == 1) && (row >= max(columns, 1) || rows == 1)
      isTransposed = transpose != !isPlain
      rowLength = isPlain ? max(rows == 1 ? columns : row, 1) : max(columns == 1 ? rows : column, 1)
    }

    /// Elements from one row of op(A) to the next.
    var rowStep: Int { isTransposed ? 1 : rowLength }
    /// Elements from one column of it to the next.
    var columnStep: Int { isTransposed ? rowLength : 1 }
  }

  init?(
    _ operation: Operation, shape: [Int], operands: [Plan.Bulk.Operand], isAdded: Bool
  ) {
    guard case .multiplyMatrices(let transposeFirst, let transposeSecond) = operation else {
      return nil
    }
    self.isAdded = isAdded
    let (a, b) = (operands[0], operands[1])
    type = a.type
    let rank = shape.count
    let batchShape = Array(shape.dropLast(2))
    m = shape[rank - 2]
    n = shape[rank - 1]
    k = transposeFirst ? a.shape[a.shape.count - 2] : a.shape[a.shape.count - 1]
    batch = batchShape.elementCount
    first = Factor(a, transpose: transposeFirst, batch: batchShape)
    second = Factor(b, transpose: transposeSecond, batch: batchShape)
    // OpenBLAS rounds differently in other pieces: its products are cut in one way.
    let hasPanels =
      k <= 4096 && m * n * k <= 1 << 30
      && blas_has_own_products(second.isTransposed ? 1 : 0, m, n, k) != 0
    let bytes = a.type == .float32 ? 4 : 8
    if hasPanels {
      tiles = Tiles(panelsOf: m, n, k, bytes: bytes, isShared: true)
      ownTiles = Tiles(panelsOf: m, n, k, bytes: bytes, isShared: false)
    } else {
      tiles = Tiles(m, n, k)
      ownTiles = tiles
    }
  }

  /// The tiles of all products, each a task of its own.
  var taskCount: Int { batch * tiles.count }

  /// Roughly the nanoseconds it takes; a short row takes as long as a vector.
  var cost: Float { Float(batch) * Float(m) * Float(max(n, 16)) * Float(k) / 100 }

  /// Computes it all, one tile after the other.
  func run(
    _ a: UnsafeMutableRawPointer, _ b: UnsafeMutableRawPointer, into out: UnsafeMutableRawPointer
  ) {
    for task in 0..<batch * ownTiles.count { run(task, of: ownTiles, a, b, into: out) }
  }

  func run(
    task: Int, _ a: UnsafeMutableRawPointer, _ b: UnsafeMutableRawPointer,
    into out: UnsafeMutableRawPointer
  ) {
    run(task, of: tiles, a, b, into: out)
  }

  private func run(
    _ task: Int, of tiles: Tiles, _ a: UnsafeMutableRawPointer, _ b: UnsafeMutableRawPointer,
    into out: UnsafeMutableRawPointer
  ) {
    if type == .float32 {
      run(
        task, of: tiles, a.assumingMemoryBound(to: Float.self),
        b.assumingMemoryBound(to: Float.self),
        into: out.assumingMemoryBound(to: Float.self))
    } else {
      run(
        task, of: tiles, a.assumingMemoryBound(to: Double.self),
        b.assumingMemoryBound(to: Double.self),
        into: out.assumingMemoryBound(to: Double.self))
    }
  }

  private func run<T: LinearAlgebraScalar>(
    _ task: Int, of tiles: Tiles, _ a: UnsafeMutablePointer<T>, _ b: UnsafeMutablePointer<T>,
    into out: UnsafeMutablePointer<T>
  ) {
    let (i, tile) = task.quotientAndRemainder(dividingBy: tiles.count)
    let (down, across) = tile.quotientAndRemainder(dividingBy: tiles.across)
    let (row, column) = (down * tiles.rows, across * tiles.columns)
    let height = (down + 1) * tiles.across == tiles.count ? m - row : tiles.rows
    let width = across + 1 == tiles.across ? n - column : tiles.columns
    let target = out + i * m * n + row * n + column
    if k == 0 {
      if isAdded { return }
      for line in 0..<height { (target + line * n).update(repeating: 0, count: width) }
      return
    }
    T.multiply(
      first.isTransposed, second.isTransposed, height, width, k,
      a + first.offsets[i] + row * first.rowStep, first.rowLength,
      b + second.offsets[i] + column * second.columnStep, second.rowLength, target, n,
      adding: isAdded)
  }

  /// How a product is cut. BLAS copies the rows and columns that a tile is made of before it
  /// multiplies: the fewer and the squarer the tiles, the less is copied. Small products stay whole.
  private struct Tiles: Sendable {
    /// Of each tile but the last ones, which reach to the end.
    let rows: Int
    let columns: Int
    let across: Int
    let count: Int

    init(_ m: Int, _ n: Int, _ k: Int) {
      let work = m * n * k
      var (down, across) = (1, 1)
      if work > 4_000_000 {
        // At least two, of some 48 million multiplications, and no more than many threads need.
        let wanted = min(32, max(2, work / 48_000_000))
        while down * across < wanted {
          if m * across >= n * down { down *= 2 } else { across *= 2 }
        }
      }
      rows = max(1, ((m + down - 1) / down + 7) / 8 * 8)
      columns = max(1, ((n + across - 1) / across + 15) / 16 * 16)
      self.across = (n + columns - 1) / columns
      count = (m + rows - 1) / rows * self.across
    }

    /// Moderate sizes go through panels of columns, 32 floats or 16 doubles, while the rows stay in cache:
    /// tiles of some microseconds cost nothing. Where there are rows enough they are cut too, into a few
    /// pieces for the threads, each of which reads all of the second factor, and into what a cache holds: what
    /// comes of a row depends on that row alone, and stays with its thread. Narrow products are cut down their
    /// rows only, into pieces of one size. The sums' bits do not depend on the tiles: what is left of rows or
    /// columns, too little for panels, goes with the last tile.
    init(panelsOf m: Int, _ n: Int, _ k: Int, bytes: Int, isShared: Bool) {
      let work = m * n * k
      let panels = (n + 31) / 32
      let isNarrow = panels < 4
      let wanted =
        isShared && work > 1_000_000
        ? min(32, max(2, work / (isNarrow ? 4_000_000 : 1_000_000))) : 1
      let rowBytes = max(k * bytes, 1)
      // A product of more rows than `most` is none of our own.
      let most = max(1, (1 << 21) / rowBytes)
      let rowsInCache =
        isShared ? max(1, min(most, blas_cached_factor_bytes() / rowBytes)) : most
      let pieces = min(wanted, isNarrow ? m / 28 : min(m / 112, min(4, ThreadCount.available)))
      let down = max(1, pieces, (m + rowsInCache - 1) / rowsInCache)
      let perTile = isNarrow ? panels : (panels * down + wanted - 1) / wanted
      columns = 32 * max(1, perTile)
      across = max(0, n - 16) / columns + 1
      let even = (m + down - 1) / down
      rows = max(14, min(most - 13, (even + 13) / 14 * 14))
      count = m == 0 || n == 0 ? 0 : (max(0, m - 14) / rows + 1) * across
    }
  }
}
