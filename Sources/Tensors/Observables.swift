import Glibc

/// What NMR observes of one EFG tensor: couplings and splittings in kHz, angles in radians.
public struct Observables: Sendable, Equatable {
  public let tensor: SphericalTensor
  public let axes: PrincipalAxes
  public let isotope: Isotope
  public let field: FieldDirection

  /// - Parameter tensor: the EFG in atomic units with its own sign, never sign-fixed.
  public init(of tensor: SphericalTensor, isotope: Isotope, field: FieldDirection = .z) {
    self.tensor = tensor
    self.isotope = isotope
    self.field = field
    axes = PrincipalAxes(of: tensor)
  }

  /// C_Q = e Q V_zz / h in kHz, signed (eq. 3).
  public var quadrupolarCoupling: Double { isotope.couplingPerAtomicUnit * axes.vzz }

  /// η, 0…1 (eq. 4).
  public var asymmetry: Double { axes.asymmetry }

  /// ω_Q = 3/(2I(2I − 1)) · (eQ/h) · bᵀVb in kHz, signed.
  ///
  /// A frequency, the first-order shift of the satellites, of which only the modulus is observable.
  /// Continuous in V: no diagonalisation, no order of axes.
  public var omegaQ: Double { isotope.splittingPerAtomicUnit * tensor.dot(field.weights) }

  /// ω_Q in kHz by eq. 5 as printed, with V_zz made positive.
  ///
  /// Its minus sign before η belongs to another order of the axes than eq. 4, so the value differs
  /// from `omegaQ`; it is kept for comparison with published numbers. 0 for a null tensor.
  public var omegaQAsPrinted: Double {
    if axes.isNull { return 0 }
    let b = axes.frame.components(of: field.unit)
    // sin²θ cos 2φ = b_x² − b_y², which needs no angle.
    let shape = 3 * b.z * b.z - 1 - axes.asymmetry * (b.x * b.x - b.y * b.y)
    return isotope.splittingPerAtomicUnit * abs(axes.vzz) * shape / 2
  }

  /// The angle between field and the z axis of the tensor, 0…π/2; NaN for a null tensor.
  public var theta: Double { axes.angles(to: field).theta }

  /// The azimuth of the field from the x axis, 0…π/2; NaN for a null or axial tensor.
  public var phi: Double { axes.angles(to: field).phi }

  /// P_Q = C_Q √(1 + η²/3) in kHz, the quadrupolar product.
  public var quadrupolarProduct: Double {
    quadrupolarCoupling * (1 + asymmetry * asymmetry / 3).squareRoot()
  }

  /// ν_Q(max) = 3C_Q/(2I(2I − 1)) in kHz: ω_Q with the field along the z axis.
  public var maximumSplitting: Double { isotope.splittingPrefactor * quadrupolarCoupling }
}
