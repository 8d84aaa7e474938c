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
    help: ArgumentHelp(
      "Model files of `train` (default: the sample model); several of a nucleus are compared.",
      valueName: "file"))
  var model: [String] = []
  @Option(
    help: ArgumentHelp("Show a result of `predict` instead of predicting.", valueName: "file"))
  var results: String?
  @OptionGroup var field: FieldOption
  @OptionGroup var isotopes: IsotopeOption
  @OptionGroup var threads: ThreadsOption
  @Option(help: ArgumentHelp("Theme, see `spinel themes`.", valueName: "name"))
  var theme: String?
  @Option(help: "auto, truecolor, 256, 16 or mono (default: auto).")
  var color: Configuration.ColorChoice?
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
  @Flag(help: "Print a configuration file with every entry explained, and stop.")
  var printConfig = false

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
    if printConfig {
      try output(Configuration.commented(themes: ProgramData.themes.names))
      return
    }
    let opened = try session.map { try OpenedSession($0) }
    let configuration = script == nil ? ConfigurationFile.read() : Configuration()
    let source = try source(opened, configuration)
    if let script { return try replay(script, source, opened?.event) }
    try explore(source, opened, configuration)
  }

  /// What to show: the files of the command line, else those the session names, else the samples.
  ///
  /// What cannot be opened is told on a line of its own, before the screen is taken.
  private func source(
    _ opened: OpenedSession?, _ configuration: Configuration
  ) throws -> ExplorerSource {
    var (structures, models, results) = (structures, model, results)
    let named = opened?.session.inputs ?? Inputs()
    let isNamed = structures.isEmpty && results == nil && !named.isEmpty
    if isNamed {
      structures = named.structures.map(\.path)
      // With other models the structures are predicted anew.
      if models.isEmpty { results = named.results?.path }
    }
    if models.isEmpty, results == nil { models = named.models.map(\.path) }
    if isNamed, structures.isEmpty, results == nil {
      throw Failure(
        "\(escaped(session ?? "")) names no structures to predict; name some with --model",
        status: Failure.usage)
    }
    let source = ExplorerSource(
      structures: structures, models: models, results: results,
      conventions: ResultConventions(
        field: field.given ?? configuration.field ?? .z,
        isotopes: configuration.isotopes + isotopes.isotope),
      threads: threads.countBesideScreen)
    do { try source.checkInputs() } catch {
      guard let session, !named.isEmpty, isNamed || model.isEmpty else { throw error }
      throw Failure(
        "\(error); \(escaped(session)) names it, name the files on the command line if they moved",
        status: error.kind.exitCode)
    }
    return source
  }

  private func explore(
    _ source: ExplorerSource, _ opened: OpenedSession?, _ configuration: Configuration
  ) throws {
    let stateFolder = UserFolders.state
    let memory = stateFolder.map(Keeper.memory) ?? Memory()
    var problems = configuration.problems.map(\.description)
    let theme = try chosenTheme(configuration, last: memory.theme) { problems.append($0) }
    let terminal = try CursesTerminal(
      CursesTerminal.Options(
        colors: (color ?? configuration.colors).level,
        glyphs: ascii ? .ascii : configuration.glyphs,
        mouse: !noMouse && configuration.mouse))
    defer { terminal.close() }
    if (color ?? configuration.colors) == .truecolor, terminal.colors != .truecolor {
      problems.append(
        "24-bit colours need an entry of terminfo for them, such as xterm-direct of the package "
          + "ncurses-term; fewer are shown")
    }
    let watch = FolderWatch(ProgramData.themes.paths)
    let world = ExplorerWorld(source: source, terminal: terminal, watch: watch)
    var state = initialState(
      terminal.columns, terminal.rows,
      Look(theme: theme, glyphs: terminal.glyphs, colors: terminal.colors), configuration)
    state.take(memory)
    let inputs = Inputs(source)
    state.inputs = inputs ?? Inputs()
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
        world.open(opened?.event)
        if let stateFolder {
          world.keepState(of: inputs, session: opened?.realPath, in: stateFolder)
        }
        if !problems.isEmpty {
          world.open(.message(problems.joined(separator: " · "), isError: true))
        }
      })
    terminal.close()
    world.stop(state)
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
        theme: try chosenTheme(Configuration()) { report("spinel: \($0)") },
        glyphs: ascii ? .ascii : .unicode, colors: color?.level ?? .truecolor), Configuration())
    state.inputs = Inputs(source) ?? Inputs()
    Threads.set(1)
    let world = ExplorerWorld(source: source, terminal: nil, watch: nil)
    for event in world.startAndWait() + [opened].compactMap({ $0 }) {
      Explorer.replay([event], into: &state) { world.perform($0) }
    }
    Explorer.replay(events, into: &state) { world.perform($0) }
    world.stop()
    try output(draw(state).text + "\n")
  }

  /// Read before the screen is taken, so that what is wrong with it can be told: the theme of the
  /// command line, else of the configuration, else the one chosen last.
  private func chosenTheme(
    _ configuration: Configuration, last: String = "", warn: (String) -> Void
  ) throws -> Theme {
    if let theme { return try ProgramData.theme(named: theme, warn: warn) }
    if let name = configuration.theme {
      do { return try ProgramData.theme(named: name, warn: warn) } catch let error as Failure {
        warn(error.message)
      }
    }
    guard !last.isEmpty, ProgramData.themes.names.contains(last) else { return .standard }
    return try ProgramData.theme(named: last, warn: warn)
  }

  private func initialState(
    _ columns: Int, _ rows: Int, _ look: Look, _ configuration: Configuration
  ) -> State {
    var settings = configuration.settings
    if let given = field.given { settings.field = given }
    var state = State(
      columns: columns, rows: rows, look: look, themeNames: ProgramData.themes.names,
      settings: settings)
    state.keyMap = configuration.keyMap
    state.fixed.field = field.given
    state.fixed.theme = theme != nil || configuration.theme != nil
    state.workingFolder = UserFolders.working
    return state
  }
}

extension Configuration.ColorChoice: ExpressibleByArgument {}
