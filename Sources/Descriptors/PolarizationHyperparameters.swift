/// What the λ=2 features of point charges and induced dipoles are made with (see `Polarization`).
public struct PolarizationHyperparameters: Sendable, Hashable {
  /// The charge of each species in units of e, in the order of the species.
  public var charges: [Double]
  /// The radius in Å within which charges and dipoles act.
  public var radius: Double
  /// The length in Å over which the shifted cosine falls from 1 to 0 at the radius.
  public var smoothing: Double
  /// α in 1/Å of the damped Coulomb potential erfc(αr)/r.
  public var damping: Double
  /// The size of these features beside the λ=2 power spectrum: the ratio of the mean squares of the
  /// charges' columns, and of the dipoles' columns, to that of the power spectrum.
  public var weight: Double

  public init(
    charges: [Double], radius: Double = 9, smoothing: Double = 1.5, damping: Double = 0.2,
    weight: Double = 0.1
  ) {
    self.charges = charges
    self.radius = radius
    self.smoothing = smoothing
    self.damping = damping
    self.weight = weight
  }

  /// Two columns a species: of its charges and of the dipoles induced on it.
  public var columnCount: Int { 2 * charges.count }

  /// Refuses values no features can be made with.
  /// - Throws: `DescriptorError.hyperparameter` for the first impossible value.
  public func validate(speciesCount: Int) throws(DescriptorError) {
    func demand(
      _ holds: Bool, _ name: String, _ found: some Any, _ expected: String
    ) throws(DescriptorError) {
      if !holds {
        throw .hyperparameter(name: "polarization \(name)", found: "\(found)", expected: expected)
      }
    }
    try demand(
      charges.count == speciesCount, "charges", "\(charges.count) numbers",
      "\(speciesCount), one a species")
    for charge in charges {
      try demand((-20...20).contains(charge), "charges", charge, "-20 to 20 e")
    }
    try demand((1...30).contains(radius), "radius", radius, "1 to 30 Å")
    try demand((0...radius).contains(smoothing), "smoothing", smoothing, "0 to the radius")
    try demand((0...5).contains(damping), "damping", damping, "0 to 5 per Å")
    try demand((1e-6...1e6).contains(weight), "weight", weight, "1e-6 to 1e6")
  }
}
