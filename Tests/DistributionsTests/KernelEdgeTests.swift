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
  /// Expected numbers by 50 digits.
  @Test func chiSquaredLawsFarApart() throws {
    let p = ChiSquared(degreesOfFreedom: 24.32)
    let far = try klDivergence(of: p, from: ChiSquared(degreesOfFreedom: 1e-15))
    #expect(abs(far / 47.2083610019418781 - 1) < 1e-13)
    let near = try klDivergence(of: p, from: ChiSquared(degreesOfFreedom: 1e-7))
    #expect(abs(near / 28.78768010630522 - 1) < 1e-13)
    let wide = try klDivergence(
      of: Chi(degreesOfFreedom: 1e30), from: Chi(degreesOfFreedom: 3))
    #expect(abs(wide / 5e29 - 1) < 1e-13)
    // b log(b/a) − b + a with b/a below the smallest number.
    let widest = try klDivergence(
      of: Gamma(shape: 5e299, rate: 1), from: Gamma(shape: 5e-306, rate: 1))
    #expect(widest == 5e299)
  }

  /// All pairs of lists: laws that are none, quotients beyond the range of numbers, and a beta law of
  /// parameters far apart (by 50 digits).
  @Test func extremePairs() throws {
    func column(_ x: [Double]) -> Tensor<Double> { Tensor(shape: [x.count, 1], scalars: x) }
    let ones = [Double](repeating: 1, count: 5)
    let invalid = [-1, .nan, 0, .infinity] + [Double](repeating: 1, count: 16)
    let pareto = try klDivergence(
      of: Pareto(scale: column(ones), shape: column(ones)),
      from: Pareto(scale: Tensor<Double>(repeating: 2, shape: [20]), shape: Tensor(invalid)))
    #expect(pareto.scalars[..<4].allSatisfy { $0.isNaN })
    #expect(pareto.scalars[4] == .infinity)
    let tiny = [Double](repeating: 1e-200, count: 20)
    let gaussian = try klDivergence(
      of: InverseGaussian(mean: column([Double](tiny[..<5])), shape: column(ones)),
      from: InverseGaussian(mean: Tensor(tiny), shape: Tensor([2] + tiny.map { _ in 1 }[1...])))
    #expect(abs(gaussian.scalars[0] / 0.15342640972002735 - 1) < 1e-13)
    #expect(gaussian.scalars[1] == 0)
    let beta = try klDivergence(
      of: Beta(
        alpha: column(ones.map { _ in 11134.4024 }), beta: column(ones.map { _ in 1.55343306 })),
      from: Beta(
        alpha: Tensor<Double>(repeating: 11134.4024, shape: [20]),
        beta: Tensor(repeating: 1.64654892, shape: [20])))
    #expect(abs(beta.scalars[0] / 0.00377029789133223166 - 1) < 2e-13)
  }

  /// Scales whose inverse is beyond the range of numbers in single precision.
  @Test func subnormalScales() {
    let tiny = Float(1e-39 as Double)
    let scale = Tensor<Float>([tiny, tiny])
    let density = Gumbel(location: Tensor<Float>([tiny, 0]), scale: scale)
      .logProbability(of: Tensor<Float>([tiny, 2 * tiny])).scalars
    #expect(abs(density[0] - 88.8008) < 1e-3 && abs(density[1] - 87.6655) < 1e-3)
  }

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
