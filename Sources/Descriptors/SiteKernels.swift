import LinearAlgebra

/// The λ=0 and λ=2 kernels between sites, of normalised features.
public struct SiteKernels: Sendable {
  /// K⁰_ij to the power ζ, `[i][j]`.
  public let scalar: Matrix<Double>
  /// K²_ij times (K⁰_ij)^(ζ−1): row `5 * i + μ`, column `5 * j + ν`.
  public let tensor: Matrix<Double>

  /// Multiplies out the features of all sites.
  /// - Parameters:
  ///   - scalarFeatures: compact λ=0 features, one row a site, not normalised.
  ///   - tensorFeatures: compact λ=2 features, rows `5 * site + μ`, not normalised.
  ///   - normalization: the norm the λ=2 features are divided by.
  ///   - zeta: the power ζ ≥ 1.
  public init(
    scalarFeatures: Matrix<Double>, tensorFeatures: Matrix<Double>,
    normalization: FeatureNormalization = .own, zeta: Int = 1
  ) {
    precondition(zeta >= 1 && tensorFeatures.rows == 5 * scalarFeatures.rows)
    let norms = scalarNorms(scalarFeatures)
    var first = scalarFeatures
    first.scaleSites(by: inverseNorms(norms))
    var second = tensorFeatures
    second.scaleSites(
      by: inverseNorms(normalization == .scalar ? norms : tensorNorms(tensorFeatures)))
    let plain = Matrix.product(first, first, transposeB: true)
    var scalar = plain
    var tensor = Matrix.product(second, second, transposeB: true)
    for _ in 1..<zeta {
      for index in scalar.values.indices { scalar.values[index] *= plain.values[index] }
      for row in 0..<tensor.rows {
        for column in 0..<tensor.columns { tensor[row, column] *= plain[row / 5, column / 5] }
      }
    }
    self.scalar = scalar
    self.tensor = tensor
  }
}
