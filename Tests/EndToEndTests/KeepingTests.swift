import Foundation
import Support
import Testing

@Suite("The explorer keeps its state")
struct KeepingTests {
  private struct TooLate: Error, CustomStringConvertible { let description: String }

  /// Waits until a condition on files holds.
  private func wait(_ what: String, until condition: () -> Bool) throws {
    let deadline = Date(timeIntervalSinceNow: 60)
    while !condition() {
      guard Date() < deadline else { throw TooLate(description: "waited for \(what)") }
      usleep(2000)
    }
  }

  private func autosaves(_ folder: URL) -> [URL] {
    let place = folder.appendingPathComponent("spinel/autosave")
    let files = try? FileManager.default.contentsOfDirectory(
      at: place, includingPropertiesForKeys: nil)
    return (files ?? []).filter { $0.pathExtension == "json" }
      .sorted { $0.path < $1.path }
  }

  private func holds(_ folder: URL, _ pieces: String...) -> Bool {
    autosaves(folder).contains { file in
      let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
      return pieces.allSatisfy { text.contains($0) }
    }
  }

  private func killNow(_ session: Session) throws {
    kill(session.terminal.process, SIGKILL)
    #expect(try session.terminal.waitForExit() == SIGKILL)
  }

  /// An explorer in which a tag was set and kept.
  private func tagged(
    _ tag: String, _ arguments: [String], in folder: URL
  ) throws -> Session {
    let session = try Session(arguments, in: folder, columns: 120, rows: 40)
    // A message may stand where the keys of the screen are told.
    try session.wait(" done", "T 10")
    session.terminal.type("+++2jt\(tag)\r")
    try session.wait(tag)
    try wait("the tag in a file") {
      holds(folder, "\"tag\": \"\(tag)\"", "\"thresholdCounts\": 13")
    }
    return session
  }

  @Test("what was chosen and tagged is there again after SIGKILL, and a message says so")
  func killed() throws {
    try Session.withGood { folder, file in
      try killNow(tagged("keep", [file], in: folder))
      let next = try Session([file], in: folder, columns: 120, rows: 40)
      try next.wait("restored 1 tag and choices of", ":forget", "keep", "All sites")
      next.terminal.type("1")
      try next.wait("T 13")
      next.terminal.type("u")
      try next.wait("T 10")
      next.terminal.type("q")
      try next.expectEnd(status: 0)
    }
  }

  @Test("other files start fresh, and the same ones after they changed")
  func otherData() throws {
    try Session.withGood { folder, file in
      try killNow(tagged("keep", [file], in: folder))
      try folder.write(SampleFrames.text(2), as: "good.extxyz")
      let next = try Session([file], in: folder, columns: 120, rows: 40)
      try next.waitUntilDone()
      try next.wait("T 10")
      next.terminal.type("q")
      try next.expectEnd(status: 0)
    }
  }

  @Test("a damaged state is put aside and said, never read")
  func damaged() throws {
    try Session.withGood { folder, file in
      try killNow(tagged("keep", [file], in: folder))
      let kept = try #require(autosaves(folder).first)
      let text = try String(contentsOf: kept, encoding: .utf8)
      try String(text.prefix(text.count / 2)).write(to: kept, atomically: false, encoding: .utf8)
      let next = try Session([file], in: folder, columns: 200, rows: 40)
      try next.waitUntilDone()
      try next.wait("damaged and was not used", "T 10")
      #expect(FileManager.default.fileExists(atPath: kept.path + ".damaged"))
      next.terminal.type("q")
      try next.expectEnd(status: 0)
    }
  }

  @Test("two explorers of the same files keep a state each, and neither is lost")
  func two() throws {
    try Session.withGood { folder, file in
      let first = try tagged("first", [file], in: folder)
      let second = try Session([file], in: folder, columns: 200, rows: 40)
      try second.wait("process \(first.terminal.process) shows the same files", "T 10", " done")
      second.terminal.type("2t")
      second.terminal.type("second\r")
      try second.wait("second")
      try wait("the second tag") { holds(folder, "\"tag\": \"second\"") }
      #expect(holds(folder, "\"tag\": \"first\""))
      try killNow(first)
      try killNow(second)
      // The newest first, then the other.
      let third = try Session([file], in: folder, columns: 120, rows: 40)
      try third.wait("restored", "second")
      let fourth = try Session([file], in: folder, columns: 120, rows: 40)
      try fourth.wait("restored", "first")
      for session in [third, fourth] { try killNow(session) }
      #expect(autosaves(folder).count == 2)
    }
  }

