/// Physical constants, CODATA 2022.
public enum Constants {
  /// Elementary charge in C.
  public static let elementaryCharge = 1.602176634e-19
  /// Planck constant in J s.
  public static let planck = 6.62607015e-34
  /// Bohr radius in Å.
  public static let bohrRadius = 0.529177210544
  /// Boltzmann constant in eV/K.
  public static let boltzmann = 1.380649e-23 / elementaryCharge
  /// Hartree energy in eV.
  public static let hartree = 27.211386245981
  /// e²/(4πε₀) in eV·Å: the energy of two elementary charges one Å apart.
  public static let coulomb = hartree * bohrRadius
  /// One atomic unit of electric field gradient in V/m².
  public static let fieldGradient = 9.7173624424e21
  /// One atomic unit of electric field gradient in V/Å².
  public static let fieldGradientInVoltPerSquareAngstrom = 97.173624424
  /// C_Q in kHz of a nucleus with Q = 1 mb where V_zz = 1 a.u.: (e/h)·Q·V_zz.
  public static let couplingPerMillibarn =
    elementaryCharge * 1e-31 * fieldGradient / planck * 1e-3
}
