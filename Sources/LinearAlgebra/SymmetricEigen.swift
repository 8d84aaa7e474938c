import CLinearAlgebra

/// Eigenvalues and eigenvectors of a symmetric matrix.
public struct SymmetricEigen: Sendable {
  /// The eigenvalues, smallest first.
  public let values: [Double]
  /// Row k is the normalised eigenvector of `values[k]`; its sign is arbitrary.
  public let vectors: Matrix<Double>

  /// Diagonalises A, of which only the lower triangle is read.
  public init(_ matrix: consuming Matrix<Double>) throws(LinearAlgebraError) {
    precondition(matrix.rows == matrix.columns, "eigenvalues are those of a square matrix")
    let size = matrix.rows
    var eigenvalues = [Double](repeating: 0, count: size)
    // Eigenvectors come as columns of a column-major matrix, which are rows of ours.
    let info = matrix.withMutableView { view in
      eigenvalues.withUnsafeMutableBufferPointer { values in
        size == 0
          ? 0
          : LAPACKE_dsyevd(
            LAPACK_COL_MAJOR, Int8(UInt8(ascii: "V")), Int8(UInt8(ascii: "U")), Int32(size),
            view.base, Int32(size), values.baseAddress)
      }
    }
    if info > 0 { throw .noConvergence(operation: "symmetric eigenvalues") }
    if info < 0 { throw .status(info, "symmetric eigenvalues") }
    values = eigenvalues
    vectors = matrix
  }

  /// The matrix f(A) = Σ_k f(value_k) v_k v_kᵀ, such as the inverse square root.
  public func applying(_ function: (Double) -> Double) -> Matrix<Double> {
    var scaled = vectors
    for (row, value) in values.enumerated() {
      let factor = function(value)
      for column in 0..<scaled.columns { scaled[row, column] *= factor }
    }
    return Matrix.product(vectors, transposeA: true, scaled)
  }
}