  @Test("a session names its files: they open with it, from wherever it is opened")
  func sessionFiles() throws {
    try Session.withGood { folder, file in
      let session = try Session([file, "--field", "1,1,0"], in: folder, columns: 120, rows: 40)
      try session.waitUntilDone()
      let saved = folder.file("work.json")
      session.terminal.type("2jt")
      session.terminal.type("keep\r:save \(saved)\r")
      try session.wait("session written")
      session.terminal.type("q")
      try session.expectEnd(status: 0)
      let text = try String(contentsOfFile: saved, encoding: .utf8)
      #expect(text.contains("\"path\": \"good.extxyz\""))

      let next = try Session(["--session", saved], in: folder, columns: 120, rows: 40)
      try next.wait("good ×3", "B0 ∥ [1 1 0]", "All sites", "keep", " done")
      next.terminal.type("q")
      try next.expectEnd(status: 0)

      try FileManager.default.removeItem(atPath: file)
      let missing = try Session(["--session", saved], in: folder, columns: 200, rows: 40)
      try missing.expectEnd(status: 66)
      let told = String(decoding: missing.terminal.transcript, as: UTF8.self)
      #expect(told.contains("good.extxyz: No such file") && told.contains("work.json names it"))
    }
  }

  @Test("work on a session that was not saved again is restored when the session is opened again")
  func sessionAndKill() throws {
    try Session.withGood { folder, file in
      let saved = folder.file("work.json")
      let session = try Session([file], in: folder, columns: 120, rows: 40)
      try session.waitUntilDone()
      session.terminal.type("K:save \(saved)\r")
      try session.wait("session written")
      session.terminal.type("q")
      try session.expectEnd(status: 0)
      try killNow(tagged("later", ["--session", saved], in: folder))
      let next = try Session(["--session", saved], in: folder, columns: 120, rows: 40)
      try next.wait("restored 1 tag", "later")
      next.terminal.type("1")
      try next.wait("K 6", "T 13")
      next.terminal.type("u")
      try next.wait("K 6", "T 10")
      next.terminal.type("q")
      try next.expectEnd(status: 0)
    }
  }

  @Test("lines entered and the theme chosen are there at the next start")
  func history() throws {
    try Session.withGood { folder, file in
      let session = try Session([file], in: folder, columns: 120, rows: 40)
      try session.waitUntilDone()
      session.terminal.type(":theme light\r")
      try session.wait("the theme is light")
      session.terminal.type(":threshold 7\r")
      try session.wait("T 7")
      session.terminal.type(":forget\r")
      try session.wait("T 10")
      session.terminal.type("q")
      try session.expectEnd(status: 0)
      let next = try Session([file], in: folder, columns: 120, rows: 40)
      try next.waitUntilDone()
      next.terminal.type(":\u{1B}[A\u{1B}[A\r")
      try next.wait("T 7")
      next.terminal.type("q")
      try next.expectEnd(status: 0)
      let text = try String(contentsOfFile: folder.file("spinel/history.json"), encoding: .utf8)
      #expect(text.contains("\"theme\": \"light\""))
    }
  }

  @Test("the configuration is used; what is wrong in it is said, and the rest counts")
  func configuration() throws {
    try Session.withGood { folder, file in
      let place = folder.appendingPathComponent("spinel")
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      try place.write(
        "peaks = \"many\"\nthreshold = 25\n[keys]\nlogarithmic = [\"f5\"]\n", as: "config.toml")
      let session = try Session([file], in: folder, columns: 200, rows: 40)
      try session.waitUntilDone()
      try session.wait("config.toml:1: peaks: found \"many\"", "T 25", "K 5")
      session.terminal.type("\u{1B}[15~")
      try session.wait("log")
      session.terminal.type("q")
      try session.expectEnd(status: 0)
      let printed = try Program.run(["explore", "--print-config"])
      #expect(printed.status == 0 && printed.text.contains("# logarithmic = [\"L\"]"))
    }
  }

  @Test("a home that cannot be written to is said once and stops nothing")
  func noState() throws {
    try Session.withGood { folder, file in
      // A file stands where the folder should be made.
      try folder.write("", as: "spinel")
      let session = try Session([file], in: folder, columns: 200, rows: 40)
      try session.waitUntilDone()
      try session.wait("nothing is kept for the next start")
      #expect(!session.terminal.screen.text.contains("config.toml"), "nothing is configured")
      session.terminal.type("++")
      try session.wait("T 12")
      session.terminal.type("q")
      try session.expectEnd(status: 0)
    }
  }
}
