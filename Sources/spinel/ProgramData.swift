import Crystals
import Screen
import Terminal

/// The data that come with the program.
enum ProgramData {
  static func sample(_ name: String) -> String {
    (DataFolders().find("SampleData") ?? "SampleData") + "/" + name
  }

  /// 41 relaxed cells of 1512 atoms.
  static var structures: String { sample("lto-1512.extxyz") }
  /// The ⁷Li tensor model.
  static var model: String { sample("li-tensor.safetensors") }

  /// The user's own themes, then those that come with the program.
  static var themes: ThemeFolders {
    ThemeFolders(
      (UserFolders.configuration.map { [$0 + "/themes"] } ?? [])
        + [DataFolders().find("Themes") ?? "Themes"])
  }

  /// Reads a theme by its name.
  /// - Throws: `Failure` for a name that no theme has; what is wrong in a theme's file goes to
  ///   `warn` and leaves the standard theme's colours.
  static func theme(named name: String, warn: (String) -> Void) throws -> Theme {
    guard let file = themes.theme(name) else {
      let names = themes.names.joined(separator: ", ")
      throw Failure(
        "no theme \(escaped(name)); expected one of \(names)", status: Failure.usage)
    }
    for problem in file.problems { warn("\(problem)") }
    return file.theme
  }
}
