import Crystals
import Glibc

/// A file that is written whole or not at all: the target keeps its old content until `commit`.
///
/// Bytes go to a temporary file beside the target, which then takes the target's name. A target
/// that is no regular file (a pipe, a terminal, `/dev/stdout`) is written straight through.
public final class AtomicFile {
  /// Writes a whole file. Throws what `init`, `append` and `commit` throw.
  public static func write(_ bytes: [UInt8], to path: String) throws(FormatError) {
    let file = try AtomicFile(path)
    try file.append(bytes)
    try file.commit()
  }

  /// As the user named it.
  public let path: String
  /// What is renamed at the end; nil when written straight through.
  private var temporary: String?
  private let target: String
  private var descriptor: Int32
  private var pending: [UInt8] = []
  private static let pieceCount = 1 << 18

  /// Creates the temporary file.
  ///
  /// Throws `cannotCreate` where the folder is missing or not ours to write, or the target is a
  /// directory; nothing is left behind then.
  public init(_ path: String) throws(FormatError) {
    self.path = path
    func refusal(_ found: String, _ expected: String) -> FormatError {
      FormatError(.cannotCreate, file: path, found: found, expected: expected)
    }
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw refusal("no usable file name", "the name of a file to write")
    }
    if let open = Self.openDescriptor(path) {
      descriptor = dup(open)
      target = path
      guard descriptor >= 0 else {
        throw refusal(errorText(errno), "an open output")
      }
      return
    }
    var status = stat()
    let exists = stat(path, &status) == 0
    let type = status.st_mode & S_IFMT
    if exists, type == S_IFDIR {
      throw refusal("a directory", "the name of a file to write")
    }
    if exists, type != S_IFREG {
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
      target = path
      guard descriptor >= 0 else { throw refusal(errorText(errno), "an output to write to") }
      return
    }
    if exists, access(path, W_OK) != 0 {
      throw refusal(errorText(errno), "a file that may be overwritten")
    }
    // Through a link, the file it points to is replaced, not the link.
    target = exists ? Self.resolved(path) ?? path : path
    let mode = exists ? status.st_mode & 0o777 : 0o666
    var name = ""
    var code: Int32 = EEXIST
    descriptor = -1
    var attempts = 0
    while descriptor < 0, code == EEXIST, attempts < 100 {
      attempts += 1
      let tag = String(UInt32.random(in: .min ... .max), radix: 36)
      name = Self.folder(of: target) + ".spinel-\(getpid())-\(tag)"
      descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      code = errno
    }
    guard descriptor >= 0 else {
      let folder = escaped(Self.folder(of: target), limit: 400)
      throw Self.isFull(code)
        ? FormatError(.inputOutput, file: path, found: "creating failed: \(errorText(code))")
        : refusal(errorText(code), "a folder \(folder.isEmpty ? "./" : folder) to write into")
    }
    temporary = name
    if exists { fchmod(descriptor, mode) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if let temporary { unlink(temporary) }
  }

  /// Adds bytes. Throws `inputOutput`; the temporary file is gone then.
  public func append(_ bytes: some Collection<UInt8>) throws(FormatError) {
    pending.append(contentsOf: bytes)
    if pending.count >= Self.pieceCount || temporary == nil { try flush() }
  }

  /// Puts the file in place: after this the target is whole and on the disk.
  ///
  /// Throws `inputOutput` or `cannotCreate`; the target is as before then.
  public func commit() throws(FormatError) {
    try flush()
    if temporary != nil, fsync(descriptor) != 0, errno != EINVAL { throw fail("flushing", errno) }
    let closed = close(descriptor)
    descriptor = -1
    if closed != 0, errno != EINTR { throw fail("closing", errno) }
    guard let temporary else { return }
    guard rename(temporary, target) == 0 else { throw fail("renaming", errno) }
    self.temporary = nil
    // The new name must survive a power failure too; not every file system can promise that.
    let folder = Self.folder(of: target)
    let directory = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if directory >= 0 {
      fsync(directory)
      close(directory)
    }
  }

  /// Gives up: the temporary file goes, the target stays as it was.
  public func discard() {
    pending = []
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
    if let temporary { unlink(temporary) }
    temporary = nil
  }

  private func flush() throws(FormatError) {
    guard descriptor >= 0 else {
      throw FormatError(.inputOutput, file: path, found: "writing failed: the file is closed")
    }
    var failure: Int32 = 0
    pending.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
        let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        if count >= 0 {
          done += count
        } else if errno == EAGAIN {
          var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&ready, 1, -1)
        } else if errno != EINTR {
          failure = errno
          return
        }
      }
    }
    pending.removeAll(keepingCapacity: true)
    if failure != 0 { throw fail("writing", failure) }
  }

  private func fail(_ doing: String, _ code: Int32) -> FormatError {
    discard()
    return FormatError(
      .inputOutput, file: path, found: "\(doing) failed: \(errorText(code))",
      advice: Self.isFull(code) ? "make room or write elsewhere" : "")
  }

  private static func isFull(_ code: Int32) -> Bool {
    code == ENOSPC || code == EDQUOT || code == EIO || code == EFBIG
  }

  /// The descriptor that a name such as `/dev/stdout` or `/dev/fd/3` stands for.
  private static func openDescriptor(_ path: String) -> Int32? {
    switch path {
    case "/dev/stdout": return STDOUT_FILENO
    case "/dev/stderr": return STDERR_FILENO
    default: break
    }
    for prefix in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(prefix) {
      return Int32(path.dropFirst(prefix.count))
    }
    return nil
  }

  /// The folder of a path with its slash; empty for a bare name.
  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[...slash])
  }

  private static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
