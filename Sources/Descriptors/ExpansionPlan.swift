import CKernels

/// The numbers the C expansion works with, in single precision.
struct ExpansionPlan: Sendable {
  /// The largest error of the radial table relative to the largest integral.
  static let tolerance = 1e-6

  private let table: AlignedFloats
  private let recurrence: AlignedFloats
  private let center: AlignedFloats
  private let speciesWeights: AlignedFloats
  private let hyperparameters: DescriptorHyperparameters
  private let intervalCount: Int

  init(
    _ hyperparameters: DescriptorHyperparameters, basis: RadialBasis,
    harmonics: SphericalHarmonics
  ) {
    self.hyperparameters = hyperparameters
    let radial = hyperparameters.radialCount
    let stride = (radial + 7) / 8 * 8
    let radialTable = RadialTable(
      basis, radius: hyperparameters.cutoffRadius, tolerance: Self.tolerance)
    intervalCount = radialTable.intervalCount
    table = radialTable.floats(radialStride: stride)
    recurrence = AlignedFloats(count: harmonics.recurrence.count)
    for (index, factor) in harmonics.recurrence.enumerated() {
      recurrence.pointer[index] = Float(factor)
    }
    center = AlignedFloats(count: stride)
    let scale = hyperparameters.centerWeight / (4 * Double.pi).squareRoot()
    for (n, integral) in basis.integrals(at: 0).prefix(radial).enumerated() {
      center.pointer[n] = Float(scale * integral)
    }
    speciesWeights = AlignedFloats(count: hyperparameters.densityWeights.count)
    for (place, weight) in hyperparameters.densityWeights.enumerated() {
      speciesWeights.pointer[place] = Float(weight)
    }
  }

  /// The plan as C takes it; valid as long as this value is.
  var plan: density_expansion_plan {
    let radius = hyperparameters.cutoffRadius
    let smoothing = hyperparameters.cutoffSmoothing
    let scaling = hyperparameters.radialScaling
    return density_expansion_plan(
      maximum_angular: Int32(hyperparameters.maximumAngular),
      radial_count: Int32(hyperparameters.radialCount),
      radial_stride: Int32((hyperparameters.radialCount + 7) / 8 * 8),
      species_count: Int32(hyperparameters.species.count),
      interval_count: Int32(intervalCount),
      has_scaling: scaling == nil ? 0 : 1,
      cutoff: radius,
      smoothing_start: Float(radius - smoothing),
      inverse_smoothing: smoothing > 0 ? Float(1 / smoothing) : 0,
      scaling_rate: Float(scaling?.rate ?? 0),
      inverse_scale: Float(1 / (scaling?.scale ?? 1)),
      scaling_exponent: Float(scaling?.exponent ?? 0),
      inverse_spacing: Float(Double(intervalCount) / radius),
      table: table.pointer,
      recurrence: recurrence.pointer,
      center: center.pointer,
      species_weight: speciesWeights.pointer)
  }
}
