import Crystals
import Engine
import Formats
import Spectra
import Support
import Testing

@testable import Explorer

@Suite("Sessions") struct SessionTests {
  static let inputs = Inputs(
    structures: [
      InputFile(path: "/data/lto/cells.extxyz", size: 120, modified: 1.5e9),
      InputFile(path: "/data/other.cif", size: 7, modified: 1.25),
    ],
    models: [InputFile(path: "/models/li.safetensors", size: 9, modified: 2)])

  /// An explorer on which much has been chosen.
  private func used() throws -> Bench {
    let bench = Bench.sample()
    bench.state.inputs = Self.inputs
    bench.state.workingFolder = "/data"
    try bench.command("threshold 3")
    try bench.keys("down", "U", "a", "L")
    try bench.command("field 1 1 0")
    try bench.command("filter eta>0.1")
    try bench.command("sort eta desc")
    try bench.keys("2", "t", "text:keep", "enter", "N", "text:what \"is\" this? \u{202E}", "enter")
    try bench.keys("space", "down", "down")
    return bench
  }

  @Test("files of a session opened by a relative path are those it was saved with")
  func relativePath() throws {
    let bench = Bench.sample()
    bench.state.inputs = Inputs(structures: [InputFile(path: "/data/cells.extxyz", size: 12)])
    let text = Session(of: bench.state).text(folder: "/data/sessions")
    for (file, folder) in [("s.json", "/data/sessions"), ("sessions/s.json", "/data")] {
      let session = try Session(parsing: text, file: file, workingFolder: folder)
      let inputs = try #require(session.inputs)
      #expect(inputs.difference(from: bench.state.inputs) == nil, "\(inputs)")
    }
  }

  @Test("a session opened under the relative name it was saved by is of the same files")
  func ownSession() throws {
    let bench = try used()
    try bench.command("save s.json")
    let text = try #require(bench.written["s.json"])
    #expect(text.contains("\"lto/cells.extxyz\""))
    bench.send(.read(path: "s.json", contents: text))
    #expect(bench.message.hasPrefix("session s.json opened; u goes back"), "\(bench.message)")
  }

  @Test("everything chosen comes back from the text, and the site under the cursor with it")
  func roundTrip() throws {
    let bench = try used()
    let session = Session(of: bench.state)
    let text = session.text()
    #expect(try Session(parsing: text, file: "/x/s.json") == session)
    let other = Bench()
    other.send(.read(path: "s.json", contents: text))
    #expect(other.state.view == .sites)
    // The sites come after the session.
    other.send(.engine(.model(sampleModel, generation: 1)))
    other.send(.engine(.structures(sampleStructures, firstIndex: 0, generation: 1)))
    other.send(.engine(.sites(sampleSites, generation: 1)))
    other.send(.engine(.finished(generation: 1)))
    #expect(other.state.settings == bench.state.settings)
    #expect(other.state.annotations == bench.state.annotations)
    #expect(other.state.spectrum.regions == bench.state.spectrum.regions)
    #expect(other.state.selectedRow == bench.state.selectedRow)
    #expect(other.state.list.cursor == bench.state.list.cursor && other.state.list.cursor > 0)
    #expect(!other.state.hasUnsavedWork)
  }

  @Test("the site inspected and the screen it was opened from come back")
  func inspected() throws {
    let bench = try used()
    try bench.keys("enter")
    let text = Session(of: bench.state).text()
    let other = Bench.sample()
    other.send(.read(path: "s.json", contents: text))
    #expect(other.state.view == .site)
    #expect(other.state.sitePane.row == bench.state.sitePane.row)
    try other.keys("esc")
    #expect(other.state.view == .sites)
  }

  @Test("a key pressed before the sites come gives the cursor back to the user")
  func keyWins() throws {
    let text = Session(of: try used().state).text()
    let other = Bench()
    other.send(.read(path: "s.json", contents: text))
    try other.keys("home")
    other.send(.engine(.sites(sampleSites, generation: 1)))
    other.send(.engine(.finished(generation: 1)))
    #expect(other.state.list.cursor == 0)
  }

  @Test("choices of a nucleus that is not on screen are kept too")
  func nuclei() throws {
    let bench = Bench.sample()
    let titanium = ModelSummary(
      name: "ti", nucleus: .titanium, isotope: "47Ti", spin: 2.5, quadrupoleMoment: 302)
    bench.send(.engine(.model(titanium, generation: 1)))
    try bench.command("range 0 40")
    try bench.command("bin-width 2")
    try bench.command("threshold 1")
    try bench.keys("U", "I")
    let session = Session(of: bench.state)
    let found = try Session(parsing: session.text())
    #expect(found.settings.scalesOfOthers[.lithium]?.ranges[.absoluteOmegaQ] == 0...40)
    #expect(found.settings == session.settings)
  }

