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

  /// The whole frame.
  public var bounds: Rect { Rect(x: 0, y: 0, columns: columns, rows: rows) }

  /// The cell at a place; writes outside the frame are dropped, reads there give a blank.
  ///
  /// Writing over one half of a double-width character blanks the other half.
  public subscript(x: Int, y: Int) -> Cell {
    get {
      x >= 0 && x < columns && y >= 0 && y < rows ? cells[y * columns + x] : .blank
    }
    set {
      guard x >= 0, x < columns, y >= 0, y < rows else { return }
      let index = y * columns + x
      if x > 0, cells[index].isContinuation, !newValue.isContinuation {
        cells[index - 1] = Cell(" ", style: cells[index - 1].style)
      }
      if x + 1 < columns, cells[index + 1].isContinuation {
        cells[index + 1] = Cell(" ", style: cells[index + 1].style)
      }
      cells[index] = newValue
    }
  }

  /// Fills the part of a rectangle that lies in the frame.
  public mutating func fill(_ rect: Rect, with cell: Cell) {
    let rect = rect.intersection(bounds)
    guard !rect.isEmpty else { return }
    for y in rect.y..<rect.bottom { for x in rect.x..<rect.right { self[x, y] = cell } }
  }

  /// Clears a rectangle to blanks of a style.
  public mutating func clear(_ rect: Rect, style: Style) {
    fill(rect, with: Cell(" ", style: style))
  }

  /// Changes the style, not the text, of a rectangle.
  public mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    let rect = rect.intersection(bounds)
    guard !rect.isEmpty else { return }
    for y in rect.y..<rect.bottom {
      for x in rect.x..<rect.right { change(&cells[y * columns + x].style) }
    }
  }
}
