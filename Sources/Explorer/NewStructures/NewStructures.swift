import Crystals
import Engine
import Formats

/// The dialogue that makes structures: what is asked for, how far it is, and what came of it.
struct NewStructures: Sendable {
  var form = RecipeForm()
  /// The request under way; nil while nothing is made.
  var request: Int?
  var isStopping = false
  /// How far the request is, or where it ended.
  var progress: SamplingProgress?
  /// What was made and waits to be opened.
  var made: MadeStructures?
  /// What was made last, to be written to a file.
  var latest: [Structure] = []

  var isMaking: Bool { request != nil }
}

extension Commands {
  /// Where structures come from.
  static let sources: [Command] = [
    Command(
      "new", [.control("n")], "make structures: sample Li/Ti orders, rattle cells, list orderings",
      hint: "new"
    ) { state, _ in
      state.overlay = .newStructures
      return []
    },
    Command(
      "open", [.control("o")], "open structures of any form, a session, or regions",
      argument: "FILE"
    ) { state, path in
      if path.isEmpty {
        state.openPrompt(
          .argument("open"), label: "open (structures, session, regions) ",
          text: state.knownSession ?? "")
        return []
      }
      return [.read(path: path, adding: false)]
    },
    Command("add", [.control("a")], "open structures beside those that are open", argument: "FILE")
    {
      state, path in
      if path.isEmpty {
        state.openPrompt(.argument("add"), label: "add structures ", text: "")
        return []
      }
      return [.read(path: path, adding: true)]
    },
  ]
}

extension State {
  mutating func pressInNewStructures(_ key: Key) -> [Effect] {
    if newStructures.isMaking { return pressWhileMaking(key) }
    if newStructures.made != nil { return pressWhenMade(key) }
    switch key {
    case .escape, .control("c"), .control("g"): overlay = nil
    case .up, .backTab, .control("p"): newStructures.form.move(by: -1)
    case .down, .tab, .control("n"): newStructures.form.move(by: 1)
    case .left where RecipeForm.choices.contains(newStructures.form.field):
      newStructures.form.choose(by: -1)
    case .right where RecipeForm.choices.contains(newStructures.form.field),
      .character(" ") where RecipeForm.choices.contains(newStructures.form.field):
      newStructures.form.choose(by: 1)
    case .enter: return makeStructures()
    default: _ = newStructures.form.edit(key)
    }
    return []
  }

  private mutating func makeStructures() -> [Effect] {
    do throws(RecipeFault) {
      let recipe = try newStructures.form.recipe()
      if let path = newStructures.form.path, let form = StructureFormat(named: path),
        form != .extendedXYZ
      {
        throw RecipeFault(field: .path, text: "a name in .extxyz or .xyz")
      }
      let request = nextRequest
      nextRequest += 1
      newStructures.request = request
      newStructures.isStopping = false
      newStructures.progress = nil
      return [.make(recipe, request: request)]
    } catch {
      newStructures.form.fault = (error.field, error.text)
      return []
    }
  }

  private mutating func pressWhileMaking(_ key: Key) -> [Effect] {
    switch key {
    case .escape:
      overlay = nil
      say("making structures goes on; \(newStructuresKey) shows it")
      return []
    case .control("c"): return stopMaking()
    default: return []
    }
  }

  /// Ends the making; what is ready is opened.
  mutating func stopMaking() -> [Effect] {
    guard newStructures.isMaking else { return [] }
    newStructures.isStopping = true
    return [.stopMaking]
  }

  private mutating func pressWhenMade(_ key: Key) -> [Effect] {
    guard let made = newStructures.made else { return [] }
    switch key {
    case .enter: return open(made, adding: false)
    case .character("a"): return open(made, adding: true)
    case .character("d"):
      newStructures.made = nil
      newStructures.progress = nil
    case .escape:
      overlay = nil
      say("the structures wait; \(newStructuresKey) opens them")
    default: break
    }
    return []
  }

  private var newStructuresKey: String {
    Commands.named("new").flatMap { keyMap.keys(of: $0).first?.label } ?? ":new"
  }

