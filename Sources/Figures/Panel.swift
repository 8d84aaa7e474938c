/// One set of axes of a figure and what is drawn between them; values are in the axes' units.
public struct Panel: Sendable {
  /// The rectangle the axes enclose.
  public let area: Area
  public var x: Axis
  public var y: Axis
  /// Above the upper left corner.
  public var title: Label
  public var frame = Frame.closed
  /// What the axes cut off.
  var content = SVG()
  /// What stands above everything else and is not cut off.
  var notes = SVG()

  public init(_ area: Area, x: Axis, y: Axis, title: Label = "") {
    self.area = area
    self.x = x
    self.y = y
    self.title = title
  }

  /// Which sides of the rectangle are drawn.
  public enum Frame: Sendable {
    /// All four.
    case closed
    /// Those with ticks, on the left and below.
    case open
    /// None, and no ticks either: for distributions along another panel's axis.
    case none
  }

  /// The place of a pair of values.
  public func place(_ x: Double, _ y: Double) -> Place {
    Place(
      area.x + self.x.share(of: x) * area.width,
      area.bottom - self.y.share(of: y) * area.height)
  }

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

  /// A bar from the left to a length between two y.
  public mutating func sideBar(from low: Double, to high: Double, length: Double, fill: Ink) {
    let (corner, foot) = (place(0, high), place(length, low))
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
}
