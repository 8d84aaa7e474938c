import Dispatch
import Engine
import Explorer
import Formats
import Glibc
import Screen
import Terminal

/// Does in the world what the explorer asks for, off the thread that draws.
final class ExplorerWorld {
  private var source: ExplorerSource
  private let terminal: CursesTerminal?
  private let mailbox = Mailbox(wake: wakeEventLoop)
  /// Answers other than the engine's.
  private let answers = EventBox(wake: wakeEventLoop)
  private let engine = DispatchQueue(label: "spinel.engine", attributes: .concurrent)
  private let lists = DispatchQueue(label: "spinel.lists", qos: .userInitiated)
  private let files = DispatchQueue(label: "spinel.files")
  private let computations = DispatchQueue(label: "spinel.computations", attributes: .concurrent)
  /// The newest computation of each subject.
  private let newest = Locked<[Computation.Subject: Int]>([:])
  private let work = DispatchGroup()
  private var job = Job(generation: 1)
  private var making = Job()
  private(set) var hasQuit = false
  private let watch: FolderWatch?
  /// The theme in use, read again when its file changes.
  var themeName = ""
  private var keeper: Keeper?

  /// Without a terminal everything is done at once and answered by `perform`.
  init(source: ExplorerSource, terminal: CursesTerminal?, watch: FolderWatch?) {
    self.source = source
    self.terminal = terminal
    self.watch = watch
  }

  /// Begins the prediction.
  func start() { predict(.again, generation: 1) }

  /// Predicts and returns all news.
  func startAndWait() -> [Event] {
    start()
    work.wait()
    return news()
  }

  /// Hands an event to the explorer after what waits already.
  func open(_ event: Event?) {
    if let event { answers.post(event) }
  }

  /// Keeps the explorer's state from now on in a folder, and tells what was kept last.
  func keepState(of inputs: Inputs?, session: String?, in folder: String) {
    let keeper = Keeper(folder: folder, answers: answers)
    keeper.begin(inputs, session: session)
    self.keeper = keeper
  }

  /// What waits to be told.
  func news() -> [Event] {
    if let watch, watch.changes().contains(themeName + ".toml") { loadTheme(themeName) }
    return mailbox.take().map { Event.engine($0) } + answers.take()
  }

  /// Ends the work; returns when it has stopped.
  func stop() {
    job.cancel()
    making.cancel()
    newest.withLock { $0 = [:] }
    work.wait()
  }

  /// Ends the work, after what changed last is kept.
  func stop(_ state: State) {
    keeper?.finish(state)
    stop()
  }

  func perform(_ effect: Effect) -> [Event] {
    begin(effect)
    guard terminal == nil else { return [] }
    work.wait()
    return news()
  }

  private func begin(_ effect: Effect) {
    switch effect {
    case .predict(let opening, let generation): predict(opening, generation: generation)
    case .make(let recipe, let request): make(recipe, request: request)
    case .stopMaking: making.cancel()
    case .cancelPrediction: job.cancel()
    case .pausePrediction(let isPaused): isPaused ? job.pause() : job.resume()
    case .arrange(let request): arrange(request)
    case .compute(let computation): compute(computation)
    case .copy(let text): copy(text)
    case .write(let export, let path, let overwrite, let contents):
      write(export, path, overwrite, contents)
    case .read(let path, let adding): read(path, adding: adding)
    case .list(let folder): list(folder)
    case .setMouse(let isOn): terminal?.setMouse(isOn)
    case .suspend: terminal?.suspend()
    case .quit: hasQuit = true
    case .loadTheme(let name): loadTheme(name)
    case .keepSoon: keeper?.keepSoon()
    case .keep(let session, let memory): keeper?.keep(session, memory)
    }
  }

  private func predict(_ opening: Opening, generation: Int) {
    job.cancel()
    source.open(opening)
    switch opening {
    case .again: break
    case .adding: follow(restoring: false)
    case .replacing: follow(restoring: true)
    }
    let job = Job(generation: generation)
    self.job = job
    let (source, mailbox) = (source, mailbox)
    engine.async(group: work) { source.run(job) { mailbox.post($0) } }
  }

