import DistributionLaws
import Distributions
import Testing

/// Every law on every entry of the catalogue.
@Suite struct LawTests {
  @Test(arguments: Catalogue.entries)
  func keepsTheLaws(_ entry: CatalogueEntry) {
    for parameters in entry.parameters {
      record(checkDistributionLaws(entry.number(parameters)), entry)
    }
  }

  @Test(arguments: Catalogue.entries)
  func saysTheSameOverEveryKindOfNumber(_ entry: CatalogueEntry) {
    for parameters in entry.parameters {
      record(
        checkBatchLaws(
          parameters: parameters, constants: entry.constants, number: entry.number,
          float: entry.float, batch: entry.batch), entry)
    }
  }

  @Test(arguments: Catalogue.entries)
  func answersInvalidParametersWithNaN(_ entry: CatalogueEntry) {
    for parameters in entry.invalid {
      let p = entry.number(parameters)
      #expect(throws: ParameterError.self, "\(p)") { try p.validate() }
      let values = [
        p.logCDF(1), p.logSurvival(1), p.cdf(1), p.survival(1), p.quantile(0.3),
        p.survivalQuantile(0.3), p.mean, p.variance, p.standardDeviation, p.skewness,
        p.excessKurtosis, p.mode, p.median, p.entropy,
        (p as? any ContinuousDistribution<Double>)?.logProbability(of: 0.5) ?? .nan,
        (p as? any DiscreteDistribution<Double>)?.logMass(at: 0) ?? .nan,
      ]
      // A fact that is a parameter is that parameter.
      #expect(
        values.allSatisfy { $0.isNaN || parameters.contains($0) }, "\(p): \(values)")
    }
    for parameters in entry.parameters {
      #expect(throws: Never.self) { try entry.number(parameters).validate() }
    }
  }

  private func record(_ violations: [LawViolation], _ entry: CatalogueEntry) {
    for violation in violations {
      if let reason = entry.knownIssues[violation.law] {
        withKnownIssue(Comment(rawValue: reason)) { Issue.record("\(violation)") }
      } else {
        Issue.record("\(violation)")
      }
    }
  }
}
