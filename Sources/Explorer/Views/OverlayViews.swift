import Numbers
import Screen

/// Draws what lies over the view.
func drawOverlay(
  _ overlay: Overlay, _ state: State, _ layout: ScreenLayout, into frame: inout Frame
) {
  switch overlay {
  case .prompt(let prompt): drawCompletions(prompt, state, layout, into: &frame)
  case .menu(let menu): drawMenu(menu, state, layout, into: &frame)
  case .confirmation(let confirmation):
    drawQuestion(confirmation.question, state, layout, into: &frame)
  case .statistics(let statistics): drawStatistics(statistics, state, layout, into: &frame)
  case .newStructures: NewStructuresView(state, layout).draw(into: &frame)
  case .composition(let pane): CompositionView(state, pane, layout).draw(into: &frame)
  }
}

func drawPrompt(_ prompt: Prompt, _ state: State, _ line: Rect, into frame: inout Frame) {
  frame.draw(prompt.textField(in: line.columns, state.look), in: line, look: state.look)
}

extension Prompt {
  fileprivate func textField(in columns: Int, _ look: Look) -> Screen.TextField {
    var line = Screen.TextField(
      prompt: " " + look.text(label(in: columns)), text: field.text, caret: field.caret)
    if field.scalars.isEmpty { line.hint = look.text(Prompt.hint(purpose)) }
    line.isSelected = field.isSelected
    if let error {
      let end = field.scalars.count
      line.fault = min(error.column, end)..<end
    }
    return line
  }

  /// The label, without what stands in brackets where the text would have no room.
  func label(in columns: Int) -> String {
    guard TextWidth.of(label) + 16 > columns, let bracket = label.firstIndex(of: "(") else {
      return label
    }
    return String(label[..<bracket])
  }

  static func hint(_ purpose: Purpose) -> String {
    switch purpose {
    case .filter: "eta>0.9 && siteType==\"16d\"   Tab completes, empty shows all, :help filter"
    case .command: "a command; Tab completes, ↑ recalls"
    case .argument: ""
    }
  }
}

/// The line above a prompt: what is wrong with the text, else the words that fit.
private func drawCompletions(
  _ prompt: Prompt, _ state: State, _ layout: ScreenLayout, into frame: inout Frame
) {
  let look = state.look
  let line = Rect(x: 0, y: layout.footer.y - 1, columns: layout.footer.columns, rows: 1)
  if let error = prompt.error {
    drawError(error, above: line, prompt.textField(in: line.columns, look), look, into: &frame)
    return
  }
  guard !prompt.completions.isEmpty else { return }
  frame.clear(line, style: look.style(.popup))
  // The window of words that holds the chosen one.
  let chosen = prompt.chosen ?? 0
  var first = chosen
  var used = TextWidth.of(visible(prompt.completions[chosen])) + 2
  while first > 0 {
    let width = TextWidth.of(visible(prompt.completions[first - 1])) + 2
    if used + width > line.columns * 2 / 3 { break }
    used += width
    first -= 1
  }
  var x = 1
  for (place, word) in prompt.completions.enumerated().dropFirst(first) {
    let style = place == prompt.chosen ? look.style(.cursor) : look.style(.popup)
    x = frame.draw(" \(visible(word)) ", x: x, y: line.y, style: style, in: line)
    if x >= line.right { break }
  }
}

/// An arrow to where the text of a prompt goes wrong, and what is wrong there: beside the arrow, or
/// above it where it has no room.
private func drawError(
  _ error: FilterError, above line: Rect, _ field: Screen.TextField, _ look: Look,
  into frame: inout Frame
) {
  let popup = look.style(.popup)
  let style = look.style(.error).on(popup.background)
  let text = look.text(error.message)
  let width = TextWidth.of(text)
  let column = field.column(of: error.column, in: line.columns)
  frame.clear(line, style: popup)
  frame.draw(look.glyphs == .ascii ? "v" : "▾", in: line.inset(left: column), style: style)
  if column + 2 + width <= line.columns {
    frame.draw(text, in: line.inset(left: column + 2), style: style)
  } else if width + 1 < column {
    frame.draw(text, in: line.inset(left: column - 1 - width), style: style)
  } else {
    let inside = max(1, line.columns - 2)
    let rows = min(wrapped(text, columns: inside).count, 3)
    let box = Rect(x: line.x, y: max(0, line.y - rows), columns: line.columns, rows: rows)
    frame.clear(box, style: popup)
    frame.draw(paragraph: text, in: box.inset(left: 1, right: 1), style: style)
  }
}

