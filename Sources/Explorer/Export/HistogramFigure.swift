import Screen
import Spectra

/// The histogram as a figure for print (SVG, one column wide): bars in the regions' colours,
/// threshold, axes with units.
public struct HistogramFigure: Sendable {
  var counts: [Int]
  var binRegion: [Int]
  var regions: [Region]
  var lower: Double
  var binWidth: Double
  var threshold: Double
  var xLabel: String
  var caption: String
  /// Colours of regions 1, 2, … as #rrggbb.
  var colors: [String]

  /// A figure of a histogram and its regions, in the colours of the standard theme.
  public init(
    _ histogram: Histogram, _ regions: RegionSet, threshold: Double, xLabel: String, caption: String
  ) {
    self.init(
      counts: histogram.counts, binRegion: regions.binRegion, regions: regions.regions,
      lower: histogram.binning.lower, binWidth: histogram.binning.width, threshold: threshold,
      xLabel: xLabel, caption: caption, colors: Theme.standard.regions.map(hexText))
  }

  init(
    counts: [Int], binRegion: [Int], regions: [Region], lower: Double, binWidth: Double,
    threshold: Double, xLabel: String, caption: String, colors: [String]
  ) {
    self.counts = counts
    self.binRegion = binRegion
    self.regions = regions
    self.lower = lower
    self.binWidth = binWidth
    self.threshold = threshold
    self.xLabel = xLabel
    self.caption = caption
    self.colors = colors
  }

  private static let size = (width: 480.0, height: 300.0)
  private static let left = 58.0
  private static let top = 18.0
  private static let plot = (width: 408.0, height: 234.0)

  private var highest: Double { Double(max(1, counts.max() ?? 1)) * 1.08 }
  private func x(_ bin: Double) -> Double {
    Self.left + bin / Double(max(1, counts.count)) * Self.plot.width
  }
  private func y(_ count: Double) -> Double { Self.top + (1 - count / highest) * Self.plot.height }

  /// The figure as an SVG document.
  public var svg: String {
    let size = "width=\"\(number(Self.size.width))\" height=\"\(number(Self.size.height))\""
    let box = "0 0 \(number(Self.size.width)) \(number(Self.size.height))"
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" \(size) viewBox=\"\(box)\" "
      + "font-family=\"Helvetica, Arial, sans-serif\" font-size=\"12\">\n"
      + "<title>\(escapedXML(caption))</title>\n"
      + "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n" + bars + axes + labels
      + "</svg>\n"
  }

  private var bars: String {
    counts.enumerated().filter { $0.element > 0 }.map { bin, count in
      let region = binRegion.indices.contains(bin) ? binRegion[bin] : 0
      let fill = region > 0 && !colors.isEmpty ? colors[(region - 1) % colors.count] : "#b5b5b5"
      let (start, top) = (x(Double(bin)), y(Double(count)))
      return "<rect x=\"\(number(start))\" y=\"\(number(top))\" "
        + "width=\"\(number(x(Double(bin + 1)) - start))\" height=\"\(number(y(0) - top))\" "
        + "fill=\"\(fill)\"/>\n"
    }.joined()
  }

  private var axes: String {
    let right = Self.left + Self.plot.width
    var text = line(Self.left, y(0), right, y(0)) + line(Self.left, Self.top, Self.left, y(0))
    if threshold <= highest { text += line(Self.left, y(threshold), right, y(threshold), true) }
    let upper = lower + Double(counts.count) * binWidth
    let ticks = Ticks(from: lower, to: upper, atMost: 9)
    for (value, label) in zip(ticks.values, ticks.labels) {
      let place = x((value - lower) / binWidth)
      text += line(place, y(0), place, y(0) + 5) + word(label, place, y(0) + 18, "middle")
    }
    let countTicks = Ticks(from: 0, to: highest, atMost: 6)
    for (value, label) in zip(countTicks.values, countTicks.labels) {
      text += line(Self.left - 5, y(value), Self.left, y(value))
      text += word(label, Self.left - 8, y(value) + 4, "end")
    }
    return text
  }

  private var labels: String {
    var text = word(xLabel, Self.left + Self.plot.width / 2, Self.size.height - 10, "middle")
    for region in regions {
      text += word(
        String(region.number), max(Self.left + 5, x(Double(region.peakBin) + 0.5)),
        y(Double(region.height)) - 4,
        "middle")
    }
    let middle = number(Self.top + Self.plot.height / 2)
    return text + "<text transform=\"translate(14 \(middle)) rotate(-90)\" "
      + "text-anchor=\"middle\">sites per bin</text>\n"
  }

  private func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ dashed: Bool = false
  ) -> String {
    "<line x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\" "
      + "stroke=\"black\"\(dashed ? " stroke-dasharray=\"4 3\"" : "")/>\n"
  }

  private func word(_ word: String, _ x: Double, _ y: Double, _ anchor: String) -> String {
    "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\">"
      + "\(escapedXML(word))</text>\n"
  }
}

extension State {
  var histogramFigure: HistogramFigure {
    let unit = settings.observable.unit
    return HistogramFigure(
      counts: spectrum.counts, binRegion: spectrum.regionSet.binRegion, regions: spectrum.regions,
      lower: spectrum.binning.lower, binWidth: spectrum.binning.width,
      threshold: spectrum.threshold,
      xLabel: settings.observable.heading + (unit.isEmpty ? "" : " / \(unit)"),
      caption: conventions, colors: look.theme.regions.map(hexText))
  }
}
