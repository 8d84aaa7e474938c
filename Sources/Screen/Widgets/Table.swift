/// Rows and columns of text with a header; only the rows in sight are asked for.
public struct Table: Widget {
  /// A column's title, place and width.
  public struct Column: Sendable, Hashable {
    public var title: String
    public var pane: Pane
    public var alignment: Alignment

    /// - Parameter width: The width in columns; with a weight it is the least width and the
    ///   column grows into spare room. Columns of low priority are dropped when there is none.
    public init(
      _ title: String, width: Int, weight: Double? = nil, alignment: Alignment = .left,
      priority: Int = 0
    ) {
      self.title = title
      pane =
        weight.map { .weight($0, minimum: width, priority: priority) }
        ?? .fixed(width, priority: priority)
      self.alignment = alignment
    }
  }

  /// What stands in one place of the table.
  public struct Item: Sendable, Hashable {
    public var text: String
    /// nil for the style of ordinary text.
    public var style: Style?

    public init(_ text: String, _ style: Style? = nil) {
      self.text = text
      self.style = style
    }
  }

  /// Which way a column is sorted.
  public struct Order: Sendable, Hashable {
    public var column: Int
    public var ascending: Bool
    public init(column: Int, ascending: Bool) {
      self.column = column
      self.ascending = ascending
    }
  }

  public var columns: [Column]
  public var rowCount: Int
  /// The first row in sight.
  public var firstRow = 0
  public var selectedRow: Int?
  public var order: Order?
  /// The column the keyboard acts on, shown in the header.
  public var activeColumn: Int?
  public var focused = true
  public var showsHeader = true
  /// Marks in the header where columns had no room.
  public var marksGaps = true
  /// Keeps two columns at the left for marks.
  public var showsMarks = false
  /// What stands in a row and column.
  public var item: (_ row: Int, _ column: Int) -> Item
  /// Whether the user has marked a row.
  public var isMarked: (_ row: Int) -> Bool = { _ in false }

  public init(
    columns: [Column], rowCount: Int, item: @escaping (_ row: Int, _ column: Int) -> Item
  ) {
    self.columns = columns
    self.rowCount = max(0, rowCount)
    self.item = item
  }

  /// Where things are when the table is drawn in a rectangle; for hit-testing.
  public func geometry(in rect: Rect) -> TableGeometry {
    let header = showsHeader && rect.rows >= 2 ? 1 : 0
    let visible = rect.rows - header
    let bar = rowCount > visible && rect.columns > 8 ? 1 : 0
    let marks = showsMarks ? 2 : 0
    let area = rect.inset(left: marks, right: bar)
    return TableGeometry(
      header: Rect(x: rect.x, y: rect.y, columns: rect.columns - bar, rows: header),
      body: Rect(x: rect.x, y: rect.y + header, columns: rect.columns - bar, rows: visible),
      scrollBar: Rect(x: rect.right - bar, y: rect.y + header, columns: bar, rows: visible),
      columns: area.splitColumns(columns.map(\.pane), gap: 1), firstRow: max(0, firstRow),
      rowCount: rowCount)
  }

  /// The first row to show so that the selected one is in sight and the list fills the space.
  public static func firstRow(showing selected: Int?, from first: Int, visible: Int, of total: Int)
    -> Int
  {
    guard visible > 0 else { return max(0, first) }
    var first = first
    if let selected { first = min(max(first, selected - visible + 1), selected) }
    return max(0, min(first, total - visible))
  }

  public func draw(into frame: inout Frame, in rect: Rect, look: Look) {
    let geometry = geometry(in: rect)
    drawHeader(into: &frame, geometry, look)
    drawGaps(into: &frame, geometry, right: rect.right, look)
    for line in 0..<geometry.body.rows {
      let row = geometry.firstRow + line
      guard row < rowCount else { break }
      drawRow(row, line: geometry.body.row(line), into: &frame, geometry, look)
    }
    if geometry.scrollBar.columns > 0 {
      let bar = ScrollBar(first: firstRow, visible: geometry.body.rows, total: rowCount)
      frame.draw(bar, in: geometry.scrollBar, look: look)
    }
  }

