import Crystals
import Engine
import Spectra

/// The histogram of the observable, its regions, and counts that add up.
///
/// Counting touches the site table once, when the bins or the values change; threshold, peak count
/// and edits by hand work on the bins alone.
struct Spectrum: Sendable {
  private(set) var observable = Observable.absoluteOmegaQ
  private(set) var sites: SiteCounts
  private var sums = RunningSums()
  private(set) var regionSet: RegionSet
  /// Counts by bin of what the sites are compared with; empty where there is nothing.
  private(set) var reference: [Int] = []
  /// The table's rows that these are of.
  private(set) var referenceRows = 0..<0
  /// For each region its place among the hand-made regions of the settings; nil for one found.
  private(set) var hand: [Int?] = []
  private(set) var names: [String] = []
  /// T in sites a bin.
  private(set) var threshold = 0.0
  private(set) var thresholdDensity = 0.0
  private(set) var lookup = RegionLookup()

  init() {
    sites = SiteCounts(Spectrum.oneBin)
    regionSet = RegionSet(of: sites.histogram)
  }

  /// Bins for before there is anything to count.
  private static let oneBin: Binning = {
    do { return try Binning(lower: 0, upper: 1, count: 1) } catch {
      preconditionFailure("one bin from 0 to 1 is a binning")
    }
  }()

  var histogram: Histogram { sites.histogram }
  var binning: Binning { histogram.binning }
  var binCount: Int { histogram.counts.count }
  var counts: [Int] { histogram.counts }
  var regions: [Region] { regionSet.regions }
  var outOfRange: Int { histogram.outOfRange }
  var withoutPrediction: Int { histogram.withoutPrediction }
  var classified: Int { regionSet.classified }
  var unclassified: Int { regionSet.unclassified }
  /// Sites counted when the bins were chosen last.
  private(set) var countAtLastRecount = 0
  /// All sites counted: classified + unclassified + out of range + without prediction.
  private(set) var all = 0

  /// Takes the counts of all sites.
  mutating func take(_ observable: Observable, _ counts: SiteCounts, _ settings: Settings) {
    self.observable = observable
    sites = counts
    sums = RunningSums(counts)
    countAtLastRecount = histogram.total
    classify(settings)
  }

  /// Takes the counts of some sites more, in the same bins.
  mutating func add(_ counts: SiteCounts, _ settings: Settings) {
    sites.add(counts)
    sums = RunningSums(sites)
    classify(settings)
  }

  /// Takes what the sites are compared with, counted in the bins there are.
  mutating func takeReference(_ counts: [Int], rows: Range<Int>) {
    (reference, referenceRows) = (counts, rows)
  }

  /// Adds what came to that; `rows` are all of it.
  mutating func addReference(_ counts: [Int], rows: Range<Int>) {
    if reference.count == counts.count {
      for bin in reference.indices { reference[bin] += counts[bin] }
    }
    referenceRows = rows
  }

  /// Finds the regions from the counts as they are now.
  mutating func classify(_ settings: Settings) {
    all = histogram.total
    threshold = settings.threshold.counts(sites: all, binWidth: binning.width)
    thresholdDensity = settings.threshold.density(sites: all, binWidth: binning.width)
    let fixed = handRanges(settings.handRegions[observable] ?? [])
    let bins = fixed.map(\.bins)
    let found = RegionSet(
      of: histogram, settings.regionSettings(besides: bins.count), besides: bins)
    // Ranges cannot overlap: found ones lie in bins that the fixed ones left.
    let joined =
      bins.isEmpty
      ? nil
      : try? RegionSet(
        ranges: found.ranges + bins, of: histogram, paddedEdges: settings.paddedEdges)
    regionSet = joined ?? found
    hand = regions.map { region in fixed.first { $0.bins == region.bins }?.place }
    names = hand.map { place in
      place.flatMap { settings.handRegions[observable]?[$0].name } ?? ""
    }
    lookup = RegionLookup(
      observable, binning, regionSet.binRegion,
      spans: regions.map { region in
        let bins = region.firstBin...region.lastBin
        return RegionSpan(region, of: observable, sums.observable(bins))
      })
  }

  /// The bins of regions made by hand with their places in the settings; those outside the range
  /// are left out, and where two overlap the one further left keeps the bins.
  private func handRanges(_ regions: [HandRegion]) -> [(bins: ClosedRange<Int>, place: Int)] {
    var ranges: [(ClosedRange<Int>, Int)] = []
    var next = 0
    for (place, region) in regions.enumerated().sorted(by: { $0.element.lower < $1.element.lower })
    {
      let first = max(edgeNumber(region.lower), next)
      let last = min(edgeNumber(region.upper) - 1, binCount - 1)
      guard first <= last else { continue }
      ranges.append((first...last, place))
      next = last + 1
    }
    return ranges
  }

  /// The number of the edge nearest to a value: that of the bin above it.
  func edgeNumber(_ value: Double) -> Int {
    let place = ((value - binning.lower) / binning.width).rounded()
    return place.isFinite ? Int(min(max(place, 0), Double(binCount))) : 0
  }

  /// The region a bin belongs to.
  func region(ofBin bin: Int) -> Region? {
    guard regionSet.binRegion.indices.contains(bin), regionSet.binRegion[bin] > 0 else {
      return nil
    }
    return regions[regionSet.binRegion[bin] - 1]
  }

  /// The same threshold in the other measure.
  func otherMeasure(of threshold: Threshold) -> Threshold {
    switch threshold {
    case .counts: all > 0 ? .density(thresholdDensity) : threshold
    case .density: .counts(self.threshold.rounded())
    }
  }

  /// How many structures, files or groups of them bars are divided by; 0 where they are not.
  var layerCount: Int { sites.statistics.valueCounts.first ?? 0 }

  /// Counts by bin of one structure, file or group of them, while bars are divided by them.
  func layer(_ value: Int) -> [Double] {
    sites.statistics.tally(column: 0, of: value).map(Double.init)
  }

  /// Counts by bin of the sites of a type.
  func counts(of type: SiteType) -> [Double] {
    let classes = SiteEnvironment.numbers(of: type)
    return (0..<binCount).map { bin in
      Double(classes.reduce(0) { $0 + sites.environments.count(bin, $1) })
    }
  }

  /// What sites some bins hold, beside what all hold.
  func composition(_ bins: ClosedRange<Int>) -> RegionComposition {
    RegionComposition(sites.environments, over: bins.clamped(to: 0...max(0, binCount - 1)))
  }

  /// What the sites of some bins have in common.
  struct Summary: Sendable {
    /// Mean C_Q in kHz.
    var coupling: Double
    var asymmetry: Double
    /// Share of sites on 8a, 0…1.
    var tetrahedral: Double
    /// Mean Li among the twelve nearest 16d sites, over the sites where that has a meaning.
    var lithiumNeighbors: Double
  }

  func summary(_ bins: ClosedRange<Int>) -> Summary? { sums.summary(bins) }
}

extension Settings {
  /// How the peaks become regions when some regions are made by hand.
  func regionSettings(besides hand: Int) -> RegionSet.Settings {
    RegionSet.Settings(
      peaks: max(0, peakCount - hand), threshold: threshold, paddedEdges: paddedEdges)
  }
}
