import Glibc
import Spectra

/// Distributions of quantities, reference filled and prediction as an outline, one row a nucleus.
public struct DistributionFigure: Sendable {
  /// One quantity of one nucleus.
  public struct Distribution: Sendable {
    /// Nucleus or site type, above the panel.
    public var title: Label
    /// Quantity and unit.
    public var label: Label
    public var reference: [Double]
    /// What is outlined, and how; empty for none.
    public var predictions: [(name: Label, style: SeriesStyle, values: [Double])]
    /// Where the axis ends; nil: where the values do.
    public var range: ClosedRange<Double>?

    public init(
      _ title: Label, _ label: Label, reference: [Double],
      predictions: [(name: Label, style: SeriesStyle, values: [Double])] = [],
      range: ClosedRange<Double>? = nil
    ) {
      self.title = title
      self.label = label
      self.reference = reference
      self.predictions = predictions
      self.range = range
    }
  }

  /// Row after row; each of as many panels as there are columns.
  public var distributions: [Distribution]
  public var columns: Int
  public var caption: String

  public init(_ distributions: [Distribution], columns: Int = 2, caption: String) {
    self.distributions = distributions
    self.columns = max(1, columns)
    self.caption = caption
  }

  /// The figure as an SVG document, a page wide.
  public var svg: String {
    let rows = (distributions.count + columns - 1) / columns
    var figure = Figure(.page, height: 130 * Double(max(1, rows)), title: caption)
    let areas = figure.grid(columns: columns, rows: rows, margins: .init(left: 40, right: 10))
    figure.panels = zip(distributions, areas).map(panel)
    return figure.svg
  }

  private func panel(_ distribution: Distribution, _ area: Area) -> Panel {
    let all = distribution.predictions.reduce(distribution.reference) { $0 + $1.values }
    let axis =
      distribution.range.map { Axis(distribution.label, $0) }
      ?? Axis(distribution.label, covering: all, includingZero: all.allSatisfy { !($0 < 0) })
    let bins = binCount(distribution.reference.count)
    guard let binning = try? Binning(lower: axis.lower, upper: axis.upper, count: bins) else {
      return Panel(area, x: axis, y: Axis("sites", 0...1), title: distribution.title)
    }
    func counts(_ values: [Double]) -> [Double] {
      Histogram(of: values, binning).counts.map(Double.init)
    }
    let reference = counts(distribution.reference)
    let outlines = distribution.predictions.map { counts($0.values) }
    let most = max(1, ([reference] + outlines).compactMap { $0.max() }.max() ?? 1)
    var panel = Panel(
      area, x: axis, y: Axis("sites per bin", 0...most * 1.1, tickCount: 5),
      title: distribution.title)
    panel.frame = .open
    for (bin, count) in reference.enumerated() where count > 0 {
      panel.bar(
        from: binning.edges[bin], to: binning.edges[bin + 1], height: count, fill: .paleGray)
    }
    for (outline, prediction) in zip(outlines, distribution.predictions) {
      let x = binning.edges.dropLast().indices.flatMap {
        [binning.edges[$0], binning.edges[$0 + 1]]
      }
      panel.line(
        x, outline.flatMap { [$0, $0] },
        Stroke(prediction.style.ink, width: 0.9, dash: prediction.style.dash))
    }
    panel.legendAbove(
      [.init("reference", SeriesStyle(.paleGray, mark: .square))]
        + distribution.predictions.map { .init($0.name, $0.style, hasMark: false, hasLine: true) })
    return panel
  }
}

/// How many bins show the distribution of so many values: 2∛n (Rice's rule), 12 to 50.
func binCount(_ values: Int) -> Int { max(12, min(50, Int(2 * cbrt(Double(values))))) }
