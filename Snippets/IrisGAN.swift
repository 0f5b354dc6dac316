// A conditional Wasserstein GAN that learns irises, given their species.

import Distributions
import GAN

var settings = TrainingSettings()
settings.steps = 300
settings.seed = 1

var gan = try TableGAN(
  Table.iris(), conditions: ["species"], objective: Wasserstein(penalty: 10),
  noise: Normal(mean: 0, standardDeviation: 1), settings: settings)
try gan.train { trainer, losses in
  if trainer.step % 100 == 0 { print(trainer.step, losses.distance) }
  return .proceed
}
print(gan.sample(count: 6, seed: 1).csv)