  @Test(
    "files near the session are named from its folder, others by their whole path",
    arguments: [
      ("/data/s.json", ["lto/cells.extxyz", "other.cif", "/models/li.safetensors"]),
      ("/data/runs/s.json", ["../lto/cells.extxyz", "../other.cif", "/models/li.safetensors"]),
      ("s.json", ["lto/cells.extxyz", "other.cif", "/models/li.safetensors"]),
      (
        "/home/me/s.json", ["/data/lto/cells.extxyz", "/data/other.cif", "/models/li.safetensors"]
      ),
    ])
  func paths(session: String, expected: [String]) throws {
    let bench = try used()
    try bench.command("save \(session)")
    let text = try #require(bench.written[session])
    let json = try JSON.parse(Array(text.utf8))
    let files = ["structures", "models"].flatMap { json["files"]?[$0]?.items ?? [] }
    #expect(files.map { $0["path"]?.text } == expected)
    let path = FilePath.joined("/data", session)
    #expect(try Session(parsing: text, file: path).inputs == Self.inputs)
  }

  @Test("a session of other files is opened with a warning")
  func otherFiles() throws {
    let text = Session(of: try used().state).text()
    let bench = Bench.sample()
    bench.state.inputs = Inputs(structures: [InputFile(path: "/data/b.extxyz")])
    bench.send(.read(path: "s.json", contents: text))
    #expect(bench.message.contains("saved with other files"))
    bench.state.inputs = Self.inputs
    bench.state.inputs.structures[0].size += 1
    bench.send(.read(path: "s.json", contents: text))
    #expect(bench.message.contains("cells.extxyz has changed"))
    bench.state.inputs = Self.inputs
    bench.send(.read(path: "s.json", contents: text))
    #expect(bench.state.message?.kind == .information)
  }

  @Test("a session cut anywhere is refused and changes nothing")
  func truncated() throws {
    let text = Session(of: try used().state).text()
    let bytes = Array(text.utf8)
    let bench = Bench.sample()
    let before = bench.state.snapshot
    let place = bench.state.place
    // The last byte is the newline after the document.
    for count in stride(from: 0, to: bytes.count - 1, by: 10) {
      let cut = String(decoding: bytes[..<count], as: UTF8.self)
      bench.send(.read(path: "s.json", contents: cut))
      try #require(bench.state.message?.kind == .error, "\(count) bytes")
      try #require(bench.message.contains("s.json"), "\(count) bytes")
      try #require(bench.state.snapshot == before && bench.state.place == place, "\(count) bytes")
      bench.state.message = nil
    }
  }

  @Test("a changed byte anywhere is refused or read, and never half of it")
  func damaged() throws {
    let bytes = Array(Session(of: try used().state).text().utf8)
    var random = SplitMix64(seed: 5)
    for place in stride(from: 0, to: bytes.count, by: 7) {
      var copy = bytes
      copy[place] = UInt8(truncatingIfNeeded: random.next())
      let bench = Bench.sample()
      let before = bench.state.snapshot
      bench.send(.read(path: "s.json", contents: String(decoding: copy, as: UTF8.self)))
      if bench.state.message?.kind == .error { try #require(bench.state.snapshot == before) }
    }
  }
}

@Suite("What is kept") struct KeepingTests {
  /// What an explorer asks to be kept.
  private func kept(_ bench: Bench) throws -> (session: Session, memory: Memory) {
    bench.send(.keep)
    for effect in bench.effects.reversed() {
      if case .keep(let session, let memory) = effect { return (session, memory) }
    }
    throw SessionError(description: "nothing was kept")
  }

  private func asks(_ bench: Bench) -> Bool {
    defer { bench.effects = [] }
    return bench.effects.contains { if case .keepSoon = $0 { true } else { false } }
  }

  @Test("changes of choices, tags, notes, screen and cursor are kept; news of the engine is not")
  func whatCounts() throws {
    let bench = Bench.sample()
    #expect(!asks(bench))
    for keys in [
      ["+"], ["2"], ["down"], ["t", "text:keep", "enter"], ["N", "text:x", "enter"], ["space"],
      ["u"], ["/", "text:eta>0.1", "enter"], ["1"], ["K"],
    ] {
      for key in keys { try bench.keys(key) }
      #expect(asks(bench), "\(keys)")
    }
    bench.send(
      .engine(.finished(generation: 1)), .engine(.sites(randomSites(3), generation: 1)),
      .resize(columns: 80, rows: 24), .key(.function(20)))
    #expect(!asks(bench))
  }

