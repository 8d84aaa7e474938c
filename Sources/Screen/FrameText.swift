extension Frame {
  /// What is on screen as plain text: one line a row, blanks at the ends of lines left out.
  public var text: String {
    (0..<rows).map { y in
      var line = String.UnicodeScalarView()
      for cell in cells[y * columns..<(y + 1) * columns] where !cell.isContinuation {
        line.append(Unicode.Scalar(cell.scalar) ?? "\u{FFFD}")
        if cell.mark != 0, let mark = Unicode.Scalar(cell.mark) { line.append(mark) }
      }
      while line.last == " " { line.removeLast() }
      return String(line)
    }.joined(separator: "\n")
  }

  /// The screen as text with colours (SGR escapes), to be shown with `cat`; lines end in newline.
  public func ansi(level: ColorLevel = .truecolor) -> String {
    var result = ""
    for y in 0..<rows {
      var current: Style?
      for cell in cells[y * columns..<(y + 1) * columns] where !cell.isContinuation {
        if cell.style != current {
          result += cell.style.sgr(level: level)
          current = cell.style
        }
        result.unicodeScalars.append(Unicode.Scalar(cell.scalar) ?? "\u{FFFD}")
        if cell.mark != 0, let mark = Unicode.Scalar(cell.mark) {
          result.unicodeScalars.append(mark)
        }
      }
      result += "\u{1B}[0m\n"
    }
    return result
  }
}

extension Style {
  /// The escape sequence that sets exactly this style.
  func sgr(level: ColorLevel) -> String {
    var codes = ["0"]
    let attributes = attributes(at: level)
    for (attribute, code) in [
      (Attributes.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
    ] where attributes.contains(attribute) { codes.append(code) }
    codes += Style.codes(foreground, level: level, ground: false)
    codes += Style.codes(background, level: level, ground: true)
    return "\u{1B}[" + codes.joined(separator: ";") + "m"
  }

  private static func codes(_ color: Color, level: ColorLevel, ground: Bool) -> [String] {
    guard let ansi = color.ansi else { return [] }
    switch level {
    case .mono: return []
    case .ansi16: return ["\((ansi < 8 ? 30 : 82) + Int(ansi) + (ground ? 10 : 0))"]
    case .indexed256: return ["\(ground ? 48 : 38);5;\(Palette.nearest256(color.rgb))"]
    case .truecolor:
      return ["\(ground ? 48 : 38);2;\(color.red);\(color.green);\(color.blue)"]
    }
  }
}
