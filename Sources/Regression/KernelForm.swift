import LinearAlgebra

/// Which kernel environments are compared by: (p⁰_i · p⁰_j)^(ζ−1) B_i B_jᵀ with the rows B_i of an
/// environment.
enum KernelForm: Sendable {
  /// B_i = p⁰_i, one row: scalars, eq. 11.
  case scalar
  /// B_i = P²_i, five rows: tensors, eq. 13.
  case tensor

  /// Rows B_i of an environment, unknowns and labels of it.
  var components: Int { self == .tensor ? 5 : 1 }

  /// The rows B of all environments.
  func blocks(of features: Features) -> Matrix<Double> {
    self == .tensor ? features.tensor : features.scalar
  }

  /// The kernel matrix, rows those of `a`, columns those of `b`.
  func matrix(_ a: Features, _ b: Features, zeta: Int) -> Matrix<Double> {
    self == .tensor ? Kernel.tensor(a, b, zeta: zeta) : Kernel.scalar(a, b, zeta: zeta)
  }
}
