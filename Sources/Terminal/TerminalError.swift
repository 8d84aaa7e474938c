import Screen

/// Why the explorer cannot draw on the terminal, and what to do.
public enum TerminalError: Error, Equatable, CustomStringConvertible {
  /// A standard stream is a file or pipe.
  case notATerminal(stream: String)
  /// TERM is not set.
  case noType
  /// The terminal database does not know the type.
  case unknownType(String)
  /// The type cannot address the cursor.
  case cannotAddressCursor(String)
  /// The terminal says that it has no columns or rows.
  case noRoom(columns: Int, rows: Int)
  /// A call of the operating system failed.
  case system(call: String, code: Int32)

  public var description: String {
    switch self {
    case .notATerminal(let stream):
      "\(stream) is not a terminal; the explorer needs one for keys and screen. "
        + "Without one use 'spinel predict', 'spinel regions' or 'spinel explore --script'"
    case .noType:
      "TERM is not set; expected the terminal's type. Try 'TERM=xterm-256color spinel'"
    case .unknownType(let name):
      "TERM=\(visible(name)) is not in the terminal database; expected a known type. "
        + "Try 'TERM=xterm-256color spinel', or install the package ncurses-term"
    case .cannotAddressCursor(let name):
      "TERM=\(visible(name)) cannot address the cursor; expected a screen terminal. "
        + "Use 'spinel predict' or 'spinel regions', or set TERM to the terminal's real type"
    case .noRoom(let columns, let rows):
      "the terminal says that it is \(columns)×\(rows) cells; expected at least 1×1. "
        + "Set the size with 'stty cols 80 rows 24'"
    case .system(let call, let code):
      "\(call) failed with error \(code); the terminal was left as it was"
    }
  }
}
