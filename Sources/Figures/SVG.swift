import Numbers

/// A point of a drawing, in points (1/72 inch) from its upper left corner.
public typealias Place = SIMD2<Double>

/// A rectangle of a drawing, in points.
public struct Area: Sendable, Equatable {
  public var x: Double
  public var y: Double
  public var width: Double
  public var height: Double

  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  public var right: Double { x + width }
  public var bottom: Double { y + height }
}

/// A line's colour, width in points and dashes.
public struct Stroke: Sendable, Equatable {
  public var ink: Ink
  public var width: Double
  /// Lengths of dashes and gaps in points; none for a solid line.
  public var dash: [Double]

  public init(_ ink: Ink = .black, width: Double = 0.6, dash: [Double] = []) {
    self.ink = ink
    self.width = width
    self.dash = dash
  }

  var attributes: String {
    let dashes =
      dash.isEmpty
      ? "" : " stroke-dasharray=\"\(dash.map(coordinate).joined(separator: " "))\""
    return "stroke=\"\(ink.hex)\" stroke-width=\"\(coordinate(width))\"\(dashes)"
  }
}

/// Elements of an SVG drawing in the order they are painted; lengths are in points.
public struct SVG: Sendable {
  public private(set) var body = ""

  public init() {}

  public mutating func line(_ start: Place, _ end: Place, _ stroke: Stroke = Stroke()) {
    guard isDrawable([start, end]) else { return }
    body += "<line x1=\"\(coordinate(start.x))\" y1=\"\(coordinate(start.y))\" "
    body += "x2=\"\(coordinate(end.x))\" y2=\"\(coordinate(end.y))\" \(stroke.attributes)/>\n"
  }

  public mutating func rectangle(
    _ area: Area, fill: Ink? = nil, opacity: Double = 1, stroke: Stroke? = nil
  ) {
    guard isDrawable([Place(area.x, area.y), Place(area.width, area.height)]) else { return }
    // Both edges rounded alike, so that rectangles that touch still do.
    func edge(_ value: Double) -> Double { (100 * value).rounded() / 100 }
    let (left, top) = (edge(area.x), edge(area.y))
    let size = Place(edge(area.right) - left, edge(area.bottom) - top)
    body += "<rect x=\"\(coordinate(left))\" y=\"\(coordinate(top))\" "
    body += "width=\"\(coordinate(max(0, size.x)))\" height=\"\(coordinate(max(0, size.y)))\" "
    body += "\(paint(fill, opacity, stroke))"
    // Without a line around them, neighbouring rectangles show no seam.
    body += "\(stroke == nil ? " shape-rendering=\"crispEdges\"" : "")/>\n"
  }

  /// A line through places, or the polygon they enclose.
  public mutating func path(
    _ places: [Place], isClosed: Bool = false, fill: Ink? = nil, opacity: Double = 1,
    stroke: Stroke? = nil
  ) {
    guard places.count > 1, isDrawable(places) else { return }
    let steps = places.map { "\(coordinate($0.x)) \(coordinate($0.y))" }.joined(separator: "L")
    body += "<path d=\"M\(steps)\(isClosed ? "Z" : "")\" \(paint(fill, opacity, stroke)) "
    body += "stroke-linejoin=\"round\"/>\n"
  }

  public mutating func circle(
    _ center: Place, radius: Double, fill: Ink? = nil, stroke: Stroke? = nil
  ) {
    guard isDrawable([center]) else { return }
    body += "<circle cx=\"\(coordinate(center.x))\" cy=\"\(coordinate(center.y))\" "
    body += "r=\"\(coordinate(radius))\" \(paint(fill, 1, stroke))/>\n"
  }

  /// Where a text stands relative to its place.
  public enum Anchor: String, Sendable { case start, middle, end }

  /// A label with its baseline at a place; turned by −90° about it if `isUpright` is false.
  public mutating func text(
    _ label: Label, at place: Place, anchor: Anchor = .start, size: Double = Figure.fontSize,
    ink: Ink = .black, isUpright: Bool = true, isBold: Bool = false
  ) {
    guard !label.isEmpty, isDrawable([place]) else { return }
    let position =
      isUpright
      ? "x=\"\(coordinate(place.x))\" y=\"\(coordinate(place.y))\""
      : "transform=\"translate(\(coordinate(place.x)) \(coordinate(place.y))) rotate(-90)\""
    body += "<text \(position) text-anchor=\"\(anchor.rawValue)\" "
    body += "font-size=\"\(coordinate(size))\"\(isBold ? " font-weight=\"bold\"" : "")"
    body += "\(ink == .black ? "" : " fill=\"\(ink.hex)\"")>\(label.spans(size: size))</text>\n"
  }

  /// Elements painted with one opacity each.
  public mutating func group(opacity: Double, _ draw: (inout SVG) -> Void) {
    var inner = SVG()
    draw(&inner)
    body += "<g opacity=\"\(coordinate(opacity))\">\n\(inner.body)</g>\n"
  }

  /// Elements of which only what lies in an area shows.
  public mutating func clipped(to area: Area, _ inner: SVG) {
    guard !inner.body.isEmpty else { return }
    body += "<svg x=\"\(coordinate(area.x))\" y=\"\(coordinate(area.y))\" "
    body += "width=\"\(coordinate(area.width))\" height=\"\(coordinate(area.height))\" "
    body += "viewBox=\"\(coordinate(area.x)) \(coordinate(area.y)) \(coordinate(area.width)) "
    body += "\(coordinate(area.height))\" overflow=\"hidden\">\n\(inner.body)</svg>\n"
  }

  /// Appends other elements.
  public mutating func append(_ other: SVG) { body += other.body }

  private func paint(_ fill: Ink?, _ opacity: Double, _ stroke: Stroke?) -> String {
    var text = "fill=\"\(fill?.hex ?? "none")\""
    if fill != nil, opacity < 1 { text += " fill-opacity=\"\(coordinate(opacity))\"" }
    if let stroke { text += " \(stroke.attributes)" }
    return text
  }

  private func isDrawable(_ places: [Place]) -> Bool {
    places.allSatisfy { abs($0.x) < 1e7 && abs($0.y) < 1e7 }
  }
}

/// A length to a hundredth, without trailing zeros.
func coordinate(_ value: Double) -> String {
  var text = decimal(value, places: 2)
  guard text.contains(".") else { return text }
  while text.last == "0" { text.removeLast() }
  if text.last == "." { text.removeLast() }
  return text
}

/// Text with the characters that XML gives a meaning replaced, and those it forbids left out.
public func escapedXML(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "\t", "\n": result.unicodeScalars.append(scalar)
    case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": continue
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
