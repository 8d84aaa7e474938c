import Glibc

/// Why a command ends without its result: one line for the user and a status of sysexits.
struct Failure: Error {
  /// The exit codes of the command line.
  enum Status: Int32 {
    case usage = 64
    case badData = 65
    case inputMissing = 66
    case software = 70
    case cannotCreate = 73
    case inputOutput = 74
    case interrupted = 130
  }

  var message: String
  var status: Status

  init(_ message: String, status: Status) {
    self.message = message
    self.status = status
  }
}

/// Writes a line to standard error, where everything that is no data goes.
func report(_ line: String) {
  writeAll(line + "\n", to: STDERR_FILENO)
}

/// Writes text to a descriptor; false when the reader is gone or the disk is full.
@discardableResult
func writeAll(_ text: String, to descriptor: Int32) -> Bool {
  var text = text
  return text.withUTF8 { bytes in
    var rest = UnsafeRawBufferPointer(bytes)
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
func output(_ text: String) throws {
  guard writeAll(text, to: STDOUT_FILENO) else {
    throw Failure(
      "standard output: \(String(cString: strerror(errno))); the data are not complete",
      status: .inputOutput)
  }
}
