import Glibc

/// Errors against training size for print, one panel a quantity below the other, both axes
/// logarithmic: lines through the means over repeats, bands of a standard deviation to both sides.
public struct LearningCurveFigure: Sendable {
  /// One kind of model in a panel.
  public struct Series: Sendable {
    public var label: Label
    public var style: SeriesStyle
    /// The mean error at each size.
    public var mean: [Double]
    /// The standard deviation over repeats at each size.
    public var deviation: [Double]

    public init(_ label: Label, _ style: SeriesStyle, mean: [Double], deviation: [Double]) {
      self.label = label
      self.style = style
      self.mean = mean
      self.deviation = deviation
    }

    /// The upper ends of the band.
    var upper: [Double] { zip(mean, deviation).map { $0 + ($1.isFinite ? $1 : 0) } }

    /// The lower ends of the band; a tenth of the mean at least, as a logarithm needs.
    var lower: [Double] {
      zip(mean, deviation).map { max($0 - ($1.isFinite ? $1 : 0), $0 / 10) }
    }
  }

  /// What one panel shows.
  public struct Quantity: Sendable {
    /// Name and unit.
    public var label: Label
    public var series: [Series]

    public init(_ label: Label, _ series: [Series]) {
      self.label = label
      self.series = series
    }
  }

  var sizes: [Double]
  var sizeLabel: Label
  var quantities: [Quantity]
  var caption: String

  /// A figure of mean errors at ascending sizes.
  public init(sizes: [Double], sizeLabel: Label, quantities: [Quantity], caption: String) {
    self.sizes = sizes
    self.sizeLabel = sizeLabel
    self.quantities = quantities
    self.caption = caption
  }

  private static let panelHeight = 104.0
  private static let gap = 7.0
  private static let footer = 25.0

  /// The figure as an SVG document.
  public var svg: String {
    let count = Double(quantities.count)
    let height = count * (Self.panelHeight + Self.gap) + Self.footer
    var figure = Figure(.column, height: height, title: caption)
    figure.panels = quantities.enumerated().map { number, quantity in
      let area = Area(
        x: 38, y: Self.gap + Double(number) * (Self.panelHeight + Self.gap),
        width: figure.width.points - 46, height: Self.panelHeight)
      return panel(quantity, area, isLast: number == quantities.count - 1)
    }
    return figure.svg
  }

  private func panel(_ quantity: Quantity, _ area: Area, isLast: Bool) -> Panel {
    var sizeAxis = Axis(isLast ? sizeLabel : "", covering: sizes, isLogarithmic: true)
    sizeAxis.isNumbered = isLast
    var panel = Panel(
      area, x: sizeAxis,
      y: Axis(
        quantity.label,
        covering: quantity.series.flatMap { $0.lower + $0.upper }
          + [room(below: quantity, in: sizeAxis)],
        isLogarithmic: true, margin: 0.03, tickCount: 5))
    for series in quantity.series {
      let known = sizes.indices.filter { series.mean[$0] > 0 && series.mean[$0].isFinite }
      let (x, mean) = (known.map { sizes[$0] }, known.map { series.mean[$0] })
      panel.band(
        x, from: known.map { series.lower[$0] }, to: known.map { series.upper[$0] },
        fill: series.style.ink)
      panel.line(x, mean, Stroke(series.style.ink, width: 1, dash: series.style.dash))
      panel.marks(x, mean, series.style, radius: 2)
    }
    panel.legend(
      quantity.series.map { Panel.LegendEntry($0.label, $0.style, hasLine: true) }, in: .bottomLeft)
    return panel
  }

  /// An error so small that the legend has room between it and the curves' left half; NaN where none
  /// is needed.
  private func room(below quantity: Quantity, in sizeAxis: Axis) -> Double {
    let all = quantity.series.flatMap { $0.lower + $0.upper }.filter { $0 > 0 && $0.isFinite }
    let left = quantity.series.flatMap { series in
      sizes.indices.filter { sizeAxis.share(of: sizes[$0]) < 0.6 }.map { series.lower[$0] }
    }.filter { $0 > 0 && $0.isFinite }
    guard let highest = all.max(), let lowest = left.min() else { return .nan }
    let share = (Double(quantity.series.count) * (Figure.fontSize + 1.8) + 10) / Self.panelHeight
    let bound = exp((log(lowest) - share * log(highest)) / (1 - share))
    return bound < (all.min() ?? 0) ? bound : .nan
  }
}
