import Glibc

/// Distributions as violins: a density estimate to both sides, median and quartiles inside.
public struct ViolinFigure: Sendable {
  /// One violin.
  public struct Group: Sendable {
    public var name: Label
    public var values: [Double]

    public init(_ name: Label, _ values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  public var label: Label
  public var groups: [Group]
  public var caption: String

  public init(_ label: Label, _ groups: [Group], caption: String) {
    self.label = label
    self.groups = groups
    self.caption = caption
  }

  /// The figure as an SVG document, a column wide.
  public var svg: String {
    var figure = Figure(.column, height: 165, title: caption)
    var area = figure.grid(columns: 1, rows: 1)[0]
    // No numbers below, but two lines of names.
    area.height += 3
    var panel = Panel(
      area, x: Axis("", 0...Double(max(1, groups.count))),
      y: Axis(label, covering: groups.flatMap(\.values), margin: 0.08))
    panel.x.tickCount = 0
    panel.x.isNumbered = false
    for (number, group) in groups.enumerated() {
      let middle = Double(number) + 0.5
      panel.text(group.name, at: middle, panel.y.lower, shift: Place(0, 10))
      panel.text(
        Label(plain: "N = \(group.values.count)"), at: middle, panel.y.lower, shift: Place(0, 19),
        size: Figure.tickSize)
      draw(group, at: middle, SeriesStyle.standard(number), &panel)
    }
    figure.panels = [panel]
    return figure.svg
  }

  private func draw(
    _ group: Group, at middle: Double, _ style: SeriesStyle, _ panel: inout Panel
  ) {
    guard let density = DensityEstimate(group.values) else { return }
    let grid = density.grid(120)
    let heights = grid.map { density($0) }
    let most = heights.max() ?? 1
    let widths = heights.map { 0.4 * $0 / most }
    panel.polygon(
      widths.map { middle - $0 } + widths.reversed().map { middle + $0 }, grid + grid.reversed(),
      fill: style.ink, opacity: 0.35, stroke: Stroke(style.ink, width: 0.7))
    let (low, median, high) = density.quartiles
    panel.line([middle, middle], [low, high], Stroke(.black, width: 2.6))
    panel.marks([middle], [median], SeriesStyle(.white), radius: 1.7)
    panel.marks([middle], [median], SeriesStyle(.black, isOpen: true), radius: 1.7)
  }
}

/// The density of numbers, smoothed by a Gaussian whose width follows their spread.
///
/// Bandwidth 0.9 min(σ, IQR/1.34) n^(−1/5): B. W. Silverman, Density Estimation (1986), eq. 3.31.
struct DensityEstimate {
  /// Ascending.
  let values: [Double]
  let bandwidth: Double

  /// Nil without two different finite numbers.
  init?(_ numbers: [Double]) {
    values = numbers.filter(\.isFinite).sorted()
    guard let first = values.first, let last = values.last, last > first else { return nil }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let deviation =
      (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    let range = Self.quantile(values, 0.75) - Self.quantile(values, 0.25)
    let spread = range > 0 ? min(deviation, range / 1.34) : deviation
    bandwidth = 0.9 * spread * pow(count, -0.2)
    guard bandwidth > 0, bandwidth.isFinite else { return nil }
  }

  /// The density at a place; its integral is 1.
  func callAsFunction(_ x: Double) -> Double {
    let norm = bandwidth * Double(values.count) * (2 * Double.pi).squareRoot()
    return values.reduce(0) {
      let distance = (x - $1) / bandwidth
      return $0 + exp(-0.5 * distance * distance)
    } / norm
  }

  /// Places from the least to the largest number, where violins end.
  func grid(_ count: Int) -> [Double] {
    let (low, high) = (values[0], values[values.count - 1])
    return (0..<count).map { low + (high - low) * Double($0) / Double(count - 1) }
  }

  /// Lower quartile, median and upper quartile.
  var quartiles: (Double, Double, Double) {
    (Self.quantile(values, 0.25), Self.quantile(values, 0.5), Self.quantile(values, 0.75))
  }

  /// Interpolated linearly between the numbers, as NumPy does.
  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }
}
