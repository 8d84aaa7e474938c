import Foundation
import Support
import Testing

/// The explorer on a terminal of its own, with settings of its own.
struct Session {
  let terminal: PseudoTerminal

  static let environment = ["TERM": "xterm-256color", "LANG": "C.UTF-8"]

  init(
    _ arguments: [String], in folder: URL, columns: Int = 80, rows: Int = 24,
    environment: [String: String] = Session.environment
  ) throws {
    var environment = environment
    environment["HOME"] = folder.path
    environment["XDG_CONFIG_HOME"] = folder.path
    environment["XDG_STATE_HOME"] = folder.path
    terminal = try PseudoTerminal(
      Program.path, ["explore"] + arguments, columns: columns, rows: rows,
      environment: environment)
  }

  /// Waits until all is predicted and the whole frame is there.
  func waitUntilDone() throws { try wait(" done") }

  /// Waits until the screen shows all pieces.
  func wait(_ pieces: String...) throws {
    try terminal.wait("\(pieces)") { screen in pieces.allSatisfy { screen.contains($0) } }
  }

  /// Waits for the end and checks that the terminal is as it was.
  func expectEnd(status: Int32, _ label: Comment? = nil) throws {
    let found = try terminal.waitForExit()
    #expect(found & 0x7F == 0, "ended by a signal")
    #expect(found >> 8 & 0xFF == status, label)
    #expect(terminal.modes == (try Self.usualModes.get()), label)
    #expect(terminal.modesLeftOn == [], label)
  }

  /// The modes of a new terminal.
  static let usualModes = Result {
    let fresh = try PseudoTerminal("/bin/true", [], columns: 80, rows: 24)
    _ = try fresh.waitForExit()
    return fresh.modes
  }

  /// Runs a test with a file of three structures.
  static func withGood(_ body: (URL, String) throws -> Void) throws {
    try Program.withFolder { folder in
      try body(folder, try folder.write(SampleFrames.text(3), as: "good.extxyz"))
    }
  }
}
