import Glibc
import Numbers

/// Curves and points over two numeric axes: rotation plots, parity plots, learning curves.
public struct Plot: Widget, Sendable {
  /// Points joined by lines, or left as points.
  public struct Series: Sendable {
    public var name: String
    /// A NaN coordinate breaks the line.
    public var points: [(x: Double, y: Double)]
    public var color: Color
    public var joined: Bool
    /// Dots drawn, then left out, along a joined line; 0 for solid.
    public var dash: Int

    public init(
      _ name: String = "", points: [(x: Double, y: Double)], color: Color, joined: Bool = true,
      dash: Int = 0
    ) {
      self.name = name
      self.points = points
      self.color = color
      self.joined = joined
      self.dash = dash
    }
  }

  public var series: [Series]
  /// The ranges shown; nil for what the points need.
  public var xRange: ClosedRange<Double>?
  public var yRange: ClosedRange<Double>?
  /// Whether the axes are logarithmic; values that are not above 0 are left out.
  public var xIsLogarithmic = false
  public var yIsLogarithmic = false
  public var xLabel = ""
  public var yLabel = ""
  /// Where vertical lines mark a present value.
  public var markers: [Double] = []
  /// Where horizontal lines mark a value.
  public var levels: [Double] = []
  /// Shows the names of the series in the top right corner.
  public var showsLegend = false

  public init(series: [Series]) { self.series = series }

  /// Where values are when the plot is drawn in a rectangle; for hit-testing.
  public func geometry(in rect: Rect) -> PlotGeometry {
    let axisRows = rect.rows >= 4 ? 2 : 0
    let xs = range(xRange, of: { $0.x }, marks: markers, isLogarithmic: xIsLogarithmic)
    let ys = range(yRange, of: { $0.y }, marks: levels, isLogarithmic: yIsLogarithmic)
    let rows = rect.rows - axisRows
    let labels = ticks(ys, atMost: max(2, rows / 3), isLogarithmic: yIsLogarithmic).labels
    let widest = labels.reduce(0) { max($0, TextWidth.of($1)) }
    let gutter = rect.columns >= widest + 12 && rows >= 2 ? widest + 1 : 0
    return PlotGeometry(
      plot: Rect(x: rect.x + gutter, y: rect.y, columns: rect.columns - gutter, rows: rows),
      x: xs, y: ys, xIsLogarithmic: xIsLogarithmic, yIsLogarithmic: yIsLogarithmic)
  }

  private func ticks(
    _ range: ClosedRange<Double>, atMost count: Int, isLogarithmic: Bool
  ) -> Ticks {
    isLogarithmic
      ? Ticks(logarithmicFrom: range.lowerBound, to: range.upperBound, atMost: count)
      : Ticks(from: range.lowerBound, to: range.upperBound, atMost: count)
  }

