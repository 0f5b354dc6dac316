#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

// What `localizedDescription` says of an error is the sentence that it prints.

extension SafetensorsError: LocalizedError {
  public var errorDescription: String? { description }
}

extension FileError: LocalizedError {
  public var errorDescription: String? { description }
}

extension CheckpointError: LocalizedError {
  public var errorDescription: String? { description }
}

extension NoiseError: LocalizedError {
  public var errorDescription: String? { description }
}

extension SettingsError: LocalizedError {
  public var errorDescription: String? { description }
}

extension TrainingError: LocalizedError {
  public var errorDescription: String? { description }
}

extension CSVError: LocalizedError {
  public var errorDescription: String? { description }
}

extension ParameterMismatch: LocalizedError {
  public var errorDescription: String? { description }
}
