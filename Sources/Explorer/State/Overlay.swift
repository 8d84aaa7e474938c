/// What lies over the view and takes the keys.
public enum Overlay: Sendable {
  case prompt(Prompt)
  case menu(Menu)
  case confirmation(Confirmation)
  case statistics(ColumnStatistics)
  /// The dialogue of `State.newStructures`.
  case newStructures
  case composition(CompositionPane)
}

/// A line of text asked for at the bottom of the screen.
public struct Prompt: Sendable {
  enum Purpose: Sendable, Equatable {
    case filter
    case command
    /// The argument of a command, by name.
    case argument(String)
  }
  var purpose: Purpose
  var label: String
  var field: LineEditor
  /// Where in the history the field's text comes from; nil while it is new.
  var historyPlace: Int?
  /// The completions offered, and the one chosen.
  var completions: [String] = []
  var chosen: Int?
  /// What is wrong with the text, and from which character on.
  var error: FilterError?
  /// The characters before the caret that the completion shown replaced last.
  var completedLength = 0
  /// The folder that file names were asked of last, and the names; folders end with a slash.
  var listing: (folder: String, names: [String])?
}

/// A list to search and choose from.
public struct Menu: Sendable {
  enum Kind: Sendable {
    case help, palette, themes, columns, observables, elements, filterHelp
  }
  var kind: Kind
  var search = LineEditor()
  var cursor = 0
  /// What to go back to when the choice is abandoned.
  var themeBefore = ""

  init(_ kind: Kind) { self.kind = kind }
}

/// The statistics of the region, brush or bin at the cursor: it follows the Regions screen below.
public struct CompositionPane: Sendable, Equatable {
  /// The first line of the tables shown.
  var first = 0
}

/// A question answered by a key.
public struct Confirmation: Sendable {
  enum Question: Sendable, Equatable {
    case quit
    case overwrite(Export, path: String)
    case stopPrediction
    /// Whether structures replace those that unsaved tags and notes are about.
    case replaceStructures(path: String)
  }
  var question: Question
}

/// A message for the line above the footer.
public struct Message: Sendable, Equatable {
  public enum Kind: Sendable { case information, warning, error }
  public var text: String
  public var kind: Kind
}
