import GAN
import Testing

@Suite(.serialized) struct TrainerTests {
  private func settings(_ steps: Int, seed: UInt64 = 5) -> TrainingSettings {
    TrainingSettings(
      steps: steps, batch: 16, criticSteps: 2, generatorOptimizer: Adam(learningRate: 1e-3),
      criticOptimizer: Adam(learningRate: 1e-3), decayStart: 0.5, averaging: 0.9, seed: seed,
      historyInterval: 3)
  }

  private func gan(
    _ steps: Int, seed: UInt64 = 5, objective: any Objective = Wasserstein()
  ) throws -> TableGAN {
    try TableGAN(
      Table.iris(), conditions: ["species"], objective: objective,
      networks: NetworkSettings(generatorHidden: [8, 8], criticHidden: [8, 8], noiseWidth: 3),
      settings: settings(steps, seed: seed))
  }

  private static let objectives: [any Objective] = [
    Wasserstein(), Classic(), LeastSquares(penalty: 0.1), Hinge(penalty: 0.1), Relativistic(),
  ]

  @Test(arguments: objectives.indices)
  func sameSeedSameBitsOnAnyThreads(number: Int) throws {
    let objective = Self.objectives[number]
    let before = ThreadCount.current
    defer { ThreadCount.current = before }
    var texts: [String] = []
    for threads in [1, 2, 4] {
      ThreadCount.current = threads
      var gan = try gan(10, objective: objective)
      try gan.train()
      texts.append(gan.sample(count: 40, seed: 1).csv + gan.trainer.history.csv)
    }
    #expect(texts[0] == texts[1] && texts[0] == texts[2])
    var other = try gan(10, seed: 6, objective: objective)
    try other.train()
    #expect(other.sample(count: 40, seed: 1).csv != texts[0])
  }

  @Test func resumedTrainingGivesTheSameBits() throws {
    var whole = try gan(11)
    try whole.train()
    var first = try gan(11)
    try first.train { trainer, _ in trainer.step == 4 ? .stop : .proceed }
    #expect(first.trainer.step == 4)
    let bytes = try first.trainer.checkpoint().encoded()
    var second = try gan(11)
    try second.trainer.restore(from: Safetensors(bytes))
    try second.train()
    #expect(try second.trainer.checkpoint().encoded() == whole.trainer.checkpoint().encoded())
    #expect(second.sample(count: 9, seed: 2) == whole.sample(count: 9, seed: 2))
    #expect(second.trainer.history == whole.trainer.history)
    #expect(whole.trainer.history.entries.map(\.step) == [3, 6, 9, 11])
  }

  /// A traced step gives what the same formulas give, evaluated as they stand.
  @Test func tracedStepsAreTheFormulas() throws {
    var gan = try gan(1)
    let before = gan.trainer
    _ = try gan.trainer.advance()
    // One update of the critic later the generator has moved by one step of Adam: each parameter by
    // at most the learning rate, and most of them by nearly that.
    let rate = 1e-3
    var moved = 0
    var count = 0
    for (old, new) in zip(before.generator.parameters, gan.trainer.generator.parameters) {
      for (a, b) in zip(old.scalars, new.scalars) {
        #expect(Double(abs(b - a)) <= rate * 1.001)
        if Double(abs(b - a)) > 0.9 * rate { moved += 1 }
        count += 1
      }
    }
    #expect(moved * 2 > count)
  }

  @Test func trainingIsASequenceOfEvents() async throws {
    let start = try gan(6)
    var whole = start
    try whole.train()
    var last = 0
    var finished: TableGAN?
    for try await event in start.training() {
      switch event {
      case .step(let step, let losses):
        #expect(step > last && losses.critic.isFinite)
        last = step
      case .finished(let trained): finished = trained
      }
    }
    #expect(last == 6)
    #expect(finished?.sample(count: 5, seed: 1) == whole.sample(count: 5, seed: 1))
  }

  @Test func cancellationStopsTraining() async throws {
    let start = try gan(1_000_000)
    let task = Task {
      var copy = start
      try copy.train()
      return copy.trainer.step
    }
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    #expect(try await task.value < 1_000_000)
  }

  @Test func schedulesAreTheirFormulas() throws {
    // Seen from outside: a rate that ends at its share moves the last step by that much.
    var settings = settings(4)
    settings.rateEnd = 2
    #expect(throws: SettingsError.self) { try TableGAN(Table.iris(), settings: settings) }
    settings.rateEnd = 0.5
    settings.penaltyEnd = 0
    #expect(throws: SettingsError.self) { try TableGAN(Table.iris(), settings: settings) }
  }

  @Test func checkpointsOfOtherTrainingAreErrors() throws {
    let file = try gan(5).trainer.checkpoint()
    var longer = try gan(6)
    #expect(throws: CheckpointError.self) { try longer.trainer.restore(from: file) }
    var classic = try gan(5, objective: Classic())
    #expect(throws: CheckpointError.self) { try classic.trainer.restore(from: file) }
    #expect(throws: CheckpointError.self) { try longer.trainer.restore(from: Safetensors()) }
    var wider = try TableGAN(
      Table.iris(), conditions: ["species"],
      networks: NetworkSettings(generatorHidden: [9, 8], criticHidden: [8, 8], noiseWidth: 3),
      settings: settings(5))
    #expect(throws: CheckpointError.self) { try wider.trainer.restore(from: file) }
  }

