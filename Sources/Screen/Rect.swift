/// A rectangle of cells; (x, y) is its top left corner.
public struct Rect: Hashable, Sendable {
  public var x: Int
  public var y: Int
  public var columns: Int
  public var rows: Int

  /// Negative sizes become 0.
  public init(x: Int, y: Int, columns: Int, rows: Int) {
    self.x = x
    self.y = y
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  public static let zero = Rect(x: 0, y: 0, columns: 0, rows: 0)

  public var isEmpty: Bool { columns <= 0 || rows <= 0 }
  /// The first column to the right of the rectangle.
  public var right: Int { x + columns }
  /// The first row below the rectangle.
  public var bottom: Int { y + rows }

  public func contains(x: Int, y: Int) -> Bool {
    (self.x..<self.x + max(0, columns)).contains(x) && (self.y..<self.y + max(0, rows)).contains(y)
  }

  public func inset(left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0) -> Rect {
    Rect(x: x + left, y: y + top, columns: columns - left - right, rows: rows - top - bottom)
  }

  /// The part that lies in both; empty where they do not meet.
  public func intersection(_ other: Rect) -> Rect {
    let (left, top) = (max(x, other.x), max(y, other.y))
    return Rect(
      x: left, y: top, columns: min(right, other.right) - left,
      rows: min(bottom, other.bottom) - top)
  }

  /// A row of the rectangle, counted from its top; empty when there is no such row.
  public func row(_ index: Int) -> Rect {
    guard (0..<rows).contains(index) else { return Rect(x: x, y: y, columns: 0, rows: 0) }
    return Rect(x: x, y: y + index, columns: columns, rows: 1)
  }

  /// A rectangle of the size asked for (or less, if this is smaller) in the middle of this one.
  public func centered(columns: Int, rows: Int) -> Rect {
    let (width, height) = (min(columns, self.columns), min(rows, self.rows))
    return Rect(
      x: x + (self.columns - width) / 2, y: y + (self.rows - height) / 2, columns: width,
      rows: height)
  }
}
