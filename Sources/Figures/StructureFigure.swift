/// A structure for print: shaded balls in their regions' colours, the cell's edges, the lattice
/// vectors, and a legend with counts.
public struct StructureFigure: Sendable {
  /// A ball as projected.
  public struct Ball: Sendable {
    public var place: Place
    public var radius: Double
    /// 0 for the farthest, 1 for the nearest; the nearest are painted last.
    public var nearness: Double
    public var ink: Ink

    public init(place: Place, radius: Double, nearness: Double, ink: Ink) {
      self.place = place
      self.radius = radius
      self.nearness = nearness
      self.ink = ink
    }
  }

  /// An edge of the cell; those behind all balls are painted before them.
  public struct Edge: Sendable {
    public var from: Place
    public var to: Place
    public var isBehind: Bool

    public init(from: Place, to: Place, isBehind: Bool) {
      self.from = from
      self.to = to
      self.isBehind = isBehind
    }
  }

  /// A line of the legend.
  public struct Entry: Sendable {
    public var ink: Ink
    public var text: String

    public init(ink: Ink, text: String) {
      self.ink = ink
      self.text = text
    }
  }

  /// Side of the square all places are in.
  public var side: Double
  public var balls: [Ball]
  public var edges: [Edge]
  /// Names of directions and where they point, at most 1 long, y downwards.
  public var axes: [(name: String, tip: Place)]
  public var legend: [Entry]
  public var caption: String

  public init(
    side: Double, balls: [Ball], edges: [Edge], axes: [(name: String, tip: Place)],
    legend: [Entry], caption: String
  ) {
    self.side = side
    self.balls = balls
    self.edges = edges
    self.axes = axes
    self.legend = legend
    self.caption = caption
  }

  private static let legendLine = 11.0

  /// The figure as an SVG document.
  public var svg: String {
    let width = Figure.Width.column.points
    let legendRows = Double((legend.count + 1) / 2)
    var figure = Figure(
      .column, height: width + legendRows * Self.legendLine + 8, title: caption)
    let scale = side > 0 ? width / side : 1
    var cell = SVG()
    func draw(_ edge: Edge) {
      cell.line(
        scale * edge.from, scale * edge.to,
        Stroke(edge.isBehind ? .gray : .black, width: edge.isBehind ? 0.4 : 0.6))
    }
    for edge in edges where edge.isBehind { draw(edge) }
    for ball in balls.sorted(by: { $0.nearness < $1.nearness }) {
      let place = scale * ball.place
      let radius = scale * ball.radius
      cell.circle(place, radius: radius, fill: ball.ink, stroke: Stroke(.black, width: 0.25))
      // Light from the upper left.
      if radius > 1.2 {
        cell.circle(place - radius * Place(0.32, 0.36), radius: radius * 0.24, fill: .white)
      }
    }
    for edge in edges where !edge.isBehind { draw(edge) }
    figure.drawing.clipped(to: Area(x: 0, y: 0, width: width, height: width), cell)
    drawAxes(in: &figure.drawing, at: Place(24, width - 22))
    for (place, entry) in legend.enumerated() {
      let corner = Place(
        12 + Double(place % 2) * width / 2, width + 9 + Double(place / 2) * Self.legendLine)
      figure.drawing.circle(
        corner - Place(0, 2.5), radius: 3, fill: entry.ink, stroke: Stroke(.black, width: 0.25))
      figure.drawing.text(Label(plain: entry.text), at: corner + Place(7, 0))
    }
    return figure.svg
  }

  private func drawAxes(in svg: inout SVG, at origin: Place) {
    var taken: [Place] = []
    for (name, tip) in axes {
      svg.line(origin, origin + 14 * tip, Stroke(.black, width: 0.7))
      // Names of directions that coincide stand side by side.
      var place = origin + 19 * tip + Place(0, 2.5)
      func isTaken() -> Bool {
        taken.contains { abs($0.x - place.x) < 6 && abs($0.y - place.y) < 6 }
      }
      while isTaken() { place.x += 7 }
      taken.append(place)
      svg.text(Label(plain: name), at: place, anchor: .middle)
    }
  }
}
