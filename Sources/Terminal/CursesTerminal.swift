import CNcurses
import CTerminal
import Explorer
import Glibc
import Screen

/// Makes the event loop look at its mailboxes; from any thread, also before there is a loop.
public let wakeEventLoop: @Sendable () -> Void = { terminal_guard_wake() }

/// The terminal the program runs in: shows frames and reads keys.
///
/// The only code that calls curses. It must be used on the thread that made it, and only one can be
/// open at a time. The terminal is given back by `close`, when this object goes away, and by signal
/// handlers when the program is ended or crashes.
public final class CursesTerminal {
  /// What the user may ask for.
  public struct Options: Sendable, Equatable {
    /// nil chooses from the environment.
    public var colors: ColorLevel?
    /// nil takes what the locale can show.
    public var glyphs: GlyphSet?
    public var mouse = true

    public init(colors: ColorLevel? = nil, glyphs: GlyphSet? = nil, mouse: Bool = true) {
      self.colors = colors
      self.glyphs = glyphs
      self.mouse = mouse
    }
  }

  /// The colours in use.
  public let colors: ColorLevel
  /// Why those, as a sentence.
  public let colorReason: String
  /// The characters in use.
  public let glyphs: GlyphSet
  public private(set) var columns: Int
  public private(set) var rows: Int
  /// Whether the mouse belongs to the program rather than to the terminal.
  public private(set) var mouseIsOn: Bool

  let wakeDescriptor: Int32
  private let window: UnsafeMutablePointer<WINDOW>
  private var styles: StyleTable
  private var shown: Frame?
  private var line: [cchar_t] = []
  private var decoder = InputDecoder()
  private let reportsKeys: Bool
  private var isOpen = true

  /// Takes the screen over.
  public init(_ options: Options = Options()) throws(TerminalError) {
    let type = try CursesTerminal.checkedType()
    let size = try CursesTerminal.checkedSize()
    let utf8 = TextLocale.adopt()
    glyphs = utf8 ? options.glyphs ?? Self.glyphs(of: type) : .ascii
    wakeDescriptor = terminal_guard_install()
    guard wakeDescriptor >= 0 else { throw .system(call: "eventfd", code: errno) }
    guard terminal_guard_arm() == 0 else { throw .system(call: "tcgetattr", code: errno) }

    let choice = ColorChoice.choose(forced: options.colors, type: type, variable: environment)
    let direct =
      choice.level == .truecolor && choice.directTypes.contains { TerminalEntry.open($0) }
    guard direct || TerminalEntry.open(type), let screen = nc_stdscr() else {
      terminal_guard_restore()
      throw .unknownType(type)
    }
    window = screen
    raw()
    noecho()
    nonl()
    leaveok(window, true)
    curs_set(0)
    typeahead(-1)
    if choice.level != .mono, has_colors() {
      start_color()
      use_default_colors()
      colors = choice.limited(toColors: Int(nc_color_count()), direct: direct)
    } else {
      colors = .mono
    }
    colorReason =
      choice.level == .truecolor && !direct
      ? "\(choice.reason), but the terminal database has no entry with 24-bit colours "
        + "(install ncurses-term)" : choice.reason
    styles = StyleTable(
      level: colors, colorCount: Int(nc_color_count()), pairLimit: Int(nc_pair_count()))
    reportsKeys = nc_has("kmous") != 0
    mouseIsOn = options.mouse && reportsKeys
    (columns, rows) = size
    resizeterm(Int32(rows), Int32(columns))
    setModes(on: true)
  }

  deinit { close() }

  /// Gives the terminal back; later calls do nothing.
  public func close() {
    guard isOpen else { return }
    isOpen = false
    guard terminal_guard_is_armed() != 0 else { return }
    setModes(on: false)
    endwin()
    terminal_guard_disarm()
  }

