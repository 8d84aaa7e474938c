import Glibc
import LinearAlgebra

/// Gaussian-type radial functions R_n(r) = N_n rⁿ exp(−r²/2σ_n²), Löwdin-orthonormalised, and the
/// overlap integrals of them with a smeared neighbour.
///
/// σ_n = max(√n, 1) r_c / N for n = 0 … N−1; the functions are not truncated at r_c.
public struct RadialBasis: Sendable {
  public let radialCount: Int
  public let maximumAngular: Int
  /// The widths σ_n in Å.
  public let widths: [Double]
  /// The norms N_n with ∫ r² R_n² dr = 1.
  public let norms: [Double]
  /// S^−1/2, row-major [n][n'].
  public let orthonormalization: [Double]
  private let densityWidth: Double
  /// What does not depend on r, `[n][l]`: 4π (πσ²)^(−3/4) N_n … (1/2σ²)^l q^(−(3+n+l)/2).
  private let prefactors: [Double]

  /// Makes the basis of a set of hyperparameters.
  /// - Throws: `DescriptorError` for impossible values.
  public init(_ hyperparameters: DescriptorHyperparameters) throws(DescriptorError) {
    try hyperparameters.validate()
    let count = hyperparameters.radialCount
    let radius = hyperparameters.cutoffRadius
    let density = hyperparameters.densityWidth
    radialCount = count
    maximumAngular = hyperparameters.maximumAngular
    densityWidth = density
    let widths = (0..<count).map { max(Double($0).squareRoot(), 1) * radius / Double(count) }
    let norms = (0..<count).map { (n: Int) -> Double in
      let power = pow(widths[n], Double(2 * n + 3))
      return (2 / (tgamma(Double(n) + 1.5) * power)).squareRoot()
    }
    self.widths = widths
    self.norms = norms

    var overlap = Matrix<Double>(rows: count, columns: count)
    for n in 0..<count {
      for k in 0..<count {
        let q = 0.5 / (widths[n] * widths[n]) + 0.5 / (widths[k] * widths[k])
        let half = 0.5 * Double(3 + n + k)
        overlap[n, k] = norms[n] * norms[k] * 0.5 * tgamma(half) * pow(q, -half)
      }
    }
    orthonormalization = try inverseSquareRoot(overlap)

    var prefactors: [Double] = []
    for n in 0..<count {
      let q = 0.5 / (density * density) + 0.5 / (widths[n] * widths[n])
      for l in 0...maximumAngular {
        let a = 0.5 * Double(3 + n + l)
        let b = Double(l) + 1.5
        let gaussian = 4 * Double.pi * pow(.pi * density * density, -0.75) * norms[n]
        let gamma = 0.25 * Double.pi.squareRoot() * exp(lgamma(a) - lgamma(b))
        let powers = pow(0.5 / (density * density), Double(l)) * pow(q, -a)
        prefactors.append(gaussian * gamma * powers)
      }
    }
    self.prefactors = prefactors
  }

  /// The integrals I_nl(r) over the orthonormal basis, `[l][n]`, without cutoff and scaling.
  public func integrals(at r: Double) -> [Double] {
    valuesAndDerivatives(at: r, derivatives: false).values
  }

  /// The integrals and their derivatives dI_nl/dr, both `[l][n]`.
  public func integralsAndDerivatives(at r: Double) -> (values: [Double], derivatives: [Double]) {
    valuesAndDerivatives(at: r, derivatives: true)
  }

  private func valuesAndDerivatives(
    at r: Double, derivatives: Bool
  ) -> (values: [Double], derivatives: [Double]) {
    let angular = maximumAngular + 1
    var primitive = [Double](repeating: 0, count: angular * radialCount)
    var slopes = derivatives ? primitive : []
    let density2 = densityWidth * densityWidth
    for n in 0..<radialCount {
      let width2 = widths[n] * widths[n]
      // z = beta r²; exp(−r²/2σ²) ₁F₁ is written as one Gaussian times e^−z ₁F₁, both bounded.
      let beta = 0.5 * width2 / (density2 * (density2 + width2))
      let z = beta * r * r
      let gaussian = exp(-0.5 * r * r / (density2 + width2))
      var power = 1.0
      var lowerPower = 0.0
      for l in 0..<angular {
        let a = 0.5 * Double(3 + n + l)
        let b = Double(l) + 1.5
        let factor = prefactors[n * angular + l] * gaussian
        let value = scaledHypergeometric(a, b, z)
        primitive[l * radialCount + n] = factor * power * value
        if derivatives {
          let next = scaledHypergeometric(a + 1, b + 1, z)
          slopes[l * radialCount + n] =
            factor
            * (Double(l) * lowerPower * value
              + power * r * (2 * beta * a / b * next - value / density2))
        }
        lowerPower = power
        power *= r
      }
    }
    return (orthonormalized(primitive), orthonormalized(slopes))
  }

  /// S^−1/2 applied to `[l][n]`.
  private func orthonormalized(_ primitive: [Double]) -> [Double] {
    var result = primitive
    for start in stride(from: 0, to: primitive.count, by: radialCount) {
      for n in 0..<radialCount {
        var sum = 0.0
        for k in 0..<radialCount {
          sum += orthonormalization[n * radialCount + k] * primitive[start + k]
        }
        result[start + n] = sum
      }
    }
    return result
  }
}

/// S^−1/2 of a symmetric positive matrix, row-major.
///
/// With up to 16 functions the smallest eigenvalue is at least 1e-10 at any cutoff radius.
private func inverseSquareRoot(_ matrix: Matrix<Double>) throws(DescriptorError) -> [Double] {
  do {
    return try SymmetricEigen(matrix).applying { 1 / $0.squareRoot() }.values
  } catch {
    throw .linearAlgebra(error)
  }
}
