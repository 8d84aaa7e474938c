import Screen
import Testing

@Suite("Widgets")
struct WidgetTests {
  @Test(
    "a box shows its title and, with room, a note",
    arguments: [
      (
        30, 3,
        """
        ╭─ Sites in region 2 ── 842 ─╮
        │                            │
        ╰────────────────────────────╯
        """
      ),
      (
        10, 3,
        """
        ╭─ Sit… ─╮
        │        │
        ╰────────╯
        """
      ),
      (4, 2, "╭──╮\n╰──╯"), (2, 2, "╭╮\n╰╯"), (1, 1, ""), (0, 2, "\n"),
    ])
  func box(columns: Int, rows: Int, expected: String) {
    let shown = picture(columns, rows) {
      $0.box($1, "Sites in region 2", note: "842", look: $2)
    }
    #expect(shown == expected)
  }

  @Test("a box in ASCII has plain corners")
  func asciiBox() {
    let shown = picture(20, 3, look: asciiLook) { $0.box($1, "Title", note: "note", look: $2) }
    #expect(shown == "+- Title --- note -+\n|                  |\n+------------------+")
  }

  @Test("a popup clears what is under it")
  func popup() {
    let shown = picture(20, 4) { frame, rect, look in
      frame.fill(rect, with: Cell("x"))
      let inside = frame.popup(in: rect, columns: 12, rows: 3, "Help", look: look)
      frame.draw("text", in: inside, style: look.style(.popup))
    }
    #expect(
      shown == """
        xxxx╭─ Help ───╮xxxx
        xxxx│text      │xxxx
        xxxx╰──────────╯xxxx
        xxxxxxxxxxxxxxxxxxxx
        """)
  }

  @Test(
    "progress grows by eighths",
    arguments: [
      (0.0, "╌╌╌╌╌╌╌╌╌╌"), (0.33, "███▎╌╌╌╌╌╌"), (0.5, "█████╌╌╌╌╌"), (1, "██████████"),
      (.nan, "╌╌╌╌╌╌╌╌╌╌"), (7, "██████████"),
    ])
  func progress(fraction: Double, expected: String) {
    #expect(picture(10, 1) { $0.draw(ProgressBar(fraction), in: $1, look: $2) } == expected)
  }

  @Test("progress in ASCII grows by cells")
  func asciiProgress() {
    let shown = picture(10, 1, look: asciiLook) { $0.draw(ProgressBar(0.39), in: $1, look: $2) }
    #expect(shown == "###.......")
  }

  @Test("the handle of a scroll bar is at the ends when the list is, and leads back to its line")
  func scrollBar() {
    #expect(ScrollBar(first: 0, visible: 8, total: 100).handle(rows: 8) == 0..<1)
    #expect(ScrollBar(first: 92, visible: 8, total: 100).handle(rows: 8) == 7..<8)
    #expect(ScrollBar(first: 10, visible: 10, total: 20).handle(rows: 10) == 5..<10)
    #expect(ScrollBar(first: 0, visible: 8, total: 8).handle(rows: 8).isEmpty)
    let bar = ScrollBar(first: 0, visible: 8, total: 100)
    #expect(bar.first(atRow: 0, rows: 8) == 0)
    #expect(bar.first(atRow: 7, rows: 8) == 92)
    #expect(bar.first(atRow: 99, rows: 8) == 92)
  }

  @Test(
    "a text field scrolls to keep the caret in sight",
    arguments: [
      (0, "/region==3 && eta>0."), (20, "/gion==3 && eta>0.8"), (99, "/egion==3 && eta>0.8"),
    ])
  func textField(caret: Int, expected: String) {
    let field = TextField(prompt: "/", text: "region==3 && eta>0.8 ", caret: caret)
    let shown = picture(20, 1) { $0.draw(field, in: $1, look: $2) }
    #expect(
      shown == (caret == 99 ? "/ion==3 && eta>0.8" : caret == 20 ? "/gion==3 && eta>0.8" : expected)
    )
  }

  @Test("the caret stands on its letter, on both halves of a wide one")
  func caret() {
    let look = Look()
    var frame = Frame(columns: 10, rows: 1)
    frame.draw(TextField(text: "a日b", caret: 1), in: frame.bounds, look: look)
    #expect(frame[1, 0].style == look.style(.cursor))
    #expect(frame[2, 0].style == look.style(.cursor))
    #expect(frame[3, 0].style == look.style(.input))
  }

  @Test("an empty field shows its hint, a wrong part the colour of errors")
  func hintAndFault() {
    #expect(
      picture(12, 1) {
        $0.draw(TextField(prompt: ":", text: "", hint: "command"), in: $1, look: $2)
      } == ":command")
    let look = Look()
    var frame = Frame(columns: 10, rows: 1)
    frame.draw(TextField(text: "abcd", fault: 1..<3), in: frame.bounds, look: look)
    #expect(frame[2, 0].style.foreground == look.theme.color(.error))
    #expect(frame[3, 0].style.foreground == look.theme.color(.input))
  }

  @Test(
    "hints that do not fit are left out whole",
    arguments: [
      (30, " ←→ bin  +/- threshold  q quit"), (29, " ←→ bin  +/- threshold"), (8, " ←→ bin"),
      (3, ""),
    ])
  func hints(columns: Int, expected: String) {
    let hints = KeyHints([("←→", "bin"), ("+/-", "threshold"), ("q", "quit")])
    #expect(picture(columns, 1) { $0.draw(hints, in: $1, look: $2) } == expected)
  }

  @Test(
    "the essential hint stays where others are left out",
    arguments: [
      (30, " ←→ bin  +/- threshold  ? help"), (29, " ←→ bin  ? help"), (13, " ? help"),
      (7, " ? help"), (6, ""),
    ])
  func essential(columns: Int, expected: String) {
    let hints = KeyHints(
      [("←→", "bin"), ("+/-", "threshold"), ("?", "help"), ("q", "quit")], essential: "help")
    #expect(picture(columns, 1) { $0.draw(hints, in: $1, look: $2) } == expected)
  }

  @Test("a heat map shows two pixels a cell, or digits without colours")
  func pixelGrid() {
    func grid(_ look: Look) -> PixelGrid {
      var grid = PixelGrid(columns: 6, rows: 2)
      for x in 0..<6 { for y in 0..<4 { grid.set(x, y, heat: Double(x + y) / 8, look: look) } }
      grid.set(0, 0, heat: .nan, look: look)
      return grid
    }
    var frame = Frame(columns: 6, rows: 2)
    let look = Look()
    frame.draw(grid(look), in: frame.bounds, look: look)
    #expect(frame[5, 1].style.foreground == look.theme.heat(7 / 8.0))
    #expect(frame[5, 1].style.background == look.theme.heat(1))
    let digits = picture(6, 2, look: asciiLook) { $0.draw(grid($2), in: $1, look: $2) }
    #expect(digits == "013456\n345689")
  }
}

