import ArgumentParser
import GAN

/// The command `train-gan`: it parses flags and prints; the work is done by `GAN`.
@main
struct TrainGAN: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train-gan",
    abstract: "Trains a generative adversarial network on a table and says how good it is.",
    discussion: """
      The output folder then holds samples.csv (in the data's own units), a picture of real and \
      generated rows, report.json, history.csv, the weights as generator.safetensors and \
      critic.safetensors, and checkpoint.safetensors, from which --resume goes on.

      Examples:
        train-gan --data iris --seed 1
        train-gan --data measurements.csv --condition site --steps 5000 --output out/site
        train-gan --resume --output out/site
      """)

  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Training") var training: TrainingOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() throws {
    if let threads = output.threads {
      guard threads >= 1 else { throw ValidationError("--threads must be 1 or more.") }
      ThreadCount.current = threads
    }
    guard output.checkpointInterval >= 0, output.checkpointInterval <= 1e6 else {
      throw ValidationError("--checkpoint-interval must be in 0...1000000 seconds.")
    }
    let folder = try OutputFolder(output.output)
    let saved = output.resume ? try folder.savedCheckpoint() : nil
    let plan = try RunPlan(data, training, output, saved: saved?.plan)
    var run = try TrainingRun(plan, folder: folder, isQuiet: output.quiet)
    run.checkpointInterval = .seconds(output.checkpointInterval)
    if let saved {
      try run.resume(from: saved)
    } else if output.resume {
      Terminal.note("There is no checkpoint in \(folder.path) yet: training starts.")
    }
    try run.train()
    try run.finish()
  }
}

struct DataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What to learn: iris, digits, ring, grid, swiss-roll, or a CSV file with a header.",
      valueName: "name or file"))
  var data: String?

  @Option(
    help: ArgumentHelp(
      "A column that is given instead of made; may be repeated. iris: species; digits: digit.",
      valueName: "column"))
  var condition: [String] = []
}

struct TrainingOptions: ParsableArguments {
  @Option(help: "wasserstein, classic, least-squares, hinge or relativistic.")
  var objective: String?
  @Option(help: "Steps of the generator.")
  var steps: Int?
  @Option(help: "Rows a batch.")
  var batch: Int?
  @Option(help: ArgumentHelp("Widths of the hidden layers: 64,64.", valueName: "widths"))
  var hidden: String?
  @Option(help: "The layers' function: relu, leaky-relu, tanh, softplus or sigmoid.")
  var activation: String?
  @Option(help: "The same of the generator's layers alone.")
  var generatorActivation: String?
  @Option(
    help: ArgumentHelp(
      "The distribution that rows are made of: \"Normal(0, 1)\".", valueName: "literal"))
  var noise: String?
  @Option(help: "Draws of noise a row.")
  var noiseWidth: Int?
  @Option(help: "The weight of the gradient penalty.")
  var penalty: Double?
  @Option(help: "Whether slopes below 1 cost too: both or above.")
  var penaltySides: String?
  @Option(help: "Updates of the critic before each of the generator.")
  var criticSteps: Int?
  @Option(help: "Adam's learning rate, of both networks.")
  var learningRate: Double?
  @Option(help: "The critic's learning rate, where it differs.")
  var criticLearningRate: Double?
  @Option(help: "Adam's decay of the mean of gradients.")
  var beta1: Double?
  @Option(help: "Adam's decay of the mean of their squares.")
  var beta2: Double?
  @Option(help: "The share of the steps after which the learning rates fall.")
  var decayStart: Double?
  @Option(help: "What is left of the learning rates at the end.")
  var rateEnd: Double?
  @Option(help: "What is left of the weight of the penalty at the end.")
  var penaltyEnd: Double?
  @Option(help: "What the generator's first layer is multiplied by at the start.")
  var generatorInputGain: Double?
  @Option(help: "What the critic's first layer is multiplied by at the start.")
  var criticInputGain: Double?
  @Option(
    help: ArgumentHelp(
      "Frequencies of sines and cosines that the critic sees beside each row: 2,8,32.",
      valueName: "numbers"))
  var criticFrequencies: String?
  @Option(help: "The weight of the past in the average of the generator's weights; 0 for none.")
  var averaging: Double?
  @Option(help: "Where all randomness comes from.")
  var seed: UInt64?
}

struct OutputOptions: ParsableArguments {
  @Option(help: "Rows generated at the end.")
  var samples: Int?
  @Option(help: ArgumentHelp("The folder to write to.", valueName: "folder"))
  var output: String = "out"
  @Option(help: "Threads to use; results do not depend on it.")
  var threads: Int?
  @Option(help: "Seconds between two checkpoints.")
  var checkpointInterval: Double = 5
  @Flag(help: "Go on from the checkpoint in the output folder, with its settings.")
  var resume = false
  @Flag(help: "Print nothing but errors.")
  var quiet = false
}
