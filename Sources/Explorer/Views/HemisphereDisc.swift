import Screen
import Spectra

/// The disc of field directions on screen: pixels half a cell high, colours by value, marks over them.
struct HemisphereDisc {
  /// The cells of the disc: twice as many columns as rows.
  let area: Rect

  /// The largest disc at the left of a rectangle, in the middle of its height.
  init(in rect: Rect) {
    let rows = max(0, min(rect.rows, rect.columns / 2))
    area = Rect(x: rect.x, y: rect.y + (rect.rows - rows) / 2, columns: 2 * rows, rows: rows)
  }

  private var radius: Double { Double(area.rows) }

  /// The place on the disc of the middle of a pixel, columns from the left and half rows from the top.
  private func place(pixel x: Int, _ y: Int) -> SIMD2<Double> {
    guard radius > 0 else { return .zero }
    return SIMD2((Double(x) + 0.5) / radius - 1, 1 - (Double(y) + 0.5) / radius)
  }

  /// The place on the disc of the middle of a cell of the screen, put on the rim where it lies beyond.
  func place(x: Int, y: Int) -> SIMD2<Double> {
    guard radius > 0 else { return .zero }
    let place = SIMD2(
      (Double(x - area.x) + 0.5) / radius - 1, 1 - (2 * Double(y - area.y) + 1) / radius)
    let distance = (place * place).sum().squareRoot()
    return distance > 1 ? place / distance : place
  }

  /// The cell of the screen that shows a direction.
  func cell(of b: SIMD3<Double>) -> (x: Int, y: Int) {
    let place = Hemisphere.place(of: b)
    func index(_ offset: Double, _ count: Int) -> Int {
      min(max(0, Int(offset.rounded(.down))), max(0, count - 1))
    }
    return (
      area.x + index((place.x + 1) * radius, area.columns),
      area.y + index((1 - place.y) * radius / 2, area.rows)
    )
  }

  /// Draws values from `low` to `high`; an even shade without a map.
  func draw(
    _ map: FieldMap?, from low: Double, to high: Double, into frame: inout Frame, look: Look
  ) {
    let ramp = HeatRamp(look)
    var grid = PixelGrid(columns: area.columns, rows: area.rows)
    grid.values = Array(repeating: .nan, count: grid.width * grid.height)
    for y in 0..<grid.height {
      for x in 0..<grid.width {
        let place = place(pixel: x, y)
        guard (place * place).sum() <= 1 else { continue }
        guard let map else {
          grid[x, y] = look.theme.color(.wireframe)
          grid.values[y * grid.width + x] = 0
          continue
        }
        let value = map.value(at: place)
        let share = high > low ? (value - low) / (high - low) : 0.5
        grid[x, y] = ramp.color(share)
        grid.values[y * grid.width + x] = share
      }
    }
    frame.draw(grid, in: area, look: look)
  }

  /// Puts a character on a direction, dark or light as its ground wants.
  func mark(_ text: Unicode.Scalar, at b: SIMD3<Double>, into frame: inout Frame, look: Look) {
    let (x, y) = cell(of: b)
    let ground = frame[x, y].style
    guard look.showsPixels, !ground.foreground.isStandard else {
      frame[x, y] = Cell(text, style: look.style(.title))
      return
    }
    let color = ground.foreground
    let isLight =
      0.299 * Double(color.red) + 0.587 * Double(color.green) + 0.114 * Double(color.blue) > 125
    frame[x, y] = Cell(
      text, style: Style(foreground: Color(hex: isLight ? 0x101010 : 0xF8F8F8), background: color))
  }
}

/// The theme's colours for values in steps fine enough for the eye, mixed once a frame.
struct HeatRamp {
  private let colors: [Color]
  private static let steps = 48

  init(_ look: Look) {
    colors = (0..<Self.steps).map { look.theme.heat((Double($0) + 0.5) / Double(Self.steps)) }
  }

  func color(_ share: Double) -> Color? {
    guard !share.isNaN else { return nil }
    return colors[min(Int(min(max(share, 0), 1) * Double(Self.steps)), Self.steps - 1)]
  }
}

extension Look {
  /// Whether coloured half blocks show values; else digits do.
  var showsPixels: Bool { glyphs != .ascii && colors != .mono && colors != .ansi16 }
}
