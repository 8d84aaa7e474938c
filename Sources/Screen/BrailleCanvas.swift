/// A drawing of dots, 2 × 4 to a cell, shown in braille, half blocks or ASCII.
///
/// Dot (0, 0) is the top left one; dots are about square. A cell has one colour in braille (that of
/// the dot set last) and one for each half in half blocks. Later drawing covers earlier.
public struct BrailleCanvas: Widget, Sendable {
  public let columns: Int
  public let rows: Int
  /// Dots across and down.
  public var width: Int { columns * 2 }
  public var height: Int { rows * 4 }

  private struct Dots {
    /// Bit `2·(y mod 4) + (x mod 2)` for each dot set.
    var bits: UInt8 = 0
    var upper = Color.standard
    var lower = Color.standard
    var last = Color.standard
  }
  private struct Note {
    var text: String
    var column, row: Int
    var style: Style
  }
  private var cells: [Dots]
  private var notes: [Note] = []

  public init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
    cells = Array(repeating: Dots(), count: self.columns * self.rows)
  }

  /// Sets a dot; outside the canvas nothing happens.
  public mutating func set(_ x: Int, _ y: Int, _ color: Color) {
    guard x >= 0, x < width, y >= 0, y < height else { return }
    let index = y / 4 * columns + x / 2
    cells[index].bits |= 1 << UInt8(y % 4 * 2 + x % 2)
    cells[index].last = color
    if y % 4 < 2 { cells[index].upper = color } else { cells[index].lower = color }
  }

  /// Takes a dot away.
  public mutating func clear(_ x: Int, _ y: Int) {
    guard x >= 0, x < width, y >= 0, y < height else { return }
    cells[y / 4 * columns + x / 2].bits &= ~(1 << UInt8(y % 4 * 2 + x % 2))
  }

  /// True when a dot is set.
  public func isSet(_ x: Int, _ y: Int) -> Bool {
    guard x >= 0, x < width, y >= 0, y < height else { return false }
    return cells[y / 4 * columns + x / 2].bits & 1 << UInt8(y % 4 * 2 + x % 2) != 0
  }

  /// A straight line between two points, ends included.
  /// - Parameters:
  ///   - dash: Draws this many dots, then leaves out as many; 0 for a solid line.
  ///   - phase: Dots of the dashes already used up by the line this one goes on from.
  /// - Returns: The phase at the end of the line.
  @discardableResult
  public mutating func line(
    _ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double, _ color: Color, dash: Int = 0,
    phase: Int = 0
  ) -> Int {
    guard
      let (a, b) = clippedLine(
        from: (x0, y0), to: (x1, y1), width: Double(width), height: Double(height))
    else { return phase }
    let steps = Int(max((b.0 - a.0).magnitude, (b.1 - a.1).magnitude).rounded(.up))
    for step in 0...max(steps, 0) where dash <= 0 || (phase + step) / dash % 2 == 0 {
      let part = steps > 0 ? Double(step) / Double(steps) : 0
      let (x, y) = (a.0 + (b.0 - a.0) * part, a.1 + (b.1 - a.1) * part)
      set(Int(x.rounded(.down)), Int(y.rounded(.down)), color)
    }
    return dash > 0 ? (phase + steps) % (2 * dash) : 0
  }

  /// A circle's outline.
  public mutating func circle(_ x: Double, _ y: Double, radius: Double, _ color: Color) {
    forEachDot(near: x, y, radius: radius + 1) { canvas, dotX, dotY, distance in
      if (distance - radius).magnitude <= 0.6 { canvas.set(dotX, dotY, color) }
    }
  }

  /// A filled disc.
  /// - Parameter rim: Width in dots of a gap cleared around the disc, so that it stands out from
  ///   what lies behind it.
  public mutating func disc(
    _ x: Double, _ y: Double, radius: Double, _ color: Color, rim: Double = 0
  ) {
    if radius < 0.75 {
      if x.magnitude < 1e6, y.magnitude < 1e6 {
        set(Int(x.rounded(.down)), Int(y.rounded(.down)), color)
      }
      return
    }
    forEachDot(near: x, y, radius: radius + rim) { canvas, dotX, dotY, distance in
      if distance <= radius {
        canvas.set(dotX, dotY, color)
      } else if rim > 0, distance <= radius + rim {
        canvas.clear(dotX, dotY)
      }
    }
  }

  /// Text over the drawing, starting in the cell that holds the dot.
  public mutating func note(_ text: String, x: Double, y: Double, style: Style) {
    guard x.magnitude < 1e6, y.magnitude < 1e6 else { return }
    notes.append(
      Note(
        text: text, column: Int((x / 2).rounded(.down)), row: Int((y / 4).rounded(.down)),
        style: style))
  }

  private mutating func forEachDot(
    near x: Double, _ y: Double, radius: Double,
    _ body: (inout BrailleCanvas, Int, Int, Double) -> Void
  ) {
    guard radius >= 0, radius.isFinite, x.isFinite, y.isFinite else { return }
    let left = max(0, (x - radius).rounded(.down))
    let right = min(Double(width - 1), (x + radius).rounded(.up))
    let top = max(0, (y - radius).rounded(.down))
    let bottom = min(Double(height - 1), (y + radius).rounded(.up))
    guard left <= right, top <= bottom else { return }
    for dotY in Int(top)...Int(bottom) {
      for dotX in Int(left)...Int(right) {
        let (dx, dy) = (Double(dotX) + 0.5 - x, Double(dotY) + 0.5 - y)
        body(&self, dotX, dotY, (dx * dx + dy * dy).squareRoot())
      }
    }
  }

  public func draw(into frame: inout Frame, in rect: Rect, look: Look) {
    let ground = look.theme.background
    for row in 0..<min(rows, rect.rows) {
      for column in 0..<min(columns, rect.columns) {
        let dots = cells[row * columns + column]
        guard dots.bits != 0 else { continue }
        frame[rect.x + column, rect.y + row] = BrailleCanvas.cell(
          dots, ground: ground, glyphs: look.glyphs)
      }
    }
    for note in notes {
      frame.draw(
        note.text, x: rect.x + note.column, y: rect.y + note.row, style: note.style, in: rect)
    }
  }

  private static func cell(_ dots: Dots, ground: Color, glyphs: GlyphSet) -> Cell {
    let style = Style(foreground: dots.last, background: ground)
    let (upper, lower) = (dots.bits & 0x0F != 0, dots.bits & 0xF0 != 0)
    switch glyphs {
    case .unicode:
      // Unicode numbers the dots down the left column, then the right, then the bottom row.
      let order: [UInt8] = [0, 3, 1, 4, 2, 5, 6, 7]
      var pattern: UInt32 = 0x2800
      for bit in 0..<8 where dots.bits & 1 << UInt8(bit) != 0 { pattern |= 1 << UInt32(order[bit]) }
      return Cell(Unicode.Scalar(pattern) ?? " ", style: style)
    case .blocks:
      if upper, lower {
        return dots.upper == dots.lower
          ? Cell("█", style: style.colored(dots.upper))
          : Cell("▀", style: Style(foreground: dots.upper, background: dots.lower))
      }
      return upper
        ? Cell("▀", style: style.colored(dots.upper)) : Cell("▄", style: style.colored(dots.lower))
    case .ascii:
      let count = dots.bits.nonzeroBitCount
      return Cell(
        count >= 6 ? "#" : upper && lower ? ":" : upper ? "'" : ".", style: style)
    }
  }
}

/// The part of a line within 0…width × 0…height (Liang and Barsky); nil when none is.
func clippedLine(
  from a: (Double, Double), to b: (Double, Double), width: Double, height: Double
) -> ((Double, Double), (Double, Double))? {
  guard a.0.isFinite, a.1.isFinite, b.0.isFinite, b.1.isFinite else { return nil }
  let (dx, dy) = (b.0 - a.0, b.1 - a.1)
  var (start, end) = (0.0, 1.0)
  for (slope, distance) in [(-dx, a.0), (dx, width - a.0), (-dy, a.1), (dy, height - a.1)] {
    if slope == 0 {
      if distance < 0 { return nil }
    } else if slope < 0 {
      start = max(start, distance / slope)
    } else {
      end = min(end, distance / slope)
    }
  }
  guard start <= end else { return nil }
  return ((a.0 + dx * start, a.1 + dy * start), (a.0 + dx * end, a.1 + dy * end))
}
