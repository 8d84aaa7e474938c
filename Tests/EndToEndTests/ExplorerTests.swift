import Foundation
import Support
import Testing

/// The explorer on a terminal of its own, with settings of its own.
private struct Session {
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
  func waitUntilDone() throws { try wait(" done", " bin ") }

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
}

@Suite("The explorer on a terminal")
struct ExplorerTests {
  private func withGood(_ body: (URL, String) throws -> Void) throws {
    try Program.withFolder { folder in
      try body(folder, try folder.write(SampleFrames.text(3), as: "good.extxyz"))
    }
  }

  @Test(
    "shows the histogram of all 11,808 sites of the sample structures",
    arguments: [(80, 24), (120, 40), (200, 60)])
  func samples(columns: Int, rows: Int) throws {
    try Program.withFolder { folder in
      let session = try Session([], in: folder, columns: columns, rows: rows)
      try session.waitUntilDone()
      try session.wait("41 · 11,808 ⁷Li", "all  11,808 100.0", "█")
      session.terminal.type("q")
      try session.expectEnd(status: 0)
    }
  }

  @Test("gives the terminal back however it ends", arguments: [SIGTERM, SIGHUP, SIGINT, 0])
  func endings(signal: Int32) throws {
    try withGood { folder, file in
      let session = try Session([file], in: folder)
      try session.waitUntilDone()
      #expect(session.terminal.modesLeftOn.contains("1049"))
      #expect(session.terminal.modes != (try Session.usualModes.get()))
      if signal == 0 { session.terminal.type("q") } else { kill(session.terminal.process, signal) }
      try session.expectEnd(status: signal == 0 ? 0 : 130)
    }
  }

  @Test("gives the terminal back while it still predicts")
  func early() throws {
    try Program.withFolder { folder in
      let session = try Session([], in: folder)
      try session.wait("Regions")
      session.terminal.type("q")
      try session.expectEnd(status: 0)
    }
  }

  @Test("stops and goes on under a shell with job control")
  func jobControl() throws {
    try withGood { folder, file in
      let terminal = try PseudoTerminal(
        "/bin/sh",
        ["-c", "set -m; \(Program.path) explore \(file); echo stopped $?; fg; echo end $?"],
        columns: 80, rows: 24, environment: Session.environment)
      try terminal.wait("the end of the prediction") { $0.contains(" done") }
      terminal.type("++")
      try terminal.wait("the threshold") { $0.contains("T 12") }
      terminal.type("\u{1A}")
      // The shell puts it to the foreground again at once.
      try terminal.wait("the screen again") { $0.contains("T 12") && $0.contains(" done") }
      terminal.type("2")
      try terminal.wait("the sites") { $0.contains("All sites") }
      terminal.type("q")
      #expect(try terminal.waitForExit() == 0)
      let text = String(decoding: terminal.transcript, as: UTF8.self)
      #expect(text.contains("stopped 14"))
      #expect(text.contains("end 0"))
      #expect(terminal.modes == (try Session.usualModes.get()))
      #expect(terminal.modesLeftOn == [])
    }
  }

  @Test("digits and Tab change the screen")
  func screens() throws {
    try withGood { folder, file in
      let session = try Session([file], in: folder)
      try session.waitUntilDone()
      for (key, piece) in [
        ("2", "All sites"), ("1", "╭─ Regions"), ("\t", "All sites"), ("\u{1B}[Z", "╭─ Regions"),
        ("2", "All sites"), ("\r", "C_Q"),
      ] {
        session.terminal.type(key)
        try session.wait(piece)
      }
      session.terminal.type("q")
      try session.expectEnd(status: 0)
    }
  }

  @Test("threshold keys change T, and undo takes them back")
  func threshold() throws {
    try withGood { folder, file in
      let session = try Session([file], in: folder)
      try session.waitUntilDone()
      try session.wait("T 10 ")
      session.terminal.type("++")
      try session.wait("T 12 ")
      session.terminal.type("-")
      try session.wait("T 11 ")
      session.terminal.type("u")
      try session.wait("T 12 ")
      session.terminal.type("K")
      try session.wait("K 6 ")
      session.terminal.type("q")
      try session.expectEnd(status: 0)
    }
  }

  @Test("a change of size keeps what was chosen")
  func resize() throws {
    try withGood { folder, file in
      let session = try Session([file], in: folder)
      try session.waitUntilDone()
      session.terminal.type("+++")
      try session.wait("T 13 ")
      for (columns, rows) in [(120, 40), (200, 60), (50, 14), (20, 5), (1, 1), (80, 24)] {
        session.terminal.resize(columns: columns, rows: rows)
        if columns >= 80 {
          try session.terminal.wait("the chart at \(columns)×\(rows)") {
            $0.contains("T 13 ") && $0.lines[0].contains(" done")
              && $0.lines[rows - 1].contains("bin")
          }
        }
      }
      session.terminal.type("q")
      try session.expectEnd(status: 0)
    }
  }

