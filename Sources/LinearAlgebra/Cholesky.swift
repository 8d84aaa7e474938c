import CLinearAlgebra

/// The Cholesky factorisation A = L Lᵀ of a symmetric positive definite matrix.
public struct Cholesky: Sendable {
  /// The lower triangle holds L; what stands above the diagonal is of no meaning.
  public let factor: Matrix<Double>
  /// What was added to the diagonal of A before it was factored.
  public let jitter: Double

  /// Factors A, of which only the lower triangle is read.
  public init(_ matrix: consuming Matrix<Double>) throws(LinearAlgebraError) {
    try self.init(matrix, jitter: 0)
  }

  private init(_ matrix: consuming Matrix<Double>, jitter: Double) throws(LinearAlgebraError) {
    precondition(matrix.rows == matrix.columns, "a Cholesky factorisation takes a square matrix")
    let size = matrix.rows
    if jitter != 0 { matrix.addToDiagonal(jitter) }
    // The lower triangle by rows is the upper triangle by columns: no transposed copy is needed.
    let info = matrix.withMutableView { view in
      size == 0
        ? 0
        : LAPACKE_dpotrf(
          LAPACK_COL_MAJOR, Int8(UInt8(ascii: "U")), Int32(size), view.base, Int32(size))
    }
    if info > 0 { throw .notPositiveDefinite(row: Int(info) - 1, size: size) }
    if info < 0 { throw .status(info, "Cholesky factorisation") }
    factor = matrix
    self.jitter = jitter
  }

  /// Factors A + jitter · 1 with the least jitter that succeeds: none, then 10⁻¹⁴ of the largest
  /// diagonal element, ten times more at each further try, up to 10⁻⁶ of it.
  public static func jittered(_ matrix: Matrix<Double>) throws(LinearAlgebraError) -> Cholesky {
    var scale = 0.0
    for index in 0..<matrix.rows { scale = max(scale, abs(matrix[index, index])) }
    var relative = 0.0
    while true {
      do {
        return try Cholesky(matrix, jitter: relative * scale)
      } catch .notPositiveDefinite(let row, let size) {
        guard relative < 0.9e-6, scale > 0 else {
          throw .notPositiveDefinite(row: row, size: size)
        }
        relative = relative == 0 ? 1e-14 : relative * 10
      }
    }
  }

  /// The solution x of A x = b.
  public func solve(_ b: [Double]) -> [Double] {
    solve(Matrix(rows: b.count, columns: 1, values: b)).values
  }

  /// The solution X of A X = B, one column a right-hand side.
  public func solve(_ b: Matrix<Double>) -> Matrix<Double> {
    var x = b
    solveTriangular(factor, into: &x)
    solveTriangular(factor, transposed: true, into: &x)
    return x
  }
}

/// B ← L⁻¹ B, or L⁻ᵀ B, for the lower triangle L of a square matrix.
///
/// `lower: false` reads the upper triangle instead. No diagonal element may be 0.
public func solveTriangular(
  _ triangle: Matrix<Double>, lower: Bool = true, transposed: Bool = false,
  into b: inout Matrix<Double>
) {
  precondition(triangle.rows == triangle.columns && b.rows == triangle.rows, "shapes differ")
  guard b.rows > 0, b.columns > 0 else { return }
  b.withMutableView { target in
    triangle.withView { triangle in
      cblas_dtrsm(
        CblasRowMajor, CblasLeft, lower ? CblasLower : CblasUpper,
        transposed ? CblasTrans : CblasNoTrans, CblasNonUnit, Int32(target.rows),
        Int32(target.columns), 1, triangle.base, Int32(triangle.stride), target.base,
        Int32(target.stride))
    }
  }
}
