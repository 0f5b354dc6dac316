// A conditional GAN, from data to samples: four measurements of an iris, given its species.
import GAN

let iris = try Table.iris()
var gan = try TableGAN(iris, conditions: ["species"], settings: .tables(steps: 50, seed: 1))
try gan.train { trainer, losses in
  if trainer.step % 10 == 0 { print("step \(trainer.step): distance \(losses.distance)") }
  return .proceed
}
let flowers = gan.sample(count: 150, seed: 1)
let comparison = TableComparison(real: iris, generated: flowers, condition: "species")
for group in comparison.groups {
  for column in group.columns {
    print(group.condition, column.column, column.realMean, column.generatedMean)
  }
}
