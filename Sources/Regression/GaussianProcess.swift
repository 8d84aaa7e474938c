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

  /// The weights w that make |K_NM w − y|² / σ² + wᵀ K_MM w least.
  ///
  /// With K_MM = L Lᵀ and V = K_NM L⁻ᵀ the problem is (Vᵀ V + σ² 1) z = Vᵀ y, w = L⁻ᵀ z, whose
  /// condition is that of the regularised problem and not its square. K_MN is asked for by parts, so
  /// only M² numbers are held at once.
  ///
  /// - Parameters:
  ///   - kernelMM: the kernel of the sparse points with one another.
  ///   - kernelMN: the columns of K_MN in a range of labels; ranges begin and end at multiples of 5.
  public static func sparseWeights(
    kernelMM: Matrix<Double>, kernelMN: (Range<Int>) -> Matrix<Double>, targets: [Double],
    regularization: Double
  ) throws(LinearAlgebraError) -> [Double] {
    let unknowns = kernelMM.rows
    let factor = try Cholesky.jittered(kernelMM)
    var normal = Matrix<Double>(rows: unknowns, columns: unknowns)
    var right = Matrix<Double>(rows: unknowns, columns: 1)
    var start = 0
    while start < targets.count {
      let end = min(targets.count, start + max(1000, (unknowns + 4) / 5 * 5))
      // Vᵀ of these labels: L⁻¹ K_MN.
      var part = kernelMN(start..<end)
      solveTriangular(factor.factor, into: &part)
      Matrix.multiply(part, part, transposeB: true, into: &normal, beta: 1)
      let labels = Matrix(rows: end - start, columns: 1, values: Array(targets[start..<end]))
      Matrix.multiply(part, labels, into: &right, beta: 1)
      start = end
    }
    normal.addToDiagonal(regularization)
    var weights = try Cholesky.jittered(normal).solve(right)
    solveTriangular(factor.factor, transposed: true, into: &weights)
    return weights.values
  }
}
