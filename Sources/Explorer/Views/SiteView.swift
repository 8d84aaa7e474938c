import Numbers
import Screen

/// The Site screen: one site's tensor, observables, orientation and surroundings.
struct SiteView {
  let state: State
  var siteBox = Rect.zero
  var tensorBox = Rect.zero
  var observablesBox = Rect.zero
  var orientationBox = Rect.zero
  var polyhedronBox = Rect.zero
  var shellsBox = Rect.zero
  var rotationBox = Rect.zero
  /// Pages that show all; one where there is room.
  var pageCount = 1

  init(_ state: State, _ area: Rect) {
    self.state = state
    if area.columns >= 108 {
      let parts = area.splitColumns([.fixed(54), .weight(1, minimum: 40)])
      let left = parts[0].splitRows([
        .fixed(4, priority: 5), .fixed(11, priority: 3), .fixed(14, priority: 4),
        .weight(1, minimum: 8, priority: 2),
      ])
      (siteBox, tensorBox, observablesBox, orientationBox) = (left[0], left[1], left[2], left[3])
      let right = parts[1].splitRows([
        .weight(1.3, minimum: 11, priority: 2), .weight(1, minimum: 8, priority: 1),
      ])
      let top = right[0].splitColumns([
        .weight(1, minimum: 24, priority: 2), .fixed(33, priority: 1),
      ])
      (polyhedronBox, shellsBox, rotationBox) = (top[0], top[1], right[1])
    } else if area.columns >= 76 {
      let parts = area.splitColumns([.fixed(43), .weight(1, minimum: 33)])
      let left = parts[0].splitRows([
        .fixed(4, priority: 5), .weight(0.2, minimum: 14, priority: 4),
        .weight(1, minimum: 8, priority: 2),
      ])
      (siteBox, observablesBox, orientationBox) = (left[0], left[1], left[2])
      let right = parts[1].splitRows([
        .fixed(11, priority: 5), .weight(1, minimum: 9, priority: 4),
        .weight(0.7, minimum: 8, priority: 3), .weight(0.8, minimum: 8, priority: 2),
      ])
      (tensorBox, polyhedronBox, shellsBox, rotationBox) = (right[0], right[1], right[2], right[3])
    } else {
      let parts = area.splitRows([
        .fixed(4, priority: 4), .weight(0.1, minimum: min(14, area.rows - 4), priority: 5),
        .fixed(11, priority: 3), .weight(1, minimum: 9, priority: 2),
      ])
      (siteBox, observablesBox, tensorBox, polyhedronBox) = (parts[0], parts[1], parts[2], parts[3])
    }
    arrangePages(area)
  }

  var look: Look { state.look }

  func draw(into frame: inout Frame) {
    guard let inspection = state.sitePane.inspection else {
      let area = siteBox.isEmpty ? observablesBox : siteBox
      let inside = frame.box(area, "Site", focused: true, look: look)
      frame.draw(
        state.table.count == 0 ? "no sites yet" : "no site chosen; 2 lists them all", in: inside,
        style: look.style(.dim))
      return
    }
    if !siteBox.isEmpty { drawSite(inspection, into: &frame) }
    if !tensorBox.isEmpty { drawTensor(inspection, into: &frame) }
    if !observablesBox.isEmpty { drawObservables(inspection, into: &frame) }
    if !orientationBox.isEmpty { drawOrientation(inspection, into: &frame) }
    if !polyhedronBox.isEmpty { drawPolyhedron(inspection, into: &frame) }
    if !shellsBox.isEmpty { drawShells(inspection, into: &frame) }
    if !rotationBox.isEmpty { drawRotation(inspection, into: &frame) }
  }

  /// Who the site is: place, type, region, and what the user said of it.
  private func drawSite(_ inspection: SiteInspection, into frame: inout Frame) {
    let row = inspection.basis.row
    let list = state.list
    let title = "Structure \(inspection.key.structure), atom \(inspection.key.atom)"
    let place =
      list.row(list.cursor) == row ? "\(grouped(list.cursor + 1)) of \(grouped(list.count))" : ""
    let paged =
      pageCount > 1 ? "\(place)\(place.isEmpty ? "" : ", ")p. \(page + 1)/\(pageCount)" : place
    // A note without room is left out, so the shorter one is tried.
    let numbering = title.count + paged.count + 9 > siteBox.columns ? place : paged
    let inside = frame.box(
      siteBox, title,
      note: numbering,
      focused: true, look: look
    ).inset(left: 1, right: 1)
    let dim = look.style(.dim)
    let region = state.columns([.region]).value(.region, row: row)
    var spans = [
      Span("\(inspection.element.symbol) ", look.style(.title)),
      Span(inspection.siteType.label, look.style(inspection.siteType.role).bold),
    ]
    if inspection.lithiumNeighbors >= 0 {
      spans.append(
        Span(
          "  nLi \(inspection.lithiumNeighbors) of \(inspection.siteType.octahedralNeighbors)",
          look.style(.foreground)))
    }
    if region > 0 {
      spans.append(Span("  region \(Int(region))", look.regionStyle(Int(region)).bold))
    } else if !region.isNaN {
      spans.append(Span(region < 0 ? "  out of range" : "  unclassified", look.regionStyle(0)))
    }
    if state.annotations.marks.contains(row) {
      spans.append(Span("  \(look.glyphs.mark) marked", look.style(.accent)))
    }
    frame.draw(spans, in: inside, row: 0)
    let tag = state.annotations.tags[inspection.key]
    let note = state.annotations.notes[inspection.key]
    var second: [Span] = []
    if let tag { second.append(Span("[\(visible(tag))] ", look.style(.accent).bold)) }
    if let note {
      second.append(Span(visible(note), look.style(.foreground)))
    } else {
      let p = inspection.position
      let place = [p.x, p.y, p.z].map { decimal(Double($0), places: 3) }.joined(separator: "  ")
      second.append(Span(look.text("at \(place) Å"), dim))
    }
    frame.draw(second, in: inside, row: 1)
  }

  private func drawShells(_ inspection: SiteInspection, into frame: inout Frame) {
    let surroundings = inspection.surroundings
    let inside = frame.box(
      shellsBox, "Neighbours", note: look.text("≤ \(number(Surroundings.reach)) Å"), look: look)
    guard surroundings.trouble.isEmpty else {
      frame.draw(
        paragraph: look.text(visible(surroundings.trouble)), in: inside.inset(left: 1),
        style: look.style(.warning))
      return
    }
    let shells = surroundings.shells
    var table = Table(
      columns: [
        Table.Column("", width: 3, alignment: .right, priority: 5),
        Table.Column("el", width: 3, priority: 4), Table.Column("site", width: 5, priority: 3),
        Table.Column(look.text("r / Å"), width: 6, alignment: .right, priority: 2),
        Table.Column("spread", width: 7, alignment: .right, priority: 1),
      ], rowCount: shells.count
    ) { row, column in
      let shell = shells[row]
      switch column {
      case 0: return Table.Item("\(shell.count)")
      case 1: return Table.Item(shell.element.symbol, look.style(shell.element.role).bold)
      case 2: return Table.Item(shell.siteType.label, look.style(.dim))
      case 3: return Table.Item(decimal(shell.distance, places: 3))
      default:
        let spread = shell.farthest - shell.nearest
        return Table.Item(shell.count > 1 ? decimal(spread, places: 3) : "", look.style(.dim))
      }
    }
    table.selectedRow = nil
    frame.draw(table, in: inside, look: look)
  }
}
