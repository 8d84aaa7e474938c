/// Balls and lines in space, near ones hiding far ones: shaded half-block pixels where there are
/// colours, else characters.
///
/// A pixel is a column wide and half a row high, about a square. Places are in pixels from the top
/// left corner; depths are in pixels too and grow towards the eye.
public struct BallPicture: Widget, Sendable {
  /// A ball as projected.
  public struct Ball: Sendable, Hashable {
    public var x: Float
    public var y: Float
    public var depth: Float
    public var radius: Float
    /// Place in `inks`.
    public var ink: UInt16

    public init(x: Float, y: Float, depth: Float, radius: Float, ink: UInt16) {
      self.x = x
      self.y = y
      self.depth = depth
      self.radius = radius
      self.ink = ink
    }
  }

  /// What tells one kind of ball from another.
  public struct Ink: Sendable, Hashable {
    public var color: Color
    /// Fills the ball where there are no pixels.
    public var fill: Unicode.Scalar
    /// Stands in the middle of the ball where labels are shown.
    public var label: Unicode.Scalar?
    /// Drawn back, so that others stand out.
    public var isFaint: Bool

    public init(
      _ color: Color, fill: Unicode.Scalar, label: Unicode.Scalar? = nil, isFaint: Bool = false
    ) {
      self.color = color
      self.fill = fill
      self.label = label
      self.isFaint = isFaint
    }
  }

  public let columns: Int
  public let rows: Int
  public var inks: [Ink]
  /// Depths between which balls fade into the ground.
  public var depths: ClosedRange<Float> = -1...1
  /// Writes labels on balls that have room for one; without pixels all are labelled.
  public var showsLabels = false
  public private(set) var balls: [Ball] = []

  let width: Int
  let height: Int
  /// For each pixel, row after row: the depth of what is seen there and the ball, −1 for none.
  private(set) var depth: [Float]
  private(set) var owner: [Int32]
  var wires: BrailleCanvas
  /// Lines in front of balls, by pixel, and lines as characters, by cell.
  var wirePixels: [Int: Color] = [:]
  var strokes: [Int: Screen.Cell] = [:]

  public init(columns: Int, rows: Int, inks: [Ink] = []) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
    self.inks = inks
    width = self.columns
    height = self.rows * 2
    depth = Array(repeating: -.infinity, count: width * height)
    owner = Array(repeating: -1, count: width * height)
    wires = BrailleCanvas(columns: columns, rows: rows)
  }

  /// A ball is never smaller than this, in pixels, so that it covers one.
  public static let leastRadius: Float = 0.75

  /// Draws balls over and behind those there.
  public mutating func draw(_ more: [Ball]) {
    let first = balls.count
    balls += more
    guard width > 0, height > 0 else { return }
    let (width, height) = (width, height)
    depth.withUnsafeMutableBufferPointer { depth in
      owner.withUnsafeMutableBufferPointer { owner in
        more.withUnsafeBufferPointer { more in
          for place in more.indices {
            let ball = more[place]
            let (x, y, z) = (ball.x, ball.y, ball.depth)
            let radius = max(Self.leastRadius, ball.radius)
            // Nothing of what is NaN or far outside is in sight.
            guard x > -radius, y > -radius, x < Float(width) + radius, y < Float(height) + radius,
              radius < 1e6, z.magnitude < 1e12
            else { continue }
            let left = max(0, Int((x - radius - 0.5).rounded(.up)))
            let right = min(width - 1, Int((x + radius - 0.5).rounded(.down)))
            let top = max(0, Int((y - radius - 0.5).rounded(.up)))
            let bottom = min(height - 1, Int((y + radius - 0.5).rounded(.down)))
            guard left <= right, top <= bottom else { continue }
            let squaredRadius = radius * radius
            let owned = Int32(first + place)
            for row in top...bottom {
              let dy = Float(row) + 0.5 - y
              let room = squaredRadius - dy * dy
              for column in left...right {
                let dx = Float(column) + 0.5 - x
                let left = room - dx * dx
                if left < 0 { continue }
                let pixel = row * width + column
                // The highest point first: most pixels of hidden balls need no root.
                if z + radius <= depth[pixel] { continue }
                let surface = z + left.squareRoot()
                if surface > depth[pixel] {
                  depth[pixel] = surface
                  owner[pixel] = owned
                }
              }
            }
          }
        }
      }
    }
  }

  /// The ball seen in a cell, by its number in the order drawn; nil where there is none.
  public func ball(atColumn column: Int, row: Int) -> Int? {
    guard column >= 0, column < columns, row >= 0, row < rows else { return nil }
    let upper = row * 2 * width + column
    let pixel = depth[upper] >= depth[upper + width] ? upper : upper + width
    return owner[pixel] < 0 ? nil : Int(owner[pixel])
  }

  /// A line whose parts behind balls are hidden; draw the balls before.
  public mutating func line(from start: SIMD3<Float>, to end: SIMD3<Float>, _ color: Color) {
    let (a, b) = (SIMD3<Double>(start), SIMD3<Double>(end))
    // In dots, two to a pixel each way.
    guard
      let (from, to) = clippedLine(
        from: (2 * a.x, 2 * a.y), to: (2 * b.x, 2 * b.y), width: Double(wires.width),
        height: Double(wires.height))
    else { return }
    let (dx, dy) = (to.0 - from.0, to.1 - from.1)
    let stroke = Self.stroke(across: 2 * (b.x - a.x), down: 2 * (b.y - a.y))
    let steps = max(1, Int(max(dx.magnitude, dy.magnitude).rounded(.up)))
    let isFlat = (b.x - a.x).magnitude >= (b.y - a.y).magnitude
    for step in 0...steps {
      let part = Double(step) / Double(steps)
      let (x, y) = (from.0 + dx * part, from.1 + dy * part)
      // How far along the whole line, by the coordinate that changes more.
      let length = isFlat ? 2 * (b.x - a.x) : 2 * (b.y - a.y)
      let along = length == 0 ? 0 : (isFlat ? x - 2 * a.x : y - 2 * a.y) / length
      let (dotX, dotY) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
      mark(dotX, dotY, depth: Float(a.z + (b.z - a.z) * along), color, stroke)
    }
  }

  private mutating func mark(
    _ x: Int, _ y: Int, depth z: Float, _ color: Color, _ stroke: Unicode.Scalar
  ) {
    let (column, row) = (x / 2, y / 4)
    guard x >= 0, y >= 0, column < columns, row < rows else { return }
    let upper = row * 2 * width + column
    let isEmpty = owner[upper] < 0 && owner[upper + width] < 0
    if isEmpty { wires.set(x, y, color) }
    let pixel = y / 2 * width + column
    if !isEmpty, owner[pixel] >= 0, z > depth[pixel] { wirePixels[pixel] = color }
    if isEmpty || z > max(depth[upper], depth[upper + width]) {
      strokes[row * columns + column] = Screen.Cell(stroke, style: Style(foreground: color))
    }
  }

  /// The character that looks most like a line's direction, in dots.
  private static func stroke(across: Double, down: Double) -> Unicode.Scalar {
    // A cell is two dots wide and four high.
    let (columns, rows) = (across.magnitude / 2, down.magnitude / 4)
    if columns > 2.4 * rows { return "-" }
    if rows > 1.6 * columns { return "|" }
    return (across < 0) == (down < 0) ? "\\" : "/"
  }
}
