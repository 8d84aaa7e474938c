import Spectra

extension Results {
  /// |ω_Q| of each row in kHz; NaN without a prediction.
  public var absoluteOmegaQ: [Float] {
    var values = [Float](repeating: .nan, count: table.count)
    for element in Set(table.element) {
      guard let isotope = conventions.isotope(of: element) else { continue }
      let weights = conventions.field.splittingWeights(for: isotope)
      let found = omegaQ(components: table.components, weights: weights, modulus: true)
      for row in values.indices where table.element[row] == element { values[row] = found[row] }
    }
    return values
  }

  /// Regions of the |ω_Q| histogram with bins of the standard width, and the histogram.
  ///
  /// - Throws: `SpectraError` for values that spread over more bins than there may be.
  public func standardRegions() throws(SpectraError) -> (
    histogram: Histogram, regions: RegionSet, bins: [Int32]
  ) {
    let values = absoluteOmegaQ
    var histogram = Histogram(
      try Binning(
        steppingOver: values.lazy.map { Double($0) },
        width: Binning.standardWidth(of: values, otherwise: 1)))
    let bins = histogram.addLocating(values)
    return (histogram, RegionSet(of: histogram), bins)
  }

  /// Gives each row its region of the standard histogram.
  public mutating func assignRegions() throws(SpectraError) {
    let found = try standardRegions()
    regions = found.bins.map { found.regions.region(ofBin: $0) }
  }
}

extension Binning {
  /// The standard width, or another one where the values do not spread; wider where a few values far
  /// from many that are all but equal would make more than 100,000 bins.
  public static func standardWidth(of values: [Float], otherwise usual: Double) -> Double {
    let largest = values.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
    return max(standardWidth(of: values) ?? usual, Double(largest) / 100_000)
  }
}
