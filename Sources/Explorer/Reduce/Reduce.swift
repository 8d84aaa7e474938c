/// Changes the state by an event and says what the world has to do.
///
/// Whatever changed a choice, a tag, a note or a mark can be undone, and what follows from it is
/// brought up to date here: ω_Q, histogram, regions, lists.
public func reduce(_ state: inout State, _ event: Event) -> [Effect] {
  let before = state.snapshot
  let keptBefore = state.kept
  let travelled = state.history.steps
  let generation = state.generation
  let isUnderWay = state.provisional != nil
  state.changeName = nil
  var effects = state.handle(event)
  let settingsChanged = state.settings != before.settings
  let annotationsChanged = state.annotations != before.annotations
  let hasChanged = settingsChanged || annotationsChanged || state.sights != before.sights
  if hasChanged {
    if settingsChanged { state.follow(before.settings) }
    if annotationsChanged { state.annotationRevision += 1 }
    // What came with other structures cannot be undone without them.
    if !isUnderWay, !event.isNews, state.provisional == nil, state.history.steps == travelled,
      state.generation == generation
    {
      let name = state.changeName
      state.history.record(
        before, name.map(Change.init(named:)) ?? Change(from: before, to: state.snapshot))
    }
  }
  state.aimAtAwaitedBin()
  effects += state.arrangeLists()
  effects += state.computeField()
  effects += state.rateSites()
  effects += state.reportModels()
  effects += state.searchClusters()
  state.selectAwaitedSite()
  state.inspectSelected()
  state.scrollLists()
  if !event.isNews, hasChanged || state.kept != keptBefore {
    effects.append(.keepSoon)
  }
  return effects
}

extension Event {
  /// Whether the engine, not the user, made it happen.
  fileprivate var isNews: Bool {
    switch self {
    case .engine, .found: true
    default: false
    }
  }
}

extension State {
  mutating func handle(_ event: Event) -> [Effect] {
    switch event {
    case .key(let key):
      let (waited, models) = (awaitedPlace, settings.modelsShown)
      awaitedPlace = nil
      let effects = press(key)
      // Going on to another model, or back, moves no cursor.
      if settings.modelsShown != models, awaitedPlace == nil { awaitedPlace = waited }
      return effects
    case .mouse(let mouse):
      awaitedPlace = nil
      return handle(mouse)
    case .paste(let text): return paste(text)
    case .resize(let columns, let rows):
      self.columns = min(max(0, columns), State.largestSize)
      self.rows = min(max(0, rows), State.largestSize)
      return []
    case .terminate: return [.quit]
    case .engine(let news): return take(news)
    case .found(let finding, let id): return take(finding, id: id)
    case .message(let text, let isError):
      tell(text, isError: isError)
      return []
    case .written(let export, let path):
      if export == .session {
        knownSession = path
        // What changed since the contents were made is not in the file.
        saved = saving ?? saved
        saving = nil
      }
      say("\(export == .rows ? rowsWritten : export.label) written to \(path)")
      return []
    case .exists(let export, let path):
      commit()
      overlay = .confirmation(Confirmation(question: .overwrite(export, path: path)))
      return []
    case .inputs(let inputs):
      self.inputs = inputs
      return []
    case .structuresFound(let path, let adding): return openStructures(path, adding: adding)
    case .read(let path, let contents): return open(path, contents)
    case .listed(let folder, let names): return completeFile(folder, names)
    case .theme(let theme):
      if overlay == nil, message == nil, theme.name != look.theme.name {
        say("the theme is \(theme.name)")
      }
      look.theme = theme
      return []
    case .keep: return [.keep(Session(of: self), Memory(of: self))]
    case .restored(let session, let time, let remark):
      // Other files may have been opened while it was read.
      guard inputs.isEmpty || session.inputs == inputs else { return [] }
      return restore(session, time: time, remark: remark)
    }
  }

  /// No terminal is larger; keeps absurd sizes from exhausting memory.
  private static let largestSize = 2000

  private mutating func press(_ key: Key) -> [Effect] {
    message = nil
    if let overlay { return press(key, in: overlay) }
    guard let command = keyMap.command(for: key, in: view) else {
      say("no command on \(key.label) here; ? shows all keys", .warning)
      return []
    }
    return run(command)
  }

  /// Runs a command from a key or a menu.
  mutating func run(_ command: Command, _ argument: String = "") -> [Effect] {
    guard command.applies(self) else {
      say(command.condition.need, .warning)
      return []
    }
    do { return try command.run(&self, argument) } catch {
      say(error.description, .error)
      return []
    }
  }

  /// Brings up to date what follows from the choices.
  mutating func follow(_ old: Settings) {
    let new = settings
    if new.nucleus != old.nucleus || new.modelsShown != old.modelsShown { showChosenSites() }
    if new.filter != old.filter { filterExpression = (try? FilterParser.parse(new.filter)) ?? nil }
    let fieldChanged = new.field != old.field || new.printedEquation5 != old.printedEquation5
    if fieldChanged {
      evaluateOmegaQ(from: 0)
      fieldRevision += 1
    }
    let binsChanged =
      new.observable != old.observable || new.binWidth != old.binWidth || new.range != old.range
      || new.structureShown != old.structureShown || new.fileShown != old.fileShown
      || new.stacking != old.stacking
    let showsField = [.omegaQ, .absoluteOmegaQ, .uncertainty].contains(new.observable)
    if binsChanged || fieldChanged && showsField {
      let place = spectrum.binning.edges[min(regionsPane.bin, spectrum.binCount - 1)]
      let sameObservable = new.observable == old.observable
      let binsBefore = spectrum.binning
      recount()
      if spectrum.binning != binsBefore {
        regionsPane.brush = nil
        regionsPane.brushStart = nil
        regionsPane.bin =
          sameObservable ? min(spectrum.edgeNumber(place), spectrum.binCount - 1) : 0
        if case .bins = sitesPane.list.scope { sitesPane.list.scope = .all }
      }
    } else if new.threshold != old.threshold || new.peakCount != old.peakCount
      || new.paddedEdges != old.paddedEdges || new.handRegions != old.handRegions
    {
      spectrum.classify(settings)
      regionRevision += 1
    }
    if new.comparison != old.comparison { recountOutline() }
    sitesPane.column = min(sitesPane.column, max(0, new.columns.count - 1))
  }
}
