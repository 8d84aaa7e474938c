extension State {
  /// Takes what a computation found.
  mutating func take(_ finding: Finding, id: Int) -> [Effect] {
    switch finding {
    case .nothing(let reason): say(reason, .warning)
    case .fieldMap(let map):
      fieldPane.map.take(map, id: id)
      fieldPane.present = nil
    case .powderPattern(let pattern): fieldPane.pattern.take(pattern, id: id)
    case .scores(let statistics): outliersPane.take(statistics, request: id)
    case .modelReports(let reports): modelPane.take(reports, request: id)
    case .clusters(let clusters): take(clusters, id: id)
    }
    return []
  }
}