  /// The value of TERM, known to be of a terminal that can be drawn on.
  static func checkedType() throws(TerminalError) -> String {
    guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal(stream: "standard output") }
    guard isatty(STDIN_FILENO) == 1 else { throw .notATerminal(stream: "standard input") }
    guard let type = environment("TERM") else { throw .noType }
    switch nc_can_draw(type) {
    case 1: return type
    case 0: throw .cannotAddressCursor(type)
    default: throw type == "unknown" ? .cannotAddressCursor(type) : .unknownType(type)
    }
  }

  /// What the font of a type of terminal can be expected to hold: consoles have no braille.
  static func glyphs(of type: String) -> GlyphSet {
    if type.hasPrefix("vt") { return .ascii }
    return type == "linux" ? .blocks : .unicode
  }

  static func checkedSize() throws(TerminalError) -> (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else {
      throw .system(call: "ioctl(TIOCGWINSZ)", code: errno)
    }
    guard size.ws_col > 0, size.ws_row > 0 else {
      throw .noRoom(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Takes over the window's present size; false when it is unchanged or nonsense.
  func adoptSize() -> Bool {
    guard let size = try? CursesTerminal.checkedSize(), size != (columns, rows) else {
      return false
    }
    (columns, rows) = size
    resizeterm(Int32(rows), Int32(columns))
    shown = nil
    return true
  }

  // MARK: Input

  /// Seconds until `flushInput` is due; nil when no byte waits for others.
  var inputDelay: Double? { decoder.delay }

  /// Reads what has been typed; nil when the terminal has gone away.
  func readInput(time: Double) -> [Event]? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(STDIN_FILENO, &buffer, buffer.count)
    if count > 0 { return decoder.decode(buffer[..<count], time: time) }
    return count < 0 && (errno == EINTR || errno == EAGAIN) ? [] : nil
  }

  func flushInput(time: Double) -> [Event] { decoder.flush(time: time) }

  // MARK: Output

  /// Shows a frame; only what changed since the last one is sent.
  public func show(_ frame: Frame) {
    guard isOpen, terminal_guard_is_armed() != 0 else { return }
    write(frame)
    if styles.isFull {
      // Pair numbers are given out anew, so what is on screen no longer says what it looks like.
      styles.reset()
      invalidate()
      write(frame)
    }
    // A whole screen shows from its first line on. After a stop curses first sets the terminal's
    // modes, which memory has none of.
    let canHold = shown != nil && !isendwin()
    shown = frame
    wnoutrefresh(window)
    if canHold { terminal_output_hold() }
    doupdate()
    if canHold { terminal_output_release() }
  }

  /// Hands curses the rows that differ from what is shown.
  private func write(_ frame: Frame) {
    let columns = min(frame.columns, self.columns)
    for y in 0..<min(frame.rows, rows) {
      let row = y * frame.columns..<y * frame.columns + frame.columns
      if let shown, shown.columns == frame.columns, y < shown.rows,
        shown.cells[row] == frame.cells[row]
      {
        continue
      }
      line.removeAll(keepingCapacity: true)
      for x in 0..<columns where !frame.cells[row.lowerBound + x].isContinuation {
        let wide = x + 1 < frame.columns && frame.cells[row.lowerBound + x + 1].isContinuation
        append(frame.cells[row.lowerBound + x], wide: wide, columnsLeft: columns - x)
      }
      mvwadd_wchnstr(window, Int32(y), 0, line, Int32(line.count))
    }
  }

  /// Adds a cell to the line being built, as one or, where it cannot be shown, as question marks.
  private func append(_ cell: Cell, wide: Bool, columnsLeft: Int) {
    let look = styles.look(cell.style)
    func add(_ scalar: UInt32, _ mark: UInt32) {
      line.append(
        cchar_t(
          attr: look.attributes | attr_t(min(look.pair, 255)) << 8,
          chars: (Int32(bitPattern: scalar), Int32(bitPattern: mark), 0, 0, 0),
          ext_color: look.pair))
    }
    let scalar = cell.scalar
    if scalar >= 0x20, scalar < 0x7F, cell.mark == 0 { return add(scalar, 0) }
    // The C library may be older than the table of widths: curses must not lay out otherwise.
    let width = nc_width(scalar)
    guard glyphs != .ascii || scalar < 0x7F, width == (wide ? 2 : 1), columnsLeft >= Int(width)
    else {
      for _ in 0..<min(wide ? 2 : 1, columnsLeft) { add(UInt32(UInt8(ascii: "?")), 0) }
      return
    }
    add(scalar, glyphs == .ascii ? 0 : cell.mark)
  }

  /// Repaints everything at the next frame, over what other programs may have written.
  public func invalidate() {
    clearok(nc_curscr(), true)
    shown = nil
  }

  /// Copies a text to the terminal's clipboard; false when it is too long.
  @discardableResult
  public func copy(_ text: String) -> Bool {
    guard isOpen,
      let bytes = Clipboard.sequence(text, insideTmux: environment("TMUX") != nil)
    else { return false }
    send(bytes)
    return true
  }

  /// Takes the mouse, or gives it back to the terminal for selecting text.
  public func setMouse(_ on: Bool) {
    guard reportsKeys, isOpen, on != mouseIsOn else { return }
    mouseIsOn = on
    send(Array((on ? CursesTerminal.mouseOn : CursesTerminal.mouseOff).utf8))
  }

  /// Stops the program as ^Z does; returns when it was continued, with the screen taken back, or at
  /// once where no shell could continue it.
  public func suspend() {
    setModes(on: false)
    endwin()
    terminal_guard_disarm()
    let stopped = terminal_guard_stop()
    terminal_guard_arm()
    resume(clear: stopped != 0)
  }

  /// Takes the screen back after the program was stopped.
  func resume(clear: Bool = true) {
    reset_prog_mode()
    raw()
    noecho()
    nonl()
    setModes(on: true)
    _ = adoptSize()
    if clear { invalidate() }
    wrefresh(window)
    curs_set(0)
    shown = nil
  }

  private static let mouseOn = "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h"
  private static let mouseOff = "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l"

  /// Mouse reports and bracketed paste, on terminals that know them.
  private func setModes(on: Bool) {
    guard reportsKeys else { return }
    let paste = on ? "\u{1B}[?2004h" : "\u{1B}[?2004l"
    let mouse = mouseIsOn ? (on ? CursesTerminal.mouseOn : CursesTerminal.mouseOff) : ""
    send(Array((paste + mouse).utf8))
  }

  /// Sends bytes past curses, which has nothing buffered between frames.
  private func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
    }
  }
}
