import Screen

/// On a small screen the Site screen has pages: what the first has no room for comes on the next ones.
extension SiteView {
  /// A box and the rows it needs at least.
  private typealias Part = (box: WritableKeyPath<SiteView, Rect> & Sendable, rows: Int)

  /// In the order pages are filled.
  private static let parts: [Part] = [
    (\.observablesBox, 14), (\.tensorBox, 11), (\.shellsBox, 8), (\.polyhedronBox, 9),
    (\.orientationBox, 9), (\.rotationBox, 9),
  ]

  /// How many pages there are; the page of the state is one of them.
  var page: Int { min(state.sitePane.page, pageCount - 1) }

  /// Arranges the boxes of a page after the first; counts the pages.
  mutating func arrangePages(_ area: Rect) {
    let missing = Self.parts.filter { self[keyPath: $0.box].isEmpty }
    let keepsSite = !siteBox.isEmpty && area.rows >= 18
    let room = keepsSite ? area.inset(top: siteBox.rows) : area
    let across = area.columns >= 76 ? 2 : 1
    // Columns one after the other, each filled from above; a page is as many as stand side by side.
    var columns: [[Part]] = []
    for part in missing {
      let used = columns.last?.reduce(0) { $0 + $1.rows } ?? room.rows
      if used + part.rows <= room.rows {
        columns[columns.count - 1].append(part)
      } else {
        columns.append([part])
      }
    }
    pageCount = 1 + (columns.count + across - 1) / across
    guard page > 0 else { return }
    for part in Self.parts { self[keyPath: part.box] = .zero }
    siteBox = keepsSite ? Rect(x: area.x, y: area.y, columns: area.columns, rows: 4) : .zero
    let shown = columns.dropFirst((page - 1) * across).prefix(across)
    let sides = room.splitColumns(Array(repeating: Pane.weight(1), count: shown.count))
    for (side, parts) in zip(sides, shown) {
      let boxes = side.splitRows(
        parts.map { .weight(Double($0.rows), minimum: min($0.rows, side.rows)) })
      for (box, part) in zip(boxes, parts) { self[keyPath: part.box] = box }
    }
  }
}

extension State {
  /// Goes to another page of the Site screen; after the last comes the first.
  mutating func stepPage(by step: Int) {
    let screen = SiteView(self, ScreenLayout(self).main)
    sitePane.page = (screen.page + step + screen.pageCount) % screen.pageCount
  }
}

extension Command.Condition {
  static let hasPages = Command.Condition("all of the site is on screen") { state in
    SiteView(copy state, ScreenLayout(copy state).main).pageCount > 1
  }
}