  private func drawHeader(into frame: inout Frame, _ geometry: TableGeometry, _ look: Look) {
    guard geometry.header.rows > 0 else { return }
    frame.clear(geometry.header, style: look.style(.tableHeader))
    for (index, place) in geometry.columns.enumerated() where !place.isEmpty {
      var style = look.style(.tableHeader)
      if index == activeColumn { style = style.colored(look.theme.color(.accent)).underlined }
      let column = columns[index]
      let cell = Rect(x: place.x, y: geometry.header.y, columns: place.columns, rows: 1)
      guard let order, order.column == index else {
        frame.draw(
          column.title, in: cell, alignment: column.alignment, style: style,
          ellipsis: look.glyphs.ellipsis)
        continue
      }
      let arrow = order.ascending ? look.glyphs.sortedUp : look.glyphs.sortedDown
      let title = shortened(column.title, to: cell.columns - 1, ellipsis: look.glyphs.ellipsis)
      let sorted = style.colored(look.theme.color(.accent))
      frame.draw(title + arrow, in: cell, alignment: column.alignment, style: sorted, ellipsis: "")
    }
  }

  /// Marks where columns had no room: before the one they would stand before, and after
  /// the last where there is a place.
  private func drawGaps(
    into frame: inout Frame, _ geometry: TableGeometry, right: Int, _ look: Look
  ) {
    guard marksGaps, geometry.header.rows > 0 else { return }
    let marks = look.glyphs == .ascii ? ("<", ">") : ("‹", "›")
    let style = look.style(.tableHeader).colored(look.theme.color(.accent))
    let shown = columns.indices.filter { !geometry.columns[$0].isEmpty }
    let y = geometry.header.y
    for (place, next) in zip([-1] + shown, shown) where next > place + 1 {
      frame.draw(marks.0, x: geometry.columns[next].x - 1, y: y, style: style, in: geometry.header)
    }
    guard let last = shown.last, last < columns.count - 1 else { return }
    let line = Rect(x: geometry.header.x, y: y, columns: right - geometry.header.x, rows: 1)
    let end = geometry.columns[last].right
    if end < right { frame.draw(marks.1, x: right - 1, y: y, style: style, in: line) }
  }

  private func drawRow(
    _ row: Int, line: Rect, into frame: inout Frame, _ geometry: TableGeometry, _ look: Look
  ) {
    let marked = showsMarks && isMarked(row)
    let selected = row == selectedRow
    let ground = look.style(selected ? (focused ? .cursor : .selection) : .foreground)
    if selected { frame.clear(line, style: ground) }
    if marked {
      let style = selected ? ground : look.style(.accent)
      frame.draw(look.glyphs.mark, x: line.x, y: line.y, style: style, in: line)
    }
    for (index, place) in geometry.columns.enumerated() where !place.isEmpty {
      let item = item(row, index)
      var style = item.style ?? look.style(.foreground)
      if selected {
        style = focused ? ground : style.on(ground.background).adding(ground.attributes)
      }
      frame.draw(
        item.text, in: Rect(x: place.x, y: line.y, columns: place.columns, rows: 1),
        alignment: columns[index].alignment, style: style, ellipsis: look.glyphs.ellipsis)
    }
  }
}

/// Where the parts of a table are on screen.
public struct TableGeometry: Sendable, Equatable {
  public let header: Rect
  public let body: Rect
  public let scrollBar: Rect
  /// One a column, over the whole height; empty for columns that were dropped.
  public let columns: [Rect]
  let firstRow: Int
  let rowCount: Int

  /// The row of the table at a place on screen.
  public func row(atX x: Int, y: Int) -> Int? {
    guard body.contains(x: x, y: y) else { return nil }
    let row = firstRow + y - body.y
    return row < rowCount ? row : nil
  }

  /// The column of the table at a screen column; the gap after a column counts as its own.
  public func column(atX x: Int) -> Int? {
    columns.indices.first {
      !columns[$0].isEmpty && (columns[$0].x...columns[$0].right).contains(x)
    }
  }

  /// The column whose title is at a place on screen.
  public func headerColumn(atX x: Int, y: Int) -> Int? {
    header.contains(x: x, y: y) ? column(atX: x) : nil
  }
}
