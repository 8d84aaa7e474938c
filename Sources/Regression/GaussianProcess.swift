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
    let column = Matrix(rows: targets.count, columns: 1, values: targets)
    return try weights(kernel: kernel, targets: column, regularization: regularization).values
  }

  /// The weights W of (K + σ² 1) W = Y from one factorisation, one column a set of labels.
  /// - Throws: as for a single column.
  public static func weights(
    kernel: consuming Matrix<Double>, targets: Matrix<Double>, regularization: Double
  ) throws(LinearAlgebraError) -> Matrix<Double> {
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

  /// Begins with the kernel of the sparse points with one another, for some sets of labels.
  /// - Throws: `notPositiveDefinite` where even a small jitter does not make it factorable.
  public init(kernelMM: Matrix<Double>, targetSets: Int = 1) throws(LinearAlgebraError) {
    factor = try Cholesky.jittered(kernelMM)
    normal = Matrix(rows: kernelMM.rows, columns: kernelMM.rows)
    right = Matrix(rows: kernelMM.rows, columns: targetSets)
  }

  /// Takes in the columns K_MN of some labels y.
  public mutating func add(kernelMN: consuming Matrix<Double>, targets: [Double]) {
    add(
      kernelMN: kernelMN,
      targets: Matrix(rows: targets.count, columns: 1, values: targets))
  }

  /// Takes in the columns K_MN of some rows of Y, one column of Y a set of labels.
  public mutating func add(kernelMN: consuming Matrix<Double>, targets: Matrix<Double>) {
    precondition(kernelMN.columns == targets.rows, "one column a label")
    precondition(targets.columns == right.columns, "as many sets of labels as announced")
    solveTriangular(factor.factor, into: &kernelMN)
    kernelMN.addGram(to: &normal)
    Matrix.multiply(kernelMN, targets, into: &right, beta: 1)
  }

  /// The weights of the sparse points for a single set of labels.
  public func weights(regularization: Double) throws(LinearAlgebraError) -> [Double] {
    try weightColumns(regularization: regularization).values
  }

  /// The weights of the sparse points, one column a set of labels.
  public func weightColumns(regularization: Double) throws(LinearAlgebraError) -> Matrix<Double> {
    var matrix = normal
    matrix.addToDiagonal(regularization)
    var weights = try Cholesky.jittered(matrix).solve(right)
    solveTriangular(factor.factor, transposed: true, into: &weights)
    return weights
  }
}
