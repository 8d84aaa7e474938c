import Numbers
import Screen

/// The Outliers screen: sites ranked by how odd they are, why, and what the user said of them.
struct OutliersView {
  let state: State
  let listBox: Rect
  let chartBox: Rect
  let reasonsBox: Rect
  let verdictsBox: Rect

  init(_ state: State, _ area: Rect) {
    self.state = state
    if area.columns >= 100 {
      let parts = area.splitColumns([
        .weight(1, minimum: 50), .fixed(area.columns >= 150 ? 64 : 48),
      ])
      let strip = parts[1].splitRows([
        .weight(1, minimum: 9, priority: 2), .fixed(15, priority: 3), .fixed(7, priority: 1),
      ])
      (listBox, chartBox, reasonsBox, verdictsBox) = (parts[0], strip[0], strip[1], strip[2])
    } else {
      let parts = area.splitRows([
        .weight(1, minimum: 9, priority: 2), .fixed(area.columns >= 70 ? 8 : 12, priority: 1),
      ])
      (listBox, reasonsBox) = (parts[0], parts[1])
      (chartBox, verdictsBox) = (.zero, .zero)
    }
  }

  var look: Look { state.look }
  var tableArea: Rect { Box.inside(listBox) }
  private var list: SiteList { state.outliersPane.list }
  private var score: OutlierScore { state.settings.outlierScore }

  var table: Table {
    siteTable(state, list, fields: state.outlierColumns, active: 0, sort: score.order)
  }

  func draw(into frame: inout Frame) {
    drawList(into: &frame)
    if !chartBox.isEmpty { drawDistribution(into: &frame) }
    if !reasonsBox.isEmpty { drawReasons(into: &frame) }
    if !verdictsBox.isEmpty { drawVerdicts(into: &frame) }
  }

  // MARK: List

  private func drawList(into frame: inout Frame) {
    var title = "By \(state.title(of: score))  \(grouped(list.count))"
    if list.count != state.table.count { title += " of \(grouped(state.table.count))" }
    if !state.settings.filter.isEmpty { title += "  filter: \(visible(state.settings.filter))" }
    let note = list.isPending ? "sorting" : verdictsBox.isEmpty ? shortVerdicts : ""
    let inside = frame.box(
      listBox, look.text(title), note: look.text(note), focused: true, look: look)
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
    let line = Rect(x: listBox.x + 2, y: listBox.bottom - 1, columns: listBox.columns - 4, rows: 1)
    let field = score.field
    frame.draw(
      look.text(" \(field.rawValue): \(field.meaning) "), in: line, style: look.style(.dim),
      ellipsis: look.glyphs.ellipsis)
  }

  // MARK: Distribution

  /// The distribution of the score over all sites, with the site at the cursor.
  private func drawDistribution(into frame: inout Frame) {
    let statistics = state.statistics(of: score)
    let known = statistics?.known ?? 0
    let inside = frame.box(
      chartBox, look.text("\(score.field.heading) of all \(grouped(known)) sites"),
      note: median(statistics), look: look)
    guard let statistics, known > 0, statistics.counts.count > 0 else {
      frame.draw(
        look.text(state.table.count == 0 ? "no sites yet" : absence(statistics)), in: inside,
        row: inside.rows / 2, alignment: .center, style: look.style(.dim),
        ellipsis: look.glyphs.ellipsis)
      return
    }
    let (low, high) = (statistics.quantiles[0], statistics.quantiles[4])
    let width = (high - low) / Double(statistics.counts.count)
    var chart = BarChart(
      counts: statistics.counts.map(Double.init), paints: [.init(look.style(.accent))], lower: low,
      binWidth: width)
    chart.scale = .logarithmic
    chart.unit = look.text(unit)
    if let row = list.selected {
      let value = Double(state.columns([score.field]).value(score.field, row: row))
      if value >= low, value <= high {
        chart.cursor = min(Int((value - low) / width), statistics.counts.count - 1)
      }
    }
    frame.draw(chart, in: inside, look: look)
  }

  private var unit: String {
    score == .edgeDistance ? state.settings.observable.axisLabel : score.field.unit
  }

  private func median(_ statistics: ColumnStatistics?) -> String {
    guard let statistics, statistics.known > 0 else { return "" }
    let places =
      score == .edgeDistance
      ? state.settings.observable.field.fractionDigits : score.field.fractionDigits
    return "median \(decimal(statistics.quantiles[2], places: places))"
  }

  private func absence(_ statistics: ColumnStatistics?) -> String {
    guard statistics != nil else { return "counting" }
    switch score {
    case .residual:
      return state.comparedName.map { "no tensors by \($0) yet" }
        ?? "the files hold no tensors to compare with"
    case .uncertainty, .novelty: return "the model does not give it"
    case .zInRegion, .edgeDistance: return "there are no regions"
    }
  }

