/// How the elements of a node lie in another node's memory.
struct View {
  /// The plan's number of the node whose memory it is.
  var base: Int
  var offset: Int
  /// Elements between neighbours along each axis; 0 where an axis is stretched.
  var strides: [Int]

  init(base: Int, offset: Int = 0, strides: [Int]) {
    self.base = base
    self.offset = offset
    self.strides = strides
  }

  /// Whether elements lie one after another without gaps, for the given shape.
  func isContiguous(_ shape: [Int]) -> Bool {
    var step = 1
    for axis in shape.indices.reversed() {
      if shape[axis] != 1 && strides[axis] != step { return false }
      step *= shape[axis]
    }
    return true
  }

  /// The view of a view operation on this one, or nil where strides cannot say it.
  func applying(_ operation: Operation, from old: [Int], to new: [Int]) -> View? {
    var result = self
    switch operation {
    case .reshape:
      guard isContiguous(old) else { return nil }
      result.strides = new.contiguousStrides
    case .broadcast:
      let extra = new.count - old.count
      result.strides = [Int](repeating: 0, count: new.count)
      for axis in old.indices where old[axis] == new[axis + extra] {
        result.strides[axis + extra] = strides[axis]
      }
    case .transpose(let permutation):
      result.strides = permutation.map { strides[$0] }
    case .slice(let start, let step):
      for axis in old.indices {
        result.offset += start[axis] * strides[axis]
        result.strides[axis] *= step[axis]
      }
    default: return nil
    }
    return result
  }
}

/// A view read as part of a pass over a larger shape, with axes that run together merged.
struct StridedAccess: Sendable {
  let offset: Int
  /// Lengths and strides from the outermost axis to the innermost, none of length 1.
  let lengths: [Int]
  let strides: [Int]

  init(_ view: View, shape: [Int], domain: [Int]) {
    var lengths: [Int] = []
    var strides: [Int] = []
    let extra = domain.count - shape.count
    for axis in domain.indices where domain[axis] != 1 {
      let own = axis - extra
      let stride = own >= 0 && shape[own] != 1 ? view.strides[own] : 0
      if let last = strides.last, last == stride * domain[axis] {
        lengths[lengths.count - 1] *= domain[axis]
        strides[strides.count - 1] = stride
      } else {
        lengths.append(domain[axis])
        strides.append(stride)
      }
    }
    self.offset = view.offset
    self.lengths = lengths
    self.strides = strides
  }

  /// The length of a row that is used again and again, if that is what is read.
  var repeatedRow: Int? {
    lengths.count == 2 && strides[0] == 0 && strides[1] != 0 ? lengths[1] : nil
  }

  enum Pattern {
    /// Element i at offset + i.
    case contiguous
    /// The same element throughout.
    case single
    case strided
  }

  var pattern: Pattern {
    switch strides.count {
    case 0: .single
    case 1: strides[0] == 1 ? .contiguous : strides[0] == 0 ? .single : .strided
    default: .strided
    }
  }

  /// Copies elements `start..<start + count` of the domain, the rows of the innermost two axes at a time.
  func copy<Element>(
    from source: UnsafePointer<Element>, start: Int, count: Int,
    to target: UnsafeMutablePointer<Element>
  ) {
    let outer = lengths.count - 2
    let plane = Plane(
      offset: 0, inner: lengths[outer + 1], innerStride: strides[outer + 1],
      outerStride: strides[outer])
    let size = lengths[outer] * plane.inner
    var index = start / size
    var first = start - index * size
    var written = 0
    while written < count {
      // The position of the plane's first element.
      var position = offset
      var rest = index
      var axis = outer - 1
      while axis >= 0 {
        let length = lengths[axis]
        let quotient = rest / length
        position += (rest - quotient * length) * strides[axis]
        rest = quotient
        axis -= 1
      }
      let part = min(size - first, count - written)
      plane.copy(from: source + position, start: first, count: part, to: target + written)
      written += part
      first = 0
      index += 1
    }
  }
}

extension StridedAccess {
  /// Rows of equal stride, which are plain numbers: to read through one counts no references.
  struct Plane: Sendable {
    let offset: Int
    let inner: Int
    let innerStride: Int
    let outerStride: Int
  }

  /// The access as rows, where it has one axis or two.
  var plane: Plane? {
    guard let inner = lengths.last, let innerStride = strides.last, lengths.count <= 2 else {
      return nil
    }
    return Plane(
      offset: offset, inner: inner, innerStride: innerStride,
      outerStride: lengths.count == 2 ? strides[0] : 0)
  }
}

extension StridedAccess.Plane {
  /// Copies elements `start..<start + count` of the domain.
  @inline(__always)
  func copy<Element>(
    from source: UnsafePointer<Element>, start: Int, count: Int,
    to target: UnsafeMutablePointer<Element>
  ) {
    var row = start / inner
    var column = start - row * inner
    var written = 0
    while written < count {
      let run = min(inner - column, count - written)
      let from = source + offset + row * outerStride + column * innerStride
      let to = target + written
      switch innerStride {
      case 1: to.update(from: from, count: run)
      case 0: to.update(repeating: from.pointee, count: run)
      default: for i in 0..<run { to[i] = from[i * innerStride] }
      }
      written += run
      column = 0
      row += 1
    }
  }
}
