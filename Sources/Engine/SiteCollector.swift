/// Collects what a pipeline delivers into one table: for models of different nuclei.
public final class SiteCollector: Sendable {
  private struct State {
    var table = SiteTable()
    /// Rows before the structure delivered last.
    var completeRows = 0
  }

  private let state = Locked(State())

  public init() {}

  public func take(_ delivery: PredictionPipeline.Delivery) {
    state.withLock { state in
      switch delivery {
      case .structure: state.completeRows = state.table.count
      case .sites(let sites, _): state.table.append(sites)
      }
    }
  }

  /// The rows so far; without those of the last structure unless it is known to be complete.
  public func table(includingLast: Bool) -> SiteTable {
    state.withLock { state in
      includingLast ? state.table : state.table.prefix(state.completeRows)
    }
  }
}

extension SiteTable {
  /// The first rows of the table.
  public func prefix(_ count: Int) -> SiteTable { selecting(Array(0..<min(count, self.count))) }

  /// Some rows of the table, in the order given.
  public func selecting(_ rows: [Int]) -> SiteTable {
    var table = SiteTable()
    table.structure = rows.map { structure[$0] }
    table.atom = rows.map { atom[$0] }
    table.element = rows.map { element[$0] }
    table.siteType = rows.map { siteType[$0] }
    table.lithiumNeighbors = rows.map { lithiumNeighbors[$0] }
    table.octahedralLithium = rows.map { octahedralLithium[$0] }
    table.lithiumDistance = rows.map { lithiumDistance[$0] }
    table.bondLength = rows.map { bondLength[$0] }
    table.position = rows.map { position[$0] }
    table.components = components.map { column in rows.map { column[$0] } }
    table.isotropic = isotropic.isEmpty ? [] : rows.map { isotropic[$0] }
    table.quadrupolarCoupling = rows.map { quadrupolarCoupling[$0] }
    table.asymmetry = rows.map { asymmetry[$0] }
    table.vzz = rows.map { vzz[$0] }
    table.reference = reference.map { column in column.isEmpty ? [] : rows.map { column[$0] } }
    table.uncertaintyAcross = rows.map { uncertaintyAcross[$0] }
    table.uncertaintyAlong = rows.map { uncertaintyAlong[$0] }
    table.novelty = rows.map { novelty[$0] }
    table.nearest = rows.map { nearest[$0] }
    return table
  }

  /// The rows of both tables, ordered by structure; rows of one structure keep their order.
  public static func joined(_ first: SiteTable?, _ second: SiteTable) -> SiteTable {
    guard var table = first else { return second }
    table.append(second)
    let order = (0..<table.count).sorted {
      (table.structure[$0], $0) < (table.structure[$1], $1)
    }
    return table.selecting(order)
  }
}
