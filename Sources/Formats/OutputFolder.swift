import Glibc

/// A folder that results are written into.
public enum OutputFolder {
  /// Makes the folder unless it is there already, and says whether it did; the folder above it must
  /// be there.
  ///
  /// Throws `cannotCreate` where that cannot be, or something else has the name.
  @discardableResult
  public static func make(_ path: String) throws(FormatError) -> Bool {
    func refusal(_ found: String) -> FormatError {
      FormatError(
        .cannotCreate, file: path, found: found, expected: "a folder, or a name to make one with")
    }
    guard !path.isEmpty, !path.utf8.contains(0) else { throw refusal("no usable folder name") }
    if mkdir(path, 0o777) == 0 { return true }
    let reason = errno
    if exists(path) { return false }
    throw refusal(reason == EEXIST ? "a file" : errorText(reason))
  }

  /// Takes a folder away again if there is nothing in it.
  public static func removeIfEmpty(_ path: String) { rmdir(path) }

  /// Whether a path leads to a folder.
  public static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
