/// A matrix in memory that someone else owns, for products on parts of buffers without a copy.
///
/// Row `i` begins at `base + i * stride`. The memory must outlive the view; nothing checks that.
public struct MatrixView<Scalar: RealScalar> {
  public let base: UnsafePointer<Scalar>
  public let rows: Int
  public let columns: Int
  /// Elements from the start of one row to the start of the next.
  public let stride: Int
  /// Whether the view is read with rows and columns exchanged.
  public private(set) var isTransposed = false

  public init(_ base: UnsafePointer<Scalar>, rows: Int, columns: Int, stride: Int? = nil) {
    self.base = base
    self.rows = rows
    self.columns = columns
    self.stride = stride ?? columns
    precondition(rows >= 0 && columns >= 0 && self.stride >= columns, "stride below row length")
  }

  /// The same memory read with rows and columns exchanged.
  public var transposed: Self {
    var copy = self
    copy.isTransposed.toggle()
    return copy
  }

  /// Rows and columns as read, after a transposition.
  var shape: (rows: Int, columns: Int) { isTransposed ? (columns, rows) : (rows, columns) }
}

/// A matrix in memory that someone else owns and that a product may write.
public struct MutableMatrixView<Scalar: RealScalar> {
  public let base: UnsafeMutablePointer<Scalar>
  public let rows: Int
  public let columns: Int
  /// Elements from the start of one row to the start of the next.
  public let stride: Int

  public init(_ base: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int, stride: Int? = nil) {
    self.base = base
    self.rows = rows
    self.columns = columns
    self.stride = stride ?? columns
    precondition(rows >= 0 && columns >= 0 && self.stride >= columns, "stride below row length")
  }
}

extension Matrix {
  /// Calls `body` with a view of the elements.
  public func withView<Result, Failure: Error>(
    _ body: (MatrixView<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withExtendedBase { (base) throws(Failure) in
      try body(MatrixView(base, rows: rows, columns: columns))
    }
  }

  /// Calls `body` with a view through which the elements can be written.
  public mutating func withMutableView<Result, Failure: Error>(
    _ body: (MutableMatrixView<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let (rows, columns) = (rows, columns)
    return try values.withUnsafeMutableBufferPointer { (buffer) throws(Failure) in
      var nothing: Scalar = 0
      if let base = buffer.baseAddress {
        return try body(MutableMatrixView(base, rows: rows, columns: columns))
      }
      return try withUnsafeMutablePointer(to: &nothing) { (base) throws(Failure) in
        try body(MutableMatrixView(base, rows: rows, columns: columns))
      }
    }
  }

  private func withExtendedBase<Result, Failure: Error>(
    _ body: (UnsafePointer<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try values.withUnsafeBufferPointer { (buffer) throws(Failure) in
      if let base = buffer.baseAddress { return try body(base) }
      return try withUnsafePointer(to: 0) { (base) throws(Failure) in try body(base) }
    }
  }
}