  @Test("what was kept is restored on a new start, said, and can be undone or forgotten")
  func restored() throws {
    let bench = Bench.sample()
    try bench.command("threshold 3")
    try bench.keys("down", "U", "2", "t", "text:keep", "enter", "down", "N", "text:x", "enter")
    let (session, _) = try kept(bench)
    let other = Bench()
    other.send(.restored(session, time: "12:03", remark: ""))
    for part in ["1 tag", "1 note", "12:03", ":forget", "region"] {
      #expect(other.message.contains(part), "\(other.message)")
    }
    other.send(.engine(.model(sampleModel, generation: 1)))
    other.send(.engine(.structures(sampleStructures, firstIndex: 0, generation: 1)))
    other.send(.engine(.sites(sampleSites, generation: 1)), .engine(.finished(generation: 1)))
    #expect(other.state.settings == bench.state.settings)
    #expect(other.state.annotations == bench.state.annotations)
    #expect(other.state.view == .sites && other.state.selectedRow == bench.state.selectedRow)
    #expect(other.state.hasUnsavedWork)
    try other.keys("u")
    #expect(other.state.settings.threshold == .standard && other.state.annotations.isEmpty)
    try other.keys("c-r")
    #expect(other.state.annotations == bench.state.annotations)
    try other.command("forget")
    #expect(other.state.annotations.isEmpty && other.state.settings.handRegions.isEmpty)
    #expect(other.state.settings.threshold == .standard && other.state.view == .regions)
    #expect(!other.state.hasUnsavedWork)
    try other.keys("u")
    #expect(other.state.annotations == bench.state.annotations)
  }

  @Test("a restored state that is a fresh one is not spoken of, what stands beside it is")
  func nothingToSay() throws {
    let (session, _) = try kept(Bench.sample())
    let other = Bench.sample()
    other.send(.restored(session, time: "12:03", remark: ""))
    #expect(other.state.message == nil)
    other.send(.restored(session, time: "12:03", remark: "process 7 shows the same files"))
    #expect(other.message == "process 7 shows the same files")
  }

  @Test("only where undo has something to bring back does the message say so")
  func restoredScreen() throws {
    let bench = Bench.sample()
    try bench.keys("5")
    let other = Bench.sample()
    other.send(.restored(Session(of: bench.state), time: "12:03", remark: ""))
    #expect(other.state.view == .field)
    #expect(other.message == "restored the screen of 12:03; :forget starts fresh")
    try bench.keys("+")
    let third = Bench.sample()
    third.send(.restored(Session(of: bench.state), time: "12:03", remark: ""))
    #expect(third.message == "restored choices of 12:03; u goes back, :forget starts fresh")
  }

  @Test("tags that are in a session file are not asked about after they were restored")
  func savedElsewhere() throws {
    let bench = Bench.sample()
    bench.state.workingFolder = "/data"
    try bench.keys("2", "t", "text:keep", "enter")
    try bench.command("save work.json")
    let (session, _) = try kept(bench)
    #expect(session.savedAs == "/data/work.json")
    let other = Bench.sample()
    other.send(.restored(session, time: "12:03", remark: ""))
    #expect(!other.state.hasUnsavedWork)
    #expect(other.state.sessionPath == "/data/work.json")
  }

  @Test("the field of the command line stays whatever is restored")
  func fixedField() throws {
    let bench = Bench.sample()
    try bench.command("field 1 1 1")
    let (session, _) = try kept(bench)
    let other = Bench.sample()
    other.state.fixed.field = .z
    other.send(.restored(session, time: "12:03", remark: ""))
    #expect(other.state.settings.field == .z)
  }

  @Test("lines entered and the theme are remembered, and join those of another explorer")
  func memory() throws {
    let bench = Bench.sample()
    try bench.command("threshold 3")
    try bench.keys("2", "/", "text:eta>0.5", "enter")
    let (_, memory) = try kept(bench)
    #expect(memory.commands == ["threshold 3"] && memory.filters == ["eta>0.5"])
    let found = try #require(Memory(parsing: memory.text))
    #expect(found == memory)
    var other = Memory()
    other.commands = ["peaks", "threshold 3"]
    #expect(found.joining(other).commands == ["peaks", "threshold 3"])
    for count in stride(from: 0, to: memory.text.utf8.count - 1, by: 3) {
      #expect(
        Memory(parsing: String(decoding: memory.text.utf8.prefix(count), as: UTF8.self)) == nil)
    }
    let next = Bench.sample()
    next.state.take(found)
    try next.keys(":", "up", "enter")
    #expect(next.state.settings.threshold == .counts(3))
  }
}
