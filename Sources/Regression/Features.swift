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
    normalization: KernelHyperparameters.Normalization
  ) {
    precondition(tensor.rows == 5 * scalar.rows, "five λ=2 rows an environment")
    for environment in 0..<scalar.rows {
      let norm = Self.norm(scalar, environment..<environment + 1)
      let rows = 5 * environment..<5 * environment + 5
      let tensorNorm = normalization == .scalar ? norm : Self.ownNorm(tensor, rows)
      Self.divide(&scalar, environment..<environment + 1, by: norm)
      Self.divide(&tensor, rows, by: tensorNorm)
    }
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

  /// Below this norm features count as absent: an isolated atom, or a site of cubic symmetry.
  static let negligibleNorm = 1e-12

  private static func norm(_ matrix: borrowing Matrix<Double>, _ rows: Range<Int>) -> Double {
    let columns = matrix.columns
    return matrix.values.withUnsafeBufferPointer { values in
      var sum = 0.0
      for index in rows.lowerBound * columns..<rows.upperBound * columns {
        sum += values[index] * values[index]
      }
      return sum.squareRoot()
    }
  }

  /// √‖P² P²ᵀ‖, the Frobenius norm of the 5 × 5 block of an environment with itself.
  private static func ownNorm(_ matrix: borrowing Matrix<Double>, _ rows: Range<Int>) -> Double {
    let columns = matrix.columns
    return matrix.values.withUnsafeBufferPointer { values in
      var sum = 0.0
      for a in rows {
        for b in rows {
          var dot = 0.0
          for d in 0..<columns { dot += values[a * columns + d] * values[b * columns + d] }
          sum += dot * dot
        }
      }
      return sum.squareRoot().squareRoot()
    }
  }

  private static func divide(
    _ matrix: inout Matrix<Double>, _ rows: Range<Int>, by norm: Double
  ) {
    let factor = norm < negligibleNorm ? 0 : 1 / norm
    let columns = matrix.columns
    matrix.values.withUnsafeMutableBufferPointer { values in
      for index in rows.lowerBound * columns..<rows.upperBound * columns { values[index] *= factor }
    }
  }
}