  // MARK: Reasons

  private func drawReasons(into frame: inout Frame) {
    guard let row = list.selected, row < state.table.count else {
      frame.box(reasonsBox, "Why", look: look)
      return
    }
    let key = state.table.key(row)
    let inside = frame.box(
      reasonsBox, "Structure \(key.structure), atom \(key.atom)",
      note: "\(grouped(list.cursor + 1)) of \(grouped(list.count))", look: look
    ).inset(left: 1, right: 1)
    let type = state.table.siteType[row]
    var spans = [
      Span("\(state.table.element[row].symbol) ", look.style(.title)),
      Span(type.label, look.style(type.role).bold),
    ]
    let region = state.columns([.region]).value(.region, row: row)
    if region > 0 {
      spans.append(Span("  region \(Int(region))", look.regionStyle(Int(region)).bold))
    }
    if let tag = state.annotations.tags[key] {
      spans.append(Span("  [\(look.text(visible(tag)))]", look.style(.accent).bold))
    }
    if let note = state.annotations.notes[key] {
      spans.append(Span("  \(look.text(visible(note)))", look.style(.foreground)))
    }
    frame.draw(spans, in: inside)
    var rest = inside.inset(top: 1)
    for line in Oddities(of: row, in: state).lines where !rest.isEmpty {
      let style = look.style(line.isRemarkable ? .warning : .foreground)
      let text = look.text(line.text)
      if line.isRemarkable { frame.draw("!", in: rest, style: style) }
      // With little room each reason keeps one line.
      if inside.rows < 10 {
        frame.draw(text, in: rest.inset(left: 2), style: style, ellipsis: look.glyphs.ellipsis)
        rest = rest.inset(top: 1)
      } else {
        rest = rest.inset(top: frame.draw(paragraph: text, in: rest.inset(left: 2), style: style))
      }
    }
  }

  // MARK: Verdicts

  /// How many sites carry each quick tag, and how many another.
  private var tallies: [(tag: String, count: Int)] {
    var counts: [String: Int] = [:]
    for tag in state.annotations.tags.values { counts[tag, default: 0] += 1 }
    let quick = QuickTag.allCases.map { ($0.rawValue, counts[$0.rawValue] ?? 0) }
    let others = state.annotations.tags.count - quick.reduce(0) { $0 + $1.1 }
    return quick + (others > 0 ? [("other tags", others)] : [])
  }

  private var shortVerdicts: String {
    let given = tallies.filter { $0.count > 0 }
    return given.map { "\($0.count) \($0.tag)" }.joined(separator: " · ")
  }

  private func drawVerdicts(into frame: inout Frame) {
    let inside = frame.box(
      verdictsBox, "Verdicts", note: "\(grouped(state.annotations.tags.count)) tagged", look: look
    ).inset(left: 1, right: 1)
    for (row, tally) in tallies.enumerated() {
      let key = Commands.named(tally.tag).flatMap { state.keyMap.keys(of: $0).first }
      let count = grouped(tally.count)
      let padding = String(repeating: " ", count: max(0, 9 - count.count))
      frame.draw(
        [
          Span((key?.label(ascii: look.glyphs == .ascii) ?? "").padding(to: 4), look.style(.key)),
          Span(tally.tag.padding(to: 10), look.style(.foreground)),
          Span(padding + count, look.style(.accent).bold),
        ], in: inside, row: row)
    }
  }
}

extension String {
  /// With blanks up to a number of columns.
  func padding(to columns: Int) -> String {
    self + String(repeating: " ", count: max(0, columns - TextWidth.of(self)))
  }
}

extension State {
  mutating func handle(_ mouse: Mouse, _ screen: OutliersView) -> [Effect] {
    let geometry = screen.table.geometry(in: screen.tableArea)
    switch mouse.action {
    case .press, .doubleClick:
      if let column = geometry.headerColumn(atX: mouse.x, y: mouse.y) {
        // Only scores rank; the other headings say so.
        let field = outlierColumns[column]
        if let score = OutlierScore(rawValue: field.rawValue) {
          settings.outlierScore = score
        } else {
          say("\(field.rawValue) is no score; the Sites screen sorts by any column")
        }
      } else if geometry.scrollBar.contains(x: mouse.x, y: mouse.y) {
        drag = .scrollBar
        dragScrollBar(mouse, geometry)
      } else if let place = geometry.row(atX: mouse.x, y: mouse.y) {
        list.move(to: place)
        if mouse.action == .doubleClick { show(.site) }
      }
    case .drag: if drag == .scrollBar { dragScrollBar(mouse, geometry) }
    case .wheelUp: list.move(by: -3)
    case .wheelDown: list.move(by: 3)
    case .release: break
    }
    return []
  }
}
