import LinearAlgebra

/// What training leaves of a scalar (eq. 11): y_i = Σ_j (p⁰_i · p⁰_j)^ζ w_j + mean.
public struct ScalarWeights: Sendable, Equatable {
  /// λ=0 features of the environments expanded in, M × D₀.
  public let points: Matrix<Double>
  /// One weight a point.
  public let weights: [Double]
  /// The mean of the training labels.
  public let mean: Double

  public init(points: Matrix<Double>, weights: [Double], mean: Double) {
    precondition(points.rows == weights.count, "one weight a point")
    self.points = points
    self.weights = weights
    self.mean = mean
  }

  /// The scalar of environments in double precision, from their features.
  public func predict(_ features: Features, zeta: Int) -> [Double] {
    predict(
      similarities: Matrix.product(features.scalar, points, transposeB: true), zeta: zeta)
  }

  /// The scalar of environments from p⁰_i · p⁰_j, rows the environments, columns the points.
  func predict(similarities: consuming Matrix<Double>, zeta: Int) -> [Double] {
    similarities.values.withUnsafeMutableBufferPointer { values in
      for index in values.indices { values[index] = Kernel.power(values[index], zeta) }
    }
    return (similarities * weights).map { $0 + mean }
  }
}
