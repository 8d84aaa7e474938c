import Numbers
import Screen

/// The Sites screen: the whole table, or the part that a region, a brush or a filter leaves.
struct SitesView {
  let state: State
  let box: Rect

  init(_ state: State, _ area: Rect) {
    self.state = state
    box = area
  }

  var look: Look { state.look }
  var tableArea: Rect { Box.inside(box) }

  var table: Table {
    siteTable(state, state.sitesPane.list, active: state.sitesPane.column)
  }

  func draw(into frame: inout Frame) {
    let list = state.sitesPane.list
    let subject =
      switch list.scope {
      case .all: "All sites"
      case .region(let number): "Sites in region \(number)"
      case .bins: "Sites of the brush"
      }
    var title = "\(subject)  \(grouped(list.count))"
    if list.count != state.table.count { title += " of \(grouped(state.table.count))" }
    if !state.settings.filter.isEmpty { title += "  filter: \(visible(state.settings.filter))" }
    var notes: [String] = []
    if !state.annotations.marks.isEmpty {
      notes.append("\(grouped(state.annotations.marks.count)) marked")
    }
    notes.append(list.isPending ? "sorting" : state.sortDescription)
    let inside = frame.box(
      box, look.text(title), note: look.text(notes.joined(separator: " · ")), focused: true,
      look: look)
    frame.draw(table, in: inside, look: look)
    if list.count == 0 {
      let text =
        list.isPending
        ? "sorting"
        : state.table.count == 0 ? "no sites yet" : "no site passes; x clears the filter"
      frame.draw(
        look.text(text), in: inside, row: inside.rows / 2, alignment: .center,
        style: look.style(.dim))
    }
    drawFieldLine(into: &frame)
  }

  /// The bottom border says what the column under the cursor is and in which unit.
  private func drawFieldLine(into frame: inout Frame) {
    let fields = state.settings.columns
    guard fields.indices.contains(state.sitesPane.column) else { return }
    let field = fields[state.sitesPane.column]
    let line = Rect(x: box.x + 2, y: box.bottom - 1, columns: box.columns - 4, rows: 1)
    frame.draw(
      look.text(" \(field.rawValue): \(field.meaning) "), x: line.x, y: line.y,
      style: look.style(.dim), in: line)
  }
}