private func drawQuestion(
  _ question: Confirmation.Question, _ state: State, _ layout: ScreenLayout, into frame: inout Frame
) {
  let look = state.look
  let (title, text, keys): (String, String, [(keys: String, action: String)]) =
    switch question {
    case .quit:
      (
        "Quit", "Tags, notes, marks or regions are not saved.",
        [("s", "save first"), ("q", "quit without saving"), ("Esc", "stay")]
      )
    case .overwrite(let export, let path):
      (
        "Replace file", "\(visible(path)) exists. Replace it by the \(export.label)?",
        [("y", "replace"), ("Esc", "leave it")]
      )
    case .replaceStructures(let path):
      (
        "Open structures",
        "Tags, notes or regions are not saved. Replace the open structures by \(visible(path))?",
        [("y", "replace"), ("a", "add"), ("Esc", "leave them")]
      )
    case .stopPrediction:
      (
        "Stop predicting", "Stop the prediction? What was found stays; R starts again.",
        [("Enter", "stop"), ("Esc", "go on")]
      )
    }
  let width = min(60, layout.main.columns - 4)
  let lines = wrapped(text, columns: width - 4)
  // Where the keys have no room side by side each has a row of its own.
  let across = keys.reduce(1) { $0 + TextWidth.of("\($1.keys) \($1.action)   ") }
  let isStacked = across > width - 2
  let inside = frame.popup(
    in: layout.main, columns: width, rows: lines.count + (isStacked ? 3 + keys.count : 4), title,
    look: look)
  let style = look.style(.popup)
  for (row, line) in lines.enumerated() {
    frame.draw(look.text(line), in: inside.inset(left: 1, right: 1), row: row, style: style)
  }
  var x = inside.x + 1
  for (place, (key, action)) in keys.enumerated() {
    let y = inside.y + lines.count + 1 + (isStacked ? place : 0)
    if isStacked { x = inside.x + 1 }
    x = frame.draw(key, x: x, y: y, style: look.style(.key).on(style.background), in: inside)
    x = frame.draw(" \(action)   ", x: x, y: y, style: style, in: inside)
  }
}

/// Where the parts of a menu are on screen.
struct MenuLayout {
  let window: Rect
  let search: Rect
  let list: Rect
  let first: Int

  init(_ menu: Menu, count: Int, _ layout: ScreenLayout) {
    let isWide = menu.kind != .themes && menu.kind != .observables
    let columns = min(isWide ? 104 : 64, layout.main.columns - 4)
    let isLong = menu.kind == .help || menu.kind == .filterHelp
    let rows = min(isLong ? 60 : max(8, count + 4), layout.main.rows - 2)
    window = layout.main.centered(columns: columns, rows: rows)
    let inside = Box.inside(window)
    search = inside.row(0).inset(left: 1, right: 1)
    list = inside.inset(left: 1, top: 2, right: 1)
    first = Table.firstRow(
      showing: menu.cursor, from: max(0, menu.cursor - list.rows / 2), visible: list.rows, of: count
    )
  }
}

