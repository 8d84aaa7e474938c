/// The files the explorer shows: what a session names, and what tells one set of data from another.
public struct Inputs: Sendable, Equatable {
  public var structures: [InputFile]
  public var models: [InputFile]
  /// A result shown in place of a prediction.
  public var results: InputFile?

  public init(
    structures: [InputFile] = [], models: [InputFile] = [], results: InputFile? = nil
  ) {
    self.structures = structures
    self.models = models
    self.results = results
  }

  public var isEmpty: Bool { structures.isEmpty && models.isEmpty && results == nil }

  /// What is to be said where sites of these files may be others than those of `other`; nil where
  /// both name the same files of the same sizes.
  func difference(from other: Inputs) -> String? {
    let pairs = [
      (structures, other.structures),
      (results.map { [$0] } ?? [], other.results.map { [$0] } ?? []),
    ]
    for (ours, theirs) in pairs {
      if ours.map(\.path) != theirs.map(\.path) { return "it was saved with other files" }
      for (file, before) in zip(ours, theirs) where file.size != before.size {
        return "\(FilePath.name(of: file.path)) has changed since it was saved"
      }
    }
    return nil
  }
}

/// A file as it was when it was opened.
public struct InputFile: Sendable, Equatable {
  /// Absolute, links followed.
  public var path: String
  /// In bytes.
  public var size: Int
  /// Seconds since the beginning of 1970.
  public var modified: Double

  public init(path: String, size: Int = 0, modified: Double = 0) {
    self.path = path
    self.size = size
    self.modified = modified
  }
}

/// Paths as text; no file system is asked.
public enum FilePath {
  /// The folder of a path without a slash at its end; empty for a bare name.
  public static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A path up to its last slash, with it; empty for a bare name.
  static func folderPrefix(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// The last part of a path.
  public static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// A path as seen from a folder's place: absolute ones stay.
  public static func joined(_ folder: String, _ path: String) -> String {
    if path.hasPrefix("/") || folder.isEmpty { return path }
    return folder.hasSuffix("/") ? folder + path : folder + "/" + path
  }

  /// An absolute path without `.` and `..`; a relative one as it is.
  static func normalized(_ path: String) -> String {
    guard path.hasPrefix("/") else { return path }
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// The path of a file from a folder, where the file lies in it or in one beside it; else the path
  /// as it is, so that a session far from its data finds them wherever it is moved.
  static func relative(_ path: String, to folder: String) -> String {
    guard path.hasPrefix("/"), folder.hasPrefix("/") else { return path }
    let file = normalized(path).split(separator: "/")
    let home = normalized(folder).split(separator: "/")
    let shared = zip(file, home).prefix { $0 == $1 }.count
    let up = home.count - shared
    guard up == 0 || up == 1 && shared > 0 else { return path }
    return (Array(repeating: "..", count: up) + file[shared...]).joined(separator: "/")
  }
}
