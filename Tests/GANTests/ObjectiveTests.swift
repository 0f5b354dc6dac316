import Foundation
import GAN
import Testing

@Suite struct ObjectiveTests {
  /// A linear critic D(y) = 2 y₀ − y₁ of which everything is known.
  private let round = Round<Double>(
    real: Tensor([[1.0, 0], [0, 1]]), generated: Tensor([[0.5, 0.5], [2.0, 0]]),
    mixing: Tensor([[0.25], [0.5]])
  ) { rows in rows.matmul(Tensor([2.0, -1])) }

  @Test func wassersteinIsItsFormula() throws {
    let terms = try Wasserstein(penalty: 10).criticTerms(round)
    // Scores 2, −1 of real and 0.5, 4 of generated rows; the slope is √5 everywhere.
    let penalty = 10 * (5.0.squareRoot() - 1) * (5.0.squareRoot() - 1)
    #expect(abs(terms.distance.scalar - (0.5 - 2.25)) < 1e-15)
    #expect(abs(terms.penalty.scalar - penalty) < 1e-13)
    #expect(abs(terms.loss.scalar - (penalty + 1.75)) < 1e-13)
    #expect(try Wasserstein().generatorLoss(round).scalar == -2.25)
  }

  @Test func classicIsItsFormula() throws {
    let terms = try Classic().criticTerms(round)
    func cost(_ t: Double) -> Double { log1p(exp(t)) }
    let wanted = (cost(-2) + cost(1)) / 2 + (cost(0.5) + cost(4)) / 2
    #expect(abs(terms.loss.scalar - wanted) < 1e-15)
    #expect(abs(terms.distance.scalar + wanted) < 1e-15)
    #expect(terms.penalty.scalar == 0)
    let generator = try Classic().generatorLoss(round).scalar
    #expect(abs(generator - (cost(-0.5) + cost(-4)) / 2) < 1e-15)
  }

  @Test func penaltyIsTakenBetweenRealAndGeneratedRows() throws {
    // D(y) = ½‖y‖² has slope y: the penalty tells where it was taken.
    let round = Round<Double>(
      real: Tensor([[4.0, 0]]), generated: Tensor([[0.0, 8]]), mixing: Tensor([[0.75]])
    ) { rows in 0.5 * square(rows).sum(alongAxes: [1]) }
    let norm = (9.0 + 4).squareRoot()
    let terms = try Wasserstein(penalty: 1).criticTerms(round)
    #expect(abs(terms.penalty.scalar - (norm - 1) * (norm - 1)) < 1e-14)
  }
}
