import Numbers
import Screen
import Spectra

/// The table of regions beside the histogram: ranges, counts that add up, and what sites share.
extension RegionsView {
  /// One line of the table: a region, or the sites that are in none.
  enum Line: Equatable {
    case region(Int)
    case unclassified, outOfRange, withoutPrediction, all
  }

  var regionLines: [Line] {
    spectrum.regions.indices.map { Line.region($0) }
      + [.unclassified, .outOfRange, .withoutPrediction, .all]
  }

  /// The rows that fit: sums of nothing give way, the others stay, regions scroll around the chosen
  /// one.
  var shownLines: [Line] {
    let lines = regionLines
    let room = max(0, Box.inside(tableBox).rows - 1)
    guard lines.count > room else { return lines }
    var sums: [Line] = [.unclassified, .outOfRange, .withoutPrediction, .all]
    var excess = lines.count - room
    for (line, count) in [
      (Line.withoutPrediction, spectrum.withoutPrediction), (.outOfRange, spectrum.outOfRange),
      (.unclassified, spectrum.unclassified),
    ] where count == 0 && excess > 0 {
      sums.removeAll { $0 == line }
      excess -= 1
    }
    sums = Array(sums.suffix(room))
    let regions = Array(lines.dropLast(4))
    let space = max(0, room - sums.count)
    let chosen = spectrum.region(ofBin: state.regionsPane.bin).map { $0.number - 1 } ?? 0
    let first = max(0, min(chosen - space / 2, regions.count - space))
    return Array(regions.dropFirst(first).prefix(space)) + sums
  }

  private var columns: [Table.Column] {
    let unit = state.settings.observable.unit
    let range = unit.isEmpty ? look.text(state.settings.observable.heading) : look.text(unit)
    return [
      Table.Column("", width: 4, priority: 9),
      Table.Column(range, width: 13, alignment: .right, priority: 8),
      Table.Column("sites", width: 7, alignment: .right, priority: 7),
      Table.Column("%", width: 5, alignment: .right, priority: 6),
      Table.Column(look.text("|C_Q|"), width: 5, alignment: .right, priority: 4),
      Table.Column(look.text("η"), width: 4, alignment: .right, priority: 3),
      Table.Column("8a%", width: 4, alignment: .right, priority: 5),
      Table.Column("nLi", width: 4, alignment: .right, priority: 2),
      Table.Column(
        "name", width: 8, weight: 1,
        priority: spectrum.names.contains { !$0.isEmpty } ? 5 : 1),
    ]
  }

  /// The table of the lines shown.
  var regionTable: Table {
    let lines = shownLines
    let chosen = spectrum.region(ofBin: state.regionsPane.bin)?.number
    var table = Table(columns: columns, rowCount: lines.count) { row, column in
      item(lines[row], column)
    }
    table.selectedRow = chosen.flatMap { lines.firstIndex(of: .region($0 - 1)) }
    table.focused = false
    return table
  }

  func drawRegions(into frame: inout Frame) {
    let inside = frame.box(
      tableBox, "Regions", note: look.text(thresholdText), look: look)
    frame.draw(regionTable, in: inside, look: look)
    for (row, line) in shownLines.enumerated() {
      let y = inside.y + 1 + row
      guard y < inside.bottom else { break }
      if case .region(let place) = line {
        let region = place + 1
        let fill = Screen.Cell(look.regionFill(region), style: look.regionStyle(region))
        frame[inside.x, y] = fill
      } else if line == .unclassified {
        frame[inside.x, y] = Screen.Cell(look.glyphs.hatch(0), style: look.regionStyle(0))
      }
    }
    drawFinding(into: &frame, inside.inset(left: 1, top: 2 + shownLines.count, right: 1))
  }

  /// What stands out in the region, brush or bin at the cursor, at the bottom of the table where it
  /// has room.
  private func drawFinding(into frame: inout Frame, _ room: Rect) {
    let findings = [spectrum.composition(state.focusBins).sentence, state.resolutionRemark]
    let sentence = findings.compactMap { $0 }.joined(separator: "; ")
    guard !sentence.isEmpty else { return }
    let name = state.focusName
    let lines = wrapped(look.text("\(name): \(sentence)"), columns: max(1, room.columns))
    guard lines.count <= room.rows else { return }
    let bottom = room.inset(top: room.rows - lines.count)
    for (row, line) in lines.enumerated() {
      frame.draw(
        line, in: bottom, row: row, style: look.style(.foreground), ellipsis: look.glyphs.ellipsis)
    }
    let end = shortened(name + ":", to: bottom.columns, ellipsis: look.glyphs.ellipsis)
    frame.draw(look.text(end), in: bottom, style: look.style(.dim))
  }

  private func item(_ line: Line, _ column: Int) -> Table.Item {
    let s = spectrum
    switch line {
    case .region(let place):
      guard s.regions.indices.contains(place) else { return Table.Item("") }
      return item(s.regions[place], column)
    case .unclassified: return sum("unclassified", s.unclassified, column)
    case .outOfRange: return sum("out of range", s.outOfRange, column)
    case .withoutPrediction: return sum("no prediction", s.withoutPrediction, column)
    case .all: return sum("all", s.all, column, style: look.style(.title))
    }
  }

  private func sum(_ label: String, _ count: Int, _ column: Int, style: Style? = nil) -> Table.Item
  {
    let style = style ?? look.style(.dim)
    switch column {
    case 1: return Table.Item(label, style)
    case 2: return Table.Item(grouped(count), style)
    case 3: return Table.Item(percent(count), style)
    default: return Table.Item("")
    }
  }

  private func percent(_ count: Int) -> String {
    spectrum.all > 0 ? decimal(Double(count) / Double(spectrum.all) * 100, places: 1) : "–"
  }

  private func item(_ region: Region, _ column: Int) -> Table.Item {
    let style = look.regionStyle(region.number)
    let place = region.number - 1
    switch column {
    case 0:
      let lock = spectrum.hand[place] == nil ? "" : look.glyphs == .ascii ? "!" : "•"
      return Table.Item("  \(region.number)\(lock)", style.bold)
    case 1:
      let digits = state.settings.observable.fractionDigits(binWidth: spectrum.binning.width)
      return Table.Item(
        look.text(
          "\(decimal(region.lower, places: digits))–\(decimal(region.upper, places: digits))"))
    case 2: return Table.Item(grouped(region.count))
    case 3: return Table.Item(percent(region.count))
    case 8: return Table.Item(visible(spectrum.names[place]), look.style(.dim))
    default: break
    }
    guard let summary = spectrum.summary(region.bins) else { return Table.Item("") }
    switch column {
    case 4:
      return Table.Item(
        decimal(summary.coupling, places: summary.coupling.magnitude < 99.5 ? 1 : 0))
    case 5: return Table.Item(String(decimal(summary.asymmetry, places: 2).drop { $0 == "0" }))
    case 6: return Table.Item(decimal(summary.tetrahedral * 100, places: 0))
    case 7: return Table.Item(decimal(summary.lithiumNeighbors, places: 1))
    default: return Table.Item("")
    }
  }
}
