import Formats
import Numbers
import Spectra

/// Regions of a file that the explorer or `spinel regions --json` wrote, to be used on other data.
struct RegionsFile: Equatable {
  /// Nil where the file does not say whose regions they are.
  var observable: Observable?
  var regions: [HandRegion] = []
  /// The equal bins the regions were made of; nil where the file does not tell them.
  var binning: Binning?

  /// Reads a document of regions; nil for one of another kind.
  ///
  /// Throws for regions that cannot be used: without ends, upside down or overlapping.
  init?(_ document: JSON, file: String) throws(SessionError) {
    guard document["spinelSession"] == nil, document["binRegion"] != nil,
      let items = document["regions"]?.items
    else { return nil }
    if let name = document["observable"]?.text {
      guard let known = Observable(rawValue: name) else {
        let all = Observable.allCases.map(\.rawValue).joined(separator: ", ")
        throw SessionError(
          description: "\(file): no observable '\(name)'; one of \(all) is expected")
      }
      observable = known
    }
    if let edges = document["edges"]?.numbers, let lower = edges.first, let upper = edges.last,
      let bins = try? Binning(lower: lower, upper: upper, count: edges.count - 1),
      zip(bins.edges, edges).allSatisfy({ abs($0 - $1) <= 1e-6 * bins.width })
    {
      binning = bins
    }
    for item in items {
      guard let lower = item["lower"]?.number, let upper = item["upper"]?.number, lower < upper
      else {
        throw SessionError(
          description: "\(file): a region has no ends; lower and upper, lower < upper, are expected"
        )
      }
      regions.append(HandRegion(lower: lower, upper: upper, name: item["name"]?.text ?? ""))
    }
    guard !regions.isEmpty else {
      throw SessionError(description: "\(file): no regions; one at least is expected")
    }
    regions.sort { $0.lower < $1.lower }
    for (left, right) in zip(regions, regions.dropFirst()) where left.upper > right.lower {
      throw SessionError(
        description: "\(file): regions overlap at \(right.lower); each value belongs to one at most"
      )
    }
  }
}

extension State {
  /// Puts the regions of a file in place of those of its observable, made by hand from now on.
  mutating func take(_ file: RegionsFile, from path: String) {
    changeName = "regions of \(path)"
    let observable = file.observable ?? settings.observable
    settings.observable = observable
    settings.handRegions[observable] = file.regions
    var remark = ""
    // Bins of another width would move the regions' edges, or swallow regions whole.
    if let bins = file.binning {
      let width = (bins.width * 1e9).rounded() / 1e9
      if Observable.binWidths.contains(width), bins.count <= State.mostBins {
        settings.binWidths[observable] = width
        let steps = bins.lower / width
        let isOnGrid = abs(steps - steps.rounded()) < 1e-6 && bins.count <= State.mostBins / 2
        settings.ranges[observable] = isOnGrid ? nil : bins.lower...bins.upper
      } else {
        remark = "; its \(grouped(bins.count)) bins are too fine to show: edges move to bins here"
      }
    }
    // Further peaks of these data are not among the regions of the file.
    settings.peakCount = file.regions.count
    say(
      "\(file.regions.count) regions of \(path) in place of those found; U frees one, u goes back"
        + remark, remark.isEmpty ? .information : .warning)
  }
}
