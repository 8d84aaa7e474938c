/// What is wrong in a theme file, where.
public struct ThemeFileError: Error, Equatable, CustomStringConvertible {
  public var file: String
  /// Counted from 1; 0 when the place is not known.
  public var line: Int
  /// The key as it is written in the file, with its table; empty for errors of syntax.
  public var key: String
  /// What was found and what was expected.
  public var problem: String

  public var description: String {
    let place = line > 0 ? "\(visible(file)):\(line)" : visible(file)
    return key.isEmpty ? "\(place): \(problem)" : "\(place): \(visible(key)): \(problem)"
  }
}

/// A theme as a TOML file describes it.
///
/// Whatever is wrong or missing keeps the colours of `Theme.standard`, so that there is always a
/// theme to draw with; `problems` says what was wrong. `Themes/dark.toml` documents the format.
public struct ThemeFile: Sendable, Equatable {
  public var theme: Theme
  public var problems: [ThemeFileError]

  /// Reads a theme from the text of a file.
  /// - Parameters:
  ///   - text: The content of the file.
  ///   - file: Its name, for messages; without its ending it names a theme that does not itself.
  public init(_ text: String, file: String) {
    var reader = ThemeReader(text: text, file: file)
    theme = reader.read()
    problems = reader.problems.sorted { $0.line < $1.line }
  }
}

extension Theme {
  /// Changes the ground of the screen and of every role that stands on it.
  mutating func setBackground(_ color: Color) {
    for index in styles.indices where styles[index].background == background {
      styles[index].background = color
    }
    background = color
  }
}
