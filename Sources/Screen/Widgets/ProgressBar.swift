/// How much of a job is done, to an eighth of a column where the font allows.
public struct ProgressBar: Widget, Sendable {
  /// 0…1; NaN shows nothing done.
  public var fraction: Double

  public init(_ fraction: Double) { self.fraction = fraction }

  public func draw(into frame: inout Frame, in rect: Rect, look: Look) {
    let fraction = self.fraction.isNaN ? 0 : min(max(self.fraction, 0), 1)
    let parts = look.glyphs.rightward
    let steps = parts.count - 1
    let done = Int(fraction * Double(rect.columns * steps))
    let left = look.style(.progressLeft)
    let filled = look.style(.progress)
    for column in 0..<rect.columns {
      let part = min(max(done - column * steps, 0), steps)
      for y in rect.y..<rect.bottom where rect.rows > 0 {
        frame[rect.x + column, y] =
          part == 0
          ? Cell(look.glyphs.progress.left, style: left) : Cell(parts[part], style: filled)
      }
    }
  }
}

/// Where a window stands in a longer list, as a vertical bar.
public struct ScrollBar: Widget, Sendable {
  public var first: Int
  public var visible: Int
  public var total: Int

  /// - Parameters:
  ///   - first: The first line shown.
  ///   - visible: Lines shown.
  ///   - total: Lines there are.
  public init(first: Int, visible: Int, total: Int) {
    self.first = first
    self.visible = visible
    self.total = total
  }

  /// The rows of the handle, counted from the top of a bar of this height; empty when all is shown.
  public func handle(rows: Int) -> Range<Int> {
    guard rows > 0, total > visible, visible > 0 else { return 0..<0 }
    let length = max(1, min(rows, rows * visible / total))
    let last = total - visible
    let start = Int(
      (Double(min(max(first, 0), last)) / Double(last) * Double(rows - length)).rounded())
    return start..<start + length
  }

  /// The first line to show when the handle is dragged to a row.
  public func first(atRow row: Int, rows: Int) -> Int {
    guard rows > 1, total > visible else { return 0 }
    let place = Double(min(max(row, 0), rows - 1)) / Double(rows - 1)
    return Int((place * Double(total - visible)).rounded())
  }

  public func draw(into frame: inout Frame, in rect: Rect, look: Look) {
    let handle = handle(rows: rect.rows)
    guard !handle.isEmpty else { return }
    for row in 0..<rect.rows {
      let inside = handle.contains(row)
      frame[rect.x, rect.y + row] = Cell(
        inside ? look.glyphs.scroll.handle : look.glyphs.scroll.groove,
        style: look.style(inside ? .accent : .border))
    }
  }
}
