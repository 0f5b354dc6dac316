#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

// What `localizedDescription` says of an error is the sentence that it prints.

extension ParameterError: LocalizedError {
  public var errorDescription: String? { description }
}

extension CompositionError: LocalizedError {
  public var errorDescription: String? { description }
}

extension LiteralError: LocalizedError {
  public var errorDescription: String? { description }
}

extension LiteralFamilies.DuplicateFamily: LocalizedError {
  public var errorDescription: String? { description }
}

extension FittingError: LocalizedError {
  public var errorDescription: String? { description }
}

extension KLRegistryError: LocalizedError {
  public var errorDescription: String? { description }
}

extension DivergenceError: LocalizedError {
  public var errorDescription: String? { description }
}
