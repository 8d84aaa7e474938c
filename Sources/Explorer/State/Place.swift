/// Where the user is: the screen, the site under the cursor and what the lists are about.
///
/// Sessions keep it; undo leaves it alone.
public struct Place: Sendable, Equatable {
  public var view = View.regions
  /// The screen that the Site screen was opened from.
  var origin = View.sites
  /// The site under the cursor of the list, or the one inspected.
  var site: SiteKey?
  /// The lower edge of the bin under the cursor; nil while the cursor follows the first region.
  var bin: Double?
  /// What the list of the Sites screen is about.
  var scope = SiteList.Scope.all
  /// Place of the column cursor in the table.
  var column = 0
  /// Place of the structure on the Structure screen.
  var structure = 0
}

extension State {
  /// Where the user is, or will be once the sites are there.
  var place: Place {
    if let awaitedPlace { return awaitedPlace }
    let bin = regionsPane.bin
    let edges = spectrum.binning.edges
    let isOnFirst = spectrum.regions.first.map { $0.peakBin == bin } ?? true
    return Place(
      view: view, origin: sitePane.origin, site: selectedRow.map(table.key),
      bin: isOnFirst || !edges.indices.contains(bin) ? nil : edges[bin],
      scope: sitesPane.list.scope, column: sitesPane.column, structure: structurePane.structure)
  }

  /// Goes to a place; its site and its bin are taken up as they come.
  mutating func go(to place: Place) {
    view = place.view
    sitePane.origin = place.origin
    sitesPane.list.scope = place.scope
    structurePane.structure = place.structure
    sitesPane.column = min(place.column, max(0, settings.columns.count - 1))
    awaitedPlace = place
  }

  /// Moves the cursor to the bin that is waited for: bins move while sites come.
  mutating func aimAtAwaitedBin() {
    guard let value = awaitedPlace?.bin else { return }
    regionsPane.bin = min(spectrum.edgeNumber(value), max(0, spectrum.binCount - 1))
  }

  /// Moves the list's cursor to the site that is waited for, once its row is there; the wait ends
  /// with the work.
  mutating func selectAwaitedSite() {
    guard let place = awaitedPlace else { return }
    let isOver = !isWorking && work != .idle && !list.isPending
    if let row = place.site.flatMap({ table.row(of: $0) }) {
      if view == .site || view == .structure { sitePane.row = row }
      if !list.isPending { list.moveToRow(row) }
    }
    if isOver { awaitedPlace = nil }
  }
}

extension SiteList {
  /// Puts the cursor on a row of the table; where the list leaves it out the cursor stays.
  mutating func moveToRow(_ row: Int) {
    if let rows {
      if let place = rows.firstIndex(of: Int32(row)) { move(to: place) }
    } else {
      move(to: row)
    }
  }
}
