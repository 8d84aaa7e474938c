import Crystals
import Engine
import Sampling
import Screen
import Support
import Testing

@testable import Explorer

@Suite("New structures")
struct NewStructuresTests {
  let bench = Bench.sample()

  /// What was asked to be made last.
  private var asked: (recipe: StructureRecipe, request: Int)? {
    for case .make(let recipe, let request) in bench.effects.reversed() { return (recipe, request) }
    return nil
  }

  private var predicted: Opening? {
    for case .predict(let opening, _) in bench.effects.reversed() { return opening }
    return nil
  }

  private func made(_ count: Int = 3) throws -> MadeStructures {
    try StructureRecipe.rattled(.init(), count: count).make(threads: 1)
  }

  @Test("fields are edited, and Enter asks for what they say")
  func recipe() throws {
    try bench.keys("c-n", "down", "6", "down", "1", "2", "down", "text:800", "down", "text:50")
    try bench.keys("down", "left", "down", "text:40", "down", "text:7", "enter")
    var expected = OrderingSearch.Settings()
    expected.cells = 6
    expected.count = 12
    expected.temperature = 800
    expected.sweeps = 50
    expected.energies = .coulomb(permittivity: 40)
    expected.seed = 7
    #expect(asked?.recipe == .sampled(expected))
    #expect(bench.state.newStructures.isMaking)
  }

  @Test("the kind decides on the fields")
  func kinds() throws {
    try bench.keys("c-n", "right", "enter")
    guard case .sampled(let walk)? = asked?.recipe else {
      Issue.record("no sampling")
      return
    }
    #expect(walk.method == .wangLandau)
    #expect(walk.sweeps == OrderingSearch.Method.wangLandau.standardSweeps)
    let other = Bench.sample()
    try other.keys("c-n", "right", "right", "down", "5", "down", "text:0.02 0.05", "enter")
    guard case .make(.rattled(let settings, let count), _)? = other.effects.last else {
      Issue.record("nothing is rattled")
      return
    }
    #expect(settings.rattle == 0.02...0.05)
    #expect(count == 5)
    let last = Bench.sample()
    try last.keys("c-n", "left", "enter")
    guard case .make(.orderings, _)? = last.effects.last else {
      Issue.record("no orderings")
      return
    }
  }

  @Test(
    "a field that cannot be is named with what is expected",
    arguments: [
      (["down", "4"], "cubic cells n: expected 3"),
      (["down", "down", "x"], "how many: expected a"),
      (["down", "down", "down", "-"], "temperature: expected a number"),
      (["right", "right", "down", "down", "text:0.5 0.1"], "rattle: expected two deviations"),
      (["down", "down", "down", "down", "down", "right"], "shells file: expected a file with"),
      (["right", "right", "down", "down", "down", "9"], "strain: expected a number from 0 to 0.2"),
    ])
  func faults(keys: [String], text: String) throws {
    try bench.keys("c-n")
    for key in keys { try bench.keys(key) }
    try bench.keys("enter")
    #expect(asked == nil)
    #expect(bench.text.contains(text), "\(bench.text)")
  }

  @Test("what was made is predicted in place of the open structures, whose marks go")
  func replacing() throws {
    try bench.keys("c-n", "enter")
    let request = try #require(asked?.request)
    bench.send(.engine(.made(try made(), request: request)))
    guard case .replacing(let inputs)? = predicted, case .made(let structures)? = inputs.first
    else {
      Issue.record("nothing is predicted")
      return
    }
    #expect(structures.count == 3)
    #expect(bench.state.overlay == nil)
    #expect(bench.state.structures.isEmpty)
    #expect(bench.state.table.count == 0)
    #expect(bench.state.generation == 2)
    #expect(bench.message.contains("3 structures made"))
  }

  @Test("unsaved tags are not lost: the structures wait, and can be added")
  func unsaved() throws {
    try bench.keys("2", "t", "text:odd", "enter", "c-n", "enter")
    let request = try #require(asked?.request)
    bench.send(.engine(.made(try made(), request: request)))
    #expect(predicted == nil)
    #expect(bench.text.contains("not saved"))
    try bench.keys("a")
    guard case .adding? = predicted else {
      Issue.record("nothing is added")
      return
    }
    #expect(bench.state.annotations.tags.count == 1)
    #expect(bench.state.structures.count == sampleStructures.count)
  }

  @Test("Esc lets the work go on behind, and nobody's view is replaced by surprise")
  func behind() throws {
    try bench.keys("c-n", "enter", "esc")
    #expect(bench.state.newStructures.isMaking)
    let request = try #require(asked?.request)
    bench.send(.engine(.made(try made(), request: request)))
    #expect(predicted == nil)
    #expect(bench.state.table.count == sampleSites.count)
    #expect(bench.message.contains("^N opens"))
    try bench.keys("c-n", "enter")
    #expect(predicted != nil)
  }

  @Test("^C stops the work, in the dialogue and behind it")
  func stopping() throws {
    func stops(_ bench: Bench) -> Int {
      bench.effects.count { if case .stopMaking = $0 { true } else { false } }
    }
    try bench.keys("c-n", "enter", "c-c")
    #expect(stops(bench) == 1)
    try bench.keys("esc", "c-c")
    #expect(stops(bench) == 2)
  }

