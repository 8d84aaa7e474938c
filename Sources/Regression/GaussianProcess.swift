import LinearAlgebra

/// Gaussian-process regression on kernel matrices, whatever their blocks mean.
public enum GaussianProcess {
  /// The most unknowns solved for at once: a matrix of their square takes 7 GB.
  public static let unknownsLimit = 30_000

  /// The weights w of (K + σ² 1) w = y.
  /// - Throws: `notPositiveDefinite` where even a small jitter does not make K + σ² 1 factorable.
  public static func weights(
    kernel: consuming Matrix<Double>, targets: [Double], regularization: Double
  ) throws(LinearAlgebraError) -> [Double] {
    kernel.addToDiagonal(regularization)
    return try Cholesky.jittered(kernel).solve(targets)
  }
}

/// The sparse problem: the w that make |K_NM w − y|² / σ² + wᵀ K_MM w least.
///
/// With K_MM = L Lᵀ and V = K_NM L⁻ᵀ it reads (Vᵀ V + σ² 1) z = Vᵀ y, w = L⁻ᵀ z, whose condition is
/// that of the regularised problem and not its square. K_MN is taken by parts, so only M² numbers are
/// held at once, and one value of this type serves every σ².
public struct SparseProblem: Sendable {
  private let factor: Cholesky
  private var normal: Matrix<Double>
  private var right: Matrix<Double>

  /// Begins with the kernel of the sparse points with one another.
  /// - Throws: `notPositiveDefinite` where even a small jitter does not make it factorable.
  public init(kernelMM: Matrix<Double>) throws(LinearAlgebraError) {
    factor = try Cholesky.jittered(kernelMM)
    normal = Matrix(rows: kernelMM.rows, columns: kernelMM.rows)
    right = Matrix(rows: kernelMM.rows, columns: 1)
  }

  /// Takes in the columns K_MN of some labels y.
  public mutating func add(kernelMN: consuming Matrix<Double>, targets: [Double]) {
    precondition(kernelMN.columns == targets.count, "one column a label")
    solveTriangular(factor.factor, into: &kernelMN)
    Matrix.multiply(kernelMN, kernelMN, transposeB: true, into: &normal, beta: 1)
    let labels = Matrix(rows: targets.count, columns: 1, values: targets)
    Matrix.multiply(kernelMN, labels, into: &right, beta: 1)
  }

  /// The weights of the sparse points.
  public func weights(regularization: Double) throws(LinearAlgebraError) -> [Double] {
    var matrix = normal
    matrix.addToDiagonal(regularization)
    var weights = try Cholesky.jittered(matrix).solve(right)
    solveTriangular(factor.factor, transposed: true, into: &weights)
    return weights.values
  }
}
