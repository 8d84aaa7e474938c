/// One set of axes of a figure and what is drawn between them; values are in the axes' units.
public struct Panel: Sendable {
  /// The rectangle the axes enclose.
  public let area: Area
  public var x: Axis
  public var y: Axis
  /// Above the upper left corner.
  public var title: Label
  /// Whether a line closes the rectangle above and on the right.
  public var isFramed = true
  /// What the axes cut off.
  private var content = SVG()
  /// What stands above everything else and is not cut off.
  private var notes = SVG()

  public init(_ area: Area, x: Axis, y: Axis, title: Label = "") {
    self.area = area
    self.x = x
    self.y = y
    self.title = title
  }

  /// The place of a pair of values.
  public func place(_ x: Double, _ y: Double) -> Place {
    Place(
      area.x + self.x.share(of: x) * area.width,
      area.bottom - self.y.share(of: y) * area.height)
  }

  // MARK: Data

  /// Marks at pairs of values; an opacity below 1 shows where many lie on each other.
  public mutating func marks(
    _ x: [Double], _ y: [Double], _ style: SeriesStyle, radius: Double = 1.5, opacity: Double = 1
  ) {
    let places = zip(x, y).map { place($0, $1) }.filter { $0.x.isFinite && $0.y.isFinite }
    for center in places {
      func draw(_ svg: inout SVG) {
        style.mark.draw(in: &svg, at: center, radius: radius, ink: style.ink, isOpen: style.isOpen)
      }
      // Each its own group: within one, overlaps would not add up.
      if opacity < 1 { content.group(opacity: opacity, draw) } else { draw(&content) }
    }
  }

  /// A line through pairs of values; a value that is none interrupts it.
  public mutating func line(_ x: [Double], _ y: [Double], _ stroke: Stroke) {
    var run: [Place] = []
    for (x, y) in zip(x, y) {
      let next = place(x, y)
      if next.x.isFinite, next.y.isFinite {
        run.append(next)
      } else {
        content.path(run, stroke: stroke)
        run = []
      }
    }
    content.path(run, stroke: stroke)
  }

  /// The polygon of pairs of values.
  public mutating func polygon(
    _ x: [Double], _ y: [Double], fill: Ink, opacity: Double = 1, stroke: Stroke? = nil
  ) {
    content.path(
      zip(x, y).map { place($0, $1) }, isClosed: true, fill: fill, opacity: opacity, stroke: stroke)
  }

  /// The region between two curves over the same x.
  public mutating func band(
    _ x: [Double], from low: [Double], to high: [Double], fill: Ink, opacity: Double = 0.2
  ) {
    polygon(x + x.reversed(), low + high.reversed(), fill: fill, opacity: opacity)
  }

  /// A vertical line with short ends from `low` to `high` at each x, in points' width.
  public mutating func errorBars(
    _ x: [Double], from low: [Double], to high: [Double], _ ink: Ink, cap: Double = 1.6
  ) {
    for index in x.indices {
      let (bottom, top) = (place(x[index], low[index]), place(x[index], high[index]))
      let stroke = Stroke(ink, width: 0.7)
      content.line(bottom, top, stroke)
      for end in [bottom, top] {
        content.line(end - Place(cap, 0), end + Place(cap, 0), stroke)
      }
    }
  }

  /// A bar from the axis to a height between two x.
  public mutating func bar(from left: Double, to right: Double, height: Double, fill: Ink) {
    let (corner, foot) = (place(left, height), place(right, y.isLogarithmic ? y.lower : 0))
    content.rectangle(
      Area(x: corner.x, y: corner.y, width: foot.x - corner.x, height: foot.y - corner.y),
      fill: fill)
  }

  /// A horizontal line across the panel.
  public mutating func level(_ value: Double, _ stroke: Stroke) {
    let height = place(x.lower, value).y
    content.line(Place(area.x, height), Place(area.right, height), stroke)
  }

  /// A vertical line across the panel.
  public mutating func upright(_ value: Double, _ stroke: Stroke) {
    let across = place(value, y.lower).x
    content.line(Place(across, area.y), Place(across, area.bottom), stroke)
  }

  // MARK: Words

