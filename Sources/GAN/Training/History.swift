/// What training was like, as means over stretches of steps.
public struct History: Sendable, Hashable, Codable {
  /// One stretch.
  public struct Entry: Sendable, Hashable, Codable {
    /// The last step of the stretch, counted from 1.
    public let step: Int
    public let criticLoss: Double
    /// The Wasserstein estimate, or the value of the minimax game.
    public let distance: Double
    public let penalty: Double
    public let generatorLoss: Double
  }

  /// How many steps a stretch has.
  public let interval: Int
  public private(set) var entries: [Entry] = []
  private var sums: [Double] = [0, 0, 0, 0]
  private var count = 0

  public init(interval: Int) { self.interval = max(interval, 1) }

  /// Adds a step; the last step of all ends a stretch in any case.
  mutating func add(_ losses: StepLosses, step: Int, isLast: Bool) {
    let values = [losses.critic, losses.distance, losses.penalty, losses.generator]
    for (i, value) in values.enumerated() { sums[i] += value }
    count += 1
    guard isLast || step % interval == 0 else { return }
    let n = Double(count)
    entries.append(
      Entry(
        step: step, criticLoss: sums[0] / n, distance: sums[1] / n, penalty: sums[2] / n,
        generatorLoss: sums[3] / n))
    sums = [0, 0, 0, 0]
    count = 0
  }

  /// The table with a header.
  public var csv: String {
    var text = "step,critic_loss,distance,penalty,generator_loss\n"
    for e in entries {
      text += "\(e.step),\(e.criticLoss),\(e.distance),\(e.penalty),\(e.generatorLoss)\n"
    }
    return text
  }
}

/// The losses of one step: the critic's are means over its updates.
public struct StepLosses: Sendable, Hashable, Codable {
  public var critic: Double
  public var distance: Double
  public var penalty: Double
  public var generator: Double
}
