/// A file that could not be read or written, or whose content is not what it should be.
public struct FileError: Error, Equatable, CustomStringConvertible {
  public let path: String
  /// What is wrong, as a sentence without the path: "header of 12 bytes ends early".
  public let problem: String

  public init(path: String, problem: String) {
    self.path = path
    self.problem = problem
  }

  public var description: String { "\(path): \(problem)" }
}
