import Glibc
import Tensors

/// What the five scalar models say of environments, with the normalisation of C̃_Q and η̃ undone.
///
/// All quantities are those of tensors made positive (V_zz ≥ 0), one number an environment.
public struct ScalarPredictions: Sendable, Equatable {
  /// V_zz ≥ 0 in atomic units.
  public var vzz: [Double]
  /// V_xx − V_yy = η V_zz in atomic units.
  public var difference: [Double]
  /// The angle of the field to the z axis in radians; NaN where there is none.
  public var theta: [Double]
  /// The azimuth of the field from the x axis in radians; NaN where there is none.
  public var phi: [Double]
  /// |ω_Q| in kHz, learned as a number of its own.
  public var omegaQ: [Double]

  public init(
    vzz: [Double], difference: [Double], theta: [Double], phi: [Double], omegaQ: [Double]
  ) {
    self.vzz = vzz
    self.difference = difference
    self.theta = theta
    self.phi = phi
    self.omegaQ = omegaQ
  }

  /// The numbers that perfect scalar models would give for tensors in atomic units.
  public init(of tensors: [SphericalTensor], isotope: Isotope, field: FieldDirection = .z) {
    // With μ = 0 and σ = 1, C̃_Q is V_zz; with μ = 1, η̃ is V_xx − V_yy.
    func values(_ target: ScalarTarget, mean: Double) -> [Double] {
      target.values(of: tensors, mean: mean, deviation: 1, isotope: isotope, field: field)
    }
    self.init(
      vzz: values(.coupling, mean: 0), difference: values(.asymmetry, mean: 1),
      theta: values(.theta, mean: 0), phi: values(.phi, mean: 0),
      omegaQ: values(.omegaQ, mean: 0))
  }

  /// The number of environments.
  public var count: Int { vzz.count }

  /// |ω_Q| in kHz from the four other scalars by eq. 5:
  /// 3/(2I(2I − 1)) · (eQ/h) · ½ |V_zz (3cos²θ − 1) + (V_xx − V_yy) sin²θ cos 2φ|.
  ///
  /// The sign before the last term is plus: with the axes in the order of eq. 4 and φ from the x
  /// axis, as `PrincipalAxes.angles(to:)` measures it, only so is this bᵀVb. The minus that is printed
  /// belongs to another order of the axes. C_Q η is taken as proportional to V_xx − V_yy, which η̃
  /// stands for, so nothing is divided by a predicted V_zz. A term without its angle counts as 0.
  public func omegaQFromScalars(isotope: Isotope) -> [Double] {
    vzz.indices.map { index in
      guard theta[index].isFinite else { return 0 }
      let (cosine, sine) = (cos(theta[index]), sin(theta[index]))
      let shape = phi[index].isFinite ? sine * sine * cos(2 * phi[index]) : 0
      let gradient = vzz[index] * (3 * cosine * cosine - 1) + difference[index] * shape
      return abs(isotope.splittingPerAtomicUnit * gradient / 2)
    }
  }
}
