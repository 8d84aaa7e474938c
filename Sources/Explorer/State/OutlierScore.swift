/// What makes a site odd: the Outliers screen ranks the sites by one of these.
public enum OutlierScore: String, CaseIterable, Sendable, Hashable {
  case uncertainty = "sigma"
  case novelty
  case zInRegion
  case edgeDistance
  case residual = "error"

  /// The score as a column of the table.
  var field: SiteField { SiteField(rawValue: rawValue) ?? .uncertainty }

  /// Oddest first: large scores, but small distances from an edge.
  var order: SortKey { SortKey(field, descending: self != .edgeDistance) }

  var title: String {
    switch self {
    case .uncertainty: "uncertainty ±σ"
    case .novelty: "novelty"
    case .zInRegion: "|z| in the region"
    case .edgeDistance: "distance to an edge"
    case .residual: "error against the file"
    }
  }
}

extension State {
  /// What the sites are ranked by, with the model that errors are against.
  func title(of score: OutlierScore) -> String {
    guard score == .residual, let comparedName else { return score.title }
    return "difference from \(comparedName)"
  }
}

/// A verdict on a site given by one key.
enum QuickTag: String, CaseIterable, Sendable {
  case keep, suspect, recompute
}