  /// Whether a colour was ever set: SGR 30–37, 38, 40–47, 48, 90–107.
  private func usesColor(_ transcript: [UInt8]) -> Bool {
    String(decoding: transcript, as: UTF8.self).split(separator: "\u{1B}[").contains { piece in
      let parameters = piece.prefix { $0.isNumber || $0 == ";" }
      guard piece.dropFirst(parameters.count).first == "m" else { return false }
      return parameters.split(separator: ";").contains { text in
        Int(text).map {
          (30...38).contains($0) || (40...48).contains($0) || (90...107).contains($0)
        }
          ?? false
      }
    }
  }

  @Test("NO_COLOR and --color mono leave all colours out", arguments: ["NO_COLOR", "mono", "none"])
  func colors(choice: String) throws {
    try withGood { folder, file in
      var environment = Session.environment
      if choice == "NO_COLOR" { environment["NO_COLOR"] = "1" }
      let arguments = choice == "mono" ? [file, "--color", "mono"] : [file]
      let session = try Session(arguments, in: folder, environment: environment)
      try session.waitUntilDone()
      session.terminal.type("2")
      try session.wait("All sites")
      session.terminal.type("q")
      try session.expectEnd(status: 0)
      #expect(usesColor(session.terminal.transcript) == (choice == "none"))
    }
  }

  @Test("--no-mouse never asks for the mouse, --ascii draws with ASCII only")
  func plain() throws {
    try withGood { folder, file in
      let session = try Session([file, "--no-mouse", "--ascii"], in: folder)
      try session.waitUntilDone()
      session.terminal.type("q")
      try session.expectEnd(status: 0)
      let text = String(decoding: session.terminal.transcript, as: UTF8.self)
      #expect(!text.contains("[?1000h") && !text.contains("[?1002h"))
      #expect(session.terminal.transcript.allSatisfy { $0 < 0x80 })
    }
  }