  @Test("news of an older request is dropped")
  func stale() throws {
    try bench.keys("c-n", "enter")
    let request = try #require(asked?.request)
    bench.send(.engine(.made(try made(), request: request - 1)))
    #expect(bench.state.newStructures.isMaking)
    bench.send(.engine(.notMade("no room for the atoms", request: request)))
    #expect(!bench.state.newStructures.isMaking)
    #expect(bench.message == "no room for the atoms")
  }

  @Test("structures are saved where a path is given, and an existing file is asked about")
  func saving() throws {
    bench.written["made.extxyz"] = "other"
    try bench.keys("c-n", "up", "text:made.extxyz", "enter")
    let request = try #require(asked?.request)
    bench.send(.engine(.made(try made(2), request: request)))
    #expect(bench.text.contains("made.extxyz exists"))
    try bench.keys("y")
    #expect(bench.written["made.extxyz"]?.hasPrefix("42\n") == true)
  }

  @Test("a file of structures opened from inside replaces them, or joins them")
  func opening() throws {
    bench.files["cell.cif"] = "data_x"
    try bench.command("add cell.cif")
    guard case .adding(let inputs)? = predicted, case .file("cell.cif")? = inputs.first else {
      Issue.record("nothing is added")
      return
    }
    try bench.keys("2")
    bench.send(.engine(.structures(sampleStructures, firstIndex: 0, generation: 2)))
    bench.send(.engine(.sites(sampleSites, generation: 2)))
    try bench.keys("t", "text:odd", "enter")
    try bench.command("open cell.cif")
    #expect(bench.text.contains("Open structures"))
    try bench.keys("esc")
    #expect(bench.state.annotations.tags.count == 1)
    try bench.command("open cell.cif")
    try bench.keys("y")
    guard case .replacing? = predicted else {
      Issue.record("nothing is opened")
      return
    }
    #expect(bench.state.annotations.tags.isEmpty)
    #expect(bench.state.view == .regions)
  }

  /// What was last asked to be kept.
  private var kept: Session? {
    for case .keep(let session, _) in bench.effects.reversed() { return session }
    return nil
  }

  @Test("what is kept of the structures that go holds their marks and tags")
  func keeping() throws {
    try bench.keys("2", "space", "t", "text:odd", "enter", "c-s", "text:.x", "enter")
    bench.files["cell.cif"] = "data_x"
    try bench.command("open cell.cif")
    let session = try #require(kept)
    #expect(session.marks == [sampleSites.key(0)])
    #expect(session.tags.count == 1)
    #expect(bench.state.annotations.isEmpty)
  }

  @Test("tags of the structures before cannot be undone onto others")
  func undo() throws {
    bench.files["cell.cif"] = "data_x"
    try bench.keys("2", "t", "text:odd", "enter")
    try bench.command("open cell.cif")
    try bench.keys("y", "u")
    #expect(bench.state.annotations.tags.isEmpty)
  }

  @Test("marks wait for their sites while these are predicted again or others are added")
  func waiting() throws {
    try bench.keys("2", "down", "space")
    let marked = sampleSites.key(1)
    bench.files["cell.cif"] = "data_x"
    try bench.command("add cell.cif")
    #expect(Session(of: bench.state).marks == [marked])
    bench.send(.engine(.structures(sampleStructures, firstIndex: 0, generation: 2)))
    bench.send(.engine(.sites(sampleSites, generation: 2)))
    #expect(bench.state.annotations.marks.rows == [1])
    #expect(bench.state.hasUnsavedWork)
  }

  @Test("sites of a result without structures make room for structures that are added")
  func results() throws {
    let bench = Bench.random(100)
    try bench.keys("2", "t", "text:odd", "enter")
    bench.files["cell.cif"] = "data_x"
    try bench.command("add cell.cif")
    #expect(bench.text.contains("Open structures"))
  }

  @Test("progress is drawn at every size", arguments: OrderingSearch.Method.allCases)
  func sizes(method: OrderingSearch.Method) throws {
    var settings = OrderingSearch.Settings()
    settings.method = method
    settings.count = 2
    settings.sweeps = 400
    let last = Locked<SamplingProgress?>(nil)
    _ = try OrderingSearch(settings).run(threads: 1) { progress in last.withLock { $0 = progress } }
    let progress = try #require(last.withLock { $0 })
    for (columns, rows) in [(40, 12), (80, 24), (120, 40), (200, 60), (10, 3)] {
      for glyphs in [GlyphSet.unicode, .ascii] {
        let bench = Bench.sample(columns: columns, rows: rows, look: Look(glyphs: glyphs))
        try bench.keys("c-n")
        #expect(columns < 40 || bench.text.contains("make"))
        try bench.keys("enter")
        guard case .make(_, let request)? = bench.effects.last else {
          Issue.record("nothing is made")
          return
        }
        bench.send(.engine(.making(progress, request: request)))
        let text = bench.text
        #expect(columns < 40 || text.contains("eV"), "\(text)")
        #expect(columns < 80 || text.contains(method == .metropolis ? "lowest" : "flatness"))
        if glyphs == .ascii { #expect(text.filter { !$0.isASCII } == "") }
      }
    }
  }
}
