import CNcurses
import Glibc
import Screen

/// A variable of the environment; nil when it is unset or empty.
func environment(_ name: String) -> String? {
  guard let value = getenv(name), value.pointee != 0 else { return nil }
  return String(cString: value)
}

/// Which colours to use, and why those.
public struct ColorChoice: Sendable, Equatable {
  public var level: ColorLevel
  /// A sentence for `checkhealth`.
  public var reason: String
  /// Types of the terminal database to try for 24-bit colours, best first.
  var directTypes: [String] = []

  /// Chooses from the environment; truecolor is never guessed from a TERM that does not say it.
  /// - Parameters:
  ///   - forced: What the user asked for; nil to choose.
  ///   - type: The value of TERM.
  ///   - variable: Looks up the environment; empty counts as unset.
  public static func choose(
    forced: ColorLevel?, type: String, variable: (String) -> String?
  ) -> ColorChoice {
    if let forced {
      return ColorChoice(
        level: forced, reason: "asked for by --color", directTypes: directTypes(type))
    }
    if variable("NO_COLOR") != nil { return ColorChoice(level: .mono, reason: "NO_COLOR is set") }
    if let value = variable("COLORTERM"), value == "truecolor" || value == "24bit" {
      return ColorChoice(
        level: .truecolor, reason: "COLORTERM is \(value)", directTypes: directTypes(type))
    }
    if type.hasSuffix("-direct") {
      return ColorChoice(
        level: .truecolor, reason: "TERM=\(visible(type)) says so", directTypes: [type])
    }
    return ColorChoice(level: .indexed256, reason: "from TERM=\(visible(type))")
  }

  /// Database entries with 24-bit colours for a terminal: its own, else tmux's or xterm's.
  private static func directTypes(_ type: String) -> [String] {
    if type.hasPrefix("tmux") || type.hasPrefix("screen") { return ["tmux-direct"] }
    let parts = type.split(separator: "-")
    let own = parts.first == "xterm" ? parts.dropFirst().first : parts.first
    return (own.map { ["\($0)-direct"] } ?? []) + ["xterm-direct"]
  }

  /// The level a terminal with this many colours can show, at most the one chosen.
  func limited(toColors count: Int, direct: Bool) -> ColorLevel {
    switch level {
    case .mono: return .mono
    case .truecolor where direct: return .truecolor
    case .truecolor, .indexed256: return count >= 256 ? .indexed256 : count >= 8 ? .ansi16 : .mono
    case .ansi16: return count >= 8 ? .ansi16 : .mono
    }
  }
}

/// The character set of the locale.
enum TextLocale {
  /// Takes over the locale of the environment for characters only (numbers keep their point), and
  /// returns whether text is UTF-8. In the plain C locale, which says nothing about the terminal,
  /// UTF-8 is tried.
  static func adopt() -> Bool {
    setlocale(LC_CTYPE, "")
    if nc_locale_is_utf8() != 0 { return true }
    let name = environment("LC_ALL") ?? environment("LC_CTYPE") ?? environment("LANG") ?? "C"
    if name == "C" || name == "POSIX", setlocale(LC_CTYPE, "C.UTF-8") != nil {
      return nc_locale_is_utf8() != 0
    }
    return false
  }
}
