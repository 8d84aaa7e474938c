import Glibc

/// Why a command ends without its result: one line for the user and an exit code of sysexits.
struct Failure: Error {
  static let usage: Int32 = 64
  static let badData: Int32 = 65
  static let inputMissing: Int32 = 66
  static let cannotCreate: Int32 = 73
  static let inputOutput: Int32 = 74
  static let interrupted: Int32 = 130

  var message: String
  var status: Int32

  init(_ message: String, status: Int32) {
    self.message = message
    self.status = status
  }
}

/// Writes a line to standard error, where everything that is no data goes.
func report(_ line: String) {
  writeAll((line + "\n").utf8, to: STDERR_FILENO)
}

/// Writes bytes to a descriptor; false when the reader is gone or the disk is full.
@discardableResult
func writeAll(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> Bool {
  Array(bytes).withUnsafeBytes { bytes in
    var rest = bytes
    while !rest.isEmpty {
      let written = write(descriptor, rest.baseAddress, rest.count)
      if written < 0 {
        if errno == EINTR { continue }
        return false
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
    return true
  }
}

/// Writes data to standard output.
/// - Throws: `Failure` when they could not all be written.
func output(_ bytes: some Collection<UInt8>) throws {
  guard writeAll(bytes, to: STDOUT_FILENO) else {
    throw Failure(
      "standard output: \(String(cString: strerror(errno))); the data are not complete",
      status: Failure.inputOutput)
  }
}

/// Writes text to standard output.
func output(_ text: String) throws { try output(text.utf8) }
