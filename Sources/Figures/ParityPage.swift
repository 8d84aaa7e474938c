/// Several parity figures on one page, three to a row, each with a scale of its own.
public struct ParityPage: Sendable {
  public var figures: [ParityFigure]
  public var caption: String

  public init(_ figures: [ParityFigure], caption: String) {
    self.figures = figures
    self.caption = caption
  }

  private static let perRow = 3

  /// The page as an SVG document.
  public var svg: String {
    let cells = figures.flatMap { figure in figure.sides.map { (figure, $0) } }
    let rows = (max(1, cells.count) + Self.perRow - 1) / Self.perRow
    let width = Figure.Width.page
    let cellWidth = width.points / Double(Self.perRow)
    // The headings of a page stand on one line, whether or not a band adds a line to some.
    let heading = figures.map(\.heading).max() ?? 0
    let cellHeight = ParityFigure.cellHeight(width: cellWidth, heading: heading)
    var page = Figure(width, height: Double(rows) * cellHeight, title: caption)
    for (number, (figure, side)) in cells.enumerated() {
      let corner = Place(
        Double(number % Self.perRow) * cellWidth, Double(number / Self.perRow) * cellHeight)
      page.panels += figure.panels(side, corner: corner, width: cellWidth, heading: heading)
    }
    return page.svg
  }
}
