import Crystals
import Engine
import Screen
import Support
import Testing

@testable import Explorer

/// Random events, and an explorer that takes them; what it asks of the world is done, but late and
/// sometimes never.
private struct Fuzzer {
  var random: SplitMix64
  var state: State
  /// Answers of the world on their way.
  private var answers: [Event] = []
  private var written: [String: String] = [:]
  private var generation = 1
  private var structure = 0
  /// The last events, to be told when something is wrong.
  private(set) var trail: [String] = []

  private static let keys: [Key] = {
    let bound = Commands.all.flatMap(\.keys)
    let others: [Key] = [
      .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .home, .end, .pageUp,
      .pageDown,
      .up, .down, .left, .right, .control("a"), .control("w"), .control("k"), .function(24),
    ]
    return bound + bound + others + others
  }()
  private static let typed = Array(
    "0123456789.-+ eta><=&|()\"siteType16dkeep,abc/:ω≤\u{301}\u{0}👩".unicodeScalars)
  private static let lines = [
    "threshold 3", "threshold 0.1%", "bin-width 0.5", "bin-width auto", "range 0 20", "range auto",
    "field 1 1 0", "field hkl 1 1 1", "observable eta", "observable sigma", "filter eta>0.5",
    "filter tag~\"k\"", "sort eta desc", "structure 1", "structure all", "tag keep", "note x",
    "save s.json", "open s.json", "export a.csv", "export a.json", "export a.txt", "forget",
    "name-region a", "theme mono", "help filter", "undo", "redo", "nucleus Ti", "nucleus Li",
  ]

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    state = State(
      columns: 120, rows: 40,
      look: Look(
        glyphs: seed % 3 == 0 ? .ascii : .unicode, colors: seed % 2 == 0 ? .truecolor : .mono),
      themeNames: ["dark", "light", "mono"])
    if seed % 4 != 0 {
      take(.engine(.model(sampleModel, generation: 1)))
      take(.engine(.structures(Array(sampleStructures.prefix(6)), firstIndex: 0, generation: 1)))
      let rows = sampleSites.structure.indices.filter { sampleSites.structure[$0] < 6 }
      take(.engine(.sites(sampleSites.selecting(rows), generation: 1)))
      structure = 6
    }
  }

  mutating func below(_ count: Int) -> Int { Int(random.next() % UInt64(max(1, count))) }
  mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }

  /// One event more, and perhaps an answer to an earlier one.
  mutating func step() {
    switch below(100) {
    case 0..<62: take(.key(pick(Self.keys)))
    case 62..<72: take(.key(.character(pick(Self.typed))))
    case 72..<84: take(.mouse(mouse()))
    case 84..<86: take(.paste((0..<below(9)).map { _ in String(pick(Self.typed)) }.joined()))
    case 86..<88: take(.resize(columns: below(251), rows: below(81)))
    case 88..<91:
      if state.overlay == nil {
        take(.key(.character(":")))
        for scalar in pick(Self.lines).unicodeScalars { take(.key(.character(scalar))) }
        take(.key(.enter))
      }
    case 91..<98: take(news())
    default: take(.theme(theme()))
    }
    while !answers.isEmpty, below(3) > 0 {
      let answer = answers.remove(at: below(answers.count))
      if below(20) > 0 { take(answer) }
    }
  }

  private mutating func mouse() -> Mouse {
    Mouse(
      pick([.press, .drag, .drag, .release, .doubleClick, .wheelUp, .wheelDown]),
      x: below(state.columns + 4) - 2, y: below(state.rows + 4) - 2)
  }

  private func theme() -> Theme {
    var theme = Theme.standard
    theme.name = "light"
    theme.hatched.toggle()
    return theme
  }

  private mutating func news() -> Event {
    // Some news is of an older request, some of one that was never made.
    let generation = pick([state.generation, state.generation, state.generation, 0, 99])
    switch below(14) {
    case 0...3: return .engine(.sites(sites(), generation: generation))
    case 4:
      structure += 1
      return .engine(
        .structures(
          [pick(sampleStructures)], firstIndex: pick([structure, 0, state.structures.count]),
          generation: generation))
    case 5:
      var model = sampleModel
      if below(2) == 0 { (model.nucleus, model.isotope) = (.titanium, "47Ti") }
      return .engine(.model(model, generation: generation))
    case 6:
      let done = below(1000)
      let rate = pick([0, 1e4, .infinity])
      return .engine(
        .progress(
          Progress(done: done, total: below(1000), rate: rate, elapsed: 0.1),
          generation: generation))
    case 7: return .engine(.finished(generation: generation))
    case 8: return .engine(.failed("no more \u{1B}[2J", generation: generation))
    case 9: return .engine(.arranged([0, 1, 2], request: below(state.nextRequest + 2)))
    case 10: return .message("what happened \u{202E}", isError: below(2) == 0)
    case 11:
      return .inputs(
        below(2) == 0 ? Inputs() : Inputs(structures: [InputFile(path: "/d/a.xyz", size: 3)]))
    case 12: return .structuresFound(path: "/d/b.xyz", adding: below(2) == 0)
    default:
      let text = Session(of: state).text()
      let whole = below(2) == 0
      return whole
        ? .restored(Session(of: state), time: "12:03", remark: "")
        : .read(path: "s.json", contents: String(text.prefix(below(text.count))))
    }
  }

  /// Sites that follow those before; some without a prediction, some of another nucleus.
  private mutating func sites() -> SiteTable {
    let count = below(20)
    var sites = randomSites(count, structures: 1, seed: random.next())
    sites.structure = Array(repeating: Int32(max(0, state.structures.count - 1)), count: count)
    let first = Int32(state.table.count)
    sites.atom = (0..<count).map { first + Int32($0) }
    if below(4) == 0 { sites.element = Array(repeating: .titanium, count: count) }
    for row in 0..<count where below(10) == 0 {
      for m in 0..<5 { sites.components[m][row] = .nan }
      sites.vzz[row] = .nan
    }
    return sites
  }

  mutating func take(_ event: Event) {
    trail.append("\(event)".prefix(100).description)
    if trail.count > 30 { trail.removeFirst(trail.count - 30) }
    for effect in reduce(&state, event) { perform(effect) }
  }

  private mutating func perform(_ effect: Effect) {
    switch effect {
    case .arrange(let request):
      answers.append(.engine(.arranged(arrange(request), request: request.id)))
    case .compute(let computation):
      let isStale = below(10) == 0
      if let finding = computation.find({ isStale }) {
        answers.append(.found(finding, id: computation.id))
      }
    case .write(let export, let path, let overwrite, let contents):
      if written[path] != nil, !overwrite {
        answers.append(.exists(export, path: path))
      } else {
        written[path] = (try? contents()) ?? ""
        answers.append(.written(export, path: path))
      }
    case .read(let path, _):
      answers.append(
        written[path].map { .read(path: path, contents: $0) }
          ?? .message("\(path): no such file", isError: true))
    case .list(let folder):
      answers.append(.listed(folder: folder, names: ["a.csv", "b/", "s\u{202E}.json", ".x"]))
    case .predict(let opening, let generation): predict(opening, generation)
    case .make(_, let request):
      var made = MadeStructures()
      made.structures = Array(sampleStructures.prefix(below(3)))
      made.wanted = 2
      answers.append(
        .engine(
          below(4) == 0 ? .notMade("no room", request: request) : .made(made, request: request)))
    case .loadTheme: answers.append(.theme(theme()))
    case .keepSoon: answers.append(.keep)
    default: break
    }
  }

  /// The news of a prediction, of which some may come late, after those of the next or never.
  private mutating func predict(_ opening: Opening, _ generation: Int) {
    let first = below(sampleStructures.count - 3)
    let read = Array(sampleStructures[first..<first + 3])
    answers.append(.engine(.model(sampleModel, generation: generation)))
    if case .again = opening {
    } else {
      answers.append(.engine(.structures(read, firstIndex: 0, generation: generation)))
    }
    let rows = sampleSites.structure.indices.filter { sampleSites.structure[$0] < 3 }
    answers.append(.engine(.sites(sampleSites.selecting(rows), generation: generation)))
    answers.append(.engine(.finished(generation: generation)))
  }

  /// What holds whatever happens; nil, or what does not.
  func fault() -> String? {
    let s = state.spectrum
    if s.classified + s.unclassified + s.outOfRange + s.withoutPrediction != s.all {
      return "\(s.classified) + \(s.unclassified) + \(s.outOfRange) + \(s.withoutPrediction) are "
        + "not \(s.all)"
    }
    if s.regions.reduce(0, { $0 + $1.count }) != s.classified { return "regions do not add up" }
    if !(0..<s.binCount).contains(state.regionsPane.bin) { return "bin \(state.regionsPane.bin)" }
    if let brush = state.regionsPane.brush, brush.lowerBound < 0 || brush.upperBound >= s.binCount {
      return "brush \(brush) of \(s.binCount)"
    }
    if !state.settings.columns.indices.contains(state.sitesPane.column) { return "column" }
    if state.omegaQ.count != state.table.count { return "omegaQ" }
    for list in [state.regionsPane.list, state.sitesPane.list, state.outliersPane.list] {
      if list.cursor < 0 || list.cursor >= max(1, list.count) { return "cursor \(list.cursor)" }
    }
    if state.siteClasses.count != state.table.count { return "classes" }
    if let row = state.selectedRow, row >= state.table.count { return "row \(row)" }
    if case .menu(let menu) = state.overlay, menu.cursor < 0 { return "menu \(menu.cursor)" }
    return nil
  }

  /// Whether Esc closes what lies over the view.
  func escapeCloses() -> Bool {
    var copy = state
    var presses = 0
    while copy.overlay != nil, presses < 5 {
      _ = reduce(&copy, .key(.escape))
      presses += 1
    }
    return copy.overlay == nil
  }
}

@Suite("Random events") struct FuzzTests {
  @Test("100,000 random events never stop the explorer or break what holds", arguments: 0..<20)
  func events(seed: Int) throws {
    var fuzzer = Fuzzer(seed: UInt64(seed))
    for count in 0..<5000 {
      fuzzer.step()
      if let fault = fuzzer.fault() {
        Issue.record("seed \(seed), event \(count): \(fault), after \(fuzzer.trail)")
        return
      }
      guard count % 20 == seed else { continue }
      let frame = draw(fuzzer.state)
      try #require(frame.columns == fuzzer.state.columns && frame.rows == fuzzer.state.rows)
      try #require(fuzzer.escapeCloses(), "seed \(seed), event \(count): \(fuzzer.trail)")
    }
  }
}
