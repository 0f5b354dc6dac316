import Tensors

/// KL of every pair of two lists of normal laws.
///
/// ```
/// KL = (δ² + d²)/2 + δ − (log σp − log σq),   δ = σp/σq − 1,  d = (μp − μq)/σq
/// ```
///
/// with one logarithm for each law and none for a pair. Where the sum has lost more than three of its
/// digits, as near equality, the pair is done again by the closed form, which loses none.
struct PairwiseNormal {
  private let qs: [Normal<Double>]
  private let means: [Double]
  private let deviations: [Double]
  private let inverses: [Double]
  private let logs: [Double]

  /// How much smaller than its terms a sum may be.
  private static let share = 0x1p-10
  private typealias Lanes = SIMD8<Double>

  init(from qs: [Normal<Double>]) {
    self.qs = qs
    // Filled up to whole vectors, with numbers that disturb nobody.
    let padding = [Double](repeating: 1, count: 8)
    means = qs.map(\.mean) + padding
    deviations = qs.map(\.standardDeviation) + padding
    inverses = qs.map { 1 / $0.standardDeviation } + padding
    logs = qs.map { log($0.standardDeviation) } + padding
  }

  func matrix(of ps: [Normal<Double>]) -> Tensor<Double> {
    matrixByRows(ps.count, qs.count) { row, out in write(ps[row], to: out) }
  }

  private func write(_ p: Normal<Double>, to out: UnsafeMutablePointer<Double>) {
    let count = qs.count
    let mean = p.mean
    let deviation = p.standardDeviation
    let ownLog = log(deviation)
    let threshold = abs(ownLog)
    let share = Self.share
    means.withUnsafeBytes { means in
      deviations.withUnsafeBytes { deviations in
        inverses.withUnsafeBytes { inverses in
          logs.withUnsafeBytes { logs in
            var column = 0
            while column < count {
              let place = column * MemoryLayout<Double>.stride
              let inverse = inverses.loadUnaligned(fromByteOffset: place, as: Lanes.self)
              let otherLog = logs.loadUnaligned(fromByteOffset: place, as: Lanes.self)
              let otherDeviation = deviations.loadUnaligned(fromByteOffset: place, as: Lanes.self)
              let otherMean = means.loadUnaligned(fromByteOffset: place, as: Lanes.self)
              let spread = (deviation - otherDeviation) * inverse
              let distance = (mean - otherMean) * inverse
              let squares = (spread * spread + distance * distance) * 0.5
              let value = squares + (spread - (ownLog - otherLog))
              let size = share * (Self.absolute(spread) + Self.absolute(otherLog) + threshold)
              let isSharp = (value .> size) .& (value .< 1e300)
              if column + 8 <= count {
                UnsafeMutableRawPointer(out + column).storeBytes(of: value, as: Lanes.self)
              } else {
                for lane in 0..<(count - column) { out[column + lane] = value[lane] }
              }
              // NaN, too, is not above its size.
              if !Self.all(isSharp) {
                for lane in 0..<min(8, count - column) where !isSharp[lane] {
                  out[column + lane] = careful(p, qs[column + lane])
                }
              }
              column += 8
            }
          }
        }
      }
    }
  }

  private func careful(_ p: Normal<Double>, _ q: Normal<Double>) -> Double {
    normalDivergence(
      means: (p.mean, q.mean), standardDeviations: (p.standardDeviation, q.standardDeviation))
  }

  @inline(__always)
  private static func absolute(_ x: Lanes) -> Lanes { pointwiseMax(x, -x) }

  @inline(__always)
  private static func all(_ mask: SIMDMask<SIMD8<Int64>>) -> Bool {
    Swift.all(mask)
  }
}
