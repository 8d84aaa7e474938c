import Glibc
import Numbers

/// A histogram: bars in eighths of a cell, axes, a threshold drawn through, a cursor and labels.
///
/// Where several bins share a column the highest of them is shown, in its own paint, so that no
/// peak is hidden; `BarChartGeometry` tells which bins those are.
public struct BarChart: Widget, Sendable {
  /// What a bar is filled with.
  public struct Paint: Hashable, Sendable {
    public var style: Style
    /// The region whose pattern fills the bar where colours cannot tell; nil fills it solidly.
    public var region: Int?

    public init(_ style: Style, region: Int? = nil) {
      self.style = style
      self.region = region
    }

    /// The paint of region 1, 2, …; 0 for what is in no region.
    public static func region(_ region: Int, _ look: Look) -> Paint {
      Paint(look.regionStyle(region), region: region)
    }
  }

  /// One of the stacked parts of every bar.
  public struct Layer: Sendable {
    /// One count a bin.
    public var counts: [Double]
    /// One paint a bin, or a single one for all.
    public var paints: [Paint]

    public init(counts: [Double], paints: [Paint]) {
      self.counts = counts
      self.paints = paints
    }

    func paint(_ bin: Int) -> Paint {
      bin < paints.count ? paints[bin] : paints.last ?? Paint(.plain)
    }
  }

  /// A word above a bar.
  public struct Label: Sendable {
    public var bin: Int
    public var text: String
    public var style: Style

    public init(bin: Int, _ text: String, style: Style) {
      self.bin = bin
      self.text = text
      self.style = style
    }
  }

  /// Stacked from the bottom up; all with as many bins as the first.
  public var layers: [Layer]
  /// The lower edge of bin 0.
  public var lower: Double
  public var binWidth: Double
  /// The unit at the end of the value axis.
  public var unit = ""
  public var scale = CountScale.linear
  /// The count at the top; nil leaves room above the highest bar as needed.
  public var top: Double?
  /// The bins shown; nil for all.
  public var window: Range<Int>?
  public var threshold: Double?
  public var thresholdLabel = ""
  /// Counts of a histogram with the same bins, drawn as an outline.
  public var outline: [Double] = []
  public var cursor: Int?
  public var selection: Range<Int>?
  /// Earlier labels win where two collide.
  public var labels: [Label] = []

  public init(layers: [Layer], lower: Double, binWidth: Double) {
    self.layers = layers
    self.lower = lower
    self.binWidth = binWidth
  }

  public init(counts: [Double], paints: [Paint], lower: Double, binWidth: Double) {
    self.init(
      layers: [Layer(counts: counts, paints: paints)], lower: lower, binWidth: binWidth)
  }

  public var binCount: Int { layers.first?.counts.count ?? 0 }

  /// The sum of the layers in a bin; numbers that are no counts are taken as 0.
  public func total(_ bin: Int) -> Double {
    layers.reduce(0) { $0 + BarChart.count($1.counts, bin) }
  }

  static func count(_ counts: [Double], _ bin: Int) -> Double {
    guard counts.indices.contains(bin), counts[bin].isFinite, counts[bin] > 0 else { return 0 }
    return counts[bin]
  }

  /// Where bins and counts are when the chart is drawn in a rectangle; for hit-testing.
  public func geometry(in rect: Rect) -> BarChartGeometry {
    let bins = (window ?? 0..<binCount).clamped(to: 0..<binCount)
    let axisRows = rect.rows >= 5 ? 2 : rect.rows >= 3 ? 1 : 0
    let rows = rect.rows - axisRows
    var highest = bins.reduce(0.0) { max($0, total($1)) }
    highest = bins.reduce(highest) { max($0, BarChart.count(outline, $1)) }
    if let threshold, threshold.isFinite { highest = max(highest, threshold) }
    if highest <= 0 { highest = 1 }
    // One row of headroom for the labels of the highest peaks.
    let room = !labels.isEmpty && rows >= 5 ? 1 - 1 / Double(rows) : 1
    let automatic = scale == .linear ? highest / room : expm1(log1p(highest) / room)
    let top = top.map { $0.isFinite && $0 > 0 ? $0 : automatic } ?? automatic
    let gutter =
      rect.columns >= 24 && rows >= 2
      ? countTicks(top: top, rows: rows).reduce(0) { max($0, TextWidth.of($1.text)) } + 1 : 0
    return BarChartGeometry(
      plot: Rect(
        x: rect.x + gutter, y: rect.y, columns: rect.columns - gutter, rows: rows),
      bins: bins, lower: lower, binWidth: binWidth, top: top, scale: scale)
  }

  /// Counts worth a label beside the axis, 0 included.
  func countTicks(top: Double, rows: Int) -> [(value: Double, text: String)] {
    let wanted = max(2, min(6, rows / 2))
    var values: [Double]
    switch scale {
    case .linear: values = Ticks(from: 0, to: top, atMost: wanted).values
    case .logarithmic:
      values = [0]
      var power = 1.0
      while power <= top {
        values.append(power)
        power *= 10
      }
    }
    if values.first != 0 { values.insert(0, at: 0) }
    return values.map { ($0, compact($0)) }
  }

  public func draw(into frame: inout Frame, in rect: Rect, look: Look) {
    let geometry = geometry(in: rect)
    guard !geometry.plot.isEmpty else { return }
    drawBars(into: &frame, geometry, look)
    drawOutline(into: &frame, geometry, look)
    drawSelection(into: &frame, geometry, look)
    drawCursor(into: &frame, geometry, look)
    drawThreshold(into: &frame, geometry, look)
    drawLabels(into: &frame, geometry, look)
    drawAxes(into: &frame, in: rect, geometry, look)
  }
}
