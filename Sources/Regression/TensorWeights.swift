import LinearAlgebra
import Tensors

/// What training leaves of a tensor model: the sum over training environments, collapsed.
///
/// With u_j = P²_jᵀ w_j the prediction y_i = Σ_j (p⁰_i · p⁰_j)^(ζ−1) P²_i u_j needs one vector for
/// ζ = 1, one matrix for ζ = 2, and no 5 × 5 blocks above.
public enum TensorWeights: Sendable, Equatable {
  /// ζ = 1: y_i = P²_i u with u = Σ_j u_j, of D₂ numbers.
  case linear([Double])
  /// ζ = 2: y_i = P²_i W p⁰_i with W = Σ_j u_j p⁰_jᵀ, D₂ × D₀.
  case bilinear(Matrix<Double>)
  /// ζ ≥ 3: y_i = P²_i Σ_j (p⁰_i · p⁰_j)^(ζ−1) u_j; rows p⁰_j, M × D₀, and u_j, M × D₂.
  case points(scalar: Matrix<Double>, vectors: Matrix<Double>)

  /// Collapses the weights w of environments with these features, `weights[5 * j + ν]`.
  ///
  /// What features of charges and dipoles were scaled by goes into the result: prediction takes them
  /// as they are.
  public init(_ weights: [Double], of environments: Features, zeta: Int) {
    precondition(weights.count == 5 * environments.count, "five weights an environment")
    let scales = environments.polarizationScales
    if zeta == 1 {
      var vector = Matrix(
        rows: 1, columns: environments.tensor.columns,
        values: environments.tensor.applied(to: weights, transposed: true))
      vector.scaleLastColumns(by: scales)
      self = .linear(vector.values)
      return
    }
    var vectors = Self.vectors(weights, environments.tensor)
    vectors.scaleLastColumns(by: scales)
    self =
      zeta == 2
      ? .bilinear(Matrix.product(vectors, transposeA: true, environments.scalar))
      : .points(scalar: environments.scalar, vectors: vectors)
  }

  /// u_j = P²_jᵀ w_j, one row an environment.
  private static func vectors(_ weights: [Double], _ tensor: Matrix<Double>) -> Matrix<Double> {
    let count = tensor.columns
    var vectors = Matrix<Double>(rows: tensor.rows / 5, columns: count)
    vectors.values.withUnsafeMutableBufferPointer { target in
      tensor.values.withUnsafeBufferPointer { source in
        for row in 0..<tensor.rows {
          let (weight, from, to) = (weights[row], row * count, row / 5 * count)
          for d in 0..<count { target[to + d] += weight * source[from + d] }
        }
      }
    }
    return vectors
  }

  /// The tensors of environments in double precision, from their features.
  public func predict(_ features: Features, zeta: Int) -> [SphericalTensor] {
    let inverse = features.polarizationScales.map { 1 / $0 }
    var contraction: Matrix<Double>
    switch self {
    case .linear(let vector):
      var weights = Matrix(rows: 1, columns: vector.count, values: vector)
      weights.scaleLastColumns(by: inverse)
      let components = features.tensor * weights.values
      return (0..<features.count).map { Self.tensor(components, 5 * $0) }
    case .bilinear(let matrix):
      contraction = Matrix.product(features.scalar, matrix, transposeB: true)
    case .points(let scalar, let vectors):
      var similarities = Matrix.product(features.scalar, scalar, transposeB: true)
      for index in similarities.values.indices {
        similarities.values[index] = Kernel.power(similarities.values[index], zeta - 1)
      }
      contraction = similarities * vectors
    }
    contraction.scaleLastColumns(by: inverse)
    let count = features.tensor.columns
    return features.tensor.values.withUnsafeBufferPointer { tensor in
      contraction.values.withUnsafeBufferPointer { contraction in
        (0..<features.count).map { environment in
          var result = SphericalTensor.zero
          for mu in 0..<5 {
            var sum = 0.0
            let row = (5 * environment + mu) * count
            for d in 0..<count { sum += tensor[row + d] * contraction[environment * count + d] }
            result[mu] = sum
          }
          return result
        }
      }
    }
  }

  private static func tensor(_ components: [Double], _ start: Int) -> SphericalTensor {
    SphericalTensor(
      components[start], components[start + 1], components[start + 2], components[start + 3],
      components[start + 4])
  }
}
