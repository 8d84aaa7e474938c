import Engine
import Screen
import Testing

@testable import Explorer

@Suite("Behaviour") struct BehaviourTests {
  @Test("every change can be undone and done again, back to the first state and forth to the last")
  func undo() throws {
    let bench = Bench.sample()
    let start = bench.state.snapshot
    try bench.keys(
      "+", "K", "]", "E", "L", "a", ".", "2", "s", "t", "text:keep", "enter", "space", "/",
      "text:eta>0.5", "enter", "1", "o", "down", "enter")
    try bench.command("field 1 1 1")
    let end = bench.state.snapshot
    let counts = bench.state.spectrum.counts
    var steps = 0
    while bench.state.snapshot != start, steps < 50 {
      try bench.keys("u")
      steps += 1
    }
    #expect(bench.state.snapshot == start)
    #expect(bench.state.spectrum.counts == Bench.sample().state.spectrum.counts)
    for _ in 0..<steps { try bench.keys("c-r") }
    #expect(bench.state.snapshot == end)
    #expect(bench.state.spectrum.counts == counts)
    try bench.keys("c-r")
    #expect(bench.message.contains("nothing"))
  }

  @Test("Esc goes back one step at a time and never quits")
  func escape() throws {
    let bench = Bench.sample()
    try bench.keys("enter", "enter", "?")
    for _ in 0..<20 { try bench.keys("esc") }
    #expect(bench.state.view == .regions)
    #expect(!bench.effects.contains { if case .quit = $0 { true } else { false } })
  }

  @Test("marks that undo brings back while sites come again are there with their sites")
  func marksWhilePredictingAgain() throws {
    let bench = Bench.sample()
    try bench.keys("2", "end", "space", "t", "text:odd", "enter")
    let marked = bench.state.marked
    #expect(marked.count == 1)
    try bench.keys("R", "u")
    #expect(bench.state.annotations.tags.isEmpty)
    #expect(bench.state.marked.isEmpty && bench.text.contains("no sites yet"))
    let generation = bench.state.generation
    bench.send(
      .engine(.structures(sampleStructures, firstIndex: 0, generation: generation)),
      .engine(.sites(sampleSites, generation: generation)),
      .engine(.finished(generation: generation)))
    #expect(bench.state.marked == marked)
    try bench.keys("c-r")
    #expect(bench.state.annotations.tags == [marked[0]: "odd"])
  }

  @Test("undo says what was opened or restored, and brings back all of it at once")
  func undoOfOpening() throws {
    let bench = Bench.sample()
    try bench.keys("+", "2", "t", "text:odd", "enter")
    let session = Session(of: bench.state)
    let fresh = Bench.sample()
    let before = fresh.state.snapshot
    fresh.send(.restored(session, time: "12:30", remark: ""))
    #expect(fresh.state.annotations.tags.count == 1)
    try fresh.keys("u")
    #expect(fresh.message == "undid: restoring what was left at 12:30")
    #expect(fresh.state.snapshot == before)
    fresh.send(.read(path: "s.json", contents: session.text()))
    try fresh.keys("u")
    #expect(fresh.message == "undid: opening s.json")
    // What comes next is called by what it changes.
    try fresh.keys("1", "+", "u")
    #expect(fresh.message == "undid: threshold")
  }

  @Test("errors that come before a key is pressed are all told, each once; a key clears them")
  func errorsInARow() throws {
    let bench = Bench.sample()
    for text in ["first", "second", "first"] {
      _ = reduce(&bench.state, .message(text, isError: true))
    }
    _ = reduce(&bench.state, .message("third", isError: false))
    #expect(bench.message == "first · second · third")
    try bench.keys("down")
    #expect(bench.state.message == nil)
    _ = reduce(&bench.state, .message("information", isError: false))
    _ = reduce(&bench.state, .message("last", isError: true))
    #expect(bench.message == "last")
  }

  @Test("Esc asks before it stops the work, and Enter stops it")
  func stopWork() throws {
    let bench = Bench.random(100)
    try bench.keys("esc")
    #expect(bench.text.contains("Stop the prediction?"))
    try bench.keys("esc")
    #expect(bench.state.work == .running)
    try bench.keys("esc", "enter")
    #expect(bench.state.work == .cancelled)
    #expect(bench.effects.contains { if case .cancelPrediction = $0 { true } else { false } })
    try bench.keys("R")
    #expect(bench.state.generation == 2)
    #expect(bench.state.table.count == 0)
  }