  private func range(
    _ given: ClosedRange<Double>?, of part: ((x: Double, y: Double)) -> Double, marks: [Double],
    isLogarithmic: Bool
  ) -> ClosedRange<Double> {
    if let given, given.lowerBound.isFinite, given.upperBound.isFinite,
      given.upperBound > given.lowerBound, !isLogarithmic || given.lowerBound > 0
    {
      return given
    }
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in series.lazy.flatMap(\.points).map(part) + marks
    where value.isFinite && !(isLogarithmic && value <= 0) {
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else { return isLogarithmic ? 1...10 : 0...1 }
    if low == high { return isLogarithmic ? low / 2...high * 2 : low - 1...high + 1 }
    return low...high
  }

  public func draw(into frame: inout Frame, in rect: Rect, look: Look) {
    let geometry = geometry(in: rect)
    let plot = geometry.plot
    guard !plot.isEmpty else { return }
    drawAxes(into: &frame, in: rect, geometry, look)
    var canvas = BrailleCanvas(columns: plot.columns, rows: plot.rows)
    let axis = look.theme.color(.axis)
    for level in levels where level.isFinite {
      let y = geometry.dotY(level)
      canvas.line(0, y, Double(canvas.width - 1), y, axis, dash: 2)
    }
    for marker in markers where marker.isFinite {
      let x = geometry.dotX(marker)
      canvas.line(x, 0, x, Double(canvas.height - 1), look.theme.color(.accent), dash: 2)
    }
    for line in series { draw(line, on: &canvas, geometry) }
    frame.draw(canvas, in: plot, look: look)
    if showsLegend { drawLegend(into: &frame, in: plot, look) }
  }

  private func draw(_ line: Series, on canvas: inout BrailleCanvas, _ geometry: PlotGeometry) {
    var previous: (x: Double, y: Double)?
    var phase = 0
    for point in line.points {
      let place = (x: geometry.dotX(point.x), y: geometry.dotY(point.y))
      guard place.x.isFinite, place.y.isFinite else {
        previous = nil
        continue
      }
      if !line.joined {
        if place.x.magnitude < 1e6, place.y.magnitude < 1e6 {
          canvas.set(Int(place.x.rounded(.down)), Int(place.y.rounded(.down)), line.color)
        }
      } else if let previous {
        phase = canvas.line(
          previous.x, previous.y, place.x, place.y, line.color, dash: line.dash, phase: phase)
      }
      previous = place
    }
  }

  private func drawLegend(into frame: inout Frame, in plot: Rect, _ look: Look) {
    for (row, line) in series.filter({ !$0.name.isEmpty }).enumerated() {
      frame.draw(
        "\(look.glyphs.mark) \(line.name)", in: plot.inset(right: 1), row: row, alignment: .right,
        style: look.style(.foreground).colored(line.color), ellipsis: look.glyphs.ellipsis)
    }
  }

  private func drawAxes(
    into frame: inout Frame, in rect: Rect, _ geometry: PlotGeometry, _ look: Look
  ) {
    let (plot, glyphs, style) = (geometry.plot, look.glyphs, look.style(.axis))
    if plot.x > rect.x {
      for y in plot.y..<plot.bottom {
        frame[plot.x - 1, y] = Cell(glyphs.vertical, style: style)
      }
      let ticks = ticks(
        geometry.y, atMost: max(2, plot.rows / 3), isLogarithmic: yIsLogarithmic)
      for (value, text) in zip(ticks.values, ticks.labels) {
        let y = geometry.row(ofY: value)
        frame[plot.x - 1, y] = Cell(glyphs.axisTicks.left, style: style)
        frame.draw(
          text, in: Rect(x: rect.x, y: y, columns: plot.x - 1 - rect.x, rows: 1),
          alignment: .right, style: style)
      }
    }
    frame.draw(yLabel, in: plot.inset(left: 1), style: look.style(.dim))
    guard plot.bottom + 1 < rect.bottom else { return }
    let axis = Rect(x: plot.x, y: plot.bottom, columns: plot.columns, rows: 1)
    frame.fill(axis, with: Cell(glyphs.horizontal, style: style))
    if plot.x > rect.x {
      frame[plot.x - 1, plot.bottom] = Cell(glyphs.axisTicks.corner, style: style)
    }
    let ticks = ticks(
      geometry.x, atMost: max(3, plot.columns / 8), isLogarithmic: xIsLogarithmic)
    let room = xLabel.isEmpty ? 0 : TextWidth.of(xLabel) + 1
    var used = plot.x
    for (value, text) in zip(ticks.values, ticks.labels) {
      let x = geometry.column(ofX: value)
      frame[x, axis.y] = Cell(glyphs.axisTicks.bottom, style: style)
      let at = max(plot.x, x - TextWidth.of(text) / 2)
      guard at >= used, at + TextWidth.of(text) <= plot.right - room else { continue }
      used = frame.draw(text, x: at, y: axis.y + 1, style: style, in: rect) + 1
    }
    if room > 0, plot.right - room + 1 >= used {
      frame.draw(
        xLabel, x: plot.right - room + 1, y: axis.y + 1, style: look.style(.dim), in: rect)
    }
  }
}

/// Where the values of a plot are on screen.
public struct PlotGeometry: Sendable, Equatable {
  /// The cells of the curves, without axes.
  public let plot: Rect
  public let x: ClosedRange<Double>
  public let y: ClosedRange<Double>
  /// Whether the axes are logarithmic.
  var xIsLogarithmic = false
  var yIsLogarithmic = false

  /// Where a value is in a range, 0…1; not finite for what a logarithmic axis cannot show.
  private static func part(
    _ value: Double, _ range: ClosedRange<Double>, isLogarithmic: Bool
  ) -> Double {
    isLogarithmic
      ? log(value / range.lowerBound) / log(range.upperBound / range.lowerBound)
      : (value - range.lowerBound) / (range.upperBound - range.lowerBound)
  }

  /// The value at a place in a range.
  private static func value(
    _ part: Double, _ range: ClosedRange<Double>, isLogarithmic: Bool
  ) -> Double {
    isLogarithmic
      ? range.lowerBound * pow(range.upperBound / range.lowerBound, part)
      : range.lowerBound + part * (range.upperBound - range.lowerBound)
  }

  /// Dots from the left edge of the plot; the range spans the middles of the first and last dot.
  func dotX(_ value: Double) -> Double {
    PlotGeometry.part(value, x, isLogarithmic: xIsLogarithmic) * Double(plot.columns * 2 - 1) + 0.5
  }

  /// Dots from the top edge of the plot.
  func dotY(_ value: Double) -> Double {
    let part = PlotGeometry.part(value, y, isLogarithmic: yIsLogarithmic)
    return (1 - part) * Double(plot.rows * 4 - 1) + 0.5
  }

  /// The screen column of a value, clamped to the plot.
  public func column(ofX value: Double) -> Int {
    let dot = dotX(value)
    guard dot.isFinite else { return plot.x }
    return plot.x + Int(min(max(dot, 0), Double(max(plot.columns * 2 - 1, 0)))) / 2
  }

  /// The screen row of a value, clamped to the plot.
  public func row(ofY value: Double) -> Int {
    let dot = dotY(value)
    guard dot.isFinite else { return plot.y }
    return plot.y + Int(min(max(dot, 0), Double(max(plot.rows * 4 - 1, 0)))) / 4
  }

  /// The value at the middle of a screen column.
  public func xValue(atColumn column: Int) -> Double {
    guard plot.columns > 0 else { return x.lowerBound }
    let part = (Double(column - plot.x) * 2 + 0.5) / Double(plot.columns * 2 - 1)
    return PlotGeometry.value(part, x, isLogarithmic: xIsLogarithmic)
  }

  /// The value at the middle of a screen row.
  public func yValue(atRow row: Int) -> Double {
    guard plot.rows > 0 else { return y.lowerBound }
    let part = 1 - (Double(row - plot.y) * 4 + 1.5) / Double(plot.rows * 4 - 1)
    return PlotGeometry.value(part, y, isLogarithmic: yIsLogarithmic)
  }
}
