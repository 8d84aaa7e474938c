import Foundation
import Support
import Testing

@Suite("The explorer and what it cannot use")
struct ExplorerRefusalTests {
  @Test("says what is wrong with a file before it takes the screen")
  func refusals() throws {
    try Session.withGood { folder, file in
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
    try Session.withGood { folder, file in
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
    try Session.withGood { folder, file in
      for (arguments, piece) in [
        ([file, "--model", file], "a text file"),
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
}
