import Glibc

/// How ω_Q of one tensor is spread over random directions of the field, in units of
/// ω_max = 3C_Q/(2I(2I − 1)).
///
/// x = bᵀVb/V_zz reaches from −(1 + η)/2 to 1; its density grows without bound, as a logarithm, at
/// −(1 − η)/2. Density and cumulative distribution are complete elliptic integrals, which arithmetic–
/// geometric means give to the last digits in a handful of steps: no direction is sampled.
public struct PowderShape: Sendable, Equatable {
  /// η, 0…1.
  public let asymmetry: Double

  /// - Parameter asymmetry: η; values outside 0…1, and NaN, become the nearest (0).
  public init(asymmetry: Double) { self.asymmetry = min(max(0, asymmetry), 1) }

  /// The lower edge, −(1 + η)/2.
  public var lowerEdge: Double { -(1 + asymmetry) / 2 }
  /// Where the density is infinite, −(1 − η)/2; for η = 0 the same as the lower edge.
  public var singularity: Double { -(1 - asymmetry) / 2 }
  /// The upper edge.
  public var upperEdge: Double { 1 }
  /// ⟨x²⟩ = (1 + η²/3)/5; the mean of x is 0.
  public var secondMoment: Double { (1 + asymmetry * asymmetry / 3) / 5 }

  /// The density of x: its integral is 1.
  public func density(at x: Double) -> Double {
    guard x >= lowerEdge, x <= upperEdge else { return 0 }
    // Between the singularity and the far edge: ½ over the mean of √((x − s₁)(s₃ − s₂)) and
    // √((x − s₂)(s₃ − s₁)) for principal values s₁ ≤ s₂ ≤ s₃; below it the same mirrored.
    let far = farSide(of: x)
    return 0.5 / arithmeticGeometricMean((far.a * far.d).squareRoot(), (far.b * far.c).squareRoot())
  }

  /// The share of directions with a smaller x.
  public func cumulative(at x: Double) -> Double {
    if x <= lowerEdge { return 0 }
    if x >= upperEdge { return 1 }
    // With the third axis as pole, directions at azimuth φ are below x within
    // cos²θ < (A cos²φ + B sin²φ)/(C cos²φ + D sin²φ); the mean of the root over φ is elliptic.
    let (a, b, c, d, isMirrored) = farSide(of: x)
    let modulus = min(1, b * c / (a * d))
    let share =
      2 / Double.pi * (a / d).squareRoot()
      * completeEllipticIntegral(complement: modulus.squareRoot(), c / d, 1, modulus)
    return isMirrored ? max(0, 1 - share) : min(1, share)
  }

  /// The share of directions with a smaller modulus of x.
  public func cumulative(ofModulus x: Double) -> Double {
    x <= 0 ? 0 : cumulative(at: x) - cumulative(at: -x)
  }

  /// Differences of x and the principal values s, named for the edge beyond the singularity as seen
  /// from x: A = x − s₁, B = x − s₂, C = s₃ − s₁, D = s₃ − s₂, mirrored where x lies below s₂.
  private func farSide(
    of x: Double
  ) -> (a: Double, b: Double, c: Double, d: Double, isMirrored: Bool) {
    let (low, middle, high) = (lowerEdge, singularity, upperEdge)
    return x >= middle
      ? (x - low, x - middle, high - low, high - middle, false)
      : (high - x, middle - x, high - low, middle - low, true)
  }
}

/// The common limit of arithmetic and geometric means of two numbers from 0 up.
private func arithmeticGeometricMean(_ a: Double, _ b: Double) -> Double {
  var (a, b) = (a, b)
  for _ in 0..<64 where abs(a - b) > 4e-16 * a { (a, b) = ((a + b) / 2, (a * b).squareRoot()) }
  return b == 0 ? 0 : a
}

/// ∫ (a cos²φ + b sin²φ) / ((cos²φ + p sin²φ) √(cos²φ + k² sin²φ)) dφ over 0…π/2 for p > 0 and the
/// complementary modulus k, 0…1, by the means of R. Bulirsch, Numer. Math. 13, 305 (1969).
private func completeEllipticIntegral(
  complement k: Double, _ p: Double, _ a: Double, _ b: Double
) -> Double {
  // The integral is finite at k = 0 where b is 0 too; the means are not.
  var (k, mean) = (max(k, 1e-150), 1.0)
  var product = k
  var p = p.squareRoot()
  var a = a
  var b = b / p
  for _ in 0..<64 {
    let (oldA, ratio, oldMean) = (a, product / p, mean)
    a += b / p
    b = 2 * (b + oldA * ratio)
    p += ratio
    mean += k
    if abs(oldMean - k) <= 1e-8 * oldMean { break }
    k = 2 * product.squareRoot()
    product = k * mean
  }
  return .pi / 2 * (b + a * mean) / (mean * (mean + p))
}
