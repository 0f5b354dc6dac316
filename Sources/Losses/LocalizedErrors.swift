#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

// What `localizedDescription` says of an error is the sentence that it prints.

extension LossError: LocalizedError {
  public var errorDescription: String? { description }
}
