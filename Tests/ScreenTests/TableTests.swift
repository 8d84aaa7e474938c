import Numbers
import Screen
import Testing

private func sampleTable() -> Table {
  var table = Table(
    columns: [
      .init("structure", width: 9, weight: 1, priority: 2),
      .init("atom", width: 5, alignment: .right, priority: 3),
      .init("C_Q", width: 6, alignment: .right, priority: 1), .init("tag", width: 7),
    ], rowCount: 9
  ) { row, column in
    .init(
      ["lto-日本-\(row)", "\(row * 37)", decimal(Double(row) * 1.5, places: 2), "suspect"][column])
  }
  table.showsMarks = true
  table.isMarked = { $0 == 1 }
  table.order = .init(column: 2, ascending: true)
  table.selectedRow = 2
  return table
}

@Suite("Tables")
struct TableTests {
  @Test("header, sort arrow, marks, wide text and scroll bar at 40×6")
  func large() {
    #expect(
      picture(40, 6) { $0.draw(sampleTable(), in: $1, look: $2) } == """
          structure         atom   C_Q▴ tag
          lto-日本-0           0   0.00 suspect┃
        ● lto-日本-1          37   1.50 suspect┃
          lto-日本-2          74   3.00 suspect│
          lto-日本-3         111   4.50 suspect│
          lto-日本-4         148   6.00 suspect│
        """)
  }

  @Test(
    "columns of low priority are dropped when there is no room",
    arguments: [
      (
        18, 4,
        """
          structure  atom›
          lto-日本…     0┃
        ● lto-日本…    37│
          lto-日本…    74│
        """
      ),
      (
        6, 3,
        """
         ‹atom
             0
        ●   37
        """
      ),
      (1, 2, "\n"), (0, 3, "\n\n"),
    ])
  func small(columns: Int, rows: Int, expected: String) {
    #expect(picture(columns, rows) { $0.draw(sampleTable(), in: $1, look: $2) } == expected)
  }

  @Test("the selected row has the cursor's style over its whole width")
  func selection() {
    var frame = Frame(columns: 40, rows: 6)
    let look = Look()
    frame.draw(sampleTable(), in: frame.bounds, look: look)
    for x in 0..<39 { #expect(frame[x, 3].style == look.style(.cursor)) }
    #expect(frame[5, 4].style == look.style(.foreground))
  }

  @Test("only rows in sight are asked for")
  func lazy() {
    var asked: Set<Int> = []
    var table = Table(columns: [.init("n", width: 7)], rowCount: 1_000_000) { row, _ in
      asked.insert(row)
      return .init("\(row)")
    }
    table.firstRow = 500_000
    _ = picture(20, 5) { $0.draw(table, in: $1, look: $2) }
    #expect(asked == Set(500_000..<500_004))
  }

  @Test("places on screen lead to rows, columns and headers")
  func hits() {
    var table = sampleTable()
    table.firstRow = 3
    let geometry = table.geometry(in: Rect(x: 10, y: 5, columns: 40, rows: 6))
    #expect(geometry.headerColumn(atX: 12, y: 5) == 0)
    #expect(geometry.headerColumn(atX: 12, y: 6) == nil)
    #expect(geometry.row(atX: 12, y: 6) == 3)
    #expect(geometry.row(atX: 12, y: 10) == 7)
    #expect(geometry.row(atX: 12, y: 11) == nil)
    #expect(geometry.row(atX: 9, y: 6) == nil)
    for (index, rect) in geometry.columns.enumerated() {
      for x in rect.x..<rect.right { #expect(geometry.column(atX: x) == index) }
    }
  }

  @Test("scrolling keeps the selected row in sight and the page full", arguments: 0..<20)
  func scrolling(selected: Int) {
    for first in [-3, 0, 7, 15, 99] {
      let top = Table.firstRow(showing: selected, from: first, visible: 6, of: 20)
      #expect((top..<top + 6).contains(selected))
      #expect(top >= 0 && top <= 14)
    }
    #expect(Table.firstRow(showing: nil, from: 9, visible: 6, of: 3) == 0)
  }
}
