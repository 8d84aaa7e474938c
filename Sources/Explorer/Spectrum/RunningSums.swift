import Crystals
import Engine
import Spectra

/// Sums over the bins below each edge, so that the means over any range of bins are two look-ups.
struct RunningSums: Sendable {
  /// One entry an edge: sums over the bins below it.
  private var entries: [Entry] = [Entry()]

  private struct Entry {
    var coupling = BinStatistics.Moments()
    var asymmetry = BinStatistics.Moments()
    var observable = BinStatistics.Moments()
    var sites = 0
    var tetrahedral = 0
    var lithiumNeighbors = 0
    /// Sites whose Li neighbours are known.
    var known = 0
  }

  init() {}

  init(_ counts: SiteCounts) {
    let (statistics, environments) = (counts.statistics, counts.environments)
    entries.reserveCapacity(statistics.binCount + 1)
    let tetrahedral = SiteEnvironment.numbers(of: .site8a)
    let known = SiteEnvironment.countedNumbers(of: .site8a)
    var sum = Entry()
    for bin in 0..<statistics.binCount {
      sum.coupling += statistics.moments(column: SiteCounts.Column.coupling, bin: bin)
      sum.asymmetry += statistics.moments(column: SiteCounts.Column.asymmetry, bin: bin)
      sum.observable += statistics.moments(column: SiteCounts.Column.observable, bin: bin)
      for number in 0..<environments.classCount {
        let count = environments.count(bin, number)
        sum.sites += count
        if tetrahedral.contains(number) { sum.tetrahedral += count }
        if known.contains(number) {
          sum.lithiumNeighbors += (number - known.lowerBound) * count
          sum.known += count
        }
      }
      entries.append(sum)
    }
  }

  /// The observable's moments over some bins; of no values for bins that were not counted.
  func observable(_ bins: ClosedRange<Int>) -> BinStatistics.Moments {
    guard bins.lowerBound >= 0, bins.upperBound + 1 < entries.count else { return .init() }
    let (a, b) = (entries[bins.lowerBound].observable, entries[bins.upperBound + 1].observable)
    return .init(count: b.count - a.count, sum: b.sum - a.sum, squares: b.squares - a.squares)
  }

  /// What the sites of some bins have in common; nil for bins that were not counted.
  func summary(_ bins: ClosedRange<Int>) -> Spectrum.Summary? {
    guard bins.lowerBound >= 0, bins.upperBound + 1 < entries.count else { return nil }
    let (a, b) = (entries[bins.lowerBound], entries[bins.upperBound + 1])
    func mean(_ moments: KeyPath<Entry, BinStatistics.Moments>) -> Double {
      let (below, through) = (a[keyPath: moments], b[keyPath: moments])
      return (through.sum - below.sum) / Double(through.count - below.count)
    }
    return Spectrum.Summary(
      coupling: mean(\.coupling), asymmetry: mean(\.asymmetry),
      tetrahedral: Double(b.tetrahedral - a.tetrahedral) / Double(b.sites - a.sites),
      lithiumNeighbors: Double(b.lithiumNeighbors - a.lithiumNeighbors)
        / Double(b.known - a.known))
  }
}
