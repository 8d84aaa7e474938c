/// A figure for print: panels on a white ground, in a column's or a page's width.
public struct Figure: Sendable {
  /// How wide a figure is printed.
  public enum Width: Sendable {
    /// 85 mm, one column of a journal.
    case column
    /// 170 mm, both columns.
    case page

    var millimetres: Double { self == .column ? 85 : 170 }

    /// In points of 1/72 inch.
    public var points: Double { millimetres * 72 / 25.4 }
  }

  /// The size of labels in points as printed.
  public static let fontSize = 7.5
  /// The size of the numbers at ticks.
  public static let tickSize = 7.0

  public let width: Width
  /// In points.
  public let height: Double
  /// What the figure shows, for readers who do not see it.
  public var title: String
  public var panels: [Panel] = []
  /// What is painted over the panels, in points from the upper left corner.
  public var drawing = SVG()

  public init(_ width: Width, height: Double, title: String) {
    self.width = width
    self.height = height
    self.title = title
  }

  /// The room around a panel for ticks and labels, in points.
  public struct Margins: Sendable {
    public var left: Double
    public var right: Double
    public var top: Double
    public var bottom: Double

    public init(
      left: Double = 36, right: Double = 8, top: Double = 14, bottom: Double = 27
    ) {
      self.left = left
      self.right = right
      self.top = top
      self.bottom = bottom
    }
  }

  /// The areas of panels in equal cells, row after row.
  public func grid(columns: Int, rows: Int, margins: Margins = Margins()) -> [Area] {
    let cell = Place(width.points / Double(max(1, columns)), height / Double(max(1, rows)))
    return (0..<max(0, rows)).flatMap { row in
      (0..<max(0, columns)).map { column in
        Area(
          x: Double(column) * cell.x + margins.left, y: Double(row) * cell.y + margins.top,
          width: cell.x - margins.left - margins.right,
          height: cell.y - margins.top - margins.bottom)
      }
    }
  }

  /// The figure as an SVG document.
  public var svg: String {
    let size = "\(coordinate(width.points)) \(coordinate(height))"
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(coordinate(width.millimetres))mm\" "
      + "height=\"\(coordinate(height * 25.4 / 72))mm\" viewBox=\"0 0 \(size)\" "
      + "font-family=\"Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif\">\n"
      + "<title>\(escapedXML(title))</title>\n"
      + "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
      + panels.map(\.drawing.body).joined() + drawing.body + "</svg>\n"
  }
}
