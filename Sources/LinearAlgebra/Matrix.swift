/// A dense matrix that owns its memory, stored by rows: `values[row * columns + column]`.
@frozen public struct Matrix<Scalar: RealScalar>: Sendable, Equatable {
  public let rows: Int
  public let columns: Int
  /// The elements, row after row.
  public var values: [Scalar]

  /// Makes a matrix with all elements equal to `value`.
  @inlinable public init(rows: Int, columns: Int, repeating value: Scalar = 0) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative dimensions")
    self.rows = rows
    self.columns = columns
    values = Array(repeating: value, count: rows * columns)
  }

  /// Makes a matrix of the elements given row after row; their number must be `rows * columns`.
  @inlinable public init(rows: Int, columns: Int, values: [Scalar]) {
    precondition(
      rows >= 0 && columns >= 0 && values.count == rows * columns, "shape and count differ")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// Makes a matrix of rows of equal length.
  @inlinable public init(_ rows: [[Scalar]]) {
    let columns = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columns }, "rows differ in length")
    self.init(rows: rows.count, columns: columns, values: rows.flatMap { $0 })
  }

  /// Makes a matrix element by element.
  @inlinable public init(rows: Int, columns: Int, _ element: (_ row: Int, _ column: Int) -> Scalar)
  {
    self.init(rows: rows, columns: columns)
    for row in 0..<rows {
      for column in 0..<columns { values[row * columns + column] = element(row, column) }
    }
  }

  /// The identity of a size.
  @inlinable public static func identity(_ size: Int) -> Self {
    Matrix(rows: size, columns: size) { $0 == $1 ? 1 : 0 }
  }

  @inlinable public subscript(row: Int, column: Int) -> Scalar {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }

  /// The elements of one row.
  @inlinable public func row(_ index: Int) -> ArraySlice<Scalar> {
    values[index * columns..<(index + 1) * columns]
  }

  /// The rows at the indices given, in that order.
  @inlinable public func selectingRows(_ indices: some Collection<Int>) -> Matrix {
    var chosen = Matrix(rows: indices.count, columns: columns)
    for (target, source) in indices.enumerated() {
      chosen.values.replaceSubrange(target * columns..<(target + 1) * columns, with: row(source))
    }
    return chosen
  }

  /// Rows and columns exchanged.
  @inlinable public var transposed: Matrix {
    Matrix(rows: columns, columns: rows) { self[$1, $0] }
  }

  /// The same elements in another number type.
  @inlinable public func converted<Other: RealScalar>(to type: Other.Type = Other.self) -> Matrix<
    Other
  > {
    Matrix<Other>(rows: rows, columns: columns, values: values.map { Other($0) })
  }

  /// Adds `value` to each diagonal element.
  @inlinable public mutating func addToDiagonal(_ value: Scalar) {
    for index in 0..<min(rows, columns) { values[index * columns + index] += value }
  }

  /// Largest absolute element; NaN where an element is NaN; 0 for an empty matrix.
  @inlinable public var largestMagnitude: Scalar {
    var largest: Scalar = 0
    for value in values {
      if value.isNaN { return value }
      largest = max(largest, abs(value))
    }
    return largest
  }
}
