import CNcurses
import Glibc
import Screen

/// One line of `checkhealth`: what was found and, where it is poor, what to do.
public struct HealthLine: Sendable, Equatable {
  public var topic: String
  public var finding: String
  /// nil when all is well.
  public var advice: String?

  public init(_ topic: String, _ finding: String, advice: String? = nil) {
    self.topic = topic
    self.finding = finding
    self.advice = advice
  }

  public var isGood: Bool { advice == nil }
}

/// What the terminal the program runs in can do, found without taking it over.
public func terminalHealth(folders: DataFolders = DataFolders()) -> [HealthLine] {
  var lines: [HealthLine] = []
  let type = environment("TERM") ?? ""
  let interactive = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
  lines.append(
    HealthLine(
      "terminal", interactive ? "keyboard and screen" : "input or output is a file or pipe",
      advice: interactive ? nil : "the explorer needs a terminal; the other commands do not"))
  let known = type.isEmpty ? -1 : nc_can_draw(type)
  lines.append(
    HealthLine(
      "TERM", type.isEmpty ? "not set" : visible(type),
      advice: known == 1
        ? nil
        : (known == 0
          ? TerminalError.cannotAddressCursor(type)
          : type.isEmpty ? .noType : .unknownType(type)).description))
  if interactive { lines.append(sizeLine()) }
  if known == 1 { lines.append(colorLine(type)) }
  let utf8 = TextLocale.adopt()
  lines.append(
    HealthLine(
      "characters",
      utf8 ? "UTF-8: braille and eighth blocks" : "no UTF-8 in this locale: ASCII drawing",
      advice: utf8 ? nil : "set LANG to a UTF-8 locale, for example LANG=C.UTF-8"))
  if known == 1 {
    let mouse = nc_has("kmous") != 0
    lines.append(
      HealthLine(
        "mouse", mouse ? "yes" : "not on this type of terminal",
        advice: mouse ? nil : "everything can be done from the keyboard"))
  }
  if environment("TMUX") != nil {
    lines.append(
      HealthLine(
        "tmux",
        "inside; copying needs 'set -g set-clipboard on', a quick Esc 'set -sg escape-time 10'"))
  }
  for name in ["Themes", "SampleData"] {
    let path = folders.find(name)
    lines.append(
      HealthLine(
        name, path.map { visible($0) } ?? "not found",
        advice: path == nil
          ? "name the folder that holds it with --data-dir or SPINEL_DATA" : nil))
  }
  return lines
}

private func sizeLine() -> HealthLine {
  do {
    let size = try CursesTerminal.checkedSize()
    let small = size.columns < 80 || size.rows < 24
    return HealthLine(
      "size", "\(size.columns)×\(size.rows)",
      advice: small ? "panes are left out below 80×24" : nil)
  } catch {
    return HealthLine("size", "unknown", advice: error.description)
  }
}

private func colorLine(_ type: String) -> HealthLine {
  let choice = ColorChoice.choose(forced: nil, type: type, variable: environment)
  let direct = choice.directTypes.contains { nc_can_draw($0) == 1 }
  // What the type itself says, which the look at the others has displaced.
  _ = nc_can_draw(type)
  let level = choice.limited(toColors: Int(nc_number("colors")), direct: direct)
  let advice: String? =
    switch level {
    case .truecolor: nil
    case .indexed256 where choice.level == .truecolor:
      "install ncurses-term: the terminal database has no entry with 24-bit colours"
    case .indexed256: "if the terminal shows 24-bit colours, set COLORTERM=truecolor"
    case .ansi16: "if the terminal shows 256 colours, use a TERM such as xterm-256color"
    case .mono:
      choice.level == .mono ? "unset NO_COLOR to see colours" : "this type has no colours"
    }
  return HealthLine("colours", "\(level.rawValue) (\(choice.reason))", advice: advice)
}