private func drawMenu(_ menu: Menu, _ state: State, _ layout: ScreenLayout, into frame: inout Frame)
{
  let look = state.look
  let items = state.items(menu)
  let place = MenuLayout(menu, count: items.count, layout)
  let title =
    switch menu.kind {
    case .help: "Keys and commands"
    case .palette: "Run a command"
    case .themes: "Theme"
    case .columns: "Columns of the table"
    case .elements: "Elements shown"
    case .observables: "Observable of the histogram"
    case .filterHelp: "The filter language"
    }
  frame.draw(
    Box(title, note: "\(items.count)", focused: true, popup: true), in: place.window, look: look)
  let ground = look.style(.popup)
  frame.draw(
    Screen.TextField(
      prompt: "search ", text: menu.search.text, caret: menu.search.caret,
      hint: menu.search.scalars.isEmpty ? " type a word" : ""), in: place.search, look: look)
  if items.isEmpty {
    frame.draw(
      "nothing fits; Esc clears the search", in: place.list,
      style: look.style(.dim).on(ground.background))
  }
  let leadWidth = min(16, items.reduce(0) { max($0, TextWidth.of($1.lead)) })
  // What a command does matters more than the last of its arguments.
  let hasDetails = items.contains { !$0.detail.isEmpty }
  let room = place.list.columns - leadWidth - 3
  let titleWidth = min(
    hasDetails ? max(24, room * 3 / 10) : room, room,
    items.reduce(0) { max($0, TextWidth.of($1.title)) })
  for row in 0..<place.list.rows {
    guard items.indices.contains(place.first + row) else { break }
    let item = items[place.first + row]
    let isChosen = place.first + row == menu.cursor
    let line = place.list.row(row)
    if isChosen { frame.clear(line, style: look.style(.cursor)) }
    let cursor = look.style(.cursor)
    func style(_ role: Role) -> Style {
      isChosen ? cursor : look.style(role).on(ground.background)
    }
    frame.draw(
      item.lead, in: Rect(x: line.x, y: line.y, columns: leadWidth, rows: 1),
      style: style(.key), ellipsis: look.glyphs.ellipsis)
    frame.draw(
      look.text(item.title),
      in: Rect(
        x: line.x + leadWidth + (leadWidth > 0 ? 2 : 0), y: line.y, columns: titleWidth, rows: 1),
      style: isChosen ? cursor : item.isDim ? style(.dim) : ground, ellipsis: look.glyphs.ellipsis)
    let rest = leadWidth + 2 + titleWidth + 2
    let detail = look.text(item.detail)
    frame.draw(
      detail, in: line.inset(left: rest), style: style(.dim), ellipsis: look.glyphs.ellipsis)
    if isChosen, TextWidth.of(detail) > line.columns - rest {
      // In full on the window's edge, where there is more room.
      let edge = Rect(
        x: place.window.x + 1, y: place.window.bottom - 1, columns: place.window.columns - 2,
        rows: 1)
      frame.draw(
        " \(detail) ", in: edge, style: look.style(.accent).on(ground.background),
        ellipsis: look.glyphs.ellipsis)
    }
  }
  if items.count > place.list.rows {
    frame.draw(
      ScrollBar(first: place.first, visible: place.list.rows, total: items.count),
      in: Rect(x: place.window.right - 2, y: place.list.y, columns: 1, rows: place.list.rows),
      look: look)
  }
}

private func drawStatistics(
  _ statistics: ColumnStatistics, _ state: State, _ layout: ScreenLayout, into frame: inout Frame
) {
  let look = state.look
  let ground = look.style(.popup)
  let field = statistics.field
  let isText = field.kind == .text
  let unit = field.unit.isEmpty ? "" : " " + field.unit
  let inside = frame.popup(
    in: layout.main, columns: 66, rows: isText ? 16 : 15,
    look.text("\(field.heading): \(field.meaning)"), look: look
  ).inset(left: 1, right: 1)
  let dim = look.style(.dim).on(ground.background)
  func line(_ row: Int, _ label: String, _ value: String, at x: Int = 0) {
    frame.draw(look.text(label), x: inside.x + x, y: inside.y + row, style: dim, in: inside)
    frame.draw(
      look.text(value), x: inside.x + x + 17, y: inside.y + row, style: ground, in: inside)
  }
  func aligned(_ number: String) -> String {
    String(repeating: " ", count: max(0, 8 - number.count)) + number
  }
  line(0, "rows listed", aligned(grouped(statistics.rows)))
  if isText {
    for (row, entry) in statistics.words.prefix(11).enumerated() {
      let share = Double(entry.count) / Double(max(1, statistics.rows)) * 100
      line(row + 2, visible(entry.word), "\(grouped(entry.count))   \(decimal(share, places: 1)) %")
    }
    return
  }
  line(0, "not known", aligned(grouped(statistics.rows - statistics.known)), at: 32)
  guard statistics.known > 0 else { return }
  let places = max(field.fractionDigits, 2)
  func text(_ value: Double) -> String { aligned(decimal(value, places: places)) + unit }
  line(2, "mean", text(statistics.mean))
  line(2, "std. deviation", text(statistics.deviation), at: 32)
  line(3, "median", text(statistics.quantiles[2]))
  line(4, "lower quartile", text(statistics.quantiles[1]))
  line(4, "upper quartile", text(statistics.quantiles[3]), at: 32)
  line(5, "minimum", text(statistics.quantiles[0]))
  line(5, "maximum", text(statistics.quantiles[4]), at: 32)
  guard let highest = statistics.counts.max(), highest > 0 else { return }
  let chart = Rect(x: inside.x, y: inside.y + 7, columns: inside.columns, rows: inside.rows - 7)
  let low = statistics.quantiles[0]
  var bars = BarChart(
    counts: statistics.counts.map(Double.init),
    paints: [BarChart.Paint(look.style(.accent).on(ground.background))], lower: low,
    binWidth: (statistics.quantiles[4] - low) / Double(statistics.counts.count))
  bars.unit = look.text(field.unit)
  var popupLook = look
  popupLook.theme.background = ground.background
  popupLook.theme.setStyle(.axis, look.style(.axis).on(ground.background))
  popupLook.theme.setStyle(.dim, dim)
  frame.draw(bars, in: chart, look: popupLook)
}