@Suite("Any widget")
struct AnyWidgetTests {
  /// Every widget, with content that does not fit small places.
  static var widgets: [(name: String, widget: any Widget)] {
    var plot = Plot(series: [
      .init("curve", points: [(0, 1), (1, 3), (2, .nan), (3, 2)], color: .standard)
    ])
    plot.markers = [1.5]
    plot.showsLegend = true
    plot.xLabel = "angle"
    var table = Table(
      columns: [.init("日本", width: 4), .init("n", width: 3, weight: 1)], rowCount: 50
    ) {
      row, _ in .init("日本\(row)")
    }
    table.showsMarks = true
    table.selectedRow = 1
    var canvas = BrailleCanvas(columns: 30, rows: 30)
    canvas.disc(30, 60, radius: 50, .standard)
    canvas.note("日本日本", x: 3, y: 2, style: .plain)
    return [
      ("chart", sampleChart(Look())), ("table", table), ("plot", plot), ("canvas", canvas),
      ("box", Box("日本 title", note: "note", popup: true)), ("progress", ProgressBar(0.7)),
      ("scroll", ScrollBar(first: 3, visible: 4, total: 50)),
      ("field", TextField(prompt: "日", text: "日本日本日本")),
      ("hints", KeyHints([("a", "日本"), ("b", "c")])), ("grid", PixelGrid(columns: 9, rows: 9)),
    ]
  }

  @Test(
    "draws nothing outside its rectangle, at any size", arguments: widgets.indices,
    [Look(), Look(glyphs: .ascii, colors: .mono), Look(glyphs: .blocks)])
  func staysInside(index: Int, look: Look) {
    let (name, widget) = Self.widgets[index]
    let sizes = [0, 1, 2, 3, 5, 11, 26]
    let sentinel = Cell("?", style: Style(attributes: .italic))
    for columns in sizes {
      for rows in sizes {
        var frame = Frame(columns: columns + 6, rows: rows + 4, fill: sentinel)
        let rect = Rect(x: 3, y: 2, columns: columns, rows: rows)
        frame.draw(widget, in: rect, look: look)
        for y in 0..<frame.rows {
          for x in 0..<frame.columns where !rect.contains(x: x, y: y) {
            #expect(
              frame[x, y] == sentinel, "\(name) \(columns)×\(rows) at \(x),\(y)"
            )
          }
        }
      }
    }
  }

  @Test(
    "half outside the frame it neither crashes nor breaks wide characters",
    arguments: widgets.indices)
  func partlyOutside(index: Int) {
    for (x, y) in [(-5, -3), (8, 2), (-30, 0), (2, 9)] {
      var frame = Frame(columns: 12, rows: 6)
      frame.draw(
        Self.widgets[index].widget, in: Rect(x: x, y: y, columns: 20, rows: 8), look: Look())
      for row in 0..<6 {
        #expect(!frame[0, row].isContinuation)
        for column in 0..<12 where frame[column, row].isContinuation {
          let head = Unicode.Scalar(frame[column - 1, row].scalar) ?? " "
          #expect(TextWidth.of(head) == 2)
        }
      }
    }
  }
}
