import Figures
import Screen

extension State {
  /// The histogram on screen as a figure, in the theme's colours.
  var histogramFigure: HistogramFigure {
    let unit = settings.observable.unit
    return HistogramFigure(
      counts: spectrum.counts, binRegion: spectrum.regionSet.binRegion, regions: spectrum.regions,
      lower: spectrum.binning.lower, binWidth: spectrum.binning.width,
      threshold: spectrum.threshold,
      xLabel: Label(settings.observable.heading + (unit.isEmpty ? "" : " / \(unit)")),
      caption: conventions, inks: look.theme.regionInks)
  }
}

extension Theme {
  /// The colours of regions 1, 2, … for figures.
  public var regionInks: [Ink] { regions.map { Ink($0.rgb) } }
}
