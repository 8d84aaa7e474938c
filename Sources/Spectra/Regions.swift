/// A stretch of bins around a prominent peak.
public struct Region: Sendable, Equatable {
  /// 1, 2, … from left to right.
  public var number: Int
  /// 1 for the most prominent peak.
  public var rank: Int
  public var peakBin: Int
  public var prominence: Int
  /// The count of the peak's bin.
  public var height: Int
  public var firstBin: Int
  public var lastBin: Int
  /// The lower edge of the first bin and the upper edge of the last.
  public var lower: Double
  public var upper: Double
  /// Sites in the region.
  public var count: Int

  public var bins: ClosedRange<Int> { firstBin...lastBin }
}

/// The regions of a histogram: which bins belong to which peak.
///
/// `count`s of the regions + `unclassified` + `outOfRange` + `withoutPrediction` = all sites.
public struct RegionSet: Sendable, Equatable {
  /// From left to right; fewer than asked for is normal.
  public let regions: [Region]
  /// For each bin the number of its region, 0 for none.
  public let binRegion: [Int]
  /// Sites in bins without a region.
  public let unclassified: Int
  public let outOfRange: Int
  public let withoutPrediction: Int

  /// How many regions to look for and how far they reach.
  public struct Settings: Sendable, Hashable {
    /// At most so many peaks are kept, the most prominent ones.
    public var peaks: Int
    public var threshold: Threshold
    /// Whether the first and the last bin can be peaks; false is SciPy's behaviour.
    public var paddedEdges: Bool

    public init(peaks: Int = 5, threshold: Threshold = .standard, paddedEdges: Bool = true) {
      self.peaks = peaks
      self.threshold = threshold
      self.paddedEdges = paddedEdges
    }
  }

  /// Finds the regions around the most prominent peaks.
  ///
  /// Peaks must reach the threshold; ranked by prominence, then height, then lower bin. Regions
  /// grow from their peaks while bins hold at least the threshold. Two peaks in one run part at the
  /// leftmost lowest bin between them, which goes to the higher-ranked one.
  ///
  /// With `fixed` ranges, set by hand, only peaks outside them are looked for, and regions end where
  /// those begin; the fixed ones themselves are no part of the result.
  public init(
    of histogram: Histogram, _ settings: Settings = Settings(),
    besides fixed: [ClosedRange<Int>] = []
  ) {
    var counts = histogram.counts
    // What is taken ends every run; peaks and prominences stay those of all sites.
    for range in fixed { for bin in range where counts.indices.contains(bin) { counts[bin] = -1 } }
    let threshold = settings.threshold.counts(
      sites: histogram.predicted, binWidth: histogram.binning.width)
    let ranked = peaks(of: histogram.counts, paddedEdges: settings.paddedEdges)
      .filter { counts[$0.bin] >= 0 && Double($0.height) >= threshold && $0.prominence > 0 }
      .sorted { ($1.prominence, $1.height, $0.bin) < ($0.prominence, $0.height, $1.bin) }
      .prefix(max(0, settings.peaks))
    var found = ranked.enumerated().map { Draft(peak: $1, rank: $0 + 1) }
      .sorted { $0.peak.bin < $1.peak.bin }
    for index in found.indices {
      found[index].first = counts.firstOfRun(to: found[index].peak.bin, threshold)
      found[index].last = counts.lastOfRun(from: found[index].peak.bin, threshold)
    }
    for (left, right) in zip(found.indices, found.indices.dropFirst())
    where found[left].last >= found[right].peak.bin {
      let valley = counts.leftmostMinimum(found[left].peak.bin + 1..<found[right].peak.bin)
      let valleyGoesLeft = found[left].rank < found[right].rank
      found[left].last = valleyGoesLeft ? valley : valley - 1
      found[right].first = valleyGoesLeft ? valley + 1 : valley
    }
    self.init(found, histogram)
  }

  /// Makes regions of given ranges of bins, as set or moved by hand.
  ///
  /// The peak of a region is its highest bin, the leftmost of equals; its prominence is that of the
  /// histogram's peak there, 0 if it is none.
  ///
  /// - Throws: `SpectraError.region` for bins that do not exist or belong to two regions.
  public init(
    ranges: [ClosedRange<Int>], of histogram: Histogram, paddedEdges: Bool = true
  ) throws(SpectraError) {
    let counts = histogram.counts
    let sorted = ranges.sorted { $0.lowerBound < $1.lowerBound }
    var free = 0
    for range in sorted {
      guard range.lowerBound >= free, range.upperBound < counts.count else {
        throw .region(first: range.lowerBound, last: range.upperBound, bins: counts.count)
      }
      free = range.upperBound + 1
    }
    let all = peaks(of: counts, paddedEdges: paddedEdges)
    var found = sorted.map { range in
      let height = counts[range].max() ?? 0
      let inside = all.first { range.contains($0.bin) && $0.height == height }
      let highest = range.first { counts[$0] == height } ?? range.lowerBound
      let peak = inside ?? Peak(bin: highest, height: height, prominence: 0)
      return Draft(peak: peak, rank: 0, first: range.lowerBound, last: range.upperBound)
    }
    let ranking = found.indices.sorted { a, b in
      let (a, b) = (found[a].peak, found[b].peak)
      return (b.prominence, b.height, a.bin) < (a.prominence, a.height, b.bin)
    }
    for (rank, index) in ranking.enumerated() { found[index].rank = rank + 1 }
    self.init(found, histogram)
  }

  /// A region before it has a number.
  private struct Draft {
    var peak: Peak
    var rank: Int
    var first = 0
    var last = 0
  }

  private init(_ drafts: [Draft], _ histogram: Histogram) {
    let counts = histogram.counts
    var binRegion = [Int](repeating: 0, count: counts.count)
    regions = drafts.enumerated().map { index, draft in
      for bin in draft.first...draft.last { binRegion[bin] = index + 1 }
      return Region(
        number: index + 1, rank: draft.rank, peakBin: draft.peak.bin,
        prominence: draft.peak.prominence, height: draft.peak.height, firstBin: draft.first,
        lastBin: draft.last, lower: histogram.edges[draft.first],
        upper: histogram.edges[draft.last + 1],
        count: counts[draft.first...draft.last].reduce(0, +))
    }
    self.binRegion = binRegion
    unclassified = counts.reduce(0, +) - regions.reduce(0) { $0 + $1.count }
    outOfRange = histogram.outOfRange
    withoutPrediction = histogram.withoutPrediction
  }

  /// Sites in regions.
  public var classified: Int { regions.reduce(0) { $0 + $1.count } }

  /// The region of a site by its bin as `Histogram.addLocating` gives it: 0 for none, −1 for a site
  /// in no bin.
  public func region(ofBin bin: Int32) -> Int {
    bin >= 0 && Int(bin) < binRegion.count ? binRegion[Int(bin)] : -1
  }
}

extension [Int] {
  fileprivate func firstOfRun(to bin: Int, _ threshold: Double) -> Int {
    var first = bin
    while first > 0, Double(self[first - 1]) >= threshold { first -= 1 }
    return first
  }

  fileprivate func lastOfRun(from bin: Int, _ threshold: Double) -> Int {
    var last = bin
    while last < count - 1, Double(self[last + 1]) >= threshold { last += 1 }
    return last
  }

  fileprivate func leftmostMinimum(_ range: Range<Int>) -> Int {
    range.min { (self[$0], $0) < (self[$1], $1) } ?? range.lowerBound
  }
}
