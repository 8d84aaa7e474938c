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
  public init(_ weights: [Double], of features: Features, zeta: Int) {
    self.init(weights, of: features, environments: Array(0..<features.count), zeta: zeta)
  }

  /// Collapses the weights w of some environments, numbers of `features`: `weights[5 * place + ν]`.
  ///
  /// What features of charges and dipoles were scaled by goes into the result: prediction takes them
  /// as they are.
  public init(_ weights: [Double], of features: Features, environments: [Int], zeta: Int) {
    let product = KernelProduct(.tensor, of: features, environments: environments, zeta: zeta)
    if zeta <= 2 {
      var sum = product.contraction(weights)
      sum.scaleLastRows(by: features.polarizationScales)
      self = zeta == 1 ? .linear(sum.values) : .bilinear(sum)
    } else {
      var vectors = product.vectors(weights, 0..<environments.count)
      vectors.scaleLastColumns(by: features.polarizationScales)
      self = .points(scalar: features.scalar.selectingRows(environments), vectors: vectors)
    }
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

extension Matrix where Scalar == Double {
  /// Multiplies the last rows, each by its factor.
  fileprivate mutating func scaleLastRows(by factors: [Double]) {
    for (place, factor) in factors.enumerated() {
      let row = rows - factors.count + place
      for index in row * columns..<(row + 1) * columns { values[index] *= factor }
    }
  }
}
