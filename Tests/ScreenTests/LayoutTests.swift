import Screen
import Testing

@Suite("Layout")
struct LayoutTests {
  private let area = Rect(x: 3, y: 5, columns: 100, rows: 40)

  @Test("fixed panes keep their size and weighted ones share the rest")
  func sharing() {
    let panes = area.splitColumns([.fixed(10), .weight(2), .weight(1)])
    #expect(panes.map(\.columns) == [10, 60, 30])
    #expect(panes.map(\.x) == [3, 13, 73])
    #expect(panes.allSatisfy { $0.y == 5 && $0.rows == 40 })
  }

  @Test("gaps lie between panes")
  func gaps() {
    let rows = area.splitRows([.weight(1), .weight(1), .weight(1)], gap: 2)
    #expect(rows.map(\.rows) == [12, 12, 12])
    #expect(rows.map(\.y) == [5, 19, 33])
  }

  @Test("the pane of lowest priority is dropped first when minima do not fit")
  func dropping() {
    let small = Rect(x: 0, y: 0, columns: 40, rows: 5)
    let panes = small.splitColumns([
      .weight(1, minimum: 30, priority: 2), .weight(1, minimum: 20, priority: 1),
    ])
    #expect(panes[0].columns == 40)
    #expect(panes[1].isEmpty)
  }

  @Test("the last pane left is clipped, not dropped")
  func clipping() {
    let tiny = Rect(x: 0, y: 0, columns: 3, rows: 1)
    let panes = tiny.splitColumns([.fixed(10, priority: 1), .fixed(10)])
    #expect(panes[0].columns == 3)
    #expect(panes[1].isEmpty)
  }

  @Test("panes never overlap, never leave the rectangle and respect minima", arguments: 0...60)
  func properties(columns: Int) {
    let rect = Rect(x: 7, y: 0, columns: columns, rows: 1)
    let panes: [Pane] = [
      .fixed(4, priority: 3), .weight(3, minimum: 8, priority: 2), .weight(1, minimum: 10),
      .fixed(2, priority: 1),
    ]
    let kept = rect.splitColumns(panes, gap: 1).enumerated().filter { !$0.element.isEmpty }
    for (first, second) in zip(kept, kept.dropFirst()) {
      #expect(first.element.right + 1 == second.element.x)
    }
    #expect((kept.first?.element.x ?? 7) == 7)
    #expect((kept.last?.element.right ?? 7) <= rect.right)
    if kept.count > 1 {
      for pane in kept { #expect(pane.element.columns >= panes[pane.offset].minimum) }
      if kept.contains(where: { $0.offset == 1 || $0.offset == 2 }) {
        #expect(kept.last?.element.right == rect.right)
      }
    }
  }

  @Test("rectangles meet, shrink and centre without negative sizes")
  func rectangles() {
    let rect = Rect(x: 0, y: 0, columns: 4, rows: 2)
    #expect(
      rect.inset(left: 3, top: 1, right: 3, bottom: 3) == Rect(x: 3, y: 1, columns: 0, rows: 0))
    #expect(
      rect.intersection(Rect(x: 2, y: -1, columns: 9, rows: 2))
        == Rect(x: 2, y: 0, columns: 2, rows: 1))
    #expect(rect.intersection(Rect(x: 9, y: 9, columns: 1, rows: 1)).isEmpty)
    #expect(rect.centered(columns: 2, rows: 9) == Rect(x: 1, y: 0, columns: 2, rows: 2))
    #expect(rect.row(2).isEmpty)
    #expect(rect.contains(x: 3, y: 1) && !rect.contains(x: 4, y: 1))
  }
}
