import Distributions
import Foundation
import RandomGenerators
import Tensors
import Testing

/// Formulas and draws where their branches meet the ends of supports and of the range of numbers.
@Suite("Edges of kernels") struct KernelEdgeTests {
  /// At an end of the support where the density is a finite number its slopes are those of the formula
  /// without the power that is 0: log β − βx, log(1/λ) − x/λ and log β there.
  @Test func slopesAtTheEndOfTheSupport() throws {
    let (zero, one) = (Tensor<Double>(0), Tensor<Double>(1))
    let (two, three) = (Tensor<Double>([2]), Tensor<Double>([3]))
    let gamma = Gamma(shape: one, rate: two).logProbability(of: zero).sum()
    #expect(try gradient(of: gamma, at: two).scalars == [0.5])
    let weibull = Weibull(shape: one, scale: two).logProbability(of: zero).sum()
    #expect(try gradient(of: weibull, at: two).scalars == [-0.5])
    let prime = BetaPrime(alpha: one, beta: three).logProbability(of: zero).sum()
    let slope = try gradient(of: prime, at: three).scalars[0]
    #expect(abs(slope - 1 / 3) < 1e-15)
  }

  /// The second row is the first plus 100, but for one billionth; the expected number by 60 digits.
  @Test func logitsThatDifferByAConstant() throws {
    let p = Categorical(logits: Tensor<Double>([0.1, 0.2, 0.3]))
    let q = Categorical(logits: Tensor<Double>([100.1, 100.2, 100.3 + 1e-9]))
    let value = try klDivergence(of: p, from: q).scalars[0]
    #expect(abs(value / 1.161779542634381e-19 - 1) < 1e-10)
  }

  @Test func extremeDivergences() throws {
    let narrow = try klDivergence(
      of: Laplace(location: Tensor<Double>([0, 0]), scale: Tensor([1e160, 1e200])),
      from: Laplace(location: Tensor<Double>([0, 1]), scale: Tensor([1e-150, 1e-200])))
    #expect(narrow.scalars == [.infinity, .infinity])
    let p = Binomial(trials: Tensor<Double>(5), probability: Tensor(0.3))
    let q = Binomial(trials: Tensor<Double>([5, 5, 5]), probability: Tensor(0.5))
    #expect(try klDivergence(of: p, from: q).shape == [3])
  }

  /// Both gamma variables of a beta-binomial law are 0 in numbers: the ends are equally likely.
  @Test func drawsOfTinyParameters() {
    var random = Philox4x32(seed: 1)
    let tiny = 1e-300 * 1e-10
    let law = BetaBinomial(trials: 100_000, alpha: tiny, beta: tiny)
    let draws = law.sample(shape: [2_000], using: &random).scalars
    #expect(draws.allSatisfy { $0 == 0 || $0 == 100_000 })
    // Within six deviations of a half, by the binomial law.
    let ones = draws.filter { $0 > 0 }.count
    #expect(abs(ones - 1_000) < 135)
  }

  /// A von Mises law of large concentration is normal, of variance 1/κ.
  @Test func concentratedDirections() {
    var random = Philox4x32(seed: 2)
    let draws = VonMises(mean: 0.0, concentration: 1e300).sample(shape: [10_000], using: &random)
    let squares = draws.scalars.reduce(0) { $0 + ($1 * 1e150) * ($1 * 1e150) } / 10_000
    // Within six deviations, √(2/n), of 1.
    #expect(abs(squares - 1) < 0.085)
    let one = VonMises(mean: 0.0, concentration: 1e300).sample(using: &random)
    #expect(abs(one) < 1e-149)
  }
}
