import Tensors

/// A scalar that a λ=0 model can learn, of tensors made positive (V_zz ≥ 0) as in the paper.
public enum ScalarTarget: String, Sendable, CaseIterable {
  /// C̃_Q = (V_zz − μ)/σ (eq. 7), μ and σ over the training labels.
  case coupling = "CQ~"
  /// η̃ = (V_xx − V_yy)/μ (eq. 8).
  case asymmetry = "eta~"
  /// The angle of the field to the tensor's z axis, 0…π/2.
  case theta
  /// The azimuth of the field from the tensor's x axis, 0…π/2.
  case phi
  /// |ω_Q| in kHz.
  case omegaQ

  /// The unit of the target's values; empty for a pure number.
  public var unit: String {
    switch self {
    case .coupling, .asymmetry: ""
    case .theta, .phi: "rad"
    case .omegaQ: "kHz"
    }
  }

  /// The target of each tensor; NaN where it has none, such as the angles of a null tensor.
  ///
  /// - Parameters:
  ///   - mean, deviation: μ and σ in atomic units, for C̃_Q and η̃.
  ///   - field: what θ, φ and ω_Q refer to.
  public func values(
    of tensors: [SphericalTensor], mean: Double, deviation: Double, isotope: Isotope,
    field: FieldDirection = .z
  ) -> [Double] {
    let weights = field.weights
    return tensors.map { tensor in
      let axes = PrincipalAxes(of: tensor)
      return switch self {
      case .coupling: (abs(axes.vzz) - mean) / (deviation > 0 ? deviation : 1)
      case .asymmetry: axes.sign * (axes.vxx - axes.vyy) / mean
      case .theta: axes.angles(to: field).theta
      case .phi: axes.angles(to: field).phi
      case .omegaQ: abs(isotope.splittingPerAtomicUnit * tensor.dot(weights))
      }
    }
  }
}
