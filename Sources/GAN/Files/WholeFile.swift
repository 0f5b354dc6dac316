import Foundation

/// Files that are there whole or not at all.
public enum WholeFile {
  /// Writes beside the file and renames, so that whoever looks at any instant, after a power cut
  /// too, sees the old content or the new.
  public static func write(_ data: Data, to path: String) throws(FileError) {
    let beside = path + ".partial"
    let descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { throw failure(path, "cannot be written") }
    var problem: FileError?
    data.withUnsafeBytes { bytes in
      var offset = 0
      while offset < bytes.count, let base = bytes.baseAddress {
        let written = Foundation.write(descriptor, base + offset, bytes.count - offset)
        if written < 0 && errno == EINTR { continue }
        if written <= 0 {
          problem = failure(path, "cannot be written")
          return
        }
        offset += written
      }
    }
    if problem == nil && fsync(descriptor) != 0 { problem = failure(path, "cannot be written") }
    if close(descriptor) != 0 && problem == nil { problem = failure(path, "cannot be written") }
    if problem == nil && rename(beside, path) != 0 {
      problem = failure(path, "cannot be replaced")
    }
    if let problem {
      unlink(beside)
      throw problem
    }
  }

  /// The text, in UTF-8.
  public static func write(_ text: String, to path: String) throws(FileError) {
    try write(Data(text.utf8), to: path)
  }

  /// The bytes of a file.
  public static func read(_ path: String) throws(FileError) -> Data {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw FileError(path: path, problem: "There is no such file.")
    }
    guard !isFolder.boolValue else { throw FileError(path: path, problem: "This is a folder.") }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FileError(path: path, problem: "The file cannot be read.")
    }
    return data
  }

  /// Makes the folder where it is missing, and sees whether files can be made in it.
  public static func prepareFolder(_ path: String) throws(FileError) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: nil)
    } catch {
      throw FileError(path: path, problem: "The folder cannot be made.")
    }
    let probe = path + "/.probe.partial"
    let descriptor = open(probe, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { throw failure(path, "cannot be written to") }
    close(descriptor)
    unlink(probe)
  }

  /// Sees whether the folder's disk has room for so many bytes, where it tells.
  public static func requireSpace(_ bytes: Int, in folder: String) throws(FileError) {
    let facts = try? FileManager.default.attributesOfFileSystem(forPath: folder)
    guard let free = (facts?[.systemFreeSize] as? NSNumber)?.int64Value else { return }
    guard free >= Int64(bytes) else {
      throw FileError(
        path: folder,
        problem: "The disk has \(free) bytes left, but the files will take some \(bytes).")
    }
  }

  private static func failure(_ path: String, _ what: String) -> FileError {
    FileError(path: path, problem: "It \(what): \(String(cString: strerror(errno))).")
  }
}
