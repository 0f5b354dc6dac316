/// What is to be computed, in order, for every graph of one signature.
final class Plan: Sendable {
  /// How many pieces of memory there are; steps name them by number.
  let memoryCount: Int
  /// Nodes whose numbers are in memory before the first step, with the memory's number.
  let leaves: [(node: Int, memory: Int)]
  /// Constants that a step reads as memory.
  let storedConstants: [(constant: Int, memory: Int, type: ScalarType)]
  /// Constants and draws, whose values are not part of the plan.
  let constants: [Int]
  let randoms: [Int]
  let steps: [Step]
  let stages: [Stage]
  /// The most scratch memory that a step takes.
  let scratchBytes: Int
  /// Where intermediate results lie that have no memory of their own.
  let arena: Arena
  /// For each stage, the memory of its own that is not needed after it.
  let released: [[Int]]
  /// For each step, which of its results may take the place of numbers that nobody reads later.
  let overwrites: [[Kernel.Overwrite]]
  /// For memory that is a part of what a concatenation gives: where it lies there.
  let places: [Place?]
  /// For each root, the memory that holds its numbers.
  let roots: [Int]

  /// The bytes of a concatenation's result that an operand is written to in the first place.
  struct Place: Sendable {
    let whole: Int
    let offset: Int
    let wholeBytes: Int
  }

  /// Steps that depend on none of each other.
  struct Stage: Sendable {
    let steps: Range<Int>
    /// Roughly the nanoseconds that a second thread would save; 0 where the steps share their work
    /// themselves.
    let gain: Float
    /// What the steps consist of, in the order in which threads take it.
    let tasks: [Task]
  }

  /// A part of a step that may run beside the others.
  struct Task: Sendable {
    /// The step's place in its stage.
    let step: Int32
    let number: Int32
  }

  enum Step: Sendable {
    case kernel(Kernel)
    case bulk(Bulk)

    /// How many tasks the step consists of.
    var taskCount: Int {
      switch self {
      case .kernel(let kernel): kernel.chunks
      case .bulk(let bulk): bulk.product?.taskCount ?? 1
      }
    }

    /// Roughly the nanoseconds it takes.
    var cost: Float {
      switch self {
      case .kernel(let kernel): kernel.cost
      case .bulk(let bulk): bulk.product?.cost ?? 0.2 * Float(bulk.count)
      }
    }
  }

  /// An operation that is not elementwise. A class, as ``Kernel`` is: carrying out a plan hands it on
  /// without counting the references of all that it holds.
  final class Bulk: Sendable {
    let operation: Operation
    let type: ScalarType
    let shape: [Int]
    let operands: [Operand]
    let result: Int

    struct Operand: Sendable {
      let memory: Int
      let type: ScalarType
      let shape: [Int]
      let offset: Int
      let strides: [Int]
    }

    let count: Int
    /// How many rows have losses.
    var lossCount: Int { shape.dropLast().elementCount }
    /// Whether the operation itself spreads its work over threads.
    var isParallel: Bool {
      switch operation {
      case .multiplyMatrices, .concatenate, .pad, .gather, .scatterAdd, .cumulativeSum: false
      default: true
      }
    }
    /// Memory for the losses that come with their slopes.
    let losses: Int?
    /// How the product is cut, if it is one of matrices.
    let product: MatrixProduct?

    init(
      operation: Operation, type: ScalarType, shape: [Int], operands: [Operand], result: Int,
      isAdded: Bool = false, losses: Int? = nil
    ) {
      self.operation = operation
      self.type = type
      self.shape = shape
      self.operands = operands
      self.result = result
      self.losses = losses
      count = shape.elementCount
      product = MatrixProduct(operation, shape: shape, operands: operands, isAdded: isAdded)
    }
  }

  init(
    memoryCount: Int, leaves: [(node: Int, memory: Int)],
    storedConstants: [(constant: Int, memory: Int, type: ScalarType)], constants: [Int],
    randoms: [Int], steps: [Step], stages: [Stage], arena: Arena, released: [[Int]],
    overwrites: [[Kernel.Overwrite]], places: [Place?], roots: [Int]
  ) {
    self.memoryCount = memoryCount
    self.leaves = leaves
    self.storedConstants = storedConstants
    self.constants = constants
    self.randoms = randoms
    self.steps = steps
    self.stages = stages
    scratchBytes = steps.reduce(0) { most, step in
      if case .kernel(let kernel) = step { max(most, kernel.scratchBytes) } else { most }
    }
    self.arena = arena
    self.released = released
    self.overwrites = overwrites
    self.places = places
    self.roots = roots
  }
}
