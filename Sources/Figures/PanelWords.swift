extension Panel {
  /// A label at a pair of values, shifted by points.
  public mutating func text(
    _ label: Label, at x: Double, _ y: Double, shift: Place = .zero, anchor: SVG.Anchor = .middle,
    size: Double = Figure.fontSize, ink: Ink = .black
  ) {
    notes.text(label, at: place(x, y) + shift, anchor: anchor, size: size, ink: ink)
  }

  /// A label at a place of the figure.
  mutating func write(_ label: Label, at place: Place, isBold: Bool = false) {
    notes.text(label, at: place, isBold: isBold)
  }

  /// A corner of the panel.
  public enum Corner: Sendable { case topLeft, topRight, bottomLeft, bottomRight }

  /// Lines of text in a corner.
  public mutating func note(_ lines: [Label], in corner: Corner) {
    let isRight = corner == .topRight || corner == .bottomRight
    let first = firstBaseline(lines.count, corner)
    for (number, line) in lines.enumerated() {
      notes.text(
        line, at: Place(isRight ? area.right - 4 : area.x + 4, first + Double(number) * Self.line),
        anchor: isRight ? .end : .start)
    }
  }

  /// An entry of a legend: a mark, a line or both, and what they stand for.
  public struct LegendEntry: Sendable {
    public var label: Label
    public var style: SeriesStyle
    public var hasMark: Bool
    public var hasLine: Bool

    public init(_ label: Label, _ style: SeriesStyle, hasMark: Bool = true, hasLine: Bool = false) {
      self.label = label
      self.style = style
      self.hasMark = hasMark
      self.hasLine = hasLine
    }
  }

  /// A legend in a corner, on a ground that lets little through.
  public mutating func legend(_ entries: [LegendEntry], in corner: Corner) {
    guard let widest = entries.map({ $0.label.width() }).max() else { return }
    let sample = Self.sampleWidth(entries)
    let isRight = corner == .topRight || corner == .bottomRight
    let left = isRight ? area.right - widest - sample - 8 : area.x + 4
    let first = firstBaseline(entries.count, corner)
    notes.rectangle(
      Area(
        x: left - 2, y: first - Figure.fontSize, width: widest + sample + 7,
        height: Double(entries.count) * Self.line + 1), fill: .white, opacity: 0.8)
    for (number, entry) in entries.enumerated() {
      draw(entry, at: Place(left, first + Double(number) * Self.line), sample: sample)
    }
  }

  /// A legend on one line above the panel, where it hides no data; it ends at the right side.
  public mutating func legendAbove(_ entries: [LegendEntry]) {
    let sample = Self.sampleWidth(entries)
    var left = area.right
    for entry in entries.reversed() {
      left -= entry.label.width() + sample + 3
      draw(entry, at: Place(left, area.y - 4), sample: sample)
      left -= 7
    }
  }

  private static func sampleWidth(_ entries: [LegendEntry]) -> Double {
    entries.contains { $0.hasLine } ? 16 : 8
  }

  private mutating func draw(_ entry: LegendEntry, at place: Place, sample: Double) {
    let middle = place + Place(sample / 2, -2.6)
    if entry.hasLine {
      notes.line(
        middle - Place(sample / 2, 0), middle + Place(sample / 2, 0),
        Stroke(entry.style.ink, width: 1, dash: entry.style.dash))
    }
    if entry.hasMark {
      entry.style.mark.draw(
        in: &notes, at: middle, radius: 2, ink: entry.style.ink, isOpen: entry.style.isOpen)
    }
    notes.text(entry.label, at: place + Place(sample + 3, 0))
  }

  private static let line = Figure.fontSize + 1.8

  private func firstBaseline(_ lines: Int, _ corner: Corner) -> Double {
    corner == .topLeft || corner == .topRight
      ? area.y + Figure.fontSize + 2 : area.bottom - 4 - Double(lines - 1) * Self.line
  }
}
