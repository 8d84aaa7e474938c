import Testing

@testable import Explorer

@Suite("The table of commands") struct CommandTests {
  @Test("every command has a key")
  func keys() {
    for command in Commands.all { #expect(!command.keys.isEmpty, "\(command.name) has no key") }
  }

  @Test("no key runs two commands in one view", arguments: View.allCases)
  func unique(view: View) {
    var owners: [Key: String] = [:]
    for command in Commands.all where command.views.contains(view) {
      for key in command.keys {
        #expect(owners[key] == nil, "\(key.label): \(owners[key] ?? "") and \(command.name)")
        owners[key] = command.name
      }
    }
  }

  @Test("names are unique, words of letters, digits and hyphens, with a help line each")
  func names() {
    #expect(Set(Commands.all.map(\.name)).count == Commands.all.count)
    for command in Commands.all {
      #expect(command.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" })
      #expect(!command.help.isEmpty && command.help.last != ".")
      #expect(!command.views.isEmpty)
    }
  }

  @Test("help lists every command in every view", arguments: View.allCases)
  func help(view: View) {
    let bench = Bench.sample()
    bench.state.view = view
    let listed = bench.state.items(Menu(.help)).map(\.value)
    #expect(Set(listed) == Set(Commands.all.map(\.name)))
    #expect(listed.count == Commands.all.count)
  }

  @Test("help can be searched and Enter runs the entry")
  func searchHelp() throws {
    let bench = Bench.sample()
    try bench.keys("?", "text:logarithmic", "enter")
    #expect(bench.state.overlay == nil)
    #expect(bench.state.settings.logarithmicCounts)
  }

  @Test("the palette runs commands of other screens there")
  func palette() throws {
    let bench = Bench.sample()
    try bench.keys("c-p", "text:choose the columns", "enter")
    #expect(bench.state.view == .sites)
    guard case .menu(let menu) = bench.state.overlay else {
      Issue.record("no menu is open")
      return
    }
    #expect(menu.kind == .columns)
  }

  @Test("the footer names only keys that work here", arguments: View.allCases)
  func footer(view: View) throws {
    let bench = Bench.sample()
    bench.state.view = view
    let actions = hints(bench.state).map(\.action)
    #expect(actions.contains("help") && actions.contains("command"))
    #expect(Set(actions).count == actions.count)
    #expect(actions.contains("threshold") == (view == .regions))
  }

  @Test("keys can be replaced, and the footer and help follow")
  func remap() throws {
    let bench = Bench.sample()
    bench.state.keyMap = try KeyMap(replacing: ["logarithmic": [.function(5)]])
    try bench.keys("L")
    #expect(!bench.state.settings.logarithmicCounts)
    try bench.keys("f5")
    #expect(bench.state.settings.logarithmicCounts)
    let item = bench.state.items(Menu(.help)).first { $0.value == "logarithmic" }
    #expect(item?.lead == "F5")
  }

  @Test("a replacement that would bind a key twice, or name no command, is refused")
  func clash() {
    #expect(throws: KeyMapError.self) { try KeyMap(replacing: ["logarithmic": [.character("q")]]) }
    #expect(throws: KeyMapError.unknownCommand("fly")) {
      try KeyMap(replacing: ["fly": [.function(5)]])
    }
  }

  @Test("every key has a name that reads back", arguments: Commands.all.flatMap(\.keys))
  func keyNames(key: Key) {
    #expect(Key(name: key.name) == key)
    #expect(!key.label.isEmpty)
  }

  @Test("the command line completes names and arguments, and recalls lines")
  func commandLine() throws {
    let bench = Bench.sample()
    try bench.keys(":", "text:thresh", "tab", "text: 25", "enter")
    #expect(bench.state.settings.threshold == .counts(25))
    try bench.keys(":", "text:observable ", "tab", "tab", "enter")
    #expect(bench.state.settings.observable == .omegaQ)
    try bench.keys(":", "up", "up", "enter")
    #expect(bench.state.settings.threshold == .counts(25))
    try bench.keys(":", "text:thresold 3", "enter")
    #expect(bench.message.contains("did you mean threshold"))
    try bench.command("peaks 3")
    #expect(bench.state.message?.kind == .error)
  }

  @Test("file names complete where a command takes a file, hidden ones only after a dot")
  func files() throws {
    let bench = Bench.sample()
    for path in ["runs/one.json", "runs/other.json", "runs/.hidden.json", "top.json"] {
      bench.files[path] = Session().text()
    }
    try bench.keys(":", "text:open runs/o", "tab")
    guard case .prompt(let prompt) = bench.state.overlay else {
      Issue.record("no line is open")
      return
    }
    #expect(prompt.field.text == "open runs/one.json")
    #expect(prompt.completions == ["runs/one.json", "runs/other.json"])
    try bench.keys("tab", "enter")
    #expect(bench.message.contains("runs/other.json opened"))
    try bench.keys("c-o", "c-u", "text:runs/.", "tab", "enter")
    #expect(bench.message.contains("runs/.hidden.json opened"))
    try bench.keys(":", "text:open to", "tab", "enter")
    #expect(bench.message.contains("top.json opened"))
    try bench.keys(":", "text:open no/such", "tab", "tab", "enter")
    #expect(bench.state.message?.kind == .error)
  }

  @Test("a key without a command says so")
  func unknownKey() throws {
    let bench = Bench.sample()
    try bench.keys("j")
    #expect(bench.message.contains("no command on j"))
    try bench.keys("right")
    #expect(bench.state.message == nil)
  }

  @Test("a command's name typed into the palette finds that command first")
  func paletteByName() throws {
    let bench = Bench.sample()
    for command in Commands.all {
      try bench.keys("c-p", "text:\(command.name)")
      guard case .menu(let menu) = bench.state.overlay else {
        Issue.record("no palette")
        return
      }
      #expect(bench.state.items(menu).first?.value == command.name)
      try bench.keys("esc", "esc")
    }
  }

  @Test("what is typed over a value takes its place; after a cursor key it joins it")
  func typedOver() throws {
    let bench = Bench.sample()
    try bench.command("bin-width 20")
    try bench.keys("w", "text:0.5", "enter")
    #expect(bench.state.settings.binWidth == 0.5)
    try bench.keys("w", "end", "text:25", "enter")
    #expect(bench.state.settings.binWidth == 0.525)
    try bench.keys("w", "backspace")
    guard case .prompt(let prompt) = bench.state.overlay else {
      Issue.record("no prompt")
      return
    }
    #expect(prompt.field.text.isEmpty)
  }
}
