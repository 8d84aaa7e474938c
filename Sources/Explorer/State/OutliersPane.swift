/// List of the Outliers screen, and how the scores are distributed.
struct OutliersPane: Sendable {
  /// What the distributions follow from; when it changes they are asked for anew.
  struct Basis: Sendable, Equatable {
    var generation: Int
    /// `State.predictionRevision`.
    var predictions: Int
    var rowCount: Int
    var field: Int
    var regions: Int
    var comparison: Comparison.Basis
  }

  var list = SiteList()
  /// The distribution of each score over all sites of the nucleus; empty before it is known.
  private(set) var statistics: [OutlierScore: ColumnStatistics] = [:]
  private(set) var basis: Basis?
  /// The request whose answer is awaited.
  private(set) var pending: (id: Int, basis: Basis)?
  /// What is being written for new calculations.
  var cutOut: CutOut?

  /// Notes that distributions are asked for.
  mutating func await(_ id: Int, _ basis: Basis) { pending = (id, basis) }

  /// Takes distributions, unless newer ones are awaited.
  mutating func take(_ statistics: [OutlierScore: ColumnStatistics], request: Int) {
    guard let pending, pending.id == request else { return }
    self.statistics = statistics
    basis = pending.basis
    self.pending = nil
  }
}

extension State {
  /// The distribution of a score; nil while it is not known for what sites are compared with now.
  func statistics(of score: OutlierScore) -> ColumnStatistics? {
    let basis = outliersPane.basis
    guard score != .residual || basis?.comparison.model == comparedModel else { return nil }
    return outliersPane.statistics[score]
  }

  /// Asks for the distributions of the scores where they are out of date and in sight.
  mutating func rateSites() -> [Effect] {
    guard view == .outliers, table.count > 0 else { return [] }
    let wanted = OutliersPane.Basis(
      generation: generation, predictions: predictionRevision, rowCount: table.count,
      field: fieldRevision, regions: regionRevision, comparison: comparisonBasis)
    guard wanted != outliersPane.basis, wanted != outliersPane.pending?.basis else { return [] }
    // Asking again for every batch of sites would never let an answer come.
    if isWorking, let pending = outliersPane.pending, pending.basis.generation == generation,
      pending.basis.comparison.model == wanted.comparison.model
    {
      return []
    }
    let scores = OutlierScore.allCases
    let columns = columns(Set(scores.map(\.field)))
    let id = nextRequest
    nextRequest += 1
    outliersPane.await(id, wanted)
    return [
      .compute(
        Computation(.scores, id: id) { isStale in
          var statistics: [OutlierScore: ColumnStatistics] = [:]
          for score in scores {
            if isStale() { return nil }
            statistics[score] = ColumnStatistics(score.field, list: nil, columns: columns)
          }
          return .scores(statistics)
        })
    ]
  }

  /// The columns of the Outliers screen: the score, who the site is, its tag, then those chosen.
  var outlierColumns: [SiteField] {
    let first: [SiteField] = [settings.outlierScore.field, .structure, .atom, .tag]
    return first + settings.columns.filter { !first.contains($0) }
  }
}
