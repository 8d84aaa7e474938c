import Foundation
import Support
import Testing

@Suite("The explorer on a terminal")
struct ExplorerTests {
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
    try Session.withGood { folder, file in
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
    try Session.withGood { folder, file in
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
    try Session.withGood { folder, file in
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
    try Session.withGood { folder, file in
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
    try Session.withGood { folder, file in
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
    try Session.withGood { folder, file in
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
    try Session.withGood { folder, file in
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
    try Session.withGood { folder, file in
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

  @Test(
    "opens what predict wrote, in every form", arguments: ["extxyz", "csv", "json", "safetensors"])
  func results(form: String) throws {
    try Session.withGood { folder, file in
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
