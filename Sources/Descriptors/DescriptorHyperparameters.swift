import Crystals

/// What a λ-SOAP descriptor is made with; lengths are in Å.
public struct DescriptorHyperparameters: Sendable, Hashable {
  /// The species channels of the density, in the order of all feature arrays.
  public var species: [Element]
  /// The standard deviation σ of the Gaussian that smears each neighbour.
  public var densityWidth: Double
  /// The weight of the centre's own Gaussian; neither cutoff nor scaling acts on it.
  public var centerWeight: Double
  /// What each species' density is multiplied by, in the order of the species: how much it matters
  /// beside the others.
  public var densityWeights: [Double]
  /// The radius r_c within which neighbours count, r ≤ r_c.
  public var cutoffRadius: Double
  /// The length over which the shifted cosine falls from 1 to 0 at r_c; 0 is a step.
  public var cutoffSmoothing: Double
  /// How neighbours lose weight with distance; nil: not at all.
  public var radialScaling: RadialScaling?
  /// The number N of radial functions.
  public var radialCount: Int
  /// The largest angular momentum l of the density.
  public var maximumAngular: Int

  public init(
    species: [Element], densityWidth: Double, centerWeight: Double = 1,
    densityWeights: [Double]? = nil, cutoffRadius: Double, cutoffSmoothing: Double = 0.5,
    radialScaling: RadialScaling? = nil, radialCount: Int,
    maximumAngular: Int
  ) {
    self.species = species
    self.densityWidth = densityWidth
    self.centerWeight = centerWeight
    self.densityWeights = densityWeights ?? species.map { _ in 1 }
    self.cutoffRadius = cutoffRadius
    self.cutoffSmoothing = cutoffSmoothing
    self.radialScaling = radialScaling
    self.radialCount = radialCount
    self.maximumAngular = maximumAngular
  }

  /// The number of channels q = species index · N + n.
  public var channelCount: Int { species.count * radialCount }
}

/// The weight s(r) = c / (c + (r/r₀)^m) of a neighbour at distance r (Willatt et al. 2018).
public struct RadialScaling: Sendable, Hashable {
  /// c; with c = 0 the weight is (r₀/r)^m.
  public var rate: Double
  /// r₀ in Å.
  public var scale: Double
  /// m.
  public var exponent: Double

  public init(rate: Double, scale: Double, exponent: Double) {
    self.rate = rate
    self.scale = scale
    self.exponent = exponent
  }
}

extension DescriptorHyperparameters {
  /// The number of radial functions a descriptor can have.
  public static let radialCounts = 1...16
  /// The largest angular momenta a descriptor can have.
  public static let angularMomenta = 0...12

  /// Refuses values no descriptor can be made with.
  /// - Throws: `DescriptorError.hyperparameter` for the first impossible value.
  public func validate() throws(DescriptorError) {
    func demand(
      _ holds: Bool, _ name: String, _ found: some Any, _ expected: String
    ) throws(DescriptorError) {
      if !holds {
        throw .hyperparameter(name: name, found: "\(found)", expected: expected)
      }
    }
    try demand(!species.isEmpty, "species", "no species", "at least one element")
    try demand(species.count <= 100, "species", species.count, "at most 100 elements")
    for (place, element) in species.enumerated() {
      try demand(
        species.firstIndex(of: element) == place, "species", "\(element) twice", "each element once"
      )
    }
    // Not-a-number fails every range.
    try demand(
      (0.05...10).contains(densityWidth), "density width", densityWidth, "0.05 to 10 Å")
    try demand(
      (0...1000).contains(centerWeight), "density center_weight", centerWeight, "0 to 1000")
    try demand(
      densityWeights.count == species.count, "density weights", "\(densityWeights.count) numbers",
      "\(species.count), one a species")
    for weight in densityWeights {
      try demand((1e-3...1e3).contains(weight), "density weights", weight, "0.001 to 1000")
    }
    try demand((0.5...30).contains(cutoffRadius), "cutoff radius", cutoffRadius, "0.5 to 30 Å")
    try demand(
      (0...cutoffRadius).contains(cutoffSmoothing), "cutoff smoothing", cutoffSmoothing,
      "0 to the cutoff radius")
    try demand(
      Self.radialCounts.contains(radialCount), "basis radial", radialCount, "1 to 16")
    try demand(
      Self.angularMomenta.contains(maximumAngular), "basis angular", maximumAngular, "0 to 12")
    guard let scaling = radialScaling else { return }
    let rate = scaling.rate
    try demand(
      rate == 0 || (1e-6...1e6).contains(rate), "radial_scaling rate", rate, "0, or 1e-6 to 1e6")
    try demand(
      (0.01...100).contains(scaling.scale), "radial_scaling scale", scaling.scale, "0.01 to 100 Å")
    try demand(
      (0...12).contains(scaling.exponent), "radial_scaling exponent", scaling.exponent, "0 to 12")
  }
}