  @Test("the work can be paused and resumed")
  func pause() throws {
    let bench = Bench.random(100)
    try bench.keys("P")
    #expect(bench.state.work == .paused)
    try bench.keys("P")
    #expect(bench.state.work == .running)
  }

  @Test("q quits at once when all is saved, and asks when a tag is not")
  func quit() throws {
    let clean = Bench.sample()
    try clean.keys("q")
    #expect(clean.effects.contains { if case .quit = $0 { true } else { false } })
    let tagged = Bench.sample()
    try tagged.keys("2", "t", "text:keep", "enter", "q")
    #expect(!tagged.effects.contains { if case .quit = $0 { true } else { false } })
    #expect(tagged.text.contains("not saved"))
    try tagged.keys("esc")
    try tagged.command("save work.json")
    try tagged.keys("q")
    #expect(tagged.effects.contains { if case .quit = $0 { true } else { false } })
  }

  @Test("Ctrl-C stops the work and loses nothing")
  func interrupt() throws {
    let bench = Bench.random(100)
    try bench.keys("2", "t", "text:keep", "enter", "c-c", "c-c")
    bench.send(.engine(.finished(generation: 1)))
    #expect(bench.state.work == .cancelled)
    #expect(bench.state.table.count == 100)
    #expect(bench.state.annotations.tags.count == 1)
    #expect(!bench.effects.contains { if case .quit = $0 { true } else { false } })
  }

  @Test("what changes while a session is written counts as not saved")
  func saving() throws {
    let bench = Bench.sample()
    try bench.keys("2", "t", "text:keep", "enter")
    var answers: [Event] = []
    for effect in bench.line("save work.json") {
      if case .write(let export, let path, _, _) = effect {
        answers.append(.written(export, path: path))
      }
    }
    try bench.keys("down", "t", "text:later", "enter")
    for answer in answers { bench.send(answer) }
    #expect(answers.count == 1)
    #expect(bench.state.hasUnsavedWork)
  }

  @Test("the field can be set along the normal of a lattice plane")
  func plane() throws {
    let bench = Bench.sample()
    try bench.command("field hkl 0 0 1")
    let (a, b) = (sampleStructures[0].cell.vectors[0], sampleStructures[0].cell.vectors[1])
    let unit = bench.state.settings.field.unit
    #expect(abs((unit * a).sum()) < 1e-9 && abs((unit * b).sum()) < 1e-9)
    try bench.command("field hkl 1 1")
    #expect(bench.state.message?.kind == .error)
    try bench.command("field 0 0 0")
    #expect(bench.state.message?.kind == .error)
  }

  @Test("news of an older generation is dropped")
  func stale() throws {
    let bench = Bench.random(100)
    try bench.keys("c-c", "R")
    bench.send(
      .engine(.sites(randomSites(50), generation: 1)), .engine(.failed("late", generation: 1)))
    #expect(bench.state.table.count == 0)
    #expect(bench.state.work == .running)
    bench.send(.engine(.sites(randomSites(50), generation: 2)))
    #expect(bench.state.table.count == 50)
  }

  @Test("tables with columns of unequal length are refused")
  func inconsistent() {
    let bench = Bench()
    var table = randomSites(10)
    table.vzz.removeLast()
    bench.send(.engine(.sites(table, generation: 1)))
    #expect(bench.state.table.count == 0)
  }

