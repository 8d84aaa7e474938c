import TOMLKit

/// Reads TOML; whatever a text holds, it is either read or refused with a line.
///
/// The parser underneath ends the program at some texts that are no TOML. They are refused before it
/// sees them.
public enum TOMLText {
  /// The table a text describes. Tables inside it are views that it must outlive.
  public static func table(_ text: String) throws(TOMLTextError) -> TOMLTable {
    var scan = TOMLScan(text)
    try scan.refuseDangerous()
    do {
      return try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw TOMLTextError(line: error.source.begin.line, problem: error.description)
    } catch {
      throw TOMLTextError(line: 1, problem: "\(error)")
    }
  }
}

/// A text that is no TOML.
public struct TOMLTextError: Error, Equatable, CustomStringConvertible {
  /// Counted from 1.
  public var line: Int
  /// What was found; may hold text of the file, unescaped.
  public var problem: String

  public var description: String { "line \(line): \(problem)" }
}
