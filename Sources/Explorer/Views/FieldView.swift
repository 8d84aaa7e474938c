import Numbers
import Screen
import Spectra

/// The Field screen: the field direction on a map, and powder patterns.
struct FieldView {
  let state: State
  var mapBox = Rect.zero
  var numbersBox = Rect.zero
  var histogramBox = Rect.zero
  var patternBox = Rect.zero

  init(_ state: State, _ area: Rect) {
    self.state = state
    let isWide = area.columns >= 70
    let parts = area.splitRows([
      .weight(1.3, minimum: 10, priority: 2), .weight(1, minimum: 8, priority: 1),
    ])
    patternBox = parts[1]
    let disc = 2 * (parts[0].rows - 2) + 2
    let map = isWide ? min(disc + Self.scaleColumns, area.columns - 36) : min(disc, 20)
    let top = parts[0].splitColumns([.fixed(map), .weight(1)])
    mapBox = top[0]
    let right = top[1].splitRows([
      .fixed(min(14, top[1].rows), priority: 2), .weight(1, minimum: 7, priority: 1),
    ])
    (numbersBox, histogramBox) = (right[0], right[1])
    if histogramBox.isEmpty { numbersBox = top[1] }
  }

  /// What the colour scale and the legend beside the disc need.
  private static let scaleColumns = 11

  var look: Look { state.look }

  var disc: HemisphereDisc {
    let inside = Box.inside(mapBox)
    return HemisphereDisc(in: inside.inset(right: hasScale ? Self.scaleColumns : 0))
  }

  private var hasScale: Bool { mapBox.columns >= 26 }

  func draw(into frame: inout Frame) {
    drawMap(into: &frame)
    if !numbersBox.isEmpty { drawNumbers(into: &frame) }
    if !histogramBox.isEmpty { drawHistogram(into: &frame) }
    if !patternBox.isEmpty { drawPattern(into: &frame) }
  }

  // MARK: Map

  private func drawMap(into frame: inout Frame) {
    let map = state.shownMap?.map
    let (low, high) = (map?.lowest.value ?? .nan, map?.highest.value ?? .nan)
    var note = mapStatus
    if note.isEmpty, !hasScale, map != nil { note = "\(kilohertz(low))–\(kilohertz(high))" }
    // The form of eq. (5) as printed has no map: it is not b·V·b of any tensor the table holds.
    let form = state.settings.printedEquation5 ? ", invariant" : ""
    let inside = frame.box(
      mapBox, look.text("⟨|ω_Q|⟩ / kHz\(form)"), note: look.text(note), focused: true, look: look)
    guard state.table.count > 0 else {
      frame.draw("no sites yet", in: inside, style: look.style(.dim))
      return
    }
    let disc = disc
    disc.draw(map, from: low, to: high, into: &frame, look: look)
    for (number, axis) in State.cubicAxes.enumerated() {
      let glyph = axisGlyphs[number < 3 ? 0 : number < 9 ? 1 : 2]
      disc.mark(glyph, at: axis, into: &frame, look: look)
      // On the rim both ends of an axis show.
      if axis.z == 0 { disc.mark(glyph, at: [-axis.x, -axis.y, 1e-15], into: &frame, look: look) }
    }
    let b = disc.cell(of: state.settings.field.unit)
    frame[b.x, b.y] = Cell("b", style: look.style(.cursor).bold)
    if hasScale {
      drawScale(
        inside.inset(left: inside.columns - Self.scaleColumns + 1), map, low, high, into: &frame)
    }
  }

  private var mapStatus: String {
    if state.fieldPane.map.isPending {
      return state.shownMap?.isSample == true ? "a sample; computing" : "computing"
    }
    return state.shownMap?.map == nil && state.table.count > 0 ? "no tensors" : ""
  }

  /// Fourfold, twofold and threefold axes of a cube.
  private var axisGlyphs: [Unicode.Scalar] {
    look.glyphs == .ascii ? ["#", "%", "^"] : ["□", "◇", "△"]
  }

  /// The colours with numbers, and what the marks mean.
  private func drawScale(
    _ area: Rect, _ map: FieldMap?, _ low: Double, _ high: Double, into frame: inout Frame
  ) {
    let rows = area.rows - 4
    guard rows >= 3 else { return }
    if map != nil {
      var grid = PixelGrid(columns: 2, rows: rows)
      let ramp = HeatRamp(look)
      grid.values = Array(repeating: .nan, count: grid.width * grid.height)
      for y in 0..<grid.height {
        let share = 1 - Double(y) / Double(grid.height - 1)
        for x in 0..<2 {
          grid[x, y] = ramp.color(share)
          grid.values[y * 2 + x] = share
        }
      }
      frame.draw(grid, in: area, look: look)
      for (row, value) in [(0, high), (rows / 2, (low + high) / 2), (rows - 1, low)] {
        frame.draw(
          kilohertz(value), in: area.inset(left: 3), row: row, style: look.style(.axis))
      }
    }
    for (row, name) in ["001", "110", "111"].enumerated() {
      frame.draw(
        look.text("\(axisGlyphs[row]) ⟨\(name)⟩"), in: area, row: area.rows - 3 + row,
        style: look.style(.dim))
    }
  }

  // MARK: Histogram

  /// The histogram of the Regions screen: its bars move as the field turns.
  private func drawHistogram(into frame: inout Frame) {
    let observable = state.settings.observable
    let along = "b = \(directionText(state.settings.field.unit))"
    let inside = frame.box(
      histogramBox, look.text(observable.heading), note: look.text(along), look: look)
    guard state.spectrum.all > 0 else { return }
    var chart = RegionsView(state, histogramBox).chart
    chart.cursor = nil
    chart.selection = nil
    frame.draw(chart, in: inside, look: look)
  }

  /// A frequency with as many decimals as its size deserves.
  func kilohertz(_ value: Double) -> String {
    decimal(value, places: value.magnitude >= 999.5 ? 0 : value.magnitude >= 99.95 ? 1 : 2)
  }
}
