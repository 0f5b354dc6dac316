/// Which results of a plan's steps may be written where an operand of the step lies: numbers that the
/// plan does not read any more. An update of a large state then moves in its own memory.
struct MemoryReuse {
  let overwrites: [[Kernel.Overwrite]]

  init(steps: [Plan.Step], stages: [Plan.Stage], released: [[Int]]) {
    var overwrites = [[Kernel.Overwrite]](repeating: [], count: steps.count)
    for stage in stages {
      for index in stage.steps {
        guard case .kernel(let kernel) = steps[index] else { continue }
        overwrites[index] = kernel.overwrites.filter { overwrite in
          // The steps of a stage run side by side, in any order.
          released[index].contains(overwrite.memory)
            && !stage.steps.contains {
              $0 != index && steps[$0].operands.contains(overwrite.memory)
            }
        }
      }
    }
    self.overwrites = overwrites
  }
}
