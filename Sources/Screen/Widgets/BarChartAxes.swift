import Numbers

extension BarChart {
  func drawAxes(
    into frame: inout Frame, in rect: Rect, _ geometry: BarChartGeometry, _ look: Look
  ) {
    let style = look.style(.axis)
    let plot = geometry.plot
    drawCountAxis(into: &frame, in: rect, geometry, look)
    guard plot.bottom < rect.bottom else { return }
    let axis = Rect(x: plot.x, y: plot.bottom, columns: plot.columns, rows: 1)
    frame.fill(axis, with: Cell(look.glyphs.horizontal, style: style))
    let labelled = plot.bottom + 1 < rect.bottom
    let width = Double(geometry.bins.count) * binWidth
    let start = lower + Double(geometry.bins.lowerBound) * binWidth
    let ticks = Ticks(from: start, to: start + width, atMost: max(3, plot.columns / 8))
    let unitWidth = unit.isEmpty ? 0 : TextWidth.of(unit) + 1
    var used = plot.x
    for (value, text) in zip(ticks.values, ticks.labels) {
      let x = geometry.column(ofValue: value)
      frame[x, axis.y] = Cell(look.glyphs.axisTicks.bottom, style: style)
      let length = TextWidth.of(text)
      let at = max(plot.x, x - length / 2)
      guard labelled, at >= used, at + length <= plot.right - unitWidth else { continue }
      used = frame.draw(text, x: at, y: axis.y + 1, style: style, in: rect) + 1
    }
    if labelled, unitWidth > 0, plot.right - unitWidth + 1 >= used {
      frame.draw(
        unit, x: plot.right - unitWidth + 1, y: axis.y + 1, style: look.style(.dim), in: rect)
    }
    if let cursor, let columns = geometry.columns(ofBin: cursor) {
      let x = (columns.lowerBound + columns.upperBound - 1) / 2
      frame.draw(look.glyphs.pointer, x: x, y: axis.y, style: look.style(.accent).bold, in: rect)
    }
  }

  private func drawCountAxis(
    into frame: inout Frame, in rect: Rect, _ geometry: BarChartGeometry, _ look: Look
  ) {
    let plot = geometry.plot
    guard plot.x > rect.x else { return }
    let style = look.style(.axis)
    let x = plot.x - 1
    for y in plot.y..<plot.bottom { frame[x, y] = Cell(look.glyphs.vertical, style: style) }
    if plot.bottom < rect.bottom {
      frame[x, plot.bottom] = Cell(look.glyphs.axisTicks.corner, style: style)
    }
    var last = Int.max
    for (value, text) in countTicks(top: geometry.top, rows: plot.rows) {
      let y = value == 0 ? min(plot.bottom, rect.bottom - 1) : geometry.row(ofCount: value)
      guard y < last else { continue }
      last = y
      if value > 0 { frame[x, y] = Cell(look.glyphs.axisTicks.left, style: style) }
      frame.draw(
        text, in: Rect(x: rect.x, y: y, columns: x - rect.x, rows: 1), alignment: .right,
        style: style)
    }
  }
}
