/// The screens, in the order of Tab and of the digits.
public enum View: Int, CaseIterable, Sendable, Hashable {
  case regions = 1
  case sites, site, structure, field, outliers, model

  public var title: String {
    switch self {
    case .regions: "Regions"
    case .sites: "Sites"
    case .site: "Site"
    case .structure: "Structure"
    case .field: "Field"
    case .outliers: "Outliers"
    case .model: "Model"
    }
  }

  /// The word of session files.
  var name: String { title.lowercased() }

  init?(name: String) {
    guard let view = View.allCases.first(where: { $0.name == name }) else { return nil }
    self = view
  }

  /// The command that goes to the screen.
  var commandName: String {
    switch self {
    case .regions: "regions"
    case .sites: "sites"
    case .site: "site"
    case .structure: "cell"
    case .field: "map"
    case .outliers: "outliers"
    case .model: "models"
    }
  }
}
