import LinearAlgebra

/// What the λ=2 features of a site are divided by.
public enum FeatureNormalization: String, Sendable, CaseIterable {
  /// Their own norm, ‖Σ_d P²_μd P²_νd‖_F^½, as TENSOAP does.
  case own
  /// The norm of the λ=0 features, so that they vanish where symmetry makes the tensor vanish.
  case scalar
}

/// The norm of the λ=0 features of each site, |P⁰|.
public func scalarNorms<S: RealScalar>(_ features: Matrix<S>) -> [S] {
  (0..<features.rows).map { site in
    features.row(site).reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}

/// The norm of the λ=2 features of each site, ‖Σ_d P_μd P_νd‖_F^½; rows are `5 * site + μ`.
public func tensorNorms<S: RealScalar>(_ features: Matrix<S>) -> [S] {
  precondition(features.rows % 5 == 0, "λ=2 features have five rows a site")
  let count = features.columns
  return features.values.withUnsafeBufferPointer { values in
    (0..<features.rows / 5).map { site in
      var square: S = 0
      for mu in 0..<5 {
        for nu in 0...mu {
          let (a, b) = ((5 * site + mu) * count, (5 * site + nu) * count)
          var sum: S = 0
          for d in 0..<count { sum += values[a + d] * values[b + d] }
          square += (mu == nu ? 1 : 2) * sum * sum
        }
      }
      return square.squareRoot().squareRoot()
    }
  }
}

/// 1 / norm, and 0 for norms too small to divide by, so that such features stay 0.
public func inverseNorms<S: RealScalar>(_ norms: [S]) -> [S] {
  norms.map { $0 < 1e-12 ? 0 : 1 / $0 }
}

extension Matrix {
  /// Multiplies the rows of each site by its factor; every site has `rows / factors.count` rows.
  public mutating func scaleSites(by factors: [Scalar]) {
    guard !factors.isEmpty else { return }
    precondition(rows % factors.count == 0, "rows and sites differ")
    let size = rows / factors.count * columns
    for (site, factor) in factors.enumerated() {
      for index in site * size..<(site + 1) * size { values[index] *= factor }
    }
  }
}
