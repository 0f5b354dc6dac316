// Which of some language models predicts most like a reference, over a vocabulary of 50,000 words.
import Distributions

let vocabulary = 50_000
let contexts = 8
var generator = Philox4x32(seed: 11)

// Logits as a model gives them: one row for each context.
let noise = Normal(mean: 0.0, standardDeviation: 1.0)
let reference = 3 * noise.sample(shape: [contexts, vocabulary], using: &generator)
let errors = noise.sample(shape: [contexts, vocabulary], using: &generator)
let models = [
  ("close", reference + 0.05 * errors), ("coarse", reference + 0.5 * errors),
  ("quantised", round(4 * reference) / 4), ("the same", reference),
]

let p = Categorical(logits: reference)
print("perplexity of the reference:", exp(p.entropy.mean().scalar))
for (name, logits) in models {
  // One divergence for each context, summed over the vocabulary in one pass.
  let divergences = try klDivergence(of: p, from: Categorical(logits: logits))
  print(name, "KL", divergences.mean().scalar, "worst", divergences.max().scalar)
}
