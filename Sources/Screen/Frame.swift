/// A screenful of cells as a value; drawing fills it and the terminal shows it.
public struct Frame: Hashable, Sendable {
  public let columns: Int
  public let rows: Int
  /// Row-major: the cell at column x of row y is `cells[y * columns + x]`.
  public var cells: [Cell]

  public init(columns: Int, rows: Int, fill: Cell = .blank) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
    cells = Array(repeating: fill, count: self.columns * self.rows)
  }

  /// The cell at a place; writes outside the frame are dropped, reads there give a blank.
  public subscript(x: Int, y: Int) -> Cell {
    get { (0..<columns).contains(x) && (0..<rows).contains(y) ? cells[y * columns + x] : .blank }
    set {
      guard (0..<columns).contains(x), (0..<rows).contains(y) else { return }
      cells[y * columns + x] = newValue
    }
  }
}
