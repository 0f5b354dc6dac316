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

  /// Pairs on the line, which the ladder can answer; the catalogue must hold both families.
  static let onTheLine = KLRegistry<Double>.standard.pairs.filter { pair in
    !distributions(pair.p).isEmpty && !distributions(pair.q).isEmpty
  }

  /// What the ladder cannot answer is held against references instead: no pair goes untested.
  @Test func everyOtherPairHasReferences() throws {
    func family(_ literal: String) -> Substring { literal.prefix { $0 != "(" } }
    let first = try ComposedReferenceTests.cases().filter { $0.of == "kl" }.map { ($0.p, $0.q) }
    let second = try MultivariateReferenceTests.cases().filter { $0.of == "kl" }.map {
      ($0.p, $0.q)
    }
    let referred = Set((first + second).map { "\(family($0.0))‖\(family($0.1 ?? ""))" })
    let onTheLine = Set(Self.onTheLine.map { "\($0.p)‖\($0.q)" })
    for pair in KLRegistry<Double>.standard.pairs {
      let name = "\(pair.p)‖\(pair.q)"
      #expect(onTheLine.contains(name) || referred.contains(name), "\(name) is untested.")
    }
  }

  @Test(arguments: onTheLine)
  func equalsTheLadder(_ pair: KLPair) throws {
    let ps = Self.distributions(pair.p)
    let qs = Self.distributions(pair.q)
    var compared = 0
    for p in ps {
      for q in qs {
        guard let closed = try? klEstimate(of: p, from: q, method: .closedForm) else { continue }
        #expect(!closed.value.isNaN && closed.value >= 0, "\(p) from \(q): \(closed)")
        #expect(closed.error >= 0 && closed.error.isFinite, "\(p) from \(q): \(closed)")
        if closed.value > 1e290, closed.value.isFinite { continue }
        guard let ladder = try Self.ladder(p, q, mayOverflow: closed.value.isInfinite) else {
          continue
        }
        compared += 1
        if closed.value.isInfinite || ladder.value.isInfinite {
          #expect(closed.value == ladder.value, "\(p) from \(q)")
          continue
        }
        let difference = abs(closed.value - ladder.value)
        #expect(
          difference <= closed.error + ladder.error,
          "\(p) from \(q): closed form \(closed), ladder \(ladder)")
        // Where its terms cancel, a closed form leaves the answer to the ladder.
        if closed.value > 1e-6, closed.error <= 1e-10 * closed.value {
          #expect(
            difference <= 1e-9 * closed.value,
            "\(p) from \(q): closed form \(closed), ladder \(ladder)")
        }
      }
    }
    #expect(compared > 0, "No pair of \(pair) is in the catalogue.")
  }

  /// The answer without the registry; nil where the divergence is finite but above the largest number.
  static func ladder(
    _ p: any Distribution<Double>, _ q: any Distribution<Double>, mayOverflow: Bool
  ) throws -> Estimate<Double>? {
    let outcome = Result { try klEstimate(of: p, from: q, using: .empty) }
    if mayOverflow, case .failure(let error) = outcome,
      "\(error)".contains("above the largest number")
    {
      return nil
    }
    return try outcome.get()
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
