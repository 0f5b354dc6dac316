/// Philox4x32-10: a counter-based random number generator.
///
/// The numbers are a function of where they stand: word `k` of the stream is the `k mod 2`-th half
/// of
///
/// ```
/// block(k / 2) = B_seed(k / 2, stream)
/// ```
///
/// where `B_seed` is ten rounds of a keyed bijection of 128-bit numbers, the block number in the
/// low 64 bits and `stream` in the high 64. What this promises, in this order:
///
/// 1. The same bits on every machine, and the same as `vm_random_bits` in `CVectorMath` makes for
///    whole blocks of memory; the known answers of the authors' own implementation hold.
/// 2. A stream of 2^64 words may be entered anywhere in constant time (``position``).
/// 3. Streams of one seed never share a block: `B_seed` is a bijection and their counters are
///    disjoint. See ``stream(_:)`` and ``split(into:)`` for which of the two to use.
/// 4. Speed: one block costs twenty 32-bit multiplications, and gives two words.
///
/// It passes TestU01's BigCrush (seven rounds do already), and is not a cipher: do not use it for
/// secrets.
///
/// Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3", SC'11, doi:10.1145/2063384.2063405.
public struct Philox4x32: RandomNumberGenerator, Sendable {
  /// The key of the bijection.
  public let seed: UInt64

  /// The high half of the counter.
  public let stream: UInt64

  /// The index of the next word. Never set without `pending`.
  @usableFromInline internal var index: UInt64

  /// The second half of the current block; means something only where `index` is odd.
  @usableFromInline internal var pending: UInt64

  /// The generator of this seed and stream, at its first word.
  @inlinable
  public init(seed: UInt64, stream: UInt64 = 0) {
    self.seed = seed
    self.stream = stream
    self.index = 0
    self.pending = 0
  }

  /// The next 64 bits. After 2^64 words the stream starts again.
  @inlinable
  public mutating func next() -> UInt64 {
    let current = index
    index = current &+ 1
    if current & 1 == 1 {
      return pending
    }
    let words = Self.block(current &>> 1, stream: stream, seed: seed)
    pending = words.1
    return words.0
  }
}

// MARK: - Position

extension Philox4x32 {
  /// The index in the stream of the word that ``next()`` will give.
  @inlinable
  public var position: UInt64 {
    get { index }
    set {
      index = newValue
      if newValue & 1 == 1 {
        pending = Self.block(newValue &>> 1, stream: stream, seed: seed).1
      }
    }
  }

  /// Skips `count` words, in constant time.
  @inlinable
  public mutating func advance(by count: UInt64) {
    position = index &+ count
  }
}

// MARK: - Streams

extension Philox4x32 {
  /// The stream of that number of the same seed, from its first word.
  ///
  /// For work that is numbered: stream `i` for the `i`-th row, whatever thread does it. Different
  /// numbers never share a block, by construction. The number replaces the present one, so
  /// `g.stream(3).stream(5)` is `g.stream(5)`; to part a part again, use ``split(into:)``.
  @inlinable
  public func stream(_ number: UInt64) -> Philox4x32 {
    Philox4x32(seed: seed, stream: number)
  }

  /// That many generators, of a seed and stream drawn from this one, which moves on by two words
  /// for each.
  ///
  /// For work that is parted recursively, by people who do not know of each other. The 128 bits
  /// that name a generator are pseudo-random themselves: among n generators ever made so, two
  /// coincide with probability below n² / 2^129, and generators of different seeds are different
  /// bijections, unrelated as far as any test of Philox knows.
  ///
  /// - Parameter count: how many; none if not positive.
  @inlinable
  public mutating func split(into count: Int) -> [Philox4x32] {
    var parts: [Philox4x32] = []
    parts.reserveCapacity(max(count, 0))
    for _ in 0..<max(count, 0) {
      let seed = next()
      let stream = next()
      parts.append(Philox4x32(seed: seed, stream: stream))
    }
    return parts
  }

  /// One more generator, independent of what this one gives from now on: `split(into: 1)`.
  @inlinable
  public mutating func split() -> Philox4x32 {
    let seed = next()
    let stream = next()
    return Philox4x32(seed: seed, stream: stream)
  }
}

// MARK: - The bijection

extension Philox4x32 {
  /// The two words of one block: the value of the bijection at the counter
  /// `number + 2^64 · stream` under the key `seed`.
  ///
  /// With 32-bit halves `c0 … c3` of the counter and `k0, k1` of the key, low halves first, a round
  /// is
  ///
  /// ```
  /// (c0, c1, c2, c3) ← (high(M1·c2) ^ c1 ^ k0, low(M1·c2), high(M0·c0) ^ c3 ^ k1, low(M0·c0))
  /// (k0, k1) ← (k0 + W0, k1 + W1)
  /// ```
  @inlinable
  public static func block(
    _ number: UInt64, stream: UInt64, seed: UInt64
  ) -> (UInt64, UInt64) {
    var c0 = UInt32(truncatingIfNeeded: number)
    var c1 = UInt32(truncatingIfNeeded: number &>> 32)
    var c2 = UInt32(truncatingIfNeeded: stream)
    var c3 = UInt32(truncatingIfNeeded: stream &>> 32)
    var k0 = UInt32(truncatingIfNeeded: seed)
    var k1 = UInt32(truncatingIfNeeded: seed &>> 32)
    for _ in 0..<10 {
      let first = UInt64(c0) &* 0xD251_1F53
      let second = UInt64(c2) &* 0xCD9E_8D57
      c0 = UInt32(truncatingIfNeeded: second &>> 32) ^ c1 ^ k0
      c1 = UInt32(truncatingIfNeeded: second)
      c2 = UInt32(truncatingIfNeeded: first &>> 32) ^ c3 ^ k1
      c3 = UInt32(truncatingIfNeeded: first)
      k0 = k0 &+ 0x9E37_79B9
      k1 = k1 &+ 0xBB67_AE85
    }
    return (UInt64(c1) &<< 32 | UInt64(c0), UInt64(c3) &<< 32 | UInt64(c2))
  }
}

// MARK: - Equality and storage

extension Philox4x32: Hashable {
  /// Two generators are equal if they give the same words from now on.
  @inlinable
  public static func == (a: Philox4x32, b: Philox4x32) -> Bool {
    a.seed == b.seed && a.stream == b.stream && a.index == b.index
  }

  /// Hashes what ``==(_:_:)`` compares.
  @inlinable
  public func hash(into hasher: inout Hasher) {
    hasher.combine(seed)
    hasher.combine(stream)
    hasher.combine(index)
  }
}

extension Philox4x32: Codable {
  private enum CodingKeys: String, CodingKey {
    case seed, stream, position
  }

  /// Reads what ``encode(to:)`` wrote: the generator goes on where it stood.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      seed: try values.decode(UInt64.self, forKey: .seed),
      stream: try values.decode(UInt64.self, forKey: .stream))
    position = try values.decode(UInt64.self, forKey: .position)
  }

  /// Writes seed, stream and position.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(seed, forKey: .seed)
    try values.encode(stream, forKey: .stream)
    try values.encode(index, forKey: .position)
  }
}

extension Philox4x32: CustomStringConvertible {
  /// Seed, stream and position.
  public var description: String {
    "Philox4x32(seed: \(seed), stream: \(stream), position: \(index))"
  }
}
