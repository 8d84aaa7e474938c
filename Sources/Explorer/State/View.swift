/// The screens, in the order of Tab and of the digits.
public enum View: Int, CaseIterable, Sendable, Hashable {
  case regions = 1
  case sites, site

  public var title: String {
    switch self {
    case .regions: "Regions"
    case .sites: "Sites"
    case .site: "Site"
    }
  }
}
