// Training in the background, as a sequence of what happens.
import GAN

let iris = try Table.iris()
let gan = try TableGAN(
  iris, conditions: ["species"], objective: Relativistic(), settings: .tables(steps: 60, seed: 1))
for try await event in gan.training() {
  switch event {
  case .step(let step, let losses):
    if step % 20 == 0 { print("step \(step): distance \(losses.distance)") }
  case .finished(let trained):
    print(trained.sample(count: 5, seed: 1).csv)
  }
}
