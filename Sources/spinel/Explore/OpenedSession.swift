import Explorer
import Formats
import Glibc

/// A session file named on the command line, read before the screen is taken.
struct OpenedSession {
  let path: String
  let session: Session
  private let text: String

  /// - Throws: `FormatError` for a file that cannot be read, `Failure` for one that is no session.
  init(_ path: String) throws {
    self.path = path
    text = String(decoding: try FileBytes.read(path, limit: 1 << 26), as: UTF8.self)
    do {
      session = try Session(parsing: text, file: path, workingFolder: UserFolders.working)
    } catch {
      throw Failure("\(error)", status: Failure.badData)
    }
  }

  /// What hands the session to the explorer.
  var event: Event { .read(path: path, contents: text) }

  /// Absolute, links followed.
  var realPath: String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}
