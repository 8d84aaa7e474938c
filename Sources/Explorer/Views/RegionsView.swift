import Crystals
import Numbers
import Screen
import Spectra

/// The home screen: histogram, regions, and the sites of the region or brush at the cursor.
struct RegionsView {
  let state: State
  let chartBox: Rect
  let tableBox: Rect
  let listBox: Rect

  init(_ state: State, _ area: Rect) {
    self.state = state
    let regionRows = state.spectrum.regions.count + 7
    if area.columns >= 104 {
      let parts = area.splitRows([
        .weight(1.3, minimum: 9, priority: 2), .weight(1, minimum: 6, priority: 1),
      ])
      let top = parts[0].splitColumns([
        .weight(1, minimum: 40, priority: 2), .fixed(area.columns >= 150 ? 70 : 57, priority: 1),
      ])
      (chartBox, tableBox, listBox) = (top[0], top[1], parts[1])
    } else {
      let parts = area.splitRows([
        .weight(1.4, minimum: 9, priority: 3),
        .fixed(min(regionRows, max(8, area.rows / 2)), priority: 2),
        .weight(1, minimum: 6, priority: 1),
      ])
      (chartBox, tableBox, listBox) = (parts[0], parts[1], parts[2])
    }
  }

  var look: Look { state.look }
  var spectrum: Spectrum { state.spectrum }
  var chartArea: Rect {
    // Without the table, the counts that add up stand under the chart.
    Box.inside(chartBox).inset(bottom: tableBox.isEmpty ? 2 : 0)
  }

  func draw(into frame: inout Frame) {
    drawChart(into: &frame)
    if !tableBox.isEmpty { drawRegions(into: &frame) }
    if !listBox.isEmpty { drawList(into: &frame) }
  }

  // MARK: Histogram

  /// The histogram, also asked for where its bins are on screen.
  var chart: BarChart {
    let settings = state.settings
    var layers: [BarChart.Layer] = []
    switch settings.stacking {
    case .none:
      let binRegion = spectrum.regionSet.binRegion
      let paints = binRegion.map { BarChart.Paint.region($0, look) }
      layers = [BarChart.Layer(counts: spectrum.counts.map(Double.init), paints: paints)]
    case .siteType:
      layers = SiteType.allCases.map { type in
        BarChart.Layer(
          counts: spectrum.counts(of: type),
          paints: [BarChart.Paint(look.style(type.role), region: Int(type.rawValue) + 1)])
      }
    case .structure, .file:
      layers = state.layerLabels.indices.map { layer in
        BarChart.Layer(
          counts: spectrum.layer(layer),
          paints: [BarChart.Paint.region(layer + 1, look)])
      }
    }
    var chart = BarChart(
      layers: layers, lower: spectrum.binning.lower, binWidth: spectrum.binning.width)
    chart.unit = look.text(settings.observable.axisLabel)
    chart.scale = settings.logarithmicCounts ? .logarithmic : .linear
    chart.threshold = spectrum.threshold
    chart.thresholdLabel = "T = \(number(spectrum.threshold, digits: 1))"
    chart.outline = spectrum.reference.map { state.outlineScale * Double($0) }
    chart.cursor = state.regionsPane.bin
    chart.selection = state.regionsPane.brush.map { $0.lowerBound..<$0.upperBound + 1 }
    chart.labels = spectrum.regions.sorted { $0.rank < $1.rank }.map { region in
      BarChart.Label(
        bin: region.peakBin, String(region.number), style: look.regionStyle(region.number).bold)
    }
    return chart
  }

  private func drawChart(into frame: inout Frame) {
    let settings = state.settings
    let observable = settings.observable
    let unit = observable.unit.isEmpty ? "" : " \(observable.unit)"
    var title = "\(observable.heading)  \(number(spectrum.binning.width, digits: 6))\(unit)/bin"
    if let shown = settings.structureShown {
      title += "  structure \(shown)"
    } else if let file = settings.fileShown {
      title += "  \(shortened(state.fileName(file), to: 24, ellipsis: look.glyphs.ellipsis))"
    }
    if settings.logarithmicCounts { title += "  log" }
    if settings.stacking != .none { title += "  by \(settings.stacking.label)" }
    let inside = frame.box(
      chartBox, look.text(title), note: look.text(cursorNote), focused: true, look: look)
    guard spectrum.all > 0 else {
      drawWelcome(inside, into: &frame)
      return
    }
    frame.draw(chart, in: chartArea, look: look)
    drawLegend(into: &frame)
    if tableBox.isEmpty {
      for (row, text) in [thresholdText, sumText].enumerated() {
        frame.draw(
          look.text(text), in: inside, row: inside.rows - 2 + row, style: look.style(.dim),
          ellipsis: look.glyphs.ellipsis)
      }
    }
  }

  /// What is at the cursor: its bin's range, count and region.
  private var cursorNote: String {
    guard spectrum.all > 0 else { return "" }
    let edges = spectrum.binning.edges
    let bins = state.regionsPane.brush ?? state.regionsPane.bin...state.regionsPane.bin
    guard bins.upperBound < spectrum.binCount else { return "" }
    let digits = state.settings.observable.fractionDigits(binWidth: spectrum.binning.width)
    let range =
      decimal(edges[bins.lowerBound], places: digits) + "–"
      + decimal(edges[bins.upperBound + 1], places: digits)
    let count = spectrum.counts[bins].reduce(0, +)
    var text = "\(range): \(grouped(count))"
    if state.regionsPane.brush != nil {
      text += " brushed"
    } else if let region = spectrum.region(ofBin: bins.lowerBound) {
      text += " in region \(region.number)"
    }
    return text
  }

