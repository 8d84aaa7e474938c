import Glibc

extension BarChart {
  /// The bin shown at a column: the highest of those that share it.
  func shownBin(_ bins: Range<Int>) -> Int {
    bins.max { total($0) < total($1) } ?? bins.lowerBound
  }

  /// The height of a count in steps of a cell's part; any count above 0 shows at least one step.
  private func steps(_ count: Double, _ geometry: BarChartGeometry, _ parts: Int) -> Int {
    guard count > 0 else { return 0 }
    let whole = Double(geometry.plot.rows * parts)
    return max(1, Int((geometry.fraction(ofCount: count) * whole).rounded()))
  }

  func drawBars(into frame: inout Frame, _ geometry: BarChartGeometry, _ look: Look) {
    let plot = geometry.plot
    let upward = look.glyphs.upward
    let parts = upward.count - 1
    for x in plot.x..<plot.right {
      guard let bins = geometry.bins(atColumn: x) else { continue }
      let bin = shownBin(bins)
      // The heights at which each layer ends, from the bottom.
      var sum = 0.0
      var ends: [(end: Int, paint: Paint)] = []
      for layer in layers {
        let count = BarChart.count(layer.counts, bin)
        sum += count
        if count > 0 { ends.append((steps(sum, geometry, parts), layer.paint(bin))) }
      }
      guard let height = ends.last?.end else { continue }
      for row in 0..<min(plot.rows, (height + parts - 1) / parts) {
        let base = row * parts
        guard let lowest = ends.first(where: { $0.end > base }) else { continue }
        let filled = min(lowest.end - base, parts)
        let fill: Unicode.Scalar =
          if filled == parts, look.hatched, let region = lowest.paint.region {
            look.glyphs.hatch(region)
          } else { upward[filled] }
        var style = lowest.paint.style
        // A layer that begins inside this cell shows as its ground.
        if filled < parts, let above = ends.first(where: { $0.end > lowest.end }) {
          style.background = above.paint.style.foreground
        }
        frame[x, plot.bottom - 1 - row] = Cell(fill, style: style)
      }
    }
  }

  func drawOutline(into frame: inout Frame, _ geometry: BarChartGeometry, _ look: Look) {
    guard !outline.isEmpty else { return }
    let plot = geometry.plot
    let levels: [Unicode.Scalar] =
      switch look.glyphs {
      case .unicode: ["▁", "─", "▔"]
      case .blocks: ["─"]
      case .ascii: ["_", "-"]
      }
    let style = look.style(.reference)
    for x in plot.x..<plot.right {
      guard let bins = geometry.bins(atColumn: x) else { continue }
      let count = bins.reduce(0.0) { max($0, BarChart.count(outline, $1)) }
      guard count > 0 else { continue }
      let y = geometry.row(ofCount: count)
      let height = geometry.fraction(ofCount: count) * Double(plot.rows)
      let within = height - floor(max(height - 1e-9, 0))
      let level = levels[min(Int(within * Double(levels.count)), levels.count - 1)]
      let below = frame[x, y]
      frame[x, y] = Cell(
        level, style: isFull(below, look) ? style.on(below.style.foreground) : style)
    }
  }

  /// True where a bar covers the whole cell.
  private func isFull(_ cell: Cell, _ look: Look) -> Bool {
    if cell.scalar == look.glyphs.upward.last?.value { return true }
    return look.hatched && (0...8).contains { look.glyphs.hatch($0).value == cell.scalar }
  }

  func drawSelection(into frame: inout Frame, _ geometry: BarChartGeometry, _ look: Look) {
    guard let selection, !selection.isEmpty else { return }
    let plot = geometry.plot
    let ground = look.style(.selection)
    for x in plot.x..<plot.right {
      guard let bins = geometry.bins(atColumn: x), bins.overlaps(selection) else { continue }
      for y in plot.y..<plot.bottom {
        if !isFull(frame[x, y], look), frame[x, y].style.background == look.theme.background {
          frame[x, y].style.background = ground.background
          frame[x, y].style.attributes.formUnion(ground.attributes)
        }
      }
    }
  }

  func drawThreshold(into frame: inout Frame, _ geometry: BarChartGeometry, _ look: Look) {
    guard let threshold, threshold.isFinite, threshold > 0 else { return }
    let plot = geometry.plot
    let y = geometry.row(ofCount: threshold)
    let style = look.style(.threshold)
    for x in plot.x..<plot.right {
      let cell = frame[x, y]
      // The partly filled top of a bar stays: whether it passes the threshold is what one looks for.
      if cell.scalar == 0x20 {
        frame[x, y] = Cell(look.glyphs.dashed, style: style.on(cell.style.background))
      } else if isFull(cell, look), !look.hatched {
        let bar = cell.style.foreground
        // On a bar of its own colour the line is cut out of the bar.
        let isSeen = !style.foreground.looksLike(bar, at: look.colors)
        let cut = Style(foreground: bar, background: look.theme.background).reversed
        frame[x, y] = Cell(look.glyphs.dashed, style: isSeen ? style.on(bar) : cut)
      }
    }
    let text = thresholdLabel.isEmpty ? "" : " \(thresholdLabel) "
    let width = TextWidth.of(text)
    guard width > 0, width <= plot.columns else { return }
    // The rightmost stretch of bare line that holds the label.
    let dash = look.glyphs.dashed.value
    for start in (plot.x...plot.right - width).reversed()
    where (start..<start + width).allSatisfy({ frame[$0, y].scalar == dash }) {
      frame.draw(text, x: start, y: y, style: style, in: plot)
      return
    }
  }

  func drawCursor(into frame: inout Frame, _ geometry: BarChartGeometry, _ look: Look) {
    guard let cursor, let columns = geometry.columns(ofBin: cursor) else { return }
    let plot = geometry.plot
    let x = (columns.lowerBound + columns.upperBound - 1) / 2
    let style = look.style(.accent).bold
    for y in plot.y..<plot.bottom where frame[x, y].scalar == 0x20 {
      frame[x, y] = Cell(
        look.glyphs.heavyVertical, style: style.on(frame[x, y].style.background))
    }
  }

  func drawLabels(into frame: inout Frame, _ geometry: BarChartGeometry, _ look: Look) {
    let plot = geometry.plot
    for label in labels {
      guard let columns = geometry.columns(ofBin: label.bin) else { continue }
      let width = TextWidth.of(label.text)
      guard width > 0, width <= plot.columns else { continue }
      let middle = (columns.lowerBound + columns.upperBound - 1) / 2
      let x = min(max(middle - (width - 1) / 2, plot.x), plot.right - width)
      let free: (Int) -> Bool = { y in
        (max(x - 1, plot.x)..<min(x + width + 1, plot.right)).allSatisfy {
          let scalar = frame[$0, y].scalar
          return scalar == 0x20 || scalar == look.glyphs.dashed.value
            || scalar == look.glyphs.heavyVertical.value
        }
      }
      let bar = geometry.row(ofCount: total(label.bin))
      let highest = max(plot.y, bar - 3)
      if bar > plot.y, let y = (highest..<bar).reversed().first(where: free) {
        frame.draw(label.text, x: x, y: y, style: label.style, in: plot)
      } else if columns.count >= width, frame[middle, bar].scalar != 0x20 {
        frame.draw(label.text, x: x, y: bar, style: label.style.reversed, in: plot)
      }
    }
  }
}
