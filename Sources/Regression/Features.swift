import Descriptors
import LinearAlgebra

/// The λ=0 and λ=2 features of environments, normalised as the kernels need them.
public struct Features: Sendable {
  /// Row i: the λ=0 features p⁰ of environment i, of unit length (zeros where there are none).
  public let scalar: Matrix<Double>
  /// Row 5 i + μ: the λ=2 features of environment i and component μ = m + 2.
  public let tensor: Matrix<Double>

  /// The number of environments.
  public var count: Int { scalar.rows }

  /// Normalises compact features of which dot products are inner products (see `FeatureLayout`).
  public init(
    scalar: consuming Matrix<Double>, tensor: consuming Matrix<Double>,
    normalization: FeatureNormalization
  ) {
    precondition(tensor.rows == 5 * scalar.rows, "five λ=2 rows an environment")
    let norms = scalarNorms(scalar)
    tensor.scaleSites(by: inverseNorms(normalization == .scalar ? norms : tensorNorms(tensor)))
    scalar.scaleSites(by: inverseNorms(norms))
    self.scalar = scalar
    self.tensor = tensor
  }

  private init(normalizedScalar: Matrix<Double>, tensor: Matrix<Double>) {
    scalar = normalizedScalar
    self.tensor = tensor
  }

  /// The environments at the indices given, in that order.
  public func selecting(_ environments: [Int]) -> Features {
    Features(
      normalizedScalar: scalar.selectingRows(environments),
      tensor: tensor.selectingRows(environments.flatMap { 5 * $0..<5 * $0 + 5 }))
  }
}