  @Test("an answer to an older request does not replace a newer list")
  func newestWins() throws {
    var state = Bench.sample().state
    var first: ArrangeRequest?
    var second: ArrangeRequest?
    for effect in reduce(&state, .key(.character("2"))) + runLine(&state, "filter eta>0.9") {
      if case .arrange(let request) = effect { first = request }
    }
    for effect in runLine(&state, "filter eta>0.5") {
      if case .arrange(let request) = effect { second = request }
    }
    let (old, new) = (try #require(first), try #require(second))
    _ = reduce(&state, .engine(.arranged(arrange(new), request: new.id)))
    let count = state.list.count
    _ = reduce(&state, .engine(.arranged(arrange(old), request: old.id)))
    #expect(state.list.count == count)
  }

  private func runLine(_ state: inout State, _ line: String) -> [Effect] {
    var effects = reduce(&state, .key(.character(":")))
    for scalar in line.unicodeScalars { effects += reduce(&state, .key(.character(scalar))) }
    return effects + reduce(&state, .key(.enter))
  }

  @Test("no size crashes, and too small a one says so in a line", arguments: View.allCases)
  func sizes(view: View) throws {
    let bench = Bench.sample()
    bench.state.view = view
    for (columns, rows) in [
      (0, 0), (1, 1), (0, 40), (40, 0), (39, 12), (40, 11), (40, 12), (41, 13), (80, 12), (40, 60),
      (107, 23), (300, 100), (1_000_000, -5),
    ] {
      bench.send(.resize(columns: columns, rows: rows))
      for overlay in ["", "?", ":", "d", "c", "/"] {
        if !overlay.isEmpty { try bench.keys(overlay) }
        let frame = draw(bench.state)
        #expect(frame.columns == bench.state.columns && frame.rows == bench.state.rows)
        try bench.keys("esc")
        if bench.state.view != view { bench.state.view = view }
      }
    }
    bench.send(.resize(columns: 39, rows: 11))
    #expect(bench.text.contains("spinel needs 40×12"))
  }

  @Test("a resize keeps the place")
  func resize() throws {
    let bench = Bench.sample()
    try bench.keys("2", "end")
    let row = bench.state.selectedRow
    bench.send(.resize(columns: 40, rows: 12), .resize(columns: 120, rows: 40))
    #expect(bench.state.selectedRow == row)
    #expect(bench.text.contains(String(bench.state.table.atom[row ?? 0])))
  }

  @Test("without colours and beyond ASCII nothing is lost", arguments: View.allCases)
  func ascii(view: View) {
    let bench = Bench.sample(look: Look(glyphs: .ascii, colors: .mono))
    bench.state.view = view
    bench.send(.resize(columns: 120, rows: 40))
    #expect(bench.text.unicodeScalars.allSatisfy { $0.value < 128 }, "\(bench.text)")
  }

  @Test("text from files cannot reach the terminal raw")
  func hostileText() {
    let bench = Bench()
    var structure = sampleStructures[0]
    structure.origin.file = "evil\u{1B}[2J\u{202E}name.xyz"
    var model = sampleModel
    model.name = "m\u{7}odel\n"
    bench.send(
      .engine(.model(model, generation: 1)),
      .engine(.structures([structure], firstIndex: 0, generation: 1)))
    bench.send(.engine(.failed("no \u{1B}]52;c;x\u{7} file", generation: 1)))
    for cell in draw(bench.state).cells {
      #expect(cell.scalar >= 32 || cell.scalar == 0)
      #expect(cell.scalar != 0x202E && cell.scalar != 0x7F)
    }
  }

  @Test("themes show as the cursor passes them; Esc brings back the old one")
  func themes() throws {
    let bench = Bench.sample()
    try bench.keys("c-t", "down")
    #expect(bench.state.look.theme.name == "light")
    try bench.keys("esc")
    #expect(bench.state.look.theme.name == "dark")
    try bench.command("theme mono")
    #expect(bench.state.look.theme.name == "mono")
  }

  @Test("columns are shown, hidden and moved")
  func columns() throws {
    let bench = Bench.sample()
    let count = bench.state.settings.columns.count
    try bench.keys("2", "c", "text:nLi", "space", "esc", "esc")
    #expect(!bench.state.settings.columns.contains(.lithiumNeighbors))
    try bench.keys("c", "down", "left", "esc")
    #expect(bench.state.settings.columns[0] == .atom)
    try bench.keys("u", "u")
    #expect(bench.state.settings.columns.count == count)
  }

  @Test("a million marks are one keystroke and one undo")
  func markAll() throws {
    let bench = Bench.random(5_000)
    try bench.command("filter eta>0.5")
    try bench.keys("2", "*")
    #expect(bench.state.annotations.marks.count == bench.state.list.count)
    try bench.keys("t", "text:odd", "enter")
    #expect(bench.state.annotations.tags.count == bench.state.list.count)
    try bench.keys("u", "u")
    #expect(bench.state.annotations.isEmpty)
  }

  @Test("a pasted text goes into the line being typed, on one line")
  func paste() throws {
    let bench = Bench.sample()
    try bench.keys(":", "paste:threshold 7")
    bench.send(.paste("7\n"), .key(.backspace), .key(.enter))
    #expect(bench.state.settings.threshold == .counts(77))
  }

  @Test("the termination signal quits")
  func terminate() {
    let bench = Bench()
    bench.send(.terminate)
    #expect(bench.effects.contains { if case .quit = $0 { true } else { false } })
  }
}
