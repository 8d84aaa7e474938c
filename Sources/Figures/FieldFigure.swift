import Glibc
import Spectra

/// The map of field directions and a powder pattern side by side, for print.
public struct FieldFigure: Sendable {
  /// The mean |ω_Q| by direction; nil leaves its place empty.
  public var map: FieldMap?
  public var mapTitle: Label
  /// The field direction in use, marked on the map.
  public var field: SIMD3<Double>
  public var pattern: PowderPattern?
  public var patternTitle: Label
  /// Whether the central line is drawn; it is cut off where it is higher than the satellites.
  public var showsCentralLine: Bool
  public var caption: String
  /// Colours of the map from low to high.
  public var ramp: [Ink]

  public init(
    map: FieldMap?, mapTitle: Label, field: SIMD3<Double>, pattern: PowderPattern?,
    patternTitle: Label, showsCentralLine: Bool = true, caption: String, ramp: [Ink]
  ) {
    self.map = map
    self.mapTitle = mapTitle
    self.field = field
    self.pattern = pattern
    self.patternTitle = patternTitle
    self.showsCentralLine = showsCentralLine
    self.caption = caption
    self.ramp = ramp.isEmpty ? [.gray] : ramp
  }

  private static let height = 170.0

  /// The figure as an SVG document, a page wide.
  public var svg: String {
    var figure = Figure(.page, height: Self.height, title: caption)
    figure.panels =
      [mapPanel, scalePanel].compactMap { $0 }
      + [patternPanel(right: figure.width.points - 8)]
    return figure.svg
  }

  // MARK: Map

  private static let disc = Area(x: 14, y: 16, width: 146, height: 146)

  private var mapPanel: Panel {
    var panel = Panel(
      Self.disc, x: Axis("", -1.02...1.02), y: Axis("", -1.02...1.02), title: mapTitle)
    panel.frame = .none
    drawValues(in: &panel)
    let turns = (0...144).map { 2 * Double.pi * Double($0) / 144 }
    let (x, y) = (turns.map { cos($0) }, turns.map { sin($0) })
    // What the squares show beyond the rim is covered: a frame whose inner edge is the rim.
    panel.polygon(x + [2, 2, -2, -2, 2, 2], y + [0, 2, 2, -2, -2, 0], fill: .white)
    panel.line(x, y, Stroke(.black, width: 0.6))
    drawMarks(in: &panel)
    return panel
  }

  private func drawValues(in panel: inout Panel) {
    guard let map else { return }
    let (count, step) = (72, 2 / 72.0)
    for row in 0..<count {
      for column in 0..<count {
        let corner = SIMD2(Double(column), Double(row)) * step - 1
        let middle = corner + step / 2
        // Squares that the rim cuts take the value where it does.
        let distance = (middle * middle).sum().squareRoot()
        guard distance < 1 + step else { continue }
        let value = map.value(at: distance > 1 ? middle / distance : middle)
        panel.polygon(
          [corner.x, corner.x + step, corner.x + step, corner.x],
          [corner.y, corner.y, corner.y + step, corner.y + step], fill: ink(value, map))
      }
    }
  }

  private func ink(_ value: Double, _ map: FieldMap) -> Ink {
    let (low, high) = (map.lowest.value, map.highest.value)
    let share = high > low ? min(max(0, (value - low) / (high - low)), 1) : 0.5
    return ramp[min(Int(share * Double(ramp.count)), ramp.count - 1)]
  }

  /// The axes of a cube and the field.
  private func drawMarks(in panel: inout Panel) {
    let families: [(Mark, [SIMD3<Double>])] = [
      (.square, [[0, 0, 1], [1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0]]),
      (
        .diamond,
        [
          [1, 1, 0], [-1, 1, 0], [1, -1, 0], [-1, -1, 0], [1, 0, 1], [-1, 0, 1], [0, 1, 1],
          [0, -1, 1],
        ]
      ),
      (.triangle, [[1, 1, 1], [-1, 1, 1], [1, -1, 1], [-1, -1, 1]]),
    ]
    for (mark, axes) in families {
      for axis in axes {
        let place = Hemisphere.place(of: axis / (axis * axis).sum().squareRoot())
        // White below black: seen on any colour.
        panel.marks([place.x], [place.y], SeriesStyle(.white, mark: mark), radius: 2.6)
        panel.marks([place.x], [place.y], SeriesStyle(.black, mark: mark, isOpen: true), radius: 2)
      }
    }
    let place = Hemisphere.place(of: field)
    panel.marks([place.x], [place.y], SeriesStyle(.white), radius: 3.4)
    panel.marks([place.x], [place.y], SeriesStyle(.black), radius: 2.4)
    panel.text("b", at: place.x, place.y, shift: Place(5.5, 2.5))
  }

  /// The colours with numbers.
  private var scalePanel: Panel? {
    guard let map, map.highest.value > map.lowest.value else { return nil }
    var panel = Panel(
      Area(x: 204, y: 22, width: 8, height: 134), x: Axis("", 0...1, tickCount: 0),
      y: Axis("mean |ω_Q| / kHz", map.lowest.value...map.highest.value, tickCount: 6))
    let step = (map.highest.value - map.lowest.value) / Double(ramp.count)
    for (number, ink) in ramp.enumerated() {
      let low = map.lowest.value + Double(number) * step
      panel.sideBar(from: low, to: low + step, length: 1, fill: ink)
    }
    panel.x.isNumbered = false
    return panel
  }

  // MARK: Pattern

  private func patternPanel(right: Double) -> Panel {
    let highest = 100 * (pattern?.satellites.max() ?? 0)
    let reach = pattern?.mainReach ?? 1
    var panel = Panel(
      Area(x: 262, y: 16, width: right - 262, height: Self.height - 45),
      x: Axis("offset / kHz", -reach...reach, tickCount: 7),
      y: Axis("intensity / % kHz^{-1}", 0...max(1e-12, highest * 1.08), tickCount: 5),
      title: patternTitle)
    panel.frame = .open
    guard let pattern else { return panel }
    let offsets = pattern.offsets
    if showsCentralLine, pattern.central.contains(where: { $0 > 0 }) {
      panel.line(
        offsets, pattern.central.map { 100 * $0 }, Stroke(.vermilion, width: 0.7, dash: [3, 1.5]))
    }
    panel.line(offsets, pattern.satellites.map { 100 * $0 }, Stroke(.blue, width: 0.9))
    return panel
  }
}