  /// A label at a pair of values, shifted by points.
  public mutating func text(
    _ label: Label, at x: Double, _ y: Double, shift: Place = .zero, anchor: SVG.Anchor = .middle,
    size: Double = Figure.fontSize, ink: Ink = .black
  ) {
    notes.text(label, at: place(x, y) + shift, anchor: anchor, size: size, ink: ink)
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

  /// A legend in a corner, on a ground that lets nothing through.
  public mutating func legend(_ entries: [LegendEntry], in corner: Corner) {
    guard let widest = entries.map({ $0.label.width() }).max() else { return }
    let sample = entries.contains { $0.hasLine } ? 16.0 : 8
    let isRight = corner == .topRight || corner == .bottomRight
    let left = isRight ? area.right - widest - sample - 8 : area.x + 4
    let first = firstBaseline(entries.count, corner)
    notes.rectangle(
      Area(
        x: left - 2, y: first - Figure.fontSize, width: widest + sample + 7,
        height: Double(entries.count) * Self.line + 1), fill: .white, opacity: 0.8)
    for (number, entry) in entries.enumerated() {
      let baseline = first + Double(number) * Self.line
      let middle = Place(left + sample / 2, baseline - 2.6)
      if entry.hasLine {
        notes.line(
          middle - Place(sample / 2, 0), middle + Place(sample / 2, 0),
          Stroke(entry.style.ink, width: 1, dash: entry.style.dash))
      }
      if entry.hasMark {
        entry.style.mark.draw(
          in: &notes, at: middle, radius: 2, ink: entry.style.ink, isOpen: entry.style.isOpen)
      }
      notes.text(entry.label, at: Place(left + sample + 3, baseline))
    }
  }

  private static let line = Figure.fontSize + 1.8

  private func firstBaseline(_ lines: Int, _ corner: Corner) -> Double {
    corner == .topLeft || corner == .topRight
      ? area.y + Figure.fontSize + 2 : area.bottom - 4 - Double(lines - 1) * Self.line
  }

  // MARK: Drawing

  /// Content, axes, ticks and words, in this order.
  var drawing: SVG {
    var svg = SVG()
    svg.clipped(to: area, content)
    let stroke = Stroke(.black, width: 0.6)
    if isFramed {
      svg.rectangle(area, stroke: stroke)
    } else {
      svg.line(Place(area.x, area.bottom), Place(area.right, area.bottom), stroke)
      svg.line(Place(area.x, area.y), Place(area.x, area.bottom), stroke)
    }
    drawHorizontalAxis(&svg, stroke)
    drawVerticalAxis(&svg, stroke)
    svg.text(title, at: Place(area.x, area.y - 4), isBold: true)
    svg.append(notes)
    return svg
  }

  private func drawHorizontalAxis(_ svg: inout SVG, _ stroke: Stroke) {
    let ticks = x.ticks
    for (value, label) in zip(ticks.values, ticks.labels) {
      let foot = Place(place(value, y.lower).x, area.bottom)
      svg.line(foot, foot + Place(0, 2.5), stroke)
      guard x.isNumbered else { continue }
      svg.text(
        Label(plain: label), at: foot + Place(0, 10), anchor: .middle, size: Figure.tickSize)
    }
    for value in x.minorTicks {
      let foot = Place(place(value, y.lower).x, area.bottom)
      svg.line(foot, foot + Place(0, 1.4), stroke)
    }
    svg.text(
      x.label, at: Place(area.x + area.width / 2, area.bottom + (x.isNumbered ? 21 : 11)),
      anchor: .middle)
  }

  private func drawVerticalAxis(_ svg: inout SVG, _ stroke: Stroke) {
    let ticks = y.ticks
    var widest = 0.0
    for (value, text) in zip(ticks.values, ticks.labels) {
      let foot = Place(area.x, place(x.lower, value).y)
      svg.line(foot, foot - Place(2.5, 0), stroke)
      guard y.isNumbered else { continue }
      let label = Label(plain: text)
      widest = max(widest, label.width(size: Figure.tickSize))
      svg.text(label, at: foot + Place(-4, 2.5), anchor: .end, size: Figure.tickSize)
    }
    for value in y.minorTicks {
      let foot = Place(area.x, place(x.lower, value).y)
      svg.line(foot, foot - Place(1.4, 0), stroke)
    }
    svg.text(
      y.label, at: Place(area.x - 8 - widest, area.y + area.height / 2), anchor: .middle,
      isUpright: false)
  }
}
