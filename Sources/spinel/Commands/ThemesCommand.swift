import ArgumentParser
import Glibc
import Screen
import Terminal

struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes",
    abstract: "Names of the themes, each with a swatch.",
    discussion: """
      Example:
        spinel themes
        spinel explore --theme light
      """)

  func run() throws {
    let folder = ProgramData.themes
    let names = folder.names
    guard !names.isEmpty else {
      throw Failure(
        "no theme in \(visible(folder.paths.joined(separator: ", "))); expected files such as dark.toml",
        status: Failure.inputMissing)
    }
    let isColored = isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil
    let width = names.map(\.count).max() ?? 0
    for name in names {
      guard let file = folder.theme(name) else { continue }
      for problem in file.problems { report("spinel: \(problem)") }
      let filling = String(repeating: " ", count: width - name.count)
      try output("\(name)\(filling)  \(isColored ? swatch(file.theme) : hexadecimal(file.theme))\n")
    }
  }

  private func swatch(_ theme: Theme) -> String {
    var frame = Frame(columns: 3 * theme.regions.count + 8, rows: 1)
    for column in 0..<frame.columns {
      let region = column / 3
      let style =
        region < theme.regions.count ? theme.regionStyle(region + 1) : theme.style(.foreground)
      frame[column, 0] = Cell(region < theme.regions.count ? "█" : " ", style: style)
    }
    _ = frame.draw(
      "sample", x: 3 * theme.regions.count + 1, y: 0, style: theme.style(.foreground))
    let level = ColorChoice.choose(
      forced: nil, type: environmentValue("TERM") ?? "", variable: environmentValue
    ).level
    return frame.ansi(level: level)
  }

  private func hexadecimal(_ theme: Theme) -> String {
    theme.regions.map { color in
      let text = String(color.packed & 0xFF_FFFF, radix: 16)
      return "#" + String(repeating: "0", count: 6 - text.count) + text
    }.joined(separator: " ")
  }
}

private func environmentValue(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