  @Test("--script prints what the terminal shows", arguments: [(80, 24), (120, 40)])
  func script(columns: Int, rows: Int) throws {
    /// All but how long it took.
    func comparable(_ lines: [String]) -> [String] {
      lines.map { line in
        guard let range = line.range(of: " +done in .*", options: .regularExpression) else {
          return line
        }
        return line.replacingCharacters(in: range, with: "")
      }
    }
    try withGood { folder, file in
      let session = try Session([file], in: folder, columns: columns, rows: rows)
      try session.waitUntilDone()
      session.terminal.type("++2")
      try session.wait("All sites")
      session.terminal.type("jj")
      let script = try folder.write("+\n+\n2\nj\nj\n", as: "script")
      let result = try Program.run([
        "explore", file, "--script", script, "--size", "\(columns)x\(rows)",
      ])
      #expect(result.status == 0)
      var printed = result.text.split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init)
      printed.removeLast()
      printed = printed.map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
      try session.terminal.wait("the same screen as\n\(result.text)\n") {
        comparable($0.lines) == comparable(printed)
      }
      session.terminal.type("q")
      try session.expectEnd(status: 0)
    }
  }

  @Test("says what is wrong with a file before it takes the screen")
  func refusals() throws {
    try withGood { folder, file in
      let missing = folder.file("missing.extxyz")
      try folder.write("", as: "empty.extxyz")
      try folder.write("{}", as: "session.json")
      var noTerm = Session.environment
      noTerm["TERM"] = nil
      var dumb = Session.environment
      dumb["TERM"] = "dumb"
      var unknown = Session.environment
      unknown["TERM"] = "no-such-terminal"
      for (arguments, environment, status, piece) in [
        ([missing], nil, 66, "missing.extxyz: No such file"),
        ([folder.path], nil, 66, "a directory"),
        ([folder.file("empty.extxyz")], nil, 65, "an empty file"),
        ([file, "--model", missing], nil, 66, "No such file"),
        (["--results", missing], nil, 66, "No such file"),
        ([file, "--theme", "nonsense"], nil, 64, "no theme nonsense; expected one of"),
        ([file, "--session", folder.file("session.json")], nil, 65, "session.json"),
        ([file, "--field", "0,0,0"], nil, 64, "--field"), ([file], noTerm, 64, "TERM is not set"),
        ([file], dumb, 64, "TERM=dumb cannot address the cursor"),
        ([file], unknown, 64, "TERM=no-such-terminal is not in the terminal database"),
      ] as [([String], [String: String]?, Int32, String)] {
        let session = try Session(
          arguments, in: folder, columns: 200, environment: environment ?? Session.environment)
        let label = Comment(rawValue: "\(arguments)")
        try session.expectEnd(status: status, label)
        let text = String(decoding: session.terminal.transcript, as: UTF8.self)
        #expect(text.hasPrefix("spinel: "), label)
        #expect(text.contains(piece), label)
        #expect(text.hasSuffix("\r\n") && text.filter { $0.isNewline }.count == 1, label)
        #expect(!text.contains("\u{1B}"), label)
      }
    }
  }

  @Test("refuses a terminal without columns, and one whose input is a file")
  func noRoom() throws {
    try withGood { folder, file in
      let session = try Session([file], in: folder, columns: 0, rows: 0)
      try session.expectEnd(status: 64)
      let text = String(decoding: session.terminal.transcript, as: UTF8.self)
      #expect(text.contains("0×0 cells") && !text.contains("\u{1B}"))

      let terminal = try PseudoTerminal(
        "/bin/sh", ["-c", "\(Program.path) explore \(file) < /dev/null"], columns: 80, rows: 24,
        environment: Session.environment)
      #expect(try terminal.waitForExit() == 64 << 8)
      let answer = String(decoding: terminal.transcript, as: UTF8.self)
      #expect(answer.contains("standard input is not a terminal") && !answer.contains("\u{1B}"))
    }
  }

  @Test(
    "shows what is wrong with a file that turns out bad, and lives on",
    arguments: BadInput.structures.filter { $0.name == "bad.extxyz" && $0.description != "empty" })
  func badWhilePredicting(input: BadInput) throws {
    try Program.withFolder { folder in
      try input.make(in: folder)
      let session = try Session([folder.file(input.name)], in: folder, columns: 200)
      try session.wait("stopped by an error")
      try session.wait("bad.extxyz:")
      session.terminal.type("2")
      try session.wait("All sites")
      session.terminal.type("q")
      try session.expectEnd(status: 0)
      let text = String(decoding: session.terminal.transcript, as: UTF8.self)
      #expect(!text.contains("\u{1B}]0;pwned") && !text.contains("\u{1B}[31m42"))
    }
  }

  @Test("shows what is wrong with a model or a result, and lives on")
  func badModel() throws {
    try withGood { folder, file in
      for (arguments, piece) in [
        ([file, "--model", file], "header length"),
        (["--results", Program.sample("li-tensor.safetensors")], "another kind"),
      ] {
        let session = try Session(arguments, in: folder, columns: 200)
        try session.wait("stopped by an error")
        try session.wait(piece)
        session.terminal.type("q")
        try session.expectEnd(status: 0)
      }
    }
  }

  @Test("says so when no site was predicted")
  func nothing() throws {
    try Program.withFolder { folder in
      try BadInput.withoutLithium.make(in: folder)
      let session = try Session([folder.file("bad.extxyz")], in: folder)
      try session.waitUntilDone()
      try session.wait("no sites were predicted")
      session.terminal.type("q")
      try session.expectEnd(status: 0)
    }
  }

  @Test("shows names and texts of files without their escapes")
  func escapes() throws {
    try Program.withFolder { folder in
      let text = SampleFrames.text { lines in
        lines[1] += " name=\"\u{1B}]0;pwned\u{7}\u{1B}[8m\" \"\u{1B}[5m\"=\u{9B}31m"
      }
      let file = try folder.write(text, as: "evil\u{1B}]0;pwned\u{7}\u{202E}.extxyz")
      let session = try Session([file], in: folder, columns: 120, rows: 40)
      try session.waitUntilDone()
      session.terminal.type("2\r")
      try session.wait("C_Q")
      session.terminal.type("q")
      try session.expectEnd(status: 0)
      let written = String(decoding: session.terminal.transcript, as: UTF8.self)
      for piece in ["\u{1B}]0;pwned", "\u{1B}[8m", "\u{1B}[5m", "\u{9B}", "\u{202E}"] {
        #expect(!written.contains(piece))
      }
    }
  }

  @Test(
    "opens what predict wrote, in every form", arguments: ["extxyz", "csv", "json", "safetensors"])
  func results(form: String) throws {
    try withGood { folder, file in
      let output = folder.file("out.\(form)")
      let run = try Program.run([
        "predict", file, "--model", Program.sample("li-tensor.safetensors"), "-o", output,
      ])
      #expect(run.status == 0, "\(run.errors)")
      let session = try Session([file, "--results", output], in: folder, columns: 120, rows: 40)
      try session.waitUntilDone()
      try session.wait("all      24 100.0")
      session.terminal.type("q")
      try session.expectEnd(status: 0)
    }
  }
}