  /// Takes news of the making of structures.
  mutating func takeMaking(_ news: EngineNews) -> [Effect] {
    switch news {
    case .making(let progress, let request) where request == newStructures.request:
      newStructures.progress = progress
    case .notMade(let reason, let request) where request == newStructures.request:
      newStructures.request = nil
      newStructures.progress = nil
      say(reason, .error)
    case .made(let made, let request) where request == newStructures.request:
      newStructures.request = nil
      return finishMaking(made)
    default: break
    }
    return []
  }

  private mutating func finishMaking(_ made: MadeStructures) -> [Effect] {
    guard !made.structures.isEmpty else {
      newStructures.progress = nil
      say("stopped before a structure was ready", .warning)
      return []
    }
    newStructures.made = made
    newStructures.latest = made.structures
    let effects = newStructures.form.path.map { write(.structures, $0, overwrite: false) } ?? []
    // The view is left alone while another is looked at, and nothing unsaved is lost.
    let isAdding = newStructures.form.isAdding
    guard case .newStructures? = overlay, isAdding || !hasUnsavedWork else {
      say("\(made.summary); \(newStructuresKey) opens them")
      return effects
    }
    return effects + open(made, adding: isAdding)
  }

  private mutating func open(_ made: MadeStructures, adding: Bool) -> [Effect] {
    newStructures.made = nil
    newStructures.progress = nil
    overlay = nil
    say(made.summary)
    return predict(
      adding ? .adding([.made(made.structures)]) : .replacing([.made(made.structures)]))
  }

  /// Predicts other structures than before, or more.
  mutating func predict(_ opening: Opening) -> [Effect] {
    // What was said of the old structures is kept for the next time they are opened.
    let kept = Effect.keep(Session(of: self), Memory(of: self))
    generation += 1
    work = .running
    progress = nil
    clearTable()
    modelPane.forgetReports()
    outliersPane = OutliersPane()
    switch opening {
    case .again: return [.predict(opening, generation: generation)]
    case .adding:
      (models, shown) = ([], nil)
      return [.predict(opening, generation: generation), .keepSoon]
    case .replacing:
      (models, shown) = ([], nil)
      forgetStructures()
      return [kept, .predict(opening, generation: generation)]
    }
  }

  /// Opens structures in place of the others, or beside them; asks where unsaved work would be lost.
  mutating func openStructures(_ path: String, adding: Bool) -> [Effect] {
    // Sites of a result without its structures are no structures to add others to.
    let isAdding = adding && !(structures.isEmpty && table.count > 0)
    guard isAdding || !hasUnsavedWork else {
      commit()
      overlay = .confirmation(Confirmation(question: .replaceStructures(path: path)))
      return []
    }
    return predict(isAdding ? .adding([.file(path)]) : .replacing([.file(path)]))
  }

  /// Forgets all that was said of sites that are no longer there; choices stay.
  private mutating func forgetStructures() {
    structures = StructureList()
    atomCounts = [:]
    annotations = Annotations()
    marksAwaited = []
    awaitedPlace = nil
    saving = nil
    history = History()
    provisional = nil
    saved = Saved(annotations: annotations, handRegions: settings.handRegions)
    knownSession = nil
    (settings.structureShown, settings.fileShown) = (nil, nil)
    if case .file = settings.comparison { settings.comparison = .files }
    sitePane = SitePane()
    structurePane = StructurePane()
    sights.cell = Sights.Cell()
    sitesPane.list.scope = .all
    regionsPane.brush = nil
    regionsPane.brushStart = nil
    view = .regions
  }
}

extension MadeStructures {
  /// What was made, in a line.
  var summary: String {
    let kind = outcome == nil ? "structures made" : "distinct orderings sampled"
    var text = "\(structures.count) \(kind) in \(number(seconds, digits: 1)) s"
    if isStopped || structures.count < wanted { text += " (\(wanted) asked for)" }
    if let outcome, outcome.attempts > 0, outcome.seconds > 0 {
      let rate = number(Double(outcome.attempts) / outcome.seconds / 1e6, digits: 1)
      text += ", \(rate) million swaps tried a second"
    }
    return text
  }
}
