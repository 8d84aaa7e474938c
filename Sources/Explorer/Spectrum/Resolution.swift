import Numbers

extension State {
  /// Says of the region at the cursor that the model cannot tell its sites from those beside it: it is
  /// narrower than their ω_Q is sure; nil where it is not, or the model gives no σ.
  var resolutionRemark: String? {
    guard [.omegaQ, .absoluteOmegaQ].contains(settings.observable), regionsPane.brush == nil,
      settings.filter.isEmpty,
      let region = spectrum.region(ofBin: regionsPane.bin), let sigma = meanUncertaintyListed,
      region.upper - region.lower < sigma
    else { return nil }
    return "narrower than the mean ±σ of its sites, \(decimal(sigma, places: 1)) kHz"
  }

  /// Mean σ(ω_Q) in kHz over the sites listed below the histogram, of many over an even part.
  private var meanUncertaintyListed: Double? {
    let list = regionsPane.list
    guard !list.isPending, list.count > 0 else { return nil }
    let columns = columns([.uncertainty])
    let places = stride(from: 0, to: list.count, by: max(1, list.count / 256))
    let values = places.compactMap { list.row($0) }.filter { $0 < table.count }
      .map { Double(columns.value(.uncertainty, row: $0)) }.filter(\.isFinite)
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}