  private func drawWelcome(_ inside: Rect, into frame: inout Frame) {
    let lines =
      switch state.work {
      case .failed(let reason): wrapped(visible(reason), columns: max(1, inside.columns - 4))
      case .finished: ["no sites were predicted"]
      default: ["waiting for the first sites"]
      }
    let middle = max(0, (inside.rows - lines.count) / 2)
    for (row, line) in lines.enumerated() {
      frame.draw(
        look.text(line), in: inside, row: middle + row, alignment: .center, style: look.style(.dim))
    }
  }

  /// Names of the layers, at the top right of the plot.
  private func drawLegend(into frame: inout Frame) {
    var entries: [Span] = []
    switch state.settings.stacking {
    case .none: break
    case .siteType:
      for type in SiteType.allCases {
        let counts = spectrum.counts(of: type)
        guard counts.contains(where: { $0 > 0 }) else { continue }
        entries.append(Span(" " + look.text("■") + " " + type.label, look.style(type.role)))
      }
    case .structure, .file:
      for (layer, label) in state.layerLabels.enumerated() {
        let label = shortened(label, to: 20, ellipsis: look.glyphs.ellipsis)
        entries.append(
          Span(look.text(" ■ \(label)"), look.regionStyle(layer + 1)))
      }
    }
    if !spectrum.reference.isEmpty {
      let name = shortened(state.outlineName, to: 32, ellipsis: look.glyphs.ellipsis)
      let line = look.glyphs == .ascii ? " - " : " ─ "
      entries.append(Span(line + look.text(name), look.style(.reference)))
    }
    frame.draw(entries, in: chartArea, alignment: .right)
  }

  /// Counts that add up, and the threshold in both measures.
  var sumText: String {
    let s = spectrum
    let full =
      "\(grouped(s.classified)) in regions + \(grouped(s.unclassified)) unclassified "
      + "+ \(grouped(s.outOfRange)) out of range + \(grouped(s.withoutPrediction)) no prediction "
      + "= \(grouped(s.all))"
    if TextWidth.of(full) <= chartBox.columns - 2 { return full }
    let rest = [("out", s.outOfRange), ("none", s.withoutPrediction)].filter { $0.1 > 0 }
    let parts = [("in", s.classified), ("not", s.unclassified)] + rest + [("all", s.all)]
    return parts.map { "\($0.0) \(grouped($0.1))" }.joined(separator: " ")
  }

  var thresholdText: String {
    let unit = state.settings.observable.unit
    let per = unit.isEmpty ? "" : "/" + unit
    let counts = number(spectrum.threshold, digits: 1)
    let share = decimal(spectrum.thresholdDensity * 100, places: 3)
    switch state.settings.threshold {
    case .counts: return "K \(state.settings.peakCount) · T \(counts) (\(share) %\(per))"
    case .density: return "K \(state.settings.peakCount) · T \(share) %\(per) (\(counts))"
    }
  }

  // MARK: Sites

  private func drawList(into frame: inout Frame) {
    let list = state.regionsPane.list
    let subject =
      switch list.scope {
      case .all: "Sites"
      case .region(let number): regionTitle(number)
      case .bins(let bins): binsTitle(bins)
      }
    var note = list.isPending ? "sorting" : state.sortDescription
    if !state.settings.filter.isEmpty { note += "  filter: \(visible(state.settings.filter))" }
    let inside = frame.box(
      listBox, look.text("\(subject) (\(grouped(list.count)))"), note: look.text(note), look: look)
    let table = siteTable(state, list)
    frame.draw(table, in: inside, look: look)
    if list.count == 0, inside.rows > 2 {
      frame.draw(
        list.isPending ? "sorting" : "no sites here", in: inside, row: inside.rows / 2,
        alignment: .center, style: look.style(.dim))
    }
  }

  private func regionTitle(_ number: Int) -> String {
    let place = number - 1
    let name = spectrum.names.indices.contains(place) ? spectrum.names[place] : ""
    return "Sites in region \(number)" + (name.isEmpty ? "" : " \(visible(name))")
  }

  private func binsTitle(_ bins: ClosedRange<Int>) -> String {
    let edges = spectrum.binning.edges
    guard bins.upperBound + 1 < edges.count else { return "Sites" }
    let digits = state.settings.observable.fractionDigits(binWidth: spectrum.binning.width)
    let unit = state.settings.observable.unit
    return "Sites at \(decimal(edges[bins.lowerBound], places: digits))–"
      + "\(decimal(edges[bins.upperBound + 1], places: digits))\(unit.isEmpty ? "" : " " + unit)"
  }
}

extension SiteType {
  /// The theme's role for sites of this type.
  var role: Role {
    switch self {
    case .site8a: .site8a
    case .site16c: .site16c
    case .site16d: .site16d
    case .site48f: .site48f
    case .oxygen32e: .site32e
    case .other: .siteOther
    }
  }
}
