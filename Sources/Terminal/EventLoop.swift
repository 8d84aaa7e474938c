import CTerminal
import Explorer
import Glibc
import Screen

/// Sleeps until something happens, turns it into events, and paints what follows from them.
///
/// A key is answered by a frame at once; news of the engine at most sixty times a second, and stays
/// in its mailbox until a frame is due, so that a fast engine costs no wake-ups. With nothing to do
/// the loop sleeps without timers.
public struct EventLoop {
  private let terminal: CursesTerminal
  /// Seconds between frames for news.
  private let minimumGap: Double
  /// A descriptor that is readable when there is other news, or −1.
  private let watched: Int32

  /// - Parameters:
  ///   - framesPerSecond: The most frames painted for news.
  ///   - watch: Folders whose changes `news` asks for.
  public init(
    terminal: CursesTerminal, framesPerSecond: Double = 60, watch: FolderWatch? = nil
  ) {
    self.terminal = terminal
    watched = watch?.descriptor ?? -1
    minimumGap = 1 / max(framesPerSecond, 1)
  }

  /// Runs until `isFinished`.
  ///
  /// The first frame is on screen before `start` is called.
  /// - Parameters:
  ///   - state: What is seen; kept up to date, so it can be saved afterwards.
  ///   - isFinished: Asked after every event.
  ///   - reduce: Changes the state by an event and says what is to be done in the world.
  ///   - draw: The frame for a state, as large as the last `.resize` said.
  ///   - perform: Does something in the world without waiting; events it returns come next.
  ///   - news: Takes what waits in the engine's mailbox. `wakeEventLoop` is to be called when
  ///     something is put into an empty one.
  ///   - start: Called once, after the first frame.
  public func run<State, Effect>(
    state: inout State,
    isFinished: (State) -> Bool,
    reduce: (inout State, Event) -> [Effect],
    draw: (State) -> Frame,
    perform: (Effect) -> [Event],
    news: () -> [Event],
    start: () -> Void = {}
  ) {
    terminal_ask_for_short_slices()
    var queue = EventQueue()
    queue.add([.resize(columns: terminal.columns, rows: terminal.rows)])
    queue.drain(&state, isFinished, reduce, perform)
    terminal.show(draw(state))
    start()

    var lastPaint = EventLoop.now()
    var (dirty, urgent, newsWaits) = (false, false, true)
    while !isFinished(state) {
      if dirty, urgent || EventLoop.now() >= lastPaint + minimumGap {
        terminal.show(draw(state))
        lastPaint = EventLoop.now()
        (dirty, urgent) = (false, false)
      }
      let frameDue = dirty || newsWaits ? lastPaint + minimumGap - EventLoop.now() : nil
      let (typed, hungUp) = sleep(for: frameDue)
      terminal_guard_drain()

      queue.add(signals())
      if typed || hungUp {
        if let events = terminal.readInput(time: EventLoop.now()) {
          queue.add(events)
        } else {
          queue.add([.terminate])
        }
      } else if terminal.inputDelay != nil {
        queue.add(terminal.flushInput(time: EventLoop.now()))
      }
      urgent = urgent || !queue.isEmpty
      newsWaits = EventLoop.now() < lastPaint + minimumGap
      if !newsWaits { queue.add(news()) }
      if !queue.isEmpty { dirty = true }
      queue.drain(&state, isFinished, reduce, perform)
      // A terminal that has gone away would be readable for ever.
      if hungUp, !isFinished(state) { return }
    }
  }

  /// Waits for keys, signals or news; says whether keys wait and whether the terminal is gone.
  private func sleep(for frameDue: Double?) -> (typed: Bool, hungUp: Bool) {
    var wait = frameDue
    if let delay = terminal.inputDelay { wait = min(wait ?? delay, delay) }
    let milliseconds = wait.map { Int32(max(0, ($0 * 1000).rounded(.up))) } ?? -1
    var polled = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: terminal.wakeDescriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: watched, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&polled, 3, milliseconds) > 0 else { return (false, false) }
    return (
      polled[0].revents & Int16(POLLIN) != 0,
      polled[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0
    )
  }

  /// What signals ask for.
  private func signals() -> [Event] {
    let noted = terminal_guard_take_signals()
    guard noted != 0 else { return [] }
    func came(_ signal: Int32) -> Bool { noted & 1 << UInt64(signal) != 0 }
    var events: [Event] = []
    if came(SIGTERM) || came(SIGHUP) || came(SIGINT) { events.append(.terminate) }
    if came(SIGTSTP) {
      terminal.suspend()
    } else if came(SIGCONT) {
      terminal.resume()
    }
    if came(SIGTSTP) || came(SIGCONT) || came(SIGWINCH) {
      _ = terminal.adoptSize()
      events.append(.resize(columns: terminal.columns, rows: terminal.rows))
    }
    return events
  }

  /// Seconds on a clock that only goes forward.
  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// Events in the order they are to be reduced.
private struct EventQueue {
  private var events: [Event] = []

  var isEmpty: Bool { events.isEmpty }
  mutating func add(_ more: [Event]) { events += more }

  /// Reduces all events, and those that follow from their effects, before anything is painted.
  mutating func drain<State, Effect>(
    _ state: inout State, _ isFinished: (State) -> Bool,
    _ reduce: (inout State, Event) -> [Effect], _ perform: (Effect) -> [Event]
  ) {
    var index = 0
    while index < events.count, !isFinished(state) {
      for effect in reduce(&state, events[index]) { events += perform(effect) }
      index += 1
    }
    events.removeAll(keepingCapacity: true)
  }
}
