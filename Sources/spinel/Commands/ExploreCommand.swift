import ArgumentParser
import Crystals
import Engine
import Explorer
import Formats
import Glibc
import LinearAlgebra
import Screen
import Tensors
import Terminal

struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "The terminal explorer (the default command).",
    discussion: """
      Without structures it opens the samples: 41 cells of 1512 atoms with 11,808 Li sites.

      Example:
        spinel explore cells.extxyz --model li.safetensors --field 1,1,1
      """)

  @Argument(help: "Structure files.")
  var structures: [String] = []
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Model files of `train` (default: the sample model).", valueName: "file"))
  var model: [String] = []
  @Option(
    help: ArgumentHelp("Show a result of `predict` instead of predicting.", valueName: "file"))
  var results: String?
  @OptionGroup var field: FieldOption
  @OptionGroup var isotopes: IsotopeOption
  @OptionGroup var threads: ThreadsOption
  @Option(help: ArgumentHelp("Theme, see `spinel themes`.", valueName: "name"))
  var theme: String?
  @Option(help: "auto, truecolor, 256, 16 or mono.")
  var color: ColorChoiceOption = .auto
  @Flag(help: "Draw with ASCII only.")
  var ascii = false
  @Flag(help: "Leave the mouse to the terminal.")
  var noMouse = false
  @Option(help: ArgumentHelp("Open a saved session.", valueName: "file"))
  var session: String?
  @Option(
    help: ArgumentHelp(
      "Replay keys, one name a line, without a terminal and print the last screen.",
      valueName: "file"))
  var script: String?
  @Option(
    help: ArgumentHelp("Size of the screen of --script.", valueName: "COLSxROWS"),
    transform: ExploreCommand.parseSize)
  var size: (columns: Int, rows: Int)?

  enum ColorChoiceOption: String, ExpressibleByArgument, CaseIterable {
    case auto, truecolor
    case colors256 = "256"
    case colors16 = "16"
    case mono

    var level: ColorLevel? {
      switch self {
      case .auto: nil
      case .truecolor: .truecolor
      case .colors256: .indexed256
      case .colors16: .ansi16
      case .mono: .mono
      }
    }
  }

  private static func parseSize(_ text: String) throws -> (columns: Int, rows: Int) {
    let parts = text.split(separator: "x").map { Int($0) }
    guard parts.count == 2, let columns = parts[0], let rows = parts[1],
      (0...1000).contains(columns), (0...1000).contains(rows)
    else { throw ValidationError("--size is \(escaped(text)); expected COLSxROWS such as 120x40.") }
    return (columns, rows)
  }

  func validate() throws {
    if size != nil && script == nil { throw ValidationError("--size goes with --script.") }
    if results != nil && !model.isEmpty {
      throw ValidationError("Give --results or --model: results are already predicted.")
    }
  }

  func run() throws {
    let source = ExplorerSource(
      structures: structures, models: model, results: results,
      conventions: ResultConventions(field: field.field, isotopes: isotopes.isotope),
      threads: threads.countBesideScreen)
    // What cannot be opened is told on a line of its own, before the screen is taken.
    try source.checkInputs()
    let opened = try openSession()
    if let script { return try replay(script, source, opened) }
    try explore(source, opened)
  }

  /// The session to open; refused before the screen is taken if it cannot be.
  private func openSession() throws -> Event? {
    guard let session else { return nil }
    let text = String(decoding: try FileBytes.read(session), as: UTF8.self)
    do { _ = try Session(parsing: text, file: session) } catch {
      throw Failure("\(error)", status: Failure.badData)
    }
    return .read(path: session, contents: text)
  }

  private func explore(_ source: ExplorerSource, _ opened: Event?) throws {
    let theme = try chosenTheme()
    let terminal = try CursesTerminal(
      CursesTerminal.Options(
        colors: color.level, glyphs: ascii ? .ascii : nil, mouse: !noMouse))
    defer { terminal.close() }
    let watch = FolderWatch([ProgramData.themeFolder.path])
    let world = ExplorerWorld(source: source, terminal: terminal, watch: watch)
    var state = initialState(
      terminal.columns, terminal.rows,
      Look(theme: theme, glyphs: terminal.glyphs, colors: terminal.colors))
    world.themeName = state.look.theme.name
    var wasTerminated = false
    EventLoop(terminal: terminal, watch: watch).run(
      state: &state, isFinished: { _ in world.hasQuit },
      reduce: { state, event in
        if case .terminate = event { wasTerminated = true }
        return reduce(&state, event)
      },
      draw: { draw($0) }, perform: { world.perform($0) }, news: { world.news() },
      start: {
        Threads.set(1)
        world.start()
        world.open(opened)
      })
    terminal.close()
    world.stop()
    if wasTerminated { throw ExitCode(Failure.interrupted) }
  }

  private func replay(
    _ script: String, _ source: ExplorerSource, _ opened: Event?
  ) throws {
    let events: [Event]
    do {
      events = try Script.events(String(decoding: FileBytes.read(script), as: UTF8.self))
    } catch let error as ScriptError {
      throw FormatError(
        file: script, line: error.line, found: "'\(escaped(error.found))'",
        expected: "the name of a key, text:WORDS or a mouse action")
    }
    let size = size ?? (120, 40)
    var state = initialState(
      size.columns, size.rows,
      Look(
        theme: try chosenTheme(), glyphs: ascii ? .ascii : .unicode,
        colors: color.level ?? .truecolor))
    Threads.set(1)
    let world = ExplorerWorld(source: source, terminal: nil, watch: nil)
    for event in world.startAndWait() + [opened].compactMap({ $0 }) {
      Explorer.replay([event], into: &state) { world.perform($0) }
    }
    Explorer.replay(events, into: &state) { world.perform($0) }
    world.stop()
    try output(draw(state).text + "\n")
  }

  /// Read before the screen is taken, so that what is wrong with it can be told.
  private func chosenTheme() throws -> Theme {
    guard let theme else { return .standard }
    return try ProgramData.theme(named: theme) { report("spinel: \($0)") }
  }

  private func initialState(_ columns: Int, _ rows: Int, _ look: Look) -> State {
    State(
      columns: columns, rows: rows, look: look, themeNames: ProgramData.themeFolder.names,
      field: field.field)
  }
}
