import CLinearAlgebra

/// The x that makes |A x − b|² least, through a QR factorisation of A.
///
/// A has at least as many rows as columns.
///
/// - Throws: `LinearAlgebraError.rankDeficient` where a column of A depends on the ones before it
///   to machine precision.
public func leastSquares(
  _ a: consuming Matrix<Double>, _ b: [Double]
) throws(LinearAlgebraError) -> [Double] {
  precondition(a.rows >= a.columns && b.count == a.rows, "least squares takes a tall matrix")
  let (rows, columns) = (a.rows, a.columns)
  guard columns > 0 else { return [] }
  var solution = b
  // A by rows is Aᵀ by columns; asking for the transposed problem saves a copy of A.
  let info = a.withMutableView { view in
    solution.withUnsafeMutableBufferPointer { right in
      LAPACKE_dgels(
        LAPACK_COL_MAJOR, Int8(UInt8(ascii: "T")), Int32(columns), Int32(rows), 1, view.base,
        Int32(columns), right.baseAddress, Int32(rows))
    }
  }
  if info < 0 { throw .status(info, "least squares") }
  if info > 0 { throw .rankDeficient(column: Int(info) - 1, columns: columns) }
  var largest = 0.0
  for index in 0..<columns { largest = max(largest, abs(a[index, index])) }
  let limit = largest * Double(rows) * .ulpOfOne
  if let column = (0..<columns).first(where: { !(abs(a[$0, $0]) > limit) }) {
    throw .rankDeficient(column: column, columns: columns)
  }
  return Array(solution[..<columns])
}
