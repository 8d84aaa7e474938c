import Figures
import Numbers
import Regression
import Screen

/// Parity plots, calibration and learning curves of the Model screen.
extension ModelView {
  /// Predicted against reference values, with the diagonal and the band of experiments.
  func drawParity(
    _ quantity: ParityQuantity, in box: Rect, _ isChosen: Bool, into frame: inout Frame
  ) {
    let report = state.modelReport
    var note = ""
    if let agreement = report?.agreement[quantity] {
      note = "MAE \(decimal(agreement.meanAbsoluteError, places: quantity.places))"
      let corrected: ParityQuantity? =
        quantity == .theta ? .correctedTheta : quantity == .phi ? .correctedPhi : nil
      if let corrected, let other = report?.agreement[corrected] {
        note += ", corrected \(decimal(other.meanAbsoluteError, places: quantity.places))"
      } else {
        note += "  r \(decimal(agreement.pearson, places: 3))"
      }
    }
    let inside = frame.box(
      box, look.text(label(quantity)), note: look.text(note), focused: isChosen, look: look)
    guard let parity = report?.parity[quantity] else {
      let advice =
        state.comparedName == nil && state.table.count > 0 && state.modelPane.pending == nil
        ? "; spinel explore SampleData/lto-dft.extxyz has some" : ""
      say(state.reportAbsence + advice, in: inside, into: &frame)
      return
    }
    let (low, high) = (parity.range.lowerBound, parity.range.upperBound)
    func line(offset: Double, dash: Int, _ color: Screen.Color) -> Plot.Series {
      // Only the part within both axes.
      let (from, to) = (max(low, low - offset), min(high, high - offset))
      return Plot.Series(
        points: [(from, from + offset), (to, to + offset)], color: color, dash: dash)
    }
    var series: [Plot.Series] = []
    if let band = quantity.band, band < high - low {
      series += [-band, band].map { line(offset: $0, dash: 2, look.theme.color(.threshold)) }
    }
    series.append(line(offset: 0, dash: 0, look.theme.color(.axis)))
    series.append(
      Plot.Series(points: parity.points, color: look.theme.color(.accent), joined: false))
    var plot = Plot(series: series)
    plot.xRange = parity.range
    plot.yRange = parity.range
    plot.xLabel = look.text(state.comparedName ?? "reference")
    plot.yLabel =
      quantity.band.map { "predicted, band ±\(number($0)) \(quantity.unit)" } ?? "predicted"
    plot.yLabel = look.text(plot.yLabel)
    frame.draw(plot, in: inside, look: look)
  }

  private func say(_ text: String, in inside: Rect, into frame: inout Frame) {
    let area = inside.inset(left: 1, right: 1)
    let count = wrapped(text, columns: area.columns).count
    frame.draw(
      paragraph: look.text(text), in: area.inset(top: max(0, (area.rows - count) / 2)),
      style: look.style(.dim))
  }

  // MARK: Calibration

  /// Expected against observed coverage of the intervals of ω_Q.
  func drawCalibration(in box: Rect, _ isChosen: Bool, into frame: inout Frame) {
    let here = state.modelReport?.calibration
    let known = state.model?.uncertainty?.calibration
    let validated = known.map { state.settings.field == .z ? $0.alongZ : $0.anyDirection }
    let inside = frame.box(
      box, look.text("coverage of intervals / %"), note: "bars: by structures", focused: isChosen,
      look: look)
    guard here != nil || validated != nil else {
      say("the model gives no uncertainties", in: inside, into: &frame)
      return
    }
    let accent = look.theme.color(.accent)
    let dim = look.theme.color(.reference)
    var series = [
      Plot.Series(points: [(0, 0), (100, 100)], color: look.theme.color(.axis), dash: 2)
    ]
    var legend: [(String, Screen.Color)] = []
    func add(_ curve: CalibrationCurve?, _ name: String, _ color: Screen.Color, dash: Int) {
      guard let curve else { return }
      let points = curve.points.map { (x: 100 * $0.expected, y: 100 * $0.observed) }
      series.append(Plot.Series(points: points, color: color, dash: dash))
      for (point, level) in zip(points, curve.points) {
        let error = 100 * curve.standardError(expected: level.expected)
        series.append(
          Plot.Series(
            points: [(point.x, point.y - error), (point.x, min(100, point.y + error))], color: color
          ))
      }
      legend.append(("\(name), N \(grouped(curve.count))", color))
    }
    add(validated, "dashed: cross-validation", dim, dash: 3)
    add(here, "solid: these sites", accent, dash: 0)
    var plot = Plot(series: series)
    plot.xRange = 0...100
    plot.yRange = 0...100
    plot.xLabel = "expected"
    plot.yLabel = "observed"
    frame.draw(plot, in: inside, look: look)
    let area = plot.geometry(in: inside).plot
    for (row, (text, color)) in legend.enumerated() where area.rows > legend.count + 3 {
      frame.draw(
        text, in: area, row: area.rows - legend.count + row, alignment: .right,
        style: look.style(.foreground).colored(color), ellipsis: look.glyphs.ellipsis)
    }
  }

  // MARK: Learning curve

  /// Errors against training size, both axes logarithmic.
  func drawLearningCurve(in box: Rect, _ isChosen: Bool, into frame: inout Frame) {
    let curve = state.modelPane.curve
    let subject = curve.map { visible($0.nucleus) + ", " + $0.quantity } ?? ""
    let inside = frame.box(
      box, look.text(curve == nil ? "learning curve" : subject), focused: isChosen, look: look)
    guard let curve else {
      let nucleus = state.nucleus?.symbol ?? "Li"
      say(
        "model files keep no learning curve; make one by\n"
          + "spinel learning-curve DATA --nucleus \(nucleus) --json > curve.json\n"
          + "and open it with c", in: inside, into: &frame)
      return
    }
    let colors = look.theme.regions
    let series = curve.series.enumerated().map { place, line -> Plot.Series in
      let last = line.errors.last { $0.isFinite } ?? .nan
      let digits = last < 1 ? 3 : 1
      return Plot.Series(
        "\(line.name) \(decimal(last, places: digits))",
        points: zip(curve.sizes, line.errors).map { (x: $0, y: $1) },
        color: place == 0 || colors.isEmpty
          ? look.theme.color(.accent) : colors[place % colors.count],
        dash: [0, 3, 1, 5][place % 4])
    }
    var plot = Plot(series: series)
    plot.xIsLogarithmic = true
    plot.yIsLogarithmic = true
    plot.xLabel = visible(curve.sizeUnit)
    plot.yLabel = ""
    plot.showsLegend = true
    frame.draw(plot, in: inside, look: look)
  }
}
