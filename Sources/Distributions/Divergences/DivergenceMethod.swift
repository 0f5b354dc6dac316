import RandomGenerators

/// A rung of the ladder, to be used alone.
public enum DivergenceMethod: String, Hashable, Sendable, CaseIterable {
  /// The closed forms of the registry.
  case closedForm
  /// Adaptive integration.
  case quadrature
  /// Certified summation.
  case summation
  /// The mean over draws; needs `allowing: .monteCarlo(...)`.
  case monteCarlo
}

/// The leave to draw where nothing else answers, and what to draw with.
///
/// The generator is a value: the same one gives the same draws, and so the same estimate.
public struct MonteCarlo: Sendable {
  /// How many draws at most.
  public let draws: Int
  /// Makes a fresh copy of the generator.
  let makeGenerator: @Sendable () -> any RandomNumberGenerator

  /// - Parameters:
  ///   - draws: how many draws to take the mean of.
  ///   - generator: the generator to start from; the caller's own copy does not advance.
  public static func monteCarlo(
    draws: Int = 100_000, using generator: some RandomNumberGenerator & Sendable
  ) -> MonteCarlo {
    MonteCarlo(draws: max(2, draws), makeGenerator: { generator })
  }
}
