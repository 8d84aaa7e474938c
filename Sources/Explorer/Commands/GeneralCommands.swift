extension Commands {
  /// Moving between screens, help, undo, and the engine's work.
  static let general: [Command] = [
    Command("regions", [Key("1")], "go to the Regions screen: histogram and regions") { state, _ in
      state.show(.regions)
      return []
    },
    Command("sites", [Key("2")], "go to the Sites screen: the whole table") { state, _ in
      state.sitesPane.list.scope = .all
      state.show(.sites)
      return []
    },
    Command("site", [Key("3")], "go to the Site screen: one site by hand") { state, _ in
      state.show(.site)
      return []
    },
    Command("cell", [Key("4")], "go to the Structure screen: the cell in 3D") { state, _ in
      state.show(.structure)
      return []
    },
    Command("map", [Key("5")], "go to the Field screen: the field direction and powder patterns") {
      state, _ in
      state.show(.field)
      return []
    },
    Command("outliers", [Key("6")], "go to the Outliers screen: sites to look at by hand") {
      state, _ in
      state.show(.outliers)
      return []
    },
    Command("models", [Key("7")], "go to the Model screen: how models were made, how good they are")
    {
      state, _ in
      state.show(.model)
      return []
    },
    Command("next-screen", [.tab], "go to the next screen") { state, _ in
      state.show(View(rawValue: state.view.rawValue % View.allCases.count + 1) ?? .regions)
      return []
    },
    Command("previous-screen", [.backTab], "go to the previous screen") { state, _ in
      let count = View.allCases.count
      state.show(View(rawValue: (state.view.rawValue + count - 2) % count + 1) ?? .regions)
      return []
    },
    Command(
      "back", [.escape], "one step back: close, clear brush, widen list, stop the work"
    ) { state, _ in state.stepBack() },
    Command("undo", [Key("u")], "undo the last change", hint: "undo", when: .canUndo) {
      state, _ in
      state.travel(back: true)
      return []
    },
    Command("redo", [.control("r")], "do again what was undone", when: .canRedo) {
      state, _ in
      state.travel(back: false)
      return []
    },
    Command(
      "help", [Key("?"), .function(1)], "all keys and commands; type to search, Enter runs",
      hint: "help", argument: "filter"
    ) { (state, topic) throws(CommandError) in
      guard topic.isEmpty || topic == "filter" else {
        throw CommandError("no help on '\(topic)'; there is help filter, and ? to search in")
      }
      state.overlay = .menu(Menu(topic.isEmpty ? .help : .filterHelp))
      return []
    },
    Command("palette", [.control("p")], "find a command by name and run it") { state, _ in
      state.overlay = .menu(Menu(.palette))
      return []
    },
    Command("command", [Key(":")], "type a command; Tab completes, ↑ recalls", hint: "command") {
      state, _ in
      state.openPrompt(.command, label: ":", text: "")
      return []
    },
    Command("pause", [Key("P")], "pause or resume the prediction", when: .isWorking) {
      state, _ in
      let pausing = state.work == .running
      state.work = pausing ? .paused : .running
      state.say(pausing ? "prediction paused; P resumes" : "prediction resumed")
      return [.pausePrediction(pausing)]
    },
    Command(
      "predict", [Key("R")], "predict all structures again", when: .isIdle
    ) { state, _ in state.predictAgain() },
    Command("theme", [.control("t")], "choose the theme, with preview", argument: "NAME") {
      (state, name) throws(CommandError) in try state.chooseTheme(name)
    },
    Command("mouse", [Key("m")], "give the mouse to the terminal (to select text), or take it back")
    { state, _ in
      state.isMouseOn.toggle()
      state.say(
        state.isMouseOn
          ? "the mouse is the explorer's"
          : "the mouse is the terminal's: select text; m takes it back")
      return [.setMouse(state.isMouseOn)]
    },
    Command("interrupt", [.control("c")], "stop the making or the prediction, never the program") {
      state, _ in
      state.interrupt()
    },
    Command("suspend", [.control("z")], "stop the program as a job of the shell; fg resumes") {
      _, _ in [.suspend]
    },
    Command("quit", [Key("q")], "leave; asks if tags, notes or regions are not saved") { state, _ in
      guard state.hasUnsavedWork else { return [.quit] }
      state.overlay = .confirmation(Confirmation(question: .quit))
      return []
    },
  ]
}

extension State {
  var isWorking: Bool { work == .running || work == .paused }

  /// Goes to a screen; the Site screen takes the site under the cursor.
  mutating func show(_ view: View) {
    if view == .site, self.view != .site {
      if let row = selectedRow { sitePane.row = row }
      sitePane.origin = self.view
    }
    let before = self.view
    if view == .structure, before != .structure { enterStructure(from: before) }
    self.view = view
    if before == .structure, view != .structure { leaveStructure() }
  }

  mutating func predictAgain() -> [Effect] {
    predict(.again)
  }

  mutating func interrupt() -> [Effect] {
    if newStructures.isMaking { return stopMaking() }
    guard isWorking else {
      say("nothing to stop; q quits")
      return []
    }
    work = .cancelled
    say("prediction stopped; what was found stays, R starts again", .warning)
    return [.cancelPrediction]
  }

  /// One step back: the brush, then what narrows the list, then the screen, then the work.
  mutating func stepBack() -> [Effect] {
    if message != nil, message?.kind != .information {
      message = nil
      return []
    }
    switch view {
    case .regions where regionsPane.brush != nil || regionsPane.brushStart != nil:
      regionsPane.brush = nil
      regionsPane.brushStart = nil
    case .sites where sitesPane.list.scope != .all:
      sitesPane.list.scope = .all
    case .site: show(sitePane.origin)
    case .structure: stepBackFromStructure()
    case .field, .outliers, .model: view = .regions
    case .sites, .regions:
      if !settings.filter.isEmpty {
        setFilter("")
        say("filter cleared; u brings it back")
      } else if view == .sites {
        view = .regions
      } else if isWorking {
        overlay = .confirmation(Confirmation(question: .stopPrediction))
      }
    }
    return []
  }

  /// Undoes or redoes one change.
  mutating func travel(back: Bool) {
    let now = snapshot
    guard let step = back ? history.undo(from: now) : history.redo(from: now) else {
      say(back ? "nothing to undo" : "nothing to redo")
      return
    }
    settings = step.snapshot.settings
    annotations = step.snapshot.annotations
    sights = step.snapshot.sights
    say("\(back ? "undid" : "did again"): \(step.change.name)")
  }

  mutating func chooseTheme(_ name: String) throws(CommandError) -> [Effect] {
    if !name.isEmpty {
      guard themeNames.contains(name) else {
        throw CommandError("no theme '\(name)'; there are \(themeNames.joined(separator: ", "))")
      }
      return [.loadTheme(name)]
    }
    var menu = Menu(.themes)
    menu.themeBefore = look.theme.name
    menu.cursor = themeNames.firstIndex(of: look.theme.name) ?? 0
    overlay = .menu(menu)
    return []
  }
}