  @Test func samplesHaveTheTablesColumnsAndShares() throws {
    var gan = try gan(2)
    try gan.train()
    let samples = gan.sample(count: 30, seed: 0)
    #expect(samples.columns.map(\.name) == gan.table.columns.map(\.name))
    guard case .labels(let species, let levels)? = samples.column("species")?.values else {
      Issue.record("species is no column of labels")
      return
    }
    #expect(levels == ["setosa", "versicolor", "virginica"])
    #expect((0..<3).map { level in species.count { $0 == level } } == [10, 10, 10])
    #expect(gan.sample(count: 0, seed: 0).rowCount == 0)
  }

  @Test func notANumberStopsWithItsName() throws {
    var settings = settings(50)
    settings.criticOptimizer.learningRate = 1e30
    var gan = try TableGAN(Table.iris(), conditions: ["species"], settings: settings)
    #expect {
      try gan.train()
    } throws: { error in
      guard let error = error as? TrainingError else { return false }
      return error.step >= 1 && !error.value.isFinite && !error.quantity.isEmpty
    }
  }

  @Test func badSettingsAreErrors() throws {
    let iris = try Table.iris()
    var bad = [TrainingSettings](repeating: TrainingSettings(), count: 5)
    bad[0].batch = 0
    bad[1].criticSteps = 0
    bad[2].averaging = 1
    bad[3].generatorOptimizer.learningRate = .nan
    bad[4].decayStart = 1.5
    for settings in bad {
      #expect(throws: SettingsError.self) { try TableGAN(iris, settings: settings) }
    }
    #expect(throws: SettingsError.self) {
      try TableGAN(iris, networks: NetworkSettings(generatorHidden: [0]))
    }
    #expect(throws: ParameterError.self) {
      try TableGAN(iris, noise: Normal<Double>(mean: 0, standardDeviation: -1))
    }
    #expect(throws: CSVError.self) { try TableGAN(iris, conditions: ["colour"]) }
  }

  /// Any law may be the noise; the mean of a column of 4,000 draws is within five standard errors.
  @Test func noiseIsAnyDistribution() throws {
    var random = Philox4x32(seed: 2)
    let uniform = try Noise(Uniform<Double>(lowerBound: 2, upperBound: 4), width: 3)
    let draws: Tensor<Float> = uniform.draw(4_000, using: &random)
    #expect(draws.shape == [4_000, 3])
    #expect(draws.scalars.allSatisfy { $0 >= 2 && $0 <= 4 })
    #expect(abs(draws.mean().scalar - 3) < 0.03)
    let coins: Tensor<Float> = try Noise(Bernoulli<Double>(probability: 0.25), width: 2)
      .draw(4_000, using: &random)
    #expect(coins.scalars.allSatisfy { $0 == 0 || $0 == 1 })
    #expect(abs(coins.mean().scalar - 0.25) < 0.025)
    #expect(throws: NoiseError.self) {
      try Noise(Normal<Double>(mean: 0, standardDeviation: 1), width: 0)
    }
  }

  @Test func interpolationKeepsItsEnds() {
    let (a, b) = (Tensor([3.0, 0]), Tensor([0.0, 3]))
    let half = 0.5.squareRoot() * 3
    let straight = Interpolation.linear(from: a, to: b, at: [0, 0.5, 1]).scalars
    #expect(straight == [3, 0, 1.5, 1.5, 0, 3])
    let round = Interpolation.spherical(from: a, to: b, at: [0, 0.5, 1]).scalars
    for (value, wanted) in zip(round, [3, 0, half, half, 0, 3]) {
      #expect(abs(value - wanted) < 1e-15)
    }
    let still = Interpolation.spherical(from: a, to: a, at: [0.3]).scalars
    #expect(abs(still[0] - 3) < 1e-15 && still[1] == 0)
  }

  /// Learning a shift and scale of the noise: the two moments of one normal column, unconditionally.
  @Test func learnsANormalColumn() throws {
    var random = Philox4x32(seed: 9)
    let draws = Tensor<Double>(standardNormal: [2_000], using: &random).scalars
    let table = Table(
      columns: [.init(name: "x", values: .numbers(draws.map { 40 + 3 * $0 }))], source: "normal")
    var gan = try TableGAN(
      table, objective: Wasserstein(penalty: 1, sides: .above),
      networks: NetworkSettings(generatorHidden: [16], criticHidden: [16], noiseWidth: 2),
      settings: TrainingSettings(
        steps: 300, batch: 64, generatorOptimizer: Adam(learningRate: 2e-3),
        criticOptimizer: Adam(learningRate: 2e-3), seed: 1))
    try gan.train()
    let made = gan.sample(count: 2_000, seed: 3).numericColumns[0].values
    let (mean, deviation) = ColumnStatistics.moments(made)
    #expect(abs(mean - 40) < 0.6)
    #expect(abs(deviation / 3 - 1) < 0.25)
  }
}
