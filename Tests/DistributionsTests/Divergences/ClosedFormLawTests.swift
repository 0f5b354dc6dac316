import Distributions
import Testing

/// Every registered pair against the ladder without the registry, over the catalogue.
@Suite struct ClosedFormLawTests {
  /// The catalogue's distributions of a family.
  static func distributions(_ family: String) -> [any Distribution<Double>] {
    Catalogue.entries.flatMap { entry in
      entry.parameters.map { entry.number($0) as any Distribution<Double> }
    }.filter { type(of: $0).familyName == family }
  }

  @Test(arguments: KLRegistry<Double>.standard.pairs)
  func equalsTheLadder(_ pair: KLPair) throws {
    let ps = Self.distributions(pair.p)
    let qs = Self.distributions(pair.q)
    var compared = 0
    for p in ps {
      for q in qs {
        guard let closed = try? klEstimate(of: p, from: q, method: .closedForm) else { continue }
        #expect(!closed.value.isNaN && closed.value >= 0, "\(p) from \(q): \(closed)")
        #expect(closed.error >= 0 && closed.error.isFinite, "\(p) from \(q): \(closed)")
        // A divergence above the range of numbers is infinite as a number only.
        if closed.value > 1e290 { continue }
        let ladder = try klEstimate(of: p, from: q, using: .empty)
        compared += 1
        if closed.value.isInfinite || ladder.value.isInfinite {
          #expect(closed.value == ladder.value, "\(p) from \(q)")
          continue
        }
        let difference = abs(closed.value - ladder.value)
        #expect(
          difference <= closed.error + ladder.error,
          "\(p) from \(q): closed form \(closed), ladder \(ladder)")
        if closed.value > 1e-6 {
          #expect(
            difference <= 1e-9 * closed.value,
            "\(p) from \(q): closed form \(closed), ladder \(ladder)")
        }
      }
    }
    #expect(compared > 0, "No pair of \(pair) is in the catalogue.")
  }

  @Test(arguments: KLRegistry<Double>.standard.pairs.filter { $0.p == $0.q })
  func isZeroForEqualParameters(_ pair: KLPair) throws {
    for p in Self.distributions(pair.p) {
      let estimate = try klEstimate(of: p, from: p)
      #expect(estimate.value == 0 && estimate.error == 0, "\(p): \(estimate)")
    }
  }

  /// H(p, q) = H(p) + KL(p‖q), the first by the ladder.
  @Test(arguments: KLRegistry<Double>.standard.pairs)
  func crossEntropyIsEntropyAndDivergence(_ pair: KLPair) throws {
    for p in Self.distributions(pair.p) where !p.entropy.isNaN {
      for q in Self.distributions(pair.q) {
        guard let closed = try? crossEntropyEstimate(of: p, under: q, method: .closedForm),
          closed.value < 1e290
        else { continue }
        let ladder = try crossEntropyEstimate(of: p, under: q, using: .empty)
        if closed.value.isInfinite || ladder.value.isInfinite {
          #expect(closed.value == ladder.value, "\(p) under \(q)")
          continue
        }
        #expect(
          abs(closed.value - ladder.value) <= closed.error + ladder.error,
          "\(p) under \(q): closed form \(closed), ladder \(ladder)")
      }
    }
  }
}
