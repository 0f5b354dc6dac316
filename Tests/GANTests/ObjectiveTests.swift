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

  /// The slope is √5 at every row: γ/2 (5 + 5).
  @Test func zeroCentredPenaltyIsItsFormula() throws {
    let objectives: [any Objective] = [
      Classic(penalty: 0.3), LeastSquares(penalty: 0.3), Hinge(penalty: 0.3),
      Relativistic(penalty: 0.3),
    ]
    for objective in objectives {
      let terms = try objective.criticTerms(round)
      #expect(abs(terms.penalty.scalar - 1.5) < 1e-14, "\(objective.name)")
    }
    #expect(try Hinge().criticTerms(round).penalty.scalar == 0)
  }

  @Test func leastSquaresIsItsFormula() throws {
    let terms = try LeastSquares().criticTerms(round)
    // Misses 1, −2 of real rows from 1; 0.5, 4 of generated ones from 0.
    #expect(abs(terms.loss.scalar - (0.25 * (1 + 4) + 0.25 * (0.25 + 16))) < 1e-14)
    #expect(abs(terms.distance.scalar - (0.5 - 2.25)) < 1e-14)
    let generator = try LeastSquares().generatorLoss(round).scalar
    #expect(abs(generator - 0.25 * (0.25 + 9)) < 1e-14)
  }

  @Test func hingeIsItsFormula() throws {
    let terms = try Hinge().criticTerms(round)
    // 1 − 2 and 1 + 1 for real rows, 1 + 0.5 and 1 + 4 for generated ones; below 0 nothing.
    #expect(abs(terms.loss.scalar - ((0 + 2) + (1.5 + 5)) / 2) < 1e-14)
    #expect(try Hinge().generatorLoss(round).scalar == -2.25)
  }

  @Test func relativisticIsItsFormula() throws {
    let terms = try Relativistic(penalty: 0).criticTerms(round)
    func cost(_ t: Double) -> Double { log1p(exp(t)) }
    #expect(abs(terms.loss.scalar - (cost(0.5 - 2) + cost(4 + 1)) / 2) < 1e-14)
    let generator = try Relativistic().generatorLoss(round).scalar
    #expect(abs(generator - (cost(2 - 0.5) + cost(-1 - 4)) / 2) < 1e-14)
  }

  /// What the schedule makes of the penalty's weight reaches every objective.
  @Test func penaltyFactorScalesThePenalty() throws {
    let half = Round<Double>(
      real: round.real, generated: round.generated, mixing: round.mixing,
      penaltyFactor: Tensor(0.5), critic: round.critic)
    for objective: any Objective in [Wasserstein(penalty: 10), Relativistic(penalty: 0.3)] {
      let whole = try objective.criticTerms(round).penalty.scalar
      #expect(abs(try objective.criticTerms(half).penalty.scalar - whole / 2) < 1e-14)
    }
  }
}
