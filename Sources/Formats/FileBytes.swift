import Glibc

/// A file open for reading in pieces.
public struct FileSource: ~Copyable {
  /// As the user named it.
  public let path: String
  /// Size in bytes where the file is a regular one; nil for pipes and devices.
  public let size: Int?
  private let descriptor: Int32

  /// Opens a file, pipe or device.
  ///
  /// Throws `unreadable` where it is missing, a directory or not ours to read.
  public init(_ path: String) throws(FormatError) {
    self.path = path
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw FormatError(
        .unreadable, file: path, found: "no usable file name", expected: "the name of a file")
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FormatError(
        .unreadable, file: path, found: errorText(errno), expected: "a file to read")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let found = errorText(errno)
      close(descriptor)
      throw FormatError(.unreadable, file: path, found: found, expected: "a file to read")
    }
    let type = status.st_mode & S_IFMT
    guard type != S_IFDIR else {
      close(descriptor)
      throw FormatError(.unreadable, file: path, found: "a directory", expected: "a file to read")
    }
    size = type == S_IFREG ? Int(status.st_size) : nil
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Reads up to `buffer.count` bytes; 0 at the end. Throws `inputOutput`.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR {
        throw FormatError(
          .inputOutput, file: path, found: "reading failed: \(errorText(errno))")
      }
    }
  }
}

extension FileSource {
  /// The next bytes, so many unless the file ends before. Throws `inputOutput`.
  borrowing func piece(_ count: Int) throws(FormatError) -> [UInt8] {
    var failure: FormatError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, end in
      do throws(FormatError) {
        while end < count {
          let rest = UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(buffer)[end..<count])
          let read = try self.read(into: rest)
          if read == 0 { break }
          end += read
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }
}

/// Whole files as bytes.
public enum FileBytes {
  /// Files longer than this are refused where they are read as a whole: 4 GiB.
  public static let largestCount = 1 << 32

  /// Reads a whole file.
  ///
  /// Throws `unreadable`, `inputOutput`, and `badData` for a file longer than `limit`.
  public static func read(_ path: String, limit: Int = largestCount) throws(FormatError) -> [UInt8]
  {
    try read(FileSource(path), after: [], limit: limit)
  }

  /// The first bytes of a file. Throws `unreadable` and `inputOutput`.
  public static func start(of path: String, count: Int) throws(FormatError) -> [UInt8] {
    try FileSource(path).piece(count)
  }

  /// Reads what is left of a file from which some bytes have been taken; returns these too.
  ///
  /// Throws `inputOutput`, and `badData` for a file longer than `limit`.
  static func read(
    _ source: consuming FileSource, after start: [UInt8], limit: Int = largestCount
  ) throws(FormatError) -> [UInt8] {
    let path = source.path
    func tooLong() -> FormatError {
      FormatError(file: path, found: "more than \(limit) bytes", expected: "a shorter file")
    }
    if let size = source.size, size > limit { throw tooLong() }
    var bytes = start
    // One byte more than the size, so that the end is seen without growing.
    var capacity = max(source.size ?? 0, start.count, 1 << 16) + 1
    while true {
      var failure: FormatError?
      let old = bytes
      let grown = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        _ = buffer.update(fromContentsOf: old)
        count = old.count
        do throws(FormatError) {
          while count < capacity {
            let rest = UnsafeMutableRawBufferPointer(
              rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
            let read = try source.read(into: rest)
            if read == 0 { break }
            count += read
          }
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      bytes = grown
      if bytes.count > limit { throw tooLong() }
      if bytes.count < capacity { return bytes }
      capacity *= 2
    }
  }
}

/// The system's words for an error number.
func errorText(_ code: Int32) -> String {
  // strerror may share a buffer between threads; strerror_r does not.
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
    guard let base = buffer.baseAddress, strerror_r(code, base, 256) == 0 else {
      return "system error \(code)"
    }
    return String(cString: base)
  }
}
