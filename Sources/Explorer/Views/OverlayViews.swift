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
