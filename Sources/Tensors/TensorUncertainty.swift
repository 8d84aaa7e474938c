/// How far a predicted tensor may be off: along itself and across.
///
/// The error of the five spherical components is taken as isotropic but for the direction of the
/// tensor itself, so that its covariance is σ_⊥² 1 + (σ_∥² − σ_⊥²) V̂ V̂ᵀ. Any linear function
/// w · V then has the variance σ_⊥² |w|² + (σ_∥² − σ_⊥²) (w · V̂)²; for bᵀVb, |w|² = 2/3 whatever
/// the direction of b.
public struct TensorUncertainty: Sendable, Hashable {
  /// σ_⊥ of each spherical component across the tensor, in atomic units.
  public var across: Double
  /// σ_∥ along the tensor, that is of its size |V|, in atomic units.
  public var along: Double

  public init(across: Double, along: Double) {
    self.across = across
    self.along = along
  }

  /// σ of w · V for the predicted tensor V, in atomic units times the unit of w.
  ///
  /// A null tensor has no direction; its error is isotropic.
  public func deviation(of tensor: SphericalTensor, weights: SphericalTensor) -> Double {
    let projection = tensor.dot(weights)
    let square = tensor.dot(tensor)
    let excess = along * along - across * across
    let share = square > 0 ? projection * projection / square : 0
    return max(0, across * across * weights.dot(weights) + excess * share).squareRoot()
  }

  /// σ of ω_Q in kHz, for the field and the isotope given.
  public func omegaQ(
    of tensor: SphericalTensor, isotope: Isotope, field: FieldDirection = .z
  ) -> Double {
    abs(isotope.splittingPerAtomicUnit) * deviation(of: tensor, weights: field.weights)
  }

  /// σ of the Cartesian elements xx, xy, xz, yy, yz, zz, in atomic units.
  public func elements(of tensor: SphericalTensor) -> [Double] {
    Self.elementWeights.map { deviation(of: tensor, weights: $0) }
  }

  /// What the σ of a tensor's Cartesian elements, as `elements(of:)` gives them, were made of; nil
  /// for another count than six, numbers that are not finite, or a null tensor with another pattern.
  public init?(elements: [Double], of tensor: SphericalTensor) {
    guard elements.count == 6, elements.allSatisfy({ $0.isFinite && $0 >= 0 }), tensor.isFinite
    else { return nil }
    // Least squares for σ_⊥² and the excess σ_∥² − σ_⊥², in which the squares are linear.
    let square = tensor.dot(tensor)
    var (aa, ab, bb, ay, by) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (weights, element) in zip(Self.elementWeights, elements) {
      let projection = tensor.dot(weights)
      let (a, b) = (
        weights.dot(weights), square > 0 ? projection * projection / square : 0
      )
      let y = element * element
      aa += a * a
      ab += a * b
      bb += b * b
      ay += a * y
      by += b * y
    }
    let determinant = aa * bb - ab * ab
    let isDirected = determinant > 1e-12 * aa * aa
    let variance = isDirected ? (bb * ay - ab * by) / determinant : ay / aa
    let excess = isDirected ? (aa * by - ab * ay) / determinant : 0
    across = max(0, variance).squareRoot()
    along = max(0, variance + excess).squareRoot()
  }

  /// The five numbers whose dot product with a tensor is its element xx, xy, xz, yy, yz or zz.
  private static let elementWeights: [SphericalTensor] = (0..<6).map { place in
    let pick = (0..<6).map { $0 == place ? (($0 == 0 || $0 == 3 || $0 == 5) ? 1.0 : 0.5) : 0 }
    return SphericalTensor(
      SymmetricTensor(
        xx: pick[0], xy: pick[1], xz: pick[2], yy: pick[3], yz: pick[4], zz: pick[5]))
  }
}