  /// Tells which files are shown now, and keeps the state for these.
  private func follow(restoring: Bool) {
    let inputs = Inputs(source)
    answers.post(.inputs(inputs ?? Inputs()))
    keeper?.begin(inputs, session: nil, restoring: restoring)
  }

  private func make(_ recipe: StructureRecipe, request: Int) {
    making.cancel()
    let job = Job()
    making = job
    let (mailbox, threads) = (mailbox, source.threads)
    engine.async(group: work) {
      do {
        let made = try recipe.make(job: job, threads: threads) {
          mailbox.post(.making($0, request: request))
        }
        mailbox.post(.made(made, request: request))
      } catch {
        let reason = Failure(describing: error)?.message ?? "\(error)"
        mailbox.post(.notMade(reason, request: request))
      }
    }
  }

  private func arrange(_ request: ArrangeRequest) {
    let mailbox = mailbox
    lists.async(group: work) {
      mailbox.post(.arranged(Explorer.arrange(request), request: request.id))
    }
  }

  private func compute(_ computation: Computation) {
    let (answers, newest, subject, id) = (
      answers, newest, computation.subject, computation.id
    )
    newest.withLock { $0[subject] = id }
    computations.async(group: work) {
      let isStale = { newest.withLock { $0[subject] } != id }
      guard !isStale(), let found = computation.find(isStale), !isStale() else { return }
      answers.post(.found(found, id: id))
    }
  }

  private func copy(_ text: String) {
    guard let terminal else { return }
    if !terminal.copy(text) {
      answers.post(.message("too long for the terminal's clipboard; export it", isError: true))
    }
  }

  private func write(
    _ export: Export, _ path: String, _ overwrite: Bool,
    _ contents: @escaping @Sendable () throws -> String
  ) {
    let (answers, path) = (answers, expandingHome(path))
    files.async(group: work) {
      if !overwrite, access(path, F_OK) == 0 {
        answers.post(.exists(export, path: path))
        return
      }
      do {
        try AtomicFile.write(Array(try contents().utf8), to: path)
        answers.post(.written(export, path: path))
      } catch {
        answers.post(.message("\(error)", isError: true))
      }
    }
  }

  private func read(_ path: String, adding: Bool) {
    let (answers, path) = (answers, expandingHome(path))
    files.async(group: work) {
      do {
        var status = stat()
        // A pipe would be read for ever, and what is looked at would be gone.
        if stat(path, &status) == 0, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) {
          throw FormatError(
            .unreadable, file: path, found: "a pipe or device", expected: "a file",
            advice: "name it on the command line")
        }
        // Sessions are JSON; no form of structures begins so.
        let start = try FileBytes.start(of: path, count: 256)
        guard start.first(where: { $0 > 32 }) == UInt8(ascii: "{") else {
          _ = try StructureReader(path)
          answers.post(.structuresFound(path: path, adding: adding))
          return
        }
        let bytes = try FileBytes.read(path, limit: 1 << 26)
        answers.post(.read(path: path, contents: String(decoding: bytes, as: UTF8.self)))
      } catch {
        answers.post(.message("\(error)", isError: true))
      }
    }
  }

  private func list(_ folder: String) {
    let answers = answers
    files.async(group: work) {
      answers.post(
        .listed(folder: folder, names: UserFolders.names(in: expandingHome(folder))))
    }
  }

  private func loadTheme(_ name: String) {
    themeName = name
    let answers = answers
    files.async(group: work) {
      do {
        let theme = try ProgramData.theme(named: name) {
          answers.post(.message($0, isError: true))
        }
        answers.post(.theme(theme))
      } catch {
        answers.post(.message(Failure(describing: error)?.message ?? "\(error)", isError: true))
      }
    }
  }
}

/// Events that wait for the thread that draws.
final class EventBox: Sendable {
  private let waiting = Locked<[Event]>([])
  private let wake: @Sendable () -> Void

  init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

  func post(_ event: Event) {
    waiting.withLock { $0.append(event) }
    wake()
  }

  func take() -> [Event] {
    waiting.withLock { events in
      defer { events = [] }
      return events
    }
  }
}
