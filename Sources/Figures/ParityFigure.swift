import Numbers
import Spectra
import Tensors

/// Predicted against reference values with the distributions of both along the axes (the manner of
/// the paper's Figs. 3 and 4); several kinds of models side by side on one scale.
public struct ParityFigure: Sendable {
  /// One kind of model.
  public struct Side: Sendable {
    public var name: Label
    public var style: SeriesStyle
    public var columns: Metrics.Columns

    public init(_ name: Label, _ style: SeriesStyle, _ columns: Metrics.Columns) {
      self.name = name
      self.style = style
      self.columns = columns
    }
  }

  /// The quantity's symbol, such as `C_Q`.
  public var quantity: Label
  /// Its unit; empty for a pure number.
  public var unit: String
  public var sides: [Side]
  /// Half the width of a band about the diagonal, in the quantity's unit.
  public var band: Double?
  /// Where the axes end; nil: where the values do.
  public var range: ClosedRange<Double>?
  /// Decimals of the mean absolute error.
  public var places: Int
  public var caption: String

  public init(
    _ quantity: Label, unit: String, sides: [Side], band: Double? = nil,
    range: ClosedRange<Double>? = nil, places: Int = 3, caption: String
  ) {
    self.quantity = quantity
    self.unit = unit
    self.sides = sides
    self.band = band
    self.range = range
    self.places = places
    self.caption = caption
  }

  private static let marginal = 24.0
  private static let gap = 3.0
  /// Room above the distribution of the reference for two lines of text, or three.
  var heading: Double { band == nil ? 22 : 31 }
  /// More points than this are counted in hexagons.
  static let mostMarks = 1500

  /// The figure as an SVG document; a column wide for one side, a page for more.
  public var svg: String {
    let perRow = min(3, max(1, sides.count))
    let width = perRow == 1 ? Figure.Width.column : .page
    let rows = (max(1, sides.count) + perRow - 1) / perRow
    let cellWidth = width.points / Double(perRow)
    let cellHeight = Self.cellHeight(width: cellWidth, heading: heading)
    var figure = Figure(width, height: Double(rows) * cellHeight, title: caption)
    for (number, side) in sides.enumerated() {
      let corner = Place(
        Double(number % perRow) * cellWidth, Double(number / perRow) * cellHeight)
      figure.panels += panels(side, corner: corner, width: cellWidth, heading: heading)
    }
    return figure.svg
  }

  /// The square of the points takes what the distribution on its right leaves.
  private static func square(width: Double) -> Double {
    let margins = Figure.Margins()
    return width - margins.left - margins.right - marginal - gap
  }

  /// The height of one side with its heading, for a width.
  static func cellHeight(width: Double, heading: Double) -> Double {
    heading + marginal + gap + square(width: width) + Figure.Margins().bottom
  }

  /// The panels of one side in a cell of a width, from its upper left corner on.
  func panels(_ side: Side, corner: Place, width: Double, heading: Double) -> [Panel] {
    let square = Self.square(width: width)
    let area = Area(
      x: corner.x + Figure.Margins().left, y: corner.y + heading + Self.marginal + Self.gap,
      width: square, height: square)
    let (lower, upper) = ends(of: sides.flatMap { $0.columns.reference + $0.columns.predicted })
    return panels(side, area, lower...upper)
  }

  private func ends(of values: [Double]) -> (Double, Double) {
    if let range { return (range.lowerBound, range.upperBound) }
    let axis = Axis("", covering: values, includingZero: values.allSatisfy { !($0 < 0) })
    return (axis.lower, axis.upper)
  }

  private func panels(_ side: Side, _ area: Area, _ range: ClosedRange<Double>) -> [Panel] {
    let rest = Label(plain: unit.isEmpty ? "" : " / \(unit)")
    func axis(_ prefix: String) -> Axis {
      Axis(Label(plain: prefix) + quantity + rest, range, tickCount: 5)
    }
    var main = Panel(area, x: axis("reference "), y: axis("predicted "))
    if let band {
      let ends = [range.lowerBound, range.upperBound]
      main.band(
        ends, from: ends.map { $0 - band }, to: ends.map { $0 + band }, fill: .gray, opacity: 0.22)
      main.line(ends, ends.map { $0 - band }, Stroke(.gray, width: 0.5, dash: [2, 1.5]))
      main.line(ends, ends.map { $0 + band }, Stroke(.gray, width: 0.5, dash: [2, 1.5]))
    }
    main.line(
      [range.lowerBound, range.upperBound], [range.lowerBound, range.upperBound],
      Stroke(.black, width: 0.6))
    let lines = agreement(side.columns)
    let count = side.columns.count
    var name = side.name + Label(plain: " (N = \(count))")
    if count > Self.mostMarks {
      let most = main.hexagons(side.columns.reference, side.columns.predicted, side.style.ink)
      name = side.name + Label(plain: " (N = \(count), up to \(most) a hexagon)")
    } else {
      main.marks(
        side.columns.reference, side.columns.predicted, side.style,
        opacity: count > 400 ? 0.5 : 0.8)
    }
    var baseline = area.y - Self.gap - Self.marginal - heading + 9
    main.write(name, at: Place(area.x, baseline), isBold: true)
    for line in lines {
      baseline += 9
      main.write(Label(plain: line), at: Place(area.x, baseline))
    }
    return [main] + marginals(side, area, range)
  }

  /// Mean absolute error and r, and on a line of its own the share inside the band.
  private func agreement(_ columns: Metrics.Columns) -> [String] {
    let error = decimal(columns.meanAbsoluteError, places: places)
    var first = "MAE = \(error)\(unit.isEmpty ? "" : " \(unit)")"
    if columns.pearson.isFinite { first += ", r = \(decimal(columns.pearson, places: 3))" }
    guard let band else { return [first] }
    let share = decimal(100 * columns.share(within: band), places: 0)
    return [first, "\(share) % within ±\(coordinate(band)) \(unit)"]
  }

  private func marginals(_ side: Side, _ area: Area, _ range: ClosedRange<Double>) -> [Panel] {
    guard
      let binning = try? Binning(
        lower: range.lowerBound, upper: range.upperBound,
        count: binCount(side.columns.count))
    else { return [] }
    let reference = Histogram(of: side.columns.reference, binning).counts.map(Double.init)
    let predicted = Histogram(of: side.columns.predicted, binning).counts.map(Double.init)
    let most = max(1, reference.max() ?? 1, predicted.max() ?? 1)
    var above = Panel(
      Area(
        x: area.x, y: area.y - Self.gap - Self.marginal, width: area.width, height: Self.marginal),
      x: Axis("", range), y: Axis("", 0...most))
    var beside = Panel(
      Area(x: area.right + Self.gap, y: area.y, width: Self.marginal, height: area.height),
      x: Axis("", 0...most), y: Axis("", range))
    above.frame = .none
    beside.frame = .none
    for bin in 0..<binning.count {
      let (low, high) = (binning.edges[bin], binning.edges[bin + 1])
      above.bar(from: low, to: high, height: reference[bin], fill: .gray)
      beside.sideBar(from: low, to: high, length: predicted[bin], fill: side.style.ink)
    }
    return [above, beside]
  }
}
