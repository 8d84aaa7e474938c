import Formats

extension State {
  /// Histogram and regions as JSON, with the keys that `spinel regions` uses.
  var regionsJSON: String {
    let regions: [JSON] = spectrum.regions.map { region in
      let place = region.number - 1
      var members: [JSON.Member] = [
        .init("number", .int(region.number)), .init("rank", .int(region.rank)),
        .init("peakBin", .int(region.peakBin)), .init("prominence", .int(region.prominence)),
        .init("firstBin", .int(region.firstBin)), .init("lastBin", .int(region.lastBin)),
        .init("lower", .double(region.lower)), .init("upper", .double(region.upper)),
        .init("count", .int(region.count)),
      ]
      if spectrum.hand[place] != nil { members.append(.init("byHand", .bool(true))) }
      if !spectrum.names[place].isEmpty {
        members.append(.init("name", .string(spectrum.names[place])))
      }
      members += spectrum.composition(region.bins).json
      return .object(members)
    }
    let document: [JSON.Member] = [
      .init("observable", .string(settings.observable.rawValue)),
      .init("unit", .string(settings.observable.unit)),
      .init("conventions", .string(conventions)),
      .init("peaks", .int(settings.peakCount)), .init("threshold", .double(spectrum.threshold)),
      .init("thresholdDensity", .double(spectrum.thresholdDensity)),
      .init("edges", JSON(spectrum.binning.edges)), .init("counts", JSON(spectrum.counts)),
      .init("outOfRange", .int(spectrum.outOfRange)),
      .init("withoutPrediction", .int(spectrum.withoutPrediction)),
      .init("regions", .array(regions)),
      .init("binRegion", JSON(spectrum.regionSet.binRegion)),
      .init("unclassified", .int(spectrum.unclassified)),
    ]
    return JSON.object(document).indentedText
  }
}
