import Crystals
import Spectra
import Tensors

/// Which sites of the table the map or the powder pattern is about.
enum SiteSet: String, CaseIterable, Sendable { case all, region, list, marked, site }

/// A set of sites with everything its members follow from: when it changes, they are asked for anew.
struct SiteSetBasis: Sendable, Equatable {
  /// A region as it was when it was chosen: its sites stay while the field turns and they leave it.
  struct RegionChoice: Sendable, Equatable {
    var number: Int
    /// Counts up each time the sites are taken anew.
    var choosing: Int
    var choices: RegionChoices
  }

  var set: SiteSet
  var isotope: Isotope
  var generation: Int
  /// `State.predictionRevision`.
  var predictions: Int
  var rowCount: Int
  var region: RegionChoice?
  var list: SiteList.Basis?
  /// Revision of the marks.
  var annotations = 0
  var row: Int?

  /// Whether the other set is this one with more rows only: asking again for every batch that comes
  /// in would never let an answer come up.
  func isOutgrown(by other: SiteSetBasis) -> Bool {
    guard rowCount < other.rowCount else { return false }
    var grown = self
    grown.rowCount = other.rowCount
    grown.list?.rowCount = other.list?.rowCount ?? 0
    return grown == other
  }
}

/// The choices that decide which sites a region has, but for the field.
struct RegionChoices: Sendable, Equatable {
  let observable: Observable
  let threshold: Threshold
  let peakCount: Int
  let paddedEdges: Bool
  let binWidth: Double?
  let range: ClosedRange<Double>?
  let structureShown: Int?
  let fileShown: Int?
  let handRegions: [HandRegion]?

  init(_ settings: Settings) {
    observable = settings.observable
    threshold = settings.threshold
    peakCount = settings.peakCount
    paddedEdges = settings.paddedEdges
    binWidth = settings.binWidth
    range = settings.range
    structureShown = settings.structureShown
    fileShown = settings.fileShown
    handRegions = settings.handRegions[settings.observable]
  }
}

/// How to find the rows of a set, off the drawing thread.
enum SiteRows: Sendable {
  case all
  case these([Int32])
  case marked(RowSet)
  case found(ArrangeRequest)

  /// The rows among the first `count`; nil for all of them.
  func rows(of count: Int) -> [Int32]? {
    switch self {
    case .all: nil
    case .these(let rows): rows
    case .marked(let marks): marks.rows.filter { $0 < count }.map(Int32.init)
    case .found(let request): arrange(request)
    }
  }
}

extension State {
  /// The site a pattern of one site is of: the one inspected last, else the one under the cursor.
  var patternRow: Int? { (sitePane.row ?? list.selected).flatMap { $0 < table.count ? $0 : nil } }

  func basis(of set: SiteSet) -> SiteSetBasis {
    var basis = SiteSetBasis(
      set: set, isotope: isotope, generation: generation, predictions: predictionRevision,
      rowCount: table.count)
    switch set {
    case .all: break
    case .region:
      basis.region = .init(
        number: sights.field.region, choosing: fieldPane.choosing, choices: RegionChoices(settings))
    case .list: basis.list = sitesPane.list.basis
    case .marked: basis.annotations = annotationRevision
    case .site: basis.row = patternRow
    }
    return basis
  }

  /// The rows of a set as it is now.
  func rows(of set: SiteSet) -> SiteRows {
    switch set {
    case .all: return .all
    case .region:
      let basis = SiteList.Basis(
        scope: .region(sights.field.region), filter: nil, sort: [], rowCount: table.count,
        generation: generation, predictions: predictionRevision, structures: structuresShown)
      return .found(
        ArrangeRequest(
          id: 0, columns: columns(basis.fields), filter: nil, scope: basis.scopeExpression,
          sort: []))
    case .list: return sitesPane.list.rows.map { .these($0) } ?? .all
    case .marked: return .marked(annotations.marks)
    case .site: return .these(patternRow.map { [Int32($0)] } ?? [])
    }
  }
}

/// The numbers of some rows of a column, or the column itself.
func gathered(_ column: [Float], _ rows: [Int32]?) -> [Float] {
  guard let rows else { return column }
  return rows.compactMap { column.indices.contains(Int($0)) ? column[Int($0)] : nil }
}
