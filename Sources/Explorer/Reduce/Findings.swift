extension State {
  /// Takes what a computation found.
  mutating func take(_ finding: Finding, id: Int) -> [Effect] {
    switch finding {
    case .nothing(let reason): say(reason, .warning)
    case .clusters(let clusters): take(clusters, id: id)
    }
    return []
  }
}
