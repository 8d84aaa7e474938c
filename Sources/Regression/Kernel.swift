import LinearAlgebra

/// Similarities between environments.
public enum Kernel {
  /// K⁰_ij = (p⁰_i · p⁰_j)^ζ, rows the environments of `a`, columns those of `b`.
  public static func scalar(_ a: Features, _ b: Features, zeta: Int) -> Matrix<Double> {
    var kernel = Matrix.product(a.scalar, b.scalar, transposeB: true)
    if zeta != 1 {
      kernel.values.withUnsafeMutableBufferPointer { values in
        for index in values.indices { values[index] = power(values[index], zeta) }
      }
    }
    return kernel
  }

  /// K²_ij = (p⁰_i · p⁰_j)^(ζ−1) P²_i P²_jᵀ, element (5 i + μ, 5 j + ν).
  public static func tensor(_ a: Features, _ b: Features, zeta: Int) -> Matrix<Double> {
    var kernel = Matrix.product(a.tensor, b.tensor, transposeB: true)
    modulate(&kernel, a, b, zeta: zeta)
    return kernel
  }

  /// Multiplies each 5 × 5 block of P² P²ᵀ with (p⁰_i · p⁰_j)^(ζ−1).
  static func modulate(_ kernel: inout Matrix<Double>, _ a: Features, _ b: Features, zeta: Int) {
    guard zeta > 1 else { return }
    let factors = scalar(a, b, zeta: zeta - 1)
    let columns = kernel.columns
    kernel.values.withUnsafeMutableBufferPointer { values in
      factors.values.withUnsafeBufferPointer { factors in
        for row in 0..<5 * a.count {
          let factorRow = row / 5 * b.count
          for environment in 0..<b.count {
            let factor = factors[factorRow + environment]
            let start = row * columns + 5 * environment
            for column in start..<start + 5 { values[column] *= factor }
          }
        }
      }
    }
  }

  /// x^n for n ≥ 1 by multiplication.
  @inline(__always)
  static func power<Scalar: BinaryFloatingPoint>(_ x: Scalar, _ n: Int) -> Scalar {
    var result = x
    for _ in 1..<n { result *= x }
    return result
  }
}
