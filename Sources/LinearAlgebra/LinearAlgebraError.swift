/// Why a factorisation or solution could not be had.
public enum LinearAlgebraError: Error, Equatable, CustomStringConvertible {
  /// The matrix of a Cholesky factorisation has a pivot that is not positive, at `row`.
  case notPositiveDefinite(row: Int, size: Int)
  /// The columns of a least-squares problem depend on one another.
  case rankDeficient(column: Int, columns: Int)
  /// A matrix or right-hand side holds NaN or infinity.
  case notFinite(operation: String)
  /// The iteration of an eigenvalue routine did not converge.
  case noConvergence(operation: String)
  /// Not enough memory for the work space of a routine.
  case outOfMemory(operation: String)

  public var description: String {
    switch self {
    case .notPositiveDefinite(let row, let size):
      "matrix of size \(size) is not positive definite: pivot \(row) is not above zero; "
        + "raise the regularization"
    case .rankDeficient(let column, let columns):
      "least squares: column \(column) of \(columns) depends on the others; "
        + "raise the regularization or use fewer sparse points"
    case .notFinite(let operation):
      "\(operation): found NaN or infinity; expected finite numbers"
    case .noConvergence(let operation):
      "\(operation): no convergence; expected a finite, symmetric matrix"
    case .outOfMemory(let operation):
      "\(operation): not enough memory for the work space; use fewer sparse points"
    }
  }

  /// The error for a negative LAPACKE status: bad memory or a NaN in an argument.
  static func status(_ info: Int32, _ operation: String) -> LinearAlgebraError {
    info <= -1010 ? .outOfMemory(operation: operation) : .notFinite(operation: operation)
  }
}
