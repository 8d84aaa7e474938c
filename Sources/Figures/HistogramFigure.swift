import Spectra

/// A histogram for print: bars in their regions' colours, threshold, axes with units.
public struct HistogramFigure: Sendable {
  var counts: [Int]
  var binRegion: [Int]
  var regions: [Region]
  var lower: Double
  var binWidth: Double
  var threshold: Double
  var xLabel: Label
  var caption: String
  /// Colours of regions 1, 2, ….
  var inks: [Ink]

  /// A figure of a histogram and its regions.
  public init(
    _ histogram: Histogram, _ regions: RegionSet, threshold: Double, xLabel: Label,
    caption: String, inks: [Ink] = Ink.palette
  ) {
    self.init(
      counts: histogram.counts, binRegion: regions.binRegion, regions: regions.regions,
      lower: histogram.binning.lower, binWidth: histogram.binning.width, threshold: threshold,
      xLabel: xLabel, caption: caption, inks: inks)
  }

  /// A figure of counts in equal bins from `lower` on.
  public init(
    counts: [Int], binRegion: [Int], regions: [Region], lower: Double, binWidth: Double,
    threshold: Double, xLabel: Label, caption: String, inks: [Ink]
  ) {
    self.counts = counts
    self.binRegion = binRegion
    self.regions = regions
    self.lower = lower
    self.binWidth = binWidth
    self.threshold = threshold
    self.xLabel = xLabel
    self.caption = caption
    self.inks = inks
  }

  /// The figure as an SVG document.
  public var svg: String {
    var figure = Figure(.column, height: 150, title: caption)
    let highest = Double(max(1, counts.max() ?? 1))
    var panel = Panel(
      figure.grid(columns: 1, rows: 1)[0],
      x: Axis(xLabel, lower...(lower + Double(max(1, counts.count)) * binWidth), tickCount: 8),
      // Room for the regions' numbers above their peaks.
      y: Axis("sites per bin", 0...highest * 1.12, tickCount: 5))
    panel.frame = .open
    for (bin, count) in counts.enumerated() where count > 0 {
      let region = binRegion.indices.contains(bin) ? binRegion[bin] : 0
      panel.bar(
        from: lower + Double(bin) * binWidth, to: lower + Double(bin + 1) * binWidth,
        height: Double(count),
        fill: region > 0 && !inks.isEmpty ? inks[(region - 1) % inks.count] : .paleGray)
    }
    panel.level(threshold, Stroke(.black, width: 0.5, dash: [3, 2]))
    for region in regions {
      panel.text(
        Label(plain: String(region.number)), at: lower + (Double(region.peakBin) + 0.5) * binWidth,
        Double(region.height), shift: Place(0, -2.5))
    }
    figure.panels = [panel]
    return figure.svg
  }
}
