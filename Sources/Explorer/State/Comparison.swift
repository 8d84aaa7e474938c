import Engine
import Numbers
import Screen

/// What the predictions on screen are compared with.
public enum Comparison: Sendable, Equatable {
  /// The tensors the files hold themselves.
  case files
  /// The tensors of another model of the same nucleus, by its name.
  case model(String)
  /// The sites of one file, by its place: the histogram's outline only, for its sites are others.
  case file(Int)

  /// What numbers of the comparison follow from; when it changes they are found anew.
  struct Basis: Sendable, Equatable {
    /// The place of the other model; nil for the files' own tensors.
    var model: Int?
    /// Rows that have something to be compared with.
    var rowCount: Int
  }
}

extension State {
  /// The place of the model that the one on screen is compared with; nil for the files' tensors.
  var comparedModel: Int? {
    guard case .model(let name) = settings.comparison else { return nil }
    let shown = modelPlace
    return rivals.first { $0 != shown && models[$0].name == name }
  }

  /// The place of the file whose histogram is the outline; nil where it is of tensors of the sites.
  var comparedFile: Int? {
    guard case .file(let place) = settings.comparison, structures.files.indices.contains(place)
    else { return nil }
    return place
  }

  /// The tensors that the table's are compared with, `reference[m + 2][row]`: NaN where a site has
  /// none. Shorter than the table, or empty, while there are none for its last rows; arrays are
  /// shared, not copied.
  var reference: [[Float]] {
    guard let comparedModel, let shown else { return table.reference }
    let other = hiddenTables[Prediction(nucleus: shown.nucleus, model: comparedModel)]
    guard let other, other.isParallel(to: table) else { return Array(repeating: [], count: 5) }
    return other.components
  }

  var comparisonBasis: Comparison.Basis {
    Comparison.Basis(model: comparedModel, rowCount: reference[0].count)
  }

  /// The name of the model compared with; nil for the files' tensors.
  var comparedName: String? { comparedModel.map { visible(models[$0].name) } }

  /// What `compare` steps through: the files' tensors, the other models, the files not on screen.
  private var comparisons: [Comparison] {
    let others = rivals.filter { $0 != modelPlace }.map { Comparison.model(models[$0].name) }
    let files = structures.files.indices.filter { $0 != settings.fileShown }
    return [.files] + others + (structures.files.count > 1 ? files.map { .file($0) } : [])
  }

  var hasOtherComparison: Bool { comparisons.count > 1 }

  /// Words that name what can be compared with.
  var comparisonWords: [String] {
    ["files"]
      + comparisons.compactMap { comparison in
        switch comparison {
        case .files: nil
        case .model(let name): name
        case .file(let place): fileName(place)
        }
      }
  }

  /// Compares with what is named, or with the next there is; undone like any other choice.
  mutating func setComparison(_ name: String) throws(CommandError) -> [Effect] {
    if name.isEmpty {
      let all = comparisons
      let now = all.firstIndex(of: settings.comparison) ?? 0
      settings.comparison = all[(now + 1) % all.count]
    } else {
      settings.comparison = try comparison(named: name)
    }
    say(comparisonText)
    return []
  }

  private func comparison(named name: String) throws(CommandError) -> Comparison {
    let others = rivals.filter { $0 != modelPlace }.map { models[$0].name }
    // What is named in full comes before the words that stand for the files, and the beginning of a
    // name after them.
    if others.contains(name) { return .model(name) }
    let file = filePlace(named: name)
    if let file, fileName(file) == name { return .file(file) }
    if ["files", "reference", "dft"].contains(name.lowercased()) { return .files }
    if let place = Commands.place(of: name, in: others) { return .model(others[place]) }
    if let file { return .file(file) }
    let known = comparisonWords.map { visible($0) }.joined(separator: ", ")
    throw CommandError("nothing '\(name)' to compare with; there are \(known)")
  }

  /// What is compared from now on, for the message line.
  private var comparisonText: String {
    if let comparedName {
      return "compared with \(comparedName): outline, errors and tensors beside are its"
    }
    if let comparedFile {
      return "the outline is the histogram of \(fileName(comparedFile)), scaled to as many sites"
    }
    return table.reference[0].isEmpty
      ? "compared with nothing: the files hold no tensors of their own"
      : "compared with the files' own tensors"
  }
}

extension SiteTable {
  /// Whether the rows of two tables that both are in file order are of the same sites, as far as
  /// both go.
  func isParallel(to other: SiteTable) -> Bool {
    let shared = min(count, other.count)
    return shared == 0 || key(0) == other.key(0) && key(shared - 1) == other.key(shared - 1)
  }
}

extension Commands {
  /// What predictions are compared with.
  static let comparing: [Command] = [
    Command(
      "compare", [Key("W")],
      "compare with the next: the files' own tensors, another model, another file's histogram",
      argument: "NAME|files", when: .hasOtherComparison
    ) { (state, name) throws(CommandError) in try state.setComparison(name) }
  ]
}

extension Command.Condition {
  fileprivate static let hasOtherComparison = Command.Condition(
    "there is one model of this nucleus and one file; more of either can be compared"
  ) { $0.hasOtherComparison }
}
